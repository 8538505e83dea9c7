import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isObject, type Json, type JsonObject } from '../../src/definition/json.ts'
import { differencesAsStored } from '../../src/definition/stored.ts'
import { connectors } from './corpus.ts'
import { describeCorpus } from './describe-corpus.ts'
import { swagger, withOperation } from './documents.ts'
import { reordered } from './stripped.ts'

const oauth = (flow: string) => ({ securityDefinitions: { oauth: { type: 'oauth2', flow } } })

/** A definition as the service gives it back: empty sections added, OAuth2 flows rewritten, members in another order. */
function asStored(sent: JsonObject): JsonObject {
  const stored: JsonObject = {
    parameters: {}, responses: {}, definitions: {}, securityDefinitions: {}, security: [], tags: [], schemes: [],
    consumes: [], produces: [], ...structuredClone(sent)
  } // prettier-ignore
  for (const [path, item] of Object.entries(isObject(stored['paths']) ? stored['paths'] : {})) {
    if (!isObject(item) || path.startsWith('x-')) continue
    for (const [name, operation] of Object.entries(item)) {
      if (!isObject(operation) || !/^(?:get|put|post|delete|options|head|patch)$/.test(name)) continue
      item[name] = { tags: [], consumes: [], produces: [], parameters: [], schemes: [], ...operation }
    }
    item['parameters'] ??= []
  }
  for (const definition of Object.values(
    isObject(stored['securityDefinitions']) ? stored['securityDefinitions'] : {}
  )) {
    if (isObject(definition) && definition['flow'] === 'application') definition['flow'] = 'accessCode'
  }
  const result = reordered(stored)
  return isObject(result) ? result : {}
}

describe('what the service is known to rewrite is no difference', () => {
  const cases: [string, JsonObject, JsonObject][] = [
    ['empty sections', swagger(), swagger({ definitions: {}, parameters: {}, responses: {}, tags: [], security: [] })],
    [
      'empty lists of operations',
      withOperation({}),
      withOperation({ tags: [], consumes: [], parameters: [], security: [] })
    ],
    ['the OAuth2 flow', swagger(oauth('application')), swagger(oauth('accessCode'))],
    ['the order of members', swagger({ a: { x: 1, y: 2 } }), reordered(swagger({ a: { x: 1, y: 2 } })) as JsonObject]
  ]
  test.each(cases)('%s', (_name, sent, stored) => {
    expect(differencesAsStored(sent, stored)).toEqual([])
  })
})

describe('anything else is a difference with its place', () => {
  const secured = { security: [{ key: [] }] }
  const cases: [string, JsonObject, JsonObject, string, Json | undefined, Json | undefined][] = [
    ['a changed value', swagger(), swagger({ host: 'x' }), '/host', 'api.contoso.com', 'x'],
    ['a missing member', swagger({ basePath: '/v1' }), swagger(), '/basePath', '/v1', undefined],
    ['an added member', swagger(), swagger({ basePath: '/v1' }), '/basePath', undefined, '/v1'],
    ['an empty section that is gone', swagger({ tags: [] }), swagger(), '/tags', [], undefined],
    [
      'a section added with something in it',
      swagger(),
      swagger({ tags: [{ name: 'a' }] }),
      '/tags',
      undefined,
      [{ name: 'a' }]
    ],
    ['an added empty text', swagger(), swagger({ basePath: '' }), '/basePath', undefined, ''],
    ['an added empty extension', swagger(), swagger({ 'x-ms-capabilities': {} }), '/x-ms-capabilities', undefined, {}],
    [
      'an empty list where none is known',
      swagger({ info: {} }),
      swagger({ info: { tags: [] } }),
      '/info/tags',
      undefined,
      []
    ],
    ['the order of items', swagger({ tags: ['a', 'b'] }), swagger({ tags: ['b', 'b'] }), '/tags/0', 'a', 'b'],
    ['a missing item', swagger({ tags: ['a', 'b'] }), swagger({ tags: ['a'] }), '/tags/1', 'b', undefined],
    ['an added item', swagger({ tags: [] }), swagger({ tags: ['a'] }), '/tags/0', undefined, 'a'],
    ['an object instead of an array', swagger({ tags: [] }), swagger({ tags: {} }), '/tags', [], {}],
    ['null instead of an object', swagger({ tags: {} }), swagger({ tags: null }), '/tags', {}, null],
    ['a number instead of its text', swagger({ a: 1 }), swagger({ a: '1' }), '/a', 1, '1'],
    [
      'security turned off for an operation',
      withOperation({}, secured),
      withOperation({ security: [] }, secured),
      '/paths/~1orders/get/security',
      undefined,
      []
    ],
    [
      'the flow rewritten the other way',
      swagger(oauth('accessCode')),
      swagger(oauth('application')),
      '/securityDefinitions/oauth/flow',
      'accessCode',
      'application'
    ],
    [
      'a flow in another place',
      swagger({ x: { flow: 'application' } }),
      swagger({ x: { flow: 'accessCode' } }),
      '/x/flow',
      'application',
      'accessCode'
    ],
    ['a name from the prototype', swagger({ constructor: 1 }), swagger(), '/constructor', 1, undefined]
  ]
  test.each(cases)('%s', (_name, sent, stored, pointer, a, b) => {
    expect(differencesAsStored(sent, stored)).toEqual([{ pointer, sent: a, stored: b }])
  })

  test('at most 50 are collected', () => {
    const many = (value: number) => Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`d${i}`, value]))
    const found = differencesAsStored(
      swagger({ definitions: many(1) }),
      swagger({ definitions: many(2), added: many(1) })
    )
    expect(found.map(({ pointer }) => pointer)).toEqual(Array.from({ length: 50 }, (_, i) => `/definitions/d${i}`))
  })
})

describe('for any document', () => {
  const documents = fc.dictionary(fc.constantFrom('a', 'tags', 'paths', 'security', 'x'), fc.jsonValue({ maxDepth: 4 }))

  test('nothing differs from itself, nor from itself in another order', () => {
    fc.assert(
      fc.property(documents, document => {
        const value: JsonObject = JSON.parse(JSON.stringify(document)) as JsonObject
        expect(differencesAsStored(value, value)).toEqual([])
        expect(differencesAsStored(value, reordered(value) as JsonObject)).toEqual([])
      })
    )
  })

  test('a change of any value is found', () => {
    fc.assert(
      fc.property(documents, fc.string(), (document, text) => {
        const value: JsonObject = JSON.parse(JSON.stringify(document)) as JsonObject
        expect(differencesAsStored({ ...value, host: `a${text}` }, { ...value, host: `b${text}` })).toHaveLength(1)
      })
    )
  })
})

describeCorpus('published connectors', () => {
  test('what the service would store of each is what was sent, and a changed host is seen', () => {
    let count = 0
    for (const { document } of connectors()) {
      expect(differencesAsStored(document, asStored(document))).toEqual([])
      expect(differencesAsStored(document, { ...asStored(document), host: 'other.example' })).toHaveLength(1)
      count++
    }
    expect(count).toBe(226)
  })
})
