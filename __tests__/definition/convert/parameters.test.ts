import { describe, expect, test } from '@jest/globals'
import type { Json, JsonObject } from '../../../src/definition/json.ts'
import { convertValid, dig, documentOf, rulesOf } from './support.ts'

function convertOne(parameter: JsonObject, components: JsonObject = {}) {
  const conversion = convertValid(documentOf({ parameters: [parameter] }, { components }))
  const parameters = dig(conversion.definition, 'paths', '/things', 'post', 'parameters')
  return { parameters, rules: rulesOf(conversion), definition: conversion.definition }
}

const query = (schema: Json, more: JsonObject = {}): JsonObject => ({ name: 'q', in: 'query', schema, ...more })

describe('parameters', () => {
  const cases: [string, JsonObject, JsonObject[], string[]][] = [
    [
      'the schema becomes flat members',
      query(
        { type: 'integer', format: 'int32', default: 3, minimum: 1, maximum: 9, enum: [1, 3], multipleOf: 2 },
        { required: true, description: 'How many', 'x-ms-summary': 'Count' }
      ),
      [
        {
          name: 'q',
          in: 'query',
          required: true,
          description: 'How many',
          'x-ms-summary': 'Count',
          type: 'integer',
          format: 'int32',
          default: 3,
          minimum: 1,
          maximum: 9,
          enum: [1, 3],
          multipleOf: 2
        }
      ],
      []
    ],
    [
      'a title is the label that designers show, a description of the schema the description',
      query({ type: 'string', title: 'Query', description: 'What to look for' }),
      [{ name: 'q', in: 'query', type: 'string', 'x-ms-summary': 'Query', description: 'What to look for' }],
      []
    ],
    [
      'a nullable parameter is marked',
      query({ anyOf: [{ type: 'string', maxLength: 5 }, { type: 'null' }] }),
      [{ name: 'q', in: 'query', type: 'string', maxLength: 5, 'x-nullable': true }],
      []
    ],
    [
      'a list in the query is repeated by default',
      query({ type: 'array', items: { type: 'string', enum: ['a', 'b'] } }),
      [
        {
          name: 'q',
          in: 'query',
          type: 'array',
          items: { type: 'string', enum: ['a', 'b'] },
          collectionFormat: 'multi'
        }
      ],
      []
    ],
    [
      'a list that is not exploded is separated by commas',
      query({ type: 'array', items: { type: 'integer' } }, { explode: false }),
      [{ name: 'q', in: 'query', type: 'array', items: { type: 'integer' }, collectionFormat: 'csv' }],
      []
    ],
    [
      'other separators have their names',
      query({ type: 'array', items: { type: 'integer' } }, { style: 'pipeDelimited', explode: false }),
      [{ name: 'q', in: 'query', type: 'array', items: { type: 'integer' }, collectionFormat: 'pipes' }],
      []
    ],
    [
      'spaces are ssv',
      query({ type: 'array', items: { type: 'integer' } }, { style: 'spaceDelimited' }),
      [{ name: 'q', in: 'query', type: 'array', items: { type: 'integer' }, collectionFormat: 'ssv' }],
      []
    ],
    [
      'a list in a header is separated by commas',
      { name: 'X-Ids', in: 'header', schema: { type: 'array', items: { type: 'string' } } },
      [{ name: 'X-Ids', in: 'header', type: 'array', items: { type: 'string' }, collectionFormat: 'csv' }],
      []
    ],
    [
      'a deep object becomes a string, which is a loss',
      query({ type: 'object', properties: { a: { type: 'string' } } }, { style: 'deepObject' }),
      [{ name: 'q', in: 'query', type: 'string' }],
      ['parameter-type', 'parameter-style']
    ],
    [
      'a value of several types becomes a string, which is a loss',
      query({ type: ['string', 'integer'] }),
      [{ name: 'q', in: 'query', type: 'string' }],
      ['type-list', 'parameter-type']
    ],
    [
      'items that are objects become strings, which is a loss',
      query({ type: 'array', items: { type: 'object' } }),
      [{ name: 'q', in: 'query', type: 'array', items: { type: 'string' }, collectionFormat: 'multi' }],
      ['parameter-type']
    ],
    [
      'content becomes a string, which is a loss',
      {
        name: 'q',
        in: 'query',
        content: { 'application/json': { schema: { type: 'object', description: 'A filter' } } }
      },
      [{ name: 'q', in: 'query', type: 'string', description: 'A filter' }],
      ['parameter-style']
    ],
    [
      'a cookie is dropped, which is a loss',
      { name: 'c', in: 'cookie', schema: { type: 'string' } },
      [],
      ['cookie-parameter']
    ],
    [
      'a whole query string is dropped, which is a loss',
      { name: 'c', in: 'querystring', content: {} },
      [],
      ['parameter-style']
    ],
    [
      'examples, deprecation and reserved characters are losses',
      query({ type: 'string', example: 'x' }, { example: 'x', deprecated: true, allowReserved: true }),
      [{ name: 'q', in: 'query', type: 'string' }],
      ['examples', 'examples', 'deprecated', 'parameter-style']
    ],
    [
      'headers that OpenAPI 3 ignores stay, since connectors use them',
      { name: 'Content-Type', in: 'header', schema: { type: 'string', default: 'application/json' } },
      [{ name: 'Content-Type', in: 'header', type: 'string', default: 'application/json' }],
      []
    ],
    ['a parameter without a place is a loss', { name: 'q', schema: { type: 'string' } }, [], ['invalid-value']],
    [
      'a parameter without a schema is a string, which is a loss',
      { name: 'q', in: 'query' },
      [{ name: 'q', in: 'query', type: 'string' }],
      ['parameter-type']
    ]
  ]
  test.each(cases)('%s', (_title, parameter, expected, rules) => {
    const result = convertOne(parameter)
    expect(result.parameters).toEqual(expected)
    expect(result.rules).toEqual(rules)
  })

  test('an enum of a component is put in place, since a parameter can not refer to a schema', () => {
    const { parameters, rules } = convertOne(query({ $ref: '#/components/schemas/Color' }), {
      schemas: { Color: { type: 'string', enum: ['red', 'blue'] } }
    })
    expect(parameters).toEqual([{ name: 'q', in: 'query', type: 'string', enum: ['red', 'blue'] }])
    expect(rules).toEqual([])
  })

  test('a component is referred to under "parameters", renamed where its name needs it', () => {
    const page = { name: 'page', in: 'query', schema: { type: 'integer' } }
    const { parameters, rules, definition } = convertOne(
      { $ref: '#/components/parameters/the%20page' },
      { parameters: { 'the page': page } }
    )
    expect(parameters).toEqual([{ $ref: '#/parameters/the_page' }])
    expect(definition['parameters']).toEqual({ the_page: { name: 'page', in: 'query', type: 'integer' } })
    expect(rules).toEqual(['renamed'])
  })

  test('a second parameter of the same name and place is a loss', () => {
    const conversion = convertValid(documentOf({ parameters: [query({ type: 'string' }), query({ type: 'integer' })] }))
    expect(dig(conversion.definition, 'paths', '/things', 'post', 'parameters')).toHaveLength(1)
    expect(rulesOf(conversion)).toEqual(['duplicate'])
  })

  test('a list that contains itself ends', () => {
    const { parameters, rules } = convertOne(query({ $ref: '#/components/schemas/List' }), {
      schemas: { List: { type: 'array', items: { $ref: '#/components/schemas/List' } } }
    })
    expect(dig(parameters, 0, 'items', 'items', 'type')).toBe('array')
    expect(rules).toContain('parameter-type')
  })
})
