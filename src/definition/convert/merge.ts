/** `allOf`: several schemas that all hold become one. Designers ignore `allOf`, so fields in it would not be shown. */
import { isObject, own, put, type Json, type JsonObject } from '../json.ts'
import { at, identity, type Context, type Located } from './context.ts'
import { isNullable } from './flatten.ts'
import { referenceOf, resolve } from './resolve.ts'

/** One of the schemas to merge; whether its words (title, description, examples, extensions) hold for the result. */
export interface Part extends Located {
  readonly words: boolean
  /** True for the variants of a union: null is one of them wherever it says so. */
  readonly union?: boolean
}

const words = new Set(['title', 'description', 'example', 'examples', 'externalDocs', 'xml', 'deprecated'])

/** Merges a schema's own members with those of its parts. Its own win where only one can hold. */
export function mergeParts(context: Context, self: Part, parts: readonly Part[]): JsonObject {
  const out: JsonObject = {}
  for (const part of [self, ...parts]) {
    for (const [name, value] of Object.entries(part.node)) {
      if (name === 'properties' || name === 'required' || name === 'nullable' || name === 'x-nullable') continue
      const isWord = words.has(name) || (name.startsWith('x-') && !name.startsWith('x-ms-')) || name === 'discriminator'
      if (isWord && !part.words) continue
      const isFirst = isWord || name === 'default' || name.startsWith('x-')
      if (isFirst && Object.hasOwn(out, name)) continue
      combine(context, out, name, value, self.pointer)
    }
  }
  const properties = mergedProperties(context, [...parts, self], self.pointer)
  if (properties !== undefined) out['properties'] = properties
  dropClosed(context, out, [self, ...parts], self.pointer)
  const required = [...new Set([...parts, self].flatMap(part => stringsOf(own(part.node, 'required'))))]
  if (required.length > 0) out['required'] = required
  const all = parts.length > 0 && parts.every(part => isNullable(part.node))
  const some = [self, ...parts.filter(part => part.union === true)].some(part => isNullable(part.node))
  if (all || some) out['nullable'] = true
  return out
}

/** `additionalProperties: false` of a part would forbid the other parts' properties, so it does not hold for the result. */
function dropClosed(context: Context, out: JsonObject, parts: readonly Part[], pointer: string): void {
  const open = parts.filter(part => own(part.node, 'properties') !== undefined)
  if (out['additionalProperties'] === false && open.some(part => own(part.node, 'additionalProperties') !== false)) {
    delete out['additionalProperties']
    context.losses.add(
      'all-of-conflict',
      pointer,
      'a part forbids further properties, which would forbid those of the others'
    )
  }
}

function mergedProperties(context: Context, parts: readonly Part[], pointer: string): JsonObject | undefined {
  const variants = new Map<string, Located<Json>[]>()
  let found = false
  for (const part of parts) {
    const properties = own(part.node, 'properties')
    if (!isObject(properties)) continue
    found = true
    if (!collectProperties(context, variants, part, properties)) {
      context.losses.add('too-deep', pointer, 'too many properties to merge, some are left out')
      break
    }
  }
  if (!found) return undefined
  const merged: JsonObject = {}
  for (const [name, places] of variants) put(merged, name, combined(context, 'allOf', places))
  return merged
}

/** Adds a schema's properties to those of its siblings; false when the document has used up its merges. */
export function collectProperties(
  context: Context,
  variants: Map<string, Located<Json>[]>,
  part: Located,
  properties: JsonObject
): boolean {
  if (context.limits.merges < 0) return false
  for (const [name, node] of Object.entries(properties)) {
    context.limits.merges -= 1
    if (context.limits.merges < 0) return false
    const natural = at(part.pointer, 'properties', name)
    if (isObject(node) && !context.origins.has(node)) context.origins.set(node, natural)
    const place = { node, pointer: (isObject(node) ? context.origins.get(node) : undefined) ?? natural }
    const places = variants.get(name)
    if (places === undefined) variants.set(name, [place])
    else places.push(place)
  }
  return true
}

/**
 * One schema for several of the same property: itself if they are the same, else a composition of them, made once for
 * the same variants.
 */
export function combined(context: Context, keyword: 'allOf' | 'anyOf', places: readonly Located<Json>[]): Json {
  const different = differentOnes(context, places)
  const [first] = different
  if (first === undefined) return {}
  if (different.length === 1) return first.node
  const key = `${keyword} ${different.map(place => identity(context, targetOf(context, place))).join(' ')}`
  const known = context.combined.get(key)
  if (known !== undefined) return known
  const schema: JsonObject = { [keyword]: different.map(place => place.node) }
  context.combined.set(key, schema)
  context.origins.set(schema, first.pointer)
  return schema
}

