/** What goes wrong in the pipeline of paconn and scripts that the action replaces: each item with the compiled bundle. */
import { describe, expect } from '@jest/globals'
import type { JsonObject } from '../../src/definition/json.ts'
import type { CallName } from '../emulator/exchange.ts'
import { fastClock } from '../emulator/fast-clock.ts'
import { type Fault, faults } from '../emulator/faults.ts'
import { apiAnswers } from '../emulator/orders-api.ts'
import { ordersScript } from '../emulator/seeds/connectors.ts'
import { ordersIcon } from '../emulator/seeds/icons.ts'
import { ids } from '../emulator/seeds/ids.ts'
import { apiDocument } from '../emulator/seeds/orders-definition.ts'
import { errorOf, scenario, type Stage } from './scenario.ts'

function expectUntouched(stage: Stage): void {
  expect(stage.count('update')).toBe(0)
  expect(stage.emulator.connector().icon).toEqual(ordersIcon)
  expect(stage.emulator.connector().script).toEqual(ordersScript)
}

describe('exit code 0 and wrong', () => {
  for (const call of ['icon', 'script'] as const) {
    scenario(`an error page in place of the ${call} is never uploaded as one`, async stage => {
      stage.emulator.fault({ call, times: Infinity }, faults.errorPage)
      expect(errorOf(await stage.run())).toMatch(/can not be it.*nothing was changed/)
      expectUntouched(stage)
    })
  }

  scenario('a script file that is missing does not remove the code', async stage => {
    expect(errorOf(await stage.run({ 'script-file': 'gone.csx' }))).toMatch(/"script-file".*no such file/)
    expectUntouched(stage)
  })

  scenario('findings in a 200 of the validation are not ignored', async stage => {
    stage.emulator.state.powerApps.validationFindings.push('Critical : #/paths : The paths are not right.')
    expect(errorOf(await stage.run())).toContain('The paths are not right')
    expectUntouched(stage)
  })

  for (const [what, fault] of [
    ['an HTML page', faults.page],
    ['202 without doing anything', faults.accepted],
    ['a redirect', faults.redirect('https://127.0.0.1/elsewhere')]
  ] as const) {
    scenario(`an update answered by ${what} is not taken for a success`, async stage => {
      stage.emulator.fault({ call: 'update', times: Infinity }, fault)
      const run = await stage.run({}, { env: fastClock(20) })
      expect(errorOf(run)).not.toBe('')
      expect(run.outputs['operation']).toBe('failed')
      expect(stage.emulator.connector().icon).toEqual(ordersIcon)
    })
  }

  const withoutReach = (): string => {
    const { host: _host, schemes: _schemes, ...rest } = apiDocument
    return JSON.stringify(rest)
  }

  scenario('a missing host does not become a connector that calls nothing', async stage => {
    const workspace = { 'swagger.json': withoutReach() }
    const run = await stage.run({ 'swagger-url': '', 'swagger-file': 'swagger.json', keep: 'none' }, { workspace })
    expect(run.outputs['operation']).toBe('updated')
    expect(stage.emulator.connector().properties['backendService']).toEqual({
      serviceUrl: 'https://orders.contoso.example/api/v2'
    })
  })

  scenario('a host that nobody knows is an error that names the input', async stage => {
    const connector = stage.emulator.connector()
    delete connector.properties['backendService']
    connector.definition = Buffer.from(withoutReach())
    const workspace = { 'swagger.json': withoutReach() }
    const run = await stage.run({ 'swagger-url': '', 'swagger-file': 'swagger.json', keep: 'none' }, { workspace })
    expect(errorOf(run)).toContain('"host"')
    expectUntouched(stage)
  })

  scenario("text survives whatever the runner's locale is", async stage => {
    const run = await stage.run({}, { env: { LANG: 'C', LC_ALL: 'C', PYTHONIOENCODING: 'ascii' } })
    expect(run.outputs['operation']).toBe('updated')
    const stored = stage.emulator.connector().definition.toString('utf8')
    expect(stored).toContain('Reads and writes the orders of Contoso – “every” order.')
    expect(stage.emulator.connector().script).toEqual(ordersScript)
  })

  scenario('an unchanged definition is not uploaded again', async stage => {
    await stage.run()
    stage.emulator.journal.clear()
    expect((await stage.run()).outputs['operation']).toBe('unchanged')
    expect([stage.count('validate'), stage.count('storage'), stage.count('update')]).toEqual([0, 0, 0])
  })
})

describe('exit code 1 and a traceback', () => {
  const answers: readonly (readonly [string, Fault])[] = [
    ['an HTML body', faults.status(400, 'html')],
    ['an empty body', faults.status(400, 'empty')],
    ['plain text', faults.status(400, 'text')]
  ]
  const calls: readonly CallName[] = [
    'token',
    'get-connector',
    'original-definition',
    'validate',
    'storage',
    'upload-icon',
    'update'
  ]
  for (const call of calls) {
    for (const [what, fault] of answers) {
      scenario(`${call} answered by 400 with ${what} is one sentence`, async stage => {
        stage.emulator.fault({ call, times: Infinity }, fault)
        expect(errorOf(await stage.run())).toMatch(/HTTP 400|without the JSON/)
        expect(stage.emulator.connector().icon).toEqual(ordersIcon)
      })
    }
  }

  for (const call of [
    'token',
    'get-connector',
    'original-definition',
    'icon',
    'validate',
    'storage',
    'upload-script'
  ] as const) {
    scenario(`a connection that is closed at ${call} is tried again`, async stage => {
      stage.emulator.fault(call, faults.reset)
      const run = await stage.run()
      expect(run.outputs['operation']).toBe('updated')
      expect(run.log).toMatch(/attempt 1 of 4 failed: the connection was closed.*waiting 1 s/)
    })
  }

  scenario('a 503 at the validation is tried again, and said so', async stage => {
    stage.emulator.fault('validate', faults.status(503, 'html'))
    const run = await stage.run()
    expect(run.log).toContain('validate the definition: attempt 1 of 4 failed: HTTP 503, waiting 1 s')
    expect(run.outputs['operation']).toBe('updated')
  })

  scenario('a document without info.description keeps the description of the connector', async stage => {
    const { description: _description, ...info } = apiDocument['info'] as JsonObject
    stage.emulator.state.api.instead = apiAnswers.json({ ...apiDocument, info })
    const before = stage.emulator.connector().properties['description']
    const run = await stage.run()
    expect(run.outputs['operation']).toBe('updated')
    expect(stage.emulator.connector().properties['description']).toBe(before)
  })

  scenario('a connector without connection parameters is updated', async stage => {
    stage.emulator.connector(ids.connectors.plain).properties['connectionParameters'] = null
    const run = await stage.run({ 'connector-id': ids.connectors.plain, host: 'status.contoso.example' })
    expect(run.outputs['operation']).toBe('updated')
  })

  scenario('parameter sets without parameters are updated', async stage => {
    const run = await stage.run({ 'connector-id': ids.connectors.parameterSets, 'oauth-client-secret': 'x'.repeat(20) })
    expect(run.outputs['operation']).toBe('updated')
  })
})

describe('no timeout', () => {
  scenario('an API document that never comes ends the run', async stage => {
    stage.emulator.fault({ call: 'api-document', times: Infinity }, faults.hang)
    const run = await stage.run({ 'swagger-timeout': '0.3', 'swagger-retries': '0' })
    expect(errorOf(run)).toContain('within 0.3 s')
  })
})
