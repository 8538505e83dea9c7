/** Whether connections have to sign in to the API in another way. */
import { arrayAt, isObject, objectAt, stringAt, type Json, type JsonObject } from '../../definition/json.ts'
import { operationsOf } from '../../definition/operations.ts'
import type { Pair } from './pair.ts'
import { fact } from './values.ts'

/** Where OAuth signs in; another address means other tokens. */
const ADDRESSES = ['authorizationUrl', 'tokenUrl'] as const

/**
 * Compares the security definitions that are in use. They go by name, and by kind where only the name has changed: neither
 * apps nor connections know it. A further way to sign in takes nothing from the others.
 */
export function compareSecurity(before: JsonObject, after: JsonObject, pair: Pair): void {
  const old = schemesInUse(before)
  const current = schemesInUse(after)
  const [first] = current
  if (old.size === 0 && first) pair.add('SecurityChanged', `security/${first[0]}`, undefined, kindOf(first[1]))
  const unpaired = new Map([...current].filter(([name]) => !old.has(name)))
  for (const [name, scheme] of old) {
    const counterpart = current.get(name) ?? takeOfKind(unpaired, kindOf(scheme))
    if (counterpart === undefined) {
      const [other] = unpaired.values()
      pair.add('SecurityChanged', `security/${name}`, kindOf(scheme), other && kindOf(other))
    } else compareSchemes(name, scheme, counterpart, pair)
  }
}

/** What `security` of the document or of an operation names; all of them where nothing is named. */
function schemesInUse(definition: JsonObject): Map<string, JsonObject> {
  const defined = Object.entries(objectAt(definition, 'securityDefinitions') ?? {})
  const schemes = new Map(defined.filter((entry): entry is [string, JsonObject] => isObject(entry[1])))
  if (schemes.size < 2) return schemes
  const holders = [definition, ...operationsOf(definition).map(({ operation }) => operation)]
  const requirements = holders.flatMap(holder => arrayAt(holder, 'security') ?? [])
  const named = new Set(requirements.filter(isObject).flatMap(requirement => Object.keys(requirement)))
  const used = new Map([...schemes].filter(([name]) => named.has(name)))
  return used.size === 0 ? schemes : used
}

/** `basic`, `apiKey`, `oauth2 (accessCode)`. The service stores the flow `application` as `accessCode`. */
function kindOf(scheme: JsonObject): string {
  const type = stringAt(scheme, 'type') ?? 'unknown'
  if (type !== 'oauth2') return type
  const flow = stringAt(scheme, 'flow') ?? 'accessCode'
  return `${type} (${flow === 'application' ? 'accessCode' : flow})`
}

function takeOfKind(schemes: Map<string, JsonObject>, kind: string): JsonObject | undefined {
  for (const [name, scheme] of schemes) {
    if (kindOf(scheme) !== kind) continue
    schemes.delete(name)
    return scheme
  }
  return undefined
}

function compareSchemes(name: string, before: JsonObject, after: JsonObject, pair: Pair): void {
  const at = `security/${name}`
  const [oldKind, kind] = [kindOf(before), kindOf(after)]
  if (oldKind !== kind) {
    pair.add('SecurityChanged', at, oldKind, kind)
    return
  }
  for (const address of ADDRESSES) {
    const [old, current] = [stringAt(before, address), stringAt(after, address)]
    if (old && !isSameUrl(old, current)) pair.add('SecurityChanged', `${at}/${address}`, fact(old), fact(current))
  }
  const scopesOf = (scheme: JsonObject): string[] => Object.keys(objectAt(scheme, 'scopes') ?? {})
  const lost = lostScopes(scopesOf(before), scopesOf(after))
  if (lost.length > 0) pair.add('SecurityChanged', `${at}/scopes`, fact(lost))
}

/** The scopes that are no longer asked for; published connectors also write several as one text with blanks. */
export function lostScopes(before: readonly Json[], after: readonly Json[]): string[] {
  const names = (scopes: readonly Json[]): Set<string> =>
    new Set(scopes.flatMap(scope => (typeof scope === 'string' ? scope.split(/[\s,]+/) : [])).filter(Boolean))
  const left = names(after)
  return [...names(before)].filter(scope => !left.has(scope))
}

/** Whether two addresses are one, however their host is written. */
export function isSameUrl(before: string, after: string | undefined): boolean {
  if (after === undefined) return false
  return before === after || (URL.parse(before)?.href ?? before) === (URL.parse(after)?.href ?? after)
}
