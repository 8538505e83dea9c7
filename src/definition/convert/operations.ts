/** Paths and operations. */
import { isObject, own, put, stringAt, type Json, type JsonObject } from '../json.ts'
import { convertBody } from './bodies.ts'
import { at, type Context, type Located } from './context.ts'
import { putExtension } from './extensions.ts'
import { assignIds, keyOf, type OperationPlace } from './operation-ids.ts'
import { convertParameters } from './parameters.ts'
import { dereference, referenceOf, resolve } from './resolve.ts'
import { convertResponses } from './responses.ts'
import { convertSecurity } from './security.ts'
import { dropServers } from './servers.ts'
import { methods } from './shape-operations.ts'

/** A path with its item, references followed. */
export interface PathItem extends Located {
  readonly path: string
}

/** The path items of a document with what they refer to: the platform refuses a `$ref` there. */
export function pathItems(context: Context): PathItem[] {
  const paths = own(context.document, 'paths')
  if (!isObject(paths)) {
    if (paths !== undefined) context.losses.add('invalid-value', '/paths', 'not an object of paths, left out')
    return []
  }
  return Object.entries(paths).flatMap(([path, item]) => {
    if (path.startsWith('x-')) return []
    const pointer = at('/paths', path)
    if (!isObject(item)) {
      context.losses.add('invalid-value', pointer, 'not an object of operations, left out')
      return []
    }
    return [{ path, ...whole(context, { node: item, pointer }) }]
  })
}

/** An item together with the one it refers to; its own members come first. */
function whole(context: Context, item: Located): Located {
  const node: JsonObject = {}
  const seen = new Set<JsonObject>()
  for (let place: Located | undefined = item; place !== undefined;) {
    const reference = referenceOf(place.node)
    if (seen.has(place.node)) {
      context.losses.add('ref-cycle', item.pointer, 'the path refers back to itself')
      break
    }
    seen.add(place.node)
    for (const [name, value] of Object.entries(place.node)) {
      if (name === '$ref' || Object.hasOwn(node, name)) continue
      put(node, name, value)
      if (typeof value === 'object' && value !== null && !context.origins.has(value)) {
        context.origins.set(value, at(place.pointer, name))
      }
    }
    const target: Located<Json> | undefined =
      reference === undefined ? undefined : resolve(context, reference, place.pointer)
    place = target !== undefined && isObject(target.node) ? { node: target.node, pointer: target.pointer } : undefined
  }
  return { node, pointer: item.pointer }
}

/** The ids of all operations, before any of them is converted. */
export function operationIds(context: Context, items: readonly PathItem[]): Map<string, string> {
  const places = items.flatMap(({ path, node, pointer }) =>
    methods.flatMap((method): OperationPlace[] => {
      const operation = own(node, method)
      return isObject(operation)
        ? [{ path, method, pointer: at(pointer, method), id: own(operation, 'operationId') }]
        : []
    })
  )
  return assignIds(context, places)
}

export function convertPaths(context: Context, securityDefinitions: JsonObject): JsonObject {
  const out: JsonObject = {}
  const items = pathItems(context)
  const ids = operationIds(context, items)
  for (const item of items) put(out, item.path, convertItem(context, item, ids, securityDefinitions))
  return out
}

function convertItem(
  context: Context,
  item: PathItem,
  ids: ReadonlyMap<string, string>,
  securityDefinitions: JsonObject
): JsonObject {
  const out: JsonObject = {}
  context.origins.set(out, item.pointer)
  for (const [name, value] of Object.entries(item.node)) {
    const pointer =
      (typeof value === 'object' && value !== null ? context.origins.get(value) : undefined) ?? at(item.pointer, name)
    if (methods.includes(name) && isObject(value)) {
      const id = ids.get(keyOf({ path: item.path, method: name })) ?? ''
      out[name] = convertOperation(context, { node: value, pointer }, { item, id, securityDefinitions })
    } else if (name === 'parameters') out['parameters'] = convertParameters(context, value, pointer)
    else if (name === 'servers') dropServers(context, value, pointer)
    else if (name === 'trace' || name === 'query') dropMethod(context, name, pointer)
    else if (name === 'additionalOperations') {
      for (const method of isObject(value) ? Object.keys(value) : []) dropMethod(context, method, at(pointer, method))
    } else if (name.startsWith('x-')) putExtension(context, out, name, value, item.pointer)
    else put(out, name, value)
  }
  return out
}

