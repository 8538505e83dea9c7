/** Shapes of the document itself: info, tags, security definitions and its sections. */
import { isObject, mapItems, own, type Json, type JsonObject } from '../json.ts'
import { at, type Context } from './context.ts'
import {
  address,
  anything,
  fitted,
  mail,
  object,
  oneOf,
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
import { parameter, pathItem, response, schemes, security, withDefaults } from './shape-operations.ts'
import { externalDocs, schema } from './shape-schema.ts'

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

const tags: Mender = {
  mend: (context, value, pointer) => {
    if (!Array.isArray(value)) return reject(context, pointer, 'not a list of tags, left out')
    const list = mapItems(value, (item, index) => tag.mend(context, item, at(pointer, index)))
    return unique(context, list, pointer)
  }
}

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

const parameters = record(parameter)
const responses = record(response)

const documentShape: Shape = new Map<string, Check>([
  ['swagger', anything],
  [
    'info',
    { mend: (context, value, pointer) => (isObject(value) ? fitted(context, value, pointer, info) : undefined) }
  ],
  ['host', test('a host name', value => typeof value === 'string' && /^[^{}/ :\\]+(?::\d+)?$/.test(value))],
  ['basePath', test('a path that starts with /', value => typeof value === 'string' && value.startsWith('/'))],
  ['schemes', schemes],
  ['consumes', strings(0)],
  ['produces', strings(0)],
  ['paths', record(pathItem.mend, name => name.startsWith('/'))],
  ['definitions', record(schema)],
  ['parameters', parameters],
  ['responses', responses],
  ['security', security],
  ['securityDefinitions', record(securityScheme)],
  ['tags', tags],
  ['externalDocs', externalDocs]
])

/** The document with nothing in it that the official schema of Swagger 2.0 refuses. */
export function shapeDocument(context: Context, document: JsonObject): JsonObject {
  rememberSections(context, document)
  const out: JsonObject = { ...fitted(context, document, '', documentShape), swagger: '2.0' }
  out['info'] = titled(context, own(out, 'info') ?? {})
  out['paths'] ??= {}
  return out
}

/** What references may lead to: entries that are fit to stay themselves. */
function rememberSections(context: Context, document: JsonObject): void {
  for (const [name, shape] of Object.entries({ parameters, responses })) {
    const section = shape.mend(context, own(document, name) ?? {}, at('', name))
    if (!isObject(section)) continue
    for (const entry of Object.keys(section)) {
      context.sections.add(`#${at('', name, entry)}`)
      context.sections.add(`#${at('', name, encodeURIComponent(entry))}`)
    }
  }
}

const titles = { title: 'Untitled API', version: '1.0' }

/** The document's info with what it has to have, in words of ours where they are missing. */
function titled(context: Context, info: Json): Json {
  if (!isObject(info)) return info
  for (const [name, value] of Object.entries(titles)) {
    if (Object.hasOwn(info, name)) continue
    context.losses.add('invalid-value', at('/info', name), `"${name}" is missing, it is "${value}" now`)
  }
  return withDefaults(context, info, titles, '/info')
}
