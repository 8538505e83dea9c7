/** The keywords of one schema, from JSON Schema as OpenAPI 3 has it to the older form of Swagger 2.0. */
import { isObject, mapMembers, own, put, type Json, type JsonObject } from '../json.ts'
import { at, type Context, type Located } from './context.ts'
import { putExtension } from './extensions.ts'
import { isNullable } from './flatten.ts'
import { stringsOf } from './merge.ts'
import { resolve } from './resolve.ts'
import { referTo, schemaAt } from './schemas.ts'

interface Conversion extends Located {
  readonly context: Context
  readonly out: JsonObject
}

/**
 * The schema with the keywords of Swagger 2.0. A keyword that it doesn't have is left for the shape to report, together
 * with every value that isn't what the specification says.
 */
export function convertKeywords(context: Context, schema: Located, out: JsonObject = {}): JsonObject {
  const conversion: Conversion = { ...schema, context, out }
  context.origins.set(out, schema.pointer)
  for (const name in schema.node) {
    const value = schema.node[name]
    if (value === undefined) continue
    const handler = handlers.get(name)
    if (handler !== undefined) handler(conversion, value)
    else if (name.startsWith('x-')) putExtension(context, out, name, value, schema.pointer)
    else put(out, name, value)
  }
  if (!context.swagger && isNullable(schema.node)) out['x-nullable'] = true
  return out
}

type Handler = (conversion: Conversion, value: Json) => void

/** Keywords that only serve references, which lead to definitions now. */
const addressing: Handler = () => undefined

const handlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['$ref', reference],
  ['$dynamicRef', addressing],
  ['$defs', addressing],
  ['definitions', addressing],
  ['$anchor', addressing],
  ['$dynamicAnchor', addressing],
  ['type', types],
  ['nullable', nullable],
  ['const', constant],
  ['enum', values],
  [
    'minimum',
    (conversion, value) => {
      bound(conversion, value, 'minimum')
    }
  ],
  [
    'maximum',
    (conversion, value) => {
      bound(conversion, value, 'maximum')
    }
  ],
  [
    'exclusiveMinimum',
    (conversion, value) => {
      exclusive(conversion, value, 'Minimum')
    }
  ],
  [
    'exclusiveMaximum',
    (conversion, value) => {
      exclusive(conversion, value, 'Maximum')
    }
  ],
  ['examples', examples],
  ['properties', properties],
  ['items', items],
  ['prefixItems', prefixItems],
  ['additionalProperties', additionalProperties],
  ['patternProperties', patternProperties],
  ['allOf', allOf],
  ['discriminator', discriminator],
  ['contentEncoding', contentEncoding],
  ['contentMediaType', contentMediaType],
  ['deprecated', deprecated],
  ['writeOnly', writeOnly]
])

