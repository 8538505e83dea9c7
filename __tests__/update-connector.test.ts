/** The reusable workflow: what it hands to the action, and the example workflows that call it. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { load } from 'js-yaml'
import { isObject, type Json, type JsonObject, objectAt, own, stringAt } from '../src/definition/json.ts'
import { loadInputs } from '../src/inputs.ts'
import { type Given, minimal, sourceOf } from './inputs/source.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const FILE = '.github/workflows/update-connector.yml'

function read(file: string): JsonObject {
  const value: unknown = load(readFileSync(path.join(root, file), 'utf8'))
  if (!isObject(value)) throw new Error(`${file} is no workflow.`)
  return value
}

function inside(parent: JsonObject, ...names: readonly string[]): JsonObject {
  return names.reduce((value, name) => objectAt(value, name) ?? {}, parent)
}

/** A scalar as the runner hands it over. */
function textOf(value: Json): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const workflow = read(FILE)
const call = inside(workflow, 'on', 'workflow_call')
const inputs = Object.keys(inside(call, 'inputs'))
const secrets = Object.keys(inside(call, 'secrets'))
const job = inside(workflow, 'jobs', 'connector')
const steps = own(job, 'steps')
const actionStep = (Array.isArray(steps) ? steps : []).find(step => isObject(step) && step['id'] === 'connector')
/** The expressions that the action gets, by input. */
const passed = new Map(
  Object.entries(isObject(actionStep) ? inside(actionStep, 'with') : {}).map(([name, value]) => [name, textOf(value)])
)
const manifest = read('action.yml')

describe('the reusable workflow', () => {
  test('hands every input of the action on, but the token that the job has anyway', () => {
    const wanted = Object.keys(inside(manifest, 'inputs')).filter(name => name !== 'github-token')
    expect([...passed.keys()].sort()).toEqual(wanted.sort())
  })

  test('takes what the action reads as a secret from a secret, and nothing else', () => {
    const exact = new Set<string>()
    const source = sourceOf(minimal)
    loadInputs({ ...source, getExact: name => (exact.add(name), source.getExact(name)) })
    const fromSecrets = [...passed].filter(([, value]) => value.includes('secrets.')).map(([name]) => name)
    expect(fromSecrets.sort()).toEqual([...exact].filter(name => name !== 'github-token').sort())
  })

  test('names only inputs and secrets that it declares', () => {
    const text = JSON.stringify(job)
    const form = Object.keys(inside(workflow, 'on', 'workflow_dispatch', 'inputs'))
    const named = (context: string): (string | undefined)[] =>
      [...text.matchAll(new RegExp(`\\b${context}\\.([\\w-]+)`, 'g'))].map(([, name]) => name)
    expect(named('inputs').filter(name => !inputs.includes(name ?? ''))).toEqual([])
    expect(named('secrets').filter(name => !secrets.includes(name ?? ''))).toEqual([])
    expect(form.filter(name => !inputs.includes(name))).toEqual([])
  })

  test('gives back the outputs of the action, but paths on a runner that is gone by then', () => {
    const paths = ['report', 'definition-path', 'package-path']
    const wanted = Object.keys(inside(manifest, 'outputs')).filter(name => !paths.includes(name))
    expect(Object.keys(inside(call, 'outputs')).sort()).toEqual([...wanted, 'package-artifact'].sort())
    expect(Object.keys(inside(job, 'outputs')).sort()).toEqual([...wanted, 'package-artifact'].sort())
  })

  test('has the defaults of the action', () => {
    const values = Object.entries(inside(call, 'inputs')).flatMap(([name, input]) => {
      const value = isObject(input) ? own(input, 'default') : undefined
      const known = own(inside(manifest, 'inputs', name), 'default')
      return value === undefined || known === undefined ? [] : [[name, textOf(value), known]]
    })
    expect(values.length).toBeGreaterThan(4)
    for (const [name, value, known] of values) expect([name, value]).toEqual([name, known])
  })
})

interface Call {
  readonly name: string
  readonly job: JsonObject
}

const calls: readonly Call[] = readdirSync(path.join(root, 'docs/examples'))
  .filter(file => file.endsWith('.yml'))
  .flatMap(file =>
    Object.entries(inside(read(`docs/examples/${file}`), 'jobs'))
      .map(([id, value]) => ({ name: `job ${id} of ${file}`, job: isObject(value) ? value : {} }))
      .filter(({ job: caller }) => stringAt(caller, 'uses')?.includes(`/${FILE}@`) === true)
  )

describe('the calls of the reusable workflow in the examples', () => {
  test('are there', () => {
    expect(calls.length).toBeGreaterThan(3)
  })

  test.each(calls)('$name gives only inputs and secrets that there are', ({ job: caller }) => {
    expect(Object.keys(inside(caller, 'with')).filter(name => !inputs.includes(name))).toEqual([])
    expect(Object.keys(inside(caller, 'secrets')).filter(name => !secrets.includes(name))).toEqual([])
  })

  test.each(calls)('$name grants what the workflow asks for, since it would not start without', ({ job: caller }) => {
    expect(inside(caller, 'permissions')).toEqual(inside(job, 'permissions'))
  })

  test.each(calls)('$name has an environment, whose variables and secrets make the inputs whole', ({ job: caller }) => {
    expect(stringAt(inside(caller, 'with'), 'environment')).toMatch(/./)
    const given = Object.fromEntries([...passed].map(([name, value]) => [name, atRunTime(name, value, caller)]))
    const mode = stringAt(inside(caller, 'with'), 'mode') ?? 'plan'
    // What the runner sets for the permission `id-token: write`.
    const idToken = {
      ACTIONS_ID_TOKEN_REQUEST_URL: 'https://actions.example/',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'token'
    }
    expect(loadInputs(sourceOf({ ...given, ...idToken, mode })).mode).toBe(mode)
  })
})

const sample: Given = {
  ...minimal,
  'environment-url': 'https://contoso.crm4.dynamics.com',
  'app-id': '5f0b4a4e-8f5d-4f43-9c1e-0a8f6c9d1b22',
  'tenant-id': 'contoso.onmicrosoft.com'
}

/** What an input is when the environment has the variables and secrets that the examples ask for. */
function atRunTime(name: string, expression: string, caller: JsonObject): string {
  const given = own(inside(caller, 'with'), name)
  if (given !== undefined) return sample[name] ?? textOf(given)
  const inEnvironment = ['CONNECTOR_ID', 'ENVIRONMENT_URL', 'SWAGGER_URL', 'APP_ID', 'TENANT_ID']
  const source = /\b(?:vars|secrets)\.(\w+)/.exec(expression)?.[1] ?? ''
  return inEnvironment.includes(source) ? (sample[name] ?? '') : ''
}
