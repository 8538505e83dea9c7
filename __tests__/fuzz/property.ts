/** What holds of any document: it becomes a definition, or is refused with one error, in time. */
import fc from 'fast-check'
import type { Json, JsonObject } from '../../src/definition/json.ts'
import { type Arrival, goThrough, type Way } from './engine.ts'
import { bake, type Recipe, recipe } from './mutations.ts'
import type { Seed } from './seeds.ts'

/** Milliseconds of the processor that a document may take, whatever it is. */
export const MOST_MILLISECONDS = 2000

export interface Tally {
  documents: number
  definitions: number
  /** Refusals by what is wrong with the document. */
  readonly refusals: Map<string, number>
  /** Of the document that took longest. */
  longest: number
}

export function newTally(): Tally {
  return { documents: 0, definitions: 0, refusals: new Map(), longest: 0 }
}

interface Case {
  /** By their names, so that a failure can be read. */
  readonly seed: string
  readonly recipe: Recipe
  /** What the connector has: a document of its own, broken as well now and then. */
  readonly connector: string
  readonly connectorRecipe: Recipe | undefined
  readonly thorough: boolean
}

/**
 * @param seeds what is mutated
 * @param tally counts what became of the documents
 */
export function anyDocument(seeds: readonly Seed[], tally: Tally): fc.IProperty<[Case]> {
  const byName = new Map(seeds.map(one => [one.name, one]))
  const documentOf = (name: string): JsonObject => byName.get(name)?.read() ?? {}
  const seed = fc.constantFrom(...byName.keys())
  const arbitrary = fc.record({
    seed,
    recipe,
    connector: seed,
    connectorRecipe: fc.option(recipe, { nil: undefined, freq: 3 }),
    thorough: fc.boolean()
  })
  return fc.property(arbitrary, one => {
    const untouched = { mutations: [], damages: [], form: 'json' } as const
    const way: Way = {
      api: bake(documentOf(one.seed), one.recipe),
      connector: bake(documentOf(one.connector), one.connectorRecipe ?? untouched),
      thorough: one.thorough
    }
    const before = process.threadCpuUsage()
    const arrival = goThrough(way)
    const { user, system } = process.threadCpuUsage(before)
    count(tally, arrival, (user + system) / 1000)
    if (tally.longest > MOST_MILLISECONDS) throw new Error(`took ${Math.round(tally.longest)} ms of the processor`)
    if ('definition' in arrival) expectClean(arrival.definition)
    if (Object.keys(Object.prototype).length > 0) throw new Error('changed the prototype of every object')
  })
}

function count(tally: Tally, arrival: Arrival, milliseconds: number): void {
  tally.documents += 1
  tally.longest = Math.max(tally.longest, milliseconds)
  if ('definition' in arrival) {
    tally.definitions += 1
    return
  }
  const kind = 'fault' in arrival.refused ? String(arrival.refused.fault) : arrival.refused.name
  tally.refusals.set(kind, (tally.refusals.get(kind) ?? 0) + 1)
}

/** A tree of JSON values: what can be written down and read again without becoming something else. */
function expectClean(value: Json): void {
  const work: Json[] = [value]
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    if (typeof next === 'number' && !Number.isFinite(next)) throw new Error('holds a number that is none')
    if (typeof next !== 'object' || next === null) continue
    if (Object.hasOwn(next, '__proto__')) throw new Error('has a member named like a prototype')
    work.push(...Object.values(next))
  }
}