/** What a plain reference leads to, so that two references to the same schema are the same. */
function targetOf(context: Context, place: Located<Json>): Json {
  if (!isObject(place.node) || Object.keys(place.node).length !== 1) return place.node
  const reference = referenceOf(place.node)
  return reference === undefined ? place.node : (resolve(context, reference, place.pointer)?.node ?? place.node)
}

/** The variants without repetitions; of many, only the first ones are compared by value. */
function differentOnes(context: Context, places: readonly Located<Json>[]): Located<Json>[] {
  const targets = new Set<Json>()
  const different: Located<Json>[] = []
  for (const place of places) {
    const target = targetOf(context, place)
    if (targets.has(target) || different.slice(0, 8).some(other => isEqual(other.node, place.node))) continue
    targets.add(target)
    different.push(place)
  }
  return different
}

/** Equality of values, as far as a look at 300 members can tell; what is larger counts as different. */
export function isEqual(one: Json | undefined, other: Json | undefined, budget = { left: 300 }): boolean {
  budget.left -= 1
  if (budget.left < 0) return false
  if (one === other) return true
  if (Array.isArray(one)) {
    if (!Array.isArray(other) || one.length !== other.length) return false
    return one.every((item, index) => isEqual(item, other[index], budget))
  }
  if (!isObject(one) || !isObject(other)) return false
  const names = Object.keys(one)
  if (names.length !== Object.keys(other).length) return false
  return names.every(name => Object.hasOwn(other, name) && isEqual(one[name], other[name], budget))
}

const largest = new Set(['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'])
const smallest = new Set(['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'])

/** Adds a keyword of a part to what is merged so far, the stricter of both where that can be said. */
function combine(context: Context, out: JsonObject, name: string, value: Json, pointer: string): void {
  const before = own(out, name)
  if (before === undefined) {
    put(out, name, value)
  } else if (isEqual(before, value)) {
    return
  } else if (typeof before === 'number' && typeof value === 'number' && (largest.has(name) || smallest.has(name))) {
    out[name] = largest.has(name) ? Math.max(before, value) : Math.min(before, value)
  } else if (name === 'additionalProperties') {
    out[name] = further(context, before, value, at(pointer, name))
  } else {
    const strict = strictest(context, name, before, value, pointer)
    if (strict !== undefined) out[name] = strict
    else
      context.losses.add(
        'all-of-conflict',
        at(pointer, name),
        `parts of the schema have another "${name}", the first one holds`
      )
  }
}

/** What two parts say about further properties: both, where both say something. */
function further(context: Context, one: Json, other: Json, pointer: string): Json {
  if (one === true) return other
  if (other === true) return one
  if (isObject(one) && isObject(other)) return both(context, one, other, pointer)
  context.losses.add('all-of-conflict', pointer, 'a part forbids further properties, which does not hold for all parts')
  return isObject(one) ? one : other
}

/** A schema for what has to be both, made once for the two. */
function both(context: Context, one: Json, other: Json, pointer: string): Json {
  const places = [one, other].map(node => ({ node, pointer }))
  return combined(context, 'allOf', places)
}

function strictest(context: Context, name: string, one: Json, other: Json, pointer: string): Json | undefined {
  if (name === 'type') return commonType(one, other)
  if (name === 'enum' && Array.isArray(one) && Array.isArray(other)) {
    const allowed = new Set(other)
    const left = one.filter(value => allowed.has(value))
    return left.length > 0 ? left : undefined
  }
  if (name === 'items') return both(context, one, other, at(pointer, name))
  if (name === 'readOnly' || name === 'writeOnly' || name === 'uniqueItems') return one === true || other === true
  return undefined
}

function commonType(one: Json, other: Json): Json | undefined {
  const types = (value: Json) => stringsOf(Array.isArray(value) ? value : [value]).filter(type => type !== 'null')
  const others = types(other)
  const both = types(one).filter(type => others.includes(type))
  if (both.length === 0 && types(one).includes('number') && others.includes('integer')) return 'integer'
  if (both.length === 0 && types(one).includes('integer') && others.includes('number')) return 'integer'
  return both.length > 1 ? both : both[0]
}

export function stringsOf(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : []
}
