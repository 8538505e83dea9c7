/** Swagger 2.0 documents: only what the platform or the official schema refuses is touched. */
import { copyOf, isObject, objectAt, own, put, type Json, type JsonObject } from '../json.ts'
import { at, type Context } from './context.ts'
import { keyOf, type OperationPlace } from './operation-ids.ts'
import { operationIds, pathItems } from './operations.ts'
import { dereference, referenceOf, resolve } from './resolve.ts'
import { convertDefinitions, definitionOf, schemaAt } from './schemas.ts'
import { methods } from './shape-operations.ts'

/** The document with its schemas mended, path items in place of references to them, and an id for every operation. */
export function cleaned(context: Context): JsonObject {
  const { document } = context
  const definitions = objectAt(document, 'definitions') ?? {}
  for (const [name, schema] of Object.entries(definitions)) {
    context.definitionNames.reserve(name)
    if (isObject(schema) && !context.componentNames.has(schema)) context.componentNames.set(schema, name)
  }
  const out: JsonObject = {}
  for (const [name, value] of Object.entries(document)) {
    if (name === 'swagger') put(out, name, '2.0')
    else if (name === 'paths') put(out, name, cleanedPaths(context, value))
    else if (name === 'parameters') put(out, name, cleanedSection(context, value, '/parameters', cleanedParameter))
    else if (name === 'responses') put(out, name, cleanedSection(context, value, '/responses', cleanedResponse))
    else if (name !== 'definitions') put(out, name, value)
    else put(out, name, cleanedDefinitions(context, value))
  }
  if (own(document, 'swagger') !== '2.0')
    context.losses.add('invalid-value', '/swagger', 'a number, the text "2.0" now')
  addHoisted(context, out)
  return out
}

function cleanedDefinitions(context: Context, value: Json): Json {
  if (!isObject(value)) return value
  const out: JsonObject = {}
  for (const [name, schema] of Object.entries(value)) {
    const pointer = at('/definitions', name)
    if (!isObject(schema)) put(out, name, schemaAt(context, schema, pointer))
    else {
      if (referenceOf(schema) !== undefined) {
        context.losses.add('definition-ref', pointer, 'a definition can not be a reference, it is a copy now')
      }
      put(out, name, definitionOf(context, { node: schema, pointer }))
    }
  }
  return out
}

/** Schemas that had to become definitions because something refers into the middle of the document. */
function addHoisted(context: Context, out: JsonObject): void {
  const hoisted = Object.entries(convertDefinitions(context))
  if (hoisted.length === 0) return
  const definitions = objectAt(out, 'definitions') ?? {}
  for (const [name, schema] of hoisted) if (!Object.hasOwn(definitions, name)) put(definitions, name, schema)
  out['definitions'] = definitions
}

type Cleaner = (context: Context, value: JsonObject, pointer: string) => JsonObject

/** The entries of a section; the platform refuses one that is a reference, so it is what that leads to. */
function cleanedSection(context: Context, value: Json, pointer: string, clean: Cleaner): Json {
  if (!isObject(value)) return value
  const out: JsonObject = {}
  for (const [name, entry] of Object.entries(value)) {
    const place = isObject(entry) ? dereference(context, entry, at(pointer, name)) : undefined
    if (place === undefined) put(out, name, entry)
    else put(out, name, clean(context, place.node, place.pointer))
  }
  return out
}

function cleanedPaths(context: Context, value: Json): Json {
  if (!isObject(value)) return value
  const items = new Map(pathItems(context).map(item => [item.path, item]))
  const ids = operationIds(context, [...items.values()])
  const out: JsonObject = {}
  for (const [path, source] of Object.entries(value)) {
    const item = items.get(path)
    if (item === undefined) {
      put(out, path, source)
      continue
    }
    const cleanedItem: JsonObject = {}
    for (const [name, member] of Object.entries(item.node)) {
      const pointer = at(item.pointer, name)
      if (name === 'parameters') put(cleanedItem, name, cleanedParameters(context, member, pointer))
      else if (methods.includes(name) && isObject(member)) {
        put(cleanedItem, name, cleanedOperation(context, member, { path, method: name, pointer, id: ids }))
      } else put(cleanedItem, name, member)
    }
    put(out, path, cleanedItem)
  }
  return out
}

function cleanedOperation(
  context: Context,
  operation: JsonObject,
  place: OperationPlace & { id: ReadonlyMap<string, string> }
): JsonObject {
  const out: JsonObject = {}
  for (const [name, value] of Object.entries(operation)) {
    if (name === 'parameters') put(out, name, cleanedParameters(context, value, at(place.pointer, name)))
    else if (name === 'responses') put(out, name, cleanedResponses(context, value, at(place.pointer, name)))
    else put(out, name, value)
  }
  const id = place.id.get(keyOf(place))
  if (id !== undefined) out['operationId'] = id
  return out
}

function cleanedParameters(context: Context, value: Json, pointer: string): Json {
  if (!Array.isArray(value)) return value
  return value.flatMap((item, index): Json[] => {
    if (!isObject(item)) return [item]
    const place = at(pointer, index)
    const reference = referenceOf(item)
    if (reference === undefined) return [cleanedParameter(context, item, place)]
    if (leadsIntoPaths(reference)) {
      const parameter = inPlace(context, item, place, cleanedParameter)
      return parameter === undefined ? [] : [parameter]
    }
    return resolve(context, reference, place) === undefined ? [] : [item]
  })
}

function cleanedParameter(context: Context, parameter: JsonObject, pointer: string): JsonObject {
  const schema = own(parameter, 'schema')
  if (schema === undefined || own(parameter, 'in') !== 'body') return parameter
  return { ...parameter, schema: schemaAt(context, schema, at(pointer, 'schema')) }
}

function cleanedResponses(context: Context, value: Json, pointer: string): Json {
  if (!isObject(value)) return value
  const out: JsonObject = {}
  for (const [status, response] of Object.entries(value)) {
    const place = at(pointer, status)
    const reference = isObject(response) ? referenceOf(response) : undefined
    if (reference !== undefined && leadsIntoPaths(reference)) {
      put(out, status, inPlace(context, response, place, cleanedResponse) ?? { description: '' })
    } else if (reference !== undefined) {
      const target = resolve(context, reference, place)
      put(out, status, target === undefined ? { description: '' } : response)
    } else put(out, status, isObject(response) ? cleanedResponse(context, response, place) : response)
  }
  return out
}

/** The platform takes references to entries of sections, and what stands in an operation can be left out with it. */
function leadsIntoPaths(reference: string): boolean {
  return reference.startsWith('#/paths/')
}

/** What a reference leads to, in its place. */
function inPlace(context: Context, value: Json, pointer: string, clean: Cleaner): JsonObject | undefined {
  const target = dereference(context, value, pointer)
  return target && copyOf(clean(context, target.node, target.pointer))
}

function cleanedResponse(context: Context, response: JsonObject, pointer: string): JsonObject {
  const schema = own(response, 'schema')
  if (schema === undefined) return response
  return { ...response, schema: schemaAt(context, schema, at(pointer, 'schema')) }
}
