import { describe, expect, test } from '@jest/globals'
import type { Json, JsonObject } from '../../../src/definition/json.ts'
import { answer, dig } from './support.ts'

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const object = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({ type: 'object', properties, ...more })
const text: JsonObject = { type: 'string' }
const Cat = object(
  { kind: { type: 'string', const: 'cat' }, lives: { type: 'integer' } },
  { required: ['kind', 'lives'] }
)
const Dog = object({ kind: { type: 'string', const: 'dog' }, barks: { type: 'boolean' } }, { required: ['kind'] })
const Color: JsonObject = { type: 'string', enum: ['red', 'blue'], description: 'A color' }
const Hidden: JsonObject = { type: 'string', description: 'H', default: 'a', 'x-ms-visibility': 'internal' }
const schemas = { Cat, Dog, Color, Hidden }

describe('unions', () => {
  const cases: [string, Json, Json, string[]][] = [
    ['one variant is that schema', { oneOf: [text] }, text, []],
    ['a variant or null is marked', { anyOf: [text, { type: 'null' }] }, { type: 'string', 'x-nullable': true }, []],
    [
      'objects have all properties, of which only the common ones are required',
      { oneOf: [ref('Cat'), ref('Dog')], description: 'A pet' },
      {
        type: 'object',
        description: 'A pet',
        properties: {
          kind: { type: 'string', enum: ['cat', 'dog'] },
          lives: { type: 'integer' },
          barks: { type: 'boolean' }
        },
        required: ['kind']
      },
      ['union-merged', 'union-merged']
    ],
    ['plain values of one type keep it', { anyOf: [{ type: 'string', format: 'uuid' }, text] }, text, ['union-merged']],
    [
      'whole numbers and others are numbers',
      { anyOf: [{ type: 'integer' }, { type: 'number' }] },
      { type: 'number' },
      ['union-merged']
    ],
    [
      'constants are an enum',
      { oneOf: [{ const: 'a', title: 'A' }, { const: 'b' }] },
      { type: 'string', enum: ['a', 'b'] },
      ['union-merged']
    ],
    [
      'lists are one list',
      {
        anyOf: [
          { type: 'array', items: text },
          { type: 'array', items: text }
        ]
      },
      { type: 'array', items: text },
      ['union-merged']
    ],
    [
      'anything else is untyped',
      { oneOf: [text, object({})], title: 'Either' },
      { title: 'Either' },
      ['union-untyped']
    ],
    ['the same variant twice is one', { oneOf: [ref('Color'), ref('Color')] }, Color, []],
    [
      "a schema's own properties are there besides those of its variants",
      { ...object({ id: text }, { required: ['id'] }), oneOf: [object({ a: text }), object({ b: text })] },
      object({ a: text, b: text, id: text }, { required: ['id'] }),
      ['union-merged']
    ],
    ['an empty union says nothing', { type: 'string', oneOf: [] }, text, []],
    ['a union that is no list is a loss', { type: 'string', oneOf: 'x' }, text, ['invalid-value']]
  ]
  test.each(cases)('%s', (_title, schema, expected, rules) => {
    const result = answer(schema, schemas)
    expect(result.schema).toEqual(expected)
    expect(result.rules.filter(rule => rule !== 'unused')).toEqual(rules)
  })

  test('an object or null is a definition of its own, since nothing may stand next to a reference', () => {
    const place = { anyOf: [ref('Cat'), { type: 'null' }] }
    const { schema, definitions, rules } = answer(
      object({ one: place, two: { nullable: true, allOf: [ref('Cat')] } }),
      { Cat }
    )
    expect(schema).toEqual(
      object({ one: { $ref: '#/definitions/CatOrNull' }, two: { $ref: '#/definitions/CatOrNull' } })
    )
    expect(dig(definitions, 'CatOrNull', 'x-nullable')).toBe(true)
    expect(Object.keys(dig(definitions, 'CatOrNull', 'properties') ?? {})).toEqual(['kind', 'lives'])
    expect(rules).toEqual([])
  })

  test('a union that is used twice becomes one definition', () => {
    const union = { oneOf: [object({ a: text }), object({ b: text })] }
    const Base = object({ pick: union })
    const { schema, definitions } = answer(
      object({ x: { allOf: [ref('Base'), object({ c: text })] }, y: ref('Base') }),
      { Base }
    )
    expect(dig(schema, 'properties', 'x', 'properties', 'pick')).toEqual({ $ref: '#/definitions/Base_pick' })
    expect(dig(definitions, 'Base', 'properties', 'pick')).toEqual({ $ref: '#/definitions/Base_pick' })
    expect(dig(definitions, 'Base_pick')).toEqual(object({ a: text, b: text }))
  })

  test('a union that contains itself is a definition that refers to itself', () => {
    const A = object({ next: { oneOf: [ref('B'), ref('C')] } })
    const B = object({ a: ref('A'), next: { oneOf: [ref('B'), ref('C')] }, list: { type: 'array', items: ref('A') } })
    const C = object({ next: { oneOf: [ref('B'), ref('C')] }, c: text })
    const { schema, definitions } = answer(object({ either: { oneOf: [ref('B'), ref('C')] } }), { A, B, C })
    const either = dig(schema, 'properties', 'either')
    for (const each of [either, ...Object.values(definitions as JsonObject)]) {
      const target = dig(each, '$ref')
      if (target === undefined) expect(dig(each, 'properties')).toBeDefined()
      else
        expect(dig(definitions, JSON.stringify(target).slice('"#/definitions/'.length, -1), 'properties')).toBeDefined()
    }
  })

  test('unions of schemas that contain each other end', () => {
    const A = object({ next: { oneOf: [ref('A'), ref('B')] }, a: text })
    const B = object({ next: { oneOf: [ref('A'), ref('B')] }, b: text })
    const { definitions } = answer(ref('A'), { A, B })
    expect(JSON.stringify(definitions).length).toBeLessThan(1000)
    expect(Object.keys(dig(definitions, 'A', 'properties') ?? {})).toEqual(['next', 'a'])
  })
})

