import { describe, expect, test } from '@jest/globals'
import { type PayloadInput, serviceUrlOf, updateProperties } from '../../../src/connectors/power-apps/payload.ts'
import { type Json, type JsonObject, own } from '../../../src/definition/json.ts'
import { connector, content, definition } from '../content.ts'

function payload(changes: Partial<PayloadInput> = {}): JsonObject {
  return updateProperties({
    connector: connector(),
    content: content(),
    environmentId: 'Default-x',
    assets: { iconUri: undefined, scriptUri: undefined },
    oAuthClientSecret: undefined,
    ...changes
  })
}

function withProperties(properties: JsonObject, oAuthClientSecret?: string): JsonObject {
  return payload({ content: content({ properties }), oAuthClientSecret })
}

/** A parameter that signs in, its settings under this name. */
function token(settings: JsonObject, name = 'oAuthSettings'): JsonObject {
  return { type: 'oauthSetting', [name]: { clientId: 'id', redirectMode: 'Global', ...settings } }
}

describe('what is sent', () => {
  test('is at least this, and nothing that only the answer of a GET has', () => {
    expect(payload()).toEqual({
      openApiDefinition: definition,
      backendService: { serviceUrl: 'https://orders.example/api/v2' },
      environment: { name: 'Default-x' },
      description: 'Reads orders',
      scriptDefinitionUrl: ''
    })
  })

  test('has the properties of the connector untouched, switches as text among them', () => {
    const properties: JsonObject = {
      connectionParameters: { key: { type: 'securestring', uiDefinition: { constraints: { required: 'true' } } } },
      connectionParameterSets: { values: [{ name: 'x' }] },
      iconBrandColor: '#d93b1e',
      scriptOperations: [],
      capabilities: ['actions'],
      policyTemplateInstances: [{ templateId: 'setheader' }],
      publisher: 'Contoso',
      stackOwner: 'Contoso'
    }
    expect(withProperties(properties)).toMatchObject(properties)
  })

  test('names icon and code where they were uploaded', () => {
    const assets = { iconUri: 'https://s.example/icon.png?sig=x', scriptUri: 'https://s.example/script.csx?sig=x' }
    expect(payload({ assets })).toMatchObject({ iconUri: assets.iconUri, scriptDefinitionUrl: assets.scriptUri })
  })

  test.each<[string, JsonObject, string, string]>([
    ['of the document', { description: 'Of the document' }, 'Of the connector', 'Of the document'],
    ['of the connector where the document has none', {}, 'Of the connector', 'Of the connector'],
    [
      'of the connector where that of the document is none',
      { description: null },
      'Of the connector',
      'Of the connector'
    ],
    ['empty where nobody has one', {}, '', '']
  ])('has the description %s', (_, info, description, sent) => {
    const sending = payload({
      connector: connector({ description }),
      content: content({ definition: { ...definition, info } })
    })
    expect(sending['description']).toBe(sent)
  })

  test('does without an info', () => {
    const { info: _, ...rest } = definition
    expect(payload({ content: content({ definition: rest }) })['description']).toBe('As the connector says')
  })

  test.each<[string, JsonObject]>([
    ['null for parameters', { connectionParameters: null, connectionParameterSets: null }],
    [
      'parameter sets without parameters',
      { connectionParameterSets: { values: [{ name: 'x', parameters: null }, { name: 'y' }] } }
    ]
  ])('passes %s on, with a client secret too', (_, properties) => {
    expect(withProperties(properties, 'secret')).toMatchObject(properties)
  })
})

describe('the client secret', () => {
  const groups = (settings: JsonObject, name?: string): JsonObject => ({
    connectionParameters: { token: token(settings, name), key: { type: 'string' } },
    connectionParameterSets: { values: [{ name: 'x', parameters: { token: token(settings, name) } }, { name: 'y' }] }
  })

  test.each(['oAuthSettings', 'oauthSettings', 'OAUTHSETTINGS'])('is set in every setting that is spelled %s', name => {
    expect(withProperties(groups({}, name), 'new')).toMatchObject(groups({ clientSecret: 'new' }, name))
  })

  test.each<[string, Json]>([
    ['missing', 'absent'],
    ['empty', ''],
    ['null', null],
    ['a reference to a vault', { keyVault: 'x' }]
  ])('that is %s is not sent at all unless one is given', (_, value) => {
    const sent = JSON.stringify(withProperties(groups(value === 'absent' ? {} : { clientSecret: value })))
    expect(sent).not.toContain('clientSecret')
    expect(sent).toContain('redirectMode')
  })

  test('of a properties file is sent, unless another one is given', () => {
    const properties = groups({ clientSecret: 'of the file' })
    expect(withProperties(properties)).toMatchObject(properties)
    expect(JSON.stringify(withProperties(properties, 'new'))).not.toContain('of the file')
  })

  test('does not get into the connector that the run holds', () => {
    const properties = groups({})
    withProperties(properties, 'new')
    expect(JSON.stringify(properties)).not.toContain('new')
  })
})

describe('the address of the backend', () => {
  test.each<[string, JsonObject, string]>([
    ['takes the first scheme', { schemes: ['http', 'https'] }, 'http://orders.example/api/v2'],
    ['does without a base path', { basePath: null }, 'https://orders.example'],
    ['keeps the slash of a base path', { basePath: '/' }, 'https://orders.example/'],
    ['keeps a base path apart from the host', { basePath: 'v2' }, 'https://orders.example/v2'],
    [
      'keeps environment variables as they are',
      { host: '@environmentVariables("contoso_Host")', basePath: '@environmentVariables("contoso_Path")' },
      'https://@environmentVariables("contoso_Host")@environmentVariables("contoso_Path")'
    ]
  ])('%s', (_, changes, url) => {
    expect(serviceUrlOf({ ...definition, ...changes })).toBe(url)
  })

  test.each<[string, JsonObject, string]>([
    ['host', { host: '' }, '"host"'],
    ['host', { host: null }, '"host"'],
    ['scheme', { schemes: [] }, '"scheme"'],
    ['scheme', { schemes: [''] }, '"scheme"'],
    ['scheme', { schemes: 'https' }, '"scheme"'],
    ['scheme', { schemes: [null] }, '"scheme"']
  ])('without a %s is refused: %j', (missing, changes, input) => {
    expect(() => serviceUrlOf({ ...definition, ...changes })).toThrow(
      `Did not write the connector: the definition has no ${missing}, and a connector without one reaches nothing; give the ${input} input.`
    )
  })
})

test('a document that names its members like those of every object brings nothing in', () => {
  const sent = payload({ content: content({ definition: { ...definition, constructor: 'x' } }) })
  expect(own(sent, 'constructor')).toBeUndefined()
})
