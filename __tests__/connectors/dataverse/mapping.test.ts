import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Connector, ConnectorContent } from '../../../src/connectors/connector.ts'
import { changedColumns, connectorOf, lengthFindings } from '../../../src/connectors/dataverse/mapping.ts'
import { type ConnectorRow, parseRows, readRow, revisionIn } from '../../../src/connectors/dataverse/row.ts'
import type { JsonObject } from '../../../src/definition/json.ts'
import { Secrets } from '../../../src/secrets.ts'
import { bytes, definition } from '../content.ts'

const id = '5d0c8a71-4e2b-4f93-a6d8-1b7c90e3f254'

function row(columns: JsonObject = {}): ConnectorRow {
  return readRow({
    '@odata.etag': 'W/"7"',
    connectorid: id,
    connectortype: 1,
    versionnumber: '7',
    openapidefinition: JSON.stringify(definition),
    ...columns
  })
}

function connector(columns: JsonObject = {}, masked: string[] = []): Connector {
  return connectorOf(row(columns), new Secrets(value => masked.push(value)))
}

/** A parameter that signs in. */
function token(settings: JsonObject): JsonObject {
  return { token: { type: 'oauthSetting', oAuthSettings: { clientId: 'id', ...settings } } }
}

function columns(from: Connector, changes: Partial<ConnectorContent>, secret?: string): JsonObject {
  return changedColumns(from, { ...from, ...changes }, secret)
}

describe('a row', () => {
  test.each([
    ['9007199254740993', '{"versionnumber":9007199254740993}'],
    ['9223372036854775807', '{"@odata.etag":"W/\\"1\\"","versionnumber":9223372036854775807}'],
    ['12', '{"@odata.etag":"W/\\"12\\""}'],
    ['', '{"@odata.etag":"W/\\"abc\\""}'],
    ['', '[]'],
    ['', 'no JSON']
  ])('has the revision "%s" in %s', (revision, text) => {
    expect(revisionIn(text)).toBe(revision)
  })

  test('keeps every digit of whatever version', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), version => {
        expect(parseRows(`{"value":[{"versionnumber": ${version} }]}`)).toEqual({
          value: [{ versionnumber: String(version) }]
        })
      })
    )
  })

  test.each<[string, JsonObject, RegExp]>([
    ['no etag', { '@odata.etag': null }, /no "connectorid", "@odata.etag" or "versionnumber"/],
    ['no id', { connectorid: null }, /no "connectorid"/],
    ['neither version nor a version in its etag', { '@odata.etag': 'W/"x"', versionnumber: null }, /"versionnumber"/],
    ['another type', { connectortype: 0 }, /connectortype 0/],
    ['no type', { connectortype: null }, /connectortype null/]
  ])('with %s is refused', (_, changes, message) => {
    expect(() => row(changes)).toThrow(message)
  })
})

