/** The mode `create`: a new connector on either backend, with the compiled bundle. */
import { describe, expect } from '@jest/globals'
import { type Json, type JsonObject, objectAt, stringAt } from '../../src/definition/json.ts'
import { fastClock } from '../emulator/fast-clock.ts'
import { faults } from '../emulator/faults.ts'
import { ordersScript } from '../emulator/seeds/connectors.ts'
import { ordersIcon } from '../emulator/seeds/icons.ts'
import { ids, oauthClientSecret } from '../emulator/seeds/ids.ts'
import type { StoredConnector, StoredRow } from '../emulator/state.ts'
import { parse } from '../emulator/stored-definition.ts'
import { errorOf, onDataverse, scenario, type Stage } from './scenario.ts'

const newConnector = { mode: 'create', 'connector-id': '' }

const apiKey: JsonObject = { key: { type: 'apiKey', in: 'header', name: 'x-api-key' } }
const basic: JsonObject = { account: { type: 'basic' } }
const oAuth: JsonObject = {
  oauth2: {
    type: 'oauth2',
    flow: 'accessCode',
    authorizationUrl: 'https://login.contoso.example/authorize',
    tokenUrl: 'https://login.contoso.example/token',
    scopes: {}
  }
}

/** A document of an API that no connector of the environment is for. */
function invoices(securityDefinitions: JsonObject, changes: JsonObject = {}): JsonObject {
  return {
    swagger: '2.0',
    info: { title: 'Invoices', description: 'Reads the invoices of Contoso.', version: '3.0.0' },
    host: 'invoices.contoso.example',
    basePath: '/v3',
    schemes: ['https'],
    paths: {
      '/invoices': {
        get: {
          operationId: 'Invoices_List',
          summary: 'List invoices',
          description: 'Lists all invoices.',
          responses: { '200': { description: 'All invoices' } }
        }
      }
    },
    securityDefinitions,
    ...changes
  }
}

function serve({ emulator }: Stage, document: JsonObject): void {
  emulator.state.api.document = document
}

/** What was made. */
function made({ emulator }: Stage): readonly StoredConnector[] {
  return [...emulator.state.powerApps.connectors.values()].filter(({ displayName }) => displayName === 'Invoices')
}

function madeRows({ emulator }: Stage): readonly StoredRow[] {
  return [...emulator.state.dataverse.rows.values()].filter(({ columns }) => columns['displayname'] === 'Invoices')
}

