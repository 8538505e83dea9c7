/** Shapes of everything but schemas: the document, its paths, operations, parameters, responses and security. */
import { isObject, own, type Json, type JsonObject } from '../json.ts'
import { at, put, type Context } from './context.ts'
import {
  address,
  anything,
  check,
  fitted,
  flag,
  mail,
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

function parameter(context: Context, value: Json, pointer: string): JsonObject | undefined {
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

function response(context: Context, value: Json, pointer: string): JsonObject | undefined {
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

const schemes = strings(0, oneOf('http', 'https', 'ws', 'wss'))
const scopeLists = strings(0)
const requirement = record((context, value, pointer) => scopeLists.mend(context, value, pointer) ?? ([] as Json[]))

const security = mender((context, value, pointer) => {
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

const pathItem = object(
  new Map<string, Check>([
    ...methods.map((method): [string, Check] => [method, mender(operation)]),
    ['$ref', text],
    ['parameters', parameters]
  ])
)

const info: Shape = new Map<string, Check>([
  ['title', text],
  ['version', text],
  ['description', text],
  ['termsOfService', text],
  [
    'contact',
    object(
      new Map([
        ['name', text],
        ['url', address],
        ['email', mail]
      ])
    )
  ],
  [
    'license',
    object(
      new Map([
        ['name', text],
        ['url', address]
      ]),
      'name'
    )
  ]
])

const tag = object(
  new Map<string, Check>([
    ['name', text],
    ['description', text],
    ['externalDocs', externalDocs]
  ]),
  'name'
)

const tags = mender((context, value, pointer) => {
  if (!Array.isArray(value)) return reject(context, pointer, 'not a list of tags, left out')
  return unique(
    context,
    value.flatMap((item, index) => tag.mend(context, item, at(pointer, index)) ?? []),
    pointer
  )
})

const scopes: [string, Check] = ['scopes', record((_context, value) => (typeof value === 'string' ? value : ''))]
const words: [string, Check][] = [
  ['type', text],
  ['description', text]
]
const flowAddresses: ReadonlyMap<unknown, readonly string[]> = new Map([
  ['implicit', ['authorizationUrl']],
  ['password', ['tokenUrl']],
  ['application', ['tokenUrl']],
  ['accessCode', ['authorizationUrl', 'tokenUrl']]
])

function securityScheme(context: Context, value: Json, pointer: string): Json | undefined {
  const type = isObject(value) ? own(value, 'type') : undefined
  if (!isObject(value)) return reject(context, pointer, 'not a security definition, left out')
  if (type === 'basic') return fitted(context, value, pointer, new Map(words))
  if (type === 'apiKey') {
    const members: [string, Check][] = [...words, ['name', text], ['in', oneOf('header', 'query')]]
    return object(new Map(members), 'name', 'in').mend(context, value, pointer)
  }
  const addresses = type === 'oauth2' ? flowAddresses.get(own(value, 'flow')) : undefined
  if (addresses === undefined) return reject(context, pointer, 'not a security definition of Swagger 2.0, left out')
  const urls = addresses.map((name): [string, Check] => [name, address])
  return object(new Map([...words, ['flow', text], scopes, ...urls]), ...addresses).mend(context, value, pointer)
}

const documentShape: Shape = new Map<string, Check>([
  ['swagger', anything],
  ['info', mender((context, value, pointer) => (isObject(value) ? fitted(context, value, pointer, info) : undefined))],
  ['host', check('a host name', value => typeof value === 'string' && /^[^{}/ :\\]+(?::\d+)?$/.test(value))],
  ['basePath', check('a path that starts with /', value => typeof value === 'string' && value.startsWith('/'))],
  ['schemes', schemes],
  ['consumes', strings(0)],
  ['produces', strings(0)],
  [
    'paths',
    record(
      (context, value, pointer) => pathItem.mend(context, value, pointer),
      name => name.startsWith('/')
    )
  ],
  ['definitions', record(schema)],
  ['parameters', record(parameter)],
  ['responses', record(response)],
  ['security', security],
  ['securityDefinitions', record(securityScheme)],
  ['tags', tags],
  ['externalDocs', externalDocs]
])

/** The document with nothing in it that the official schema of Swagger 2.0 refuses. */
export function shapeDocument(context: Context, document: JsonObject): JsonObject {
  rememberSections(context, document)
  const out = fitted(context, document, '', documentShape)
  out['swagger'] = '2.0'
  out['info'] ??= {}
  if (isObject(out['info'])) {
    fallback(context, out['info'], 'title', 'Untitled API')
    fallback(context, out['info'], 'version', '1.0')
  }
  out['paths'] ??= {}
  return out
}

/** What references may lead to: entries that are fit to stay themselves. */
function rememberSections(context: Context, document: JsonObject): void {
  for (const name of ['parameters', 'responses']) {
    const section = documentShape.get(name)?.mend(context, own(document, name) ?? {}, at('', name))
    if (!isObject(section)) continue
    for (const entry of Object.keys(section)) {
      context.sections.add(`#${at('', name, entry)}`)
      context.sections.add(`#${at('', name, encodeURIComponent(entry))}`)
    }
  }
}

function fallback(context: Context, info: JsonObject, name: string, value: string): void {
  if (own(info, name) !== undefined) return
  context.losses.add('invalid-value', at('/info', name), `"${name}" is missing, it is "${value}" now`)
  put(info, name, value)
}
