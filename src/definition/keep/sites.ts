/** Where the connector's annotations can go: collected for the whole document first, then carried over. */

import { canonicalJson } from '../canonical.ts'
import { isObject, mapItems, mapMembers, own, type Json, type JsonObject } from '../json.ts'

/** Texts that a generator leaves out; the document's own ones win. */
const TEXTS: ReadonlySet<string> = new Set(['summary', 'description', 'title'])

/** AutoRest's further paths hold operations, and operations are the API's. */
const NOT_ANNOTATIONS: ReadonlySet<string> = new Set(['x-ms-paths'])

/**
 * One place of the connector's definition that corresponds to an object of the API's: the object there, with the `$ref`
 * that led to it in front when that may hold annotations too (the first that has one counts).
 */
type Layers = readonly [top: JsonObject, behind: JsonObject | undefined]

/** True for an annotation that is missed where it has no place any more; a text isn't. */
export function isLosable(name: string): boolean {
  return name.startsWith('x-ms-') && !NOT_ANNOTATIONS.has(name)
}

function isAnnotation(name: string): boolean {
  return TEXTS.has(name) || isLosable(name)
}

/**
 * Pairs of objects of the two documents, and what is carried from one to the other.
 *
 * An object that the API's document shares (a definition behind several `$ref`s) can correspond to several objects of the
 * connector that don't agree, and it has one place for them all:
 * - Texts and `x-ms-summary` only tell what a thing is: the first in operation order is taken.
 * - Any other annotation changes how the designer behaves (a field hidden, values fetched with an operation's own
 *   parameters): it is taken only when all of them have it and have it equal.
 * What isn't taken counts as lost.
 */
export class Sites {
  /** By target, then by the topmost layer. Nearly every target has one place, which then stands here itself. */
  readonly #targets = new Map<JsonObject, Layers | Map<JsonObject, Layers>>()
  /** The losable annotations that have their place, by the object that holds them. */
  readonly #placed = new Map<JsonObject, string[]>()
  /** What objects of the definition get. */
  readonly #additions = new Map<JsonObject, JsonObject>()
  /** What was carried over, for the references in it. */
  readonly carried: Json[] = []

  /** @param behind what `top` refers to, where `top` is a `$ref` that may hold annotations too */
  add(target: JsonObject, top: JsonObject, behind?: JsonObject): void {
    const known = this.#targets.get(target)
    if (known === undefined) this.#targets.set(target, [top, behind])
    else if (known instanceof Map) {
      if (!known.has(top)) known.set(top, [top, behind])
    } else if (known[0] !== top) {
      const both: [JsonObject, Layers][] = [
        [known[0], known],
        [top, [top, behind]]
      ]
      this.#targets.set(target, new Map(both))
    }
  }

  /** The definition with what can be carried over; it shares what gets nothing with the given one. */
  apply(definition: JsonObject): JsonObject {
    this.#targets.forEach((known, target) => {
      const sites = known instanceof Map ? [...known.values()] : [known]
      for (const name of annotationsOn(sites)) this.#carry(target, sites, name)
    })
    return this.#additions.size === 0 ? definition : added(definition, this.#additions)
  }

  /** The whole object went over, with everything on it. */
  placeWhole(source: JsonObject): void {
    for (const name of Object.keys(source).filter(isLosable)) this.#place(source, name)
  }

  /** True when a losable annotation has its place in the new definition, as it was or as the document's own. */
  isPlaced(source: JsonObject, name: string): boolean {
    return this.#placed.get(source)?.includes(name) ?? false
  }

  #carry(target: JsonObject, sites: readonly Layers[], name: string): void {
    const present = own(target, name)
    const isPresent = present !== undefined && !(TEXTS.has(name) && present === '')
    const takesFirst = TEXTS.has(name) || name === 'x-ms-summary'
    const value = isPresent ? present : takesFirst ? firstOf(sites, name) : commonOf(sites, name)
    if (value === undefined) return
    if (!isPresent) {
      this.carried.push(value)
      const additions = this.#additions.get(target)
      if (additions) additions[name] = value
      else this.#additions.set(target, { [name]: value })
    }
    if (!isLosable(name)) return
    for (const site of sites) {
      if (!isPresent && !isSame(valueAt(site, name), value)) continue
      for (const layer of site) if (layer) this.#place(layer, name)
    }
  }

  #place(source: JsonObject, name: string): void {
    const names = this.#placed.get(source)
    if (names === undefined) this.#placed.set(source, [name])
    else if (!names.includes(name)) names.push(name)
  }
}

function added(object: JsonObject, additions: ReadonlyMap<JsonObject, JsonObject>): JsonObject {
  const addedTo = (value: Json): Json => {
    if (Array.isArray(value)) return mapItems(value, addedTo)
    return isObject(value) ? added(value, additions) : value
  }
  const members = mapMembers(object, addedTo)
  const own = additions.get(object)
  return own ? { ...members, ...own } : members
}

/** The names of all annotations, each once: there are a few of them at most. */
function annotationsOn(sites: readonly Layers[]): string[] {
  const names: string[] = []
  for (const site of sites) {
    for (const layer of site) {
      for (const name in layer) if (isAnnotation(name) && !names.includes(name)) names.push(name)
    }
  }
  return names
}

function valueAt([top, behind]: Layers, name: string): Json | undefined {
  const value = own(top, name)
  return value === undefined && behind ? own(behind, name) : value
}

function firstOf(sites: readonly Layers[], name: string): Json | undefined {
  let empty: Json | undefined
  for (const site of sites) {
    const value = valueAt(site, name)
    if (value !== undefined && value !== '') return value
    empty ??= value
  }
  return empty
}

function commonOf(sites: readonly Layers[], name: string): Json | undefined {
  const [first] = sites
  const common = first && valueAt(first, name)
  return common !== undefined && sites.every(site => isSame(valueAt(site, name), common)) ? common : undefined
}

function isSame(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true
  return one !== undefined && other !== undefined && canonicalJson(one) === canonicalJson(other)
}
