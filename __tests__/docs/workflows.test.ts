/** What the workflows of the repository and the examples must not do, since users copy them. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { load } from 'js-yaml'
import { isObject, type JsonObject, objectAt, own, stringAt } from '../../src/definition/json.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (file: string): JsonObject => {
  const document: unknown = load(readFileSync(path.join(root, file), 'utf8'))
  if (!isObject(document)) throw new Error(`${file} is no workflow.`)
  return document
}
const inFolder = (folder: string): string[] =>
  readdirSync(path.join(root, folder))
    .filter(file => file.endsWith('.yml'))
    .map(file => `${folder}/${file}`)
const ours = inFolder('.github/workflows')
const all = [...ours, ...inFolder('docs/examples')]

function jobsOf(file: string): JsonObject[] {
  return Object.values(objectAt(read(file), 'jobs') ?? {}).filter(isObject)
}

function stepsOf(file: string): JsonObject[] {
  return jobsOf(file).flatMap(job => {
    const steps = own(job, 'steps')
    return Array.isArray(steps) ? steps.filter(isObject) : []
  })
}

function usesOf(step: JsonObject): string {
  return stringAt(step, 'uses') ?? ''
}

describe('a workflow', () => {
  test.each(all)('%s does not give runs for forks the rights of the repository', file => {
    const triggers = own(read(file), 'on')
    expect(JSON.stringify(triggers)).not.toContain('pull_request_target')
  })

  test.each(all)('%s puts no text of others into a script', file => {
    const scripts = stepsOf(file).flatMap(step => own(step, 'run') ?? [])
    expect(scripts.filter(script => typeof script === 'string' && script.includes('${{'))).toEqual([])
  })

  test.each(ours)('%s leaves no token behind when it checks out', file => {
    const checkouts = stepsOf(file).filter(step => usesOf(step).startsWith('actions/checkout@'))
    expect(checkouts.filter(step => objectAt(step, 'with')?.['persist-credentials'] !== false)).toEqual([])
  })
})

test('the reusable workflow has the permissions that its documentation asks for, and no other', () => {
  const file = '.github/workflows/update-connector.yml'
  const permissions = { contents: 'read', 'id-token': 'write', 'pull-requests': 'write' }
  expect(jobsOf(file).map(job => own(job, 'permissions'))).toEqual([permissions])
})

test('CI compares dist with a fresh build, and a release attests where it comes from', () => {
  const steps = stepsOf('.github/workflows/ci.yml').map(step => step['run'])
  const build = steps.indexOf('npm run build')
  expect(build).toBeGreaterThanOrEqual(0)
  expect(steps[build + 1]).toMatch(/git status --porcelain -- dist[\s\S]*exit 1/)
  const attested = stepsOf('.github/workflows/release.yml').find(step => usesOf(step).startsWith('actions/attest@'))
  expect(JSON.stringify(attested?.['with'])).toContain('dist/index.js')
})