function dropMethod(context: Context, method: string, pointer: string): void {
  context.losses.add('method', pointer, `Swagger 2.0 has no operations of the method "${method}", left out`)
}

interface Surroundings {
  readonly item: PathItem
  readonly id: string
  readonly securityDefinitions: JsonObject
}

function convertOperation(context: Context, operation: Located, around: Surroundings): JsonObject {
  const { node, pointer } = operation
  const out: JsonObject = {}
  context.origins.set(out, pointer)
  if (!Object.hasOwn(node, 'operationId')) out['operationId'] = around.id
  for (const name in node) {
    const value = node[name]
    if (value === undefined) continue
    if (name === 'operationId') out['operationId'] = around.id
    else if (name === 'parameters' || name === 'requestBody') putInputs(context, out, operation, around)
    else if (name === 'responses') putResponses(context, out, value, at(pointer, name))
    else if (name === 'servers') dropServers(context, value, at(pointer, name))
    else if (name === 'callbacks') dropCallbacks(context, value, at(pointer, name))
    else if (name === 'security') {
      const security = convertSecurity(context, value, at(pointer, name), around.securityDefinitions)
      if (security !== undefined) out['security'] = security
    } else if (name.startsWith('x-')) putExtension(context, out, name, value, pointer)
    else if (name === 'consumes' || name === 'produces' || name === 'schemes') {
      context.losses.add('keyword', at(pointer, name), `"${name}" is nothing that OpenAPI 3 has here, left out`)
    } else put(out, name, value)
  }
  putInputs(context, out, operation, around)
  return out
}

function dropCallbacks(context: Context, value: Json, pointer: string): void {
  if (isObject(value) && Object.keys(value).length === 0) return
  context.losses.add('callback', pointer, 'a connector can not describe callbacks, left out; a webhook trigger may do')
}

/** Parameters and body, once for both. */
function putInputs(context: Context, out: JsonObject, { node, pointer }: Located, { item }: Surroundings): void {
  if (Object.hasOwn(out, 'parameters')) return
  const source = own(node, 'parameters')
  const body = own(node, 'requestBody')
  const parameters = source === undefined ? [] : convertParameters(context, source, at(pointer, 'parameters'))
  if (body !== undefined) {
    const converted = convertBody(context, body, at(pointer, 'requestBody'))
    if (converted.consumes !== undefined) out['consumes'] = [converted.consumes]
    parameters.push(...converted.parameters)
  }
  parameters.push(...missingPathParameters(context, { node, pointer }, item))
  if (parameters.length > 0 || source !== undefined) out['parameters'] = parameters
}

/** Parts of the path that nothing describes: without a parameter the operation could never be called. */
function missingPathParameters(context: Context, operation: Located, item: PathItem): JsonObject[] {
  const names = [...item.path.matchAll(/\{([^{}]+)\}/g)].map(match => match[1] ?? '')
  if (names.length === 0) return []
  const known = new Set([item.node, operation.node].flatMap(node => pathParameters(context, own(node, 'parameters'))))
  return [...new Set(names)]
    .filter(name => !known.has(name))
    .map(name => {
      context.losses.add(
        'added-parameter',
        operation.pointer,
        `nothing describes "{${name}}" of the path, it is a string`
      )
      const out: JsonObject = { name, in: 'path', required: true, type: 'string' }
      context.origins.set(out, operation.pointer)
      return out
    })
}

function pathParameters(context: Context, parameters: Json | undefined): string[] {
  if (!Array.isArray(parameters)) return []
  return parameters.flatMap(parameter => {
    const node = isObject(parameter) ? dereference(context, parameter, '')?.node : undefined
    return node !== undefined && own(node, 'in') === 'path' ? (stringAt(node, 'name') ?? []) : []
  })
}

function putResponses(context: Context, out: JsonObject, value: Json, pointer: string): void {
  const produces = new Set<string>()
  const responses = convertResponses(context, value, pointer, produces)
  if (produces.size > 0) out['produces'] = [...produces]
  out['responses'] = responses
}
