/**
 * Fingerprints of what operations consist of, references included: equal fingerprints mean the same interface, whatever
 * the definitions behind it are called.
 */

import { createHash } from 'node:crypto'
import { canonicalJson } from '../../definition/canonical.ts'
import type { Json, JsonObject } from '../../definition/json.ts'
import { mapReferences, resolveReference } from '../../definition/references.ts'

interface Node {
  readonly ref: string
  readonly value: Json | undefined
  readonly targets: readonly string[]
  index: number
  low: number
  onStack: boolean
}

/**
 * Gives the fingerprint of any part of one document. What a `$ref` refers to is taken in once per document, so the cost is
 * linear in the document. Definitions that refer to each other in a circle are told apart by their names.
 */
export function fingerprinter(root: JsonObject): (value: Json) => string {
  const prints = new Map<string, string>()
  return value => {
    for (const ref of referencesOf(value)) if (!prints.has(ref)) fingerprintFrom(ref, root, prints)
    return hash(mapReferences(value, ref => prints.get(ref) ?? ref))
  }
}

/** Tarjan's strongly connected components without recursion: a component's fingerprint needs those it refers to. */
function fingerprintFrom(start: string, root: JsonObject, prints: Map<string, string>): void {
  const nodes = new Map<string, Node>()
  const stack: Node[] = []
  const work: { node: Node; next: number }[] = []
  const enter = (ref: string): void => {
    const value = resolveReference(root, ref)
    const targets = value === undefined ? [] : referencesOf(value)
    const node = { ref, value, targets, index: nodes.size, low: nodes.size, onStack: true }
    nodes.set(ref, node)
    stack.push(node)
    work.push({ node, next: 0 })
  }
  enter(start)
  for (let frame = work.at(-1); frame; frame = work.at(-1)) {
    const { node } = frame
    const target = node.targets[frame.next++]
    if (target !== undefined) {
      const known = nodes.get(target)
      if (known?.onStack) node.low = Math.min(node.low, known.index)
      else if (!known && !prints.has(target)) enter(target)
      continue
    }
    work.pop()
    const parent = work.at(-1)?.node
    if (parent) parent.low = Math.min(parent.low, node.low)
    if (node.low === node.index) fingerprintComponent(stack.splice(stack.lastIndexOf(node)), prints)
  }
}

/** A definition alone, or a circle of them: within the circle references stay names, outside they are fingerprints. */
function fingerprintComponent(component: readonly Node[], prints: Map<string, string>): void {
  const own = new Map<string, string>()
  for (const node of component) {
    node.onStack = false
    own.set(
      node.ref,
      node.value === undefined ? 'missing' : hash(mapReferences(node.value, ref => prints.get(ref) ?? ref))
    )
  }
  const circle = component.length > 1 ? hash([...own].map(entry => entry.join(' ')).sort()) : ''
  for (const [ref, print] of own) prints.set(ref, `${print} ${circle}`)
}

function referencesOf(value: Json): string[] {
  const found = new Set<string>()
  mapReferences(value, ref => {
    found.add(ref)
    return ref
  })
  return [...found]
}

function hash(value: Json): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex')
}
