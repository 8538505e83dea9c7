/** Which operations a new definition adds, changes and removes. */

import { isObject, own, stringAt, type Json, type JsonObject } from '../../definition/json.ts'
import type { Method, Operation } from '../../definition/operations.ts'
import { fingerprinter } from './fingerprints.ts'
import { isTrigger, notificationContentOf, operationsById, placeOf, renames } from './operation-pairs.ts'

export interface OperationRef {
  /** `operationId`, or `GET /orders` where the operation has none. */
  readonly operationId: string
  /** In lower case, as in the document. */
  readonly method: Method
  readonly path: string
  readonly summary?: string
  /** On an added operation: the removed one of the same path, variables aside, and verb; likely its old name. */
  readonly renamedFrom?: string
}

export interface OperationChanges {
  readonly added: OperationRef[]
  readonly changed: OperationRef[]
  readonly removed: OperationRef[]
}

/** Empty lists of an operation mean the same as none, and the service adds them when it stores a definition. */
const EMPTY_AS_MISSING = new Set(['parameters', 'responses', 'tags', 'schemes', 'consumes', 'produces'])

/**
 * Compares by operation id. An operation has changed when it, its path or verb, the parameters of its path, what it sends as
 * a webhook, or anything behind its references has; the names of the definitions don't count. Added and changed ones come in the order of `after`,
 * removed ones in that of `before`.
 */
export function compareOperations(before: JsonObject, after: JsonObject): OperationChanges {
  const old = operationsById(before)
  const current = operationsById(after)
  const oldIds = renames(old, current)
  const oldFingerprint = operationFingerprinter(before)
  const fingerprint = operationFingerprinter(after)
  const removed = [...old].filter(([id]) => !current.has(id)).map(([id, operation]) => refOf(id, operation))
  const added: OperationRef[] = []
  const changed: OperationRef[] = []
  for (const [id, operation] of current) {
    const known = old.get(id)
    const renamedFrom = oldIds.get(id)
    if (known === undefined) {
      added.push(renamedFrom === undefined ? refOf(id, operation) : { ...refOf(id, operation), renamedFrom })
    } else if (oldFingerprint(known) !== fingerprint(operation)) changed.push(refOf(id, operation))
  }
  return { added, changed, removed }
}

function refOf(operationId: string, { method, path, operation }: Operation): OperationRef {
  const summary = stringAt(operation, 'summary')
  return { operationId, method, path, ...(summary === undefined ? {} : { summary }) }
}

function operationFingerprinter(document: JsonObject): (operation: Operation) => string {
  const fingerprint = fingerprinter(document)
  const hasRootSecurity = !isEmpty(own(document, 'security') ?? [])
  return operation => `${placeOf(operation)} ${fingerprint(interfaceOf(operation, hasRootSecurity))}`
}

function interfaceOf({ pathItem, operation }: Operation, hasRootSecurity: boolean): JsonObject {
  const members = Object.entries(operation).filter(
    ([name, value]) => !(isEmpty(value) && (EMPTY_AS_MISSING.has(name) || (name === 'security' && !hasRootSecurity)))
  )
  // References in extensions aren't followed, but what a webhook sends is part of its interface.
  const sent = isTrigger(operation) ? notificationContentOf({ pathItem, operation }) : undefined
  return { operation: Object.fromEntries(members), shared: own(pathItem, 'parameters') ?? [], sent: sent ?? null }
}

function isEmpty(value: Json): boolean {
  return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0
}
