/** References wherever the platform looks for them: in extensions, too, and by the names of the sections they lead to. */

import { isObject, objectAt, own, pointer, type Json, type JsonObject } from './json.ts'
import { mapReferences, resolveReference } from './references.ts'

/** The sections of a Swagger 2.0 document that hold what references lead to. */
export const SECTIONS = ['definitions', 'parameters', 'responses'] as const
export type Section = (typeof SECTIONS)[number]

/** An entry of a section: its name as the section has it. */
export interface Entry {
  readonly section: Section
  readonly name: string
}

/** An entry that something refers to. */
export interface ReachedEntry extends Entry {
  readonly value: Json
  /** JSON pointers of the entries that it refers to. */
  readonly leadsTo: ReadonlySet<string>
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

/**
 * The entries that a value refers to, directly or through others, by JSON pointer.
 *
 * @param from what refers to entries of `document`: a part of it or the rest of it
 */
export function reachedEntries(document: JsonObject, from: Json): Map<string, ReachedEntry> {
  const entryOf = entryFinder(document)
  const reached = new Map<string, ReachedEntry>()
  const open: Entry[] = []
  const visit = (value: Json): Set<string> => {
    const leadsTo = new Set<string>()
    mapAllReferences(value, ref => {
      const entry = entryOf(ref)
      if (!entry) return ref
      leadsTo.add(pointer(entry.section, entry.name))
      open.push(entry)
      return ref
    })
    return leadsTo
  }
  visit(from)
  for (let entry = open.pop(); entry; entry = open.pop()) {
    const at = pointer(entry.section, entry.name)
    if (reached.has(at)) continue
    const value = own(objectAt(document, entry.section) ?? {}, entry.name) ?? null
    reached.set(at, { ...entry, value, leadsTo: visit(value) })
  }
  return reached
}

/**
 * Which entry of the document a reference leads to, or into: `#/definitions/Order/properties/id` leads to `Order`. Asking
 * costs the same however large the document is.
 */
export function entryFinder(document: JsonObject): (ref: string) => Entry | undefined {
  // A document of names only, so that a name is found however the reference writes it.
  const names: JsonObject = {}
  for (const section of SECTIONS) {
    const entries = Object.keys(objectAt(document, section) ?? {})
    names[section] = Object.fromEntries(entries.map(name => [name, name]))
  }
  return ref => {
    const [root, segment, ...rest] = ref.split('/')
    const section = SECTIONS.find(candidate => candidate === segment)
    if (root !== '#' || !section || rest[0] === undefined) return undefined
    const name = resolveReference(names, `#/${section}/${rest[0]}`)
    return typeof name === 'string' ? { section, name } : undefined
  }
}
