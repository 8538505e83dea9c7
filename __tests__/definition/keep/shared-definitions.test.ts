import { describe, expect, test } from '@jest/globals'
import type { Json, JsonObject } from '../../../src/definition/json.ts'
import { keepFromConnector } from '../../../src/definition/keep.ts'
import { at, responding, swagger, withOperation } from '../documents.ts'

function keep(api: JsonObject, connector: JsonObject) {
  return keepFromConnector({ api, connector, keep: new Set(['annotations']), explicit: {} })
}
const ref = (name: string) => ({ $ref: `#/definitions/${name}` })
const object = (properties: JsonObject, more: JsonObject = {}) => ({ type: 'object', properties, ...more })

describe('nothing else is carried over', () => {
  const shared = (name: string, of: JsonObject) => ({ [name]: responding(name, of) })
  const cases: [string, JsonObject, JsonObject][] = [
    [
      'the document has its own',
      withOperation({ summary: 'new', 'x-ms-trigger': 'batch' }),
      withOperation({ summary: 'old', 'x-ms-trigger': 'single' })
    ],
    [
      'the operation is another one',
      withOperation({}),
      withOperation({ operationId: 'Other', summary: 's', 'x-ms-visibility': 'important' })
    ],
    [
      'the parameter is in another place',
      withOperation({ parameters: [{ in: 'query', name: 'n' }] }),
      withOperation({ parameters: [{ in: 'header', name: 'n', 'x-ms-summary': 's' }] })
    ],
    [
      'the field is gone',
      withOperation(responding('A', object({ m: {} }))),
      withOperation(responding('A', object({ n: { 'x-ms-summary': 's' } })))
    ],
    [
      'it is no annotation',
      withOperation({}),
      withOperation({ tags: ['a'], deprecated: true, 'x-other': 1, externalDocs: {} })
    ],
    ['it holds operations', swagger(), swagger({ 'x-ms-paths': { '/a': {} } })],
    [
      'only one of the places behind a shared definition hides a field',
      swagger({
        paths: { '/a': shared('get', ref('O')), '/b': shared('put', ref('O')) },
        definitions: { O: object({ n: {} }) }
      }),
      swagger({
        paths: {
          '/a': shared('get', object({ n: { 'x-ms-visibility': 'internal' } })),
          '/b': shared('put', object({ n: {} }))
        }
      })
    ]
  ]
  test.each(cases)('%s', (_name, api, connector) => {
    expect(keep(api, connector).definition).toEqual(api)
  })
})

test('what stood next to a reference stays out of what is behind it', () => {
  const document = (beside: JsonObject) =>
    withOperation(responding('A', { ...ref('O'), ...beside }), { definitions: { O: {} } })
  const connector = document({ 'x-ms-summary': 's', description: 'd' })
  expect(keep(document({}), connector).definition).toEqual(connector)
})

describe('a definition that several places share', () => {
  const paths = (a: Json, b: Json) => ({ '/a': { get: responding('A', a) }, '/b': { get: responding('B', b) } })
  const api = swagger({ paths: paths(ref('O'), ref('O')), definitions: { O: object({ n: {} }) } })
  const field = (first: JsonObject, second: JsonObject): Json => {
    const connector = swagger({ paths: paths(object({ n: first }), object({ n: second })) })
    return at(keep(api, connector).definition, '/definitions/O/properties/n')
  }
  test.each<[string, JsonObject, JsonObject, Json]>([
    [
      'takes what all of them have equal',
      { 'x-ms-visibility': 'internal' },
      { 'x-ms-visibility': 'internal' },
      { 'x-ms-visibility': 'internal' }
    ],
    [
      'takes nothing that changes the designer where they disagree',
      { 'x-ms-visibility': 'internal' },
      { 'x-ms-visibility': 'advanced' },
      {}
    ],
    [
      'takes the first text',
      { 'x-ms-summary': 'a' },
      { 'x-ms-summary': 'b', title: 't' },
      { 'x-ms-summary': 'a', title: 't' }
    ]
  ])('%s', (_name, first, second, expected) => {
    expect(field(first, second)).toEqual(expected)
  })

  test('names what found no place in it as lost', () => {
    const connector = swagger({
      paths: paths(
        object({ n: { 'x-ms-summary': 'a' } }),
        object({ n: { 'x-ms-summary': 'b', 'x-ms-visibility': 'internal' } })
      )
    })
    expect(keep(api, connector).lost).toEqual([
      { operationId: 'B', place: 'response 200 /n', names: ['x-ms-summary', 'x-ms-visibility'] }
    ])
  })
})
