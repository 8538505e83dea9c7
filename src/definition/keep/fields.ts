/** What a schema consists of, `allOf` taken together. */

import { arrayAt, isObject, objectAt, own, type Json, type JsonObject } from '../json.ts'
import { follow } from '../references.ts'

export interface Fields {
  /** The schema itself, then the branches of its `allOf` at any depth: what is listed, and behind a `$ref` its target. */
  readonly nodes: readonly JsonObject[]
  /** The schemas of each property, one for every node that declares it. */
  readonly properties: ReadonlyMap<string, readonly Json[]>
  readonly items: Json | undefined
  readonly additionalProperties: Json | undefined
}

/** The fields of a schema that has no `$ref` itself; `allOf` that leads back to itself ends. */
export function fieldsOf(root: JsonObject, schema: JsonObject): Fields {
  const nodes: JsonObject[] = []
  const properties = new Map<string, Json[]>()
  let items: Json | undefined
  let additionalProperties: Json | undefined
  const seen = new Set<JsonObject>([schema])
  const open = [schema]
  for (let node = open.pop(); node; node = open.pop()) {
    nodes.push(node)
    for (const [name, property] of Object.entries(objectAt(node, 'properties') ?? {})) {
      const known = properties.get(name)
      if (known) known.push(property)
      else properties.set(name, [property])
    }
    items ??= own(node, 'items')
    additionalProperties ??= own(node, 'additionalProperties')
    const branches = (arrayAt(node, 'allOf') ?? []).filter(isObject)
    for (const branch of branches.toReversed()) {
      const target = follow(root, branch)
      if (target === undefined || seen.has(target)) continue
      seen.add(target)
      open.push(target)
      if (target !== branch) nodes.push(branch)
    }
  }
  return { nodes, properties, items, additionalProperties }
}

/** True for a schema whose fields are its own: the way to deal with `allOf` costs more than most schemas need. */
export function isPlain(schema: JsonObject): boolean {
  return !Object.hasOwn(schema, 'allOf')
}

const LEADS_ON: ReadonlySet<string> = new Set(
  '$ref properties items additionalProperties allOf schema headers'.split(' ')
)

/** True for a schema, a parameter, a header or a response in which nothing further is described. */
export function isLeaf(node: JsonObject): boolean {
  for (const name in node) if (LEADS_ON.has(name)) return false
  return true
}
