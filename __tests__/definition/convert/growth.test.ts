import { describe, expect, test } from '@jest/globals'
import { convertToSwagger2 } from '../../../src/definition/convert/index.ts'
import type { Json, JsonObject } from '../../../src/definition/json.ts'
import { answering } from './support.ts'

const ref = (index: number, count: number) => ({ $ref: `#/components/schemas/S${index % count}` })

/** As many schemas as asked for, each made from its number. */
function schemas(count: number, make: (index: number) => Json): JsonObject {
  return answering(
    ref(0, count),
    Object.fromEntries(Array.from({ length: count }, (_each, index) => [`S${index}`, make(index)]))
  )
}

function sizes(document: JsonObject): { ratio: number; milliseconds: number } {
  const start = performance.now()
  const { definition } = convertToSwagger2(document)
  const milliseconds = performance.now() - start
  return { ratio: JSON.stringify(definition).length / JSON.stringify(document).length, milliseconds }
}

const object = (properties: JsonObject): JsonObject => ({ type: 'object', properties })

describe('the definition does not outgrow its source', () => {
  const count = 200
  test.each<[string, (index: number) => Json]>([
    [
      'unions of unions',
      index =>
        object({
          [`a${index}`]: { oneOf: [ref(index + 1, count), ref(index + 2, count)] },
          [`b${index}`]: { anyOf: [ref(index + 3, count), ref(index + 1, count)] }
        })
    ],
    [
      'unions with the same properties',
      index =>
        object({
          a: { oneOf: [ref(index + 1, count), ref(index * 2, count)] },
          b: { oneOf: [ref(index + 3, count), ref(index * 5, count)] }
        })
    ],
    [
      'parts made of parts',
      index =>
        object({
          a: { allOf: [ref(index + 1, count), object({ k: {} })] },
          b: { allOf: [ref(index + 1, count), object({ l: {} })] }
        })
    ],
    [
      'chains of inheritance',
      index =>
        index === count - 1
          ? object({ z: {} })
          : { allOf: [ref(index + 1, count), object({ [`p${index}`]: object({ x: {} }) })] }
    ],
    ['aliases of aliases', index => (index === count - 1 ? object({}) : ref(index + 1, count))],
    [
      'objects or null in each other',
      index =>
        object({
          a: { anyOf: [ref(index + 1, count), { type: 'null' }] },
          b: { ...ref(index + 1, count), nullable: true }
        })
    ]
  ])('with %s', (_title, make) => {
    const { ratio, milliseconds } = sizes(schemas(count, make))
    expect(ratio).toBeLessThan(12)
    expect(milliseconds).toBeLessThan(2000)
  })

  test('with wide schemas that many unions share', () => {
    const wide = object(
      Object.fromEntries(Array.from({ length: 1000 }, (_each, index) => [`p${index}`, { type: 'string' }]))
    )
    const many = Array.from({ length: 1000 }, (_each, index): [string, Json] => [
      `u${index}`,
      { oneOf: [ref(1, 3), ref(2, 3)] }
    ])
    const all: Json[] = [object(Object.fromEntries(many)), wide, object({ z: {} })]
    const document = schemas(3, index => all[index] ?? {})
    expect(sizes(document).ratio).toBeLessThan(12)
  })

  test('a document of ten times the size takes about ten times as long', () => {
    const make = (index: number) =>
      object({
        a: { type: 'string' },
        b: { allOf: [ref(index + 1, 1e6)] },
        c: { oneOf: [object({ x: {} }), object({ y: {} })] }
      })
    const time = (size: number) => {
      const document = schemas(size, make)
      return Math.min(...[1, 2, 3].map(() => sizes(document).milliseconds))
    }
    time(1000)
    expect(time(4000) / time(400)).toBeLessThan(25)
  })
})
