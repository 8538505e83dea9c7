/**
 * Schemas of OpenAPI 3 to those of Swagger 2.0: where a schema stands in place, where it becomes a reference.
 *
 * Each schema of the source is converted once. One that is met a second time (by merging, or since the document shares
 * nodes) moves to `definitions` then, so that the result grows no faster than the source.
 */
import { isObject, own, put, type Json, type JsonObject } from '../json.ts'
import { at, standing, type Context, type Located, type SchemaEntry } from './context.ts'
import { flatten, isNullable } from './flatten.ts'
import { convertKeywords } from './keywords.ts'
import { nameFromPointer, referableName } from './names.ts'
import { behindAliases, wrapperOf, type Wrapper } from './wrappers.ts'

/** From this many schemas in one another on, the inner ones become definitions: neither we nor designers dig deeper. */
const deepest = 30

/** The Swagger 2.0 schema for whatever stands at a place where a schema is expected. */
export function schemaAt(context: Context, value: Json, pointer: string): JsonObject {
  if (value === true) return {}
  if (value === false) {
    context.losses.add('keyword', pointer, 'that nothing is allowed here can not be said, so anything is')
    return {}
  }
  if (!isObject(value)) {
    context.losses.add('invalid-value', pointer, 'this is no schema, so anything is allowed here')
    return {}
  }
  const place = { node: value, pointer: context.origins.get(value) ?? pointer }
  context.limits.depth += 1
  const schema = context.swagger ? mended(context, place) : converted(context, place)
  context.limits.depth -= 1
  return schema
}

/** The same where the result stands elsewhere than its source: a reference, too, knows where that is. */
export function standingSchema(context: Context, value: Json, pointer: string): JsonObject {
  const schema = schemaAt(context, value, pointer)
  return context.origins.has(schema) ? schema : standing(context, schema, pointer)
}

/** A schema of a Swagger 2.0 document: only unions are put together, everything else keeps its form. */
function mended(context: Context, place: Located): JsonObject {
  const { node } = place
  if (Object.hasOwn(node, 'oneOf') || Object.hasOwn(node, 'anyOf'))
    return inPlace(context, flatten(context, place), place)
  return convertKeywords(context, place)
}

function converted(context: Context, place: Located): JsonObject {
  const wrapper = wrapperOf(context, place)
  if (wrapper !== undefined) return referenceWith(context, place, wrapper)
  return inPlace(context, flatten(context, place), place)
}

/** Members next to a reference that only say something to a reader; an object's go, since no designer shows them. */
const wordsOnly = new Set([
  'title',
  'summary',
  'description',
  'example',
  'examples',
  'deprecated',
  'externalDocs',
  'xml',
  'writeOnly',
  'discriminator',
  '$comment'
])

function referenceWith(context: Context, place: Located, wrapper: Wrapper): JsonObject {
  const target = behindAliases(context, place, wrapper.target)
  if (target === undefined) {
    const node = wrapper.nullable ? { ...wrapper.extra, nullable: true } : wrapper.extra
    return convertKeywords(context, { node, pointer: place.pointer })
  }
  const flat = flatten(context, target)
  const { type, ...rest } = wrapper.extra
  const extra = type === undefined || type === own(flat, 'type') ? rest : wrapper.extra
  const names = Object.keys(extra)
  const nullable = wrapper.nullable && !isNullable(flat)
  if (names.length === 0 && !nullable) return referTo(context, target)
  if (isSmall(flat)) {
    const node: JsonObject = { ...flat, ...extra, ...(nullable ? { nullable: true } : {}) }
    return convertKeywords(context, { node, pointer: place.pointer })
  }
  if (!names.every(name => wordsOnly.has(name) || (name.startsWith('x-') && !name.startsWith('x-ms-')))) {
    return inPlace(context, flatten(context, place), place)
  }
  if (names.length > 0) {
    const what = names.map(name => `"${name}"`).join(', ')
    context.losses.add('ref-siblings', place.pointer, `${what} next to the reference to an object left out`)
  }
  return nullable ? referTo(context, nullableVariant(context, target, flat)) : referTo(context, target)
}

/** A schema that can be repeated where a description or default belongs to one use of it: no list of properties. */
function isSmall(flat: JsonObject): boolean {
  const values = own(flat, 'enum')
  return own(flat, 'properties') === undefined && !(Array.isArray(values) && values.length > 50)
}

/** The same object, or null: a definition of its own, made once, since nothing may stand next to a reference. */
function nullableVariant(context: Context, target: Located, flat: JsonObject): Located {
  const pointer = target.pointer
  const known = context.nullable.get(target.node)
  if (known !== undefined) return { node: known, pointer }
  const node: JsonObject = { ...flat, nullable: true }
  context.nullable.set(target.node, node)
  context.origins.set(node, pointer)
  ownProperties(context, flat, pointer)
  const entry = entryOf(context, node)
  entry.name = context.definitionNames.take(`${nameOf(context, target)}OrNull`)
  context.queue.push({ name: entry.name, schema: { node, pointer } })
  return { node, pointer }
}

