/** Where something stands in a document, without building a string for each of the many places that are never reported. */
import { pointer } from '../../definition/json.ts'

/** A linked path from a node up to the document's root. */
export interface Place {
  readonly parent: Place | undefined
  readonly segment: string | number
}

/** The document itself. */
export const documentPlace: Place = { parent: undefined, segment: '' }

/** The place below another one. */
export function at(place: Place, ...segments: readonly (string | number)[]): Place {
  let below = place
  for (const segment of segments) below = { parent: below, segment }
  return below
}

/** The place's JSON pointer (RFC 6901). */
export function pointerOf(place: Place): string {
  const segments: (string | number)[] = []
  for (let current = place; current.parent !== undefined; current = current.parent) segments.push(current.segment)
  return pointer(...segments.reverse())
}
