/** What a PATCH does to a row, and what the Power Apps service, which Dataverse calls meanwhile, makes of it. */
import { randomBytes } from 'node:crypto'
import { isObject } from '../../src/definition/json.ts'
import type { Json, JsonObject } from '../../src/definition/json.ts'
import { separateSecrets } from './client-secrets.ts'
import { lengthFault, typeFault } from './dataverse-columns.ts'
import { DataverseRefusal, refusedBehind } from './dataverse-errors.ts'
import type { State, StoredRow } from './state.ts'
import { timestamp } from './state.ts'
import { updateErrors } from './swagger-checks.ts'

/** Refuses a body that the table doesn't take. */
export function checkBody(body: JsonObject, state: State): void {
  for (const [name, value] of Object.entries(body)) {
    const fault = typeFault(name, value)
    if (fault !== undefined)
      throw new DataverseRefusal(
        400,
        '0x80048d19',
        `Error identified in Payload provided by the user for Entity :'connectors'. ${fault}`
      )
  }
  for (const [name, value] of Object.entries(body)) {
    const fault = lengthFault(name, value, state.dataverse.definitionLength)
    if (fault !== undefined) throw new DataverseRefusal(400, '0x80044331', fault)
  }
}

/** Writes the columns, and has the runtime follow as far as it does. */
export function applyColumns(row: StoredRow, body: JsonObject, state: State): void {
  const { runtime } = state.dataverse
  const columns = { ...row.columns, ...body }
  const refusal = runtime.startsWith('refuses')
    ? refusedBehind('BadRequest', 'The operation is not allowed for this connector.')
    : runtimeRefusal(columns)
  if (runtime === 'swallows') return
  if (refusal !== undefined && runtime !== 'refuses-after-write') throw refusal
  write(row, body, state)
  if (refusal !== undefined) throw refusal
  if (runtime === 'follows') row.served = textOf(row.columns['openapidefinition'])
}

/** What Microsoft's page on the Web API of solution custom connectors says a new connector must have. */
const REQUIRED = ['connectorid', 'name', 'displayname', 'openapidefinition', 'connectortype']

/** A new row by POST, and the connector that the Power Apps service makes of it. */
export function create(body: JsonObject, state: State): StoredRow {
  const missing = REQUIRED.find(name => body[name] === undefined || body[name] === null)
  if (missing !== undefined)
    throw new DataverseRefusal(400, '0x80040203', `Attribute '${missing}' cannot be NULL for the entity connector.`)
  const id = textOf(body['connectorid'])
  if (!/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(id))
    throw new DataverseRefusal(400, '0x80048d19', `Cannot convert the literal '${id}' to the expected type 'Edm.Guid'.`)
  if (!/^[a-z][a-z0-9]{1,7}_[A-Za-z0-9-]+$/.test(textOf(body['name'])))
    throw new DataverseRefusal(400, '0x80040203', "The connector's name must have the prefix of a publisher.")
  if (body['connectortype'] !== 1)
    throw new DataverseRefusal(400, '0x80040203', 'Only connectors of the type 1 can be created.')
  if (state.dataverse.rows.has(id))
    throw new DataverseRefusal(412, '0x80040237', 'A record with matching key values already exists.')
  const refusal = state.dataverse.runtime.startsWith('refuses')
    ? refusedBehind('BadRequest', 'The operation is not allowed for this connector.')
    : runtimeRefusal(body)
  if (refusal !== undefined && state.dataverse.runtime !== 'refuses-after-write') throw refusal
  upsert(id, { ...body, connectorinternalid: internalId(textOf(body['name'])) }, state)
  if (refusal !== undefined) throw refusal
  const row = state.dataverse.rows.get(id)
  if (row === undefined) throw new Error('A row that was written is there.')
  row.served = textOf(row.columns['openapidefinition'])
  return row
}

/** The Power Apps service's own name for a connector, with a hash of the environment. */
function internalId(name: string): string {
  return `shared_${name.replace(/_/, '-5f')}-5f${randomBytes(8).toString('hex')}`
}

/** A new row, which is what a PATCH of an unknown GUID makes when it doesn't forbid that. */
export function upsert(id: string, body: JsonObject, state: State): void {
  const row: StoredRow = {
    id,
    columns: { connectortype: 0 },
    version: 0n,
    modifiedOn: '',
    clientSecrets: new Map(),
    served: ''
  }
  write(row, body, state)
  state.dataverse.rows.set(id, row)
}

/** Moves a row to its next version. */
export function touch(row: StoredRow, state: State): void {
  state.dataverse.version += 1n
  row.version = state.dataverse.version
  row.modifiedOn = timestamp(state).replace(/\.\d+Z$/, 'Z')
}

function runtimeRefusal(columns: JsonObject): DataverseRefusal | undefined {
  const definition = parsed(columns['openapidefinition'])
  if (!isObject(definition)) return refusedBehind('BadRequest', 'The Open API definition is not valid JSON.')
  const errors = updateErrors(definition)
  if (errors.length > 0)
    return refusedBehind('BadRequest', `Specified swagger has the following errors: '${errors.join('\r\n')}'.`)
  const operations = parsed(columns['scriptoperations'])
  if (Array.isArray(operations) && operations.length > 0 && !columns['customcodeblobcontent'])
    return refusedBehind(
      'InvalidScriptDefinitionUrlWithNonNullOperations',
      'The script definition URL cannot be null or empty when script operations are specified.'
    )
  return undefined
}

function write(row: StoredRow, body: JsonObject, state: State): void {
  for (const [name, value] of Object.entries(body)) {
    if (name === 'connectionparameters' || name === 'connectionparametersets') {
      row.columns[name] = withoutSecrets(row, name, value)
    } else if (name === 'openapidefinition') {
      const definition = parsed(value)
      row.columns[name] = isObject(definition) ? JSON.stringify(state.dataverse.rewrite(definition)) : value
    } else {
      row.columns[name] = value
    }
  }
  touch(row, state)
}

/** The runtime gets the secrets that are sent. One that isn't sent is blanked, unlike on the Power Apps service. */
function withoutSecrets(row: StoredRow, column: string, value: Json): Json {
  for (const place of [...row.clientSecrets.keys()]) if (place.startsWith(`${column}/`)) row.clientSecrets.delete(place)
  const parameters = parsed(value)
  if (parameters === undefined) return value
  const { parameters: shown, sent } = separateSecrets(parameters, column)
  for (const [place, secret] of sent) if (secret !== undefined) row.clientSecrets.set(place, secret)
  return JSON.stringify(shown)
}

function parsed(value: Json | undefined): Json | undefined {
  try {
    return typeof value === 'string' ? (JSON.parse(value) as Json) : undefined
  } catch {
    return undefined
  }
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}