/** Remembers where properties stand before they are shared with a schema that stands elsewhere. */
function ownProperties(context: Context, flat: JsonObject, pointer: string): void {
  const properties = own(flat, 'properties')
  if (!isObject(properties)) return
  const home = context.origins.get(flat) ?? pointer
  for (const [name, property] of Object.entries(properties)) {
    if (isObject(property) && !context.origins.has(property)) {
      context.origins.set(property, at(home, 'properties', name))
    }
  }
}

/** A reference to the schema, which becomes a definition. */
export function referTo(context: Context, target: Located): JsonObject {
  const entry = entryOf(context, target.node)
  if (entry.name === undefined) {
    entry.name = nameFor(context, target)
    if (entry.inPlace === undefined) context.queue.push({ name: entry.name, schema: target })
    else if (entry.isOpen !== true) hoist(context, entry.name, entry.inPlace)
  }
  return { $ref: `#/definitions/${entry.name}` }
}

/** The schema where it stands; from its second use on a reference to it. */
function inPlace(context: Context, node: JsonObject, place: Located): JsonObject {
  const pointer = context.origins.get(node) ?? place.pointer
  if (!isTree(node) || (context.swagger && node === place.node)) return convertKeywords(context, { node, pointer })
  const entry = entryOf(context, node)
  const isDeep = context.limits.depth > deepest
  if (isDeep || entry.name !== undefined || entry.inPlace !== undefined) return referTo(context, { node, pointer })
  const out: JsonObject = {}
  entry.inPlace = out
  entry.isOpen = true
  convertKeywords(context, { node, pointer }, out)
  entry.isOpen = false
  // Something in the schema may have referred to it meanwhile.
  const name = context.schemas.get(node)?.name
  if (name !== undefined) hoist(context, name, out)
  return out
}

const branches = ['properties', 'items', 'additionalProperties', 'allOf', 'anyOf', 'oneOf']

/** A schema that is worth sharing: with properties, or a list of more than values and references. */
function isTree(node: JsonObject): boolean {
  const inner = [own(node, 'items'), own(node, 'additionalProperties')]
  const isDeeper = inner.some(schema => isObject(schema) && branches.some(name => Object.hasOwn(schema, name)))
  return isDeeper || isObject(own(node, 'properties'))
}

/** Makes a converted schema a definition, and a reference of what it was. */
function hoist(context: Context, name: string, schema: JsonObject): void {
  const definition: JsonObject = { ...schema }
  const origin = context.origins.get(schema)
  if (origin !== undefined) context.origins.set(definition, origin)
  context.definitions.set(name, definition)
  for (const key of Object.keys(schema)) Reflect.deleteProperty(schema, key)
  put(schema, '$ref', `#/definitions/${name}`)
}

function entryOf(context: Context, node: JsonObject): SchemaEntry {
  let entry = context.schemas.get(node)
  if (entry === undefined) {
    entry = {}
    context.schemas.set(node, entry)
  }
  return entry
}

function nameFor(context: Context, target: Located): string {
  const given = context.componentNames.get(target.node)
  if (given === undefined) return context.definitionNames.take(nameFromPointer(target.pointer))
  return given
}

function nameOf(context: Context, target: Located): string {
  return context.componentNames.get(target.node) ?? nameFromPointer(target.pointer)
}

/**
 * Gives every schema of a section its name first, so that names do not depend on what is used where; those that keep
 * theirs before those that need another.
 */
export function nameSchemas(context: Context, section: JsonObject, pointer: string): void {
  const entries = Object.entries(section)
  const kept = new Set(entries.map(([name]) => name).filter(name => referableName(name) === name))
  for (const name of kept) context.definitionNames.reserve(name)
  for (const [name, schema] of entries) {
    if (!isObject(schema) || context.componentNames.has(schema)) continue
    const given = kept.has(name) ? name : context.definitionNames.take(name)
    context.componentNames.set(schema, given)
    if (given !== name) context.renamed.set(given, { node: name, pointer: at(pointer, name) })
  }
}

/** The schema as a definition: never a reference itself, which the platform refuses. */
export function definitionOf(context: Context, schema: Located): JsonObject {
  const keeps = context.swagger && !['$ref', 'oneOf', 'anyOf'].some(keyword => Object.hasOwn(schema.node, keyword))
  const node = keeps ? schema.node : flatten(context, schema)
  return convertKeywords(context, { node, pointer: context.origins.get(node) ?? schema.pointer })
}

/** Converts every definition that something refers to; each can refer to further ones. */
export function convertDefinitions(context: Context): JsonObject {
  // The queue grows while it is worked off.
  for (const { name, schema } of context.queue) context.definitions.set(name, definitionOf(context, schema))
  const names = [...new Set([...context.componentNames.values(), ...context.definitions.keys()])]
  const definitions: JsonObject = {}
  for (const name of names) {
    const definition = context.definitions.get(name)
    if (definition === undefined) continue
    put(definitions, name, definition)
    const old = context.renamed.get(name)
    if (old !== undefined) context.losses.add('renamed', old.pointer, `"${old.node}" is called "${name}"`)
  }
  return definitions
}
