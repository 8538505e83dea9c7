/** `x-…` members: which stay, and references inside of them. */
import { isObject, mapItems, mapMembers, own, put, type Json, type JsonObject } from '../json.ts'
import { at, type Context } from './context.ts'
import { parameterAt } from './parameters.ts'
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

/** The value with references to what has another place in Swagger 2.0 rewritten; the same value without any. */
function rewritten(context: Context, value: Json, pointer: string): Json {
  if (Array.isArray(value)) return mapItems(value, (item, index) => rewritten(context, item, at(pointer, index)))
  if (!isObject(value)) return value
  const reference = own(value, '$ref')
  if (typeof reference === 'string') {
    if (/^#\/components\/parameters\/|^#\/paths\/.*\/parameters\/\d+$/.test(reference)) {
      return parameterAt(context, value, pointer) ?? {}
    }
    if (/^#\/(?:components\/schemas|paths)\//.test(reference)) {
      const target = resolve(context, reference, pointer)
      const isSchema = target !== undefined && isObject(target.node)
      return isSchema ? referTo(context, { node: target.node, pointer: target.pointer }) : {}
    }
  }
  return mapMembers(value, (member, name) => rewritten(context, member, at(pointer, name)))
}
