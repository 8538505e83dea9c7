/** `requestBody` to a `body` parameter or to `formData` parameters. */
import { isObject, objectAt, own, stringAt, type Json, type JsonObject } from '../json.ts'
import { at, type Context, type Located } from './context.ts'
import { putExtension } from './extensions.ts'
import { flatten } from './flatten.ts'
import { declared, isBinaryMedia, isBinarySchema, isForm, isMultipart, mediaOf, type Media } from './media.ts'
import { stringsOf } from './merge.ts'
import { putPlain } from './parameters.ts'
import { dereference } from './resolve.ts'
import { standingSchema } from './schemas.ts'
import { kindOf } from './unions.ts'

/** What a request body is in Swagger 2.0: parameters, and the one media type that is sent. */
export interface Body {
  readonly parameters: JsonObject[]
  readonly consumes?: string
}

export function convertBody(context: Context, value: Json, pointer: string): Body {
  const place = dereference(context, value, pointer)
  if (place === undefined) return { parameters: [] }
  const [media, ...others] = mediaOf(context, own(place.node, 'content'), at(place.pointer, 'content'))
  if (media === undefined) {
    context.losses.add('invalid-value', place.pointer, 'a request body needs a media type, left out')
    return { parameters: [] }
  }
  for (const other of others) {
    context.losses.add('media-type', other.pointer, `a connector sends one media type, "${declared(media.type)}"`)
  }
  reportUnsaid(context, media)
  const fields = isForm(media.type) ? formFields(context, media) : undefined
  return { parameters: fields ?? [bodyParameter(context, place, media)], consumes: declared(media.type) }
}

function bodyParameter(context: Context, body: Located, media: Media): JsonObject {
  const { node, pointer } = body
  const out: JsonObject = { name: stringAt(node, 'x-body-name') ?? 'body', in: 'body' }
  context.origins.set(out, pointer)
  for (const [name, value] of Object.entries(node)) {
    if (name === 'content' || name === 'x-body-name') continue
    if (name.startsWith('x-')) putExtension(context, out, name, value, pointer)
    else if (name !== 'name' && name !== 'in' && name !== 'schema') out[name] = value
    else context.losses.add('keyword', at(pointer, name), `"${name}" is nothing that a request body has, left out`)
  }
  out['schema'] = bodySchema(context, media)
  return out
}

function bodySchema(context: Context, media: Media): JsonObject {
  const schema = own(media.node, 'schema')
  if (isBinaryMedia(context, media)) {
    const words = isObject(schema) ? flatten(context, { node: schema, pointer: at(media.pointer, 'schema') }) : {}
    const description = stringAt(words, 'description')
    return { type: 'string', format: 'binary', ...(description === undefined ? {} : { description }) }
  }
  if (schema !== undefined) return standingSchema(context, schema, at(media.pointer, 'schema'))
  return {}
}

function reportUnsaid(context: Context, media: Media): void {
  for (const name of ['example', 'examples']) {
    if (Object.hasOwn(media.node, name)) {
      context.losses.add('examples', at(media.pointer, name), 'Swagger 2.0 has no example of a request, left out')
    }
  }
  for (const name of ['itemSchema', 'itemEncoding', 'prefixEncoding']) {
    if (Object.hasOwn(media.node, name)) {
      context.losses.add('keyword', at(media.pointer, name), 'a connector sends no streams, left out')
    }
  }
  const encoding = objectAt(media.node, 'encoding')
  if (encoding !== undefined && Object.keys(encoding).length > 0) {
    context.losses.add('encoding', at(media.pointer, 'encoding'), 'every part is sent as the platform does it')
  }
}

/** The fields of a form, or `undefined` where its schema lists none: then it is sent as one body. */
function formFields(context: Context, media: Media): JsonObject[] | undefined {
  const schema = own(media.node, 'schema')
  const pointer = at(media.pointer, 'schema')
  const flat = isObject(schema) ? flatten(context, { node: schema, pointer }) : {}
  const properties = own(flat, 'properties')
  const home = context.origins.get(flat) ?? pointer
  if (!isObject(properties) || Object.keys(properties).length === 0) {
    context.losses.add('form-value', pointer, 'the form lists no fields, so it is one body')
    return undefined
  }
  const further = own(flat, 'additionalProperties')
  if (further === true || isObject(further)) {
    context.losses.add('form-value', at(home, 'additionalProperties'), 'only the fields that have a name can be sent')
  }
  const required = new Set(stringsOf(own(flat, 'required')))
  return Object.entries(properties).map(([name, property]) => {
    const natural = at(home, 'properties', name)
    const place = { node: isObject(property) ? property : {}, pointer: natural }
    if (!isObject(property) && property !== true) context.losses.add('invalid-value', natural, 'no schema, so a string')
    return formField(context, name, required.has(name), place, media.type)
  })
}

function formField(context: Context, name: string, required: boolean, schema: Located, type: string): JsonObject {
  const pointer = context.origins.get(schema.node) ?? schema.pointer
  const out: JsonObject = { name, in: 'formData', ...(required ? { required } : {}) }
  context.origins.set(out, pointer)
  const flat = flatten(context, { node: schema.node, pointer })
  if (isMultipart(type) && isFile(context, flat, pointer)) {
    out['type'] = 'file'
    const description = own(flat, 'description')
    if (description !== undefined) out['description'] = description
    for (const [key, value] of Object.entries(flat)) {
      if (key.startsWith('x-')) putExtension(context, out, key, value, pointer)
    }
    return out
  }
  if (kindOf(flat) === 'object') {
    context.losses.add('form-value', pointer, 'an object in a form: the maker has to write it as text')
  }
  putPlain(context, out, { node: schema.node, pointer })
  if (out['type'] === 'array') out['collectionFormat'] = 'multi'
  return out
}

function isFile(context: Context, flat: JsonObject, pointer: string): boolean {
  if (isBinarySchema(context, { node: flat, pointer })) return true
  const items = own(flat, 'items')
  if (kindOf(flat) !== 'array' || !isObject(items)) return false
  if (!isBinarySchema(context, { node: items, pointer: at(pointer, 'items') })) return false
  context.losses.add('form-value', pointer, 'several files in one field: a connector sends one')
  return true
}
