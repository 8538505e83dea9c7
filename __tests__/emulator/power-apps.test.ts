import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { arrayAt, isObject, objectAt, stringAt } from '../../src/definition/json.ts'
import type { JsonObject } from '../../src/definition/json.ts'
import { Client, errorOf, objectOf } from './client.ts'
import { startEmulator } from './emulator.ts'
import type { Emulator } from './emulator.ts'
import { oauthClientSecret } from './seeds/ids.ts'

let emulator: Emulator
let client: Client

beforeEach(async () => {
  emulator = await startEmulator()
  emulator.trust()
  client = new Client(emulator)
  await client.signIn()
})
afterEach(() => emulator.close())

/** The full update with a client secret put into the OAuth parameter. */
function withClientSecret(update: JsonObject, secret: string | null): JsonObject {
  const token = objectAt(objectAt(update, 'connectionParameters') ?? {}, 'token') ?? {}
  const oAuthSettings = { ...objectAt(token, 'oAuthSettings'), clientSecret: secret }
  return {
    ...update,
    connectionParameters: { ...objectAt(update, 'connectionParameters'), token: { ...token, oAuthSettings } }
  }
}

function without(update: JsonObject, ...names: string[]): JsonObject {
  return Object.fromEntries(Object.entries(update).filter(([name]) => !names.includes(name)))
}

describe('reading a connector', () => {
  test('shows no secret, the modified document as swagger, and signed URLs that are new each time', async () => {
    const first = await client.properties()
    const second = await client.properties()
    expect(JSON.stringify(first)).not.toContain(oauthClientSecret)
    expect(objectAt(first, 'swagger')).toMatchObject({ host: 'europe-001.azure-apim.net' })
    const url = (of: JsonObject) => stringAt(objectAt(of, 'apiDefinitions') ?? {}, 'originalSwaggerUrl')
    expect(url(first)).not.toBe(url(second))
  })

  test('serves the document with a byte order mark, CRLF and the sections that the author left out', async () => {
    const bytes = emulator.connector().definition.toString('utf8')
    expect(bytes.startsWith('\uFEFF{\r\n  "swagger"')).toBe(true)
    expect(await client.definition()).toMatchObject({ parameters: {}, responses: {}, tags: [] })
    expect(objectAt(await client.definition(), 'definitions')).toHaveProperty('Order')
  })

  test('has an unsigned default icon and null parameters for a plain connector', async () => {
    const plain = await client.properties(emulator.ids.connectors.plain)
    expect(plain['connectionParameters']).toBeNull()
    expect(stringAt(plain, 'iconUri')).not.toContain('sig=')
    expect(plain).not.toHaveProperty('scriptDefinitionUrl')
  })

  test.each([
    ['no api-version', "$filter=environment%20eq%20'x'", 400, 'MissingApiVersionParameter'],
    ['no filter', 'api-version=2016-11-01', 400, 'InvalidFilterInQueryString'],
    ['plus signs for spaces', "api-version=2016-11-01&$filter=environment+eq+'x'", 400, 'InvalidFilterInQueryString'],
    [
      'an unknown environment',
      "api-version=2016-11-01&$filter=environment%20eq%20'x'",
      404,
      'AzureResourceManagerRequestFailed'
    ]
  ])('is refused with %s', async (_, query, status, code) => {
    expect(await errorOf(await client.call(`apis/${emulator.ids.connector}`, {}, query))).toMatchObject({
      status,
      code
    })
  })

  test('does not find a connector of another environment', async () => {
    const query = client.connectorQuery(emulator.ids.defaultEnvironment)
    const error = await errorOf(await client.call(`apis/${emulator.ids.connector}`, {}, query))
    expect(error).toMatchObject({ status: 404, code: 'ApiResourceNotFound' })
  })
})

