/** Security schemes and requirements. */
import { isObject, objectAt, own, put, stringAt, type Json, type JsonObject } from '../json.ts'
import { at, type Context } from './context.ts'
import { putExtensions } from './extensions.ts'
import { dereference } from './resolve.ts'

/** `components.securitySchemes` as `securityDefinitions`; schemes that Swagger 2.0 doesn't have are losses. */
export function convertSecuritySchemes(context: Context): JsonObject {
  const out: JsonObject = {}
  const schemes = objectAt(objectAt(context.document, 'components') ?? {}, 'securitySchemes') ?? {}
  for (const [name, value] of Object.entries(schemes)) {
    const pointer = at('/components/securitySchemes', name)
    const place = dereference(context, value, pointer)
    const scheme = place === undefined ? undefined : convertScheme(context, place.node, pointer)
    if (place === undefined || scheme === undefined) continue
    const description = own(place.node, 'description')
    if (description !== undefined) scheme['description'] = description
    putExtensions(context, scheme, place.node, pointer)
    context.origins.set(scheme, pointer)
    put(out, name, scheme)
  }
  return out
}

function convertScheme(context: Context, scheme: JsonObject, pointer: string): JsonObject | undefined {
  const type = own(scheme, 'type')
  const drop = (what: string): JsonObject | undefined => {
    context.losses.add('security-scheme', pointer, `a connector can not use ${what}, left out`)
    return undefined
  }
  if (type === 'apiKey') {
    const name = stringAt(scheme, 'name')
    const place = own(scheme, 'in')
    if (place === 'cookie') return drop('a key in a cookie')
    if (name === undefined || (place !== 'header' && place !== 'query')) return drop('a key without name and place')
    return { type, name, in: place }
  }
  if (type === 'oauth2') return convertFlows(context, objectAt(scheme, 'flows') ?? {}, pointer)
  if (type === 'http') {
    const kind = (stringAt(scheme, 'scheme') ?? '').toLowerCase()
    if (kind === 'basic') return { type: 'basic' }
    if (kind !== 'bearer') return drop(`HTTP authentication of the kind "${kind}"`)
    const message = 'an API key in the header "Authorization" now, its value has to start with "Bearer "'
    context.losses.add('security-scheme', pointer, message)
    return { type: 'apiKey', name: 'Authorization', in: 'header' }
  }
  return drop(typeof type === 'string' ? `"${type}"` : 'a scheme without a type')
}

/** The flows of OpenAPI 3 in the order of use to a connector, with their names and addresses in Swagger 2.0. */
const flows = [
  { name: 'authorizationCode', flow: 'accessCode', addresses: ['authorizationUrl', 'tokenUrl'] },
  { name: 'implicit', flow: 'implicit', addresses: ['authorizationUrl'] },
  { name: 'password', flow: 'password', addresses: ['tokenUrl'] },
  { name: 'clientCredentials', flow: 'application', addresses: ['tokenUrl'] }
]

function convertFlows(context: Context, all: JsonObject, pointer: string): JsonObject | undefined {
  const usable = flows.filter(({ name, addresses }) => {
    const flow = objectAt(all, name)
    return flow !== undefined && addresses.every(address => urlAt(context, flow, address) !== undefined)
  })
  const [chosen] = usable
  for (const name of Object.keys(all)) {
    if (name === chosen?.name || name.startsWith('x-')) continue
    const fate = chosen === undefined ? 'it can not be used' : `the flow of this scheme is "${chosen.name}"`
    context.losses.add('security-flow', at(pointer, 'flows', name), `${fate}, left out`)
  }
  if (chosen === undefined) {
    context.losses.add('security-scheme', pointer, 'none of its flows can be used, left out')
    return undefined
  }
  const source = objectAt(all, chosen.name) ?? {}
  const out: JsonObject = { type: 'oauth2', flow: chosen.flow }
  for (const address of chosen.addresses) put(out, address, urlAt(context, source, address) ?? '')
  if (Object.hasOwn(source, 'refreshUrl')) {
    context.losses.add('security-flow', at(pointer, 'flows', chosen.name, 'refreshUrl'), '"refreshUrl" left out')
  }
  out['scopes'] = objectAt(source, 'scopes') ?? {}
  return out
}

/** An address of a flow, relative ones against the first server; `undefined` where there is no absolute one. */
function urlAt(context: Context, flow: JsonObject, name: string): string | undefined {
  const url = stringAt(flow, name)
  if (url === undefined || URL.canParse(url)) return url
  const servers = own(context.document, 'servers')
  const [server] = Array.isArray(servers) ? servers : []
  const base = isObject(server) ? stringAt(server, 'url') : undefined
  return base !== undefined && URL.canParse(url, base) ? new URL(url, base).href : undefined
}

/**
 * The alternatives of `security` without schemes that don't exist any more, or `undefined` where none is left: then
 * what holds for the whole API holds here too.
 */
export function convertSecurity(
  context: Context,
  value: Json,
  pointer: string,
  definitions: JsonObject
): JsonObject[] | undefined {
  if (!Array.isArray(value)) {
    context.losses.add('invalid-value', pointer, 'not a list of security requirements, left out')
    return undefined
  }
  const kept = value.flatMap((requirement, index) => {
    const place = at(pointer, index)
    if (isObject(requirement)) return convertRequirement(context, requirement, place, definitions)
    context.losses.add('invalid-value', place, 'not a security requirement, left out')
    return []
  })
  return kept.length > 0 || value.length === 0 ? kept : undefined
}

function convertRequirement(
  context: Context,
  requirement: JsonObject,
  pointer: string,
  definitions: JsonObject
): JsonObject[] {
  const missing = Object.keys(requirement).find(name => own(definitions, name) === undefined)
  if (missing !== undefined) {
    const message = `it names "${missing}", which the definition does not have, so this alternative is left out`
    context.losses.add('security-requirement', pointer, message)
    return []
  }
  const out: JsonObject = {}
  for (const [name, scopes] of Object.entries(requirement)) {
    const isOauth = stringAt(objectAt(definitions, name) ?? {}, 'type') === 'oauth2'
    if (!isOauth && Array.isArray(scopes) && scopes.length > 0) {
      context.losses.add('security-requirement', at(pointer, name), 'only OAuth 2 has scopes, these are left out')
    }
    put(out, name, isOauth ? scopes : [])
  }
  return [out]
}
