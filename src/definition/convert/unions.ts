/** `oneOf` and `anyOf`: Swagger 2.0 has neither, so variants become one schema that allows each of them. */
import { isObject, own, type Json, type JsonObject } from '../json.ts'
import { at, type Context, type Located } from './context.ts'
import { flatten, isNullBranch, isNullable } from './flatten.ts'
import { collectProperties, combined, isEqual, stringsOf } from './merge.ts'

/**
 * One schema for the variants: the only one itself; merged properties of objects, of which none is required but the
 * common ones; the type of plain values; else anything. The result has no composition at its root.
 */
export function unite(context: Context, branches: readonly Located<Json>[], pointer: string): JsonObject {
  const schemas = branches.filter(branch => isUsable(context, branch))
  const orNull = schemas.length < branches.length && branches.some(branch => isNullBranch(branch.node))
  const variants = distinct(context, schemas)
  const united = variants.length === 1 ? variants[0]?.node : mergeVariants(context, variants, pointer)
  if (united === undefined) return orNull ? { nullable: true } : {}
  return orNull && !isNullable(united) ? { ...united, nullable: true } : united
}

function isUsable(context: Context, branch: Located<Json>): boolean {
  if (isNullBranch(branch.node)) return false
  if (isObject(branch.node) || branch.node === true) return true
  context.losses.add('invalid-value', branch.pointer, 'this is no schema, this variant is left out')
  return false
}

/** The variants put together in themselves, each once. */
function distinct(context: Context, branches: readonly Located<Json>[]): Located[] {
  const known = new Set<JsonObject>()
  const variants: Located[] = []
  for (const { node, pointer } of branches) {
    const flat = isObject(node) ? flatten(context, { node, pointer }) : {}
    if (known.has(flat)) continue
    known.add(flat)
    variants.push({ node: flat, pointer: context.origins.get(flat) ?? pointer })
  }
  return variants
}

function mergeVariants(context: Context, variants: readonly Located[], pointer: string): JsonObject | undefined {
  if (variants.length === 0) return undefined
  const kinds = new Set(variants.map(variant => kindOf(variant.node)))
  const nullable = variants.some(variant => isNullable(variant.node)) ? { nullable: true } : {}
  const kind = kinds.size === 1 ? [...kinds][0] : isNumeric(kinds) ? 'number' : 'any'
  const count = variants.length
  if (kind === 'object') {
    const merged = mergedObject(context, variants)
    if (merged === undefined) {
      context.losses.add(
        'union-untyped',
        pointer,
        `its ${count} variants have too many properties, so anything is allowed`
      )
      return nullable
    }
    const message = `the properties of its ${count} variants are one object, in which only common ones are required`
    context.losses.add('union-merged', pointer, message)
    return { ...merged, ...nullable }
  }
  if (kind === 'array') {
    context.losses.add('union-merged', pointer, `its ${count} variants are one list of what any of them holds`)
    return { ...mergedArray(context, variants), ...nullable }
  }
  if (kind !== undefined && kind !== 'any') {
    context.losses.add('union-merged', pointer, `its ${count} variants are one ${kind}`)
    return { ...mergedScalar(kind, variants), ...nullable }
  }
  context.losses.add(
    'union-untyped',
    pointer,
    `its ${count} variants have too little in common, so anything is allowed`
  )
  return nullable
}

function isNumeric(kinds: ReadonlySet<string>): boolean {
  return kinds.size === 2 && kinds.has('integer') && kinds.has('number')
}

/** What kind of value a schema describes: its type, or what its keywords make of it; `any` where that isn't one. */
export function kindOf(node: JsonObject): string {
  const type = own(node, 'type')
  if (typeof type === 'string' && type !== 'null') return type
  const types = stringsOf(Array.isArray(type) ? type : [type ?? null]).filter(name => name !== 'null')
  if (types.length === 1) return types[0] ?? 'any'
  if (types.length > 1) return isNumeric(new Set(types)) ? 'number' : 'any'
  if (['properties', 'additionalProperties', 'required'].some(name => own(node, name) !== undefined)) return 'object'
  if (own(node, 'items') !== undefined) return 'array'
  const kinds = new Set(valuesOf(node)?.map(value => (Number.isInteger(value) ? 'integer' : typeof value)))
  const [kind] = kinds
  return kinds.size === 1 && kind !== undefined && kind !== 'object' ? kind : 'any'
}

/** The values that a schema allows, where it lists them. */
export function valuesOf(node: JsonObject): Json[] | undefined {
  if (Object.hasOwn(node, 'const')) return [node['const'] ?? null]
  const values = own(node, 'enum')
  return Array.isArray(values) ? values.filter(value => value !== null) : undefined
}

function mergedObject(context: Context, variants: readonly Located[]): JsonObject | undefined {
  const places = new Map<string, Located<Json>[]>()
  for (const variant of variants) {
    const properties = own(variant.node, 'properties')
    if (isObject(properties) && !collectProperties(context, places, variant, properties)) return undefined
  }
  const merged: JsonObject = { type: 'object' }
  if (places.size > 0) {
    merged['properties'] = Object.fromEntries([...places].map(([name, all]) => [name, combined(context, 'anyOf', all)]))
  }
  const [first, ...others] = variants.map(variant => new Set(stringsOf(own(variant.node, 'required'))))
  const required = [...(first ?? [])].filter(name => others.every(names => names.has(name)))
  if (required.length > 0) merged['required'] = required
  const [open, ...opens] = variants.map(variant => own(variant.node, 'additionalProperties'))
  if (open !== undefined && open !== false && opens.every(other => isEqual(open, other))) {
    merged['additionalProperties'] = open
  }
  return merged
}

function mergedArray(context: Context, variants: readonly Located[]): JsonObject {
  const items = variants.map(({ node, pointer }) => ({ node: own(node, 'items') ?? {}, pointer: at(pointer, 'items') }))
  for (const { node, pointer } of items) {
    if (isObject(node) && !context.origins.has(node)) context.origins.set(node, pointer)
  }
  return { type: 'array', items: combined(context, 'anyOf', items) }
}

function mergedScalar(kind: string, variants: readonly Located[]): JsonObject {
  const merged: JsonObject = { type: kind }
  const lists = variants.map(variant => valuesOf(variant.node))
  if (lists.every(list => list !== undefined)) merged['enum'] = [...new Set(lists.flat())]
  const [format, ...formats] = variants.map(variant => own(variant.node, 'format'))
  if (format !== undefined && formats.every(other => other === format)) merged['format'] = format
  return merged
}
