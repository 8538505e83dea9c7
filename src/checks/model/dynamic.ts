/**
 * The extensions that invoke another operation while a maker fills in a card
 * (https://learn.microsoft.com/connectors/custom-connectors/openapi-extensions, "Use dynamic values", "Use dynamic schema").
 */
import { isObject, objectAt, own, stringAt, type Json, type JsonObject } from '../../definition/json.ts'
import type { DynamicExtension, DynamicNode, DynamicParameter, OperationNode, SchemaNode, SchemaRoot } from './nodes.ts'
import { at, type Place } from './place.ts'

export const dynamicExtensions: readonly DynamicExtension[] = [
  'x-ms-dynamic-values',
  'x-ms-dynamic-list',
  'x-ms-dynamic-schema',
  'x-ms-dynamic-properties',
  'x-ms-dynamic-tree'
]

export function readDynamics(
  schemas: readonly SchemaNode[],
  usersOf: (root: SchemaRoot) => readonly OperationNode[],
  operations: ReadonlyMap<string, OperationNode>
): DynamicNode[] {
  const found: DynamicNode[] = []
  for (const holder of schemas) {
    for (const extension of Object.keys(holder.value)) {
      if (!isDynamic(extension)) continue
      const value = own(holder.value, extension)
      if (!isObject(value)) continue
      const sources = usersOf(holder.root)
      for (const [part, invocation] of invocationsOf(extension, value)) {
        const place = part === undefined ? at(holder.place, extension) : at(holder.place, extension, part)
        const target = operations.get(stringAt(invocation, 'operationId') ?? '')
        const parameters = readParameters(invocation, place)
        found.push({ extension, part, place, value: invocation, holder, target, parameters, sources })
      }
    }
  }
  return found
}

function isDynamic(name: string): name is DynamicExtension {
  return name.startsWith('x-ms-dynamic-') && (dynamicExtensions as readonly string[]).includes(name)
}

/** A tree invokes one operation for its root and one for each folder; the others invoke one. */
export function invocationsOf(extension: DynamicExtension, value: JsonObject): [DynamicNode['part'], JsonObject][] {
  if (extension !== 'x-ms-dynamic-tree') return [[undefined, value]]
  const parts: [DynamicNode['part'], JsonObject][] = []
  for (const part of ['open', 'browse'] as const) {
    const invocation = objectAt(value, part)
    if (invocation !== undefined) parts.push([part, invocation])
  }
  return parts
}

function readParameters(invocation: JsonObject, place: Place): DynamicParameter[] {
  const parameters = Object.entries(objectAt(invocation, 'parameters') ?? {})
  return parameters.map(([name, value]) => ({ place: at(place, 'parameters', name), name, ...argument(value) }))
}

/** `{parameter}` and `{parameterReference}` refer to the card's own fields; a bare value is a static one. */
function argument(value: Json): Pick<DynamicParameter, 'kind' | 'reference' | 'value'> {
  if (!isObject(value)) return { kind: 'static', reference: undefined, value }
  const reference = stringAt(value, 'parameter') ?? stringAt(value, 'parameterReference')
  if (reference !== undefined) return { kind: 'reference', reference, value: undefined }
  const fixed = own(value, 'value')
  if (fixed !== undefined) return { kind: 'static', reference: undefined, value: fixed }
  const selected = own(value, 'selectedItemValuePath') !== undefined
  return { kind: selected ? 'selected' : 'unknown', reference: undefined, value: undefined }
}
