/** JSON as values: what every document of this product is made of. */

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
  return JSON.parse(JSON.stringify(value)) as T
}

/** The own member: names such as `constructor` in a document never reach a prototype. */
export function own(parent: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(parent, name) ? parent[name] : undefined
}

/** A JSON pointer (RFC 6901) of member names and indexes: `pointer('paths', '/a', 'get')` is `/paths/~1a/get`. */
export function pointer(...segments: readonly (string | number)[]): string {
  return segments.map(segment => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
