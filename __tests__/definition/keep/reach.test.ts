import { describe, expect, test } from '@jest/globals'
import type { JsonObject } from '../../../src/definition/json.ts'
import { DEFAULT_KEEP, keepFromConnector, type KeepInput, type KeepPart } from '../../../src/definition/keep.ts'

const document = (members: JsonObject): JsonObject => ({ swagger: '2.0', info: {}, paths: {}, ...members })
const api = document({ host: 'api.contoso.com', schemes: ['https'] })
const connector = document({ host: 'proxy.contoso.com', schemes: ['http', 'https'], basePath: '/proxy' })
const bare = document({})
const variable = '@environmentVariables("cr1_Host")'
const path = '@environmentVariables("cr1_Path")/v1'
const servedFrom = new URL('http://build.contoso.com:8080/swagger/v1/swagger.json')

type Changes = Omit<Partial<KeepInput>, 'keep'> & { keep?: KeepPart[] }

function keep(changes: Changes) {
  const parts = changes.keep ? new Set(changes.keep) : DEFAULT_KEEP
  return keepFromConnector({ api, connector, explicit: {}, ...changes, keep: parts })
}

describe('where the connector reaches its API', () => {
  const cases: [string, Changes, JsonObject][] = [
    [
      "the connector's host and schemes by default",
      {},
      { host: 'proxy.contoso.com', schemes: ['http', 'https'], basePath: '/proxy' }
    ],
    [
      "the document's with keep none, and nothing of the connector's base path",
      { keep: [] },
      { host: 'api.contoso.com', schemes: ['https'] }
    ],
    [
      'the document has a base path',
      { api: document({ basePath: '/v2' }) },
      { host: 'proxy.contoso.com', basePath: '/v2' }
    ],
    [
      'the base path is kept',
      { api: document({ basePath: '/v2' }), keep: ['host', 'base-path'] },
      { basePath: '/proxy' }
    ],
    ['the connector has a host alone', { connector: document({ host: 'x.y' }) }, { host: 'x.y', schemes: ['https'] }],
    ['the connector has nothing', { connector: bare }, { host: 'api.contoso.com', schemes: ['https'] }],
    [
      'the connector has empty values',
      { connector: document({ host: ' ', schemes: [''] }) },
      { host: 'api.contoso.com', schemes: ['https'] }
    ],
    [
      'the document has nothing',
      { api: bare, keep: [] },
      { host: 'proxy.contoso.com', schemes: ['http', 'https'], basePath: '/proxy' }
    ],
    [
      'explicit values win',
      { explicit: { host: 'a.b', basePath: '/c', scheme: 'https' } },
      { host: 'a.b', basePath: '/c', schemes: ['https'] }
    ],
    [
      'empty explicit values are none',
      { explicit: { host: '', basePath: '', scheme: '' } },
      { host: 'proxy.contoso.com', basePath: '/proxy' }
    ],
    [
      'an environment variable is kept',
      { connector: document({ host: variable, basePath: path }), keep: ['schemes'] },
      { host: variable, basePath: path }
    ],
    [
      'an environment variable wins over a declared base path',
      {
        api: document({ basePath: '/v2' }),
        connector: document({ host: variable, basePath: path, schemes: ['https'] })
      },
      { host: variable, basePath: path }
    ],
    [
      'an explicit host wins over an environment variable',
      { connector: document({ host: variable }), explicit: { host: 'a.b' } },
      { host: 'a.b' }
    ],
    [
      "neither side has one: the connector's service URL",
      { api: bare, connector: bare, connectorServiceUrl: 'https://svc.contoso.com/root/', servedFrom },
      { host: 'svc.contoso.com', schemes: ['https'], basePath: '/root' }
    ],
    [
      'neither side has one: the address of the document',
      { api: bare, connector: bare, connectorServiceUrl: '/api/v2', servedFrom },
      { host: 'build.contoso.com:8080', schemes: ['http'] }
    ]
  ]
  test.each(cases)('%s', (_name, changes, expected) => {
    const { definition } = keep(changes)
    expect(definition).toMatchObject(expected)
    if (!('basePath' in expected)) expect(definition).not.toHaveProperty('basePath')
  })

  test('a connector without a base path has none when the base path is kept', () => {
    const { definition } = keep({
      api: document({ basePath: '/v2' }),
      connector: document({ host: 'a', schemes: ['https'] }),
      keep: ['host', 'base-path']
    })
    expect(definition).not.toHaveProperty('basePath')
  })

  const dead: [string, Changes, RegExp][] = [
    [
      'nothing says the host',
      { api: document({ schemes: ['https'] }), connector: bare },
      /there is no host; give the input "host"/
    ],
    [
      'nothing says the scheme',
      { api: document({ host: 'a' }), connector: bare },
      /there is no scheme; give the input "scheme"/
    ],
    [
      'nothing says either',
      { api: bare, connector: bare },
      /no host and no scheme; give the inputs "host" and "scheme"/
    ],
    [
      'a file served the document',
      { api: bare, connector: bare, servedFrom: new URL('file:///c/swagger.json') },
      /no host and no scheme/
    ],
    [
      'values are empty or no text',
      { api: document({ host: '', schemes: [] }), connector: document({ host: 1, schemes: 'https' }) },
      /no host and no scheme/
    ]
  ]
  test.each(dead)('never a dead connector: %s', (_name, changes, message) => {
    expect(() => keep(changes)).toThrow(expect.objectContaining({ fault: 'incomplete' }))
    expect(() => keep(changes)).toThrow(message)
  })
})

describe('what a reader should know is noted', () => {
  const cases: [string, Changes, string[]][] = [
    ['nothing where both sides agree', { connector: document({ host: 'API.contoso.com', schemes: ['https'] }) }, []],
    ['nothing where one side has none', { api: bare }, []],
    [
      'a host and schemes that differ',
      {},
      [
        'host is proxy.contoso.com, from the connector: the API document has api.contoso.com',
        'schemes is http, https, from the connector: the API document has https'
      ]
    ],
    [
      'a base path that differs',
      { api: document({ basePath: '/v2' }), explicit: { basePath: '/x' } },
      ['base-path is /x, from the input: the API document has /v2, the connector has /proxy']
    ],
    [
      'values from elsewhere',
      { api: bare, connector: bare, servedFrom },
      [
        'host is build.contoso.com:8080, from the address that served the API document',
        'schemes is http, from the address that served the API document'
      ]
    ]
  ]
  test.each(cases)('%s', (_name, changes, texts) => {
    expect(keep(changes).notes.map(({ text }) => text)).toEqual(texts)
  })
})

test("info is the document's own, or wholly the connector's", () => {
  const both = {
    api: { ...api, info: { title: 'New', version: '2' } },
    connector: { ...connector, info: { title: 'Old', 'x-ms-deployment-version': '1' } }
  }
  expect(keep({ ...both, keep: [] }).definition['info']).toEqual({ title: 'New', version: '2' })
  expect(keep({ ...both, keep: ['info'] }).definition['info']).toEqual({ title: 'Old', 'x-ms-deployment-version': '1' })
})
