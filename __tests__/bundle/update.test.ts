/** The main job, with the compiled bundle: a connector with everything gets its API's new operation and loses nothing. */
import { describe, expect, test } from '@jest/globals'
import { isObject, type JsonObject, objectAt } from '../../src/definition/json.ts'
import { ordersScript } from '../emulator/seeds/connectors.ts'
import { faults } from '../emulator/faults.ts'
import { newIcon, ordersIcon } from '../emulator/seeds/icons.ts'
import { ids, oauthClientSecret } from '../emulator/seeds/ids.ts'
import { scenario } from './scenario.ts'

function stored(definition: Buffer): JsonObject {
  const value: unknown = JSON.parse(definition.toString('utf8').replace(/^\uFEFF/, ''))
  if (!isObject(value)) throw new Error('The stored definition is not an object.')
  return value
}

describe('an update of a connector with icon, script, script operations, OAuth parameters and policies', () => {
  for (const name of [ids.connectors.orders, ids.connectors.parameterSets]) {
    scenario(`brings the new operation to ${name} with one write and leaves the rest what it was`, async stage => {
      const { emulator } = stage
      const before = structuredClone(emulator.connector(name).properties)
      const run = await stage.run({ 'connector-id': name })
      const after = emulator.connector(name)

      expect(run.outputs['operation']).toBe('updated')
      expect(run.outputs['changed']).toBe('true')
      expect(run.outputs['operations-added']).toBe('1')
      expect(stage.count('update')).toBe(1)
      expect(objectAt(objectAt(stored(after.definition), 'paths') ?? {}, '/orders/{id}/ship')).toBeDefined()

      expect(after.icon).toEqual(ordersIcon)
      expect(after.script).toEqual(ordersScript)
      expect([...after.clientSecrets.values()]).toEqual([oauthClientSecret])
      const { backendService, ...others } = after.properties
      const { backendService: _, ...othersBefore } = before
      expect(others).toEqual(othersBefore)
      expect(backendService).toEqual({ serviceUrl: 'https://orders.contoso.example/api/v2' })
    })
  }

  scenario('uploads icon and code while the service validates, and nothing for a plan', async stage => {
    stage.emulator.fault('validate', faults.delay(1500))
    expect((await stage.run({ mode: 'plan' })).outputs['operation']).toBe('planned')
    expect(stage.count('storage')).toBe(0)
    stage.emulator.fault('validate', faults.delay(1500))
    expect((await stage.run()).outputs['operation']).toBe('updated')
    const [validation] = stage.emulator.journal.of('validate').slice(-1)
    const uploads = stage.emulator.journal.of('upload-icon', 'upload-script')
    expect(uploads).toHaveLength(2)
    for (const { time } of uploads) expect(time).toBeLessThan((validation?.time ?? 0) + 1500)
  })

  scenario("outputs the service's time of change as read back after the write", async stage => {
    const before = stage.emulator.connector().changedTime
    const run = await stage.run()
    expect(run.outputs['previous-revision']).toBe(before)
    expect(run.outputs['connector-revision']).toBe(stage.emulator.connector().changedTime)
    expect(run.outputs['connector-revision']).not.toBe(before)
    const calls = stage.emulator.requests.map(({ call }) => call)
    expect(calls.indexOf('read-back')).toBeGreaterThan(calls.indexOf('update'))
  })

  scenario('writes nothing when it runs a second time', async stage => {
    const first = await stage.run()
    stage.emulator.journal.clear()
    const second = await stage.run()
    expect(second.outputs['operation']).toBe('unchanged')
    expect(second.outputs['changed']).toBe('false')
    expect(second.outputs['connector-revision']).toBe(first.outputs['connector-revision'])
    expect(second.outputs['definition-sha256']).toBe(first.outputs['definition-sha256'])
    const writing = stage.emulator.requests.filter(({ role, method }) => role !== 'login' && method !== 'GET')
    expect(writing).toEqual([])
  })

  scenario(
    "keeps the connector's host and hand-made annotations, and says that the API's host differs",
    async stage => {
      const run = await stage.run()
      const definition = stored(stage.emulator.connector().definition)
      expect(definition['host']).toBe('orders.contoso.example')
      expect(JSON.stringify(definition)).toContain('x-ms-summary')
      expect(definition['securityDefinitions']).not.toEqual({})
      expect(run.log).toContain('orders-blue.internal.contoso.example:8443')
    }
  )

  scenario('says in log and summary what happened and what makers must do', async stage => {
    const run = await stage.run()
    const lines = run.log.trimEnd().split('\n')
    expect(lines.at(-1)).toMatch(/^Updated shared_orders.*: 1 operation added.* became /)
    expect(run.summary).toContain('| `Orders_Ship` | `POST /orders/{id}/ship` |')
    expect(run.summary).toContain('remove the connector from the app and add it again')
    expect(run.summary).toContain(run.outputs['connector-revision'])
  })

  scenario('writes no summary when it is switched off', async stage => {
    expect((await stage.run({ summary: 'false' })).summary).toBe('')
  })
})

