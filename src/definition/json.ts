/**
 * JSON as values: what every document of this product is made of.
 *
 * Walks through whole documents say `for (const name in object)`: JSON inherits nothing, and `Object.entries` makes an array
 * for each member, which takes more time and memory than what most walks do.
 */

export type Json = null | boolean | number | string | Json[] | JsonObject
export interface JsonObject {
  [name: string]: Json
}

/** True for a JSON object; false for arrays, null, scalars and `undefined`. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The member as an object, or `undefined` when it is missing or something else. */
export function objectAt(parent: JsonObject, name: string): JsonObject | undefined {
  const value = own(parent, name)
  return isObject(value) ? value : undefined
}

/** The member as a string, or `undefined` when it is missing or something else. */
export function stringAt(parent: JsonObject, name: string): string | undefined {
  const value = own(parent, name)
  return typeof value === 'string' ? value : undefined
}

/** The member as an array, or `undefined` when it is missing or something else. */
export function arrayAt(parent: JsonObject, name: string): Json[] | undefined {
  const value = own(parent, name)
  return Array.isArray(value) ? value : undefined
}

/** A copy that shares nothing with the original, nor its parts with each other: a change to one place stays there. */
export function copyOf<T extends Json>(value: T): T {
  return copy(value) as T
}

function copy(value: Json): Json {
  if (Array.isArray(value)) return value.map(copy)
  if (!isObject(value)) return value
  const copied: JsonObject = { ...value }
  for (const name in value) {
    const member = value[name]
    if (typeof member === 'object' && member !== null) copied[name] = copy(member)
  }
  return copied
}

/**
 * The object with every member as `map` gives it, left out where that is `undefined`; the very object where all of them
 * stay as they are, so that documents share what nothing changes.
 */
export function mapMembers(object: JsonObject, map: (value: Json, name: string) => Json | undefined): JsonObject {
  let changed: JsonObject | undefined
  for (const name in object) {
    const value = object[name]
    const mapped = value === undefined ? undefined : map(value, name)
    if (mapped !== value) changed ??= membersBefore(object, name)
    if (changed !== undefined && mapped !== undefined) put(changed, name, mapped)
  }
  return changed ?? object
}

function membersBefore(object: JsonObject, end: string): JsonObject {
  const members: JsonObject = {}
  for (const name in object) {
    const value = object[name]
    if (name === end) break
    if (value !== undefined) put(members, name, value)
  }
  return members
}

/** The array with every item as `map` gives it, left out where that is `undefined`; the very array where all stay. */
export function mapItems(array: Json[], map: (item: Json, index: number) => Json | undefined): Json[] {
  let changed: Json[] | undefined
  for (let index = 0; index < array.length; index++) {
    const item = array[index]
    const mapped = item === undefined ? undefined : map(item, index)
    if (mapped !== item) changed ??= array.slice(0, index)
    if (changed !== undefined && mapped !== undefined) changed.push(mapped)
  }
  return changed ?? array
}

/** Sets an own member whatever its name: a plain assignment to `__proto__` would change the prototype. */
export function put(target: JsonObject, name: string, value: Json): void {
  if (name === '__proto__') {
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true })
  } else {
    target[name] = value
  }
}

/** The own member: names such as `constructor` in a document never reach a prototype. */
export function own(parent: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(parent, name) ? parent[name] : undefined
}

/** A JSON pointer (RFC 6901) of member names and indexes: `pointer('paths', '/a', 'get')` is `/paths/~1a/get`. */
export function pointer(...segments: readonly (string | number)[]): string {
  return segments.map(segment => `/${escaped(String(segment))}`).join('')
}

function escaped(name: string): string {
  // Hardly any name has one of them, and pointers are made of every one.
  return /[~/]/.test(name) ? name.replaceAll('~', '~0').replaceAll('/', '~1') : name
}

/** The member names and indexes of a JSON pointer: `/paths/~1a` is `paths`, `/a`. */
export function segmentsOf(pointer: string): string[] {
  const [, ...segments] = pointer.split('/')
  return segments.map(segment =>
    segment.includes('~') ? segment.replaceAll('~1', '/').replaceAll('~0', '~') : segment
  )
}
