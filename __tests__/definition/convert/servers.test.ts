import { describe, expect, test } from '@jest/globals'
import type { Json } from '../../../src/definition/json.ts'
import { convertValid, documentOf, rulesOf } from './support.ts'

function placeOf(servers: Json | undefined, servedFrom?: string) {
  const document = documentOf({}, servers === undefined ? {} : { servers })
  const conversion = convertValid(document, servedFrom === undefined ? undefined : new URL(servedFrom))
  const { host, basePath, schemes } = conversion.definition
  return { host, basePath, schemes, rules: rulesOf(conversion) }
}

describe('servers', () => {
  const cases: [string, Json | undefined, string | undefined, object][] = [
    [
      'the first server becomes host, base path and scheme',
      [{ url: 'https://api.example.com:8443/v1/' }],
      undefined,
      { host: 'api.example.com:8443', basePath: '/v1', schemes: ['https'], rules: [] }
    ],
    [
      'a server without a path has the root as base path',
      [{ url: 'http://api.example.com' }],
      undefined,
      { host: 'api.example.com', basePath: '/', schemes: ['http'], rules: [] }
    ],
    [
      'variables have their defaults, each a loss',
      [
        {
          url: 'https://{region}.example.com/{base}',
          variables: { region: { default: 'eu', enum: ['eu', 'us'] }, base: { default: 'v2' } }
        }
      ],
      undefined,
      { host: 'eu.example.com', basePath: '/v2', schemes: ['https'], rules: ['server', 'server'] }
    ],
    [
      'a variable without a default leaves no host',
      [{ url: 'https://{tenant}.example.com/v1' }],
      undefined,
      { host: undefined, basePath: '/v1', schemes: ['https'], rules: ['server', 'server'] }
    ],
    [
      'a relative server is where the document was served',
      [{ url: '/api/v3' }],
      'https://petstore.example.com/docs/openapi.json',
      { host: 'petstore.example.com', basePath: '/api/v3', schemes: ['https'], rules: [] }
    ],
    [
      'a relative path is taken from the folder of the document',
      [{ url: '../v3' }],
      'https://petstore.example.com/docs/openapi.json',
      { host: 'petstore.example.com', basePath: '/v3', schemes: ['https'], rules: [] }
    ],
    [
      'a relative server of a file has a base path only, and that is a loss',
      [{ url: '/api/v3' }],
      undefined,
      { host: undefined, basePath: '/api/v3', schemes: undefined, rules: ['server'] }
    ],
    [
      'without servers the host that served the document counts',
      undefined,
      'http://localhost:5000/swagger/v1/swagger.json',
      { host: 'localhost:5000', basePath: undefined, schemes: ['http'], rules: [] }
    ],
    [
      'the same server under another scheme adds the scheme',
      [{ url: 'https://api.example.com/v1' }, { url: 'http://api.example.com/v1/' }],
      undefined,
      { host: 'api.example.com', basePath: '/v1', schemes: ['https', 'http'], rules: [] }
    ],
    [
      'another server is a loss',
      [{ url: 'https://api.example.com' }, { url: 'https://test.example.com' }],
      undefined,
      { host: 'api.example.com', basePath: '/', schemes: ['https'], rules: ['server'] }
    ],
    [
      'a scheme, user or query that Swagger 2.0 does not have is a loss',
      [{ url: 'ftp://user:secret@files.example.com/a?key=1' }],
      undefined,
      { host: 'files.example.com', basePath: '/a', schemes: undefined, rules: ['server', 'server', 'server'] }
    ],
    [
      'environment variables of the platform stay as they are',
      [{ url: 'https://@environmentVariables("cr_host")/v1' }],
      undefined,
      { host: '@environmentVariables("cr_host")', basePath: '/v1', schemes: ['https'], rules: [] }
    ]
  ]
  test.each(cases)('%s', (_title, servers, servedFrom, expected) => {
    expect(placeOf(servers, servedFrom)).toEqual(expected)
  })

  test('servers of a path and of an operation are losses at their place', () => {
    const servers = [{ url: 'https://other.example.com' }]
    const document = documentOf({ servers })
    const { losses } = convertValid({
      ...document,
      paths: { '/a': { servers, get: { operationId: 'A', servers, responses: { 200: { description: '' } } } } }
    })
    expect(losses.map(({ rule, pointer }) => [rule, pointer])).toEqual([
      ['server', '/paths/~1a/servers'],
      ['server', '/paths/~1a/get/servers']
    ])
  })
})
