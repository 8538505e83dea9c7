/** Shapes of schemas, and of the plain values of parameters and headers. */
import { isObject, mapItems, own, type Json, type JsonObject } from '../json.ts'
import { standing, type Context } from './context.ts'
import { knownFormats, platformFormat } from './platform.ts'
import {
  address,
  anything,
  count,
  fitted,
  flag,
  number,
  object,
  oneOf,
  placeOf,
  positive,
  record,
  reject,
  strings,
  test,
  text,
  unique,
  type Check,
  type Mender,
  type Shape
} from './shape.ts'

const schemaTypes = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']
const plainTypes = ['string', 'number', 'boolean', 'integer', 'array']

/** A format; in a converted document one that the platform knows, since the author's was chosen for other readers. */
const format: Mender = {
  mend: (context, value, pointer) => {
    if (typeof value !== 'string') return reject(context, pointer, 'not a string, left out')
    if (context.swagger || knownFormats.has(value)) return value
    const known = platformFormat(value)
    const fate = known === undefined ? 'left out' : `"${known}" now`
    context.losses.add('format-not-known', pointer, `the platform does not know the format "${value}", ${fate}`)
    return known
  }
}

/** A regular expression of JavaScript or .NET; `(?i)` at the start is .NET's, which the platform understands. */
const pattern = test('a regular expression', value => {
  if (typeof value !== 'string') return false
  try {
    new RegExp(value.replace(/^\(\?[a-z]+\)/, ''))
    return true
  } catch {
    return false
  }
})

const values: Mender = {
  mend: (context, value, pointer) => {
    if (!Array.isArray(value)) return reject(context, pointer, 'not a list of values, left out')
    if (value.length === 0) return reject(context, pointer, 'a list without values would allow nothing, left out')
    return unique(context, value, pointer)
  }
}

export const externalDocs = object(
  new Map([
    ['description', text],
    ['url', address]
  ]),
  'url'
)

/** Members that schemas, parameters, items and headers share. */
const limits: [string, Check][] = [
  ['format', format],
  ['default', anything],
  ['multipleOf', positive],
  ['maximum', number],
  ['exclusiveMaximum', flag],
  ['minimum', number],
  ['exclusiveMinimum', flag],
  ['maxLength', count],
  ['minLength', count],
  ['pattern', pattern],
  ['maxItems', count],
  ['minItems', count],
  ['uniqueItems', flag],
  ['enum', values]
]

const schemaShape: Shape = new Map<string, Check>([
  ...limits,
  ['$ref', text],
  ['title', text],
  ['description', text],
  ['maxProperties', count],
  ['minProperties', count],
  ['required', strings(1)],
  ['type', oneOf(...schemaTypes)],
  ['allOf', { mend: schemaList }],
  ['properties', record(schema)],
  [
    'items',
    {
      mend: (context, value, pointer) =>
        Array.isArray(value) ? schemaList(context, value, pointer) : schema(context, value, pointer)
    }
  ],
  [
    'additionalProperties',
    { mend: (context, value, pointer) => (typeof value === 'boolean' ? value : schema(context, value, pointer)) }
  ],
  ['discriminator', text],
  ['readOnly', flag],
  [
    'xml',
    object(
      new Map([
        ['name', text],
        ['namespace', text],
        ['prefix', text],
        ['attribute', flag],
        ['wrapped', flag]
      ])
    )
  ],
  ['externalDocs', externalDocs],
  ['example', anything]
])

function schemaList(context: Context, value: Json, pointer: string): Json | undefined {
  if (!Array.isArray(value)) return reject(context, pointer, 'not a list of schemas, left out')
  if (value.length === 0) return reject(context, pointer, 'an empty list is not allowed, left out')
  return mapItems(value, (member, index) => schema(context, member, placeOf(context, member, pointer, index)))
}

/** A schema of Swagger 2.0, whatever was there. */
export function schema(context: Context, value: Json, pointer: string): JsonObject {
  if (!isObject(value)) {
    reject(context, pointer, 'this is no schema, so anything is allowed here')
    return {}
  }
  const here = placeOf(context, value, pointer)
  const out = fitted(context, withoutFile(context, value, here), here, schemaShape)
  if (out['type'] !== 'array' || out['items'] !== undefined) return out
  context.losses.add('added-item-type', here, 'what the items are is not said, so they can be anything')
  return standing(context, { ...out, items: {} }, here)
}

function withoutFile(context: Context, value: JsonObject, pointer: string): JsonObject {
  if (own(value, 'type') !== 'file') return value
  context.losses.add('file-type', pointer, 'a file can only be a form field or a whole response: binary text now')
  const mended: JsonObject = { ...value, type: 'string', format: 'binary' }
  return standing(context, mended, pointer)
}

const fileShape: Shape = new Map<string, Check>([
  ['format', format],
  ['title', text],
  ['description', text],
  ['default', anything],
  ['required', strings(1)],
  ['readOnly', flag],
  ['externalDocs', externalDocs],
  ['example', anything],
  ['type', text]
])

/** The schema of a response: `type: file` is allowed at its root. */
export function responseSchema(context: Context, value: Json, pointer: string): JsonObject {
  if (!isObject(value) || own(value, 'type') !== 'file') return schema(context, value, pointer)
  return fitted(context, value, pointer, fileShape)
}

const plainMembers: [string, Check][] = [
  ...limits,
  ['type', text],
  ['items', { mend: (context, value, pointer) => plain(context, value, pointer, itemsShape) }],
  ['collectionFormat', oneOf('csv', 'ssv', 'tsv', 'pipes')]
]
const itemsShape: Shape = new Map(plainMembers)
const headerShape: Shape = new Map([...plainMembers, ['description', text]])

/** Members of a parameter that isn't a body. */
export const plainParameterMembers: readonly [string, Check][] = plainMembers

/**
 * A plain value: of one type, and where that is a list, with items that are plain values again. `pointer` is where it
 * stands, `extraType` a type that is allowed besides the plain ones.
 */
export function plain(
  context: Context,
  value: Json,
  pointer: string,
  shape: Shape,
  extraType?: 'file'
): JsonObject | undefined {
  if (!isObject(value)) return reject(context, pointer, 'not an object, left out')
  const here = placeOf(context, value, pointer)
  const out = fitted(context, value, here, shape)
  const type = out['type']
  if (typeof type !== 'string' || (!plainTypes.includes(type) && type !== extraType)) {
    context.losses.add('parameter-type', here, `this has no plain type, so it is a string`)
    return standing(context, { ...out, type: 'string' }, here)
  }
  if (type !== 'array' || out['items'] !== undefined) return out
  context.losses.add('added-item-type', here, 'what the items are is not said, so they are strings')
  return standing(context, { ...out, items: { type: 'string' } }, here)
}

export function header(context: Context, value: Json, pointer: string): JsonObject | undefined {
  return plain(context, value, pointer, headerShape)
}
