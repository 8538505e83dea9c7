/** Exactly the change that was made is told, at its place, however the two definitions are written. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Change } from '../../../src/checks/changes/change.ts'
import { changeRules } from '../../../src/checks/changes/change-rules.ts'
import { compareDefinitions } from '../../../src/checks/changes/compare.ts'
import { copyOf, type JsonObject } from '../../../src/definition/json.ts'
import { operationsOf } from '../../../src/definition/operations.ts'
import { connectors } from '../../definition/corpus.ts'
import { describeCorpus } from '../../definition/describe-corpus.ts'
import { reordered } from '../../definition/stripped.ts'
import { definition } from './definitions.ts'
import { mutations, nearMisses, NoPlace, type Expected, type Mutation, type Pick, type Sides } from './mutations.ts'
import { inlined, outlined, randomNumbers } from './rewritten.ts'

function pickWith(random: () => number): Pick {
  return <T>(items: readonly T[]): T => {
    if (items.length === 0) throw new Error('nothing to pick from')
    return items[Math.floor(random() * items.length)] as T
  }
}

/** What is told and what should be, or nothing where the definition has no place for the mutation. */
function run(
  document: JsonObject,
  mutate: Mutation,
  seed: number
): { told: Expected[]; wanted: Expected[] } | undefined {
  const random = randomNumbers(seed)
  const sides: Sides = { before: copyOf(document), after: copyOf(document) }
  let wanted: readonly Expected[]
  try {
    wanted = mutate(sides, pickWith(random))
  } catch (error) {
    if (error instanceof NoPlace) return undefined
    throw error
  }
  const told = compareDefinitions(
    { definition: outlined(sides.before, seed), properties: sides.beforeProperties ?? {} },
    { definition: reordered(outlined(sides.after, seed + 1)) as JsonObject, properties: sides.afterProperties ?? {} }
  )
  return { told: sorted(told.map(placeOf)), wanted: sorted(wanted.map(placeOf)) }
}

function placeOf({ rule, operationId, path }: Change | Expected): Expected {
  return { rule, operationId, path }
}

function sorted(list: readonly Expected[]): Expected[] {
  return list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

const all: readonly (readonly [string, Mutation])[] = [...Object.entries(mutations), ...Object.entries(nearMisses)]

test('there is a mutation for every rule of the table', () => {
  expect(Object.keys(mutations).sort()).toEqual([...changeRules].sort())
})

describe('of any definition', () => {
  test.each(all)('%s', (_name, mutate) => {
    let places = 0
    fc.assert(
      fc.property(definition, fc.nat(), (document, seed) => {
        const result = run(document, mutate, seed)
        if (result === undefined) return
        places++
        expect(result.told).toEqual(result.wanted)
      }),
      { numRuns: 30 }
    )
    expect(places).toBeGreaterThan(0)
  })
})

describeCorpus('of published connectors', () => {
  test.each(all)('%s', (_name, mutate) => {
    let places = 0
    for (const [seed, document] of sample().entries()) {
      const result = run(document, mutate, seed)
      if (result === undefined) continue
      places++
      expect(result.told).toEqual(result.wanted)
    }
    expect(places).toBeGreaterThan(0)
  })
})

let known: JsonObject[] | undefined

/** Every tenth connector that has an end, no ids twice, and isn't large. */
function sample(): JsonObject[] {
  known ??= connectors()
    .filter((_connector, index) => index % 10 === 0)
    .flatMap(({ document }) => {
      const ids = [...operationsOf(document)].map(({ id }) => id)
      const simple = new Set(ids).size === ids.length ? inlined(document) : undefined
      return simple === undefined || JSON.stringify(simple).length > 60_000 ? [] : [simple]
    })
  return known
}