describe('an update', () => {
  test('with all that the connector had answers 204 without a body and loses nothing but the time of change', async () => {
    const before = { ...emulator.connector() }
    const response = await client.update(await client.fullUpdate())
    expect([response.status, await response.text()]).toEqual([204, ''])
    const { changedTime, ...after } = emulator.connector()
    expect(after).toEqual(without(before as never, 'changedTime'))
    expect(changedTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/)
    expect(changedTime > before.changedTime).toBe(true)
    expect(emulator.connector().clientSecrets.get('connectionParameters/token')).toBe(oauthClientSecret)
  })

  test('that leaves out icon, script and policies loses them', async () => {
    const names = ['iconUri', 'scriptDefinitionUrl', 'scriptOperations', 'policyTemplateInstances']
    await client.update(without(await client.fullUpdate(), ...names))
    expect(emulator.connector()).not.toHaveProperty('icon')
    expect(emulator.connector()).not.toHaveProperty('script')
    expect(emulator.connector().properties).not.toHaveProperty('policyTemplateInstances')
    expect(emulator.connector().properties).not.toHaveProperty('scriptOperations')
  })

  test.each(['', null])('with the client secret %j wipes the stored one', async secret => {
    await client.update(withClientSecret(await client.fullUpdate(), secret))
    expect(emulator.connector().clientSecrets.size).toBe(0)
  })

  test('with a new client secret stores it and shows it nowhere', async () => {
    await client.update(withClientSecret(await client.fullUpdate(), 'a-new-client-secret'))
    expect(emulator.connector().clientSecrets.get('connectionParameters/token')).toBe('a-new-client-secret')
    expect(JSON.stringify(await client.properties())).not.toContain('a-new-client-secret')
    expect(emulator.secrets()).toContain('a-new-client-secret')
  })

  test('stores the OAuth flow application as accessCode', async () => {
    const update = await client.fullUpdate()
    const oauth2 = { type: 'oauth2', flow: 'application', tokenUrl: 'https://login.contoso.example/token', scopes: {} }
    const openApiDefinition = { ...objectAt(update, 'openApiDefinition'), securityDefinitions: { oauth2 } }
    await client.update({ ...update, openApiDefinition })
    expect(await client.definition()).toMatchObject({ securityDefinitions: { oauth2: { flow: 'accessCode' } } })
  })

  const refused: [string, (update: JsonObject) => JsonObject, number, string][] = [
    ['an unknown member', update => ({ ...update, isCustomApi: true }), 400, "Could not find member 'isCustomApi'"],
    ['a display name', update => ({ ...update, displayName: 'x' }), 400, "Could not find member 'displayName'"],
    ['another environment', update => ({ ...update, environment: { name: 'x' } }), 400, 'cannot be changed'],
    [
      'script operations without a script',
      update => ({ ...update, scriptDefinitionUrl: '' }),
      400,
      'InvalidScriptDefinitionUrlWithNonNullOperations'
    ],
    [
      'connection parameters alone',
      update => ({
        connectionParameters: update['connectionParameters'] ?? null,
        environment: update['environment'] ?? null
      }),
      500,
      'internal server error'
    ],
    [
      'an unsigned icon',
      update => ({ ...update, iconUri: (stringAt(update, 'iconUri') ?? '').split('?')[0] ?? '' }),
      400,
      'iconUri'
    ],
    ['an icon elsewhere', update => ({ ...update, iconUri: 'https://example.com/icon.png' }), 400, 'not the storage'],
    ['capabilities that are none', update => ({ ...update, capabilities: ['x'] }), 400, 'capabilities'],
    [
      'OpenAPI 3',
      update => ({ ...update, openApiDefinition: { openapi: '3.0.3', info: {}, paths: {} } }),
      400,
      'Specified swagger has the following errors'
    ],
    [
      '257 operations',
      update => ({ ...update, openApiDefinition: withOperations(update, 257) }),
      400,
      '257 operations'
    ],
    [
      'more than 1 MB',
      update => ({
        ...update,
        openApiDefinition: { ...objectAt(update, 'openApiDefinition'), 'x-long': 'x'.repeat(1024 * 1024) }
      }),
      400,
      'bytes'
    ]
  ]
  test.each(refused)('with %s is refused and changes nothing', async (_, change, status, text) => {
    const before = { ...emulator.connector() }
    const error = await errorOf(await client.update(change(await client.fullUpdate())))
    expect(error.status).toBe(status)
    expect(error.message).toContain(text)
    expect(emulator.connector()).toEqual(before)
  })

  test('naming a stack owner is refused where the region refuses it', async () => {
    emulator.state.powerApps.refusesStackOwner = true
    const update = await client.fullUpdate()
    const error = await errorOf(await client.update(update))
    expect(error.code).toBe('InvalidRequestContent')
    expect(error.message).toContain('stackOwner')
    expect((await client.update(without(update, 'stackOwner'))).status).toBe(204)
  })
})

function withOperations(update: JsonObject, count: number): JsonObject {
  const operation = (number: number) => ({ get: { operationId: `Get${number}`, responses: {} } })
  const paths = Object.fromEntries(Array.from({ length: count }, (_, number) => [`/p${number}`, operation(number)]))
  return { ...objectAt(update, 'openApiDefinition'), paths }
}

test('a new connector gets a name from the service and is listed', async () => {
  const update = without(await client.fullUpdate(), 'stackOwner')
  const body = JSON.stringify({ properties: { ...update, displayName: 'New orders' } })
  const created: unknown = await (await client.call('apis', { method: 'POST', body })).json()
  const name = isObject(created) ? (stringAt(created, 'name') ?? '') : ''
  expect(name).toMatch(/^shared_new-20orders-5f[0-9a-f]{16}-5f[0-9a-f]{16}$/)
  emulator.state.powerApps.pageSize = 100
  expect(await (await client.call('apis')).text()).toContain(name)
})

test('connectors are listed in pages, those of Microsoft among them', async () => {
  const first = await objectOf(await client.call('apis'))
  expect(arrayAt(first, 'value')).toHaveLength(3)
  const next = stringAt(first, 'nextLink') ?? ''
  const second = await objectOf(await client.call('apis', {}, new URL(next).search.slice(1)))
  expect(arrayAt(second, 'value')).toHaveLength(2)
  expect(JSON.stringify(first)).toContain('"isCustomApi":false')
  expect(second).not.toHaveProperty('nextLink')
})

describe('validation', () => {
  test('of a good definition answers an empty JSON string', async () => {
    expect(await (await client.validate(await client.definition())).json()).toBe('')
  })

  test('finds what is missing, doubled or unresolved, and what the test adds', async () => {
    emulator.state.powerApps.validationFindings.push('Warning : /info : A test says so.')
    const get = { operationId: 'Twice', responses: { default: { $ref: '#/responses/None' } } }
    const document = { swagger: '2.0', info: { title: 'x' }, paths: { '/a': { get, put: get, post: {} } } }
    const answer: unknown = await (await client.validate(document)).json()
    expect(String(answer).split('\r\n')).toEqual([
      expect.stringMatching(/^Error : \/host : /),
      expect.stringMatching(/^Error : \/paths\/~1a\/put\/operationId : /),
      expect.stringMatching(/^Error : \/paths\/~1a\/post : /),
      expect.stringMatching(/^Error : \/paths\/~1a\/get\/responses\/default\/\$ref : /),
      expect.stringMatching(/^Error : \/paths\/~1a\/put\/responses\/default\/\$ref : /),
      'Warning : /info : A test says so.'
    ])
  })
})
