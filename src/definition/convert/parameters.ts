/** Parameters, and the plain values that they, form fields and headers have in Swagger 2.0. */
import { isObject, mapMembers, objectAt, own, put, stringAt, type Json, type JsonObject } from '../json.ts'
import { at, standing, type Context, type Located } from './context.ts'
import { putExtension } from './extensions.ts'
import { flatten } from './flatten.ts'
import { convertKeywords } from './keywords.ts'
import { mediaOf } from './media.ts'
import { dereference, referenceOf } from './resolve.ts'
import { kindOf } from './unions.ts'

/** The parameters of a list, references to components as references; cookies and what isn't a parameter are losses. */
export function convertParameters(context: Context, value: Json, pointer: string): JsonObject[] {
  if (!Array.isArray(value)) {
    context.losses.add('invalid-value', pointer, 'not a list of parameters, left out')
    return []
  }
  return value.flatMap((item, index): JsonObject[] => {
    const parameter = parameterAt(context, item, at(pointer, index))
    return parameter === undefined ? [] : [parameter]
  })
}

/** A parameter, or a reference to one of the components as a reference; `undefined` with a loss where there is none. */
export function parameterAt(context: Context, value: Json, pointer: string): JsonObject | undefined {
  const reference = isObject(value) ? referenceOf(value) : undefined
  const place = dereference(context, value, pointer)
  if (place === undefined) return undefined
  const component = /^\/components\/parameters\/([^/]+)$/.exec(place.pointer)?.[1]
  if (reference === undefined || component === undefined) return convertParameter(context, place)
  const { known, names } = context.shared.parameters
  if (!known.has(place.node)) {
    const out = convertParameter(context, place)
    const old = component.replaceAll('~1', '/').replaceAll('~0', '~')
    const name = out === undefined ? '' : names.take(old)
    if (out !== undefined && name !== old) context.losses.add('renamed', place.pointer, `"${old}" is called "${name}"`)
    known.set(place.node, out === undefined ? undefined : { name, out })
  }
  const shared = known.get(place.node)
  return shared === undefined ? undefined : standing(context, { $ref: `#/parameters/${shared.name}` }, pointer)
}

/** Members that are said in another way in Swagger 2.0. */
const handled = new Set(['schema', 'content', 'style', 'explode', 'example', 'examples', 'deprecated', 'allowReserved'])

function convertParameter(context: Context, place: Located): JsonObject | undefined {
  const { node, pointer } = place
  const where = own(node, 'in')
  const name = stringAt(node, 'name')
  if (where === 'cookie') {
    context.losses.add('cookie-parameter', pointer, `a connector sends no cookies, "${name ?? ''}" left out`)
    return undefined
  }
  if (where === 'querystring') {
    context.losses.add('parameter-style', pointer, 'a whole query string can not be one parameter, left out')
    return undefined
  }
  if (name === undefined || typeof where !== 'string' || !['query', 'header', 'path'].includes(where)) {
    context.losses.add(
      'invalid-value',
      pointer,
      'a parameter needs a name and a place (query, header or path), left out'
    )
    return undefined
  }
  const out: JsonObject = {}
  context.origins.set(out, pointer)
  for (const key in node) {
    const value = node[key]
    if (value === undefined || handled.has(key)) continue
    if (key.startsWith('x-')) putExtension(context, out, key, value, pointer)
    else put(out, key, value)
  }
  if (where === 'path') out['required'] = true
  putValue(context, out, place)
  if (out['type'] === 'array') putCollectionFormat(context, out, place)
  reportUnsaid(context, place)
  return out
}

/** What a parameter's `schema` or `content` says about its value. */
function putValue(context: Context, out: JsonObject, { node, pointer }: Located): void {
  const content = own(node, 'content')
  const schema = own(node, 'schema')
  if (content !== undefined && schema === undefined) {
    const [media] = mediaOf(context, content, at(pointer, 'content'))
    const inner = media === undefined ? undefined : objectAt(media.node, 'schema')
    const type = media?.type ?? 'text'
    context.losses.add(
      'parameter-style',
      at(pointer, 'content'),
      `the maker has to write it as ${type}, it is a string`
    )
    const description = inner === undefined ? undefined : own(inner, 'description')
    if (description !== undefined) out['description'] ??= description
    out['type'] = 'string'
    return
  }
  const place = isObject(schema) ? { node: schema, pointer: at(pointer, 'schema') } : undefined
  if (place === undefined) {
    context.losses.add('parameter-type', pointer, 'it has no schema, so it is a string')
    out['type'] = 'string'
    return
  }
  putPlain(context, out, place)
}