describe('allOf', () => {
  const cases: [string, Json, Json, string[]][] = [
    [
      'parts are one object, inherited properties first',
      { allOf: [ref('Dog'), object({ name: text }, { required: ['name'], description: 'A named dog' })] },
      object(
        { kind: { type: 'string', enum: ['dog'] }, barks: { type: 'boolean' }, name: text },
        { required: ['kind', 'name'], description: 'A named dog' }
      ),
      []
    ],
    [
      'the stricter bound holds',
      {
        allOf: [
          { type: 'integer', minimum: 1, maximum: 5 },
          { type: 'number', minimum: 2, maximum: 9 }
        ]
      },
      { type: 'integer', minimum: 2, maximum: 5 },
      []
    ],
    [
      'values that all parts allow remain',
      { allOf: [ref('Color'), { enum: ['red', 'green'] }] },
      { type: 'string', enum: ['red'] },
      []
    ],
    ['parts that contradict each other are a loss', { allOf: [text, { type: 'object' }] }, text, ['all-of-conflict']],
    [
      'the same property in several parts is merged',
      { allOf: [object({ a: { type: 'string', maxLength: 5 } }), object({ a: { description: 'A' } })] },
      object({ a: { type: 'string', maxLength: 5, description: 'A' } }),
      []
    ],
    [
      'a part that closes itself does not close the others out',
      { allOf: [object({ a: text }, { additionalProperties: false }), object({ b: text })] },
      object({ a: text, b: text }),
      ['all-of-conflict']
    ],
    [
      'what all parts say about further properties and items holds',
      {
        allOf: [
          object({ l: { type: 'array', items: { type: 'string' } } }, { additionalProperties: { maxLength: 5 } }),
          object({ l: { type: 'array', items: { maxLength: 3 } } }, { additionalProperties: { minLength: 1 } }),
          { additionalProperties: true, readOnly: true }
        ],
        readOnly: false
      },
      object(
        { l: { type: 'array', items: { type: 'string', maxLength: 3 } } },
        { additionalProperties: { maxLength: 5, minLength: 1 }, readOnly: true }
      ),
      []
    ],
    [
      'further properties of one part win over another that forbids them, a loss',
      { allOf: [{ type: 'object', additionalProperties: false }, { additionalProperties: text }] },
      { type: 'object', additionalProperties: text },
      ['all-of-conflict']
    ],
    ['whole numbers are numbers too', { allOf: [{ type: 'number' }, { type: 'integer' }] }, { type: 'integer' }, []],
    ['true says nothing, something else is a loss', { type: 'string', allOf: [true, 5] }, text, ['invalid-value']],
    [
      'extensions of the platform are inherited, words are not',
      { allOf: [ref('Hidden'), { maxLength: 5 }] },
      { type: 'string', 'x-ms-visibility': 'internal', default: 'a', maxLength: 5 },
      []
    ],
    ['a list that is none is a loss', { type: 'string', allOf: {} }, text, ['invalid-value']],
    [
      'a description stays with an enum',
      { allOf: [ref('Color')], description: 'Of the car' },
      { ...Color, description: 'Of the car' },
      []
    ]
  ]
  test.each(cases)('%s', (_title, schema, expected, rules) => {
    const result = answer(schema, schemas)
    expect(result.schema).toEqual(expected)
    expect(result.rules.filter(rule => rule !== 'unused')).toEqual(rules)
  })

  test('a schema made of itself ends with a loss', () => {
    const A = { allOf: [ref('B'), object({ a: text })] }
    const B = { allOf: [ref('A'), object({ b: text })] }
    const { definitions, rules } = answer(ref('A'), { A, B })
    expect(dig(definitions, 'A')).toEqual(object({ b: text, a: text }))
    expect(rules).toContain('ref-cycle')
  })
})

