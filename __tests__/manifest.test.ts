import { describe, expect, test } from '@jest/globals'
import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { load as parseYaml } from 'js-yaml'
import { KEEP_PARTS } from '../src/definition/keep.ts'
import { isObject, type JsonObject, objectAt, stringAt } from '../src/definition/json.ts'
import { loadInputs } from '../src/inputs.ts'
import { CLOUDS } from '../src/clouds.ts'
import { outputsOf } from '../src/outputs.ts'
import { complete } from '../src/report/complete.ts'
import { newReport } from '../src/report/report.ts'
import { USER_AGENT, VERSION } from '../src/version.ts'
import { type Given, inWorkspace, minimal, sourceOf } from './inputs/source.ts'

const root = fileURLToPath(new URL('../', import.meta.url))

function read(file: string): JsonObject {
  const value: unknown = parseYaml(readFileSync(path.join(root, file), 'utf8'))
  if (!isObject(value)) throw new Error(`${file} is no object.`)
  return value
}

const manifest = read('action.yml')
const inputs = objectAt(manifest, 'inputs') ?? {}
const outputs = objectAt(manifest, 'outputs') ?? {}

function describedIn(parent: JsonObject): [name: string, description: string][] {
  return Object.keys(parent).map(name => [name, stringAt(objectAt(parent, name) ?? {}, 'description') ?? ''])
}

/** What the runner gives when a workflow says nothing; the values of expressions are its own. */
const defaults: Given = Object.fromEntries(
  Object.keys(inputs).map(name => {
    const value = stringAt(objectAt(inputs, name) ?? {}, 'default') ?? ''
    return [name, value.includes('${{') ? '' : value]
  })
)

describe('action.yml', () => {
  test.each([...describedIn(inputs), ...describedIn(outputs)])(
    'says what %s is, in full sentences',
    (_, description) => {
      expect(description).toMatch(/^[`A-Z].*[^.]\.$/s)
    }
  )

  test('gives defaults as text, since an unquoted number or truth could come out otherwise', () => {
    for (const name of Object.keys(inputs)) {
      const value = objectAt(inputs, name)?.['default']
      expect([name, typeof (value ?? '')]).toEqual([name, 'string'])
    }
  })

  test('has no required input, for the runner would not check it, and the action tells all at once', () => {
    for (const name of Object.keys(inputs)) expect(objectAt(inputs, name)).not.toHaveProperty('required')
  })

  test('runs a file that is there, on Node 24', () => {
    const runs = objectAt(manifest, 'runs') ?? {}
    expect(runs['using']).toBe('node24')
    expect(existsSync(path.join(root, stringAt(runs, 'main') ?? '(none)'))).toBe(true)
  })

  test('names the valid values of the inputs that have a list of them', () => {
    const valid = {
      cloud: Object.keys(CLOUDS),
      keep: [...KEEP_PARTS, 'none'],
      mode: ['update', 'plan', 'download', 'create']
    }
    for (const [name, values] of Object.entries(valid)) {
      for (const value of values) expect(new Map(describedIn(inputs)).get(name)).toContain(`\`${value}\``)
    }
  })
})

describe('inputs', () => {
  test('are declared and read, each of them', () => {
    const asked = new Set<string>()
    for (const mode of ['update', 'download']) {
      const source = sourceOf({ ...minimal, mode })
      loadInputs(source)
      for (const name of source.asked) asked.add(name)
    }
    expect([...asked].sort()).toEqual(Object.keys(inputs).sort())
  })

  test('have the defaults that are declared, whether the runner gives them or not', () => {
    const { given: _, ...declared } = loadInputs(sourceOf({ ...defaults, ...minimal }))
    const { given: __, ...fallback } = loadInputs(sourceOf(minimal))
    expect(declared).toEqual(fallback)
  })

  test('that errors and hints name exist', () => {
    const named = new Set<string>()
    for (const file of globSync('src/**/*.ts', { cwd: root })) {
      const text = readFileSync(path.join(root, file), 'utf8')
      for (const [, name] of text.matchAll(/"([a-z]+(?:-[a-z]+)+)"/g)) if (name !== undefined) named.add(name)
    }
    expect(named.size).toBeGreaterThan(10)
    expect([...named].filter(name => !name.startsWith('x-') && !(name in inputs))).toEqual([])
  })
})

test('outputs are declared and written, each of them, and what is unknown is empty', () => {
  const written = outputsOf(complete(newReport('2026-01-01T00:00:00Z')), '')
  expect(Object.keys(written).sort()).toEqual(Object.keys(outputs).sort())
  expect(new Set(Object.values<string>({ ...written }))).toEqual(new Set(['failed', '']))
})

test('inputs that only one mode uses are read in every mode, so that their mistakes and secrets are known', () => {
  inWorkspace({ 'api.json': '{}' }, workspace => {
    const source = sourceOf({ ...minimal, mode: 'download', 'oauth-client-secret': 'of the connector' }, workspace)
    loadInputs(source)
    expect(source.masked).toContain('of the connector')
  })
})

test('the version is that of package.json', () => {
  expect(VERSION).toBe(read('package.json')['version'])
  expect(USER_AGENT).toBe(`update-custom-connector/${VERSION}`)
})
