/** One text for documents that mean the same: canonical JSON (RFC 8785), and the hash that names a definition. */

import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Json } from './json.ts'

/** Canonical JSON: members sorted by name, no white space, numbers as ECMAScript writes them. Never throws for JSON. */
export function canonicalJson(value: Json): string {
  // Lone surrogates have no canonical form (RFC 8785 section 3.2.2.2); they become U+FFFD as in any UTF-8 text.
  const escaped = JSON.stringify(value)
  const wellFormed: Json = /\\ud[89a-f]/.test(escaped) ? wellFormedCopy(value) : value
  return canonicalize(wellFormed) ?? 'null'
}

/** SHA-256, in lower-case hexadecimal, of a definition's canonical JSON: the same whatever layout it came in. */
export function definitionSha256(definition: Json): string {
  return createHash('sha256').update(canonicalJson(definition)).digest('hex')
}

function wellFormedCopy(value: Json): Json {
  if (typeof value === 'string') return value.toWellFormed()
  if (Array.isArray(value)) return value.map(wellFormedCopy)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name.toWellFormed(), wellFormedCopy(member)])
  )
}