/** Members of objects and lists, which a plain value has no use for, and those that are said in another way. */
const notPlain = new Set([
  'properties',
  'additionalProperties',
  'patternProperties',
  'prefixItems',
  'required',
  'discriminator',
  'items',
  'title'
])

/**
 * Adds the members of a plain value to `out`, which keeps what it has already. Objects, and values of several types,
 * become strings: the nearest thing that Swagger 2.0 has.
 */
export function putPlain(context: Context, out: JsonObject, schema: Located): void {
  const flat = flatten(context, schema)
  const pointer = context.origins.get(flat) ?? schema.pointer
  const kind = kindOf(flat)
  const rest = mapMembers(flat, (value, name) => (notPlain.has(name) ? undefined : value))
  const plain = convertKeywords(context, { node: rest, pointer })
  for (const name of ['example', 'examples']) {
    if (!Object.hasOwn(plain, name)) continue
    Reflect.deleteProperty(plain, name)
    context.losses.add('examples', at(pointer, name), 'Swagger 2.0 has no example here, left out')
  }
  const title = own(flat, 'title')
  if (typeof title === 'string' && !Object.hasOwn(plain, 'x-ms-summary')) plain['x-ms-summary'] = title
  if (kind === 'object' || kind === 'any') {
    const what = kind === 'object' ? 'an object' : 'a value of no single type'
    context.losses.add('parameter-type', schema.pointer, `${what}, which is a string here`)
    for (const name of ['enum', 'default', 'format', 'minProperties', 'maxProperties'])
      Reflect.deleteProperty(plain, name)
  }
  plain['type'] = kind === 'object' || kind === 'any' ? 'string' : kind
  if (kind === 'array') plain['items'] = plainItems(context, own(flat, 'items') ?? {}, at(pointer, 'items'))
  for (const name in plain) {
    const value = plain[name]
    if (value !== undefined && !Object.hasOwn(out, name)) put(out, name, value)
  }
}

/** Items have no texts and no extensions of use; only what their values are. */
function plainItems(context: Context, value: Json, pointer: string): JsonObject {
  const out: JsonObject = {}
  context.origins.set(out, pointer)
  if (!isObject(value) || context.limits.depth > 10) {
    context.losses.add('parameter-type', pointer, 'lists in lists without an end, or no schema: a string')
    return { type: 'string' }
  }
  context.limits.depth += 1
  putPlain(context, out, { node: value, pointer: context.origins.get(value) ?? pointer })
  context.limits.depth -= 1
  for (const name of ['description', 'x-ms-summary']) Reflect.deleteProperty(out, name)
  return out
}

const delimiters: ReadonlyMap<Json, string> = new Map([
  ['spaceDelimited', 'ssv'],
  ['pipeDelimited', 'pipes'],
  ['tabDelimited', 'tsv']
])

/** How a list is written: `style` and `explode`, with the defaults that they have at this place. */
function putCollectionFormat(context: Context, out: JsonObject, { node, pointer }: Located): void {
  const where = own(node, 'in')
  const style = own(node, 'style') ?? (where === 'query' ? 'form' : 'simple')
  const explode = own(node, 'explode') ?? style === 'form'
  const delimiter = delimiters.get(style)
  const format = where === 'query' && explode === true ? 'multi' : (delimiter ?? 'csv')
  out['collectionFormat'] = format
  const plainStyle = where === 'query' ? style === 'form' || delimiter !== undefined : style === 'simple'
  if (!plainStyle) {
    context.losses.add('parameter-style', at(pointer, 'style'), `no such style in Swagger 2.0, "${format}" now`)
  }
}

function reportUnsaid(context: Context, { node, pointer }: Located): void {
  for (const name of ['example', 'examples']) {
    if (Object.hasOwn(node, name)) {
      context.losses.add('examples', at(pointer, name), 'Swagger 2.0 has no example here, left out')
    }
  }
  if (own(node, 'deprecated') === true) {
    context.losses.add('deprecated', at(pointer, 'deprecated'), 'nothing says that this is deprecated')
  }
  if (own(node, 'allowReserved') === true) {
    context.losses.add('parameter-style', at(pointer, 'allowReserved'), 'reserved characters get escaped')
  }
  const style = own(node, 'style')
  if (style === 'deepObject' || style === 'matrix' || style === 'label') {
    context.losses.add('parameter-style', at(pointer, 'style'), `no "${style}" in Swagger 2.0, the plain value is sent`)
  }
}

/** The parameters that something may refer to, by name. */
export function sharedEntries(known: Iterable<{ name: string; out: JsonObject } | undefined>): JsonObject {
  const out: JsonObject = {}
  for (const entry of known) if (entry !== undefined) put(out, entry.name, entry.out)
  return out
}
