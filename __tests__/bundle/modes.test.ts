/** Plan, download, and the ways in which an update must not go through, with the compiled bundle. */
import { describe, expect } from '@jest/globals'
import { fastClock } from '../emulator/fast-clock.ts'
import { faults } from '../emulator/faults.ts'
import { ordersScript } from '../emulator/seeds/connectors.ts'
import { ordersIcon } from '../emulator/seeds/icons.ts'
import { ids } from '../emulator/seeds/ids.ts'
import { errorOf, scenario } from './scenario.ts'

describe('plan', () => {
  scenario('tells what an update would do, for an account that may only read', async stage => {
    for (const user of stage.emulator.state.login.users) user.access = 'read'
    const before = structuredClone(stage.emulator.connector())
    const run = await stage.run({ mode: 'plan' })
    expect(run.outputs).toMatchObject({ operation: 'planned', changed: 'true', 'operations-added': '1' })
    expect(stage.emulator.connector()).toEqual(before)
    expect([stage.count('update'), stage.count('storage')]).toEqual([0, 0])
    expect(run.summary).toContain('Nothing was written')
  })

  scenario('says that nothing would change after an update', async stage => {
    await stage.run()
    const run = await stage.run({ mode: 'plan' })
    expect(run.outputs).toMatchObject({ operation: 'planned', changed: 'false' })
  })

  scenario('shows the definition that an update then stores', async stage => {
    const plan = await stage.run({ mode: 'plan' })
    const file = [...plan.files].find(([name]) => /^temp\/[^/]+\/apiDefinition\.swagger\.json$/.test(name))?.[1]
    const update = await stage.run()
    expect(file).toBeDefined()
    const sent = stage.emulator.requests.findLast(({ call }) => call === 'update')?.body.toString('utf8') ?? '{}'
    const body = JSON.parse(sent) as { properties: { openApiDefinition: unknown } }
    expect(body.properties.openApiDefinition).toEqual(JSON.parse(file?.toString('utf8') ?? ''))
    expect(update.outputs['operation']).toBe('updated')
  })
})

describe('download', () => {
  scenario("writes the connector in paconn's layout and nothing else", async stage => {
    const run = await stage.run({ mode: 'download', 'swagger-url': '', 'package-directory': 'out/connector' })
    const file = (name: string): Buffer | undefined => run.files.get(`workspace/out/connector/${name}`)
    expect(run.outputs['operation']).toBe('downloaded')
    expect(file('icon.png')).toEqual(ordersIcon)
    expect(file('script.csx')).toEqual(ordersScript)
    const settings: unknown = JSON.parse(file('settings.json')?.toString('utf8') ?? '')
    expect(settings).toEqual({
      connectorId: ids.connector,
      environment: ids.environment,
      apiProperties: 'apiProperties.json',
      apiDefinition: 'apiDefinition.swagger.json',
      icon: 'icon.png',
      script: 'script.csx',
      powerAppsUrl: stage.emulator.addresses.powerApps,
      powerAppsApiVersion: '2016-11-01'
    })
    const { properties } = JSON.parse(file('apiProperties.json')?.toString('utf8') ?? '') as { properties: object }
    expect(Object.keys(properties)).toEqual([
      'connectionParameters',
      'iconBrandColor',
      'scriptOperations',
      'capabilities',
      'policyTemplateInstances',
      'publisher',
      'stackOwner'
    ])
    expect(file('apiDefinition.swagger.json')?.subarray(0, 1).toString()).toBe('{')
    expect(stage.count('api-document')).toBe(0)
  })

  scenario('gives a package from which a later run restores the connector as it was', async stage => {
    const saved = await stage.run({ mode: 'download', 'swagger-url': '', 'package-directory': 'saved' })
    const before = structuredClone(stage.emulator.connector())
    await stage.run()
    const workspace = Object.fromEntries(
      [...saved.files].filter(([name]) => name.startsWith('workspace/')).map(([name, bytes]) => [name.slice(10), bytes])
    )
    const run = await stage.run(
      {
        'swagger-url': '',
        'swagger-file': 'saved/apiDefinition.swagger.json',
        'api-properties-file': 'saved/apiProperties.json',
        'icon-file': 'saved/icon.png',
        'script-file': 'saved/script.csx',
        keep: 'none'
      },
      { workspace }
    )
    const { changedTime: _now, ...after } = stage.emulator.connector()
    const { changedTime: _then, ...wanted } = before
    expect(run.outputs['operation']).toBe('updated')
    expect(after).toEqual(wanted)
  })
})

