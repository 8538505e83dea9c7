import { describe, expect, test } from '@jest/globals'
import type { Json, JsonObject } from '../../src/definition/json.ts'
import { operationsOf } from '../../src/definition/operations.ts'
import { keepRemovedOperations } from '../../src/definition/removed-operations.ts'
import { selectOperations } from '../../src/definition/select.ts'
import { pruneUnused } from '../../src/definition/prune.ts'
import { connectors } from './corpus.ts'
import { describeCorpus } from './describe-corpus.ts'
import { at, responding, swagger } from './documents.ts'
import { dangling } from './references-in.ts'

const to = (name: string, section = 'definitions'): JsonObject => ({ $ref: `#/${section}/${name}` })
const text: JsonObject = { type: 'string' }
const object = (properties: JsonObject): JsonObject => ({ type: 'object', properties })

const list = responding('ListOrders', to('Order'))
const getOne = responding('GetOrder', to('Order'))

/** The new definition has `ListOrders` only; the connector has these operations, too. */
const api = swagger({ paths: { '/orders': { get: list } }, definitions: { Order: object({ id: text }) } })
function connector(paths: JsonObject, members: JsonObject = {}): JsonObject {
  return swagger({
    paths: { '/orders': { get: list }, ...paths },
    definitions: { Order: object({ id: text }) },
    ...members
  })
}

const deprecated = (operation: JsonObject): JsonObject => ({ ...operation, deprecated: true })
const with200 = (operationId: string, ref: string) => deprecated(responding(operationId, to(ref)))

describe('an operation that the API no longer has', () => {
  test('is back at the end, under its verb and path, and is deprecated', () => {
    const { definition, kept, lost } = keepRemovedOperations(api, connector({ '/orders/{id}': { get: getOne } }))
    const expected = { ...api, paths: { ...(api['paths'] as JsonObject), '/orders/{id}': { get: deprecated(getOne) } } }
    expect(JSON.stringify(definition)).toBe(JSON.stringify(expected))
    expect({ kept, lost }).toEqual({ kept: ['GetOrder'], lost: [] })
  })

  test('is back beside the verbs that its path still has', () => {
    const { definition, kept } = keepRemovedOperations(api, connector({ '/orders': { get: list, post: getOne } }))
    expect(at(definition, '/paths')).toEqual({ '/orders': { get: list, post: deprecated(getOne) } })
    expect(kept).toEqual(['GetOrder'])
  })

  test('keeps the parameters that its path item gave it, except those it replaced', () => {
    const parameter = (name: string, type: string) => ({ name, in: 'query', type })
    const item = {
      parameters: [parameter('a', 'string'), to('B', 'parameters')],
      post: { ...getOne, parameters: [parameter('a', 'integer'), parameter('c', 'string')] }
    }
    const parameters = { B: parameter('b', 'string') }
    const { definition } = keepRemovedOperations(api, connector({ '/orders': item }, { parameters }))
    expect(at(definition, '/paths/~1orders/post/parameters')).toEqual([
      to('B', 'parameters'),
      parameter('a', 'integer'),
      parameter('c', 'string')
    ])
    expect(definition['parameters']).toEqual(parameters)
  })

  test('keeps the payload of its trigger, and what that refers to', () => {
    const hook = { 'x-ms-notification-content': { schema: to('Event') }, post: getOne }
    const definitions = { Order: object({ id: text }), Event: object({ order: to('Order') }) }
    const { definition } = keepRemovedOperations(api, connector({ '/hooks': hook }, { definitions }))
    expect(at(definition, '/paths/~1hooks')).toEqual({ ...hook, post: deprecated(getOne) })
    expect(definition['definitions']).toEqual(definitions)
  })

  test('keeps what it refers to in an operation that is gone, too', () => {
    const schema = { $ref: '#/paths/~1gone/get/responses/200/schema' }
    const { definition } = keepRemovedOperations(
      api,
      connector({
        '/orders': { post: { ...getOne, responses: { '200': { description: '', schema } } } },
        '/gone': { get: { responses: { '200': { description: '', schema: text } } } }
      })
    )
    expect(at(definition, '/paths/~1orders/post/responses/200/schema')).toEqual(to('gone_get_200'))
    expect(at(definition, '/definitions/gone_get_200')).toEqual(text)
  })

  test('keeps the media types of its document where the new ones are others', () => {
    const types = { consumes: ['text/xml'], produces: ['application/json'] }
    const old = connector(
      { '/a': { get: getOne, put: { ...list, operationId: 'Put', consumes: ['text/csv'] } } },
      types
    )
    const { definition } = keepRemovedOperations({ ...api, produces: ['application/json'] }, old)
    expect(at(definition, '/paths/~1a')).toEqual({
      get: { ...deprecated(getOne), consumes: ['text/xml'] },
      put: { ...deprecated({ ...list, operationId: 'Put' }), consumes: ['text/csv'] }
    })
  })

  const securityCases: [string, Json[], Json[] | undefined][] = [
    ['what the new definition has', [{ key: [] }], [{ key: [] }]],
    ['that it needs none', [], []],
    ['one of two alternatives', [{ old: [] }, { key: [] }, { key: [], old: [] }], [{ key: [] }]],
    ['nothing that the new definition lacks', [{ old: [] }], undefined]
  ]
  test.each(securityCases)('keeps of its security %s', (_name, security, expected) => {
    const definition = { ...api, securityDefinitions: { key: { type: 'basic' } } }
    const result = keepRemovedOperations(definition, connector({ '/a': { get: { ...getOne, security } } }))
    expect((at(result.definition, '/paths/~1a/get') as JsonObject)['security']).toEqual(expected)
  })
})

