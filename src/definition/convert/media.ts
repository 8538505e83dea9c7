/** Media types: which of several a connector should use, and the examples that stand next to them. */
import { isObject, own, type Json, type JsonObject } from '../json.ts'
import { at, type Context, type Located } from './context.ts'
import { flatten } from './flatten.ts'
import { isEqual } from './merge.ts'
import { dereference } from './resolve.ts'

/** One entry of `content`. */
export interface Media extends Located {
  /** As the source has it: `application/json; charset=utf-8`. */
  readonly type: string
}

const urlencoded = 'application/x-www-form-urlencoded'

/** What a media type is, without parameters and in lower case. */
function essence(type: string): string {
  return (type.split(';')[0] ?? '').trim().toLowerCase()
}

export function isJson(type: string): boolean {
  return /^(application\/json|text\/json|\*\/\*|application\/\*|[^/]+\/[^/]*\+json)$/.test(essence(type))
}

export function isForm(type: string): boolean {
  return essence(type) === urlencoded || isMultipart(type)
}

export function isMultipart(type: string): boolean {
  return essence(type).startsWith('multipart/')
}

/** Bytes as far as anyone can tell from the name: nothing that is read as text. */
export function isBinary(type: string): boolean {
  const name = essence(type)
  return !isJson(type) && !isForm(type) && !/^text\/|xml|yaml|javascript|graphql|ndjson|jsonl|csv|html/.test(name)
}

/** The media type to declare: a wildcard is JSON, which is what it was taken for. */
export function declared(type: string): string {
  return essence(type).includes('*') && isJson(type) ? 'application/json' : type
}

function rank(type: string): number {
  const name = essence(type)
  if (name === 'application/json') return name === type ? 0 : 1
  if (isJson(type)) return name.includes('*') ? 4 : name === 'text/json' ? 3 : 2
  if (isMultipart(type)) return 5
  if (isForm(type)) return 6
  return isBinary(type) ? 7 : 8
}

/** The entries of `content`, the one to use first; of equals the first one of the source. */
export function mediaOf(context: Context, content: Json | undefined, pointer: string): Media[] {
  if (content === undefined) return []
  if (!isObject(content)) {
    context.losses.add('invalid-value', pointer, 'not an object of media types, left out')
    return []
  }
  const all = Object.entries(content).flatMap(([type, value]): Media[] => {
    const place = type.startsWith('x-') ? undefined : dereference(context, value, at(pointer, type))
    return place === undefined ? [] : [{ ...place, type }]
  })
  return all.sort((one, other) => rank(one.type) - rank(other.type))
}

/** True where both have the same schema, so that one of them can speak for both. */
export function hasSameSchema(one: Media, other: Media): boolean {
  return isEqual(own(one.node, 'schema'), own(other.node, 'schema'))
}

/** True for a schema of bytes, or no schema at all under a media type of bytes. */
export function isBinaryMedia(context: Context, media: Media): boolean {
  const schema = own(media.node, 'schema')
  if (!isObject(schema) || Object.keys(schema).length === 0) return isBinary(media.type)
  return isBinarySchema(context, { node: schema, pointer: at(media.pointer, 'schema') })
}

export function isBinarySchema(context: Context, schema: Located): boolean {
  const flat = flatten(context, schema)
  const type = own(flat, 'type')
  if (type === 'file') return true
  if (own(flat, 'contentMediaType') === 'application/octet-stream') return own(flat, 'contentEncoding') === undefined
  return own(flat, 'format') === 'binary' && (type === undefined || type === 'string' || Array.isArray(type))
}

/** The first example of a media type, if it has one, and a loss for what else is there. */
export function exampleOf(context: Context, media: Media): Json | undefined {
  const single = own(media.node, 'example')
  const several = own(media.node, 'examples')
  const pointer = at(media.pointer, 'examples')
  if (several === undefined) return single
  if (!isObject(several)) {
    context.losses.add('examples', pointer, 'no examples with names, left out')
    return single
  }
  const [first, ...others] = Object.entries(several)
  if (others.length > 0 || single !== undefined) context.losses.add('examples', pointer, 'only one example is kept')
  if (first === undefined || single !== undefined) return single
  const place = dereference(context, first[1], at(pointer, first[0]))
  return place === undefined ? undefined : exampleValue(context, place.node, place.pointer)
}

function exampleValue(context: Context, example: JsonObject, pointer: string): Json | undefined {
  const value = own(example, 'value') ?? own(example, 'dataValue') ?? own(example, 'serializedValue')
  if (value === undefined) context.losses.add('examples', pointer, 'the example is not in the document, left out')
  return value
}
