/** Definitions that annotations refer to: a trigger's payload is described by the connector alone. */

import { isObject, objectAt, type Json, type JsonObject } from '../json.ts'
import { eachReference, resolveReference } from '../references.ts'
import type { KeepNote } from './note.ts'

/** What references of a schema, a parameter or a response can lead to. */
const SECTIONS: ReadonlySet<string> = new Set(['definitions', 'parameters', 'responses'])

/**
 * The definition with what the values refer to and it doesn't have, from the connector, with what that refers to in turn;
 * a name that both have means the API's.
 */
export function addMissingTargets(
  definition: JsonObject,
  connector: JsonObject,
  values: readonly Json[]
): { definition: JsonObject; notes: KeepNote[] } {
  const added: string[] = []
  const sections: JsonObject = {}
  const open = [...values]
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    eachReference(value, ref => {
      const [, section, ...rest] = ref.split('/')
      const source = resolveReference(connector, ref)
      if (!section || !SECTIONS.has(section) || rest.length !== 1 || !isObject(source)) return
      if ([definition, sections].some(document => resolveReference(document, ref) !== undefined)) return
      const name = nameOf(connector, section, source)
      if (name === undefined) return
      const holder = objectAt(sections, section) ?? { ...objectAt(definition, section) }
      holder[name] = source
      sections[section] = holder
      added.push(name)
      open.push(source)
    })
  }
  if (added.length === 0) return { definition, notes: [] }
  const text = `kept for the connector's annotations, which refer to them: ${added.join(', ')}`
  return { definition: { ...definition, ...sections }, notes: [{ subject: 'references', text }] }
}

/** The name as the section has it: a reference may have it encoded. */
function nameOf(connector: JsonObject, section: string, value: JsonObject): string | undefined {
  const holder = objectAt(connector, section) ?? {}
  return Object.keys(holder).find(name => holder[name] === value)
}
