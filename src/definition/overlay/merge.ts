/** What the `update` of an overlay's action does to an object. */

import { copyOf, isObject, own, pointer, put, type Json, type JsonObject } from '../json.ts'

/**
 * Merges `update` into `target` and shares nothing with it: objects member by member, arrays one after the other; anything
 * else is replaced.
 *
 * An empty member in YAML is `null`, and the specification's own example leaves `tags:` empty for "nothing to change", so
 * `null` doesn't replace objects and arrays.
 *
 * @returns JSON pointers of the `null`s of the update that were passed over
 */
export function merge(target: JsonObject, update: JsonObject, at = ''): string[] {
  const passedOver: string[] = []
  for (const [name, value] of Object.entries(update)) {
    const current = own(target, name)
    const here = at + pointer(name)
    if (isObject(current) && isObject(value)) passedOver.push(...merge(current, value, here))
    else if (Array.isArray(current) && Array.isArray(value)) for (const item of value) current.push(copyOf(item))
    else if (isContainer(current) && value === null) passedOver.push(here)
    else put(target, name, copyOf(value))
  }
  return passedOver
}

function isContainer(value: Json | undefined): boolean {
  return typeof value === 'object' && value !== null
}
