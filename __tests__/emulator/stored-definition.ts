/** What the service makes of a definition: how it stores the author's document, and the gateway's document made of it. */
import { isObject } from '../../src/definition/json.ts'
import type { Json, JsonObject } from '../../src/definition/json.ts'

/** The sections of a stored document in the service's order, with what stands there when the author wrote nothing. */
const sections: readonly (readonly [string, Json | undefined])[] = [
  ['swagger', undefined],
  ['info', undefined],
  ['host', undefined],
  ['basePath', undefined],
  ['schemes', []],
  ['consumes', []],
  ['produces', []],
  ['paths', {}],
  ['definitions', {}],
  ['parameters', {}],
  ['responses', {}],
  ['securityDefinitions', {}],
  ['security', []],
  ['tags', []]
]

/** The document with the service's order of sections, its empty sections, and its OAuth flow. */
export function normalise(definition: JsonObject): JsonObject {
  const known = sections
    .map(([name, empty]) => [name, definition[name] ?? empty] as const)
    .filter((entry): entry is readonly [string, Json] => entry[1] !== undefined)
  const names = new Set(sections.map(([name]) => name))
  const others = Object.entries(definition).filter(([name]) => !names.has(name))
  return withAccessCodeFlow(withOperationLists(Object.fromEntries([...known, ...others])))
}

/** Operations get lists of tags and parameters, too. */
function withOperationLists(definition: JsonObject): JsonObject {
  const each = (value: Json | undefined, change: (member: JsonObject) => JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(isObject(value) ? value : {}).map(([name, member]) => [
        name,
        isObject(member) ? change(member) : member
      ])
    )
  const paths = each(definition['paths'], item =>
    each(item, operation => ('responses' in operation ? { tags: [], parameters: [], ...operation } : operation))
  )
  return { ...definition, paths }
}

/** The service knows no client credentials: it stores the flow `application` as `accessCode`. */
function withAccessCodeFlow(definition: JsonObject): JsonObject {
  const schemes = definition['securityDefinitions']
  if (!isObject(schemes)) return definition
  const rewritten = Object.entries(schemes).map(([name, scheme]): [string, Json] => [
    name,
    isObject(scheme) && scheme['type'] === 'oauth2' && scheme['flow'] === 'application'
      ? { ...scheme, flow: 'accessCode' }
      : scheme
  ])
  return { ...definition, securityDefinitions: Object.fromEntries(rewritten) }
}

/** The bytes in which a document is stored: byte order mark, indented, CRLF. */
export function serialise(definition: JsonObject): Buffer {
  return Buffer.from(`\uFEFF${JSON.stringify(definition, null, 2).replaceAll('\n', '\r\n')}`, 'utf8')
}

/** The stored document as a value. */
export function parse(stored: Buffer): JsonObject {
  const value: unknown = JSON.parse(stored.toString('utf8').replace(/^\uFEFF/, ''))
  if (!isObject(value)) throw new Error('A stored definition is always an object.')
  return value
}

/** The document of the gateway: its host, a base path of the connector, and the connection in every path. */
export function modified(definition: JsonObject, connectorName: string): JsonObject {
  const paths = isObject(definition['paths']) ? definition['paths'] : {}
  return {
    ...definition,
    host: 'europe-001.azure-apim.net',
    basePath: `/apim/${connectorName.replace(/^shared_/, '')}`,
    schemes: ['https'],
    paths: Object.fromEntries(Object.entries(paths).map(([path, item]) => [`/{connectionId}${path}`, item])),
    securityDefinitions: {},
    security: []
  }
}
