/** References into operations: whoever leaves operations out would leave these leading nowhere. */

import { eachOfAllReferences, mapAllReferences, type Section } from './all-references.ts'
import { nameFromPointer, Names } from './convert/names.ts'
import { isObject, objectAt, own, pointer, type Json, type JsonObject } from './json.ts'
import { nameIn, resolveReference } from './references.ts'

/**
 * The document in which what stands in a path and is referred to is a definition, parameter or response of its own, behind
 * those that it has; the very document where nothing refers into its paths. What leads nowhere stays as it is.
 */
export function withoutPathReferences(document: JsonObject): JsonObject {
  const moves = new Map<string, string>()
  const hoist = new Hoist(document)
  eachOfAllReferences(document, ref => {
    if (!leadsIntoPaths(ref) || moves.has(ref)) return
    const end = endOf(document, ref)
    if (end !== undefined) moves.set(ref, leadsIntoPaths(end.ref) ? hoist.referenceTo(end) : end.ref)
  })
  if (moves.size === 0) return document
  const whole = mapAllReferences({ ...document, ...hoist.sections }, ref => moves.get(ref) ?? ref)
  return isObject(whole) ? whole : document
}

/** A reference, and the object that it leads to, which is no reference itself. */
interface End {
  readonly ref: string
  readonly value: JsonObject
}

/** The last reference of a chain; `undefined` where it leads nowhere or turns in a circle. */
function endOf(document: JsonObject, start: string): End | undefined {
  const seen = new Set<string>()
  for (let ref = start; !seen.has(ref);) {
    seen.add(ref)
    const value: Json | undefined = resolveReference(document, ref)
    if (!isObject(value)) return undefined
    const next = own(value, '$ref')
    if (typeof next !== 'string') return { ref, value }
    ref = next
  }
  return undefined
}

/** To something in a path item: the platform refuses references to one as a whole. */
function leadsIntoPaths(ref: string): boolean {
  return /^#\/paths\/[^/]*\//.test(ref)
}

/** Makes entries of sections of what stands elsewhere, each thing once. */
class Hoist {
  /** The sections that got something, with what they had. */
  readonly sections: Partial<Record<Section, JsonObject>> = {}
  readonly #document: JsonObject
  readonly #names = new Map<Section, Names>()
  readonly #references = new Map<JsonObject, string>()

  constructor(document: JsonObject) {
    this.#document = document
  }

  referenceTo({ ref, value }: End): string {
    const known = this.#references.get(value)
    if (known !== undefined) return known
    const place = pointer(...ref.split('/').slice(1).map(nameIn))
    const section = sectionFor(place)
    const name = this.#namesOf(section).take(nameFromPointer(place))
    const entries = (this.sections[section] ??= { ...objectAt(this.#document, section) })
    entries[name] = value
    const reference = `#/${section}/${name}`
    this.#references.set(value, reference)
    return reference
  }

  #namesOf(section: Section): Names {
    const known = this.#names.get(section)
    if (known) return known
    const names = new Names()
    for (const name of Object.keys(objectAt(this.#document, section) ?? {})) names.reserve(name)
    this.#names.set(section, names)
    return names
  }
}

/** By where paths and operations hold parameters and responses; what else is referred to there is a schema. */
function sectionFor(place: string): Section {
  if (/^\/paths\/[^/]+\/(?:[a-z]+\/)?parameters\/\d+$/.test(place)) return 'parameters'
  return /^\/paths\/[^/]+\/[a-z]+\/responses\/[^/]+$/.test(place) ? 'responses' : 'definitions'
}