describe('what an operation refers to comes along', () => {
  const cases: [string, JsonObject, JsonObject, string, JsonObject][] = [
    ['under its name where that is free', {}, { Line: text }, 'Line', { Line: text }],
    ['not again where the same is there', { Line: text }, { Line: text }, 'Line', { Line: text }],
    [
      'not again where the same is there in another order',
      { Line: { type: 'object', title: 'L' } },
      { Line: { title: 'L', type: 'object' } },
      'Line',
      { Line: { type: 'object', title: 'L' } }
    ],
    [
      'under a fresh name where another thing has its name',
      { Line: { type: 'integer' } },
      { Line: text },
      'Line_2',
      { Line: { type: 'integer' }, Line_2: text }
    ],
    [
      'under a fresh name that neither document has',
      { Line: { type: 'integer' }, Line_2: text },
      { Line: text, Line_3: text },
      'Line_4',
      { Line: { type: 'integer' }, Line_2: text, Line_4: text }
    ],
    [
      'with all that it refers to, in the order it had',
      {},
      { Item: text, Unused: text, Line: object({ item: to('Item') }) },
      'Line',
      { Item: text, Line: object({ item: to('Item') }) }
    ],
    [
      'under a fresh name where it is the same, but refers to what is not',
      { Line: object({ item: to('Item') }), Item: { type: 'integer' } },
      { Line: object({ item: to('Item') }), Item: text },
      'Line_2',
      {
        Line: object({ item: to('Item') }),
        Item: { type: 'integer' },
        Line_2: object({ item: to('Item_2') }),
        Item_2: text
      }
    ],
    [
      'under its name where only what it refers to has another meaning now',
      { Item: { type: 'integer' } },
      { Line: object({ item: to('Item') }), Item: text },
      'Line',
      { Item: { type: 'integer' }, Line: object({ item: to('Item_2') }), Item_2: text }
    ],
    [
      'in circles',
      { Line: object({ next: to('Line'), item: to('Item') }), Item: { type: 'integer' } },
      { Line: object({ next: to('Line'), item: to('Item') }), Item: object({ line: to('Line') }) },
      'Line_2',
      {
        Line: object({ next: to('Line'), item: to('Item') }),
        Item: { type: 'integer' },
        Line_2: object({ next: to('Line_2'), item: to('Item_2') }),
        Item_2: object({ line: to('Line_2') })
      }
    ],
    [
      'with its extensions, but not its examples, referring to the fresh name',
      { Line: object({ 'x-a': to('Line') }) },
      { Line: { 'x-ms-else': to('Line'), example: to('Line') } },
      'Line_2',
      { Line: object({ 'x-a': to('Line') }), Line_2: { 'x-ms-else': to('Line_2'), example: to('Line') } }
    ]
  ]
  test.each(cases)('%s', (_name, here, there, ref, expected) => {
    const definition = swagger({ definitions: here })
    const old = swagger({ paths: { '/a': { get: responding('A', to('Line')) } }, definitions: there })
    const result = keepRemovedOperations(definition, old)
    expect(JSON.stringify(result.definition)).toBe(
      JSON.stringify(swagger({ paths: { '/a': { get: with200('A', ref) } }, definitions: expected }))
    )
  })

  test('parameters and responses, too, each in a name of its own section', () => {
    const operation = {
      operationId: 'A',
      parameters: [to('X', 'parameters')],
      responses: { 400: to('X', 'responses') }
    }
    const sections = (type: string) => ({
      parameters: { X: { name: 'x', in: 'body', schema: to('X') } },
      responses: { X: { description: type } },
      definitions: { X: { type } }
    })
    const old = swagger({ paths: { '/a': { get: operation } }, ...sections('string') })
    const { definition } = keepRemovedOperations(swagger(sections('integer')), old)
    expect(definition).toMatchObject({
      paths: { '/a': { get: { parameters: [to('X_2', 'parameters')], responses: { 400: to('X_2', 'responses') } } } },
      parameters: { X_2: { schema: to('X_2') } },
      responses: { X_2: { description: 'string' } },
      definitions: { X_2: { type: 'string' } }
    })
  })

  test('a part of it under the fresh name, however the name is written', () => {
    const schema = to('a~1b%20c/properties/id')
    const old = swagger({
      paths: { '/a': { get: responding('A', schema) } },
      definitions: { 'a/b c': object({ id: text }) }
    })
    const { definition } = keepRemovedOperations(swagger({ definitions: { 'a/b c': text } }), old)
    expect(at(definition, '/paths/~1a/get/responses/200/schema')).toEqual(to('a~1b%20c_2/properties/id'))
    expect(dangling(definition)).toEqual([])
  })
})