describe('other connectors', () => {
  scenario('a connector without icon, script and OAuth gets none of them', async stage => {
    const name = ids.connectors.plain
    const run = await stage.run({ 'connector-id': name, keep: 'none' })
    expect(run.outputs['operation']).toBe('updated')
    expect([stage.count('storage'), stage.count('upload-icon'), stage.count('upload-script')]).toEqual([0, 0, 0])
    expect(stage.emulator.connector(name).icon).toBeUndefined()
    expect(stage.emulator.connector(name).script).toBeUndefined()
  })

  scenario('a host that is an environment variable stays one', async stage => {
    const name = ids.connectors.apiKey
    const run = await stage.run({ 'connector-id': name })
    expect(run.outputs['operation']).toBe('updated')
    expect(stored(stage.emulator.connector(name).definition)['host']).toBe('@environmentVariables("contoso_StockHost")')
    expect(stage.emulator.connector(name).properties['backendService']).toEqual({
      serviceUrl: 'https://@environmentVariables("contoso_StockHost")/api/v2'
    })
  })

  scenario('a percent-encoded id and a full resource id name the same connector', async stage => {
    for (const id of [
      encodeURIComponent(ids.connector).replaceAll('-', '%2D'),
      `/providers/Microsoft.PowerApps/apis/${ids.connector}`
    ]) {
      const run = await stage.run({ 'connector-id': id, mode: 'plan' })
      expect(run.outputs['connector-id']).toBe(ids.connector)
    }
  })
})

describe('parts from the workspace', () => {
  scenario('replace those of the connector, also from the very folder that the package is written to', async stage => {
    const script = 'public class Script : ScriptBase { /* – ä */ }\n'
    const workspace = {
      'connector/icon.png': newIcon,
      'connector/script.csx': script,
      'connector/apiProperties.json': JSON.stringify({
        properties: { iconBrandColor: '#123456', capabilities: ['actions'], scriptOperations: ['Orders_Get'] }
      })
    }
    const run = await stage.run(
      {
        'icon-file': 'connector/icon.png',
        'script-file': 'connector/script.csx',
        'api-properties-file': 'connector/apiProperties.json',
        'package-directory': 'connector'
      },
      { workspace }
    )
    const connector = stage.emulator.connector()
    expect(run.outputs['operation']).toBe('updated')
    expect(connector.icon).toEqual(newIcon)
    expect(connector.script?.toString('utf8')).toBe(script)
    expect(connector.properties['scriptOperations']).toEqual(['Orders_Get'])
    expect(connector.properties['iconBrandColor']).toBe('#123456')
    expect(run.files.get('workspace/connector/icon.png')).toEqual(ordersIcon)
    expect(run.summary).toContain('the icon')
  })

  scenario(
    'a new OAuth client secret is stored with an update and shown nowhere',
    async stage => {
      const run = await stage.run({ 'oauth-client-secret': 'new~Secret.of-the_connector' })
      expect(run.outputs['operation']).toBe('updated')
      expect([...stage.emulator.connector().clientSecrets.values()]).toEqual(['new~Secret.of-the_connector'])
    },
    { secrets: ['new~Secret.of-the_connector'] }
  )
})

test('the seeds differ where these tests look', () => {
  expect(newIcon).not.toEqual(ordersIcon)
})
