/** A custom connector as every backend sees it, and how two of them are compared. */
import { isObject, type Json, type JsonObject, objectAt, own, stringAt } from '../definition/json.ts'
import { type Difference, differencesAsStored } from '../definition/stored.ts'

/**
 * The members of `apiProperties.json` that belong to a connector, in the order in which Microsoft's tools write them.
 * Source: the list that paconn downloads.
 */
export const API_PROPERTIES = [
  'connectionParameters',
  'connectionParameterSets',
  'iconBrandColor',
  'scriptOperations',
  'capabilities',
  'policyTemplateInstances',
  'publisher',
  'stackOwner'
] as const

export type ApiProperty = (typeof API_PROPERTIES)[number]

type Scalar = string | number | boolean | null

/** How a reference to an environment variable of the Power Platform begins. */
export const ENVIRONMENT_VARIABLE = '@environmentVariables('

/** What a connector consists of: the part that is written. */
export interface ConnectorContent {
  /** The author's Swagger 2.0 document. */
  readonly definition: JsonObject
  /** The members of `API_PROPERTIES` that the connector has. */
  readonly properties: JsonObject
  /** The connector's own icon; `undefined` when it has the default one. */
  readonly icon: Uint8Array<ArrayBuffer> | undefined
  /** The custom code (C#); `undefined` when it has none. */
  readonly script: Uint8Array<ArrayBuffer> | undefined
}

/** A connector as it was read. */
export interface Connector extends ConnectorContent {
  /** `shared_…` */
  readonly name: string
  readonly displayName: string
  readonly description: string
  /** The server's own mark of this state; empty when the server gave none. */
  readonly revision: string
  /** Where calls go, as the connector stores it beside its definition; empty when it stores none. */
  readonly serviceUrl: string
  /** Where an OAuth sign-in of the connector returns to, for the app registration; empty without OAuth. */
  readonly redirectUrl: string
  /** The API properties that the backend has a place for. */
  readonly storable: readonly ApiProperty[]
}

/** In which parts one content isn't what another one would be once stored. */
export interface ContentDifferences {
  readonly definition: readonly Difference[]
  /** Names of `API_PROPERTIES`. */
  readonly properties: readonly string[]
  readonly icon: boolean
  readonly script: boolean
}

/**
 * Compares what would be, or was, sent with what is stored, allowing for what services are known to rewrite.
 * @param additions whether the stored properties may hold more than was sent, as services fill in defaults
 */
export function compareContent(
  sent: ConnectorContent,
  stored: ConnectorContent,
  { additions }: { readonly additions: boolean }
): ContentDifferences {
  return {
    definition: differencesAsStored(sent.definition, stored.definition),
    properties: API_PROPERTIES.filter(
      name => !isSame(valueOf(sent.properties, name), valueOf(stored.properties, name), additions)
    ),
    icon: !isSameBytes(sent.icon, stored.icon),
    script: scriptText(sent.script) !== scriptText(stored.script)
  }
}

/** Capabilities are a set: services give them back in an order of their own. */
function valueOf(properties: JsonObject, name: ApiProperty): Json | undefined {
  const value = own(properties, name)
  return name === 'capabilities' && Array.isArray(value) ? value.toSorted() : value
}

/** True when there is no difference. */
export function isEqual(differences: ContentDifferences): boolean {
  return describeDifferences(differences).length === 0
}

/** The parts that differ, in the reader's words: "3 places of the definition", "policyTemplateInstances", "the icon". */
export function describeDifferences(differences: ContentDifferences): readonly string[] {
  const places = differences.definition.length
  return [
    ...(places === 0 ? [] : [places === 1 ? '1 place of the definition' : `${places} places of the definition`]),
    ...differences.properties,
    ...(differences.icon ? ['the icon'] : []),
    ...(differences.script ? ['the custom code'] : [])
  ]
}

/** Members of a definition in which operations stand, or what they refer to. */
const OF_OPERATIONS: readonly string[] = ['paths', 'definitions', 'parameters', 'responses']

