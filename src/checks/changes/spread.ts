/**
 * Tells what was found at pairs of schemas for each operation that leads to them: makers hold on to operations.
 *
 * An operation is told every place, also the places of one change that several fields lead to. Within a circle of pairs,
 * which recursive schemas make, each pair is told once, at its shortest path. What is told one by one is bounded (by
 * `MAX_PLACES` a rule and operation, and by `MAX_TOLD` in all, after which an operation is told the first place of each
 * rule); the rest is counted. So time and memory are bounded, whatever shares what.
 */
import type { ChangeRule } from './change-rules.ts'
import { componentsOf } from './components.ts'
import { type Found, MAX_PLACES, type Pair, type Use } from './pair.ts'

/** How many changes are told one by one in all. */
export const MAX_TOLD = 20_000

/** Nothing that a designer shows is nested deeper, counted in references. */
const MAX_DEPTH = 64

/** How many pairs of one circle are looked at for one operation, the nearest first. */
const MAX_CIRCLE = 500

/** Longer paths have `…` in place of the rest, but for the last name. */
const MAX_PATH = 300

/** How often a rule was found in a component and behind it, and how many components away the nearest place is. */
interface Tally {
  readonly count: number
  readonly distance: number
}

/** Pairs that lead to each other, mostly a single one, with what was found there and behind them. */
interface Component {
  /** With those of their uses that lead to something. */
  readonly pairs: Map<Pair, readonly Use[]>
  readonly tallies: ReadonlyMap<ChangeRule, Tally>
}

export interface Spread {
  /** With paths from the operation on. */
  readonly found: readonly Found[]
  /** How many more there are of each rule. */
  readonly more: ReadonlyMap<ChangeRule, number>
}

/**
 * What was found for each operation, in the given order.
 * @param operations their pairs, to which no other pair leads
 */
export function spread(operations: readonly Pair[]): Spread[] {
  const components = new Map<Pair, Component>()
  for (const pairs of componentsOf(operations, pair => pair.uses.map(use => use.pair))) {
    addComponent(pairs, components)
  }
  let left = MAX_TOLD
  return operations.map(pair => {
    const telling = new Telling(components, left > 0 ? MAX_PLACES : 1)
    telling.tell(pair, '', 0)
    left -= telling.found.length
    return { found: telling.found, more: telling.restOf(pair) }
  })
}

/** Adds a component after those that it leads to; one without anything to tell is left out. */
function addComponent(pairs: readonly Pair[], components: Map<Pair, Component>): void {
  const tallies = new Map<ChangeRule, Tally>()
  for (const { counts, uses } of pairs) {
    for (const [rule, count] of counts) addTally(tallies, rule, { count, distance: 0 })
    for (const use of uses) {
      for (const [rule, { count, distance }] of components.get(use.pair)?.tallies ?? []) {
        addTally(tallies, rule, { count, distance: distance + 1 })
      }
    }
  }
  if (tallies.size === 0) return
  const component: Component = { pairs: new Map(), tallies }
  for (const pair of pairs) components.set(pair, component)
  for (const pair of pairs) {
    const uses = pair.uses.filter(use => components.has(use.pair))
    component.pairs.set(pair, uses)
  }
}

/** Where two fields of each level share a type, there are more paths than can be counted: the count ends at what is exact. */
function addTally(tallies: Map<ChangeRule, Tally>, rule: ChangeRule, { count, distance }: Tally): void {
  const known = tallies.get(rule)
  tallies.set(rule, {
    count: Math.min((known?.count ?? 0) + count, Number.MAX_SAFE_INTEGER),
    distance: Math.min(known?.distance ?? Infinity, distance)
  })
}

/** What one operation is told. */
class Telling {
  readonly found: Found[] = []
  readonly #components: ReadonlyMap<Pair, Component>
  readonly #limit: number
  readonly #told = new Map<ChangeRule, number>()

  constructor(components: ReadonlyMap<Pair, Component>, limit: number) {
    this.#components = components
    this.#limit = limit
  }

  /** Tells the pairs of a component, and behind them the others, as long as there is something that can be told. */
  tell(entry: Pair, prefix: string, depth: number): void {
    const component = this.#components.get(entry)
    if (component === undefined || !this.#isWanted(component, depth)) return
    const paths = new Map([[entry, prefix]])
    for (const [pair, path] of paths) {
      this.#tellOwn(pair, path)
      if (!this.#isWanted(component, depth)) return
      for (const use of component.pairs.get(pair) ?? []) {
        const at = shortened(path) + use.at
        if (!component.pairs.has(use.pair)) this.tell(use.pair, at, depth + 1)
        else if (!paths.has(use.pair) && paths.size < MAX_CIRCLE) paths.set(use.pair, at)
      }
    }
  }

  /** How many of each rule aren't told. */
  restOf(operation: Pair): Map<ChangeRule, number> {
    const rest = new Map<ChangeRule, number>()
    for (const [rule, { count }] of this.#components.get(operation)?.tallies ?? []) {
      const left = count - (this.#told.get(rule) ?? 0)
      if (left > 0) rest.set(rule, left)
    }
    return rest
  }

  #isWanted({ tallies }: Component, depth: number): boolean {
    for (const [rule, { distance }] of tallies) {
      if (this.#leftOf(rule) > 0 && depth + distance <= MAX_DEPTH) return true
    }
    return false
  }

  #leftOf(rule: ChangeRule): number {
    return (rule === 'TextChanged' ? 1 : this.#limit) - (this.#told.get(rule) ?? 0)
  }

  #tellOwn({ found }: Pair, path: string): void {
    for (const each of found) {
      if (this.#leftOf(each.rule) <= 0) continue
      this.#told.set(each.rule, (this.#told.get(each.rule) ?? 0) + 1)
      this.found.push({ ...each, at: shortened(path) + each.at })
    }
  }
}

function shortened(path: string): string {
  return path.length > MAX_PATH ? `${path.slice(0, MAX_PATH).toWellFormed()}/…` : path
}