describe('a new connector', () => {
  scenario('is made of the document, read back, and its id told with the way to store it', async stage => {
    serve(stage, invoices(apiKey))
    const run = await stage.run(newConnector)
    const [connector] = made(stage)
    expect(run.outputs).toMatchObject({
      operation: 'created',
      changed: 'true',
      'connector-id': connector?.name,
      'connector-revision': connector?.changedTime,
      'previous-revision': '',
      'operations-added': '1',
      'breaking-changes': '0',
      'package-path': ''
    })
    expect(connector?.properties).toMatchObject({
      description: 'Reads the invoices of Contoso.',
      backendService: { serviceUrl: 'https://invoices.contoso.example/v3' },
      iconBrandColor: '#007ee5',
      connectionParameters: {
        api_key: { type: 'securestring', uiDefinition: { constraints: { clearText: false, required: 'true' } } }
      }
    })
    for (const text of [run.log, run.summary]) {
      expect(text).toContain(`gh variable set CONNECTOR_ID --body ${connector?.name ?? '?'}`)
      expect(text).toContain('${{ vars.CONNECTOR_ID }}')
    }
    expect(run.summary).toContain('## Custom connector created: `Invoices`')
    expect(run.log).toContain(`Created ${connector?.name ?? '?'} with 1 operation. Revision`)
    expect([stage.count('create'), stage.count('update'), stage.count('validate')]).toEqual([1, 0, 1])
  })

  scenario('is updated by the next run that is given its id, in the same mode', async stage => {
    serve(stage, invoices(apiKey))
    const first = await stage.run(newConnector)
    serve(stage, invoices(apiKey, { info: { title: 'Invoices', description: 'Newer.', version: '3.1.0' } }))
    const run = await stage.run({ ...newConnector, 'connector-id': first.outputs['connector-id'] ?? '' })
    expect(run.outputs).toMatchObject({ operation: 'updated', 'connector-id': first.outputs['connector-id'] })
    expect(run.log).toContain('"connector-id" is given, so the mode create updates that connector')
    expect(stage.count('create')).toBe(1)
    expect(made(stage)).toHaveLength(1)
  })

  scenario('gets icon and code of the workspace', async stage => {
    serve(stage, invoices(basic))
    const run = await stage.run(
      {
        ...newConnector,
        'icon-file': 'icon.png',
        'script-file': 'script.csx',
        'api-properties-file': 'properties.json'
      },
      {
        workspace: {
          'icon.png': ordersIcon,
          'script.csx': ordersScript,
          'properties.json': JSON.stringify({
            properties: { iconBrandColor: '#112233', scriptOperations: ['Invoices_List'] }
          })
        }
      }
    )
    expect(run.outputs['operation']).toBe('created')
    const [connector] = made(stage)
    expect([connector?.icon, connector?.script]).toEqual([ordersIcon, ordersScript])
    expect(connector?.properties).toMatchObject({ iconBrandColor: '#112233', scriptOperations: ['Invoices_List'] })
    expect(Object.keys(objectAt(connector?.properties ?? {}, 'connectionParameters') ?? {})).toEqual([
      'username',
      'password'
    ])
  })

  scenario('calls what the inputs say, and else what served the document', async stage => {
    const { host: _, schemes: __, ...without } = invoices({})
    serve(stage, without)
    const run = await stage.run({ ...newConnector, 'base-path': '/v4' })
    const { host } = new URL(stage.emulator.addresses.swagger)
    expect(run.log).toContain(`host is ${host}, from the address that served the API document`)
    const [connector] = made(stage)
    expect(connector?.properties).toMatchObject({ backendService: { serviceUrl: `https://${host}/v4` } })
    expect(connector?.properties).not.toHaveProperty('connectionParameters')
  })

  scenario('of a file without a host needs one', async stage => {
    const { host: _, ...without } = invoices({})
    const files = { workspace: { 'api.json': JSON.stringify(without) } }
    const run = await stage.run({ ...newConnector, 'swagger-url': '', 'swagger-file': 'api.json' }, files)
    expect(errorOf(run)).toMatch(
      /the API document does not say where the API is: there is no host; give the input "host"/
    )
    expect(run.outputs['changed']).toBe('false')
    expect(stage.count('create')).toBe(0)
  })

  scenario('that can not be made is told to Teams', async stage => {
    serve(stage, invoices(oAuth))
    await stage.run({ ...newConnector, 'teams-webhook-url': stage.emulator.addresses.teamsWebhook })
    expect(JSON.stringify(stage.emulator.state.teamsMessages)).toContain('Custom connector: the run failed')
  })

  scenario('is told to Teams', async stage => {
    serve(stage, invoices({}))
    await stage.run({ ...newConnector, 'teams-webhook-url': stage.emulator.addresses.teamsWebhook })
    expect(JSON.stringify(stage.emulator.state.teamsMessages)).toContain('Custom connector created')
  })
})

describe('a new connector that signs in with OAuth', () => {
  const properties = {
    properties: {
      connectionParameters: {
        token: {
          type: 'oauthSetting',
          oAuthSettings: { identityProvider: 'oauth2', clientId: 'b7d1e0f4', scopes: [], customParameters: {} }
        }
      }
    }
  }
  const workspace = { 'properties.json': JSON.stringify(properties) }

  scenario('needs api-properties-file', async stage => {
    serve(stage, invoices(oAuth))
    const run = await stage.run(newConnector)
    expect(errorOf(run)).toMatch(
      /^Did not create the connector: its security is OAuth 2, .*; give "api-properties-file"/
    )
    expect(run.outputs).toMatchObject({ operation: 'failed', changed: 'false', 'connector-id': '' })
    expect(stage.count('create')).toBe(0)
  })

  scenario('gets its settings and its secret', async stage => {
    serve(stage, invoices(oAuth))
    const given = { 'api-properties-file': 'properties.json', 'oauth-client-secret': oauthClientSecret }
    const run = await stage.run({ ...newConnector, ...given }, { workspace })
    expect(run.outputs['operation']).toBe('created')
    expect([...(made(stage)[0]?.clientSecrets.values() ?? [])]).toEqual([oauthClientSecret])
    expect(run.annotations).toEqual([])
  })

  scenario('is made without a secret, with a warning', async stage => {
    serve(stage, invoices(oAuth))
    const run = await stage.run({ ...newConnector, 'api-properties-file': 'properties.json' }, { workspace })
    expect(run.outputs['operation']).toBe('created')
    expect(run.log).toMatch(/::warning::The connector gets no OAuth client secret/)
  })
})