describe('references', () => {
  test('lead to definitions', () => {
    const { schema, definitions, rules } = answer(ref('Cat'), { Cat })
    expect(schema).toEqual({ $ref: '#/definitions/Cat' })
    expect(dig(definitions, 'Cat', 'required')).toEqual(['kind', 'lives'])
    expect(rules).toEqual([])
  })

  test('go through schemas that are only references, which the platform refuses', () => {
    const { schema, definitions } = answer(ref('Alias'), { Alias: ref('Other'), Other: { allOf: [ref('Dog')] }, Dog })
    expect(schema).toEqual({ $ref: '#/definitions/Dog' })
    expect(Object.keys(definitions as JsonObject)).toEqual(['Dog'])
  })

  test('a description next to one is dropped for an object, a loss', () => {
    const { schema, losses } = answer(object({ pet: { ...ref('Dog'), description: 'Mine' } }), { Dog })
    expect(schema).toEqual(object({ pet: { $ref: '#/definitions/Dog' } }))
    expect(losses).toMatchObject([
      { rule: 'ref-siblings', pointer: expect.stringMatching(/\/properties\/pet$/) as unknown }
    ])
  })

  test('a description next to one is kept for a value that designers show', () => {
    const { schema, rules } = answer(object({ color: { ...ref('Color'), description: 'Mine' } }), { Color })
    expect(schema).toEqual(object({ color: { ...Color, description: 'Mine' } }))
    expect(rules).toEqual([])
  })

  test('what the platform shows or hides next to one is kept by merging', () => {
    const { schema } = answer(object({ pet: { allOf: [ref('Dog')], 'x-ms-visibility': 'internal', readOnly: true } }), {
      Dog
    })
    expect(dig(schema, 'properties', 'pet')).toMatchObject({
      type: 'object',
      'x-ms-visibility': 'internal',
      readOnly: true,
      required: ['kind']
    })
  })

  test.each([
    ['to nowhere allow anything', ref('Nobody'), {}, ['ref-not-found']],
    ['that go round allow anything', ref('A'), {}, ['ref-cycle']]
  ])('%s, a loss', (_title, schema, expected, rules) => {
    const result = answer(schema, { A: ref('B'), B: ref('A') })
    expect(result.schema).toEqual(expected)
    expect([...new Set(result.rules)].filter(rule => rule !== 'unused')).toEqual(rules)
  })

  test('inside of extensions lead to definitions', () => {
    const { schema, definitions } = answer({ type: 'string', 'x-mine': [{ schema: ref('Dog') }] }, { Dog })
    expect(dig(schema, 'x-mine')).toEqual([{ schema: { $ref: '#/definitions/Dog' } }])
    expect(dig(definitions, 'Dog')).toBeDefined()
  })
})
