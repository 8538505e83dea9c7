/** Whether existing connections still hold what the connector asks of a connection. */
import { arrayAt, isObject, objectAt, own, stringAt, type JsonObject } from '../../definition/json.ts'
import type { Pair } from './pair.ts'
import { isSameUrl, lostScopes } from './security.ts'
import { fact } from './values.ts'

/** Members of `customParameters` that say where, and for what, OAuth signs in (`tokenUrl`, `loginUri`, `tenantId`). */
const ADDRESS = /(?:url|uri|urltemplate|tenantid)$/i

/**
 * Compares `connectionParameters` and `connectionParameterSets` of apiProperties.json, by name: what is gone, of another
 * type, newly required, or signs in elsewhere. Labels, hints and the client id are no part of it.
 */
export function compareConnectionParameters(before: JsonObject, after: JsonObject, pair: Pair): void {
  const old = parametersByPath(before)
  const current = parametersByPath(after)
  for (const [at, parameter] of old) {
    const counterpart = current.get(at)
    if (counterpart === undefined) pair.add('SecurityChanged', at, typeOf(parameter))
    else compareParameter(at, parameter, counterpart, pair)
  }
  for (const [at, parameter] of current) {
    if (old.has(at) || !isRequired(parameter)) continue
    // Whoever connected by another set of parameters doesn't need those of a new one.
    if (old.size === 0 || !at.startsWith('connection-set/') || hasSetOf(old, at)) {
      pair.add('SecurityChanged', at, undefined, typeOf(parameter))
    }
  }
}

/** `connection/api_key`, `connection-set/basic/username`. */
function parametersByPath(properties: JsonObject): Map<string, JsonObject> {
  const parameters = new Map<string, JsonObject>()
  const add = (prefix: string, members: JsonObject | undefined): void => {
    for (const [name, value] of Object.entries(members ?? {})) {
      if (isObject(value)) parameters.set(`${prefix}/${name}`, value)
    }
  }
  add('connection', objectAt(properties, 'connectionParameters'))
  for (const set of arrayAt(objectAt(properties, 'connectionParameterSets') ?? {}, 'values') ?? []) {
    if (isObject(set)) add(`connection-set/${stringAt(set, 'name') ?? ''}`, objectAt(set, 'parameters'))
  }
  return parameters
}

function hasSetOf(parameters: ReadonlyMap<string, JsonObject>, at: string): boolean {
  const set = at.slice(0, at.lastIndexOf('/') + 1)
  return [...parameters.keys()].some(known => known.startsWith(set))
}

function typeOf(parameter: JsonObject): string {
  return stringAt(parameter, 'type') ?? 'unknown'
}

/** Signing in is always asked; published connectors write the mark of other parameters as true and as "true". */
function isRequired(parameter: JsonObject): boolean {
  const constraints = objectAt(objectAt(parameter, 'uiDefinition') ?? {}, 'constraints') ?? {}
  const mark = own(constraints, 'required')
  return typeOf(parameter).toLowerCase() === 'oauthsetting' || mark === true || mark === 'true'
}

function compareParameter(at: string, before: JsonObject, after: JsonObject, pair: Pair): void {
  if (typeOf(before).toLowerCase() !== typeOf(after).toLowerCase()) {
    pair.add('SecurityChanged', at, typeOf(before), typeOf(after))
    return
  }
  if (isRequired(after) && !isRequired(before)) pair.add('SecurityChanged', `${at}/required`, false, true)
  const [old, current] = [objectAt(before, 'oAuthSettings'), objectAt(after, 'oAuthSettings')]
  if (old && current) compareOAuth(at, old, current, pair)
}

function compareOAuth(at: string, before: JsonObject, after: JsonObject, pair: Pair): void {
  const [oldProvider, provider] = [
    stringAt(before, 'identityProvider') ?? '',
    stringAt(after, 'identityProvider') ?? ''
  ]
  if (oldProvider.toLowerCase() !== provider.toLowerCase()) {
    pair.add('SecurityChanged', `${at}/identityProvider`, fact(oldProvider), fact(provider))
    return
  }
  const [oldAddresses, addresses] = [addressesOf(before), addressesOf(after)]
  for (const [name, address] of oldAddresses) {
    const current = addresses.get(name)
    if (!isSameUrl(address, current)) pair.add('SecurityChanged', `${at}/${name}`, fact(address), fact(current))
  }
  const lost = lostScopes(arrayAt(before, 'scopes') ?? [], arrayAt(after, 'scopes') ?? [])
  if (lost.length > 0) pair.add('SecurityChanged', `${at}/scopes`, fact(lost))
}

/** By name in small letters: the service and hand-written files differ in capitals. Empty ones say nothing. */
function addressesOf(settings: JsonObject): Map<string, string> {
  const addresses = new Map<string, string>()
  for (const [name, member] of Object.entries(objectAt(settings, 'customParameters') ?? {})) {
    const value = isObject(member) ? stringAt(member, 'value') : undefined
    if (ADDRESS.test(name) && value) addresses.set(name.toLowerCase(), value)
  }
  return addresses
}
