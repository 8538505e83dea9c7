import { describe, expect, test } from '@jest/globals'
import { compareOperations, type OperationChanges } from '../../../src/checks/changes/operations.ts'
import type { Json, JsonObject } from '../../../src/definition/json.ts'
import { connectors, updates } from '../../definition/corpus.ts'
import { describeCorpus } from '../../definition/describe-corpus.ts'
import { responding, swagger, withOperation } from '../../definition/documents.ts'
import { reordered } from '../../definition/stripped.ts'

const ref = (name: string) => ({ $ref: `#/definitions/${name}` })
const none = { added: [], changed: [], removed: [] }
const order = { operationId: 'A', method: 'get', path: '/orders' }
const ids = ({ added, changed, removed }: OperationChanges) => ({
  added: added.map(({ operationId }) => operationId),
  changed: changed.map(({ operationId }) => operationId),
  removed: removed.map(({ operationId }) => operationId)
})

describe('operations are told apart by their id', () => {
  const at = (path: string, operation: JsonObject): JsonObject => ({ [path]: { get: operation } })

  test('added, changed and removed ones come in document order, with verb, path and summary', () => {
    const before = swagger({
      paths: { ...at('/z', { operationId: 'Z' }), ...at('/b', { operationId: 'B' }), ...at('/a', { operationId: 'A' }) }
    })
    const after = swagger({
      paths: {
        ...at('/n', { operationId: 'N', summary: 'New' }),
        ...at('/b', { operationId: 'B', summary: 's' }),
        ...at('/m', { operationId: 'M' })
      }
    })
    expect(compareOperations(before, after)).toEqual({
      added: [
        { operationId: 'N', method: 'get', path: '/n', summary: 'New' },
        { operationId: 'M', method: 'get', path: '/m' }
      ],
      changed: [{ operationId: 'B', method: 'get', path: '/b', summary: 's' }],
      removed: [
        { operationId: 'Z', method: 'get', path: '/z' },
        { operationId: 'A', method: 'get', path: '/a' }
      ]
    })
  })

  test('one without an id goes by verb and path', () => {
    const changes = compareOperations(swagger(), swagger({ paths: { '/a': { get: {}, patch: { operationId: '' } } } }))
    expect(ids(changes)).toEqual({ ...none, added: ['GET /a', 'PATCH /a'] })
  })

  test('a second one with the same id goes by verb and path', () => {
    const twice = swagger({ paths: { '/a': { get: { operationId: 'A' }, put: { operationId: 'A' } } } })
    expect(ids(compareOperations(withOperation({ operationId: 'A' }), twice))).toEqual({
      added: ['PUT /a'],
      changed: ['A'],
      removed: []
    })
  })

  test('a new id at the same verb and path is likely a new name, whatever the variables are called', () => {
    const named = compareOperations(
      swagger({ paths: at('/a/{id}', { operationId: 'A' }) }),
      swagger({ paths: at('/a/{key}', { operationId: 'B' }) })
    )
    expect(named.added).toEqual([{ operationId: 'B', method: 'get', path: '/a/{key}', renamedFrom: 'A' }])
    const changes = compareOperations(withOperation({ operationId: 'A' }), withOperation({ operationId: 'B' }))
    expect(changes).toEqual({
      added: [{ ...order, operationId: 'B', renamedFrom: 'A' }],
      changed: [],
      removed: [order]
    })
  })
})

