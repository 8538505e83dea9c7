/** Header parameters that generators leave out and connectors need. */

import { arrayAt, own, stringAt, type Json, type JsonObject } from '../json.ts'
import { parametersOf, type Operation } from '../operations.ts'
import { follow } from '../references.ts'
import type { KeepNote } from './note.ts'
import type { Sites } from './sites.ts'

/** OpenAPI 3 says to ignore parameters of these names, so generators drop them; 17 % of published connectors have one. */
const DROPPED: ReadonlySet<string> = new Set(['accept', 'content-type', 'authorization'])

/** Adds the connector's header parameters `Accept`, `Content-Type`, `Authorization` where the operation lacks them. */
export function keepHeaderParameters(
  definition: JsonObject,
  connector: JsonObject,
  counterparts: ReadonlyMap<Operation, Operation>,
  sites: Sites
): KeepNote[] {
  const kept = new Set<string>()
  for (const [current, old] of counterparts) {
    if (!hasDropped(connector, old)) continue
    const present = new Set([...parametersOf(definition, current).keys()].map(key => key.toLowerCase()))
    const position = arrayAt(old.operation, 'parameters') ?? []
    for (const [key, { parameter, listed }] of parametersOf(connector, old)) {
      if (!isDropped(parameter)) continue
      if (present.has(key.toLowerCase())) continue
      const parameters = [...(arrayAt(current.operation, 'parameters') ?? [])]
      const index = position.indexOf(listed)
      const added = fitting(definition, parameter, listed)
      parameters.splice(index < 0 ? parameters.length : index, 0, added)
      current.operation['parameters'] = parameters
      sites.placeWhole(parameter)
      sites.carried.push(added)
      kept.add(current.id)
    }
  }
  if (kept.size === 0) return []
  const some = kept.size === 1 ? 'one operation keeps' : `${kept.size} operations keep`
  const text = `${some} the connector's header parameters (Accept, Content-Type, Authorization) that the API document lacks`
  return [{ subject: 'parameters', text }]
}

function isDropped(parameter: JsonObject): boolean {
  if (stringAt(parameter, 'in') !== 'header') return false
  return DROPPED.has((stringAt(parameter, 'name') ?? '').toLowerCase())
}

function hasDropped(root: JsonObject, { pathItem, operation }: Operation): boolean {
  return [pathItem, operation].some(holder =>
    arrayAt(holder, 'parameters')?.some(listed => isDropped(follow(root, listed) ?? {}))
  )
}

/** A reference stays one unless it would lead to something else in the new document. */
function fitting(definition: JsonObject, parameter: JsonObject, listed: JsonObject): Json {
  if (parameter === listed || own(listed, '$ref') === undefined) return parameter
  const target = follow(definition, listed)
  const isSame = target && ['in', 'name'].every(name => stringAt(target, name) === stringAt(parameter, name))
  return isSame ? listed : parameter
}
