/** Which operations of two definitions are the same: makers hold on to them by `operationId`. */
import { objectAt, own, type JsonObject } from '../../definition/json.ts'
import { operationsOf, type Operation } from '../../definition/operations.ts'

/** The operations by id; a second one with the same id, which no valid document has, goes by verb and path. */
export function operationsById(document: JsonObject): Map<string, Operation> {
  const operations = new Map<string, Operation>()
  for (const operation of operationsOf(document)) {
    operations.set(operations.has(operation.id) ? placeOf(operation) : operation.id, operation)
  }
  return operations
}

/** `GET /orders`. */
export function placeOf({ method, path }: Pick<Operation, 'method' | 'path'>): string {
  return `${method.toUpperCase()} ${path}`
}

/** The path without the names of its variables, which only the parameters hold on to. */
export function templateOf(path: string): string {
  return path.replaceAll(/\{[^{}]*\}/g, '{}')
}

/** The names of the variables in a path, in their order. */
export function variablesOf(path: string): string[] {
  return [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name ?? '')
}

/** For ids that are new the one that is gone from the same verb and path: likely a new name. */
export function renames(
  before: ReadonlyMap<string, Pick<Operation, 'method' | 'path'>>,
  after: ReadonlyMap<string, Pick<Operation, 'method' | 'path'>>
): Map<string, string> {
  const place = ({ method, path }: Pick<Operation, 'method' | 'path'>): string => `${method} ${templateOf(path)}`
  const gone = new Map<string, string>()
  for (const [id, operation] of before) if (!after.has(id)) gone.set(place(operation), id)
  const renamed = new Map<string, string>()
  for (const [id, operation] of after) {
    const old = before.has(id) ? undefined : gone.get(place(operation))
    if (old !== undefined) renamed.set(id, old)
  }
  return renamed
}

export function isTrigger(operation: JsonObject): boolean {
  return own(operation, 'x-ms-trigger') !== undefined
}

/** What a webhook sends: an object with a `schema`, on the operation or, where it belongs, on its path. */
export function notificationContentOf({
  operation,
  pathItem
}: Pick<Operation, 'operation' | 'pathItem'>): JsonObject | undefined {
  return objectAt(operation, 'x-ms-notification-content') ?? objectAt(pathItem, 'x-ms-notification-content')
}
