/** Whether the custom code and the policies of the connector still find their operations. */
import { own, type Json, type JsonObject } from '../../definition/json.ts'
import { policiesOf } from '../model/policies.ts'
import type { ChangeRule } from './change-rules.ts'

export interface LostCompanion {
  readonly rule: Extract<ChangeRule, 'ScriptOperationMissing' | 'PolicyOperationMissing'>
  /** The operation that is gone, in the capitals that the definition had. */
  readonly operationId: string
  /** `scriptOperations`, or that of a policy: `policyTemplateInstances/0`. */
  readonly at: string
  /** The title of the policy. */
  readonly policy?: string
}

/**
 * What the new properties name and only the old definition had; what neither had was wrong before. Ids are matched without
 * regard to case, as in the rules for connectors.
 *
 * @param gone the ids that are gone
 * @param present the ids of the new definition
 */
export function lostCompanions(
  properties: JsonObject,
  gone: Iterable<string>,
  present: Iterable<string>
): LostCompanion[] {
  const lost = new Map([...gone].map(id => [id.toLowerCase(), id]))
  for (const id of present) lost.delete(id.toLowerCase())
  const goneOf = (ids: Json | undefined): string[] =>
    (Array.isArray(ids) ? ids : [ids]).flatMap(id => {
      const operationId = typeof id === 'string' ? lost.get(id.toLowerCase()) : undefined
      return operationId === undefined ? [] : [operationId]
    })

  const found: LostCompanion[] = []
  for (const operationId of goneOf(own(properties, 'scriptOperations'))) {
    found.push({ rule: 'ScriptOperationMissing', operationId, at: 'scriptOperations' })
  }
  for (const { name, position, parameters } of policiesOf(properties)) {
    const at = `policyTemplateInstances/${position}`
    for (const operationId of goneOf(own(parameters, 'x-ms-apimTemplate-operationName'))) {
      found.push({ rule: 'PolicyOperationMissing', operationId, at, policy: name })
    }
  }
  return found
}
