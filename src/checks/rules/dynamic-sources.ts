/** What the references of a dynamic extension mean on the card that shows the field. */
import { own, type JsonObject } from '../../definition/json.ts'
import { bodyOf, fieldsNamed, follow, parameterNamed, visibility, type Field } from '../model/fields.ts'
import type { DefinitionIndex, DynamicNode, DynamicParameter, OperationNode, ParameterNode } from '../model/nodes.ts'

/** A reference, looked up: a parameter, a field of the body, something not declared, or nothing. */
export type Source =
  | { readonly state: 'parameter'; readonly parameter: ParameterNode }
  | { readonly state: 'field'; readonly field: Extract<Field, { state: 'found' }>; readonly body: ParameterNode }
  | { readonly state: 'open' | 'missing' }

/**
 * Looks up `folder`, `body/folder` or, as `x-ms-dynamic-values` allows, the bare name of a field anywhere in the body.
 */
export function sourceOf(operation: OperationNode, reference: string, { resolver }: DefinitionIndex): Source {
  const parameter = parameterNamed(operation, reference)
  if (parameter !== undefined) return { state: 'parameter', parameter }
  const body = bodyOf(operation)
  if (body === undefined)
    return { state: operation.parameters.some(use => use.parameter === undefined) ? 'open' : 'missing' }
  const schema = resolver.schema(own(body.value, 'schema'))
  const inBody = body.name !== undefined && reference.startsWith(`${body.name}/`)
  let field = follow(schema, inBody ? reference.slice(body.name.length + 1) : reference, resolver)
  const [elsewhere] =
    field.state === 'missing' && !reference.includes('/') ? fieldsNamed(body, reference, resolver) : []
  if (elsewhere !== undefined) field = follow(schema, elsewhere, resolver)
  return field.state === 'found' ? { state: 'field', field, body } : { state: field.state }
}

/** One reference of an extension together with both of its ends. */
export interface Argument {
  readonly parameter: DynamicParameter
  /** The invoked operation's parameter. */
  readonly wanted: ParameterNode
  readonly source: OperationNode
  /** What is referred to: a parameter, or the schema of a field. */
  readonly schema: JsonObject
  /** Whether it always has a value: required, or with a default. */
  readonly required: boolean
  readonly internal: boolean
}

/** The references of an extension whose two ends are known; of several operations that show the field, the first. */
export function* argumentsOf(node: DynamicNode, index: DefinitionIndex): Generator<Argument> {
  const [source] = node.sources
  if (source === undefined || node.target === undefined) return
  for (const parameter of node.parameters) {
    const wanted = parameterNamed(node.target, parameter.name)
    if (parameter.reference === undefined || wanted === undefined) continue
    const found = sourceOf(source, parameter.reference, index)
    const ends = { parameter, wanted, source }
    if (found.state === 'parameter') yield { ...ends, ...ofParameter(found.parameter) }
    else if (found.state === 'field') yield { ...ends, ...ofField(found.field, found.body) }
  }
}

function ofParameter({ value }: ParameterNode): Pick<Argument, 'schema' | 'required' | 'internal'> {
  const required = own(value, 'required') === true || own(value, 'default') !== undefined
  return { schema: value, required, internal: visibility(value) === 'internal' }
}

function ofField(
  field: Extract<Field, { state: 'found' }>,
  body: ParameterNode
): Pick<Argument, 'schema' | 'required' | 'internal'> {
  const required = field.required || own(field.schema, 'default') !== undefined
  return { schema: field.schema, required, internal: field.internal || visibility(body.value) === 'internal' }
}
