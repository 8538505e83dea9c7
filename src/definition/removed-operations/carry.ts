/** Takes over what operations of one document need into another document. */

import { isDeepStrictEqual } from 'node:util'
import {
  eachOfAllReferences,
  entryFinder,
  mapAllReferences,
  reachedEntries,
  SECTIONS,
  type Entry
} from '../all-references.ts'
import { isObject, objectAt, own, pointer, type Json, type JsonObject } from '../json.ts'

export interface Carried {
  /** The values, with their references rewritten. */
  readonly values: Json[]
  /** The sections of the new document with what came along; only those that got something. */
  readonly sections: JsonObject
}

/**
 * Takes `values`, which refer to entries of `from`, over to `to`: what they reach comes along under its name. An entry that
 * `to` has with another meaning gets a fresh name; another meaning is another value, or the same one when something that it
 * refers to has got a fresh name.
 */
export function carry(values: readonly Json[], from: JsonObject, to: JsonObject): Carried {
  const reached = reachedEntries(from, [...values])
  const suffixes = freshSuffixes(reached, from, to)
  const entryOf = entryFinder(from)
  const rewrite = (ref: string): string => {
    const entry = entryOf(ref)
    const suffix = entry && suffixes.get(entry.pointer)
    if (suffix === undefined) return ref
    const [root = '', section = '', name = '', ...rest] = ref.split('/')
    return [root, section, name + suffix, ...rest].join('/')
  }
  const sections: JsonObject = {}
  for (const section of SECTIONS) {
    const added: [string, Json][] = []
    // In the order of the document that they come from.
    for (const name of Object.keys(objectAt(from, section) ?? {})) {
      const entry = reached.get(pointer(section, name))
      const suffix = suffixes.get(pointer(section, name))
      if (!entry || (suffix === undefined && entryIn(to, entry) !== undefined)) continue
      added.push([name + (suffix ?? ''), mapAllReferences(entry.value, rewrite)])
    }
    if (added.length === 0) continue
    sections[section] = Object.fromEntries([...Object.entries(objectAt(to, section) ?? {}), ...added])
  }
  return { values: values.map(value => mapAllReferences(value, rewrite)), sections }
}

/** What to append to the names of the entries that can't keep them, by JSON pointer. */
function freshSuffixes(reached: ReadonlyMap<string, Entry>, from: JsonObject, to: JsonObject): Map<string, string> {
  const entryOf = entryFinder(from)
  const users = new Map<string, Set<string>>()
  const open: string[] = []
  for (const [at, entry] of reached) {
    eachOfAllReferences(entry.value, ref => {
      const target = entryOf(ref)?.pointer
      if (target !== undefined) users.set(target, (users.get(target) ?? new Set()).add(at))
    })
    const present = entryIn(to, entry)
    if (present !== undefined && !isDeepStrictEqual(present, entry.value)) open.push(at)
  }
  const suffixes = new Map<string, string>()
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const entry = reached.get(at)
    // An entry that the new document lacks comes along anyway, and only its references change.
    if (!entry || suffixes.has(at) || entryIn(to, entry) === undefined) continue
    suffixes.set(at, freshSuffix(entry, from, to))
    open.push(...(users.get(at) ?? []))
  }
  return suffixes
}

function freshSuffix({ section, name }: Entry, from: JsonObject, to: JsonObject): string {
  for (let number = 2; ; number += 1) {
    const suffix = `_${number}`
    const fresh = { section, name: name + suffix }
    if (entryIn(from, fresh) === undefined && entryIn(to, fresh) === undefined) return suffix
  }
}

function entryIn(document: JsonObject, { section, name }: Pick<Entry, 'section' | 'name'>): Json | undefined {
  const entries = own(document, section)
  return isObject(entries) ? own(entries, name) : undefined
}
