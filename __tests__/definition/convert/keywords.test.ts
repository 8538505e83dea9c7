import { describe, expect, test } from '@jest/globals'
import type { Json } from '../../../src/definition/json.ts'
import { answer } from './support.ts'

describe('keywords of a schema', () => {
  const cases: [string, Json, Json, string[]][] = [
    [
      'what Swagger 2.0 has too stays',
      { type: 'string', maxLength: 3, pattern: '^a', readOnly: true, example: 'a' },
      { type: 'string', maxLength: 3, pattern: '^a', readOnly: true, example: 'a' },
      []
    ],
    ['nullable is marked', { type: 'string', nullable: true }, { type: 'string', 'x-nullable': true }, []],
    ['not nullable says nothing', { type: 'string', nullable: false }, { type: 'string' }, []],
    ['a type or null is marked', { type: ['string', 'null'] }, { type: 'string', 'x-nullable': true }, []],
    [
      'null among the values is marked',
      { type: 'string', enum: ['a', null] },
      { type: 'string', enum: ['a'], 'x-nullable': true },
      []
    ],
    ['only null is anything or null', { type: 'null' }, { 'x-nullable': true }, []],
    ['several types are none, a loss', { type: ['string', 'integer'] }, {}, ['type-list']],
    ['integers are numbers', { type: ['integer', 'number'] }, { type: 'number' }, []],
    ['const is an enum of one', { type: 'string', const: 'a' }, { type: 'string', enum: ['a'] }, []],
    ['const wins over enum', { const: 'a', enum: ['a', 'b'] }, { enum: ['a'] }, []],
    [
      'a numeric exclusive bound is a bound and a mark',
      { type: 'number', exclusiveMinimum: 1, exclusiveMaximum: 9 },
      { type: 'number', minimum: 1, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: true },
      []
    ],
    [
      'the stricter of two bounds holds',
      { minimum: 5, exclusiveMinimum: 1, maximum: 9, exclusiveMaximum: 8 },
      { minimum: 5, maximum: 8, exclusiveMaximum: true },
      []
    ],
    [
      'a boolean exclusive bound stays',
      { minimum: 5, exclusiveMinimum: true },
      { minimum: 5, exclusiveMinimum: true },
      []
    ],
    ['the first of several examples is kept, a loss', { examples: ['a', 'b'] }, { example: 'a' }, ['examples']],
    ['one example is no loss', { examples: ['a'] }, { example: 'a' }, []],
    [
      'base64 is the format byte',
      { type: 'string', contentEncoding: 'base64' },
      { type: 'string', format: 'byte' },
      []
    ],
    [
      'bytes are the format binary',
      { type: 'string', contentMediaType: 'application/pdf' },
      { type: 'string' },
      ['keyword']
    ],
    [
      'items by position can be anything, a loss',
      { type: 'array', prefixItems: [{ type: 'string' }], items: false },
      { type: 'array', items: {} },
      ['keyword']
    ],
    [
      'a list without items holds anything, a loss',
      { type: 'array' },
      { type: 'array', items: {} },
      ['added-item-type']
    ],
    [
      'one name pattern describes further properties, a loss',
      { type: 'object', patternProperties: { '^x': { type: 'string' } } },
      { type: 'object', additionalProperties: { type: 'string' } },
      ['keyword']
    ],
    [
      'several name patterns are a loss',
      { type: 'object', patternProperties: { a: {}, b: {} } },
      { type: 'object' },
      ['keyword']
    ],
    [
      'not, if, then and their like are losses',
      { type: 'string', not: {}, if: {}, then: {}, else: {} },
      { type: 'string' },
      ['keyword', 'keyword', 'keyword', 'keyword']
    ],
    [
      'further keywords of JSON Schema are losses',
      { type: 'object', propertyNames: {}, dependentRequired: {}, unevaluatedProperties: false, $comment: 'x' },
      { type: 'object' },
      ['keyword', 'keyword', 'keyword', 'keyword']
    ],
    [
      'writeOnly and deprecated are losses',
      { type: 'string', writeOnly: true, deprecated: true },
      { type: 'string' },
      ['write-only', 'deprecated']
    ],
    [
      'a discriminator is the name of a required property, its mapping a loss',
      {
        type: 'object',
        required: ['kind'],
        properties: { kind: { type: 'string' } },
        discriminator: { propertyName: 'kind', mapping: { a: '#/a' } }
      },
      { type: 'object', required: ['kind'], properties: { kind: { type: 'string' } }, discriminator: 'kind' },
      ['discriminator']
    ],
    [
      'a discriminator that is no required property is a loss',
      { type: 'object', discriminator: { propertyName: 'kind' } },
      { type: 'object' },
      ['discriminator']
    ],
    [
      'a format of other readers is the same one of the platform, a loss',
      { type: 'string', format: 'guid' },
      { type: 'string', format: 'uuid' },
      ['format-not-known']
    ],
    ['a format of nobody is a loss', { type: 'string', format: 'iban' }, { type: 'string' }, ['format-not-known']],
    [
      'extensions of the platform stay',
      { type: 'string', 'x-ms-visibility': 'advanced', 'x-mine': { a: 1 } },
      { type: 'string', 'x-ms-visibility': 'advanced', 'x-mine': { a: 1 } },
      []
    ],
    [
      'extensions for generators are a loss',
      { type: 'string', 'x-ms-client-name': 'a' },
      { type: 'string' },
      ['extension-not-known']
    ],
    ['true allows anything', true, {}, []],
    ['false can not be said, a loss', false, {}, ['keyword']],
    [
      'values of another kind than the specification says are losses',
      { type: 'string', maxLength: -1, minLength: '3', title: 4, readOnly: 'yes', pattern: '(' },
      { type: 'string' },
      ['invalid-value', 'invalid-value', 'invalid-value', 'invalid-value', 'invalid-value']
    ],
    ['repeated values are a loss', { enum: ['a', 'a'] }, { enum: ['a'] }, ['duplicate']],
    [
      'empty lists of required names are a loss',
      { type: 'object', required: [] },
      { type: 'object' },
      ['invalid-value']
    ],
    ['an empty list of types is a loss', { type: [] }, {}, ['invalid-value']],
    ['examples that are no list are a loss', { type: 'string', examples: { a: 1 } }, { type: 'string' }, ['examples']],
    [
      'bytes without a type are binary text',
      { properties: { a: { contentMediaType: 'application/octet-stream' } } },
      { properties: { a: { type: 'string', format: 'binary' } } },
      []
    ],
    ['a type that does not exist is a loss', { type: 'any' }, {}, ['invalid-value']],
    [
      'properties and items are converted too',
      {
        type: 'object',
        properties: { a: { type: 'array', items: { type: ['integer', 'null'] } } },
        additionalProperties: { const: 1 }
      },
      {
        type: 'object',
        properties: { a: { type: 'array', items: { type: 'integer', 'x-nullable': true } } },
        additionalProperties: { enum: [1] }
      },
      []
    ]
  ]
  test.each(cases)('%s', (_title, schema, expected, rules) => {
    const result = answer(schema)
    expect(result.schema).toEqual(expected)
    expect(result.rules).toEqual(rules)
  })

  test('a schema of $defs that something refers to is a definition', () => {
    const holder = {
      type: 'object',
      properties: { a: { $ref: '#/components/schemas/Holder/$defs/Part' } },
      $defs: { Part: { type: 'object', properties: { b: { type: 'string' } } } }
    }
    const { definitions, rules } = answer({ $ref: '#/components/schemas/Holder' }, { Holder: holder })
    expect(definitions).toEqual({
      Holder: { type: 'object', properties: { a: { $ref: '#/definitions/Holder_Part' } } },
      Holder_Part: { type: 'object', properties: { b: { type: 'string' } } }
    })
    expect(rules).toEqual([])
  })

  test('a reference to an anchor leads to its schema', () => {
    const node = {
      $dynamicAnchor: 'node',
      type: 'object',
      properties: { children: { type: 'array', items: { $dynamicRef: '#node' } } }
    }
    const { definitions } = answer({ $ref: '#/components/schemas/Tree' }, { Tree: node })
    expect(definitions).toEqual({
      Tree: { type: 'object', properties: { children: { type: 'array', items: { $ref: '#/definitions/Tree' } } } }
    })
  })
})
