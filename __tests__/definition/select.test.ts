import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { compileGlob } from '../../src/definition/glob.ts'
import type { JsonObject } from '../../src/definition/json.ts'
import { operationsOf } from '../../src/definition/operations.ts'
import { selectOperations } from '../../src/definition/select.ts'
import { connectors } from './corpus.ts'
import { describeCorpus } from './describe-corpus.ts'
import { at, swagger } from './documents.ts'

const shop = swagger({
  paths: {
    'x-note': { get: 'not an operation' },
    '/orders': {
      parameters: [{ name: 'tenant', in: 'header', type: 'string' }],
      get: { operationId: 'Orders_List', tags: ['Orders'], responses: {} },
      post: { operationId: 'Orders_Create', tags: ['Orders', 'Write'], responses: {} }
    },
    '/orders/{id}/lines': { get: { operationId: 'Lines_List', tags: ['Order lines'], responses: {} } },
    '/customers': { get: { operationId: 'Customers_List', responses: {} } },
    '/health': { head: { responses: {} } },
    '/empty': { parameters: [] }
  },
  definitions: { Order: { type: 'object' } }
})
const all = ['Orders_List', 'Orders_Create', 'Lines_List', 'Customers_List', 'HEAD /health']

const ids = (document: typeof shop) => [...operationsOf(document)].map(({ id }) => id)
const select = (include: string[], exclude: string[] = []) => selectOperations(shop, { include, exclude })

describe('a line names operations', () => {
  const cases: [string, string, string[]][] = [
    ['by id', 'Orders_List', ['Orders_List']],
    ['by a glob of ids', 'Orders_*', ['Orders_List', 'Orders_Create']],
    ['by a glob with ?', '?????s_List', ['Orders_List']],
    ['whatever is around it', '  Lines_List ', ['Lines_List']],
    ['by tag', 'tag:Orders', ['Orders_List', 'Orders_Create']],
    ['by a tag with a space', 'tag: Order lines', ['Lines_List']],
    ['by a glob of tags', 'tag:Order*', ['Orders_List', 'Orders_Create', 'Lines_List']],
    ['by verb and path', 'GET /orders', ['Orders_List']],
    ['by verb in small letters', 'post /orders', ['Orders_Create']],
    ['by a glob of paths that crosses segments', 'GET /orders*', ['Orders_List', 'Lines_List']],
    ['by path and any verb', '* /orders', ['Orders_List', 'Orders_Create']],
    ['by verb and any path', 'HEAD *', ['HEAD /health']],
    ['by a path in braces, which are themselves', 'GET /orders/{id}/lines', ['Lines_List']],
    ['that have no id by a glob for everything', '*', all]
  ]
  test.each(cases)('%s', (_name, line, expected) => {
    const { definition, unmatched, excluded } = select([line])
    expect({ ids: ids(definition), unmatched, excluded }).toEqual({
      ids: expected,
      unmatched: [],
      excluded: all.length - expected.length
    })
  })
})

describe('a line that fits nothing is given back as it was', () => {
  const cases = [
    'orders_list', 'Orders_Lis', 'Orders.List', 'tag:orders', 'tag:', 'DELETE /orders', 'GET /Orders', 'FETCH /orders',
    'GET', ' Nothing_* ', 'HEAD /health?'
  ] // prettier-ignore
  test.each(cases)('%s', line => {
    expect(select(['Orders_List', line]).unmatched).toEqual([line])
    expect(select([], [line])).toEqual({ definition: shop, unmatched: [line], excluded: 0 })
  })
})

test('what is excluded goes even when it is included', () => {
  const { definition, unmatched, excluded } = select(['Orders_*', 'Customers_List'], ['tag:Write', 'Customers_*'])
  expect({ ids: ids(definition), unmatched, excluded }).toEqual({ ids: ['Orders_List'], unmatched: [], excluded: 4 })
})

test('only what is excluded goes when nothing is included by name', () => {
  expect(ids(select([], ['* /orders*']).definition)).toEqual(['Customers_List', 'HEAD /health'])
})

test('a path goes with its last operation, and everything else stays where it was', () => {
  const { definition } = select(['Orders_List'])
  const { parameters, get } = at(shop, '/paths/~1orders') as JsonObject
  const paths = { 'x-note': at(shop, '/paths/x-note'), '/orders': { parameters, get }, '/empty': { parameters: [] } }
  expect(JSON.stringify(definition)).toBe(JSON.stringify({ ...shop, paths }))
})

test('what others refer to in an operation that goes is still there', () => {
  const schema = { type: 'object', properties: { id: { type: 'string' } } }
  const paths = {
    '/a': { get: { operationId: 'A', responses: { '200': { description: '', schema } } } },
    '/b': { get: { operationId: 'B', responses: { '200': { $ref: '#/paths/~1a/get/responses/200' } } } }
  }
  const { definition } = selectOperations(swagger({ paths }), { include: [], exclude: ['A'] })
  expect(definition).toEqual(
    swagger({
      paths: { '/b': { get: { operationId: 'B', responses: { '200': { $ref: '#/responses/a_get_200' } } } } },
      responses: { a_get_200: { description: '', schema } }
    })
  )
})

test('the given document does not change', () => {
  const before = structuredClone(shop)
  select(['Lines_List'], ['*'])
  expect(shop).toEqual(before)
})

test('blank lines include nothing and exclude nothing', () => {
  expect(select(['', '  '], [''])).toEqual({ definition: shop, unmatched: [], excluded: 0 })
})

test('a name such as __proto__ is a path like any other', () => {
  const paths = JSON.parse('{"__proto__":{"get":{"operationId":"A"}},"/b":{"get":{"operationId":"B"}}}') as typeof shop
  const { definition } = selectOperations(swagger({ paths }), { include: ['A'], exclude: [] })
  expect(ids(definition)).toEqual(['A'])
})

describe('globs', () => {
  /** The glob as a regular expression: what it means, though not how it is matched. */
  const oracle = (glob: string) =>
    new RegExp(
      `^${glob
        .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.')}$`,
      'su'
    )

  test('match what the same regular expression matches', () => {
    const glob = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '*', '?', '{', '😀'), maxLength: 8 })
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '{', '\n', '😀'), maxLength: 10 })
    fc.assert(
      fc.property(glob, text, (pattern, input) => {
        expect(compileGlob(pattern)(input)).toBe(oracle(pattern).test(input))
      }),
      { numRuns: 2_000 }
    )
  })

  test('with many stars come to an end', () => {
    // As a regular expression this takes longer than the universe has existed.
    expect(compileGlob(`${'*a'.repeat(200)}b`)('a'.repeat(5_000))).toBe(false)
  })
})

describeCorpus('published connectors', () => {
  test('are unchanged when everything is included', () => {
    for (const { document } of connectors()) {
      expect(selectOperations(document, { include: ['*'], exclude: [] }).definition).toBe(document)
    }
  })
})