describe('an operation cannot come back, and is listed as lost', () => {
  const cases: [string, string, JsonObject][] = [
    ['where another id has its verb and path', '/orders', { get: getOne }],
    ['where the path differs in the names of its variables only', '/lines/{key}', { get: getOne }],
    ['where the path differs in case only', '/ORDERS', { get: getOne }],
    ['where its variable would have to be written in other capitals', '/lines/{ID}', { put: getOne }]
  ]
  test.each(cases)('%s', (_name, path, pathItem) => {
    const definition = swagger({
      paths: { '/orders': { get: list }, '/lines/{id}': { get: responding('GetLine', text) } },
      definitions: { Order: text }
    })
    expect(keepRemovedOperations(definition, connector({ [path]: pathItem }))).toEqual({
      definition,
      kept: [],
      lost: ['GetOrder']
    })
  })
})

test('a path in other capitals is the path that the new definition has', () => {
  const { definition, lost } = keepRemovedOperations(api, connector({ '/Orders': { post: getOne } }))
  expect(at(definition, '/paths')).toEqual({ '/orders': { get: list, post: deprecated(getOne) } })
  expect(lost).toEqual([])
})

test('an operation that only moved to another verb or path is not removed', () => {
  const definition = swagger({ paths: { '/v2/orders': { post: list } }, definitions: { Order: text } })
  expect(keepRemovedOperations(definition, connector({}))).toEqual({ definition, kept: [], lost: [] })
})

