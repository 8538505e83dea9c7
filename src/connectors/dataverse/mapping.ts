/** A row as a connector, and what of a connector's new content goes into the row. */
import { type JsonObject, objectAt, stringAt } from '../../definition/json.ts'
import { readDocument } from '../../definition/read.ts'
import { ActionError } from '../../errors.ts'
import type { Secrets } from '../../secrets.ts'
import { hasClientSecret, lacksClientSecret, withClientSecret, withoutClientSecrets } from '../client-secrets.ts'
import {
  type ApiProperty,
  compareContent,
  type Connector,
  type ConnectorContent,
  hasOAuth,
  redirectUrlOf
} from '../connector.ts'
import type { ServiceFinding } from '../store.ts'
import { MAX_LENGTHS, PROPERTY_COLUMNS, propertyColumns, SHORTER_DEFINITION } from './columns.ts'
import { type ConnectorRow, CUSTOM_CONNECTOR } from './row.ts'

/** The API properties that the table has a column for. */
export const STORABLE: readonly ApiProperty[] = PROPERTY_COLUMNS.map(({ property }) => property)

/**
 * The connector that the row holds. It has no icon: the row keeps a thumbnail of it, which stays where it is.
 * @param secrets is told client secrets that the row should not show, and yet does; the connector never has them
 * @throws ActionError when a column doesn't hold what it should
 */
export function connectorOf(row: ConnectorRow, secrets: Secrets): Connector {
  const properties = withoutClientSecrets(propertiesOf(row), secret => {
    secrets.add(secret)
  })
  const script = row.text('customcodeblobcontent')
  return {
    name: row.text('connectorinternalid') || row.text('name'),
    displayName: row.text('displayname'),
    description: row.text('description'),
    revision: row.revision,
    serviceUrl: '',
    redirectUrl: redirectUrlOf(properties),
    definition: definitionOf(row),
    properties,
    icon: undefined,
    script: script === '' ? undefined : new TextEncoder().encode(script),
    storable: STORABLE
  }
}

function propertiesOf(row: ConnectorRow): JsonObject {
  return Object.fromEntries(
    PROPERTY_COLUMNS.flatMap(({ property, column, read }) => {
      const text = row.text(column)
      const value = text === '' ? undefined : read(text, column)
      return value === undefined ? [] : [[property, value]]
    })
  )
}

function definitionOf(row: ConnectorRow): JsonObject {
  const text = row.text('openapidefinition')
  if (text.trim() === '') {
    throw new ActionError({
      what: 'could not use the connector',
      why: 'its row holds no definition',
      advice: 'open the connector in the maker portal and save it once, then run the job again'
    })
  }
  return readDocument(new TextEncoder().encode(text), "the connector's definition").document
}

/** Connection parameters, and what a secret of theirs can go into. */
const WITH_SECRETS = ['connectionParameters', 'connectionParameterSets'] as const

/**
 * The columns of an update: nothing but what differs from the connector that was read. Columns that nobody asked to change stay
 * out, above all the connection parameters and policies, for Dataverse shows them without their secrets and with the values of
 * environment variables in place of the references.
 * @param oAuthClientSecret set in every OAuth connection parameter; `undefined` = those of the content
 * @throws ActionError when connection parameters would be written without their secret, which would erase it
 */
export function changedColumns(
  connector: Connector,
  content: ConnectorContent,
  oAuthClientSecret: string | undefined
): JsonObject {
  const differences = compareContent(content, connector, { additions: false })
  const properties = withClientSecret(content.properties, oAuthClientSecret)
  // A new secret is a change that the comparison can't see.
  const withNewSecret = WITH_SECRETS.filter(name => hasClientSecret(only(properties, [name])))
  const changed = [...differences.properties, ...withNewSecret]
  if (oAuthClientSecret === undefined) assertSecretsKnown(only(content.properties, changed))
  return {
    ...(differences.definition.length === 0 ? {} : { openapidefinition: JSON.stringify(content.definition) }),
    ...propertyColumns(properties, changed),
    ...(differences.script ? { customcodeblobcontent: new TextDecoder().decode(content.script) } : {})
  }
}

/** Of the default publisher, which every environment has. */
const PREFIX = 'new'

/**
 * The columns of a new row. Source: Microsoft's page on solution custom connectors and the Dataverse Web API, which names the
 * GUID, both names, the definition and the type as required.
 * @param id a GUID that no row has
 */
export function newColumns(
  id: string,
  title: string,
  content: ConnectorContent,
  oAuthClientSecret: string | undefined
): JsonObject {
  const properties = withClientSecret(content.properties, oAuthClientSecret)
  const description = stringAt(objectAt(content.definition, 'info') ?? {}, 'description')
  return {
    connectorid: id,
    connectortype: CUSTOM_CONNECTOR,
    name: rowNameOf(title),
    displayname: title,
    ...(description ? { description } : {}),
    openapidefinition: JSON.stringify(content.definition),
    ...propertyColumns(properties, Object.keys(properties)),
    ...(content.script ? { customcodeblobcontent: new TextDecoder().decode(content.script) } : {})
  }
}

/** A publisher's prefix and the title, in which anything but letters and digits is written as hyphen and hexadecimal bytes. */
function rowNameOf(title: string): string {
  const encoded = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/gu, character => `-${Buffer.from(character).toString('hex')}`)
  return `${PREFIX}_${encoded}`
}

function assertSecretsKnown(sent: JsonObject): void {
  const parameters = only(sent, WITH_SECRETS)
  if (!hasOAuth(parameters) || !lacksClientSecret(parameters)) return
  throw new ActionError({
    what: 'did not update the connector',
    why: 'its connection parameters would change, and Dataverse would lose the OAuth client secret that is not sent along with them',
    advice:
      'give "oauth-client-secret", or for a sign-in that has no secret write "clientSecret": "" into its oAuthSettings in "api-properties-file"'
  })
}

function only(properties: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => names.includes(name)))
}

/**
 * What of the columns is too long.
 * @param current the definition that the row holds: where one is longer than the shorter limit, that isn't this environment's
 */
export function lengthFindings(columns: JsonObject, current: string): ServiceFinding[] {
  return Object.entries(columns).flatMap(([column, value]): ServiceFinding[] => {
    const length = typeof value === 'string' ? value.length : 0
    const most = (MAX_LENGTHS as Readonly<Record<string, number>>)[column] ?? Infinity
    const isDefinition = column === 'openapidefinition'
    const what = `${isDefinition ? 'the definition' : `"${column}"`} has ${length.toLocaleString('en')} characters`
    const advice = isDefinition ? '; choose operations with "include-operations" and "exclude-operations"' : ''
    if (length > most) {
      const message = `${what}, and its column in Dataverse takes ${most.toLocaleString('en')} at most${advice}`
      return [{ severity: 'error', pointer: '', message }]
    }
    if (!isDefinition || length <= SHORTER_DEFINITION || current.length > SHORTER_DEFINITION) return []
    const message = `${what}, and in some environments its column in Dataverse takes ${SHORTER_DEFINITION.toLocaleString('en')} at most${advice}`
    return [{ severity: 'warning', pointer: '', message }]
  })
}
