/** Shapes of what paths hold: operations, their parameters, responses and security requirements. */
import { isObject, own, type Json, type JsonObject } from '../json.ts'
import { at, type Context } from './context.ts'
import {
  check,
  fitted,
  flag,
  mender,
  object,
  oneOf,
  placeOf,
  record,
  reject,
  strings,
  text,
  unique,
  type Check,
  type Shape
} from './shape.ts'
import { externalDocs, header, plain, plainParameterMembers, responseSchema, schema } from './shape-schema.ts'

const bodyShape: Shape = new Map<string, Check>([
  ['description', text],
  ['name', text],
  ['in', text],
  ['required', flag],
  ['schema', mender(schema)]
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
    const out = fitted(context, value, here, bodyShape)
    out['name'] ??= 'body'
    out['schema'] ??= {}
    return out
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
  if (out !== undefined && place === 'path' && out['required'] !== true) {
    context.losses.add('invalid-value', here, 'a parameter in the path has to be required, it is now')
    out['required'] = true
  }
  return out
}

/** A reference to an entry of a section, or the entry in place. */
function reference(section: string, entry: Check['mend']): Check['mend'] {
  return (context, value, pointer) => {
    if (!isObject(value) || typeof own(value, '$ref') !== 'string') return entry(context, value, pointer)
    const { $ref, ...siblings } = value
    for (const name of Object.keys(siblings)) {
      context.losses.add('ref-siblings', at(pointer, name), `"${name}" next to a reference left out`)
    }
    if (typeof $ref === 'string' && context.sections.has($ref)) return { $ref }
    return reject(context, pointer, `a reference has to lead to an entry of "#/${section}", left out`)
  }
}

const parameterOrReference = reference('parameters', parameter)

const parameters = mender((context, value, pointer) => {
  if (!Array.isArray(value)) return reject(context, pointer, 'not a list of parameters, left out')
  const known = new Set<string>()
  const list = value.flatMap((item, index) => {
    const place = placeOf(context, item, at(pointer, index))
    const mended = parameterOrReference(context, item, place)
    if (!isObject(mended)) return []
    const key = JSON.stringify([mended['$ref'], mended['in'], mended['name']])
    if (known.has(key)) {
      context.losses.add('duplicate', place, 'a parameter of this name and place is there already, left out')
      return []
    }
    known.add(key)
    return [mended]
  })
  return unique(context, list, pointer)
})

const responseShape: Shape = new Map<string, Check>([
  ['description', text],
  ['schema', mender(responseSchema)],
  ['headers', record(header)],
  ['examples', check('an object', isObject)]
])

export function response(context: Context, value: Json, pointer: string): JsonObject | undefined {
  if (!isObject(value)) return reject(context, pointer, 'not a response, left out')
  const out = fitted(context, value, pointer, responseShape)
  out['description'] ??= ''
  return out
}

const responsesOnly = record(reference('responses', response), name => /^(\d{3}|default)$/.test(name))

function responses(context: Context, value: Json, pointer: string): JsonObject {
  const out = responsesOnly.mend(context, value, pointer)
  const list: JsonObject = isObject(out) ? out : {}
  if (!Object.keys(list).some(name => !name.startsWith('x-'))) {
    context.losses.add(
      'added-response',
      pointer,
      'no response is described, so there is a "default" one without content'
    )
    list['default'] = { description: '' }
  }
  return list
}

export const schemes = strings(0, oneOf('http', 'https', 'ws', 'wss'))
const scopeLists = strings(0)
const requirement = record((context, value, pointer) => scopeLists.mend(context, value, pointer) ?? ([] as Json[]))

export const security = mender((context, value, pointer) => {
  if (!Array.isArray(value)) return reject(context, pointer, 'not a list of security requirements, left out')
  const list = value.flatMap((item, index) => requirement.mend(context, item, at(pointer, index)) ?? [])
  return unique(context, list, pointer)
})

const operationShape: Shape = new Map<string, Check>([
  ['tags', strings(0)],
  ['summary', text],
  ['description', text],
  ['externalDocs', externalDocs],
  ['operationId', text],
  ['produces', strings(0)],
  ['consumes', strings(0)],
  ['parameters', parameters],
  ['responses', mender(responses)],
  ['schemes', schemes],
  ['deprecated', flag],
  ['security', security]
])

function operation(context: Context, value: Json, pointer: string): JsonObject | undefined {
  if (!isObject(value)) return reject(context, pointer, 'not an operation, left out')
  const out = fitted(context, value, pointer, operationShape)
  out['responses'] ??= responses(context, {}, at(pointer, 'responses'))
  return out
}

export const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch']

export const pathItem = object(
  new Map<string, Check>([
    ...methods.map((method): [string, Check] => [method, mender(operation)]),
    ['$ref', text],
    ['parameters', parameters]
  ])
)
