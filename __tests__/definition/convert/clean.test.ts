import { describe, expect, test } from '@jest/globals'
import { cleanSwagger2 } from '../../../src/definition/convert/index.ts'
import type { Json, JsonObject } from '../../../src/definition/json.ts'
import { dig, parse, schemaErrors } from './support.ts'

const responses = { '200': { description: 'OK' } }

function clean(more: JsonObject, operation: JsonObject = {}) {
  const document = {
    swagger: '2.0',
    info: { title: 'T', version: '1' },
    paths: { '/a': { get: { operationId: 'A', responses, ...operation } } },
    ...more
  }
  const { definition, losses } = cleanSwagger2(document)
  expect(schemaErrors(definition)).toEqual([])
  return { document, definition, losses: losses.map(({ rule, pointer }) => `${rule} ${pointer}`) }
}

const cleanSchema = (schema: Json) => {
  const { definition, losses } = clean({ definitions: { S: schema } })
  return { schema: dig(definition, 'definitions', 'S'), losses }
}

describe('a Swagger 2.0 document', () => {
  test('without faults comes out equal, member by member in the same order', () => {
    const text = JSON.stringify({
      paths: {
        '/b/{id}': {
          parameters: [{ $ref: '#/parameters/Id' }],
          'x-ms-notification-content': { schema: { $ref: '#/definitions/S' } }
        },
        '/a': {
          post: {
            responses: { default: { $ref: '#/responses/R' }, '200': { description: '', schema: { type: 'file' } } },
            parameters: [{ schema: { $ref: '#/definitions/S' }, name: 'x', in: 'body', 'x-ms-summary': 'X' }],
            operationId: 'A b',
            security: []
          }
        }
      },
      swagger: '2.0',
      host: '@environmentVariables("cr_host")',
      info: { version: '1', title: 'T' },
      parameters: { Id: { name: 'id', in: 'path', required: true, type: 'string', 'x-ms-url-encoding': 'single' } },
      responses: { R: { description: 'R', headers: { H: { type: 'array', items: { type: 'string' } } } } },
      definitions: {
        'S[T]': {
          allOf: [{ $ref: '#/definitions/S' }, { type: 'object' }],
          discriminator: 'a',
          'x-ms-client-name': 'kept'
        },
        S: {
          type: 'object',
          properties: {
            a: { type: 'string', format: 'guid', 'x-nullable': true },
            b: { $ref: '#/definitions/S%5BT%5D', description: 'B' }
          }
        },
        Unused: { type: 'string', pattern: '(?i)^a', format: '' }
      },
      'x-ms-connector-metadata': []
    })
    const { definition, losses } = cleanSwagger2(parse(text))
    expect(losses).toEqual([])
    expect(JSON.stringify(definition)).toBe(text)
  })

  test.each<[string, Json, Json, string[]]>([
    ['nullable', { type: 'string', nullable: true }, { type: 'string', 'x-nullable': true }, []],
    ['a type or null', { type: ['string', 'null'] }, { type: 'string', 'x-nullable': true }, []],
    ['const', { const: 1 }, { enum: [1] }, []],
    [
      'a union',
      {
        oneOf: [
          { type: 'object', properties: { a: { type: 'string' } } },
          { type: 'object', properties: { b: { type: 'string' } } }
        ]
      },
      { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } } },
      ['union-merged /definitions/S/oneOf']
    ],
    ['a list without items', { type: 'array' }, { type: 'array', items: {} }, ['added-item-type /definitions/S']],
    ['a file in a schema', { type: 'file' }, { type: 'string', format: 'binary' }, ['file-type /definitions/S']],
    [
      'a reference to nowhere',
      { properties: { a: { $ref: '#/definitions/No' } } },
      { properties: { a: {} } },
      ['ref-not-found /definitions/S/properties/a']
    ],
    ['a keyword of nobody', { type: 'string', foo: 1 }, { type: 'string' }, ['keyword /definitions/S/foo']],
    ['no schema', 'x', {}, ['invalid-value /definitions/S']]
  ])('is mended: %s', (_title, schema, expected, losses) => {
    expect(cleanSchema(schema)).toEqual({ schema: expected, losses })
  })

  test('is mended: a definition that is a reference, which the platform refuses, is a copy', () => {
    const { definition, losses } = clean({ definitions: { A: { $ref: '#/definitions/B' }, B: { type: 'string' } } })
    expect(definition['definitions']).toEqual({ A: { type: 'string' }, B: { type: 'string' } })
    expect(losses).toEqual(['definition-ref /definitions/A'])
  })

  test('is mended: a reference into the middle of the document is one to a definition', () => {
    const schema = { $ref: '#/definitions/B/properties/c' }
    const B = { type: 'object', properties: { c: { type: 'object', properties: { d: { type: 'string' } } } } }
    const { definition } = clean({ definitions: { B } }, { responses: { '200': { description: '', schema } } })
    expect(dig(definition, 'paths', '/a', 'get', 'responses', '200', 'schema')).toEqual({ $ref: '#/definitions/B_c' })
    expect(dig(definition, 'definitions', 'B_c')).toEqual(B.properties.c)
    expect(dig(definition, 'definitions', 'B')).toEqual(B)
  })

  test('is mended: what stands in another operation is there itself, for that may be left out', () => {
    const limit = { name: 'limit', in: 'query', type: 'integer' }
    const fault = { description: 'Fault', schema: { type: 'string' } }
    const { definition, losses } = clean({
      paths: {
        '/a': { get: { operationId: 'A', parameters: [limit], responses: { default: fault } } },
        '/b': {
          parameters: [{ $ref: '#/paths/~1a/get/parameters/0' }],
          get: {
            operationId: 'B',
            parameters: [{ $ref: '#/paths/~1b/parameters/0' }],
            responses: { '400': { $ref: '#/paths/~1a/get/responses/default' } }
          }
        }
      }
    })
    expect(dig(definition, 'paths', '/b')).toEqual({
      parameters: [limit],
      get: { operationId: 'B', parameters: [limit], responses: { '400': fault } }
    })
    expect(losses).toEqual([])
  })

  test('is mended: missing and double operation ids, parameters, responses and paths', () => {
    const { definition, losses } = clean({
      swagger: 2,
      paths: {
        '/a': { get: { operationId: 'A', parameters: [{ $ref: '#/parameters/No' }, { name: 'q', in: 'query' }] } },
        '/b': { get: { operationId: 'A', responses }, post: { responses } },
        '/c': { $ref: '#/paths/~1b', servers: [] },
        b: {}
      }
    })
    expect(definition['swagger']).toBe('2.0')
    expect(dig(definition, 'paths', '/a', 'get', 'parameters')).toEqual([{ name: 'q', in: 'query', type: 'string' }])
    expect(dig(definition, 'paths', '/b', 'post', 'operationId')).toBe('PostB')
    expect(dig(definition, 'paths', '/c', 'post', 'operationId')).toBe('PostC')
    expect([...new Set(losses.map(loss => loss.split(' ')[0]))].sort()).toEqual([
      'added-response',
      'invalid-value',
      'keyword',
      'operation-id-duplicate',
      'operation-id-made',
      'parameter-type',
      'ref-not-found'
    ])
  })

  test('comes out the same when it is cleaned again', () => {
    const { definition } = clean({ definitions: { A: { anyOf: [{ type: 'string' }, { type: 'null' }], foo: 1 } } })
    expect(cleanSwagger2(definition)).toEqual({ definition, losses: [] })
  })

  test('of another version is an error', () => {
    expect(() => cleanSwagger2({ swagger: '1.2' })).toThrow(expect.objectContaining({ fault: 'not-openapi' }))
  })
})