describe('the connector of a row', () => {
  test('has its name of the row where it has no other', () => {
    expect(connector({ name: 'contoso_orders' }).name).toBe('contoso_orders')
    expect(connector({ name: 'contoso_orders', connectorinternalid: 'shared_orders' }).name).toBe('shared_orders')
  })

  test.each<[string, JsonObject, JsonObject]>([
    ['nothing', {}, {}],
    ['nothing, in three ways', { connectionparameters: null, scriptoperations: '', capabilities: '' }, {}],
    ['the literal null', { connectionparameters: 'null', policytemplateinstances: 'null' }, {}],
    ['operations of code', { scriptoperations: '["a"]' }, { scriptOperations: ['a'] }],
    ['choices', { capabilities: '118690003, 118690005' }, { capabilities: ['gateway', 'actions'] }],
    ['an unknown choice', { capabilities: '118690099' }, { capabilities: ['118690099'] }],
    ['a colour', { iconbrandcolor: '#fff' }, { iconBrandColor: '#fff' }]
  ])('has of %s the properties', (_, given, properties) => {
    expect(connector(given).properties).toEqual(properties)
  })

  test('has no secret that the row shows, but references to environment variables', () => {
    const masked: string[] = []
    const reference = '@environmentVariables("contoso_Secret")'
    expect(
      connector({ connectionparameters: JSON.stringify(token({ clientSecret: 'shown' })) }, masked).properties
    ).toEqual({
      connectionParameters: token({})
    })
    expect(masked).toContain('shown')
    expect(connector({ connectionparameters: JSON.stringify(token({ clientSecret: reference })) }).properties).toEqual({
      connectionParameters: token({ clientSecret: reference })
    })
  })

  test.each<[string, JsonObject, RegExp]>([
    ['a column that is no JSON', { connectionparameters: '{' }, /the column connectionparameters of its row/],
    ['no definition', { openapidefinition: null }, /its row holds no definition/],
    ['a definition that is none', { openapidefinition: '[]' }, /connector's definition/]
  ])('can not be had of %s', (_, given, message) => {
    expect(() => connector(given)).toThrow(message)
  })

  test('may have a byte order mark before its definition', () => {
    expect(connector({ openapidefinition: `\uFEFF${JSON.stringify(definition)}` }).definition).toEqual(definition)
  })
})

describe('an update has', () => {
  const rich = connector({
    connectionparameters: JSON.stringify(token({})),
    policytemplateinstances: '[{"templateId":"setheader"}]',
    scriptoperations: '["a"]',
    capabilities: '118690005',
    customcodeblobcontent: 'class Script {}'
  })
  const next = { ...definition, host: 'new.example' }

  test('the definition, where that is all that changed', () => {
    expect(columns(rich, { definition: next })).toEqual({ openapidefinition: JSON.stringify(next) })
  })

  test('no definition that the service would store as the one that is there', () => {
    const stored = connector({ openapidefinition: JSON.stringify({ ...definition, tags: [] }) })
    expect(columns(stored, { definition })).toEqual({})
  })

  test('the code as text, without the mark that an editor put before it', () => {
    expect(columns(rich, { script: bytes('\uFEFFclass Other {}\r\n') })).toEqual({
      customcodeblobcontent: 'class Other {}\r\n'
    })
    expect(columns(rich, { script: bytes('\uFEFFclass Script {}') })).toEqual({})
  })

  test.each<[string, JsonObject, JsonObject]>([
    ['policies', { policyTemplateInstances: [] }, { policytemplateinstances: null }],
    ['operations', { scriptOperations: ['b'] }, { scriptoperations: '["b"]' }],
    ['a colour', { iconBrandColor: '#fff' }, { iconbrandcolor: '#fff' }],
    ['capabilities', { capabilities: ['cloud', 'actions'] }, { capabilities: '118690004,118690005' }],
    ['a capability by its number', { capabilities: ['118690099'] }, { capabilities: '118690099' }]
  ])('the columns of properties that changed: %s', (_, changes, expected) => {
    expect(columns(rich, { properties: { ...rich.properties, ...changes } })).toEqual(expected)
  })

  test('nulls for properties that are gone', () => {
    expect(columns(rich, { properties: {} })).toEqual({
      connectionparameters: null,
      scriptoperations: null,
      capabilities: null,
      policytemplateinstances: null
    })
  })

  test('capabilities in any order as they are', () => {
    const two = connector({ capabilities: '118690003,118690005' })
    expect(columns(two, { properties: { capabilities: ['actions', 'gateway'] } })).toEqual({})
  })

  test.each([['triggers'], [5], [{}]])('no capability that Dataverse does not know: %j', capability => {
    expect(() => columns(rich, { properties: { ...rich.properties, capabilities: [capability] } })).toThrow(
      /Dataverse has no capability .*valid are composite, tabular, blob, gateway, cloud, actions/
    )
  })

  test('no connection parameters that were not asked for, whatever else changes', () => {
    const names = fc.subarray(['definition', 'script', 'scriptOperations', 'policyTemplateInstances'])
    fc.assert(
      fc.property(names, fc.string(), (changed, text) => {
        const has = (name: string) => changed.includes(name)
        const sent = columns(rich, {
          ...(has('definition') ? { definition: { ...definition, 'x-text': text } } : {}),
          ...(has('script') ? { script: bytes(`class S {} // ${text}`) } : {}),
          properties: {
            ...rich.properties,
            ...(has('scriptOperations') ? { scriptOperations: [text] } : {}),
            ...(has('policyTemplateInstances') ? { policyTemplateInstances: [{ text }] } : {})
          }
        })
        expect(Object.keys(sent)).not.toContain('connectionparameters')
        expect(Object.keys(sent)).not.toContain('connectionparametersets')
      })
    )
  })
})

describe('connection parameters', () => {
  const signsIn = connector({ connectionparameters: JSON.stringify(token({})) })
  const other = { scopes: ['x'] }

  test('that changed are refused without their secret, which would be lost', () => {
    expect(() => columns(signsIn, { properties: { connectionParameters: token(other) } })).toThrow(
      /Dataverse would lose the OAuth client secret.*"oauth-client-secret".*"clientSecret": ""/
    )
  })

  test.each<[string, JsonObject, string | undefined, JsonObject]>([
    ['the input', other, 'new', { ...other, clientSecret: 'new' }],
    ['the file', { ...other, clientSecret: 'new' }, undefined, { ...other, clientSecret: 'new' }],
    ['the input rather than the file', { clientSecret: 'old' }, 'new', { clientSecret: 'new' }],
    ['nowhere, as there is none', { ...other, clientSecret: '' }, undefined, other]
  ])('are written with the secret of %s', (_, settings, secret, sent) => {
    expect(columns(signsIn, { properties: { connectionParameters: token(settings) } }, secret)).toEqual({
      connectionparameters: JSON.stringify(token(sent))
    })
  })

  test('that only get a new secret are written, those without a sign-in are not', () => {
    const both = connector({
      connectionparameters: JSON.stringify({ key: { type: 'securestring' } }),
      connectionparametersets: JSON.stringify({ values: [{ name: 'a', parameters: token({}) }] })
    })
    expect(columns(both, {}, 'new')).toEqual({
      connectionparametersets: JSON.stringify({ values: [{ name: 'a', parameters: token({ clientSecret: 'new' }) }] })
    })
  })

  test('without a sign-in need no secret', () => {
    const key = { key: { type: 'securestring' } }
    expect(columns(connector(), { properties: { connectionParameters: key } })).toEqual({
      connectionparameters: JSON.stringify(key)
    })
  })
})

describe('lengths', () => {
  const text = (length: number) => 'x'.repeat(length)

  test.each<[string, JsonObject, string, string[]]>([
    ['a definition as long as it may be', { openapidefinition: text(500_000) }, '', []],
    ['a longer one', { openapidefinition: text(500_001) }, '', ['warning']],
    ['a longer one where the row has a long one already', { openapidefinition: text(500_001) }, text(500_001), []],
    ['the longest', { openapidefinition: text(1_000_000) }, text(500_001), []],
    ['one that is too long', { openapidefinition: text(1_000_001) }, text(500_001), ['error']],
    ['code as long as it may be', { customcodeblobcontent: text(500_000) }, '', []],
    [
      'code and policies that are too long',
      { customcodeblobcontent: text(500_001), policytemplateinstances: text(500_001) },
      '',
      ['error', 'error']
    ],
    ['a column that is cleared', { scriptoperations: null }, '', []]
  ])('of %s', (_, given, current, severities) => {
    expect(lengthFindings(given, current).map(({ severity }) => severity)).toEqual(severities)
  })

  test('are told by the column', () => {
    expect(lengthFindings({ customcodeblobcontent: text(500_001) }, '')[0]?.message).toBe(
      '"customcodeblobcontent" has 500,001 characters, and its column in Dataverse takes 500,000 at most'
    )
  })
})
