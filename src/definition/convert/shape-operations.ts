/** Shapes of what paths hold: operations, their parameters, responses and security requirements. */
import { isObject, mapItems, own, type Json, type JsonObject } from '../json.ts'
import { at, standing, type Context } from './context.ts'
import {
  fitted,
  flag,
  object,
  oneOf,
  placeOf,
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
import { externalDocs, header, plain, plainParameterMembers, responseSchema, schema } from './shape-schema.ts'

const bodyShape: Shape = new Map<string, Check>([
  ['description', text],
  ['name', text],
  ['in', text],
  ['required', flag],
  ['schema', { mend: schema }]
])

const commonMembers: [string, Check][] = [
  ...plainParameterMembers,
  ['required', flag],
  ['in', text],
  ['description', text],
  ['name', text]
]
const multi = oneOf('csv', 'ssv', 'tsv', 'pipes', 'multi')
const parameterShapes: ReadonlyMap<string, Shape> = new Map([
  ['header', new Map(commonMembers)],
  ['path', new Map(commonMembers)],
  ['query', new Map([...commonMembers, ['allowEmptyValue', flag], ['collectionFormat', multi]])],
  ['formData', new Map([...commonMembers, ['allowEmptyValue', flag], ['collectionFormat', multi]])]
])

export function parameter(context: Context, value: Json, pointer: string): JsonObject | undefined {
  if (!isObject(value)) return reject(context, pointer, 'not a parameter, left out')
  const here = placeOf(context, value, pointer)
  const place = own(value, 'in')
  if (place === 'body') {
    return withDefaults(context, fitted(context, value, here, bodyShape), { name: 'body', schema: {} }, here)
  }
  const shape = typeof place === 'string' ? parameterShapes.get(place) : undefined
  if (shape === undefined || typeof own(value, 'name') !== 'string') {
    return reject(
      context,
      here,
      'a parameter needs a name and a place (query, header, path, formData or body), left out'
    )
  }
  const out = plain(context, value, here, shape, place === 'formData' ? 'file' : undefined)
  if (out === undefined || place !== 'path' || out['required'] === true) return out
  context.losses.add('invalid-value', here, 'a parameter in the path has to be required, it is now')
  return standing(context, { ...out, required: true }, here)
}

/** The node, with the members that it lacks behind its own. */
export function withDefaults(context: Context, node: JsonObject, defaults: JsonObject, pointer: string): JsonObject {
  const lacking = Object.entries(defaults).filter(([name]) => !Object.hasOwn(node, name))
  return lacking.length === 0 ? node : standing(context, { ...node, ...Object.fromEntries(lacking) }, pointer)
}

/** A reference to an entry of a section, or the entry in place. */
function reference(section: string, entry: Mender['mend']): Mender['mend'] {
  return (context, value, pointer) => {
    if (!isObject(value) || typeof own(value, '$ref') !== 'string') return entry(context, value, pointer)
    const { $ref, ...siblings } = value
    const names = Object.keys(siblings)
    for (const name of names) {
      context.losses.add('ref-siblings', at(pointer, name), `"${name}" next to a reference left out`)
    }
    if (typeof $ref === 'string' && context.sections.has($ref)) return names.length === 0 ? value : { $ref }
    return reject(context, pointer, `a reference has to lead to an entry of "#/${section}", left out`)
  }
}

const parameterOrReference = reference('parameters', parameter)

const parameters: Mender = {
  mend: (context, value, pointer) => {
    if (!Array.isArray(value)) return reject(context, pointer, 'not a list of parameters, left out')
    const known = new Set<string>()
    return mapItems(value, (item, index) => {
      const place = placeOf(context, item, pointer, index)
      const mended = parameterOrReference(context, item, place)
      if (!isObject(mended)) return undefined
      const key = JSON.stringify([mended['$ref'], mended['in'], mended['name']])
      if (!known.has(key)) {
        known.add(key)
        return mended
      }
      context.losses.add('duplicate', place, 'a parameter of this name and place is there already, left out')
      return undefined
    })
  }
}

const responseShape: Shape = new Map<string, Check>([
  ['description', text],
  ['schema', { mend: responseSchema }],
  ['headers', record(header)],
  ['examples', test('an object', isObject)]
])

export function response(context: Context, value: Json, pointer: string): JsonObject | undefined {
  if (!isObject(value)) return reject(context, pointer, 'not a response, left out')
  const here = placeOf(context, value, pointer)
  return withDefaults(context, fitted(context, value, here, responseShape), { description: '' }, here)
}

const responsesOnly = record(reference('responses', response), name => /^(\d{3}|default)$/.test(name))

function responses(context: Context, value: Json, pointer: string): JsonObject {
  const out = responsesOnly.mend(context, value, pointer)
  const list: JsonObject = isObject(out) ? out : {}
  for (const name in list) if (!name.startsWith('x-')) return list
  context.losses.add('added-response', pointer, 'no response is described, so there is a "default" one without content')
  return { ...list, default: { description: '' } }
}

export const schemes = strings(0, oneOf('http', 'https', 'ws', 'wss'))
const scopeLists = strings(0)
const requirement = record((context, value, pointer) => scopeLists.mend(context, value, pointer) ?? ([] as Json[]))

export const security: Mender = {
  mend: (context, value, pointer) => {
    if (!Array.isArray(value)) return reject(context, pointer, 'not a list of security requirements, left out')
    const list = mapItems(value, (item, index) => requirement.mend(context, item, at(pointer, index)))
    return unique(context, list, pointer)
  }
}

const operationShape: Shape = new Map<string, Check>([
  ['tags', strings(0)],
  ['summary', text],
  ['description', text],
  ['externalDocs', externalDocs],
  ['operationId', text],
  ['produces', strings(0)],
  ['consumes', strings(0)],
  ['parameters', parameters],
  ['responses', { mend: responses }],
  ['schemes', schemes],
  ['deprecated', flag],
  ['security', security]
])

function operation(context: Context, value: Json, pointer: string): JsonObject | undefined {
  if (!isObject(value)) return reject(context, pointer, 'not an operation, left out')
  const out = fitted(context, value, pointer, operationShape)
  if (own(out, 'responses') !== undefined) return out
  return standing(context, { ...out, responses: responses(context, {}, at(pointer, 'responses')) }, pointer)
}

export const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch']

export const pathItem = object(
  new Map<string, Check>([
    ...methods.map((method): [string, Check] => [method, { mend: operation }]),
    ['$ref', text],
    ['parameters', parameters]
  ])
)
