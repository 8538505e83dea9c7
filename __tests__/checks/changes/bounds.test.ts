/** However large or hostile the definitions are: the comparison ends, soon, and gives what can be read. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isChangeRule } from '../../../src/checks/changes/change-rules.ts'
import type { Change } from '../../../src/checks/changes/change.ts'
import { compareDefinitions } from '../../../src/checks/changes/compare.ts'
import { MAX_PLACES } from '../../../src/checks/changes/pair.ts'
import { MAX_TOLD } from '../../../src/checks/changes/spread.ts'
import { copyOf, isObject, type Json, type JsonObject } from '../../../src/definition/json.ts'
import { swagger } from '../../definition/documents.ts'
import { definition } from './definitions.ts'
import { outlined } from './rewritten.ts'

const text = { type: 'string' }
const ref = (name: string): JsonObject => ({ $ref: `#/definitions/${name}` })
const object = (properties: JsonObject): JsonObject => ({ type: 'object', properties })

function changes(before: JsonObject, after: JsonObject): readonly Change[] {
  return compareDefinitions({ definition: before }, { definition: after })
}

/** Operations that all give the schema `Root`. */
function giving(operations: number, definitions: JsonObject): JsonObject {
  const paths: JsonObject = {}
  for (let index = 0; index < operations; index++) {
    paths[`/${index}`] = { get: { operationId: `O${index}`, responses: { 200: { schema: ref('Root') } } } }
  }
  return swagger({ paths, definitions })
}

function fields(count: number, prefix: string): JsonObject {
  return object(Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, text])))
}

/** How many changes the list stands for. */
function total(list: readonly Change[], rule: string): number {
  return list.filter(change => change.rule === rule).reduce((sum, { more = 1 }) => sum + more, 0)
}

describe('where a schema that many operations share changes everywhere', () => {
  const many = changes(giving(250, { Root: fields(2000, 'a') }), giving(250, { Root: fields(2000, 'b') }))

  test('every change is told or counted', () => {
    expect(total(many, 'OutputFieldRemoved')).toBe(250 * 2000)
    expect(total(many, 'OutputFieldAdded')).toBe(250 * 2000)
  })

  test('an operation is told a number of places of each rule, and how many more there are', () => {
    const first = many.filter(({ rule, operationId }) => rule === 'OutputFieldRemoved' && operationId === 'O0')
    expect(first).toHaveLength(MAX_PLACES + 1)
    expect(first.at(-1)).toEqual({
      rule: 'OutputFieldRemoved',
      severity: 'breaking',
      operationId: 'O0',
      path: '',
      more: 2000 - MAX_PLACES,
      message: 'A field of the output is gone, or hidden from makers: 1900 more in "O0"'
    })
  })

  test('operations beyond the bound for all are told the first place of each rule', () => {
    const last = many.filter(({ rule, operationId }) => rule === 'OutputFieldRemoved' && operationId === 'O249')
    expect(last.map(({ path, more }) => [path, more])).toEqual([
      ['response/200/a0', undefined],
      ['', 1999]
    ])
    expect(many.length).toBeLessThan(MAX_TOLD + 250 * 4 + 2 * MAX_PLACES)
  })
})

