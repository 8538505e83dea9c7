/** The names of bodies, which OpenAPI 3 doesn't have and flows hold on to: they store `order/lines`, name of the body first. */
import { arrayAt, own, stringAt, type Json, type JsonObject } from '../json.ts'
import { operationsOf, parametersOf } from '../operations.ts'

/** What the conversion calls a body that `x-body-name` doesn't name. */
const UNNAMED = 'body'

/**
 * Gives each unnamed body the name that the connector has for the body of the same operation. A body that operations share
 * is copied into the operation.
 * @param definition converted from OpenAPI 3; its operations are changed
 */
export function keepBodyNames(definition: JsonObject, connector: JsonObject): void {
  const names = new Map<string, string>()
  for (const operation of operationsOf(connector)) {
    const name = bodyOf(connector, operation)?.name
    if (name !== undefined && !names.has(operation.id)) names.set(operation.id, name)
  }
  for (const operation of operationsOf(definition)) {
    const body = bodyOf(definition, operation)
    const name = names.get(operation.id)
    if (body?.name !== UNNAMED || name === undefined || name === UNNAMED) continue
    const parameters: Json[] = arrayAt(operation.operation, 'parameters') ?? []
    const named = { ...body.parameter, name }
    operation.operation['parameters'] = parameters.map(listed => (listed === body.listed ? named : listed))
  }
}

interface Body {
  readonly name: string | undefined
  readonly parameter: JsonObject
  readonly listed: JsonObject
}

function bodyOf(root: JsonObject, operation: Parameters<typeof parametersOf>[1]): Body | undefined {
  const found = parametersOf(root, operation).get('body')
  if (found === undefined || own(found.parameter, 'in') !== 'body') return undefined
  return { name: stringAt(found.parameter, 'name'), parameter: found.parameter, listed: found.listed }
}
