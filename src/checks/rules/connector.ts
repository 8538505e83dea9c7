/** Whether the connector's other parts still fit the definition. Places are those of apiProperties.json. */
import { arrayAt, isObject, objectAt, own, type Json, type JsonObject } from '../../definition/json.ts'
import type { DefinitionIndex } from '../model/nodes.ts'
import { at } from '../model/place.ts'
import { policiesOf, propertiesPlace } from '../model/policies.ts'
import { quote } from '../model/words.ts'
import type { Rule } from './rule.ts'

export const connector: readonly Rule[] = [
  {
    id: 'ScriptOperationNotFound',
    section: 'Connector',
    severity: 'warning',
    what: 'The custom code is for an operation that the definition does not hold',
    why: 'The code never runs for it. Perhaps the operation has another id now.',
    mend: 'Correct `scriptOperations` in apiProperties.json.',
    on: 'document',
    check(index, report) {
      for (const [position, id] of (arrayAt(index.context.properties ?? {}, 'scriptOperations') ?? []).entries()) {
        if (typeof id !== 'string' || knows(index, id)) continue
        const message = `The script is for operation ${quote(id)}, which the definition doesn't hold any more: take it from 'scriptOperations'.`
        report(at(propertiesPlace, 'scriptOperations', position), message)
      }
    }
  },
  {
    id: 'PolicyOperationNotFound',
    section: 'Connector',
    severity: 'warning',
    what: 'A policy is for an operation that the definition does not hold',
    why: 'The policy never applies. Perhaps the operation has another id now.',
    mend: 'Correct the policy in apiProperties.json or in the maker portal.',
    on: 'document',
    check(index, report) {
      for (const { words, parameters, place } of policiesOf(index.context.properties ?? {})) {
        const names = own(parameters, 'x-ms-apimTemplate-operationName')
        for (const [position, id] of (Array.isArray(names) ? names : [names]).entries()) {
          if (typeof id !== 'string' || id === '' || knows(index, id)) continue
          const message = `${words} is for operation ${quote(id)}, which the definition doesn't hold any more: take it from the policy.`
          report(at(place, 'x-ms-apimTemplate-operationName', ...(Array.isArray(names) ? [position] : [])), message)
        }
      }
    }
  },
  {
    id: 'PolicyConnectionParameterNotFound',
    section: 'Connector',
    severity: 'warning',
    what: 'A policy uses a connection parameter that the connector does not have',
    why: 'The policy gets an empty value, or fails.',
    mend: 'Correct the name in the policy.',
    on: 'document',
    check(index, report) {
      const known = connectionParameters(index.context.properties ?? {})
      if (known === undefined) return
      for (const { words, parameters, place } of policiesOf(index.context.properties ?? {})) {
        for (const [member, value] of Object.entries(parameters)) {
          for (const name of usedConnectionParameters(value)) {
            if (known.has(name.toLowerCase())) continue
            report(
              at(place, member),
              `${words} uses the connection parameter ${quote(name)}, which the connector doesn't have: correct the name.`
            )
          }
        }
      }
    }
  }
]

/** Whether the definition has the operation; policies are matched without regard to case. */
function knows({ operations }: DefinitionIndex, id: string): boolean {
  return operations.some(operation => operation.id?.toLowerCase() === id.toLowerCase())
}

/** The names of all connection parameters, in small letters; `undefined` when the properties don't tell. */
function connectionParameters(of: JsonObject): Set<string> | undefined {
  const sets = arrayAt(objectAt(of, 'connectionParameterSets') ?? {}, 'values') ?? []
  const maps = [
    objectAt(of, 'connectionParameters'),
    ...sets.map(set => (isObject(set) ? objectAt(set, 'parameters') : undefined))
  ]
  const present = maps.filter(map => map !== undefined)
  return present.length === 0 ? undefined : new Set(present.flatMap(Object.keys).map(name => name.toLowerCase()))
}

/** The names in `@connectionParameters('name')` and `@connectionParameters('name', 'default')`. */
function usedConnectionParameters(value: Json): string[] {
  if (typeof value !== 'string') return []
  return [...value.matchAll(/connectionParameters\(\s*'([^']+)'/g)].map(match => match[1] ?? '')
}