/** Only Swagger 2.0 sources come here with a reference: one that isn't to a definition becomes one. */
function reference({ context, out, pointer }: Conversion, value: Json): void {
  if (typeof value !== 'string') {
    put(out, '$ref', value)
    return
  }
  const target = resolve(context, value, pointer)
  if (target === undefined) return
  if (/^#\/definitions\/[^/]+$/.test(value)) put(out, '$ref', value)
  else if (isObject(target.node)) Object.assign(out, referTo(context, { node: target.node, pointer: target.pointer }))
}

function types({ context, out, pointer }: Conversion, value: Json): void {
  if (value === 'null') {
    out['x-nullable'] = true
    return
  }
  if (!Array.isArray(value)) {
    put(out, 'type', value)
    return
  }
  const names = [...new Set(stringsOf(value))].filter(name => name !== 'null')
  if (value.includes('null')) out['x-nullable'] = true
  const [only] = names
  if (names.length === 1 && only !== undefined) out['type'] = only
  else if (names.length === 2 && names.includes('integer') && names.includes('number')) out['type'] = 'number'
  else if (names.length > 0) {
    const message = `${names.join(', ')}: Swagger 2.0 has one type at a time, so anything is allowed here`
    context.losses.add('type-list', at(pointer, 'type'), message)
  } else if (value.length === 0) {
    context.losses.add('invalid-value', at(pointer, 'type'), 'an empty list of types, left out')
  }
}

function nullable({ context, out, pointer }: Conversion, value: Json): void {
  if (value === true) out['x-nullable'] = true
  else if (value !== false)
    context.losses.add('invalid-value', at(pointer, 'nullable'), 'neither true nor false, left out')
}

function constant({ out }: Conversion, value: Json): void {
  if (value === null) out['x-nullable'] = true
  else out['enum'] = [value]
}

function values({ context, out, node }: Conversion, value: Json): void {
  if (Object.hasOwn(node, 'const')) return
  if (context.swagger || !Array.isArray(value)) {
    put(out, 'enum', value)
    return
  }
  const others = value.filter(item => item !== null)
  if (others.length < value.length) out['x-nullable'] = true
  if (others.length > 0 || value.length === 0) out['enum'] = others
}

/** A bound that a stricter exclusive one has already replaced stays away. */
function bound({ out }: Conversion, value: Json, name: 'minimum' | 'maximum'): void {
  if (!Object.hasOwn(out, name)) out[name] = value
}

/** JSON Schema 2020-12 has the bound itself where Swagger 2.0 has a boolean next to `minimum` or `maximum`. */
function exclusive({ out, node }: Conversion, value: Json, end: 'Minimum' | 'Maximum'): void {
  const name = end === 'Minimum' ? 'minimum' : 'maximum'
  const keyword = `exclusive${end}`
  if (typeof value !== 'number') {
    put(out, keyword, value)
    return
  }
  const inclusive = own(node, name)
  const looser = typeof inclusive === 'number' && (end === 'Minimum' ? inclusive > value : inclusive < value)
  if (looser) return
  out[name] = value
  out[keyword] = true
}

function examples({ context, out, node, pointer }: Conversion, value: Json): void {
  const place = at(pointer, 'examples')
  if (!Array.isArray(value)) {
    context.losses.add('examples', place, 'no list of examples, left out')
    return
  }
  const [first] = value
  const hasOwn = Object.hasOwn(node, 'example')
  if (first !== undefined && !hasOwn) out['example'] = first
  if (value.length > (hasOwn ? 0 : 1)) context.losses.add('examples', place, 'only one example is kept')
}

function properties({ context, out, pointer }: Conversion, value: Json): void {
  const place = at(pointer, 'properties')
  if (!isObject(value)) {
    put(out, 'properties', value)
    return
  }
  out['properties'] = mapMembers(value, (schema, name) => schemaAt(context, schema, at(place, name)))
}

function items({ context, out, node, pointer }: Conversion, value: Json): void {
  const place = at(pointer, 'items')
  if (Array.isArray(value) && context.swagger) {
    out['items'] = value.map((schema, index) => schemaAt(context, schema, at(place, index)))
  } else if (Array.isArray(value)) {
    context.losses.add('keyword', place, 'a schema for each position: items can be anything')
    out['items'] = {}
  } else if (!Object.hasOwn(node, 'prefixItems')) {
    out['items'] = schemaAt(context, value, place)
  }
}

function prefixItems({ context, out, pointer }: Conversion): void {
  context.losses.add('keyword', at(pointer, 'prefixItems'), 'a schema for each position: items can be anything')
  out['items'] = {}
}

function additionalProperties({ context, out, pointer }: Conversion, value: Json): void {
  const place = at(pointer, 'additionalProperties')
  out['additionalProperties'] = typeof value === 'boolean' ? value : schemaAt(context, value, place)
}

/** One pattern says what further properties hold, if not how they are called. */
function patternProperties({ context, out, node, pointer }: Conversion, value: Json): void {
  const place = at(pointer, 'patternProperties')
  const [only, ...others] = isObject(value) ? Object.entries(value) : []
  const further = own(node, 'additionalProperties')
  if (only === undefined || others.length > 0 || (further !== undefined && further !== false)) {
    context.losses.add('keyword', place, '"patternProperties" left out')
    if (further === false) out['additionalProperties'] = true
    return
  }
  context.losses.add('keyword', place, '"additionalProperties" now, which holds for any further name')
  out['additionalProperties'] = schemaAt(context, only[1], at(place, only[0]))
}

function allOf({ context, out, pointer }: Conversion, value: Json): void {
  if (!context.swagger || !Array.isArray(value)) {
    put(out, 'allOf', value)
    return
  }
  out['allOf'] = value.map((schema, index) => schemaAt(context, schema, at(pointer, 'allOf', index)))
}

/** Swagger 2.0 names the property only, which has to be there and required. */
function discriminator({ context, out, node, pointer }: Conversion, value: Json): void {
  if (typeof value === 'string' && context.swagger) {
    put(out, 'discriminator', value)
    return
  }
  const place = at(pointer, 'discriminator')
  const name = isObject(value) ? own(value, 'propertyName') : value
  const known = own(node, 'properties')
  const fits =
    typeof name === 'string' &&
    isObject(known) &&
    Object.hasOwn(known, name) &&
    stringsOf(own(node, 'required')).includes(name)
  if (fits) out['discriminator'] = name
  else context.losses.add('discriminator', place, 'its property is not a required one of this schema, left out')
  if (fits && isObject(value) && Object.keys(value).length > 1) {
    context.losses.add('discriminator', place, `only "${name}" is kept, not which value stands for which schema`)
  }
}

function contentEncoding({ context, out, node, pointer }: Conversion, value: Json): void {
  if ((value === 'base64' || value === 'base64url') && !Object.hasOwn(node, 'format')) out['format'] = 'byte'
  else context.losses.add('keyword', at(pointer, 'contentEncoding'), '"contentEncoding" left out')
}

function contentMediaType({ context, out, node, pointer }: Conversion, value: Json): void {
  const free = !Object.hasOwn(node, 'format') && !Object.hasOwn(node, 'contentEncoding')
  if (value === 'application/octet-stream' && free) {
    out['format'] = 'binary'
    out['type'] ??= 'string'
  } else {
    context.losses.add('keyword', at(pointer, 'contentMediaType'), '"contentMediaType" left out')
  }
}

function deprecated({ context, pointer }: Conversion, value: Json): void {
  if (value !== false)
    context.losses.add('deprecated', at(pointer, 'deprecated'), 'nothing says that this is deprecated')
}

function writeOnly({ context, pointer }: Conversion, value: Json): void {
  if (value !== false) context.losses.add('write-only', at(pointer, 'writeOnly'), 'responses show this field too')
}