test('operations without an id stay away', () => {
  const paths = { '/a': { get: { responses: {} } }, '/b': { get: { operationId: '', responses: {} } } }
  expect(keepRemovedOperations(api, connector(paths))).toEqual({ definition: api, kept: [], lost: [] })
})

test('of two operations with one id, the first comes back', () => {
  const paths = { '/a': { get: getOne, put: getOne } }
  const { definition, kept } = keepRemovedOperations(api, connector(paths))
  expect(at(definition, '/paths/~1a')).toEqual({ get: deprecated(getOne) })
  expect(kept).toEqual(['GetOrder'])
})

test('what the new definition says about a path wins', () => {
  const extension = (version: number) => ({ 'x-ms-notification-content': { schema: { type: 'object', version } } })
  const definition = swagger({ paths: { '/a': { ...extension(2), get: list } }, definitions: { Order: text } })
  const result = keepRemovedOperations(definition, connector({ '/a': { ...extension(1), post: getOne } }))
  expect(at(result.definition, '/paths/~1a')).toMatchObject({ ...extension(2), get: list, post: { deprecated: true } })
})

test('operations that had a parameter from their path item share it no longer', () => {
  const item = { parameters: [{ name: 'a', in: 'query', type: 'array', default: ['x'] }], get: getOne }
  const { definition } = keepRemovedOperations(
    api,
    connector({ '/a': { ...item, put: { ...getOne, operationId: 'B' } } })
  )
  const defaultOf = (verb: string) => at(definition, `/paths/~1a/${verb}/parameters/0/default`)
  expect(defaultOf('get')).toEqual(defaultOf('put'))
  expect(defaultOf('get')).not.toBe(defaultOf('put'))
})

test('what is lost does not keep the others from coming back', () => {
  const old = connector({ '/orders': { get: getOne }, '/lines': { get: responding('ListLines', text) } })
  const { kept, lost } = keepRemovedOperations({ ...api, paths: { '/orders': { get: responding('New', text) } } }, old)
  expect({ kept, lost }).toEqual({ kept: ['ListLines'], lost: ['GetOrder'] })
})

test('the next run keeps them the same way', () => {
  const old = connector({ '/old': { get: getOne } }, { definitions: { Order: object({ id: { type: 'integer' } }) } })
  const first = keepRemovedOperations(api, old)
  expect(Object.keys(at(first.definition, '/definitions') as JsonObject)).toEqual(['Order', 'Order_2'])
  expect(keepRemovedOperations(api, first.definition)).toEqual(first)
})

test('neither document changes', () => {
  const old = connector({ '/old': { get: getOne } }, { definitions: { Order: text } })
  const before = structuredClone([api, old])
  keepRemovedOperations(api, old)
  expect([api, old]).toEqual(before)
})

describeCorpus('published connectors', () => {
  test('get back every operation that a new document lacks, with all that it refers to', () => {
    let count = 0
    for (const { name, document } of connectors()) {
      const definition = pruneUnused(
        selectOperations(document, { include: ['GET *'], exclude: [] }).definition
      ).definition
      const before = dangling(document)
      const result = keepRemovedOperations(definition, document)
      const ids = (of: JsonObject) => [...operationsOf(of)].map(({ operation }) => operation['operationId']).sort()
      const withId = ids(document).filter(id => id !== undefined && id !== '')
      expect({
        name,
        lost: result.lost,
        ids: [...new Set(ids(result.definition))].filter(id => id !== undefined && id !== ''),
        dangling: dangling(result.definition).filter(ref => !before.includes(ref))
      }).toEqual({ name, lost: [], ids: [...new Set(withId)], dangling: [] })
      count += result.kept.length
    }
    expect(count).toBeGreaterThan(1_000)
  })
})
