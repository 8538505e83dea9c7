/** Where references stand and whether they lead anywhere, in examples and extensions as well: simpler than the product. */

import type { Json, JsonObject } from '../../src/definition/json.ts'
import { resolveReference } from '../../src/definition/references.ts'

/** Every text that stands as `$ref` anywhere. */
export function* everyReference(value: Json): Generator<string> {
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value)) {
    if (name === '$ref' && typeof member === 'string') yield member
    else yield* everyReference(member)
  }
}

/** The references of a document that lead nowhere. */
export function dangling(document: JsonObject): string[] {
  return [...new Set(everyReference(document))].filter(ref => resolveReference(document, ref) === undefined)
}
