import { describe, expect, test } from '@jest/globals'
import type { Json, JsonObject } from '../../../src/definition/json.ts'
import { keepFromConnector } from '../../../src/definition/keep.ts'
import { at, swagger, withOperation } from '../documents.ts'
import { dangling } from '../references-in.ts'

function keep(api: JsonObject, connector: JsonObject) {
  return keepFromConnector({ api, connector, keep: new Set(['annotations']), explicit: {} })
}
const get = '/paths/~1orders/get'
const ref = (name: string) => ({ $ref: `#/definitions/${name}` })
const object = (properties: JsonObject, more: JsonObject = {}) => ({ type: 'object', properties, ...more })

describe('what annotations need comes with them', () => {
  test("definitions that a trigger's payload refers to, with theirs; the document's own stay", () => {
    const item = (extra: JsonObject) =>
      swagger({ paths: { '/a': { get: { operationId: 'A' }, ...extra } }, definitions: { Mine: { type: 'object' } } })
    const connector = {
      ...item({ 'x-ms-notification-content': { schema: object({ a: ref('Event'), b: ref('Mine') }) } }),
      definitions: {
        Event: object({ next: ref('Event'), part: ref('Part') }),
        Part: {},
        Mine: { type: 'string' },
        Other: {}
      }
    }
    const { definition, notes } = keep(item({}), connector)
    expect(definition['definitions']).toEqual({
      Mine: { type: 'object' },
      Event: connector.definitions.Event,
      Part: {}
    })
    expect(notes).toEqual([{ subject: 'references', text: expect.stringMatching(/: Event, Part$/) }])
  })

  test('what they refer into, be it a part of a definition or of an operation that is gone', () => {
    const part = { $ref: '#/definitions/Event/properties/id' }
    const gone = { $ref: '#/paths/~1gone/get/responses/200/schema' }
    const item = (extra: JsonObject) => ({ '/a': { get: { operationId: 'A' }, ...extra } })
    const connector = swagger({
      paths: {
        ...item({ 'x-ms-notification-content': { schema: object({ part, gone }) } }),
        '/gone': { get: { operationId: 'B', responses: { '200': { description: '', schema: { type: 'string' } } } } }
      },
      definitions: { Event: object({ id: {} }) }
    })
    const { definition } = keep(swagger({ paths: item({}) }), connector)
    expect(definition['definitions']).toEqual({ Event: object({ id: {} }), gone_get_200: { type: 'string' } })
    expect(dangling(definition)).toEqual([])
  })

  const accept = { in: 'header', name: 'Accept', type: 'string', 'x-ms-visibility': 'internal' }
  const query = { in: 'query', name: 'q', type: 'string' }
  test.each<[string, JsonObject, JsonObject, Json | undefined, number]>([
    [
      'stays at its position',
      withOperation({ parameters: [query] }),
      withOperation({ parameters: [accept, query] }),
      [accept, query],
      1
    ],
    [
      'comes to an operation without parameters',
      withOperation({}),
      withOperation({ parameters: [query, accept] }),
      [accept],
      1
    ],
    [
      'is taken from a shared one',
      withOperation({}),
      withOperation({ parameters: [{ $ref: '#/parameters/A' }] }, { parameters: { A: accept } }),
      [accept],
      1
    ],
    [
      'is not doubled',
      withOperation({ parameters: [{ ...accept, name: 'accept' }] }),
      withOperation({ parameters: [accept] }),
      [{ ...accept, name: 'accept' }],
      0
    ],
    [
      'is no other header',
      withOperation({}),
      withOperation({ parameters: [{ ...accept, name: 'X-Trace' }] }),
      undefined,
      0
    ],
    [
      'stays away from new operations',
      withOperation({}),
      withOperation({ operationId: 'Old', parameters: [accept] }),
      undefined,
      0
    ]
  ])('a header parameter that generators drop %s', (_name, api, connector, parameters, notes) => {
    const result = keep(api, connector)
    expect((at(result.definition, get) as JsonObject)['parameters']).toEqual(parameters)
    expect(result.notes).toHaveLength(notes)
    expect(keep(result.definition, connector).definition).toEqual(result.definition)
  })
})
