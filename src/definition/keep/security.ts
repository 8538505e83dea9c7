/** Who may call the API: the connector's own setting, since its connections depend on it. */

import { arrayAt, isObject, objectAt, own, type Json, type JsonObject } from '../json.ts'
import { operationsOf } from '../operations.ts'
import type { KeepNote } from './note.ts'

/**
 * `securityDefinitions` and `security` become the connector's, also when it has none. Of an operation's own `security` the
 * alternatives go that name something the connector doesn't define; where none is left, the connector's operation of
 * the same id says what counts, and else the whole definition's `security`. An empty list (no security) stays.
 */
export function keepSecurity(definition: JsonObject, connector: JsonObject): KeepNote[] {
  delete definition['securityDefinitions']
  delete definition['security']
  for (const name of ['securityDefinitions', 'security']) {
    const value = own(connector, name)
    if (value !== undefined) definition[name] = value
  }
  const defined = objectAt(definition, 'securityDefinitions') ?? {}
  const storedById = new Map([...operationsOf(connector)].map(({ id, operation }) => [id, own(operation, 'security')]))
  const dropped = new Set<string>()
  let operations = 0
  for (const { id, operation } of operationsOf(definition)) {
    const asked = arrayAt(operation, 'security')
    const known = asked?.filter(requirement => names(requirement).every(name => Object.hasOwn(defined, name)))
    const unknown = asked?.flatMap(names).filter(name => !Object.hasOwn(defined, name)) ?? []
    if (unknown.length > 0) operations++
    for (const name of unknown) dropped.add(name)
    const isSettled = asked !== undefined && (asked.length === 0 || known?.length)
    const security = isSettled ? known : storedById.get(id)
    if (security === undefined) delete operation['security']
    else operation['security'] = security
  }
  return operations === 0 ? [] : [noteOf(operations, [...dropped])]
}

function noteOf(operations: number, dropped: readonly string[]): KeepNote {
  const [some, have] = operations === 1 ? ['one operation', 'has'] : [`${operations} operations`, 'have']
  const text = `${some} asked for security that the connector doesn't define (${dropped.join(', ')}) and now ${have} the connector's`
  return { subject: 'security', text }
}

function names(requirement: Json): string[] {
  return isObject(requirement) ? Object.keys(requirement) : []
}
