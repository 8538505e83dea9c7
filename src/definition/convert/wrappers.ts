/** Schemas that are nothing but another one: `$ref`, and compositions of one reference. */
import { isObject, type Json, type JsonObject } from '../json.ts'
import { at, type Context, type Located } from './context.ts'
import { isComposed, isNullBranch } from './flatten.ts'
import { referenceOf, resolve } from './resolve.ts'

/** A schema that is nothing but another one, perhaps with a few words of its own, perhaps or null. */
export interface Wrapper {
  readonly target: Located<Json> | undefined
  readonly extra: JsonObject
  readonly nullable: boolean
}

/** Recognises `$ref`, and `allOf`, `oneOf` or `anyOf` of one reference (or null). */
export function wrapperOf(context: Context, place: Located): Wrapper | undefined {
  const { node, pointer } = place
  if (!isComposed(node)) return undefined
  const { $ref, $dynamicRef, allOf, anyOf, oneOf, nullable, 'x-nullable': xNullable, ...extra } = node
  const orNull = nullable === true || xNullable === true
  const unions = [allOf, anyOf, oneOf].filter(union => union !== undefined)
  const reference = referenceOf(node)
  if (reference !== undefined) {
    if (unions.length > 0) return undefined
    return { target: resolve(context, reference, pointer), extra, nullable: orNull }
  }
  const [members] = unions
  if (unions.length !== 1 || !Array.isArray(members) || $ref !== undefined || $dynamicRef !== undefined)
    return undefined
  const others = allOf === undefined ? members.filter(member => !isNullBranch(member)) : members
  const [only] = others
  if (others.length !== 1 || !isObject(only)) return undefined
  const keyword = allOf !== undefined ? 'allOf' : anyOf !== undefined ? 'anyOf' : 'oneOf'
  const inner = wrapperOf(context, { node: only, pointer: at(pointer, keyword, members.indexOf(only)) })
  if (inner === undefined) return undefined
  return {
    target: inner.target,
    extra: { ...inner.extra, ...extra },
    nullable: orNull || inner.nullable || others.length < members.length
  }
}

/** The schema that a chain of plain references ends at, found once for all schemas of the chain. */
export function behindAliases(context: Context, place: Located, first: Located<Json> | undefined): Located | undefined {
  const seen = new Set<Json>([place.node])
  let end: Located | undefined
  for (let target = first; target !== undefined && end === undefined;) {
    const { node, pointer } = target
    if (!isObject(node)) {
      if (node !== true) context.losses.add('invalid-value', pointer, 'this is no schema, so anything is allowed')
      break
    }
    const known = context.aliases.get(node)
    if (seen.has(node)) {
      context.losses.add('ref-cycle', place.pointer, 'the reference leads back to itself, so anything is allowed here')
      break
    }
    seen.add(node)
    const next = known === undefined ? wrapperOf(context, { node, pointer }) : undefined
    const isAlias = next !== undefined && !next.nullable && Object.keys(next.extra).length === 0
    if (known !== undefined) end = known
    else if (isAlias) target = next.target
    else end = { node, pointer }
  }
  if (end !== undefined)
    for (const node of seen) if (isObject(node) && node !== place.node) context.aliases.set(node, end)
  return end
}
