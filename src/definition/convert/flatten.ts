/** Compositions (`$ref`, `allOf`, `oneOf`, `anyOf`) put together into one schema, still in the source's own keywords. */
import { isObject, own, type Json, type JsonObject } from '../json.ts'
import { at, type Context, type Located } from './context.ts'
import { mergeParts, type Part } from './merge.ts'
import { referenceOf, resolve } from './resolve.ts'
import { unite } from './unions.ts'

/** References and compositions in one another; deeper is a chain that no reader could follow either. */
const deepest = 100

export function isComposed(node: JsonObject): boolean {
  return (
    referenceOf(node) !== undefined ||
    Object.hasOwn(node, 'allOf') ||
    Object.hasOwn(node, 'oneOf') ||
    Object.hasOwn(node, 'anyOf')
  )
}

/** A branch of a union that only says "or null". */
export function isNullBranch(branch: Json): boolean {
  if (!isObject(branch)) return false
  const type = own(branch, 'type')
  const values = own(branch, 'enum')
  return (
    type === 'null' ||
    (Array.isArray(type) && type.length === 1 && type[0] === 'null') ||
    (Object.hasOwn(branch, 'const') && branch['const'] === null) ||
    (Array.isArray(values) && values.length === 1 && values[0] === null)
  )
}

export function isNullable(node: JsonObject): boolean {
  const type = own(node, 'type')
  return (
    own(node, 'nullable') === true || own(node, 'x-nullable') === true || (Array.isArray(type) && type.includes('null'))
  )
}

/**
 * The schema without compositions at its root; its properties keep theirs. The same node gives the same result, and a
 * node without compositions is its own result.
 */
export function flatten(context: Context, schema: Located): JsonObject {
  const { node, pointer } = schema
  if (!isComposed(node)) return node
  const known = context.flattened.get(node)
  if (known !== undefined) return known
  if (context.flattening.has(node)) {
    context.losses.add('ref-cycle', pointer, 'the schema is made of itself, that part is left out')
    return {}
  }
  if (context.flattening.size >= deepest) {
    context.losses.add(
      'too-deep',
      pointer,
      `a chain of more than ${deepest} schemas made of each other, the rest is left out`
    )
    return {}
  }
  context.flattening.add(node)
  const flat = composed(context, schema)
  context.flattening.delete(node)
  context.flattened.set(node, flat)
  if (!context.origins.has(flat)) context.origins.set(flat, pointer)
  return flat
}

function composed(context: Context, { node, pointer }: Located): JsonObject {
  const rest: JsonObject = { ...node }
  for (const keyword of ['$ref', '$dynamicRef', 'allOf', 'oneOf', 'anyOf']) Reflect.deleteProperty(rest, keyword)
  const parts: Part[] = [...referencedPart(context, { node, pointer }), ...allOfParts(context, { node, pointer })]
  for (const keyword of ['oneOf', 'anyOf']) {
    const branches = own(node, keyword)
    if (branches === undefined) continue
    const union = unite(context, located(context, branches, at(pointer, keyword)), at(pointer, keyword))
    parts.push({ node: union, pointer: at(pointer, keyword), words: true, union: true })
  }
  const [only] = parts
  if (Object.keys(rest).length === 0 && parts.length === 1 && only !== undefined) {
    if (!context.origins.has(only.node)) context.origins.set(only.node, only.pointer)
    return only.node
  }
  const alone = parts.length === 1
  return mergeParts(
    context,
    { node: rest, pointer, words: true },
    parts.map(part => ({ ...part, words: part.words || alone }))
  )
}

function referencedPart(context: Context, { node, pointer }: Located): Part[] {
  const reference = referenceOf(node)
  const target = reference === undefined ? undefined : resolve(context, reference, pointer)
  if (target === undefined || !isObject(target.node)) return []
  const schema = { node: target.node, pointer: target.pointer }
  const flat = flatten(context, schema)
  return [{ node: flat, pointer: context.origins.get(flat) ?? schema.pointer, words: false }]
}

function allOfParts(context: Context, { node, pointer }: Located): Part[] {
  const members = own(node, 'allOf')
  if (members === undefined) return []
  return located(context, members, at(pointer, 'allOf')).flatMap(({ node: member, pointer: place }): Part[] => {
    if (!isObject(member)) {
      if (member !== true) context.losses.add('invalid-value', place, 'this is no schema, left out')
      return []
    }
    const flat = flatten(context, { node: member, pointer: place })
    return [{ node: flat, pointer: context.origins.get(flat) ?? place, words: referenceOf(member) === undefined }]
  })
}

/** The members of a composition with their places; a loss where it is no list. */
function located(context: Context, members: Json, pointer: string): Located<Json>[] {
  if (!Array.isArray(members)) {
    context.losses.add('invalid-value', pointer, 'this is no list of schemas, left out')
    return []
  }
  return members.map((node, index) => ({
    node,
    pointer: (isObject(node) ? context.origins.get(node) : undefined) ?? at(pointer, index)
  }))
}
