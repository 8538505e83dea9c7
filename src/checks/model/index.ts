/** Builds the index of a definition: the one walk that all rules share. */
import { isObject, objectAt, own, type JsonObject } from '../../definition/json.ts'
import type { Context } from '../finding.ts'
import { readDynamics } from './dynamic.ts'
import type { DefinitionIndex, OperationNode, ParameterNode, PathNode, ResponseNode, SchemaRoot } from './nodes.ts'
import { readSurface, type Surface } from './operations.ts'
import { at, documentPlace } from './place.ts'
import { createResolver } from './references.ts'
import { createSchemaWalk, type SchemaWalk } from './schemas.ts'
import { createUserLookup, spreadUsage } from './usage.ts'

/** Reads any JSON object, however malformed, without throwing; the cost is linear in its size. */
export function indexDefinition(root: JsonObject, context: Context): DefinitionIndex {
  const resolver = createResolver(root)
  const surface = readSurface(root, resolver)
  const walk = createSchemaWalk(resolver)
  const roots = addRoots(root, surface, walk)
  spreadUsage(roots)
  const operationsById = firstById(surface.operations)
  const references = [...surface.references, ...walk.references]
  const usersOf = createUserLookup(roots)
  const dynamics = readDynamics(walk.dynamic, usersOf, operationsById)
  const { paths, operations, parameters, responses } = surface
  const { schemas } = walk
  return {
    root,
    context,
    resolver,
    paths,
    operations,
    operationsById,
    parameters,
    responses,
    roots,
    schemas,
    references,
    dynamics,
    usersOf
  }
}

function firstById(operations: readonly OperationNode[]): Map<string, OperationNode> {
  const byId = new Map<string, OperationNode>()
  for (const operation of operations) {
    if (operation.id !== undefined && !byId.has(operation.id)) byId.set(operation.id, operation)
  }
  return byId
}

/** Everything that schemas hang from, in the order in which findings are listed. */
function addRoots(root: JsonObject, surface: Surface, walk: SchemaWalk): SchemaRoot[] {
  const roots: SchemaRoot[] = []
  for (const path of surface.paths) addNotification(path, walk, roots)
  for (const parameter of surface.parameters) addParameter(parameter, walk, roots)
  for (const response of surface.responses) addResponse(response, walk, roots)
  for (const [name, schema] of Object.entries(objectAt(root, 'definitions') ?? {})) {
    const definition = newRoot({ kind: 'definition', name, input: false, output: false })
    roots.push(definition)
    walk.add(schema, at(documentPlace, 'definitions', name), 'schema', definition)
  }
  return roots
}

function newRoot(root: Omit<SchemaRoot, 'references' | 'size' | 'top'>): SchemaRoot {
  return { ...root, top: undefined, size: 0, references: [] }
}

function addParameter(parameter: ParameterNode, walk: SchemaWalk, roots: SchemaRoot[]): void {
  const name = parameter.name ?? ''
  const inBody = parameter.location === 'body'
  const root = newRoot({ kind: inBody ? 'body' : 'parameter', name, parameter, input: true, output: false })
  roots.push(root)
  if (inBody) walk.add(own(parameter.value, 'schema'), at(parameter.place, 'schema'), 'schema', root)
  else walk.add(parameter.value, parameter.place, 'parameter', root)
}

function addResponse(response: ResponseNode, walk: SchemaWalk, roots: SchemaRoot[]): void {
  const common = { response, input: false, output: true }
  const root = newRoot({ kind: 'response', name: '', ...common })
  roots.push(root)
  walk.add(own(response.value, 'schema'), at(response.place, 'schema'), 'schema', root)
  for (const [name, header] of Object.entries(objectAt(response.value, 'headers') ?? {})) {
    walk.add(header, at(response.place, 'headers', name), 'header', newRoot({ kind: 'header', name, ...common }))
  }
}

function addNotification(path: PathNode, walk: SchemaWalk, roots: SchemaRoot[]): void {
  const content = path.notificationContent
  if (!isObject(content)) return
  const root = newRoot({ kind: 'notification', name: '', path, input: false, output: true })
  roots.push(root)
  walk.add(own(content, 'schema'), at(path.place, 'x-ms-notification-content', 'schema'), 'schema', root)
}
