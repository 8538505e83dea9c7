/** The backend Dataverse, with the compiled bundle. */
import { describe, expect } from '@jest/globals'
import { isObject, type JsonObject } from '../../src/definition/json.ts'
import { faults } from '../emulator/faults.ts'
import { ordersScript } from '../emulator/seeds/connectors.ts'
import { newIcon } from '../emulator/seeds/icons.ts'
import { ids, oauthClientSecret } from '../emulator/seeds/ids.ts'
import { firstVersion } from '../emulator/seeds/rows.ts'
import { errorOf, onDataverse, scenario, type Stage } from './scenario.ts'

/** The columns that were written, by update. */
function written(stage: Stage): readonly JsonObject[] {
  return stage.emulator.journal.of('update').map(({ body }) => {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return isObject(value) ? value : {}
  })
}

/** No row was made, and no write could have made one. */
function expectNoNewRow(stage: Stage): void {
  expect([...stage.emulator.state.dataverse.rows.keys()].sort()).toEqual(Object.values(ids.rows).sort())
  const unconditional = stage.emulator.journal.of('update').filter(({ headers }) => headers['if-match'] === undefined)
  expect(unconditional).toEqual([])
  expect(stage.count('create')).toBe(0)
}

describe('an update', () => {
  for (const id of [ids.rows.orders, ids.connector, 'contoso_orders-20-28contoso-29']) {
    scenario(`of the connector ${id} writes its definition and no other column`, async stage => {
      const { columns } = structuredClone(stage.emulator.row())
      const run = await stage.run(onDataverse(stage, { 'connector-id': id }))
      expect(run.outputs).toMatchObject({
        operation: 'updated',
        changed: 'true',
        'connector-id': ids.connector,
        'operations-added': '1',
        'previous-revision': String(firstVersion),
        'connector-revision': String(firstVersion + 1n)
      })
      expect(written(stage).map(body => Object.keys(body))).toEqual([['openapidefinition']])
      const row = stage.emulator.row()
      expect(row.columns).toEqual({ ...columns, openapidefinition: row.columns['openapidefinition'] })
      expect(row.served).toContain('/orders/{id}/ship')
      expect([...row.clientSecrets.values()]).toEqual([oauthClientSecret])
      expectNoNewRow(stage)
    })
  }

  scenario('tells where the connector is kept, and that only our rules were applied', async stage => {
    const run = await stage.run(onDataverse(stage))
    expect(run.log).toContain(`The connector is kept by Dataverse at ${stage.emulator.addresses.dataverse}`)
    expect(run.log).toContain('Dataverse has no validation of its own')
    expect(run.log).not.toContain('by the validation of')
    expect([stage.count('validate'), stage.count('storage')]).toEqual([0, 0])
    expect(run.summary).toContain(`| Environment | \`${stage.emulator.addresses.dataverse}\` |`)
  })

  scenario('asks for a token for the address of the environment, without its path', async stage => {
    const { dataverse } = stage.emulator.addresses
    const run = await stage.run(onDataverse(stage, { 'environment-url': `${dataverse}/main.aspx?x=1` }))
    expect(run.outputs['operation']).toBe('updated')
    const [token] = stage.emulator.journal.of('token')
    expect(new URLSearchParams(token?.body.toString('utf8')).get('scope')?.split(' ')).toContain(
      `${dataverse}/.default`
    )
  })
})

describe('an application signs in', () => {
  const application = { 'user-name': '', 'password-secret': '', 'app-id': ids.application }

  scenario('by workload identity federation, without any secret', async stage => {
    const run = await stage.run(onDataverse(stage, application), { idToken: true })
    expect(run.outputs['operation']).toBe('updated')
    expect(run.log).toContain('Signed in with workload identity federation')
  })

  scenario('with a certificate', async stage => {
    const { certificate, key } = await stage.emulator.uploadCertificate()
    const run = await stage.run(onDataverse(stage, { ...application, 'client-certificate': certificate + key }))
    expect(run.outputs['operation']).toBe('updated')
  })

  scenario('with a client secret', async stage => {
    const { applicationSecret } = stage.emulator.credentials
    const run = await stage.run(onDataverse(stage, { ...application, 'client-secret': applicationSecret }))
    expect(run.outputs['operation']).toBe('updated')
  })
})

describe('a wrong id', () => {
  for (const id of ['00000000-0000-0000-0000-000000000001', 'shared_nothing-5f0123456789abcdef', 'contoso_nothing']) {
    scenario(`makes no row: ${id}`, async stage => {
      const run = await stage.run(onDataverse(stage, { 'connector-id': id }))
      expect(errorOf(run)).toMatch(/has no row whose .*set "backend" to power-apps/)
      expect(stage.count('update')).toBe(0)
      expectNoNewRow(stage)
    })
  }

  scenario('makes no row when the row goes away before the update', async stage => {
    stage.emulator.between('get-connector', () => {
      stage.emulator.state.dataverse.rows.delete(ids.rows.orders)
    })
    const run = await stage.run(onDataverse(stage))
    expect(errorOf(run)).toContain('0x80040217')
    expect(stage.count('update')).toBe(1)
    expect(stage.emulator.state.dataverse.rows.has(ids.rows.orders)).toBe(false)
  })
})

