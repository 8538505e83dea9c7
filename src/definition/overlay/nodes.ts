/** The places that an expression selects, and what can be done to them. */

import { isObject, own, put, type Json, type JsonObject } from '../json.ts'

/** A value and where it stands. */
export type Node =
  | { readonly kind: 'root'; readonly value: Json }
  | { readonly kind: 'member'; readonly value: Json; readonly object: JsonObject; readonly name: string }
  | { readonly kind: 'item'; readonly value: Json; readonly array: Json[]; readonly index: number }

/** @param location names and indexes that lead to a value of the document */
export function nodeAt(document: JsonObject, location: readonly (string | number)[]): Node {
  let node: Node = { kind: 'root', value: document }
  for (const key of location) node = child(node.value, key)
  return node
}

function child(parent: Json, key: string | number): Node {
  if (Array.isArray(parent)) {
    return { kind: 'item', value: parent[Number(key)] ?? null, array: parent, index: Number(key) }
  }
  if (!isObject(parent)) throw new TypeError(`there is nothing at ${JSON.stringify(key)}`)
  return { kind: 'member', value: own(parent, String(key)) ?? null, object: parent, name: String(key) }
}

/** Removes all at once, so that the indexes mean what they meant when the list was made; the root stays. */
export function removeNodes(nodes: readonly Node[]): void {
  const items = new Map<Json[], Set<number>>()
  for (const node of nodes) {
    if (node.kind === 'member') Reflect.deleteProperty(node.object, node.name)
    if (node.kind === 'item') items.set(node.array, (items.get(node.array) ?? new Set()).add(node.index))
  }
  for (const [array, gone] of items) {
    let length = 0
    for (const [index, item] of array.entries()) if (!gone.has(index)) array[length++] = item
    array.length = length
  }
}

/** Puts another value in the node's place; the root stays. */
export function replaceNode(node: Node, value: Json): void {
  if (node.kind === 'member') put(node.object, node.name, value)
  if (node.kind === 'item') node.array[node.index] = value
}
