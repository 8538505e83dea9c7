import { describe, expect, test } from '@jest/globals'
import { readResource } from '../../../src/connectors/power-apps/resource.ts'
import type { JsonObject } from '../../../src/definition/json.ts'

const expected = { name: 'shared_orders', environmentId: '9B4F0A6E' }
const least: JsonObject = { apiDefinitions: { originalSwaggerUrl: 'https://s.example/o?sig=x' } }

function read(properties: JsonObject, more: JsonObject = {}): ReturnType<typeof readResource> {
  return readResource({ name: 'shared_orders', properties: { ...least, ...properties }, ...more }, expected)
}

describe('the connector of an answer', () => {
  test('has what is known of it, and is empty where nothing is', () => {
    expect(readResource({ properties: least }, expected)).toEqual({
      name: 'shared_orders',
      displayName: '',
      description: '',
      changedTime: '',
      serviceUrl: '',
      originalSwaggerUrl: 'https://s.example/o?sig=x',
      iconUrl: undefined,
      scriptUrl: undefined,
      properties: {},
      redirectUrl: ''
    })
  })

  test('keeps the properties that can be written, and no others', () => {
    const writable = { connectionParameters: null, capabilities: ['actions'], stackOwner: 'x', publisher: 'y' }
    const readOnly = { tier: 'x', metadata: {}, createdBy: {}, runtimeUrls: [], xrmConnectorId: 'x', swagger: {} }
    expect(read({ ...writable, ...readOnly }).properties).toEqual(writable)
  })

  test.each([
    ['https://s.example/icon.png?sv=1&sig=x', 'https://s.example/icon.png?sv=1&sig=x'],
    ['https://s.example/default.png', undefined],
    ['', undefined],
    ['not a URL', undefined]
  ])('has an icon of its own only behind a signature: "%s"', (iconUri, iconUrl) => {
    expect(read({ iconUri }).iconUrl).toBe(iconUrl)
  })

  test('has custom code where it names any', () => {
    expect(read({ scriptDefinitionUrl: 'https://s.example/x?sig=y' }).scriptUrl).toBe('https://s.example/x?sig=y')
    expect(read({ scriptDefinitionUrl: '' }).scriptUrl).toBeUndefined()
    expect(read({ scriptDefinitionUrl: null }).scriptUrl).toBeUndefined()
  })

  test('has the redirect URL of its first OAuth setting that has one', () => {
    const redirectUrl = 'https://global.consent.azure-apim.net/redirect/orders'
    const parameters = { a: { oAuthSettings: {} }, b: { oAuthSettings: { redirectUrl } } }
    expect(read({ connectionParameters: parameters }).redirectUrl).toBe(redirectUrl)
  })

  test('may name its environment in other letters', () => {
    expect(read({ environment: { name: '9b4f0a6e' } }).name).toBe('shared_orders')
  })
})

describe('refused is', () => {
  test.each<[string, unknown, RegExp]>([
    ['what has no properties', { name: 'x' }, /has no "properties"/],
    ['a list', [], /has no "properties"/],
    ['nothing', null, /has no "properties"/],
    [
      'a connector of Microsoft',
      { properties: { ...least, isCustomApi: false } },
      /not a custom connector.*custom connector\./
    ],
    [
      'one of another environment',
      { properties: { ...least, environment: { name: 'y' } } },
      /environment y; check "environment-id"/
    ],
    [
      'one without a definition',
      { properties: {} },
      /no original definition for it; open the connector in the maker portal/
    ]
  ])('%s', (_, value, message) => {
    expect(() => readResource(value, expected)).toThrow(message)
  })
})