describe('a managed connector', () => {
  for (const mode of ['update', 'plan']) {
    scenario(`is left alone in the mode ${mode}`, async stage => {
      const before = structuredClone(stage.emulator.row(ids.rows.managed))
      const run = await stage.run(onDataverse(stage, { 'connector-id': ids.rows.managed, mode, keep: 'none' }))
      expect(errorOf(run)).toMatch(/it is managed.*"allow-managed"/)
      expect(run.log).toContain('docs/troubleshooting.md#the-connector-is-managed')
      expect(run.outputs['changed']).toBe('false')
      expect(stage.emulator.row(ids.rows.managed)).toEqual(before)
      expect(stage.count('update')).toBe(0)
    })
  }

  scenario('is updated when that is allowed', async stage => {
    const inputs = { 'connector-id': ids.rows.managed, keep: 'none', 'allow-managed': 'true' }
    expect((await stage.run(onDataverse(stage, inputs))).outputs['operation']).toBe('updated')
  })
})

describe('parts from the workspace', () => {
  const parameters = {
    token: { type: 'oauthSetting', oAuthSettings: { identityProvider: 'oauth2', clientId: 'another', scopes: ['x'] } }
  }
  const apiProperties = JSON.stringify({
    properties: {
      connectionParameters: parameters,
      iconBrandColor: '#123456',
      capabilities: ['actions', 'cloud'],
      scriptOperations: ['Orders_Get'],
      publisher: 'Contoso'
    }
  })

  scenario(
    'map to columns, and the client secret goes with the parameters that it is for',
    async stage => {
      const run = await stage.run(
        onDataverse(stage, {
          'api-properties-file': 'apiProperties.json',
          'script-file': 'script.csx',
          'oauth-client-secret': 'new~Secret.of-the_connector'
        }),
        {
          workspace: {
            'apiProperties.json': apiProperties,
            'script.csx': 'public class Script : ScriptBase { /* ä */ }\n'
          }
        }
      )
      expect(run.outputs['operation']).toBe('updated')
      const { columns, clientSecrets } = stage.emulator.row()
      expect(columns).toMatchObject({
        iconbrandcolor: '#123456',
        capabilities: '118690005,118690004',
        scriptoperations: '["Orders_Get"]',
        policytemplateinstances: null,
        customcodeblobcontent: 'public class Script : ScriptBase { /* ä */ }\n',
        connectionparameters: JSON.stringify(parameters)
      })
      expect([...clientSecrets.values()]).toEqual(['new~Secret.of-the_connector'])
      expect(run.log).toContain('"publisher" of "api-properties-file" has no place in this backend')
      expect(
        (
          await stage.run(onDataverse(stage, { 'api-properties-file': 'apiProperties.json' }), {
            workspace: { 'apiProperties.json': apiProperties }
          })
        ).outputs['operation']
      ).toBe('unchanged')
    },
    { secrets: ['new~Secret.of-the_connector'] }
  )

  for (const mode of ['update', 'plan']) {
    scenario(`with connection parameters but no secret are refused in the mode ${mode}`, async stage => {
      const run = await stage.run(onDataverse(stage, { 'api-properties-file': 'apiProperties.json', mode }), {
        workspace: { 'apiProperties.json': apiProperties }
      })
      expect(errorOf(run)).toMatch(/Dataverse would lose the OAuth client secret.*"oauth-client-secret"/)
      expect([...stage.emulator.row().clientSecrets.values()]).toEqual([oauthClientSecret])
      expect(stage.count('update')).toBe(0)
    })
  }

  scenario('with operations for custom code that there is none of are refused before the update', async stage => {
    const properties = { scriptOperations: ['Orders_Get'] }
    const inputs = { 'connector-id': ids.rows.plain, 'api-properties-file': 'apiProperties.json', keep: 'none' }
    const run = await stage.run(onDataverse(stage, inputs), {
      workspace: { 'apiProperties.json': JSON.stringify({ properties }) }
    })
    expect(errorOf(run)).toMatch(/"scriptOperations" names 1 operation.*"script-file"/)
    expect(stage.count('update')).toBe(0)
  })

  scenario('that Dataverse can not take are refused before anything is called', async stage => {
    const run = await stage.run(
      onDataverse(stage, { 'icon-file': 'icon.png', 'oauth-client-secret': 'a-new-secret' }),
      {
        workspace: { 'icon.png': newIcon }
      }
    )
    expect(errorOf(run)).toMatch(/"icon-file".*"oauth-client-secret"/)
    expect(stage.emulator.requests).toEqual([])
  })
})