/** What differs besides operations, in the reader's words: "info of the definition", "policyTemplateInstances", "the icon". */
export function describeOtherDifferences(differences: ContentDifferences): readonly string[] {
  const members = new Set(differences.definition.map(({ pointer }) => pointer.split('/')[1] ?? ''))
  return [
    ...[...members].filter(name => !OF_OPERATIONS.includes(name)).map(name => `${name} of the definition`),
    ...describeDifferences({ ...differences, definition: [] })
  ]
}

/**
 * The OAuth settings of every connection parameter and parameter set. The service spells the member `oAuthSettings`; files
 * written by hand also have other spellings, so it is looked up without regard to case.
 */
export function* oAuthSettings(properties: JsonObject): Generator<JsonObject> {
  const sets = own(objectAt(properties, 'connectionParameterSets') ?? {}, 'values')
  const groups = [
    own(properties, 'connectionParameters'),
    ...(Array.isArray(sets) ? sets.map(set => (isObject(set) ? own(set, 'parameters') : undefined)) : [])
  ]
  for (const group of groups) {
    if (!isObject(group)) continue
    for (const parameter of Object.values(group)) {
      if (!isObject(parameter)) continue
      for (const [name, value] of Object.entries(parameter)) {
        if (name.toLowerCase() === 'oauthsettings' && isObject(value)) yield value
      }
    }
  }
}

/** What makers see a connector under: the title of its definition when it was made. Empty when that has none. */
export function titleOf(definition: JsonObject): string {
  return (stringAt(objectAt(definition, 'info') ?? {}, 'title') ?? '').trim()
}

/** True when a connection parameter or a parameter set signs in with OAuth. */
export function hasOAuth(properties: JsonObject): boolean {
  return oAuthSettings(properties).next().done === false
}

/** Where an OAuth sign-in returns to; empty when no setting names it. */
export function redirectUrlOf(properties: JsonObject): string {
  for (const settings of oAuthSettings(properties)) {
    const url = stringAt(settings, 'redirectUrl')
    if (url) return url
  }
  return ''
}

/**
 * Absent, null, an empty list and an empty object say the same. What isn't sent may be filled in; what is sent empty must not,
 * for that is how something is taken away. Client secrets are never returned, so never compared.
 */
function isSame(sent: Json | undefined, stored: Json | undefined, additions: boolean): boolean {
  if (sent === undefined || sent === null) return additions || isEmpty(stored)
  if (isEmpty(sent) || stored === undefined || stored === null) return isEmpty(sent) && isEmpty(stored)
  if (Array.isArray(sent)) {
    return (
      Array.isArray(stored) &&
      sent.length === stored.length &&
      sent.every((item, i) => isSame(item, stored[i], additions))
    )
  }
  if (!isObject(sent)) return typeof stored !== 'object' && isSameScalar(sent, stored, additions)
  if (!isObject(stored)) return false
  const names = new Set([...Object.keys(sent), ...(additions ? [] : Object.keys(stored))])
  names.delete('clientSecret')
  return [...names].every(name => isSame(own(sent, name), own(stored, name), additions))
}

/** A reference to an environment variable can come back as the value that it has there. */
function isSameScalar(sent: Scalar, stored: Scalar, additions: boolean): boolean {
  if (additions && typeof sent === 'string' && sent.includes(ENVIRONMENT_VARIABLE)) return true
  return scalarText(sent) === scalarText(stored)
}

/** Both `true` and `"True"` are in use for the same switch, and colours in either case; in any other text the case counts. */
function scalarText(value: Scalar): string {
  const text = String(value)
  return /^(?:true|false|#[0-9a-f]{3,8})$/i.test(text) ? text.toLowerCase() : text
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0)
}

function isSameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : Buffer.compare(a, b) === 0
}

/** The code without what editors and services change in passing: byte order mark and kind of line break. */
function scriptText(script: Uint8Array | undefined): string | undefined {
  return script === undefined ? undefined : new TextDecoder().decode(script).replaceAll('\r\n', '\n')
}
