import { expect, test } from '@jest/globals'
import type { Json, JsonObject } from '../../src/definition/json.ts'
import { withoutPathReferences } from '../../src/definition/path-references.ts'
import { at, responding, swagger } from './documents.ts'
import { dangling } from './references-in.ts'

const to = (pointer: string): JsonObject => ({ $ref: `#${pointer}` })
const order: JsonObject = {
  type: 'object',
  properties: { id: { type: 'string' }, lines: { items: { type: 'object' } } }
}
const limit: JsonObject = { name: 'limit', in: 'query', type: 'integer' }
const paths = {
  '/orders/{id}': {
    parameters: [{ name: 'id', in: 'path', required: true, type: 'string' }],
    get: {
      operationId: 'Orders_Get',
      parameters: [limit],
      responses: { '200': { description: 'One', schema: order } }
    }
  }
}
const home = '/paths/~1orders~1{id}'

/** A document whose second operation holds the reference, and the pointer to it. */
function referring(place: 'schema' | 'parameter' | 'response', ref: JsonObject, members: JsonObject = {}) {
  const operations: Record<typeof place, JsonObject> = {
    schema: responding('Other', ref),
    parameter: { parameters: [ref], responses: {} },
    response: { responses: { '200': ref } }
  }
  const pointers = { schema: 'responses/200/schema', parameter: 'parameters/0', response: 'responses/200' }
  const document = swagger({ paths: { ...paths, '/other': { get: operations[place] } }, ...members })
  return { document, pointer: `/paths/~1other/get/${pointers[place]}` }
}

test.each<[string, 'schema' | 'parameter' | 'response', string, string, Json]>([
  [
    'a schema becomes a definition',
    'schema',
    `${home}/get/responses/200/schema`,
    '/definitions/orders_id_get_200',
    order
  ],
  [
    'so does a part of one',
    'schema',
    `${home}/get/responses/200/schema/properties/lines/items`,
    '/definitions/orders_id_get_200_lines_items',
    { type: 'object' }
  ],
  ['a parameter stays one', 'parameter', `${home}/get/parameters/0`, '/parameters/orders_id_get_0', limit],
  [
    'a parameter of the path, too',
    'parameter',
    `${home}/parameters/0`,
    '/parameters/orders_id_0',
    { name: 'id', in: 'path', required: true, type: 'string' }
  ],
  [
    'a response stays one',
    'response',
    `${home}/get/responses/200`,
    '/responses/orders_id_get_200',
    { description: 'One', schema: order }
  ],
  [
    'what references have to encode is decoded',
    'schema',
    '/paths/~1orders~1%7Bid%7D/get/responses/200/schema',
    '/definitions/orders_id_get_200',
    order
  ]
])('%s', (_name, place, ref, entry, expected) => {
  const { document, pointer } = referring(place, to(ref))
  const result = withoutPathReferences(document)
  expect(at(result, pointer)).toEqual(to(entry))
  expect(at(result, entry)).toEqual(expected)
  expect(at(result, '/paths/~1orders~1{id}')).toEqual(paths['/orders/{id}'])
})

test('a chain of references is followed to its end, which may be a definition', () => {
  const chained = {
    '/a': { get: responding('A', to('/paths/~1b/get/responses/200/schema')) },
    '/b': { get: responding('B', to('/paths/~1c/get/responses/200/schema')) },
    '/c': { get: responding('C', to('/definitions/Order')) }
  }
  const result = withoutPathReferences(swagger({ paths: chained, definitions: { Order: order } }))
  expect(at(result, '/paths/~1a/get/responses/200/schema')).toEqual(to('/definitions/Order'))
  expect(at(result, '/definitions')).toEqual({ Order: order })
})

test('what refers to itself, and what an extension refers to, has its definition once', () => {
  const tree = { properties: { left: to('/paths/~1a/get/responses/200/schema') } }
  const hook = { 'x-ms-notification-content': { schema: to('/paths/~1a/get/responses/200/schema') } }
  const result = withoutPathReferences(swagger({ paths: { '/a': { get: responding('A', tree) }, '/hooks': hook } }))
  expect(at(result, '/definitions')).toEqual({ a_get_200: { properties: { left: to('/definitions/a_get_200') } } })
  expect(at(result, '/paths/~1hooks')).toEqual({
    'x-ms-notification-content': { schema: to('/definitions/a_get_200') }
  })
})

test('a name that is taken stays with its owner', () => {
  const { document, pointer } = referring('schema', to(`${home}/get/responses/200/schema`), {
    definitions: { orders_id_get_200: { type: 'string' } }
  })
  const result = withoutPathReferences(document)
  expect(at(result, pointer)).toEqual(to('/definitions/orders_id_get_200_2'))
  expect(at(result, '/definitions/orders_id_get_200')).toEqual({ type: 'string' })
})

test.each<[string, JsonObject]>([
  ['nothing is referred to', {}],
  ['what is referred to is not there', to('/paths/~1gone/get/responses/200/schema')],
  ['references turn in a circle', to('/paths/~1other/get/responses/200/schema')],
  ['it is a definition', to('/definitions/Order')],
  ['it stands in an example', { example: to(`${home}/get/responses/200/schema`) }]
])('the document is the very same where %s', (_name, schema) => {
  const { document } = referring('schema', schema, { definitions: { Order: order } })
  expect(withoutPathReferences(document)).toBe(document)
})

test('nothing leads nowhere afterwards', () => {
  const { document } = referring('response', to(`${home}/get/responses/200`))
  const { '/other': other } = at(withoutPathReferences(document), '/paths') as JsonObject
  const alone = { ...withoutPathReferences(document), paths: { '/other': other ?? null } }
  expect(dangling({ ...document, paths: alone.paths })).not.toEqual([])
  expect(dangling(alone)).toEqual([])
})