describe('an update', () => {
  scenario('stops when somebody else changed the connector since it was downloaded', async stage => {
    stage.emulator.between('validate', () => {
      stage.emulator.changeByOther(connector => {
        connector.displayName = 'Orders, renamed by a maker'
      })
    })
    const run = await stage.run()
    expect(errorOf(run)).toMatch(/somebody else changed it.*nothing was written/)
    expect(stage.count('update')).toBe(0)
    expect(run.outputs['changed']).toBe('false')
  })

  scenario(
    'fails when the service stores something else than was sent, and says where the package lies',
    async stage => {
      stage.emulator.state.powerApps.rewrite = definition => ({ ...definition, basePath: '/other' })
      const run = await stage.run()
      expect(errorOf(run)).toContain('/basePath')
      expect(errorOf(run)).toContain(run.outputs['package-path'])
      expect(run.outputs['changed']).toBe('')
    }
  )

  scenario('is not sent when the validation has errors', async stage => {
    stage.emulator.state.powerApps.validationFindings.push('Error : #/paths/~1orders/get : Something is wrong with it.')
    const run = await stage.run()
    expect(errorOf(run)).toContain('Something is wrong with it')
    expect(run.outputs['changed']).toBe('false')
    expect(stage.count('update')).toBe(0)
  })

  scenario('goes through with warnings, counts them, and does not with "fail-on-warnings"', async stage => {
    stage.emulator.state.powerApps.validationFindings.push('Warning : #/info : A title would be nice.')
    const strict = await stage.run({ 'fail-on-warnings': 'true' })
    expect(errorOf(strict)).toContain('A title would be nice')
    const run = await stage.run()
    expect(run.outputs).toMatchObject({ operation: 'updated', warnings: '1' })
  })

  scenario('is held to the certification rules only when told to', async stage => {
    const strict = await stage.run({ 'certification-rules': 'true' })
    expect(errorOf(strict)).toContain('RequiredPropertyMissing')
    expect((await stage.run()).outputs['operation']).toBe('updated')
  })

  scenario('is not sent when our own rules find errors, and the service is not asked', async stage => {
    const { document } = stage.emulator.state.api
    const responses = { '200': { description: 'OK', schema: { $ref: '#/definitions/Nowhere' } } }
    const paths = { '/orders': { get: { operationId: 'Orders_List', responses } } }
    stage.emulator.state.api.document = { ...document, paths, 'x-ms-connector-metadata': 'no list' }
    const run = await stage.run()
    expect(errorOf(run)).toMatch(/finding.* by the rules for connectors/)
    expect(run.summary).toContain('### Checks:')
    expect([stage.count('validate'), stage.count('update')]).toEqual([0, 0])
  })

  scenario('leaves "stackOwner" out where the region refuses it', async stage => {
    stage.emulator.state.powerApps.refusesStackOwner = true
    const run = await stage.run()
    expect(run.outputs['operation']).toBe('updated')
    expect(run.log).toContain('once more without it')
    expect(stage.count('update')).toBe(2)
    expect((await stage.run()).outputs['operation']).toBe('unchanged')
  })
})

describe('an update that ends unclear', () => {
  for (const [what, fault] of [
    ['a 502 without a body', faults.badGatewayAfterApplied],
    ['a broken connection', faults.resetAfterApplied]
  ] as const) {
    scenario(`with ${what} although it was applied is found to be applied, and not sent again`, async stage => {
      stage.emulator.fault('update', fault)
      const run = await stage.run()
      expect(run.outputs['operation']).toBe('updated')
      expect(stage.count('update')).toBe(1)
      expect(run.log).toContain('so it was applied')
    })
  }

  scenario('and was not applied is sent again', async stage => {
    stage.emulator.fault('update', faults.status(502, 'empty'))
    const run = await stage.run()
    expect(run.outputs['operation']).toBe('updated')
    expect(stage.count('update')).toBe(2)
    expect(run.log).toContain('not applied, attempt 2 of 3')
  })

  scenario('every time fails, says that it can not tell, and leaves "changed" open', async stage => {
    stage.emulator.fault({ call: 'update', times: Infinity }, faults.reset)
    const run = await stage.run({}, { env: fastClock(20) })
    expect(errorOf(run)).toMatch(/could not tell whether the update of shared_orders.* was applied/i)
    expect(run.outputs['package-path']).not.toBe('')
    expect(errorOf(run)).toContain(run.outputs['package-path'])
    expect(run.outputs).toMatchObject({ changed: '', 'connector-revision': '', 'definition-sha256': '' })
    expect(stage.count('update')).toBe(3)
  })

  scenario('and is refused when sent again says that it can not tell', async stage => {
    stage.emulator.fault('update', faults.reset)
    stage.emulator.fault({ call: 'update', from: 2 }, faults.status(403))
    const run = await stage.run()
    expect(errorOf(run)).toMatch(/could not tell whether.*an earlier attempt ended without an answer.*HTTP 403/i)
    expect(run.outputs['changed']).toBe('')
  })

  scenario('and after which the connector can not be read says that it can not tell', async stage => {
    stage.emulator.fault('update', faults.resetAfterApplied)
    stage.emulator.fault({ call: 'read-back', times: Infinity }, faults.status(403))
    const run = await stage.run()
    expect(errorOf(run)).toMatch(/could not tell whether.*could not be read since.*HTTP 403/i)
    expect(run.outputs['changed']).toBe('')
  })
})

describe('a read-back', () => {
  scenario('that is refused says that the service took the update', async stage => {
    stage.emulator.fault({ call: 'read-back', times: Infinity }, faults.status(404))
    const run = await stage.run()
    expect(errorOf(run)).toMatch(/the service took the update, but then.*HTTP 404/)
    expect(errorOf(run)).toContain(run.outputs['package-path'])
    expect(run.outputs['changed']).toBe('')
  })
})