describe('an operation has changed when', () => {
  const body = (schema: Json): JsonObject => ({ operationId: 'A', parameters: [{ in: 'body', name: 'b', schema }] })
  const webhook = (schema: Json): JsonObject =>
    swagger({
      paths: {
        '/a': {
          'x-ms-notification-content': { schema: ref('Sent') },
          post: { operationId: 'A', 'x-ms-trigger': 'single' },
          delete: { operationId: 'B' }
        }
      },
      definitions: { Sent: schema }
    })
  const cases: [string, JsonObject, JsonObject][] = [
    ['it has', withOperation(responding('A', {})), withOperation(responding('A', { type: 'string' }))],
    [
      'its path has',
      swagger({ paths: { '/a': { get: { operationId: 'A' } } } }),
      swagger({ paths: { '/b': { get: { operationId: 'A' } } } })
    ],
    [
      'its verb has',
      swagger({ paths: { '/a': { get: { operationId: 'A' } } } }),
      swagger({ paths: { '/a': { put: { operationId: 'A' } } } })
    ],
    [
      'the parameters of its path have',
      swagger({ paths: { '/a': { get: { operationId: 'A' } } } }),
      swagger({ paths: { '/a': { get: { operationId: 'A' }, parameters: [{ in: 'query', name: 'q' }] } } })
    ],
    [
      'a definition behind others has',
      withOperation(body(ref('X')), { definitions: { X: { items: ref('Y') }, Y: { allOf: [ref('Z')] }, Z: {} } }),
      withOperation(body(ref('X')), {
        definitions: { X: { items: ref('Y') }, Y: { allOf: [ref('Z')] }, Z: { type: 'object' } }
      })
    ],
    [
      'a definition in a circle has',
      withOperation(body(ref('X')), { definitions: { X: { items: ref('Y') }, Y: { items: ref('X') } } }),
      withOperation(body(ref('X')), { definitions: { X: { items: ref('Y') }, Y: { items: ref('X'), title: 't' } } })
    ],
    [
      'a circle leads elsewhere',
      withOperation(body(ref('X')), { definitions: { X: { items: ref('Y') }, Y: { items: ref('X') } } }),
      withOperation(body(ref('X')), { definitions: { X: { items: ref('Y') }, Y: { items: ref('Y') } } })
    ],
    [
      'a shared parameter has',
      withOperation(
        { operationId: 'A', parameters: [{ $ref: '#/parameters/P' }] },
        { parameters: { P: { in: 'query', name: 'a' } } }
      ),
      withOperation(
        { operationId: 'A', parameters: [{ $ref: '#/parameters/P' }] },
        { parameters: { P: { in: 'query', name: 'b' } } }
      )
    ],
    [
      'a shared response has',
      withOperation({ operationId: 'A', responses: { 200: { $ref: '#/responses/R' } } }, { responses: { R: {} } }),
      withOperation(
        { operationId: 'A', responses: { 200: { $ref: '#/responses/R' } } },
        { responses: { R: { schema: {} } } }
      )
    ],
    ['a definition is gone', withOperation(body(ref('X')), { definitions: { X: {} } }), withOperation(body(ref('X')))],
    [
      'its security is turned off',
      withOperation({ operationId: 'A' }, { security: [{ key: [] }] }),
      withOperation({ operationId: 'A', security: [] }, { security: [{ key: [] }] })
    ],
    ['what it sends as a webhook has', webhook({ type: 'string' }), webhook({ type: 'integer' })],
    [
      'the order of its parameters has',
      withOperation({ operationId: 'A', parameters: [{ name: 'a' }, { name: 'b' }] }),
      withOperation({ operationId: 'A', parameters: [{ name: 'b' }, { name: 'a' }] })
    ]
  ]
  test.each(cases)('%s', (_name, before, after) => {
    expect(ids(compareOperations(before, after))).toEqual({ added: [], changed: ['A'], removed: [] })
    expect(ids(compareOperations(after, before))).toEqual({ added: [], changed: ['A'], removed: [] })
  })
})

test('all operations that lead into a circle of definitions have changed when one of these has', () => {
  const circle = (title: string) =>
    swagger({
      paths: { '/a': { get: responding('A', ref('X')) }, '/b': { get: responding('B', ref('Y')) } },
      definitions: { X: { title, items: ref('Y') }, Y: { items: ref('X') } }
    })
  expect(ids(compareOperations(circle('a'), circle('b')))).toEqual({ added: [], changed: ['A', 'B'], removed: [] })
})

describe('an operation has not changed when', () => {
  const cases: [string, JsonObject, JsonObject][] = [
    [
      'members have another order',
      withOperation(responding('A', { a: 1, b: 2 })),
      reordered(withOperation(responding('A', { a: 1, b: 2 }))) as JsonObject
    ],
    [
      'a definition has another name',
      withOperation(responding('A', ref('X')), { definitions: { X: { items: ref('Y') }, Y: {} } }),
      withOperation(responding('A', ref('XDto')), { definitions: { XDto: { items: ref('YDto') }, YDto: {} } })
    ],
    [
      'another definition has changed',
      withOperation(responding('A', ref('X')), { definitions: { X: {}, Y: {} } }),
      withOperation(responding('A', ref('X')), { definitions: { X: {}, Y: { type: 'string' } } })
    ],
    [
      'the service has added empty lists',
      withOperation({ operationId: 'A' }),
      withOperation({ operationId: 'A', tags: [], parameters: [], security: [], consumes: [] })
    ]
  ]
  test.each(cases)('%s', (_name, before, after) => {
    expect(compareOperations(before, after)).toEqual(none)
  })
})

test('chains of definitions may be long', () => {
  const chain = (last: Json): JsonObject => {
    const definitions: JsonObject = { D20000: { enum: [last] } }
    for (let i = 0; i < 20_000; i++) definitions[`D${i}`] = { items: ref(`D${i + 1}`) }
    return withOperation(responding('A', ref('D0')), { definitions })
  }
  expect(ids(compareOperations(chain(1), chain(2)))).toEqual({ added: [], changed: ['A'], removed: [] })
})

describeCorpus('published connectors', () => {
  test('none of 226 differs from itself in another order', () => {
    let count = 0
    for (const { document } of connectors()) {
      expect(compareOperations(document, reordered(document) as JsonObject)).toEqual(none)
      count++
    }
    expect(count).toBe(226)
  })

  test('175 real updates: added and removed ones are exactly the ids that come and go', () => {
    let count = 0
    const total = { added: 0, changed: 0, removed: 0 }
    for (const { name, before, after } of updates()) {
      const changes = compareOperations(before, after)
      const back = compareOperations(after, before)
      const sorted = (refs: OperationChanges['added']) => refs.map(({ operationId }) => operationId).sort()
      expect({ name, ids: sorted(changes.added) }).toEqual({ name, ids: sorted(back.removed) })
      expect({ name, ids: sorted(changes.changed) }).toEqual({ name, ids: sorted(back.changed) })
      total.added += changes.added.length
      total.changed += changes.changed.length
      total.removed += changes.removed.length
      count++
    }
    expect({ count, ...total }).toEqual({ count: 175, added: 394, changed: 852, removed: 55 })
  })
})
