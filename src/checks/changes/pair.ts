/** Two operations or two schemas that were compared, and what was found. */
import type { Json } from '../../definition/json.ts'
import type { ChangeRule } from './change-rules.ts'

/** How many changes of one rule an operation is told one by one; the others are counted. */
export const MAX_PLACES = 100

/** One thing that was found, at a path that is relative to its pair. */
export interface Found {
  readonly rule: ChangeRule
  readonly at: string
  readonly before: Json | undefined
  readonly after: Json | undefined
}

/** A place within a pair that leads to another pair, through references on both sides. */
export interface Use {
  readonly at: string
  readonly pair: Pair
}

export class Pair {
  /** At most `MAX_PLACES` of each rule. */
  readonly found: Found[] = []
  /** How often each rule was found, what is not in `found` included. */
  readonly counts = new Map<ChangeRule, number>()
  readonly uses: Use[] = []

  add(rule: ChangeRule, at: string, before?: Json, after?: Json): void {
    const count = (this.counts.get(rule) ?? 0) + 1
    this.counts.set(rule, count)
    if (count <= MAX_PLACES) this.found.push({ rule, at, before, after })
  }
}
