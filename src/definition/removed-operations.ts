/** Keeps operations that the API no longer documents, so that the flows and apps that use them can be changed in time. */

import { isDeepStrictEqual } from 'node:util'
import { arrayAt, copyOf, isObject, objectAt, own, stringAt, type Json, type JsonObject } from './json.ts'
import { operationsOf, parametersOf, type Operation } from './operations.ts'
import { withoutPathReferences } from './path-references.ts'
import { carry } from './removed-operations/carry.ts'
import { Routes } from './removed-operations/routes.ts'

export interface KeptOperations {
  /** Shares with the given documents what stayed as it was. */
  readonly definition: JsonObject
  /** Ids of the operations that were put back. */
  readonly kept: string[]
  /** Ids of those that can't come back: another operation has their verb and path now. */
  readonly lost: string[]
}

/**
 * Puts back the operations of the connector whose ids the new definition lacks: under their verb and path, `deprecated`, at
 * the end, with the definitions, parameters and responses they refer to. Of these, what the new definition has under the
 * same name with another meaning comes along under a fresh name (`Order_2`).
 *
 * Operations without an id are passed over: nothing can refer to them.
 *
 * @param definition the new definition, with the connector's part already in it (`keepFromConnector`); it isn't changed
 * @param stored the connector's definition; it isn't changed
 */
export function keepRemovedOperations(definition: JsonObject, stored: JsonObject): KeptOperations {
  const connector = withoutPathReferences(stored)
  const routes = new Routes(definition)
  const kept: { readonly id: string; readonly path: string; readonly pathItem: JsonObject }[] = []
  const lost: string[] = []
  for (const operation of removedOperations(definition, connector)) {
    const path = routes.pathFor(operation)
    if (path === undefined) lost.push(operation.id)
    else kept.push({ id: operation.id, path, pathItem: pathItemOf(operation, definition, connector) })
  }
  if (kept.length === 0) return { definition, kept: [], lost }

  const pathItems = kept.map(({ pathItem }) => pathItem)
  const { values, sections } = carry(pathItems, connector, definition)
  const paths = new Map(Object.entries(objectAt(definition, 'paths') ?? {}))
  for (const [index, { path }] of kept.entries()) {
    const present = paths.get(path)
    const added = values[index]
    // What the new definition says about the path wins.
    if (isObject(added)) paths.set(path, isObject(present) ? { ...present, ...lacking(present, added) } : added)
  }
  const result = { ...definition, paths: Object.fromEntries(paths), ...sections }
  return { definition: result, kept: kept.map(({ id }) => id), lost }
}

function removedOperations(definition: JsonObject, connector: JsonObject): Operation[] {
  const known = new Set([...operationsOf(definition)].map(({ operation }) => stringAt(operation, 'operationId')))
  const removed: Operation[] = []
  for (const operation of operationsOf(connector)) {
    const id = stringAt(operation.operation, 'operationId')
    if (id === undefined || id === '' || known.has(id)) continue
    known.add(id)
    removed.push(operation)
  }
  return removed
}

/** A path item with the one operation, which takes with it what it had from the old path item and document. */
function pathItemOf(removed: Operation, definition: JsonObject, connector: JsonObject): JsonObject {
  const operation: JsonObject = { ...removed.operation, deprecated: true }
  const inherited = [...parametersOf(connector, removed).values()].filter(parameter => !parameter.own)
  if (inherited.length > 0) {
    operation['parameters'] = [
      ...inherited.map(({ listed }) => listed),
      ...(arrayAt(removed.operation, 'parameters') ?? [])
    ]
  }
  for (const name of ['consumes', 'produces']) {
    const types = own(connector, name)
    if (types === undefined || Object.hasOwn(operation, name)) continue
    if (!isDeepStrictEqual(types, own(definition, name))) operation[name] = types
  }
  limitSecurity(operation, definition)
  const extensions = Object.entries(removed.pathItem).filter(([name]) => name.startsWith('x-'))
  return copyOf({ ...Object.fromEntries(extensions), [removed.method]: operation })
}

/** Leaves out requirements that name what the new definition doesn't have; without any, those of the definition apply. */
function limitSecurity(operation: JsonObject, definition: JsonObject): void {
  const requirements = arrayAt(operation, 'security')
  if (!requirements) return
  const schemes = objectAt(definition, 'securityDefinitions') ?? {}
  const left = requirements.filter(
    requirement => isObject(requirement) && Object.keys(requirement).every(name => Object.hasOwn(schemes, name))
  )
  if (left.length === requirements.length) return
  if (left.length > 0) operation['security'] = left
  else delete operation['security']
}

function lacking(present: JsonObject, added: JsonObject): JsonObject {
  const members: [string, Json][] = Object.entries(added).filter(([name]) => !Object.hasOwn(present, name))
  return Object.fromEntries(members)
}
