/** Applies OpenAPI Overlay 1.0 documents (https://spec.openapis.org/overlay/v1.0.0.html). */

import { JSONPathEnvironment, JSONPathError, type JSONPathQuery } from 'json-p3'
import { copyOf, isObject, type Json, type JsonObject } from './json.ts'
import { actionsOf, overlayError, type Action } from './overlay/actions.ts'
import { merge } from './overlay/merge.ts'
import { nodeAt, removeNodes, replaceNode, type Node } from './overlay/nodes.ts'

export interface Overlaid {
  readonly definition: JsonObject
  /** What a reader should know, one sentence each without a full stop: targets that select nothing, above all. */
  readonly warnings: string[]
}

/** `$..` gives up beyond this, scalars counted; documents as read are far from it, and only overlays could nest them. */
const environment = new JSONPathEnvironment({ maxRecursionDepth: 1_000 })

/**
 * A copy of the document with the overlay's actions applied, each to the result of those before. Neither argument changes.
 *
 * `update` merges into objects member by member and appends to arrays; an array as `update` of an array is appended item by
 * item, and scalars can be replaced and removed, as version 1.1 made clear. Within a merge, arrays are joined, and values of
 * different kinds replaced, but `null` never empties an object or an array.
 *
 * @throws DefinitionError `not-openapi` when the overlay isn't one or an action can't be applied; `unsupported` for other
 * versions of the specification and for `copy`. The error names the action: `actions[0]` is the first.
 */
export function applyOverlay(definition: JsonObject, overlay: JsonObject): Overlaid {
  // Every action is checked before the first is applied.
  const actions = actionsOf(overlay).map(action => ({ ...action, query: compile(action) }))
  const result = copyOf(definition)
  const warnings: string[] = []
  for (const action of actions) {
    const nodes = select(result, action)
    if (nodes.length === 0) warnings.push(`the target of ${named(action)} selects nothing`)
    else if (action.kind === 'remove') remove(nodes, action)
    else if (action.kind === 'update') warnings.push(...update(nodes, action, action.update))
    else warnings.push(`${named(action)} has "remove: false" and no "update", so it does nothing`)
  }
  return { definition: result, warnings }
}

interface CompiledAction {
  readonly query: JSONPathQuery
}

function compile(action: Action): JSONPathQuery {
  try {
    return environment.compile(action.target)
  } catch (error) {
    throw badExpression(action, error)
  }
}

/** The selected nodes, each once: an expression can name one twice (RFC 9535 section 2.1.2). */
function select(document: JsonObject, action: Action & CompiledAction): Node[] {
  try {
    const nodes = new Map<string, Node>()
    for (const { location } of action.query.lazyQuery(document)) {
      const key = JSON.stringify(location)
      if (!nodes.has(key)) nodes.set(key, nodeAt(document, location))
    }
    return [...nodes.values()]
  } catch (error) {
    throw badExpression(action, error)
  }
}

function badExpression(action: Action, error: unknown): unknown {
  if (!(error instanceof JSONPathError)) return error
  const why = `the target of ${named(action)} is no valid JSONPath expression (RFC 9535): ${error.message}`
  return overlayError('not-openapi', why, 'correct the expression', { cause: error })
}

function remove(nodes: readonly Node[], action: Action): void {
  if (nodes.some(node => node.kind === 'root')) {
    const why = `${named(action)} removes the whole document`
    throw overlayError('not-openapi', why, 'let its target select what is to go')
  }
  removeNodes(nodes)
}

function update(nodes: readonly Node[], action: Action, value: Json): string[] {
  const warnings: string[] = []
  for (const node of nodes) {
    if (Array.isArray(node.value)) {
      for (const item of Array.isArray(value) ? value : [value]) node.value.push(copyOf(item))
    } else if (isObject(node.value) && isObject(value)) {
      for (const at of merge(node.value, value)) {
        warnings.push(`${named(action)} has null at ${at} of its update, where the document has more: left as it is`)
      }
    } else if (isScalar(node.value) && isScalar(value)) {
      replaceNode(node, value)
    } else {
      const why = `${named(action)} selects ${kindOf(node.value)}, and its update is ${kindOf(value)}`
      throw overlayError('not-openapi', why, 'let the target select what the update fits: an object for an object')
    }
  }
  return [...new Set(warnings)]
}

function named({ name, target }: Action): string {
  return `${name} (${JSON.stringify(target.slice(0, 200))})`
}

function isScalar(value: Json): boolean {
  return typeof value !== 'object' || value === null
}

function kindOf(value: Json): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
