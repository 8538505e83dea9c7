/** How connections sign in, and how the connector reaches its API. */
import { describe, expect, test } from '@jest/globals'
import { compareDefinitions } from '../../../src/checks/changes/compare.ts'
import type { Json, JsonObject } from '../../../src/definition/json.ts'
import { swagger, withOperation } from '../../definition/documents.ts'

type Told = readonly (readonly [path: string, before: Json | undefined, after: Json | undefined])[]

function told(before: JsonObject, after: JsonObject, properties?: readonly [JsonObject, JsonObject]): Told {
  const sides = properties ?? [undefined, undefined]
  const side = (definition: JsonObject, of: JsonObject | undefined) =>
    of ? { definition, properties: of } : { definition }
  return compareDefinitions(side(swagger(before), sides[0]), side(swagger(after), sides[1])).map(change => {
    expect(change.operationId).toBe('')
    return [change.path, change.before, change.after]
  })
}

describe('how the API is reached', () => {
  const cases: [string, JsonObject, JsonObject, Told][] = [
    ['another host', { host: 'a.example' }, { host: 'b.example' }, [['host', 'a.example', 'b.example']]],
    ['another port', { host: 'a.example' }, { host: 'a.example:8443' }, [['host', 'a.example', 'a.example:8443']]],
    [
      'the port of the scheme',
      { host: 'a.example', schemes: ['http'] },
      { host: 'A.example:80', schemes: ['HTTP'] },
      []
    ],
    ['no host any more', { host: 'a.example' }, { host: '' }, [['host', 'a.example', undefined]]],
    ['a host at last', { host: '' }, { host: 'a.example' }, []],
    ['another base path', { basePath: '/v1' }, { basePath: '/V1' }, [['basePath', '/v1', '/V1']]],
    ['no base path any more', { basePath: 'v1' }, {}, [['basePath', '/v1', '/']]],
    ['a base path that says the same', { basePath: '/' }, { basePath: '' }, []],
    [
      'a base path by an environment variable',
      { basePath: '/v1' },
      { basePath: '@environmentVariables("path")' },
      [['basePath', '/v1', '@environmentVariables("path")']]
    ],
    [
      'the scheme that is called',
      { schemes: ['https', 'http'] },
      { schemes: ['http'] },
      [['schemes', 'https', 'http']]
    ],
    ['schemes that are not called', { schemes: ['https', 'http'] }, { schemes: ['https', 'wss'] }, []],
    ['https for no scheme', { schemes: ['https'] }, { schemes: [] }, []]
  ]
  test.each(cases)('%s', (_name, before, after, wanted) => {
    const host = { host: 'api.contoso.example' }
    expect(told({ ...host, ...before }, { ...host, ...after })).toEqual(wanted)
  })
})

describe('security definitions', () => {
  const oauth = (members: JsonObject = {}): JsonObject => ({
    type: 'oauth2',
    flow: 'accessCode',
    authorizationUrl: 'https://login.example/authorize',
    tokenUrl: 'https://login.example/token',
    scopes: { read: 'Read', write: 'Write' },
    ...members
  })
  const basic = { type: 'basic' }
  const key = { type: 'apiKey', in: 'header', name: 'X-Key' }
  const cases: [string, JsonObject, JsonObject, Told][] = [
    ['of another kind', { a: basic }, { a: key }, [['security/a', 'basic', 'apiKey']]],
    ['of another kind and name', { a: basic }, { b: key }, [['security/a', 'basic', 'apiKey']]],
    ['of another name', { a: oauth() }, { b: oauth() }, []],
    ['one of two gone', { a: basic, b: key }, { b: key }, [['security/a', 'basic', undefined]]],
    ['one more', { a: basic }, { a: basic, b: key }, []],
    ['the first', {}, { a: key }, [['security/a', undefined, 'apiKey']]],
    ['the key in another header', { a: key }, { a: { ...key, name: 'X-Other' } }, []],
    [
      'another flow',
      { a: oauth() },
      { a: oauth({ flow: 'implicit' }) },
      [['security/a', 'oauth2 (accessCode)', 'oauth2 (implicit)']]
    ],
    ['the flow that the service stores', { a: oauth({ flow: 'application' }) }, { a: oauth() }, []],
    [
      'other addresses',
      { a: oauth() },
      { a: oauth({ tokenUrl: 'https://other.example/token', authorizationUrl: 'https://LOGIN.example/authorize' }) },
      [['security/a/tokenUrl', 'https://login.example/token', 'https://other.example/token']]
    ],
    [
      'an address gone',
      { a: oauth() },
      { a: oauth({ tokenUrl: '' }) },
      [['security/a/tokenUrl', 'https://login.example/token', '']]
    ],
    [
      'a scope gone',
      { a: oauth() },
      { a: oauth({ scopes: { 'write more': '' } }) },
      [['security/a/scopes', ['read'], undefined]]
    ],
    ['scopes in one text', { a: oauth() }, { a: oauth({ scopes: { 'write read': '', more: '' } }) }, []]
  ]
  test.each(cases)('%s', (_name, before, after, wanted) => {
    expect(told({ securityDefinitions: before }, { securityDefinitions: after })).toEqual(wanted)
  })

  test('that nothing uses may go', () => {
    const before = { securityDefinitions: { a: basic, b: key }, security: [{ b: [] }] }
    expect(told(before, { securityDefinitions: { b: key }, security: [{ b: [] }] })).toEqual([])
  })

  test('that an operation uses may not', () => {
    const before = withOperation(
      { security: [{ a: [] }] },
      { securityDefinitions: { a: basic, b: key }, security: [{ b: [] }] }
    )
    const after = withOperation({}, { securityDefinitions: { b: key }, security: [{ b: [] }] })
    expect(compareDefinitions({ definition: before }, { definition: after })).toMatchObject([{ path: 'security/a' }])
  })
})

