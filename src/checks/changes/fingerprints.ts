/**
 * Fingerprints of what operations consist of, references included: equal fingerprints mean the same interface, whatever
 * the definitions behind it are called.
 */

import { createHash } from 'node:crypto'
import { canonicalJson } from '../../definition/canonical.ts'
import type { Json, JsonObject } from '../../definition/json.ts'
import { mapReferences, resolveReference } from '../../definition/references.ts'
import { componentsOf } from './components.ts'

/**
 * Gives the fingerprint of any part of one document. What a `$ref` refers to is taken in once per document, so the cost is
 * linear in the document. Definitions that refer to each other in a circle are told apart by their names.
 */
export function fingerprinter(root: JsonObject): (value: Json) => string {
  const prints = new Map<string, string>()
  const unknownIn = (value: Json | undefined): string[] =>
    value === undefined ? [] : referencesOf(value).filter(ref => !prints.has(ref))
  return value => {
    for (const circle of componentsOf(unknownIn(value), ref => unknownIn(resolveReference(root, ref)))) {
      fingerprintComponent(circle, root, prints)
    }
    return hash(mapReferences(value, ref => prints.get(ref) ?? ref))
  }
}

/** A definition alone, or a circle of them: within the circle references stay names, outside they are fingerprints. */
function fingerprintComponent(component: readonly string[], root: JsonObject, prints: Map<string, string>): void {
  const own = new Map<string, string>()
  for (const ref of component) {
    const value = resolveReference(root, ref)
    own.set(ref, value === undefined ? 'missing' : hash(mapReferences(value, inner => prints.get(inner) ?? inner)))
  }
  const circle = component.length > 1 ? hash([...own].map(entry => entry.join(' ')).sort()) : ''
  for (const [ref, print] of own) prints.set(ref, `${print} ${circle}`)
}

function referencesOf(value: Json): string[] {
  const found = new Set<string>()
  mapReferences(value, ref => {
    found.add(ref)
    return ref
  })
  return [...found]
}

function hash(value: Json): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex')
}
