/** Which operations a new definition adds, changes and removes. */

import { isObject, own, stringAt, type Json, type JsonObject } from '../../definition/json.ts'
import { operationsOf, type Method, type Operation } from '../../definition/operations.ts'
import { fingerprinter } from './fingerprints.ts'

export interface OperationRef {
  /** `operationId`, or `GET /orders` where the operation has none. */
  readonly operationId: string
  /** In lower case, as in the document. */
  readonly method: Method
  readonly path: string
  readonly summary?: string
  /** On an added operation: the removed one of the same path and verb, which it likely is under a new name. */
  readonly renamedFrom?: string
}

export interface OperationChanges {
  readonly added: OperationRef[]
  readonly changed: OperationRef[]
  readonly removed: OperationRef[]
}

interface Known {
  readonly ref: OperationRef
  readonly fingerprint: string
}

/** Empty lists of an operation mean the same as none, and the service adds them when it stores a definition. */
const EMPTY_AS_MISSING = new Set(['parameters', 'responses', 'tags', 'schemes', 'consumes', 'produces'])

/**
 * Compares by operation id. An operation has changed when it, its path or verb, the parameters of its path or anything
 * behind its references has; the names of the definitions don't count. Added and changed ones come in the order of `after`,
 * removed ones in that of `before`.
 */
export function compareOperations(before: JsonObject, after: JsonObject): OperationChanges {
  const old = operationsById(before)
  const current = operationsById(after)
  const removed = [...old].filter(([id]) => !current.has(id)).map(([, { ref }]) => ref)
  const removedByPlace = new Map(removed.map(ref => [placeOf(ref), ref.operationId]))
  const added: OperationRef[] = []
  const changed: OperationRef[] = []
  for (const [id, { ref, fingerprint }] of current) {
    const known = old.get(id)
    if (known === undefined) {
      const renamedFrom = removedByPlace.get(placeOf(ref))
      added.push(renamedFrom === undefined ? ref : { ...ref, renamedFrom })
    } else if (known.fingerprint !== fingerprint) changed.push(ref)
  }
  return { added, changed, removed }
}

/** A second operation with the same id, which no valid document has, goes by verb and path. */
function operationsById(document: JsonObject): Map<string, Known> {
  const operations = new Map<string, Known>()
  const fingerprint = fingerprinter(document)
  const hasRootSecurity = !isEmpty(own(document, 'security') ?? [])
  for (const found of operationsOf(document)) {
    const place = `${found.method.toUpperCase()} ${found.path}`
    const operationId = operations.has(found.id) ? place : found.id
    const summary = stringAt(found.operation, 'summary')
    const ref = { operationId, method: found.method, path: found.path, ...(summary === undefined ? {} : { summary }) }
    operations.set(operationId, { ref, fingerprint: `${place} ${fingerprint(interfaceOf(found, hasRootSecurity))}` })
  }
  return operations
}

function interfaceOf({ pathItem, operation }: Operation, hasRootSecurity: boolean): JsonObject {
  const members = Object.entries(operation).filter(
    ([name, value]) => !(isEmpty(value) && (EMPTY_AS_MISSING.has(name) || (name === 'security' && !hasRootSecurity)))
  )
  return { operation: Object.fromEntries(members), shared: own(pathItem, 'parameters') ?? [] }
}

function placeOf({ method, path }: OperationRef): string {
  return `${method} ${path}`
}

function isEmpty(value: Json): boolean {
  return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0
}
