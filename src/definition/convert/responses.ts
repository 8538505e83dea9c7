/** Responses: statuses, the one schema, headers, examples and the media types that are produced. */
import { isObject, own, put, type Json, type JsonObject } from '../json.ts'
import { at, standing, type Context, type Located } from './context.ts'
import { putExtension } from './extensions.ts'
import { declared, exampleOf, hasSameSchema, isBinaryMedia, mediaOf, type Media } from './media.ts'
import { putPlain } from './parameters.ts'
import { dereference, referenceOf } from './resolve.ts'
import { standingSchema } from './schemas.ts'

/** The responses of an operation; adds the media types that they come in to `produces`. */
export function convertResponses(context: Context, value: Json, pointer: string, produces: Set<string>): JsonObject {
  const out: JsonObject = {}
  context.origins.set(out, pointer)
  if (!isObject(value)) {
    context.losses.add('invalid-value', pointer, 'not an object of responses, left out')
    return out
  }
  for (const [status, response] of Object.entries(value)) {
    const place = at(pointer, status)
    if (status.startsWith('x-')) {
      putExtension(context, out, status, response, pointer)
      continue
    }
    const code = statusOf(context, status, value, out, place)
    const converted = code === undefined ? undefined : responseAt(context, response, place, produces)
    if (code !== undefined && converted !== undefined) put(out, code, converted)
  }
  return out
}

/** The status in Swagger 2.0, which has no ranges; `undefined` where there is none, or it is taken. */
function statusOf(
  context: Context,
  status: string,
  all: JsonObject,
  out: JsonObject,
  pointer: string
): string | undefined {
  if (/^\d{3}$/.test(status) || status === 'default') return status
  const range = /^([1-5])XX$/i.exec(status)?.[1]
  const code = range === '2' ? '200' : range === '4' || range === '5' ? 'default' : undefined
  if (code === undefined) {
    context.losses.add('response-status', pointer, `"${status}" is no status that Swagger 2.0 has, left out`)
  } else if (Object.hasOwn(all, code) || Object.hasOwn(out, code)) {
    context.losses.add('response-status', pointer, `"${status}" left out, there is "${code}"`)
    return undefined
  } else {
    context.losses.add('response-status', pointer, `"${status}" is "${code}" now`)
  }
  return code
}

function responseAt(context: Context, value: Json, pointer: string, produces: Set<string>): JsonObject | undefined {
  const reference = isObject(value) ? referenceOf(value) : undefined
  const place = dereference(context, value, pointer)
  if (place === undefined) return { description: '' }
  for (const type of producedBy(context, place)) produces.add(type)
  const component = /^\/components\/responses\/([^/]+)$/.exec(place.pointer)?.[1]
  if (reference === undefined || component === undefined) return convertResponse(context, place)
  const { known, names } = context.shared.responses
  if (!known.has(place.node)) {
    const old = component.replaceAll('~1', '/').replaceAll('~0', '~')
    const name = names.take(old)
    if (name !== old) context.losses.add('renamed', place.pointer, `"${old}" is called "${name}"`)
    known.set(place.node, { name, out: convertResponse(context, place) })
  }
  return standing(context, { $ref: `#/responses/${known.get(place.node)?.name ?? ''}` }, pointer)
}

function contentOf(context: Context, { node, pointer }: Located): Media[] {
  return mediaOf(context, own(node, 'content'), at(pointer, 'content'))
}

/** The media types that one schema stands for. */
function producedBy(context: Context, response: Located): string[] {
  const [media, ...others] = contentOf(context, response)
  if (media === undefined) return []
  return [media, ...others.filter(other => hasSameSchema(media, other))].map(({ type }) => declared(type))
}

function convertResponse(context: Context, response: Located): JsonObject {
  const { node, pointer } = response
  const out: JsonObject = {}
  context.origins.set(out, pointer)
  for (const name in node) {
    const value = node[name]
    if (value === undefined) continue
    const place = at(pointer, name)
    if (name === 'content') putContent(context, out, response)
    else if (name === 'headers') out['headers'] = convertHeaders(context, value, place)
    else if (name === 'links') {
      if (isObject(value) && Object.keys(value).length > 0) {
        context.losses.add('link', place, 'Swagger 2.0 has no links between operations, left out')
      }
    } else if (name.startsWith('x-')) putExtension(context, out, name, value, pointer)
    else if (name === 'schema' || name === 'examples') {
      context.losses.add('keyword', place, `"${name}" is nothing that OpenAPI 3 has here, left out`)
    } else put(out, name, value)
  }
  out['description'] ??= ''
  return out
}

function putContent(context: Context, out: JsonObject, response: Located): void {
  const [media, ...others] = contentOf(context, response)
  if (media === undefined) return
  for (const other of others) {
    if (!hasSameSchema(media, other)) {
      context.losses.add('media-type', other.pointer, `a response has one schema, the one of "${media.type}"`)
    }
  }
  for (const name of ['itemSchema', 'itemEncoding', 'prefixEncoding']) {
    if (Object.hasOwn(media.node, name)) {
      context.losses.add('keyword', at(media.pointer, name), 'a connector reads no streams, left out')
    }
  }
  const schema = own(media.node, 'schema')
  if (isBinaryMedia(context, media)) out['schema'] = { type: 'file' }
  else if (schema !== undefined) out['schema'] = standingSchema(context, schema, at(media.pointer, 'schema'))
  putExamples(context, out, [media, ...others])
}

/** An example for each media type; those of media types that aren't produced any more go with them. */
function putExamples(context: Context, out: JsonObject, all: readonly Media[]): void {
  const [first] = all
  const examples: JsonObject = {}
  for (const media of all) {
    if (first === undefined || !hasSameSchema(first, media)) continue
    const example = exampleOf(context, media)
    if (example !== undefined) put(examples, declared(media.type), example)
  }
  if (Object.keys(examples).length > 0) out['examples'] = examples
}

function convertHeaders(context: Context, value: Json, pointer: string): Json {
  if (!isObject(value)) return value
  const out: JsonObject = {}
  for (const [name, header] of Object.entries(value)) {
    const place = dereference(context, header, at(pointer, name))
    if (place !== undefined) put(out, name, convertHeader(context, place))
  }
  return out
}

function convertHeader(context: Context, { node, pointer }: Located): JsonObject {
  const out: JsonObject = {}
  context.origins.set(out, pointer)
  const description = own(node, 'description')
  if (description !== undefined) out['description'] = description
  for (const [name, value] of Object.entries(node)) {
    if (name.startsWith('x-')) putExtension(context, out, name, value, pointer)
    else if (name === 'example' || name === 'examples') {
      context.losses.add('examples', at(pointer, name), 'Swagger 2.0 has no example here, left out')
    } else if (name === 'deprecated' && value !== false) {
      context.losses.add('deprecated', at(pointer, name), 'nothing says that this is deprecated')
    } else if (name === 'required' && value !== false) {
      context.losses.add('keyword', at(pointer, name), 'nothing says that this header is always there')
    }
  }
  const schema = own(node, 'schema')
  if (isObject(schema)) putPlain(context, out, { node: schema, pointer: at(pointer, 'schema') })
  else {
    context.losses.add('parameter-type', pointer, 'it has no schema, so it is a string')
    out['type'] = 'string'
  }
  return out
}
