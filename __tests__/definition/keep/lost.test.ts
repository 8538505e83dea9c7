import { describe, expect, test } from '@jest/globals'
import type { JsonObject } from '../../../src/definition/json.ts'
import { keepFromConnector } from '../../../src/definition/keep.ts'
import { responding, withOperation } from '../documents.ts'

function keep(api: JsonObject, connector: JsonObject) {
  return keepFromConnector({ api, connector, keep: new Set(['annotations']), explicit: {} })
}
const ref = (name: string) => ({ $ref: `#/definitions/${name}` })
const object = (properties: JsonObject, more: JsonObject = {}) => ({ type: 'object', properties, ...more })

describe('what found no place any more is lost', () => {
  const cases: [string, JsonObject, JsonObject, unknown][] = [
    [
      'of an operation',
      withOperation({}),
      withOperation({
        operationId: 'Old',
        'x-ms-trigger': 'batch',
        parameters: [{ in: 'query', name: 'n', 'x-ms-summary': 's' }]
      }),
      { operationId: 'Old', place: 'operation', names: ['x-ms-trigger', 'x-ms-summary'] }
    ],
    [
      'of a parameter',
      withOperation({}),
      withOperation({ parameters: [{ in: 'query', name: 'n', 'x-ms-summary': 's' }] }),
      { operationId: 'GetOrder', place: 'query parameter n', names: ['x-ms-summary'] }
    ],
    [
      'of a field',
      withOperation(responding('A', {})),
      withOperation(responding('A', { items: object({ n: { items: object({ m: { 'x-ms-summary': 's' } }) } }) })),
      { operationId: 'A', place: 'response 200 /[]/n/[]/m', names: ['x-ms-summary'] }
    ],
    [
      'of a body',
      withOperation({}),
      withOperation({ parameters: [{ in: 'body', name: 'b', schema: object({ n: { 'x-ms-summary': 's' } }) }] }),
      { operationId: 'GetOrder', place: 'body /n', names: ['x-ms-summary'] }
    ],
    [
      'of a recursive definition, once',
      withOperation(responding('A', {})),
      withOperation(responding('A', ref('O')), {
        definitions: { O: object({ n: ref('O'), m: { 'x-ms-summary': 's' } }) }
      }),
      { operationId: 'A', place: 'response 200 /m', names: ['x-ms-summary'] }
    ]
  ]
  test.each(cases)('%s', (_name, api, connector, lost) => {
    expect(keep(api, connector).lost).toEqual([lost])
  })

  test('texts of what is gone are no loss', () => {
    expect(
      keep(withOperation({}), withOperation({ parameters: [{ in: 'query', name: 'n', description: 'd' }] })).lost
    ).toEqual([])
  })
})
