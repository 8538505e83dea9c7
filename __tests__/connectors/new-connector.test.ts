import { describe, expect, test } from '@jest/globals'
import { API_PROPERTIES } from '../../src/connectors/connector.ts'
import { newContent } from '../../src/connectors/new-connector.ts'
import type { JsonObject } from '../../src/definition/json.ts'
import { bytes, definition, png } from './content.ts'

const key: JsonObject = { type: 'apiKey', in: 'query', name: 'key' }
const basic: JsonObject = { type: 'basic' }
const oauth2: JsonObject = { type: 'oauth2', flow: 'implicit', authorizationUrl: 'https://a.example', scopes: {} }
const token: JsonObject = { type: 'oauthSetting', oAuthSettings: { identityProvider: 'oauth2', clientId: 'x' } }

/** The properties of a new connector with these definitions of security, in this order. */
function propertiesFor(schemes: readonly JsonObject[], given?: JsonObject): JsonObject {
  const securityDefinitions = Object.fromEntries(schemes.map((scheme, number) => [`scheme${number}`, scheme]))
  const files = given === undefined ? {} : { properties: given }
  return newContent({ ...definition, securityDefinitions }, files, API_PROPERTIES).properties
}

describe('connection parameters', () => {
  test.each<[string, readonly JsonObject[], readonly [string, boolean][]]>([
    ['for a key', [key], [['api_key', false]]],
    [
      'for a user name and password',
      [basic],
      [
        ['username', true],
        ['password', false]
      ]
    ],
    ['for the first security, the only one that the platform uses', [key, oauth2], [['api_key', false]]]
  ])('are made %s', (_, schemes, wanted) => {
    const parameters = wanted.map(([name, clearText]): [string, object] => [
      name,
      { type: 'securestring', uiDefinition: { constraints: { clearText, required: 'true' } } }
    ])
    expect(propertiesFor(schemes)).toMatchObject({ connectionParameters: Object.fromEntries(parameters) })
  })

  test('are none without security', () => {
    expect(propertiesFor([])).toEqual({ iconBrandColor: '#007ee5' })
    expect(newContent(definition, {}, API_PROPERTIES).properties).toEqual({ iconBrandColor: '#007ee5' })
  })

  test.each<[string, JsonObject]>([
    ['those of the file', { connectionParameters: { mine: { type: 'string' } } }],
    ['sets of the file', { connectionParameterSets: { values: [] } }],
    ['none, as the file says', { connectionParameters: {} }]
  ])('are %s', (_, given) => {
    expect(propertiesFor([key], given)).toEqual({ iconBrandColor: '#007ee5', ...given })
  })

  test('are made where the file is about other properties', () => {
    expect(propertiesFor([key], { publisher: 'Contoso' })).toMatchObject({
      publisher: 'Contoso',
      connectionParameters: { api_key: {} }
    })
  })

  test.each<[string, JsonObject | undefined]>([
    ['without a file', undefined],
    ['with a file that has none', { connectionParameters: { api_key: { type: 'securestring' } } }]
  ])('for OAuth can not be made %s', (_, given) => {
    expect(() => propertiesFor([oauth2], given)).toThrow(/its security is OAuth 2, .*give "api-properties-file"/)
  })

  test('for OAuth are those of the file', () => {
    const given = { connectionParameters: { token } }
    expect(propertiesFor([oauth2], given)).toMatchObject(given)
  })
})

test('the colour is that of the file, where it has one', () => {
  expect(propertiesFor([], { iconBrandColor: '#112233' })).toEqual({ iconBrandColor: '#112233' })
})

test('what the backend has no place for is left out, icon and code are those of the files', () => {
  const files = { properties: { publisher: 'Contoso' }, icon: png, script: bytes('x') }
  expect(newContent(definition, files, ['iconBrandColor'])).toEqual({
    definition,
    properties: { iconBrandColor: '#007ee5' },
    icon: png,
    script: bytes('x')
  })
})

test('operations for custom code that is not given are refused', () => {
  expect(() => propertiesFor([], { scriptOperations: ['Orders_List'] })).toThrow(
    '"scriptOperations" names 1 operation(s)'
  )
})
