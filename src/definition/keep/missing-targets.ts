/** Definitions that annotations refer to: a trigger's payload is described by the connector alone. */

import { entryFinder, type Section } from '../all-references.ts'
import { isObject, objectAt, type Json, type JsonObject } from '../json.ts'
import { eachReference } from '../references.ts'
import type { KeepNote } from './note.ts'

/**
 * The definition with what the values refer to, or into, and it doesn't have, from the connector, with what that refers to
 * in turn; a name that both have means the API's.
 */
export function addMissingTargets(
  definition: JsonObject,
  connector: JsonObject,
  values: readonly Json[]
): { definition: JsonObject; notes: KeepNote[] } {
  const entryOf = entryFinder(connector)
  const added: string[] = []
  const sections: Partial<Record<Section, JsonObject>> = {}
  const open = [...values]
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    eachReference(value, ref => {
      const entry = entryOf(ref)
      if (!entry || !isObject(entry.value)) return
      const { section, name } = entry
      if (Object.hasOwn(sections[section] ?? objectAt(definition, section) ?? {}, name)) return
      const entries = (sections[section] ??= { ...objectAt(definition, section) })
      entries[name] = entry.value
      added.push(name)
      open.push(entry.value)
    })
  }
  if (added.length === 0) return { definition, notes: [] }
  const text = `kept for the connector's annotations, which refer to them: ${added.join(', ')}`
  return { definition: { ...definition, ...sections }, notes: [{ subject: 'references', text }] }
}
