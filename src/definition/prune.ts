/** Leaves out what nothing uses: large documents pass the platform's limit of 1 MB by what no operation leads to. */

import { reachedEntries, SECTIONS } from './all-references.ts'
import { isObject, pointer, type Json, type JsonObject } from './json.ts'

export interface Pruned {
  /** Shares with the given document what stayed as it was. */
  readonly definition: JsonObject
  /** JSON pointers of what went, in document order. */
  readonly removed: string[]
}

/**
 * The document without the definitions, parameters and responses that nothing reaches, circles among themselves included.
 * Everything else counts as used and stays, in its order; a section goes with its last entry.
 *
 * What only a `discriminator` would lead to goes: designers don't know it, and with it one used base type would keep every
 * type of a large API.
 */
export function pruneUnused(definition: JsonObject): Pruned {
  const outside = Object.entries(definition).filter(([name]) => !isSection(name))
  const reached = reachedEntries(definition, Object.fromEntries(outside))
  const removed: string[] = []
  const members = Object.entries(definition).flatMap(([name, member]): [string, Json][] => {
    if (!isSection(name) || !isObject(member)) return [[name, member]]
    const entries = Object.entries(member)
    const left = entries.filter(([entry]) => reached.has(pointer(name, entry)))
    if (left.length === entries.length) return [[name, member]]
    for (const [entry] of entries) if (!reached.has(pointer(name, entry))) removed.push(pointer(name, entry))
    return left.length === 0 ? [] : [[name, Object.fromEntries(left)]]
  })
  return removed.length === 0 ? { definition, removed } : { definition: Object.fromEntries(members), removed }
}

function isSection(name: string): boolean {
  return SECTIONS.some(section => section === name)
}