describe('no connector is made', () => {
  scenario('where the environment has one of that title', async stage => {
    serve(stage, invoices({}, { info: { title: 'stock', description: 'Counts', version: '1' } }))
    const run = await stage.run(newConnector)
    expect(errorOf(run)).toBe(
      `Did not create the connector: the environment has a connector with the title "stock" already: ${ids.connectors.apiKey}; ` +
        'give its id as "connector-id" to update it, or change the title of the API document.'
    )
    expect([run.outputs['changed'], stage.count('create'), stage.count('validate')]).toEqual(['false', 0, 0])
  })

  scenario('where the checks find errors', async stage => {
    stage.emulator.state.powerApps.validationFindings.push('Error : /info : not like this')
    serve(stage, invoices({}))
    const run = await stage.run(newConnector)
    expect(errorOf(run)).toContain('not like this')
    expect([run.outputs['changed'], stage.count('create')]).toEqual(['false', 0])
  })

  scenario('where the service refuses the content, which is told in its words', async stage => {
    stage.emulator.fault(
      'create',
      faults.error(400, 'InvalidRequestContent', "Specified swagger has the following errors: 'no'")
    )
    serve(stage, invoices({}))
    const run = await stage.run(newConnector)
    expect(errorOf(run)).toMatch(/^Could not create the connector: .*has the following errors: 'no'/)
    expect([run.outputs['changed'], stage.count('create')]).toEqual(['false', 1])
    expect(made(stage)).toEqual([])
  })

  scenario('where the account may only read', async stage => {
    for (const user of stage.emulator.state.login.users) user.access = 'read'
    serve(stage, invoices({}))
    const run = await stage.run(newConnector)
    expect(errorOf(run)).toContain('ManageAnyCustomApi')
    expect(run.outputs['changed']).toBe('false')
  })
})

describe('a creation that ends unclear', () => {
  scenario('is found to have come about, and gone on with', async stage => {
    stage.emulator.fault('create', faults.badGatewayAfterApplied)
    serve(stage, invoices({}))
    const run = await stage.run(newConnector)
    expect(run.outputs).toMatchObject({ operation: 'created', 'connector-id': made(stage)[0]?.name })
    expect(made(stage)).toHaveLength(1)
    expect(stage.count('create')).toBe(1)
  })

  scenario('and comes about late is waited for', async stage => {
    stage.emulator.fault('create', faults.gatewayTimeoutBeforeApplied(1000))
    serve(stage, invoices({}))
    const run = await stage.run(newConnector)
    expect(run.outputs['operation']).toBe('created')
    expect([made(stage).length, stage.count('create')]).toEqual([1, 1])
  })

  scenario('of a run that was cancelled says that nobody knows', async stage => {
    serve(stage, invoices({}))
    let processId = 0
    stage.emulator.fault('create', faults.hang)
    stage.emulator.between('create', () => {
      process.kill(processId, 'SIGINT')
    })
    const run = await stage.run(newConnector, { onStart: id => (processId = id) })
    expect(errorOf(run)).toMatch(/^Could not tell whether the connector "Invoices" was created: the run was cancelled/)
    expect(run.outputs['changed']).toBe('')
  })

  scenario('is never sent again: where there is no such connector, nobody knows', async stage => {
    stage.emulator.fault('create', faults.reset)
    serve(stage, invoices({}))
    const run = await stage.run(newConnector, { env: fastClock(20) })
    expect(errorOf(run)).toMatch(
      /^Could not tell whether the connector "Invoices" was created: .*no connector of the environment has that title so far; look for it in the maker portal/
    )
    expect(run.outputs).toMatchObject({ operation: 'failed', changed: '' })
    expect(stage.count('create')).toBe(1)
  })
})

