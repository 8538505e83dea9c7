/** The operations of a Swagger 2.0 document, in document order. */

import { arrayAt, isObject, objectAt, stringAt, type JsonObject } from './json.ts'
import { follow } from './references.ts'

/** The verbs of a Swagger 2.0 path item. */
export const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'] as const
export type Method = (typeof METHODS)[number]

export interface Operation {
  readonly path: string
  readonly method: Method
  readonly pathItem: JsonObject
  readonly operation: JsonObject
  /** `operationId`, or `GET /orders` where the operation has none. */
  readonly id: string
}

/** Every operation; what isn't an object (paths, path item, operation) is passed over. */
export function* operationsOf(document: JsonObject): Generator<Operation> {
  for (const [path, pathItem] of Object.entries(objectAt(document, 'paths') ?? {})) {
    if (path.startsWith('x-') || !isObject(pathItem)) continue
    for (const name in pathItem) {
      const method = METHODS.find(candidate => candidate === name)
      const operation = objectAt(pathItem, name)
      if (method === undefined || operation === undefined) continue
      const operationId = stringAt(operation, 'operationId') ?? ''
      const id = operationId === '' ? `${method.toUpperCase()} ${path}` : operationId
      yield { path, method, pathItem, operation, id }
    }
  }
}

/** The ids of the operations that have one, by verb and path: `get /orders`. */
export function operationIdsByPlace(document: JsonObject): Map<string, string> {
  const ids = new Map<string, string>()
  for (const { method, path, operation } of operationsOf(document)) {
    const id = stringAt(operation, 'operationId')
    if (id) ids.set(`${method} ${path}`, id)
  }
  return ids
}

/** A parameter as it applies to an operation: `own` says whether it stands on the operation or on its path item. */
export interface EffectiveParameter {
  readonly parameter: JsonObject
  /** The object in the list: the parameter itself or the `$ref` to it. */
  readonly listed: JsonObject
  readonly own: boolean
}

/** What makes a parameter: `query limit`; a body has its place alone, since an operation can only have one. */
export function parameterKey(parameter: JsonObject): string {
  const place = stringAt(parameter, 'in') ?? ''
  return place === 'body' ? 'body' : `${place} ${stringAt(parameter, 'name') ?? ''}`
}

/**
 * The parameters of an operation by `parameterKey`, those of the path item first and overridden by its own (Swagger 2.0,
 * Path Item Object); references are followed.
 */
export function parametersOf(
  root: JsonObject,
  { pathItem, operation }: Pick<Operation, 'pathItem' | 'operation'>
): Map<string, EffectiveParameter> {
  const parameters = new Map<string, EffectiveParameter>()
  const add = (holder: JsonObject, isOwn: boolean): void => {
    arrayAt(holder, 'parameters')?.forEach(listed => {
      const parameter = follow(root, listed)
      if (parameter && isObject(listed)) parameters.set(parameterKey(parameter), { parameter, listed, own: isOwn })
    })
  }
  add(pathItem, false)
  add(operation, true)
  return parameters
}
