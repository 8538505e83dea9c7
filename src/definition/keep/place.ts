/** Places in an operation, in words: `query parameter limit`, `body /customer/name`, `response 200 /orders/[]/id`. */

import { stringAt, type JsonObject } from '../json.ts'

/** Recursive and very deep schemas have no end to their paths. */
const MAX_LENGTH = 200

/** A field and what it is in; what has no parent is a part of an operation. Nearly no place is ever put in words. */
export interface FieldPlace {
  readonly parent?: FieldPlace
  readonly name: string
}

export function parameterPlace(parameter: JsonObject): string {
  const place = stringAt(parameter, 'in') ?? ''
  return place === 'body' ? 'body' : `${place} parameter ${stringAt(parameter, 'name') ?? ''}`
}

/** The place in words. */
export function placeText(place: FieldPlace): string {
  const names: string[] = []
  for (let at: FieldPlace | undefined = place; at; at = at.parent) names.push(at.name)
  return names.reverse().reduce((parent, name) => {
    if (parent.length > MAX_LENGTH) return parent.endsWith('…') ? parent : `${parent}/…`
    return `${parent}${parent.includes(' /') ? '' : ' '}/${name}`
  })
}
