import { describe, expect, test } from '@jest/globals'
import type { Json, JsonObject } from '../../../src/definition/json.ts'
import { convertValid, dig, documentOf, rulesOf } from './support.ts'

function convertScheme(scheme: JsonObject) {
  const conversion = convertValid(
    documentOf(
      {},
      { servers: [{ url: 'https://api.example.com/v1' }], components: { securitySchemes: { main: scheme } } }
    )
  )
  return { scheme: dig(conversion.definition, 'securityDefinitions', 'main'), rules: rulesOf(conversion) }
}

const urls = { authorizationUrl: 'https://login.example.com/authorize', tokenUrl: 'https://login.example.com/token' }
const scopes = { read: 'Read' }

describe('security schemes', () => {
  const cases: [string, JsonObject, Json | undefined, string[]][] = [
    ['basic stays', { type: 'http', scheme: 'Basic', description: 'D' }, { type: 'basic', description: 'D' }, []],
    [
      'a key in a header stays',
      { type: 'apiKey', name: 'X-Key', in: 'header' },
      { type: 'apiKey', name: 'X-Key', in: 'header' },
      []
    ],
    [
      'a bearer token is a key in the header, a loss',
      { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
      { type: 'apiKey', name: 'Authorization', in: 'header' },
      ['security-scheme']
    ],
    [
      'an authorization code is an access code',
      { type: 'oauth2', flows: { authorizationCode: { ...urls, scopes } } },
      { type: 'oauth2', flow: 'accessCode', ...urls, scopes },
      []
    ],
    [
      'implicit stays',
      { type: 'oauth2', flows: { implicit: { authorizationUrl: urls.authorizationUrl, scopes } } },
      { type: 'oauth2', flow: 'implicit', authorizationUrl: urls.authorizationUrl, scopes },
      []
    ],
    [
      'client credentials are "application"',
      { type: 'oauth2', flows: { clientCredentials: { tokenUrl: urls.tokenUrl, scopes } } },
      { type: 'oauth2', flow: 'application', tokenUrl: urls.tokenUrl, scopes },
      []
    ],
    [
      'of several flows the authorization code is used, the others are losses',
      {
        type: 'oauth2',
        flows: {
          implicit: { ...urls, scopes },
          password: { ...urls, scopes },
          authorizationCode: { ...urls, scopes, refreshUrl: 'https://a.b/c' }
        }
      },
      { type: 'oauth2', flow: 'accessCode', ...urls, scopes },
      ['security-flow', 'security-flow', 'security-flow']
    ],
    [
      'a relative address is taken from the server',
      { type: 'oauth2', flows: { password: { tokenUrl: '/token', scopes } } },
      { type: 'oauth2', flow: 'password', tokenUrl: 'https://api.example.com/token', scopes },
      []
    ],
    [
      'a flow without its addresses is a loss',
      { type: 'oauth2', flows: { authorizationCode: { scopes } } },
      undefined,
      ['security-flow', 'security-scheme']
    ],
    ['a key in a cookie is a loss', { type: 'apiKey', name: 'sid', in: 'cookie' }, undefined, ['security-scheme']],
    [
      'OpenID Connect is a loss',
      { type: 'openIdConnect', openIdConnectUrl: 'https://a.b' },
      undefined,
      ['security-scheme']
    ],
    ['mutual TLS is a loss', { type: 'mutualTLS' }, undefined, ['security-scheme']],
    ['digest is a loss', { type: 'http', scheme: 'digest' }, undefined, ['security-scheme']]
  ]
  test.each(cases)('%s', (_title, scheme, expected, rules) => {
    expect(convertScheme(scheme)).toEqual({ scheme: expected, rules })
  })
})

describe('security requirements', () => {
  const securitySchemes = {
    key: { type: 'apiKey', name: 'k', in: 'query' },
    login: { type: 'oauth2', flows: { authorizationCode: { ...urls, scopes } } },
    cookie: { type: 'apiKey', name: 'sid', in: 'cookie' }
  }
  const convert = (security: Json) => {
    const conversion = convertValid(
      documentOf({ security }, { security: [{ key: [] }], components: { securitySchemes } })
    )
    const { definition, losses } = conversion
    return {
      root: definition['security'],
      own: dig(definition, 'paths', '/things', 'post', 'security'),
      rules: losses.filter(({ rule }) => rule === 'security-requirement').map(({ pointer }) => pointer)
    }
  }

  test('stay where their schemes stay, scopes with OAuth 2 only', () => {
    expect(convert([{ login: ['read'] }, { key: ['x'] }])).toEqual({
      root: [{ key: [] }],
      own: [{ login: ['read'] }, { key: [] }],
      rules: ['/paths/~1things/post/security/1/key']
    })
  })

  test('go with a scheme that a connector can not use', () => {
    expect(convert([{ cookie: [] }, { key: [] }])).toEqual({
      root: [{ key: [] }],
      own: [{ key: [] }],
      rules: ['/paths/~1things/post/security/0']
    })
  })

  test('those of the API hold where none is left', () => {
    expect(convert([{ cookie: [] }]).own).toBeUndefined()
  })

  test('none at all stays none', () => {
    expect(convert([]).own).toEqual([])
  })
})
