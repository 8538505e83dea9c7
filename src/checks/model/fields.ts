/** Looking up what a dynamic extension names: a parameter, a field of a body, a field of a response. */
import { arrayAt, isObject, objectAt, own, stringAt, type Json, type JsonObject } from '../../definition/json.ts'
import type { OperationNode, ParameterNode } from './nodes.ts'
import type { Resolver } from './references.ts'

/** A schema on the way to a field. `open`: what is below it is not declared, so nothing can be said about it. */
export type Field =
  | { readonly state: 'found'; readonly schema: JsonObject; readonly required: boolean; readonly internal: boolean }
  | { readonly state: 'open' | 'missing' }

/** An operation's parameter of that name. */
export function parameterNamed(operation: OperationNode, name: string): ParameterNode | undefined {
  return operation.parameters.find(use => use.parameter?.name === name)?.parameter
}

export function bodyOf(operation: OperationNode): ParameterNode | undefined {
  return operation.parameters.find(use => use.parameter?.location === 'body')?.parameter
}

/** The schema of the first 2xx response that has one, through its references. */
export function successSchema(operation: OperationNode, resolver: Resolver): JsonObject | undefined {
  const successful = operation.responses.filter(({ status }) => /^2\d\d$/.test(status))
  for (const { response } of successful) {
    const schema = response && resolver.schema(own(response.value, 'schema'))
    if (schema !== undefined) return schema
  }
  return undefined
}

/** Follows a path such as `value/items/id` through the properties of objects, and of the items of arrays on the way. */
export function follow(start: JsonObject | undefined, path: string, resolver: Resolver): Field {
  let schema = start
  let required = true
  let internal = false
  for (const name of path.split('/').filter(segment => segment !== '')) {
    schema = schema && elementOf(schema, resolver)
    if (schema === undefined || isOpen(schema)) return { state: 'open' }
    const property = propertyOf(schema, name, resolver, 0)
    if (property === undefined) return { state: closed(schema) ? 'missing' : 'open' }
    required &&= (arrayAt(schema, 'required') ?? []).includes(name)
    internal ||= visibility(property) === 'internal'
    schema = resolver.schema(property)
  }
  if (schema === undefined) return { state: 'open' }
  return { state: 'found', schema, required, internal: internal || visibility(schema) === 'internal' }
}

/** The fields of a body that have that name, at any depth, as paths; at most `most` of them. */
export function fieldsNamed(body: ParameterNode, name: string, resolver: Resolver, most = 2): string[] {
  const found: string[] = []
  const seen = new Set<JsonObject>()
  const visit = (value: Json | undefined, path: string, depth: number): void => {
    const schema = resolver.schema(value)
    if (schema === undefined || seen.has(schema) || depth > 20 || found.length >= most) return
    seen.add(schema)
    for (const [property, below] of Object.entries(objectAt(schema, 'properties') ?? {})) {
      if (property === name) found.push(`${path}${property}`)
      visit(below, `${path}${property}/`, depth + 1)
    }
  }
  visit(own(body.value, 'schema'), '', 0)
  return found.slice(0, most)
}

/** The type of a field or parameter, where it is told. */
export function typeOf(schema: JsonObject): string | undefined {
  return stringAt(schema, 'type') ?? (objectAt(schema, 'properties') === undefined ? undefined : 'object')
}

export function visibility(value: Json): string | undefined {
  return isObject(value) ? stringAt(value, 'x-ms-visibility') : undefined
}

function elementOf(schema: JsonObject, resolver: Resolver): JsonObject | undefined {
  return stringAt(schema, 'type') === 'array' ? resolver.schema(own(schema, 'items')) : schema
}

function propertyOf(schema: JsonObject, name: string, resolver: Resolver, depth: number): Json | undefined {
  const property = own(objectAt(schema, 'properties') ?? {}, name)
  if (property !== undefined || depth > 8) return property
  for (const part of arrayAt(schema, 'allOf') ?? []) {
    const resolved = resolver.schema(part)
    const inherited = resolved && propertyOf(resolved, name, resolver, depth + 1)
    if (inherited !== undefined) return inherited
  }
  return undefined
}

/** Made at design time, or open by declaration. */
function isOpen(schema: JsonObject): boolean {
  if (own(schema, 'x-ms-dynamic-schema') !== undefined || own(schema, 'x-ms-dynamic-properties') !== undefined)
    return true
  const additional = own(schema, 'additionalProperties')
  return (isObject(additional) || additional === true) && objectAt(schema, 'properties') === undefined
}

/** Whether the schema says what it holds: an object with properties, or something that isn't an object. */
function closed(schema: JsonObject): boolean {
  const type = stringAt(schema, 'type')
  if (type !== undefined && type !== 'object') return true
  const properties = objectAt(schema, 'properties')
  return properties !== undefined && Object.keys(properties).length > 0 && own(schema, 'allOf') === undefined
}