describe('download', () => {
  scenario(
    "writes the row in paconn's layout, without secrets, and an update from it restores the row",
    async stage => {
      const run = await stage.run(
        onDataverse(stage, {
          mode: 'download',
          'swagger-url': '',
          'package-directory': 'saved',
          'environment-id': ids.environment
        })
      )
      const file = (name: string): string => run.files.get(`workspace/saved/${name}`)?.toString('utf8') ?? ''
      expect(run.outputs['operation']).toBe('downloaded')
      expect(file('script.csx')).toBe(ordersScript.toString('utf8'))
      expect(JSON.parse(file('settings.json'))).toEqual({
        connectorId: ids.connector,
        environment: ids.environment,
        apiProperties: 'apiProperties.json',
        apiDefinition: 'apiDefinition.swagger.json',
        icon: null,
        script: 'script.csx',
        powerAppsUrl: 'https://api.powerapps.com',
        powerAppsApiVersion: '2016-11-01'
      })
      expect(file('apiProperties.json')).toContain('"oAuthSettings"')
      expect(run.files.has('workspace/saved/icon.png')).toBe(false)
      expect(run.outputs['redirect-url']).toContain('/redirect/')

      const { columns } = structuredClone(stage.emulator.row())
      await stage.run(onDataverse(stage))
      const workspace = Object.fromEntries(
        [...run.files].filter(([name]) => name.startsWith('workspace/')).map(([name, bytes]) => [name.slice(10), bytes])
      )
      const restored = await stage.run(
        onDataverse(stage, {
          'swagger-url': '',
          'swagger-file': 'saved/apiDefinition.swagger.json',
          'api-properties-file': 'saved/apiProperties.json',
          'script-file': 'saved/script.csx',
          keep: 'none'
        }),
        { workspace }
      )
      expect(restored.outputs['operation']).toBe('updated')
      expect(stage.emulator.row().columns).toEqual(columns)
      expect([...stage.emulator.row().clientSecrets.values()]).toEqual([oauthClientSecret])
    }
  )
})

describe('what an update meets', () => {
  scenario('a gateway that gives up on custom code is waited out', async stage => {
    stage.emulator.fault('update', faults.gatewayTimeoutBeforeApplied(2000))
    const run = await stage.run(onDataverse(stage))
    expect(run.outputs['operation']).toBe('updated')
    expect(stage.count('update')).toBe(1)
    expect(run.log).toMatch(/look whether the update was applied: attempt 1 of 29 failed: no new revision, waiting 5 s/)
  })

  scenario('a refusal behind Dataverse is told in its words', async stage => {
    stage.emulator.state.dataverse.runtime = 'refuses'
    const run = await stage.run(onDataverse(stage))
    expect(errorOf(run)).toMatch(
      /Dataverse answered HTTP 400 BadRequest: The operation is not allowed for this connector/
    )
    expect(run.outputs['changed']).toBe('false')
  })

  scenario('a row that is written although the service behind refuses leaves "changed" open', async stage => {
    stage.emulator.state.dataverse.runtime = 'refuses-after-write'
    const run = await stage.run(onDataverse(stage))
    expect(errorOf(run)).toMatch(/could not tell whether .*Dataverse wrote the row, and yet: .*not allowed/i)
    expect(run.outputs['changed']).toBe('')
  })

  scenario('a success after which nothing has moved is none', async stage => {
    stage.emulator.state.dataverse.runtime = 'swallows'
    const run = await stage.run(onDataverse(stage))
    expect(errorOf(run)).toMatch(/answered HTTP 200, but the row still has the revision/)
    expect(run.outputs['changed']).toBe('false')
  })

  scenario('a table that does not compare versions gets its update after another look', async stage => {
    stage.emulator.state.dataverse.optimisticConcurrency = false
    const run = await stage.run(onDataverse(stage))
    expect(run.outputs['operation']).toBe('updated')
    expect(stage.emulator.journal.of('update').map(({ headers }) => headers['if-match'])).toEqual([
      `W/"${firstVersion}"`,
      '*'
    ])
  })

  for (const [privilege, change] of [
    ['prvReadConnector', (stage: Stage) => stage.emulator.state.dataverse.missingPrivileges.add('prvReadConnector')],
    ['prvWriteConnector', (stage: Stage) => stage.emulator.state.dataverse.missingPrivileges.add('prvWriteConnector')]
  ] as const) {
    scenario(`an account without ${privilege} is told which role has it`, async stage => {
      change(stage)
      const error = errorOf(await stage.run(onDataverse(stage)))
      expect(error).toMatch(new RegExp(`${privilege}.*System Customizer`))
      expectNoNewRow(stage)
    })
  }

  scenario('an application that is no user of the environment is told to become one', async stage => {
    for (const user of stage.emulator.state.login.users) user.access = 'none'
    const run = await stage.run(onDataverse(stage))
    expect(errorOf(run)).toMatch(/0x80072560.*Application User/)
    expect(run.log).toContain('docs/troubleshooting.md#a-permission-is-missing')
  })
})
