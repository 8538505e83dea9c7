/** `$ref` in documents: where references stand, and what they refer to. */

import { isObject, own, pointer, type Json, type JsonObject } from './json.ts'

/** Members whose own members are named by the author: what is called `example` or `x-…` in there is no keyword. */
const NAMED_BY_AUTHOR: ReadonlySet<string> = new Set(
  (
    'paths definitions parameters responses securityDefinitions headers properties patternProperties ' +
    'schemas requestBodies securitySchemes links callbacks pathItems content encoding webhooks $defs dependentSchemas'
  ).split(' ')
)

/** Members that hold data: a `$ref` in there is somebody's data, too. */
const DATA: ReadonlySet<string> = new Set(['example', 'examples', 'default', 'enum', 'const', 'value'])

/** A reference and the JSON pointer of the object that holds it. */
export interface Reference {
  readonly ref: string
  readonly pointer: string
}

/** Every `$ref` of a document in document order; those in examples, defaults and extensions are data and left out. */
export function* references(document: JsonObject): Generator<Reference> {
  yield* referencesIn(document, '', false)
}

function* referencesIn(value: Json, at: string, isNames: boolean): Generator<Reference> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* referencesIn(item, at + pointer(index), false)
  } else if (isObject(value)) {
    const ref = own(value, '$ref')
    if (typeof ref === 'string' && !isNames) yield { ref, pointer: at }
    for (const [name, member] of Object.entries(value)) {
      if (typeof member !== 'object') continue
      if (!isNames && isData(name)) continue
      yield* referencesIn(member, at + pointer(name), !isNames && NAMED_BY_AUTHOR.has(name))
    }
  }
}

/**
 * A copy in which every `$ref` (but those in data) is replaced.
 *
 * @param value an operation, a parameter, a response, a schema: anything that isn't a map of names itself
 */
export function mapReferences(value: Json, replace: (ref: string) => string, isNames = false): Json {
  if (Array.isArray(value)) return value.map(item => mapReferences(item, replace))
  if (!isObject(value)) return value
  const copy: JsonObject = {}
  for (const [name, member] of Object.entries(value)) {
    if (name === '$ref' && typeof member === 'string' && !isNames) copy[name] = replace(member)
    else if (!isNames && isData(name)) copy[name] = member
    else copy[name] = mapReferences(member, replace, !isNames && NAMED_BY_AUTHOR.has(name))
  }
  return copy
}

function isData(name: string): boolean {
  return DATA.has(name) || name.startsWith('x-')
}

/** True for a reference that stays in its document: `#`, `#/definitions/Order`. */
export function isLocal(ref: string): boolean {
  return ref.startsWith('#')
}

/**
 * What a local reference refers to: `#/definitions/Order`; `undefined` when nothing is there or it isn't local. The
 * fragment is a JSON pointer, percent-encoded where it has to be (RFC 6901 section 6).
 */
export function resolveReference(root: JsonObject, ref: string): Json | undefined {
  if (ref !== '#' && !ref.startsWith('#/')) return undefined
  let value: Json | undefined = root
  for (const segment of ref.split('/').slice(1)) {
    const name = decoded(segment).replaceAll('~1', '/').replaceAll('~0', '~')
    if (isObject(value)) value = own(value, name) ?? own(value, segment)
    else if (Array.isArray(value)) value = value[Number(name)]
    else return undefined
  }
  return value
}

/** The object behind `$ref`, and behind what that refers to in turn; an object without one as it is. */
export function follow(root: JsonObject, value: Json | undefined): JsonObject | undefined {
  const seen = new Set<Json>()
  let current = value
  while (isObject(current) && !seen.has(current)) {
    const ref = own(current, '$ref')
    if (typeof ref !== 'string') return current
    seen.add(current)
    current = resolveReference(root, ref)
  }
  return undefined
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