describe('on Dataverse a new connector', () => {
  scenario('is a new row, with what the table has a column for', async stage => {
    serve(stage, invoices(apiKey))
    const workspace = {
      'script.csx': ordersScript,
      'properties.json': JSON.stringify({ properties: { publisher: 'Contoso', scriptOperations: ['Invoices_List'] } })
    }
    const files = { 'script-file': 'script.csx', 'api-properties-file': 'properties.json' }
    const run = await stage.run(onDataverse(stage, { ...newConnector, ...files }), { workspace })
    const [row] = madeRows(stage)
    expect(run.outputs).toMatchObject({
      operation: 'created',
      changed: 'true',
      'connector-id': row?.columns['connectorinternalid'],
      'connector-revision': String(row?.version)
    })
    expect(row?.columns).toMatchObject({
      name: 'new_invoices',
      description: 'Reads the invoices of Contoso.',
      connectortype: 1,
      iconbrandcolor: '#007ee5',
      scriptoperations: '["Invoices_List"]',
      customcodeblobcontent: ordersScript.toString('utf8')
    })
    expect(parameters(row)).toHaveProperty('api_key.type', 'securestring')
    expect(run.log).toContain('"publisher" of "api-properties-file" has no place in this backend and is left out')
    expect(parse(Buffer.from(textOf(row, 'openapidefinition')))).toMatchObject({ basePath: '/v3' })
  })

  scenario('is refused an icon, as an update is', async stage => {
    const run = await stage.run(onDataverse(stage, { ...newConnector, 'icon-file': 'icon.png' }), {
      workspace: { 'icon.png': ordersIcon }
    })
    expect(errorOf(run)).toContain('"icon-file" is given, but Dataverse keeps no more than a thumbnail')
    expect(stage.emulator.requests).toEqual([])
  })

  scenario('is not made where there is one of that title', async stage => {
    serve(stage, invoices({}, { info: { title: 'Status', description: 'x', version: '1' } }))
    const run = await stage.run(onDataverse(stage, newConnector))
    expect(errorOf(run)).toContain(`title "Status" already: ${ids.rows.plain};`)
    expect(stage.count('create')).toBe(0)
  })

  scenario('whose answer is lost is found by the GUID that it was sent with', async stage => {
    stage.emulator.fault('create', faults.resetAfterApplied)
    serve(stage, invoices({}))
    const run = await stage.run(onDataverse(stage, newConnector))
    expect(run.outputs['operation']).toBe('created')
    expect([madeRows(stage).length, stage.count('create')]).toEqual([1, 1])
  })

  scenario('that may have been made is never sent again', async stage => {
    stage.emulator.fault('create', faults.status(502, 'empty'))
    serve(stage, invoices({}))
    const run = await stage.run(onDataverse(stage, newConnector), { env: fastClock(20) })
    expect(errorOf(run)).toMatch(
      /^Could not tell whether the connector "Invoices" was created: .*there is no such row so far/
    )
    expect([run.outputs['changed'], stage.count('create')]).toEqual(['', 1])
  })

  scenario('that only its row was made for is told as that', async stage => {
    stage.emulator.state.dataverse.runtime = 'refuses-after-write'
    serve(stage, invoices({}))
    const run = await stage.run(onDataverse(stage, newConnector))
    expect(errorOf(run)).toMatch(/Dataverse wrote the row [0-9a-f-]{36}, and yet: /)
    expect(run.outputs['changed']).toBe('')
  })

  scenario('needs the privilege for it', async stage => {
    stage.emulator.state.dataverse.missingPrivileges.add('prvCreateConnector')
    serve(stage, invoices({}))
    const run = await stage.run(onDataverse(stage, newConnector))
    expect(errorOf(run)).toMatch(/prvCreateConnector.*a security role with Create on the table Connector/)
    expect(run.outputs['changed']).toBe('false')
  })

  scenario('that is too long for a column is not sent', async stage => {
    const info = { title: 'Invoices', description: 'x'.repeat(1001), version: '1' }
    serve(stage, invoices({}, { info }))
    const run = await stage.run(onDataverse(stage, newConnector))
    expect(errorOf(run)).toContain('"description" has 1,001 characters')
    expect(stage.count('create')).toBe(0)
  })
})

function parameters(row: StoredRow | undefined): Json {
  return JSON.parse(textOf(row, 'connectionparameters')) as Json
}

function textOf(row: StoredRow | undefined, column: string): string {
  return stringAt(row?.columns ?? {}, column) ?? ''
}
