/** Which operations the connector gets, and overlays, with the compiled bundle. */
import { describe, expect } from '@jest/globals'
import { isObject, objectAt } from '../../src/definition/json.ts'
import { operationsOf } from '../../src/definition/operations.ts'
import { apiDocument } from '../emulator/seeds/orders-definition.ts'
import { errorOf, scenario, type Stage } from './scenario.ts'

function storedDefinition(stage: Stage) {
  const value: unknown = JSON.parse(
    stage.emulator
      .connector()
      .definition.toString('utf8')
      .replace(/^\uFEFF/, '')
  )
  return isObject(value) ? value : {}
}

const storedIds = (stage: Stage) => [...operationsOf(storedDefinition(stage))].map(({ id }) => id)

describe('"include-operations" and "exclude-operations"', () => {
  scenario('choose by id, glob and path, and what nothing uses any more goes', async stage => {
    const run = await stage.run({ 'include-operations': 'Orders_*', 'exclude-operations': 'POST /orders*' })
    expect(run.outputs['operation']).toBe('updated')
    expect(storedIds(stage)).toEqual(['Orders_List', 'Orders_Get'])
    expect(Object.keys(objectAt(storedDefinition(stage), 'definitions') ?? {})).toEqual(['Order'])
    expect(
      (await stage.run({ 'include-operations': 'Orders_*', 'exclude-operations': 'POST /orders*' })).outputs
    ).toMatchObject({
      operation: 'unchanged'
    })
  })

  scenario('warn of a line that fits nothing', async stage => {
    const run = await stage.run({ mode: 'plan', 'exclude-operations': 'Nothing_*' })
    expect(run.annotations.map(({ level, message }) => `${level}: ${message}`)).toEqual([
      expect.stringContaining('warning: No operation fits "Nothing_*"')
    ])
  })
})

describe('"removed-operations"', () => {
  const withoutCancel = () => {
    const { '/orders/{id}/cancel': _gone, ...paths } = objectAt(apiDocument, 'paths') ?? {}
    return { ...apiDocument, paths }
  }

  scenario('takes an operation away by default', async stage => {
    stage.emulator.state.api.document = withoutCancel()
    const run = await stage.run()
    expect(run.outputs['operations-removed']).toBe('1')
    expect(storedIds(stage)).not.toContain('Orders_Cancel')
  })

  scenario('keeps it as deprecated when told to, and has nothing to do the second time', async stage => {
    stage.emulator.state.api.document = withoutCancel()
    const run = await stage.run({ 'removed-operations': 'deprecate' })
    expect(run.outputs['operations-removed']).toBe('0')
    const cancel = [...operationsOf(storedDefinition(stage))].find(({ id }) => id === 'Orders_Cancel')
    expect(cancel?.operation['deprecated']).toBe(true)
    expect((await stage.run({ 'removed-operations': 'deprecate' })).outputs['operation']).toBe('unchanged')
  })
})

describe('operations that are left out on purpose', () => {
  scenario('are not kept as deprecated, though the API and the connector have them', async stage => {
    const inputs = { 'removed-operations': 'deprecate', 'exclude-operations': 'Orders_Cancel\nNothing_*' }
    const run = await stage.run(inputs)
    expect(run.outputs).toMatchObject({ operation: 'updated', 'operations-removed': '1' })
    expect(storedIds(stage)).not.toContain('Orders_Cancel')
    expect(run.log).toContain('1 operation left out by')
    expect(run.log).not.toContain('kept as deprecated')
    expect(run.annotations.map(({ message }) => message).filter(message => message.includes('fits'))).toEqual([
      expect.stringContaining('"Nothing_*"')
    ])
  })
})

describe('"overlay-file"', () => {
  const overlay = `
overlay: 1.0.0
info: { title: For makers, version: 1.0.0 }
actions:
  - target: $.paths['/orders'].get
    update: { summary: All orders, x-ms-visibility: important }
  - target: $.paths['/nowhere']
    remove: true
`

  scenario('is applied last, and a target that fits nothing is a warning', async stage => {
    const run = await stage.run({ 'overlay-file': 'overlay.yml' }, { workspace: { 'overlay.yml': overlay } })
    expect(run.outputs['operation']).toBe('updated')
    const list = [...operationsOf(storedDefinition(stage))].find(({ id }) => id === 'Orders_List')
    expect(list?.operation).toMatchObject({ summary: 'All orders', 'x-ms-visibility': 'important' })
    expect(run.annotations.map(({ level }) => level)).toEqual(['warning'])
  })

  scenario('with a bad expression ends the run before anything is written', async stage => {
    const workspace = { 'overlay.yml': overlay.replace("$.paths['/nowhere']", '$.paths[') }
    const run = await stage.run({ 'overlay-file': 'overlay.yml' }, { workspace })
    expect(errorOf(run)).toMatch(/actions\[1\]/)
    expect(stage.count('update')).toBe(0)
  })
})
