/** References: what they lead to, within the document. */
import { isObject, own, type Json, type JsonObject } from '../json.ts'
import { at, type Context, type Located } from './context.ts'

/** What a reference leads to, or `undefined` with a loss where there is nothing, or another document. */
export function resolve(context: Context, reference: string, pointer: string): Located<Json> | undefined {
  let found = context.resolved.get(reference)
  if (found === undefined && !context.resolved.has(reference)) {
    found = lookUp(context, reference)
    context.resolved.set(reference, found)
  }
  if (found === undefined) {
    context.losses.add('ref-not-found', pointer, `"${reference}" leads nowhere, so anything is allowed here`)
  } else {
    context.touched.add(found.node)
  }
  return found
}

function lookUp(context: Context, reference: string): Located<Json> | undefined {
  const self = own(context.document, '$self')
  const local = typeof self === 'string' && reference.startsWith(`${self}#`) ? reference.slice(self.length) : reference
  if (!local.startsWith('#')) {
    context.external.add(reference)
    return undefined
  }
  if (local !== '#' && !local.startsWith('#/')) {
    context.anchors ??= anchorsOf(context.document)
    return context.anchors.get(local.slice(1))
  }
  let node: Json = context.document
  let path = ''
  for (const raw of local.split('/').slice(1)) {
    const name: string = unescapeSegment(raw)
    const child: Json | undefined = Array.isArray(node)
      ? node[Number(name)]
      : isObject(node)
        ? own(node, name)
        : undefined
    if (child === undefined) return undefined
    node = child
    path = at(path, name)
  }
  return { node, pointer: path }
}

function unescapeSegment(segment: string): string {
  let text = segment
  try {
    text = decodeURIComponent(segment)
  } catch {
    // A lone % is taken as it stands.
  }
  return text.replaceAll('~1', '/').replaceAll('~0', '~')
}

/** All schemas with an `$anchor` or `$dynamicAnchor`, by its name; found once, since many references may ask. */
function anchorsOf(document: JsonObject): Map<string, Located> {
  const anchors = new Map<string, Located>()
  const stack: Located<Json>[] = [{ node: document, pointer: '' }]
  for (let place = stack.pop(); place !== undefined; place = stack.pop()) {
    const { node, pointer } = place
    if (typeof node !== 'object' || node === null) continue
    if (isObject(node)) {
      const name = own(node, '$anchor') ?? own(node, '$dynamicAnchor')
      if (typeof name === 'string' && !anchors.has(name)) anchors.set(name, { node, pointer })
    }
    for (const [key, child] of Object.entries(node).reverse()) stack.push({ node: child, pointer: at(pointer, key) })
  }
  return anchors
}

/** The reference of a node: `$ref`, or the `$dynamicRef` of JSON Schema 2020-12. */
export function referenceOf(node: JsonObject): string | undefined {
  const reference = own(node, '$ref') ?? own(node, '$dynamicRef')
  return typeof reference === 'string' ? reference : undefined
}

/**
 * The object behind any number of references, for parameters, responses, bodies, headers, examples and path items;
 * `undefined` with a loss where there is none.
 */
export function dereference(context: Context, value: Json, pointer: string): Located | undefined {
  let place: Located<Json> = { node: value, pointer }
  const seen = new Set<Json>()
  for (;;) {
    const { node } = place
    if (!isObject(node)) {
      context.losses.add('invalid-value', place.pointer, 'this is no object, left out')
      return undefined
    }
    const reference = referenceOf(node)
    if (reference === undefined) return { node, pointer: place.pointer }
    if (seen.has(node)) {
      context.losses.add('ref-cycle', pointer, `"${reference}" leads back to itself, left out`)
      return undefined
    }
    seen.add(node)
    const next = resolve(context, reference, place.pointer)
    if (next === undefined) return undefined
    place = next
  }
}
