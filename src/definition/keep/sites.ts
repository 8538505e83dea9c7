/** Where the connector's annotations can go: collected for the whole document first, then carried over. */

import { canonicalJson } from '../canonical.ts'
import { copyOf, own, type Json, type JsonObject } from '../json.ts'

/** Texts that a generator leaves out; the document's own ones win. */
const TEXTS: ReadonlySet<string> = new Set(['summary', 'description', 'title'])

/** AutoRest's further paths hold operations, and operations are the API's. */
const NOT_ANNOTATIONS: ReadonlySet<string> = new Set(['x-ms-paths'])

/**
 * One place of the connector's definition that corresponds to an object of the API's: the object there, with the `$ref`
 * that led to it in front when that may hold annotations too (the first that has one counts).
 */
type Layers = readonly JsonObject[]

export function isAnnotation(name: string): boolean {
  return (name.startsWith('x-ms-') && !NOT_ANNOTATIONS.has(name)) || TEXTS.has(name)
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
  /** By target, then by the topmost layer. */
  readonly #targets = new Map<JsonObject, Map<JsonObject | undefined, Layers>>()
  readonly #placed = new Map<JsonObject, Set<string>>()
  /** What was carried over, for the references in it. */
  readonly carried: Json[] = []

  add(target: JsonObject, layers: Layers): void {
    const known = this.#targets.get(target)
    if (known === undefined) this.#targets.set(target, new Map([[layers[0], layers]]))
    else if (!known.has(layers[0])) known.set(layers[0], layers)
  }

  apply(): void {
    for (const [target, byLayer] of this.#targets) {
      const sites = [...byLayer.values()]
      const names = new Set(sites.flat().flatMap(layer => Object.keys(layer).filter(isAnnotation)))
      for (const name of names) this.#carry(target, sites, name)
    }
  }

  /** The whole object went over, with everything on it. */
  placeWhole(source: JsonObject): void {
    for (const name of Object.keys(source)) this.#place(source, name)
  }

  /** True when the annotation has its place in the new definition, as it was or as the document's own. */
  isPlaced(source: JsonObject, name: string): boolean {
    return this.#placed.get(source)?.has(name) ?? false
  }

  #carry(target: JsonObject, sites: readonly Layers[], name: string): void {
    const present = own(target, name)
    const isPresent = present !== undefined && !(TEXTS.has(name) && present === '')
    const values = sites.map(layers => layers.map(layer => own(layer, name)).find(value => value !== undefined))
    const value = TEXTS.has(name) || name === 'x-ms-summary' ? firstOf(values) : commonOf(values)
    if (!isPresent && value !== undefined) {
      const copy = copyOf(value)
      target[name] = copy
      this.carried.push(copy)
    }
    if (!isPresent && value === undefined) return
    const taken = value === undefined ? '' : canonicalJson(value)
    for (const [index, layers] of sites.entries()) {
      const mine = values[index]
      if (!isPresent && (mine === undefined || canonicalJson(mine) !== taken)) continue
      for (const layer of layers) this.#place(layer, name)
    }
  }

  #place(source: JsonObject, name: string): void {
    const names = this.#placed.get(source)
    if (names) names.add(name)
    else this.#placed.set(source, new Set([name]))
  }
}

function firstOf(values: readonly (Json | undefined)[]): Json | undefined {
  return values.find(value => value !== undefined && value !== '') ?? values.find(value => value !== undefined)
}

function commonOf(values: readonly (Json | undefined)[]): Json | undefined {
  const [first] = values
  if (first === undefined || values.length === 1) return first
  const wanted = canonicalJson(first)
  return values.every(value => value !== undefined && canonicalJson(value) === wanted) ? first : undefined
}
