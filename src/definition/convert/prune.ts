/** Definitions, parameters and responses that nothing uses. */
import { isObject, objectAt, own, pointer, type Json, type JsonObject } from '../json.ts'

const sections = ['definitions', 'parameters', 'responses'] as const

/**
 * A Swagger 2.0 document without the entries of `definitions`, `parameters` and `responses` that no reference leads to,
 * from paths or anywhere else outside of them; and the pointers of what is gone. The same document if all are used.
 */
export function pruneUnused(document: JsonObject): { definition: JsonObject; removed: string[] } {
  const used = usedEntries(document)
  const removed: string[] = []
  const definition: JsonObject = { ...document }
  for (const section of sections) {
    const entries = objectAt(document, section)
    if (entries === undefined) continue
    const kept = Object.entries(entries).filter(([, entry]) => used.has(entry))
    if (kept.length === Object.keys(entries).length) continue
    for (const [name, entry] of Object.entries(entries)) if (!used.has(entry)) removed.push(pointer(section, name))
    if (kept.length > 0) definition[section] = Object.fromEntries(kept)
    else Reflect.deleteProperty(definition, section)
  }
  return removed.length === 0 ? { definition: document, removed } : { definition, removed }
}

/** Every entry that something outside of the sections leads to, directly or through others. */
function usedEntries(document: JsonObject): Set<Json> {
  const used = new Set<Json>()
  const names: readonly string[] = sections
  const stack: Json[] = Object.entries(document).flatMap(([name, value]) => (names.includes(name) ? [] : [value]))
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (Array.isArray(node)) {
      for (const item of node) stack.push(item)
    } else if (isObject(node)) {
      for (const value of Object.values(node)) stack.push(value)
      const entry = entryOf(document, own(node, '$ref'))
      if (entry !== undefined && !used.has(entry)) {
        used.add(entry)
        stack.push(entry)
      }
    }
  }
  return used
}

function entryOf(document: JsonObject, reference: Json | undefined): Json | undefined {
  const match = typeof reference === 'string' ? /^#\/([a-z]+)\/([^/]+)/.exec(reference) : null
  const [, section = '', raw = ''] = match ?? []
  const entries = objectAt(document, section)
  if (entries === undefined) return undefined
  const name = raw.replaceAll('~1', '/').replaceAll('~0', '~')
  return own(entries, name) ?? own(entries, decoded(name))
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
