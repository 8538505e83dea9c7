/** The connector's annotations: `x-ms-*` and texts that were made by hand and that no generator knows. */

import { arrayAt, isObject, objectAt, own, stringAt, type Json, type JsonObject } from '../json.ts'
import { operationsOf, parametersOf, type Operation } from '../operations.ts'
import { keepHeaderParameters } from './header-parameters.ts'
import { lostAnnotations, type LostAnnotation } from './lost.ts'
import { addMissingTargets } from './missing-targets.ts'
import type { KeepNote } from './note.ts'
import { Pairs } from './pairs.ts'

/**
 * Carries the connector's annotations over to what still exists: by operation id, then parameter by place and name, then
 * field by path; the document's own values win, and its `$ref` structure stays. Changes the operations of `definition`.
 *
 * Definitions, parameters and responses that no operation leads to go by their names.
 */
export function keepAnnotations(
  definition: JsonObject,
  connector: JsonObject
): { definition: JsonObject; notes: KeepNote[]; lost: LostAnnotation[] } {
  const pairs = new Pairs(definition, connector)
  const counterparts = pairOperations(definition, connector)
  const notes = keepHeaderParameters(definition, connector, counterparts, pairs.sites)

  pairs.link(definition, connector)
  pairs.link(own(definition, 'info'), own(connector, 'info'))
  pairPathItems(pairs, definition, connector, counterparts)
  for (const [operation, old] of counterparts) linkOperations(pairs, definition, connector, operation, old)
  linkNamed(pairs, definition, connector)

  const annotated = pairs.sites.apply(definition)
  const completed = addMissingTargets(annotated, connector, pairs.sites.carried)
  notes.push(...completed.notes)
  const lost = lostAnnotations(connector, new Set(counterparts.values()), pairs.sites)
  return { definition: completed.definition, notes, lost }
}

/** The connector's operation of the same id for each operation, in the order of the API's document. */
function pairOperations(definition: JsonObject, connector: JsonObject): Map<Operation, Operation> {
  const stored = new Map<string, Operation>()
  for (const operation of operationsOf(connector)) if (!stored.has(operation.id)) stored.set(operation.id, operation)
  const counterparts = new Map<Operation, Operation>()
  for (const operation of operationsOf(definition)) {
    const old = stored.get(operation.id)
    if (old) counterparts.set(operation, old)
  }
  return counterparts
}

/** Path items go by path, or else by the first operation in them that the connector has. */
function pairPathItems(
  pairs: Pairs,
  definition: JsonObject,
  connector: JsonObject,
  counterparts: ReadonlyMap<Operation, Operation>
): void {
  const byOperation = new Map<JsonObject, JsonObject>()
  for (const [{ pathItem }, old] of counterparts) {
    if (!byOperation.has(pathItem)) byOperation.set(pathItem, old.pathItem)
  }
  const stored = objectAt(connector, 'paths') ?? {}
  for (const [path, pathItem] of Object.entries(objectAt(definition, 'paths') ?? {})) {
    if (!isObject(pathItem)) continue
    const old = own(stored, path) ?? byOperation.get(pathItem)
    if (!isObject(old)) continue
    pairs.link(pathItem, old)
    linkShared(pairs, definition, connector, pathItem, old)
  }
}

/** The parameters of a path item, also those that every operation overrides. */
function linkShared(
  pairs: Pairs,
  definition: JsonObject,
  connector: JsonObject,
  pathItem: JsonObject,
  old: JsonObject
): void {
  const parameters = parametersOf(definition, { pathItem, operation: {} })
  const stored = parametersOf(connector, { pathItem: old, operation: {} })
  for (const [key, { listed }] of parameters) pairs.parameters(listed, stored.get(key)?.listed)
}

function linkOperations(
  pairs: Pairs,
  definition: JsonObject,
  connector: JsonObject,
  current: Operation,
  old: Operation
): void {
  pairs.link(current.operation, old.operation)
  const stored = parametersOf(connector, old)
  for (const [key, { listed }] of parametersOf(definition, current)) pairs.parameters(listed, stored.get(key)?.listed)
  const responses = objectAt(current.operation, 'responses')
  const storedResponses = objectAt(old.operation, 'responses')
  if (!responses || !storedResponses) return
  for (const [code, response] of Object.entries(responses)) {
    pairs.responses(response, own(storedResponses, code) ?? otherSuccess(code, responses, storedResponses))
  }
}

/** The one response of success answers for the other when only its code has changed (200 to 201). */
function otherSuccess(code: string, current: JsonObject, old: JsonObject): Json | undefined {
  const isSuccess = (name: string): boolean => /^2\d\d$/.test(name)
  const [only, ...others] = Object.keys(old).filter(isSuccess)
  if (!isSuccess(code) || only === undefined || others.length > 0) return undefined
  return Object.keys(current).filter(isSuccess).length === 1 ? own(old, only) : undefined
}

/** What has a name of its own: shared parts that no operation leads to, security definitions, tags. */
function linkNamed(pairs: Pairs, definition: JsonObject, connector: JsonObject): void {
  const sections = [
    [
      'parameters',
      (current: Json, old: Json) => {
        pairs.parameters(current, old)
      }
    ],
    [
      'responses',
      (current: Json, old: Json) => {
        pairs.responses(current, old)
      }
    ],
    [
      'definitions',
      (current: Json, old: Json) => {
        pairs.schemas(current, old)
      }
    ]
  ] as const
  for (const [section, link] of sections) {
    pairs.named(own(definition, section), own(connector, section), (current, old) => {
      if (pairs.isUnvisited(current, old)) link(current, old)
    })
  }
  pairs.named(own(definition, 'securityDefinitions'), own(connector, 'securityDefinitions'), (current, old) => {
    pairs.link(current, old)
  })
  const tags = new Map((arrayAt(connector, 'tags') ?? []).filter(isObject).map(tag => [stringAt(tag, 'name'), tag]))
  for (const tag of (arrayAt(definition, 'tags') ?? []).filter(isObject))
    pairs.link(tag, tags.get(stringAt(tag, 'name')))
}
