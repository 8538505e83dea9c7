/** References wherever the platform looks for them: in extensions, too, and by the names of the sections they lead to. */

import { isObject, objectAt, own, pointer, type Json, type JsonObject } from './json.ts'
import { eachReference, mapReferences, nameIn } from './references.ts'

/** The sections of a Swagger 2.0 document that hold what references lead to. */
export const SECTIONS = ['definitions', 'parameters', 'responses'] as const
export type Section = (typeof SECTIONS)[number]

/** An entry of a section. */
export interface Entry {
  readonly section: Section
  /** As the section has it. */
  readonly name: string
  readonly pointer: string
  readonly value: Json
}

/**
 * A copy in which every `$ref` is replaced, as by `mapReferences`, and those in extensions: `x-ms-notification-content` has
 * a schema, `x-ms-parameterized-host` parameters. What extensions hold isn't known, so each `$ref` text in there counts.
 *
 * @param value an operation, a parameter, a response, a schema, a whole document: anything but a map of names
 */
export function mapAllReferences(value: Json, replace: (ref: string) => string): Json {
  const copy = mapReferences(value, replace)
  mapExtensions(value, copy, replace)
  return copy
}

/** `mapReferences` leaves what it takes for data as the very same object; of that, extensions are mapped here. */
function mapExtensions(value: Json | undefined, copy: Json, replace: (ref: string) => string): void {
  if (Array.isArray(copy)) {
    for (const [index, item] of copy.entries())
      mapExtensions(Array.isArray(value) ? value[index] : undefined, item, replace)
  } else if (isObject(copy) && isObject(value)) {
    for (const [name, member] of Object.entries(copy)) {
      if (typeof member !== 'object' || member === null) continue
      if (member !== own(value, name)) mapExtensions(own(value, name), member, replace)
      else if (name.startsWith('x-')) copy[name] = mapEverywhere(member, replace)
    }
  }
}

function mapEverywhere(value: Json, replace: (ref: string) => string): Json {
  if (Array.isArray(value)) return value.map(item => mapEverywhere(item, replace))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === '$ref' && typeof member === 'string' ? replace(member) : mapEverywhere(member, replace)
    ])
  )
}

/** Calls back for every `$ref` that `mapAllReferences` would replace. */
export function eachOfAllReferences(value: Json, visit: (ref: string) => void): void {
  eachReference(value, visit, extension => {
    eachReferenceText(extension, visit)
  })
}

/** Calls back for every text under the name `$ref`, in data such as examples, too. */
export function eachReferenceText(value: Json | undefined, visit: (ref: string) => void): void {
  if (Array.isArray(value)) for (const item of value) eachReferenceText(item, visit)
  if (!isObject(value)) return
  for (const name in value) {
    const member = value[name]
    if (name === '$ref' && typeof member === 'string') visit(member)
    else eachReferenceText(member, visit)
  }
}

/**
 * The entries that a value refers to, directly or through others, by JSON pointer.
 *
 * @param from what refers to entries of `document`: a part of it or the rest of it
 */
export function reachedEntries(document: JsonObject, from: Json): Map<string, Entry> {
  const entryOf = entryFinder(document)
  const reached = new Map<string, Entry>()
  const open: Json[] = [from]
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    eachOfAllReferences(value, ref => {
      const entry = entryOf(ref)
      if (!entry || reached.has(entry.pointer)) return
      reached.set(entry.pointer, entry)
      open.push(entry.value)
    })
  }
  return reached
}

/**
 * Which entry of the document a reference leads to, or into: `#/definitions/Order/properties/id` leads to `Order`. Asking
 * costs the same however large the document is.
 */
export function entryFinder(document: JsonObject): (ref: string) => Entry | undefined {
  const known = new Map<string, Entry | undefined>()
  return ref => {
    const seen = known.get(ref)
    if (seen !== undefined || known.has(ref)) return seen
    const entry = entryOf(document, ref)
    known.set(ref, entry)
    return entry
  }
}

function entryOf(document: JsonObject, ref: string): Entry | undefined {
  const [root, segment, written] = ref.split('/')
  const section = SECTIONS.find(candidate => candidate === segment)
  if (root !== '#' || !section || written === undefined) return undefined
  const entries = objectAt(document, section) ?? {}
  const name = [nameIn(written), written].find(candidate => Object.hasOwn(entries, candidate))
  return name === undefined
    ? undefined
    : { section, name, pointer: pointer(section, name), value: own(entries, name) ?? null }
}
