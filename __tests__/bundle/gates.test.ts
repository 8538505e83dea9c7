/** What breaks apps and flows, and the gates for it, with the compiled bundle. */
import { describe, expect } from '@jest/globals'
import type { JsonObject } from '../../src/definition/json.ts'
import { apiDocument, connectorDefinition } from '../emulator/seeds/orders-definition.ts'
import { errorOf, scenario, type Stage } from './scenario.ts'

/** The API's document as text with parts of it replaced; each must be there. */
function documentWith(...replacements: readonly (readonly [string, string])[]): JsonObject {
  let text = JSON.stringify(apiDocument)
  for (const [from, to] of replacements) {
    expect(text).toContain(from)
    text = text.replaceAll(from, to)
  }
  return JSON.parse(text) as JsonObject
}

const renamed = documentWith(['"operationId":"Orders_Get"', '"operationId":"Orders_Read"'])
const writes = ({ emulator }: Stage): string[] =>
  emulator.requests.map(({ call }) => call).filter(call => call === 'update' || call.startsWith('upload'))

/** Serves a document that lacks the operation Orders_Get under its id. */
function breakIt({ emulator }: Stage): void {
  emulator.state.api.document = renamed
}

describe('an update that breaks apps and flows', () => {
  scenario('goes through with "warn", and says what breaks everywhere', async stage => {
    breakIt(stage)
    const run = await stage.run()
    expect(run.outputs).toMatchObject({ operation: 'updated', changed: 'true' })
    expect(Number(run.outputs['breaking-changes'])).toBeGreaterThan(0)
    expect(run.log).toMatch(/^breaking: .*\(OperationRemoved Orders_Get\)$/m)
    expect(run.summary).toContain('### Breaking changes')
    expect(run.summary).toContain('`OperationRemoved Orders_Get`')
    const [annotation] = run.annotations.filter(({ properties }) => properties['title']?.startsWith('Breaking change'))
    expect(annotation).toMatchObject({ level: 'error', properties: { title: 'Breaking change: OperationRemoved' } })
    expect(run.log.trimEnd().split('\n').at(-1)).toMatch(/\d+ changes? breaks? apps and flows/)
  })

  scenario('writes nothing and exits 1 with "fail"', async stage => {
    breakIt(stage)
    const before = stage.emulator.connector().changedTime
    const run = await stage.run({ 'on-breaking': 'fail' })
    expect(errorOf(run)).toMatch(
      /^Did not update shared_orders.*: \d+ changes? breaks? apps and flows, first: .*; nothing was written; /
    )
    expect(run.outputs).toMatchObject({ operation: 'failed', changed: 'false' })
    expect(Number(run.outputs['breaking-changes'])).toBeGreaterThan(0)
    expect(writes(stage)).toEqual([])
    expect(stage.emulator.connector().changedTime).toBe(before)
  })

  scenario('goes through without annotations with "allow", and is counted all the same', async stage => {
    breakIt(stage)
    const run = await stage.run({ 'on-breaking': 'allow' })
    expect(run.outputs['operation']).toBe('updated')
    expect(Number(run.outputs['breaking-changes'])).toBeGreaterThan(0)
    expect(run.annotations.filter(({ level }) => level === 'error')).toEqual([])
  })

  scenario('goes through with "fail" when "allowed-changes" names each of its changes, and only then', async stage => {
    breakIt(stage)
    const plan = await stage.run({ mode: 'plan' })
    const section = plan.summary.split('\n### ').find(part => part.startsWith('Breaking changes')) ?? ''
    const entries = [...section.matchAll(/`([A-Z][^`]+)` \|$/gm)].map(([, entry = '']) => entry)
    expect(entries).toContain('OperationRemoved Orders_Get')
    expect(entries.length).toBeGreaterThan(1)
    const gate = { 'on-breaking': 'fail' }
    const some = await stage.run({ ...gate, 'allowed-changes': 'OperationRemoved Orders_Get' })
    expect(some.outputs).toMatchObject({ operation: 'failed', 'breaking-changes': String(entries.length - 1) })
    expect(errorOf(some)).not.toContain('(OperationRemoved')
    const all = await stage.run({ ...gate, 'allowed-changes': entries.join('\n') })
    expect(all.outputs).toMatchObject({ operation: 'updated', 'breaking-changes': '0' })
    expect(all.summary).toContain(`accepts (${entries.length})</summary>`)
    expect(all.annotations.filter(({ level }) => level === 'error')).toEqual([])
  })

  scenario('is not let through by an entry for another operation, and the entry is told', async stage => {
    breakIt(stage)
    const run = await stage.run({ 'on-breaking': 'fail', 'allowed-changes': 'OperationRemoved Orders_Ship' })
    expect(run.exitCode).toBe(1)
    const warnings = run.annotations.filter(({ level, properties }) => level === 'warning' && !properties['title'])
    expect(warnings.map(({ message }) => message)).toEqual([
      '"OperationRemoved Orders_Ship" of "allowed-changes" accepts nothing: there is no such breaking change'
    ])
  })

  scenario('is refused before any call when "allowed-changes" names no rule', async stage => {
    const run = await stage.run({ 'allowed-changes': 'OperationRemove' })
    expect(errorOf(run)).toMatch(/"allowed-changes".*"OperationRemove".*"OperationRemoved"/)
    expect(stage.emulator.requests).toEqual([])
  })

  scenario('fails a plan too, which says what would have broken', async stage => {
    breakIt(stage)
    const run = await stage.run({ mode: 'plan', 'on-breaking': 'fail' })
    expect(errorOf(run)).toContain('apps and flows')
    expect(run.outputs).toMatchObject({ operation: 'failed', changed: 'false' })
    expect(run.summary).toContain('### Breaking changes')
  })
})

describe('a document that breaks its baseline', () => {
  const offline = {
    mode: 'validate',
    'swagger-url': '',
    'swagger-file': 'api.json',
    'connector-id': '',
    'environment-id': '',
    'user-name': '',
    'password-secret': ''
  }
  const workspace = {
    'api.json': JSON.stringify(renamed, null, 2),
    'base.json': JSON.stringify(connectorDefinition, null, 2)
  }

  scenario('fails the mode validate, without a connector and without credentials', async stage => {
    const run = await stage.run({ ...offline, 'baseline-file': 'base.json', 'on-breaking': 'fail' }, { workspace })
    expect(errorOf(run)).toMatch(/^The definition does not fit the baseline: /)
    expect(stage.emulator.requests).toEqual([])
  })

  scenario('is shown at the line of the operation that changed', async stage => {
    const typed = documentWith(['"type":"number"', '"type":"string"'])
    const text = JSON.stringify(typed, null, 2)
    const run = await stage.run(
      { ...offline, 'baseline-file': 'base.json' },
      { workspace: { ...workspace, 'api.json': text } }
    )
    expect(run.outputs['operation']).toBe('validated')
    const placed = run.annotations.filter(
      ({ properties }) => properties['file'] === 'api.json' && properties['title']?.startsWith('Breaking')
    )
    expect(placed.length).toBeGreaterThan(0)
    for (const { properties } of placed) {
      expect(text.split('\n')[Number(properties['line']) - 1]).toMatch(/"(get|put|post|delete|patch)": \{/)
    }
  })
})