describe('recursion and sharing end', () => {
  const shapes: Record<string, (isNew: boolean) => JsonObject> = {
    'a chain of 20,000 references': isNew => {
      const definitions: JsonObject = { D20000: isNew ? { type: 'integer' } : text, Root: ref('D0') }
      for (let i = 0; i < 20_000; i++) definitions[`D${i}`] = object({ next: ref(`D${i + 1}`) })
      return definitions
    },
    'two fields of the same type at each of 200 levels': isNew => {
      const definitions: JsonObject = { D200: isNew ? { type: 'integer' } : text, Root: ref('D0') }
      for (let i = 0; i < 200; i++) definitions[`D${i}`] = object({ left: ref(`D${i + 1}`), right: ref(`D${i + 1}`) })
      return definitions
    },
    'circles of types whose lengths have nothing in common': isNew => {
      const length = isNew ? 1999 : 2003
      const definitions: JsonObject = { Root: ref('D0') }
      for (let i = 0; i < length; i++) {
        definitions[`D${i}`] = object({ next: ref(`D${(i + 1) % length}`), [i === 7 ? 'seven' : 'name']: text })
      }
      return definitions
    },
    'branches of allOf that declare each other': isNew => {
      const both = { allOf: [object({ p: ref('Root') }), object({ p: ref('Other') })] }
      return { Root: both, Other: { allOf: [ref('Root'), object({ p: ref('Other'), [isNew ? 'b' : 'a']: text })] } }
    },
    'a type that is all of many others, which are it': isNew => {
      const names = Array.from({ length: 300 }, (_, i) => `D${i}`)
      const others = names.map((name, i): [string, Json] => [
        name,
        { allOf: [ref('Root'), object({ p: ref(names[(i * 7 + 1) % 300] ?? ''), [`q${i % 9}`]: ref(name) })] }
      ])
      return { Root: { allOf: names.map(ref), ...object(isNew ? {} : { a: text }) }, ...Object.fromEntries(others) }
    }
  }
  test.each(Object.entries(shapes))('%s', (_name, shape) => {
    const started = performance.now()
    const found = changes(giving(3, shape(false)), giving(3, shape(true)))
    // Well under a second each; other tests run at the same time.
    expect(performance.now() - started).toBeLessThan(20_000)
    expect(found.length).toBeGreaterThan(0)
    expect(found.length).toBeLessThan(10_000)
    for (const { path, message } of found) expect(path.length + message.length).toBeLessThan(1000)
  })

  test('what is too deep to be told is counted', () => {
    const shape = shapes['two fields of the same type at each of 200 levels']
    const found = shape ? changes(giving(1, shape(false)), giving(1, shape(true))) : []
    expect(found).toMatchObject([{ rule: 'OutputTypeChanged', path: '', more: Number.MAX_SAFE_INTEGER }])
  })
})

test('20,000 operations are compared with 20,000', () => {
  const definitions = { Root: object({ name: text }) }
  const found = changes(giving(20_000, definitions), giving(20_000, { Root: object({ id: text }) }))
  expect(total(found, 'OutputFieldRemoved')).toBe(20_000)
})

describe('whatever the definitions are', () => {
  /** Puts the value in a place of the document that the numbers say. */
  function damaged(document: JsonObject, way: readonly number[], value: Json): JsonObject {
    const copy = copyOf(document)
    let holder: Json = copy
    for (const [index, number] of way.entries()) {
      const names: string[] = Object.keys(isObject(holder) || Array.isArray(holder) ? holder : {})
      const name: string | undefined = names[number % Math.max(names.length, 1)]
      if (name === undefined || (!isObject(holder) && !Array.isArray(holder))) break
      const members = holder as JsonObject
      const next: Json = members[name] ?? null
      if (index === way.length - 1 || typeof next !== 'object' || next === null) {
        members[name] = value
        break
      }
      holder = next
    }
    return copy
  }

  const junk = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom<Json>(
      { $ref: '#' },
      { $ref: '#/paths' },
      { $ref: 1 },
      { allOf: [null, { $ref: '#/definitions' }] }
    ),
    fc.constantFrom<Json>(
      [],
      {},
      null,
      'constructor',
      { properties: [] },
      { type: ['string'], enum: 'x', required: 'y' }
    )
  ) as fc.Arbitrary<Json>

  test('the comparison never throws, always gives the same bytes, and only known rules', () => {
    fc.assert(
      fc.property(
        definition,
        fc.nat(),
        fc.array(fc.tuple(fc.array(fc.nat(), { minLength: 1, maxLength: 12 }), junk), { maxLength: 4 }),
        (document, seed, damages) => {
          const before = outlined(document, seed)
          const after = damages.reduce((current, [way, value]) => damaged(current, way, value), before)
          for (const [left, right] of [
            [before, after],
            [after, before]
          ] as const) {
            const found = changes(left, right)
            expect(JSON.stringify(changes(copyOf(left), copyOf(right)))).toBe(JSON.stringify(found))
            for (const { rule, message } of found) {
              expect(isChangeRule(rule)).toBe(true)
              expect(message).not.toMatch(/[\r\n]/)
            }
          }
          expect(changes(after, copyOf(after))).toEqual([])
        }
      ),
      { numRuns: 300 }
    )
  })

  test('objects that the two definitions share are compared all the same', () => {
    const shared = object({ inner: object({ lines: { type: 'array', items: ref('Line') } }) })
    const of = (line: JsonObject): JsonObject => giving(1, { Root: shared, Line: line })
    expect(changes(of(object({ a: text })), of(object({})))).toMatchObject([{ path: 'response/200/inner/lines[]/a' }])
  })

  test('neither definition is changed', () => {
    fc.assert(
      fc.property(definition, definition, (before, after) => {
        const copies = JSON.stringify([before, after])
        changes(before, after)
        expect(JSON.stringify([before, after])).toBe(copies)
      }),
      { numRuns: 50 }
    )
  })
})
