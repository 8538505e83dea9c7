/** What would break a flow between two Swagger 2.0 documents: a small structural comparison for the round trip. */
import { isObject, objectAt, own, stringAt, type Json, type JsonObject } from '../../../src/definition/json.ts'
import { platformFormat } from '../../../src/definition/convert/platform.ts'

/** Fields by path (`body/items[]/price`), each as `type/format`, with a `!` where it is required. */
type Fields = Map<string, { kind: string; required: boolean }>

interface Operation {
  readonly place: string
  readonly inputs: Fields
  readonly outputs: Fields
}

/** One line for each difference that breaks a caller. */
export function breakingDifferences(before: JsonObject, after: JsonObject): string[] {
  const others = operations(after)
  const found = differentRoot(before, after)
  for (const [id, operation] of operations(before)) {
    const other = others.get(id)
    if (other === undefined) {
      found.push(`${id}: gone`)
      continue
    }
    if (operation.place !== other.place) found.push(`${id}: ${operation.place} is ${other.place}`)
    found.push(...differentFields(`${id} input`, operation.inputs, other.inputs))
    for (const [name, field] of other.inputs) {
      if (field.required && operation.inputs.get(name)?.required !== true) found.push(`${id} input ${name}: required`)
    }
    found.push(...differentFields(`${id} output`, operation.outputs, other.outputs))
  }
  return found
}

/** A value in a message or key. */
const shown = (value: Json | undefined) => (typeof value === 'string' ? value : JSON.stringify(value ?? ''))

function differentRoot(before: JsonObject, after: JsonObject): string[] {
  const root = (document: JsonObject) => {
    const schemes = own(document, 'schemes')
    return {
      host: stringAt(document, 'host') ?? '',
      basePath: (stringAt(document, 'basePath') ?? '').replace(/\/$/, ''),
      schemes: Array.isArray(schemes) ? schemes.map(shown).sort().join() : ''
    }
  }
  const [one, other] = [root(before), root(after)]
  return (['host', 'basePath', 'schemes'] as const)
    .filter(name => one[name] !== '' && one[name] !== other[name])
    .map(name => `${name}: ${one[name]} is ${other[name]}`)
}

function differentFields(title: string, before: Fields, after: Fields): string[] {
  return [...before].flatMap(([name, field]) => {
    const other = after.get(name)
    if (other === undefined) return [`${title} ${name}: gone`]
    return other.kind === field.kind ? [] : [`${title} ${name}: ${field.kind} is ${other.kind}`]
  })
}

function operations(document: JsonObject): Map<string, Operation> {
  const found = new Map<string, Operation>()
  for (const [path, item] of Object.entries(objectAt(document, 'paths') ?? {})) {
    if (!isObject(item)) continue
    for (const [method, operation] of Object.entries(item)) {
      const id = isObject(operation) ? own(operation, 'operationId') : undefined
      if (!isObject(operation) || method === 'parameters' || typeof id !== 'string') continue
      const inputs = inputsOf(document, [own(item, 'parameters'), own(operation, 'parameters')])
      found.set(id, { place: `${method} ${path}`, inputs, outputs: outputsOf(document, operation) })
    }
  }
  return found
}

function inputsOf(document: JsonObject, lists: readonly (Json | undefined)[]): Fields {
  const fields: Fields = new Map()
  for (const item of lists.flatMap(list => (Array.isArray(list) ? list : []))) {
    const parameter = followed(document, item)
    const required = own(parameter, 'required') === true
    if (own(parameter, 'in') === 'body') {
      addFields(document, fields, own(parameter, 'schema') ?? {}, 'body', required, [])
    } else {
      const name = `${shown(own(parameter, 'in'))} ${shown(own(parameter, 'name'))}`
      fields.set(name, { kind: kindOf(parameter), required })
    }
  }
  return fields
}

function outputsOf(document: JsonObject, operation: JsonObject): Fields {
  const fields: Fields = new Map()
  const responses = objectAt(operation, 'responses') ?? {}
  const status = ['200', '201', '202', '203', '204', 'default'].find(code => own(responses, code) !== undefined)
  const schema = status === undefined ? undefined : own(followed(document, own(responses, status)), 'schema')
  if (schema !== undefined) addFields(document, fields, schema, 'response', false, [])
  return fields
}

/** Adds a schema's fields, through references, lists and `allOf`; a schema in itself ends. */
function addFields(
  document: JsonObject,
  fields: Fields,
  value: Json,
  path: string,
  required: boolean,
  above: readonly JsonObject[]
): void {
  const schema = followed(document, value)
  if (above.includes(schema) || above.length > 12) return
  const parts = own(schema, 'allOf')
  const kind = kindOf(schema)
  if (!fields.has(path) || kind !== 'any') fields.set(path, { kind, required })
  for (const part of Array.isArray(parts) ? parts : [])
    addFields(document, fields, part, path, required, [...above, schema])
  const needed = own(schema, 'required')
  for (const [name, property] of Object.entries(objectAt(schema, 'properties') ?? {})) {
    const isNeeded = Array.isArray(needed) && needed.includes(name)
    addFields(document, fields, property, `${path}/${name}`, isNeeded, [...above, schema])
  }
  const items = own(schema, 'items')
  if (items !== undefined) addFields(document, fields, items, `${path}[]`, false, [...above, schema])
}

/** Type and format where they change what is sent; a file and binary text are the same bytes. */
function kindOf(schema: JsonObject): string {
  const type = own(schema, 'type')
  if (type === 'file') return 'string/binary'
  const format = own(schema, 'format')
  const known = typeof format === 'string' ? platformFormat(format) : undefined
  const implied = own(schema, 'properties') === undefined && own(schema, 'allOf') === undefined ? 'any' : 'object'
  return known === undefined ? shown(type ?? implied) : `${shown(type ?? implied)}/${known}`
}

function followed(document: JsonObject, value: Json | undefined): JsonObject {
  let node = value
  for (let step = 0; step < 20 && isObject(node); step += 1) {
    const reference = own(node, '$ref')
    if (typeof reference !== 'string') return node
    const [, section = '', name = ''] = reference.split('/')
    const entries: JsonObject = objectAt(document, section) ?? {}
    const entry = name.replaceAll('~1', '/').replaceAll('~0', '~')
    node = own(entries, entry) ?? own(entries, decodeURIComponent(entry))
  }
  return {}
}
