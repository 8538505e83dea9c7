/** The policies of a connector, which stand in its apiProperties.json. */
import { arrayAt, isObject, objectAt, stringAt, type JsonObject } from '../../definition/json.ts'
import { at, documentPlace, type Place } from './place.ts'
import { quote } from './words.ts'

/** The place of the member `properties` of apiProperties.json. */
export const propertiesPlace = at(documentPlace, 'properties')

export interface Policy {
  /** Its title, or what else it is known by. */
  readonly name: string
  readonly position: number
  readonly words: string
  readonly parameters: JsonObject
  readonly place: Place
}

/** @param properties the member `properties` of apiProperties.json */
export function policiesOf(properties: JsonObject): Policy[] {
  return (arrayAt(properties, 'policyTemplateInstances') ?? []).flatMap((policy, position) => {
    const parameters = isObject(policy) ? objectAt(policy, 'parameters') : undefined
    if (!isObject(policy) || parameters === undefined) return []
    const name = stringAt(policy, 'title') ?? stringAt(policy, 'templateId') ?? String(position)
    const place = at(propertiesPlace, 'policyTemplateInstances', position, 'parameters')
    return [{ name, position, words: `Policy ${quote(name)}`, parameters, place }]
  })
}
