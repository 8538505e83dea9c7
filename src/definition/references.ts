/** `$ref` in documents: where references stand, and what they refer to. */

import { isObject, own, type Json, type JsonObject } from './json.ts'

/** Members whose own members are named by the author: what is called `example` or `x-…` in there is no keyword. */
const NAMED_BY_AUTHOR: ReadonlySet<string> = new Set(
  (
    'paths definitions parameters responses securityDefinitions headers properties patternProperties ' +
    'schemas requestBodies securitySchemes links callbacks pathItems content encoding webhooks $defs dependentSchemas'
  ).split(' ')
)

/** Members that hold data: a `$ref` in there is somebody's data, too. */
const DATA: ReadonlySet<string> = new Set(['example', 'examples', 'default', 'enum', 'const', 'value'])

/**
 * Calls back for every `$ref` in document order; those in examples and defaults are data and left out.
 *
 * @param value an operation, a parameter, a response, a schema, a whole document: anything but a map of names
 * @param visitExtension gets the value of every extension, which counts as data unless it is given
 */
export function eachReference(
  value: Json | undefined,
  visit: (ref: string) => void,
  visitExtension?: (value: Json) => void
): void {
  walk(value, false)

  function walk(node: Json | undefined, isNames: boolean): void {
    if (Array.isArray(node)) for (const item of node) walk(item, false)
    if (!isObject(node)) return
    for (const name in node) {
      const member = node[name]
      if (typeof member === 'string' && name === '$ref' && !isNames) visit(member)
      if (typeof member !== 'object' || member === null) continue
      if (isNames || !isData(name)) walk(member, !isNames && NAMED_BY_AUTHOR.has(name))
      else if (name.startsWith('x-')) visitExtension?.(member)
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
  for (let start = 2, end = 0; start <= ref.length; start = end + 1) {
    const slash = ref.indexOf('/', start)
    end = slash < 0 ? ref.length : slash
    const segment = ref.slice(start, end)
    const name = nameIn(segment)
    if (isObject(value)) value = own(value, name) ?? own(value, segment)
    else if (Array.isArray(value)) value = value[Number(name)]
    else return undefined
  }
  return value
}

/** The object behind `$ref`, and behind what that refers to in turn; an object without one as it is. */
export function follow(root: JsonObject, value: Json | undefined): JsonObject | undefined {
  if (!isObject(value)) return undefined
  let current: Json | undefined = value
  // Made for the second link of a chain: nearly everything is asked about, and hardly anything is a chain.
  let seen: Set<Json> | undefined
  for (;;) {
    if (!isObject(current)) return undefined
    const ref = own(current, '$ref')
    if (typeof ref !== 'string') return current
    if (seen?.has(current) === true) return undefined
    if (current !== value) seen = (seen ?? new Set<Json>([value])).add(current)
    current = resolveReference(root, ref)
  }
}

/** The name that a segment of a reference stands for; one that can't be decoded is taken as it is. */
export function nameIn(segment: string): string {
  if (!/[%~]/.test(segment)) return segment
  let name = segment
  try {
    name = decodeURIComponent(segment)
  } catch {
    // A lone % is no escape.
  }
  return name.replaceAll('~1', '/').replaceAll('~0', '~')
}
