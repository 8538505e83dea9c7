import { describe, expect, test } from '@jest/globals'
import type { JsonObject } from '../../../src/definition/json.ts'
import { keepFromConnector } from '../../../src/definition/keep.ts'
import { at, responding, swagger, withOperation } from '../documents.ts'

function keep(api: JsonObject, connector: JsonObject) {
  return keepFromConnector({ api, connector, keep: new Set(['annotations']), explicit: {} })
}
const get = '/paths/~1orders/get'
const ref = (name: string) => ({ $ref: `#/definitions/${name}` })
const object = (properties: JsonObject, more: JsonObject = {}) => ({ type: 'object', properties, ...more })

describe('annotations come back at', () => {
  const note = { 'x-ms-summary': 'Number', description: 'The number' }
  const cases: [string, JsonObject, JsonObject, string][] = [
    ['the root', swagger(), swagger({ 'x-ms-connector-metadata': [1] }), '/x-ms-connector-metadata'],
    ['info', swagger(), swagger({ info: { description: 'd' } }), '/info/description'],
    ['an operation', withOperation({}), withOperation({ summary: 's' }), `${get}/summary`],
    [
      'an operation with an empty text',
      withOperation({ summary: '' }),
      withOperation({ summary: 's' }),
      `${get}/summary`
    ],
    [
      'a path item',
      swagger({ paths: { '/a': {} } }),
      swagger({ paths: { '/a': { 'x-ms-notification-content': {} } } }),
      '/paths/~1a/x-ms-notification-content'
    ],
    [
      'a path item that moved with its operation',
      withOperation({}),
      swagger({ paths: { '/old': { get: { operationId: 'GetOrder' }, 'x-ms-notification-content': {} } } }),
      '/paths/~1orders/x-ms-notification-content'
    ],
    [
      'a parameter, whatever its position',
      withOperation({
        parameters: [
          { in: 'query', name: 'a' },
          { in: 'query', name: 'n' }
        ]
      }),
      withOperation({ parameters: [{ in: 'query', name: 'n', ...note }] }),
      `${get}/parameters/1/x-ms-summary`
    ],
    [
      'a parameter behind a reference',
      withOperation({ parameters: [{ $ref: '#/parameters/N' }] }, { parameters: { N: { in: 'query', name: 'n' } } }),
      withOperation({ parameters: [{ in: 'query', name: 'n', ...note }] }),
      '/parameters/N/x-ms-summary'
    ],
    [
      'a parameter of the path item',
      swagger({ paths: { '/a': { parameters: [{ in: 'path', name: 'n' }], get: { operationId: 'A' } } } }),
      swagger({ paths: { '/a': { get: { operationId: 'A', parameters: [{ in: 'path', name: 'n', ...note }] } } } }),
      '/paths/~1a/parameters/0/x-ms-summary'
    ],
    [
      'items of a parameter',
      withOperation({ parameters: [{ in: 'query', name: 'n', items: {} }] }),
      withOperation({ parameters: [{ in: 'query', name: 'n', items: note }] }),
      `${get}/parameters/0/items/x-ms-summary`
    ],
    [
      'a body with another name',
      withOperation({ parameters: [{ in: 'body', name: 'x', schema: object({ n: {} }) }] }),
      withOperation({ parameters: [{ in: 'body', name: 'y', schema: object({ n: note }) }] }),
      `${get}/parameters/0/schema/properties/n/x-ms-summary`
    ],
    [
      'a response',
      withOperation({ responses: { 200: {} } }),
      withOperation({ responses: { 200: { description: 'd' } } }),
      `${get}/responses/200/description`
    ],
    [
      'a response header',
      withOperation({ responses: { 200: { headers: { n: {} } } } }),
      withOperation({ responses: { 200: { headers: { n: note } } } }),
      `${get}/responses/200/headers/n/x-ms-summary`
    ],
    [
      'a field of the one success whose code changed',
      withOperation({ responses: { 201: { schema: object({ n: {} }) } } }),
      withOperation({ responses: { 200: { schema: object({ n: note }) } } }),
      `${get}/responses/201/schema/properties/n/x-ms-summary`
    ],
    [
      'a field in arrays',
      withOperation(responding('A', { items: { items: object({ n: {} }) } })),
      withOperation(responding('A', { items: { items: object({ n: note }) } })),
      `${get}/responses/200/schema/items/items/properties/n/x-ms-summary`
    ],
    [
      'a field of a map',
      withOperation(responding('A', { additionalProperties: object({ n: {} }) })),
      withOperation(responding('A', { additionalProperties: object({ n: note }) })),
      `${get}/responses/200/schema/additionalProperties/properties/n/x-ms-summary`
    ],
    [
      'a field that moved into a definition',
      withOperation(responding('A', ref('O')), { definitions: { O: object({ n: {} }) } }),
      withOperation(responding('A', object({ n: note }))),
      '/definitions/O/properties/n/x-ms-summary'
    ],
    [
      'a field that moved out of a definition',
      withOperation(responding('A', object({ n: {} }))),
      withOperation(responding('A', ref('O')), { definitions: { O: object({ n: note }) } }),
      `${get}/responses/200/schema/properties/n/x-ms-summary`
    ],
    [
      'a field of a definition with a new name',
      withOperation(responding('A', ref('OrderDto')), { definitions: { OrderDto: object({ n: {} }) } }),
      withOperation(responding('A', ref('O')), { definitions: { O: object({ n: note }) } }),
      '/definitions/OrderDto/properties/n/x-ms-summary'
    ],
    [
      'a field that moved into allOf',
      withOperation(responding('A', { allOf: [ref('B'), object({ m: {} })] }), {
        definitions: { B: object({ n: {} }) }
      }),
      withOperation(responding('A', object({ n: note }))),
      '/definitions/B/properties/n/x-ms-summary'
    ],
    [
      'a field that moved out of allOf',
      withOperation(responding('A', object({ n: {} }))),
      withOperation(responding('A', { allOf: [{ allOf: [object({ n: note })] }] })),
      `${get}/responses/200/schema/properties/n/x-ms-summary`
    ],
    [
      'every branch of allOf that declares the field',
      withOperation(responding('A', { allOf: [object({ n: {} }), object({ n: {} })] })),
      withOperation(responding('A', object({ n: note }))),
      `${get}/responses/200/schema/allOf/1/properties/n/x-ms-summary`
    ],
    [
      'a field of a definition that is all of itself',
      withOperation(responding('A', ref('O')), { definitions: { O: object({ n: {} }, { allOf: [ref('O')] }) } }),
      withOperation(responding('A', ref('O')), { definitions: { O: object({ n: note }, { allOf: [ref('O')] }) } }),
      '/definitions/O/properties/n/x-ms-summary'
    ],
    [
      'a branch of allOf',
      withOperation(responding('A', { allOf: [{}, { type: 'object' }] })),
      withOperation(responding('A', { allOf: [{}, { title: 't' }] })),
      `${get}/responses/200/schema/allOf/1/title`
    ],
    [
      'next to a reference, where it stood',
      withOperation(responding('A', ref('O')), { definitions: { O: {} } }),
      withOperation(responding('A', { ...ref('O'), ...note }), { definitions: { O: {} } }),
      `${get}/responses/200/schema/x-ms-summary`
    ],
    [
      'a definition that no operation leads to',
      swagger({ definitions: { O: object({ n: {} }) } }),
      swagger({ definitions: { O: object({ n: note }) } }),
      '/definitions/O/properties/n/x-ms-summary'
    ],
    [
      'a property called like an annotation',
      withOperation(responding('A', object({ title: {} }))),
      withOperation(responding('A', object({ title: note }))),
      `${get}/responses/200/schema/properties/title/x-ms-summary`
    ],
    [
      'a tag',
      swagger({ tags: [{ name: 'a' }, { name: 'b' }] }),
      swagger({ tags: [{ name: 'b', description: 'd' }] }),
      '/tags/1/description'
    ]
  ]
  test.each(cases)('%s', (_name, api, connector, pointer) => {
    const sent = structuredClone({ api, connector })
    const { definition, lost } = keep(api, connector)
    expect(at(definition, pointer)).toBeDefined()
    expect(at(definition, pointer)).not.toBe('')
    expect(lost).toEqual([])
    expect({ api, connector }).toEqual(sent)
    expect(keep(definition, connector).definition).toEqual(definition)
  })
})