describe('connection parameters', () => {
  const text = (required?: Json): JsonObject => ({
    type: 'string',
    uiDefinition: { constraints: required === undefined ? {} : { required } }
  })
  const oauth = (settings: JsonObject): JsonObject => ({
    connectionParameters: {
      token: {
        type: 'oauthSetting',
        oAuthSettings: { identityProvider: 'oauth2', clientId: 'x', scopes: ['a', 'b'], ...settings }
      }
    }
  })
  const urls = (tokenUrl: string): JsonObject => ({
    customParameters: { TokenUrl: { value: tokenUrl }, refreshBodyTemplate: { value: tokenUrl } }
  })
  const parameters = (members: JsonObject): JsonObject => ({ connectionParameters: members })
  const sets = (members: JsonObject): JsonObject => ({
    connectionParameterSets: { values: Object.entries(members).map(([name, of]) => ({ name, parameters: of })) }
  })
  const cases: [string, JsonObject, JsonObject, Told][] = [
    ['gone', parameters({ key: text() }), parameters({}), [['connection/key', 'string', undefined]]],
    [
      'of another type',
      parameters({ key: text() }),
      parameters({ key: { type: 'securestring' } }),
      [['connection/key', 'string', 'securestring']]
    ],
    [
      'of a type in capitals',
      parameters({ key: { type: 'SecureString' } }),
      parameters({ key: { type: 'securestring' } }),
      []
    ],
    ['new and required', parameters({}), parameters({ key: text('true') }), [['connection/key', undefined, 'string']]],
    ['new and optional', parameters({}), parameters({ key: text('false'), other: text() }), []],
    [
      'required now',
      parameters({ key: text() }),
      parameters({ key: text(true) }),
      [['connection/key/required', false, true]]
    ],
    [
      'another way to sign in',
      oauth({}),
      oauth({ identityProvider: 'aad' }),
      [['connection/token/identityProvider', 'oauth2', 'aad']]
    ],
    ['the same in capitals, another client', oauth({}), oauth({ identityProvider: 'OAuth2', clientId: 'y' }), []],
    ['a scope gone', oauth({}), oauth({ scopes: ['b c'] }), [['connection/token/scopes', ['a'], undefined]]],
    [
      'another address, not another body',
      oauth(urls('https://a.example/token')),
      oauth(urls('https://b.example/token')),
      [['connection/token/tokenurl', 'https://a.example/token', 'https://b.example/token']]
    ],
    [
      'gone and new in a set',
      sets({ basic: { user: text(true) } }),
      sets({ basic: { password: text(true) } }),
      [
        ['connection-set/basic/password', undefined, 'string'],
        ['connection-set/basic/user', 'string', undefined]
      ]
    ],
    [
      'a further set',
      sets({ basic: { user: text(true) } }),
      sets({ basic: { user: text(true) }, key: { key: text(true) } }),
      []
    ]
  ]
  test.each(cases)('%s', (_name, before, after, wanted) => {
    expect(told({}, {}, [before, after])).toEqual(wanted)
  })

  test('are left alone where one side does not know them', () => {
    const definition = swagger()
    const properties = parameters({ key: text() })
    expect(compareDefinitions({ definition, properties }, { definition })).toEqual([])
    expect(compareDefinitions({ definition }, { definition, properties: oauth({}) })).toEqual([])
  })
})
