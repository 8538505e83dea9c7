/** Places in an operation, in words: `query parameter limit`, `body /customer/name`, `response 200 /orders/[]/id`. */

import { stringAt, type JsonObject } from '../json.ts'

/** Recursive and very deep schemas have no end to their paths. */
const MAX_LENGTH = 200

export function parameterPlace(parameter: JsonObject): string {
  const place = stringAt(parameter, 'in') ?? ''
  return place === 'body' ? 'body' : `${place} parameter ${stringAt(parameter, 'name') ?? ''}`
}

export function fieldPlace(parent: string, name: string): string {
  if (parent.length > MAX_LENGTH) return parent.endsWith('…') ? parent : `${parent}/…`
  return `${parent}${parent.includes(' /') ? '' : ' '}/${name}`
}
