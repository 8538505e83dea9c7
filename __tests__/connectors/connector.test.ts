import { describe, expect, test } from '@jest/globals'
import {
  compareContent,
  describeDifferences,
  hasOAuth,
  isEqual,
  oAuthSettings
} from '../../src/connectors/connector.ts'
import type { Json, JsonObject } from '../../src/definition/json.ts'
import { bytes, content, definition, png } from './content.ts'

function isSame(sent: Json, stored: Json, additions: boolean): boolean {
  const from = (value: Json) => content({ properties: { connectionParameters: value } })
  return isEqual(compareContent(from(sent), from(stored), { additions }))
}

describe('properties', () => {
  test('that were emptied and are still there count as different, also where services may add', () => {
    expect(isSame([], ['a'], true)).toBe(false)
    expect(isSame({ a: { hints: {} } }, { a: { hints: { x: 1 } } }, true)).toBe(false)
  })

  test.each<[string, Json, Json, boolean]>([
    ['the same', { a: { type: 'string' } }, { a: { type: 'string' } }, true],
    ['another value', { a: { type: 'string' } }, { a: { type: 'securestring' } }, false],
    ['nothing, said in two ways', null, {}, true],
    ['nothing, deep down', { a: { hints: [] } }, { a: {} }, true],
    ['a switch as truth or text', { a: { required: true } }, { a: { required: 'true' } }, true],
    ['a switch as .NET writes it', { a: { required: 'True' } }, { a: { required: true } }, true],
    ['a switch turned', { a: { required: 'false' } }, { a: { required: true } }, false],
    ['a number as text', { a: { order: 1 } }, { a: { order: '1' } }, true],
    ['a colour in other letters', { a: '#D93B1E' }, { a: '#d93b1e' }, true],
    ['a text in other letters', { a: { name: 'Key' } }, { a: { name: 'KEY' } }, false],
    ['a text for nothing', { a: 'null' }, { a: null }, false],
    ['a text for a list of it', { a: 'x' }, { a: ['x'] }, false],
    ['a text for an object', { a: 'x' }, { a: { x: 1 } }, false],
    ['another order of a list', ['a', 'b'], ['b', 'a'], false],
    ['a shorter list', ['a'], ['a', 'b'], false],
    [
      'a client secret, which is never returned',
      { t: { oAuthSettings: { clientSecret: 'x', clientId: 'i' } } },
      { t: { oAuthSettings: { clientId: 'i' } } },
      true
    ],
    ['names that every object has', { constructor: 'x' }, {}, false]
  ])('are compared: %s', (_, sent, stored, same) => {
    expect([isSame(sent, stored, false), isSame(sent, stored, true)]).toEqual([same, same])
  })

  test.each<[string, Json, Json]>([
    ['a member more', { a: { type: 'string' } }, { a: { type: 'string', hidden: false } }],
    ['a parameter more', { a: { type: 'string' } }, { a: { type: 'string' }, b: { type: 'string' } }],
    ['a member more in a list', [{ a: 1 }], [{ a: 1, b: 2 }]],
    ['something for nothing', null, { a: { type: 'string' } }]
  ])('that the service stores with %s are as sent, but sending them would be a change', (_, sent, stored) => {
    expect(isSame(sent, stored, true)).toBe(true)
    expect(isSame(sent, stored, false)).toBe(false)
    expect(isSame(stored, sent, true)).toBe(false)
  })
})

describe('a reference to an environment variable', () => {
  const reference = { a: '@environmentVariables("contoso_Key")' }

  test('that comes back as its value is as sent, but sending it would be a change', () => {
    expect(isSame(reference, { a: 'the value' }, true)).toBe(true)
    expect(isSame(reference, { a: 'the value' }, false)).toBe(false)
    expect(isSame(reference, {}, true)).toBe(false)
  })
})

test('capabilities are compared as a set', () => {
  const of = (...capabilities: string[]) => content({ properties: { capabilities } })
  expect(isEqual(compareContent(of('a', 'b'), of('b', 'a'), { additions: false }))).toBe(true)
  expect(isEqual(compareContent(of('a', 'b'), of('b'), { additions: false }))).toBe(false)
})

describe('custom code', () => {
  const same = (a: string | undefined, b: string | undefined): boolean =>
    isEqual(
      compareContent(
        content({ script: a === undefined ? undefined : bytes(a) }),
        content({ script: b === undefined ? undefined : bytes(b) }),
        { additions: true }
      )
    )

  test('is the same with other line breaks and a byte order mark', () => {
    expect(same('a\nb', '\uFEFFa\r\nb')).toBe(true)
  })

  test.each([
    ['a', 'b'],
    ['a', undefined],
    [undefined, 'a'],
    ['a b', 'a  b']
  ])('%j is not %j', (a, b) => {
    expect(same(a, b)).toBe(false)
  })
})

test('differences are told in words', () => {
  const sent = content({
    icon: png,
    script: bytes('x'),
    properties: { capabilities: ['actions'], publisher: 'Contoso' }
  })
  const stored = content({ definition: { ...definition, host: 'other.example' } })
  expect(describeDifferences(compareContent(sent, stored, { additions: true }))).toEqual([
    '1 place of the definition',
    'capabilities',
    'publisher',
    'the icon',
    'the custom code'
  ])
  const twice = content({ definition: { ...definition, host: 'other.example', basePath: '/' } })
  expect(describeDifferences(compareContent(content(), twice, { additions: false }))).toEqual([
    '2 places of the definition'
  ])
})

test('icons are compared byte by byte', () => {
  const other = Uint8Array.from(png).fill(9, 8)
  expect(compareContent(content({ icon: png }), content({ icon: other }), { additions: true }).icon).toBe(true)
  expect(
    compareContent(content({ icon: png }), content({ icon: Uint8Array.from(png) }), { additions: true }).icon
  ).toBe(false)
  expect(compareContent(content({ icon: png }), content(), { additions: true }).icon).toBe(true)
})

describe('OAuth settings', () => {
  const settings: JsonObject = { clientId: 'id' }

  test.each<[string, JsonObject, number]>([
    ['of connection parameters', { connectionParameters: { token: { oAuthSettings: settings } } }, 1],
    [
      'in another spelling',
      { connectionParameters: { token: { oauthsettings: settings, OAuthSettings: settings } } },
      2
    ],
    [
      'of parameter sets, of which one has no parameters',
      {
        connectionParameterSets: {
          values: [{ parameters: { token: { oAuthSettings: settings } } }, { name: 'x' }, null]
        }
      },
      1
    ],
    ['where there are none', { connectionParameters: { key: { type: 'securestring' } } }, 0],
    ['where there are no parameters', { connectionParameters: null, connectionParameterSets: null }, 0],
    ['where sets have no values', { connectionParameterSets: { values: {} } }, 0],
    ['where parameters are not what they should be', { connectionParameters: ['x', { oAuthSettings: 'x' }] }, 0],
    ['where the settings are nothing', { connectionParameters: { token: { oAuthSettings: null } } }, 0]
  ])('%s are found', (_, properties, number) => {
    expect([...oAuthSettings(properties)]).toHaveLength(number)
    expect(hasOAuth(properties)).toBe(number > 0)
  })
})
