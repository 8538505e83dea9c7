/** `x-…` members: which stay, and references to components inside of them. */
import { isObject, own, put, type Json, type JsonObject } from '../json.ts'
import { at, type Context } from './context.ts'
import { isForeignExtension } from './platform.ts'
import { resolve } from './resolve.ts'
import { referTo, schemaAt } from './schemas.ts'

/** Copies one `x-…` member; one that the platform doesn't know is a loss, unless the source is Swagger 2.0 already. */
export function putExtension(context: Context, out: JsonObject, name: string, value: Json, pointer: string): void {
  if (context.swagger) {
    put(out, name, value)
  } else if (isForeignExtension(name)) {
    context.losses.add('extension-not-known', at(pointer, name), `"${name}" is not one of the platform's, left out`)
  } else {
    put(out, name, extensionValue(context, name, value, at(pointer, name)))
  }
}

/** Copies the `x-…` members of a node. */
export function putExtensions(context: Context, out: JsonObject, node: JsonObject, pointer: string): void {
  for (const [name, value] of Object.entries(node)) {
    if (name.startsWith('x-')) putExtension(context, out, name, value, pointer)
  }
}

function extensionValue(context: Context, name: string, value: Json, pointer: string): Json {
  const schema = isObject(value) ? own(value, 'schema') : undefined
  if (name === 'x-ms-notification-content' && isObject(value) && schema !== undefined) {
    return { ...value, schema: schemaAt(context, schema, at(pointer, 'schema')) }
  }
  return rewritten(context, value, pointer)
}

/** The value with references to component schemas turned into references to definitions; the same value without any. */
function rewritten(context: Context, value: Json, pointer: string): Json {
  if (Array.isArray(value)) {
    const items = value.map((item, index) => rewritten(context, item, at(pointer, index)))
    return items.some((item, index) => item !== value[index]) ? items : value
  }
  if (!isObject(value)) return value
  const reference = own(value, '$ref')
  if (typeof reference === 'string' && reference.startsWith('#/components/schemas/')) {
    const target = resolve(context, reference, pointer)
    return target !== undefined && isObject(target.node)
      ? referTo(context, { node: target.node, pointer: target.pointer })
      : {}
  }
  const entries = Object.entries(value).map(([key, child]): [string, Json] => [
    key,
    rewritten(context, child, at(pointer, key))
  ])
  return entries.some(([key, child]) => child !== own(value, key)) ? Object.fromEntries(entries) : value
}
