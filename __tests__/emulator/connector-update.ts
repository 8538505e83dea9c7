/** Updates and creations of connectors: what is refused, what is stored, and what is lost because it was not sent. */
import { randomBytes } from 'node:crypto'
import { arrayAt, isObject, objectAt, own, stringAt } from '../../src/definition/json.ts'
import type { Json, JsonObject } from '../../src/definition/json.ts'
import type { BlobStorage } from './blob-storage.ts'
import { mergeSecrets, separateSecrets } from './client-secrets.ts'
import { invalidContent, Refusal, unknownMember, wrappedTwice } from './power-apps-errors.ts'
import { timestamp } from './state.ts'
import type { State, StoredConnector } from './state.ts'
import { normalise, serialise } from './stored-definition.ts'
import { updateErrors } from './swagger-checks.ts'

/** The members of `properties` that the service stores as they are. */
const storedMembers = [
  'backendService',
  'description',
  'iconBrandColor',
  'capabilities',
  'connectionParameters',
  'connectionParameterSets',
  'policyTemplateInstances',
  'scriptOperations',
  'publisher',
  'stackOwner'
]
const updateMembers = new Set([...storedMembers, 'openApiDefinition', 'environment', 'iconUri', 'scriptDefinitionUrl'])
const createMembers = new Set([...updateMembers, 'displayName'])
const knownCapabilities = new Set(['actions', 'triggers', 'gateway', 'cloud', 'blob', 'tabular', 'composite'])

/** Applies a PATCH, or refuses it whole. What the body leaves out is lost: nobody knows that the service keeps it. */
export function applyUpdate(connector: StoredConnector, body: JsonObject, state: State, storage: BlobStorage): void {
  const properties = knownProperties(body, updateMembers)
  checkProperties(properties, connector.environment, state)
  const files = fetchFiles(properties, storage)
  store(connector, properties, files, state)
}

/** Applies a POST: the same, with a name of the service's making. */
export function createConnector(
  environment: string,
  body: JsonObject,
  state: State,
  storage: BlobStorage
): StoredConnector {
  const properties = knownProperties(body, createMembers)
  const displayName = stringAt(properties, 'displayName')
  if (displayName === undefined) throw invalidContent("Required property 'displayName' was not found.")
  checkProperties(properties, environment, state)
  const files = fetchFiles(properties, storage)
  const hexadecimal = () => randomBytes(8).toString('hex')
  const encoded = displayName
    .toLowerCase()
    .replace(/[^a-z0-9]/g, character => `-${Buffer.from(character).toString('hex')}`)
  const connector: StoredConnector = {
    name: `shared_${encoded}-5f${hexadecimal()}-5f${hexadecimal()}`,
    environment,
    displayName,
    properties: {},
    definition: Buffer.alloc(0),
    clientSecrets: new Map(),
    createdTime: timestamp(state),
    changedTime: ''
  }
  store(connector, properties, files, state)
  state.powerApps.connectors.set(connector.name, connector)
  return connector
}

function knownProperties(body: JsonObject, members: ReadonlySet<string>): JsonObject {
  const stranger = Object.keys(body).find(name => name !== 'properties')
  if (stranger !== undefined) throw unknownMember(stranger, 'ApiDefinition', stranger)
  const properties = objectAt(body, 'properties')
  if (properties === undefined) throw invalidContent("Required property 'properties' was not found in JSON.")
  const unknown = Object.keys(properties).find(name => !members.has(name))
  if (unknown !== undefined) throw unknownMember(unknown, 'ApiPropertiesDefinition', `properties.${unknown}`)
  return properties
}

function checkProperties(properties: JsonObject, environment: string, state: State): void {
  const sent = stringAt(objectAt(properties, 'environment') ?? {}, 'name')
  if (sent === undefined) throw invalidContent("Required property 'properties.environment' was not found in JSON.")
  if (sent !== environment) throw new Refusal(400, 'InvalidEnvironment', 'Environment property cannot be changed.')
  if (own(properties, 'stackOwner') !== undefined && state.powerApps.refusesStackOwner)
    throw unknownMember('stackOwner', 'ApiPropertiesDefinition', 'properties.stackOwner')

  const definition = objectAt(properties, 'openApiDefinition')
  // A known defect of the service: connection parameters by themselves end in an internal error.
  if (definition === undefined)
    throw new Refusal(
      500,
      'InternalServerError',
      'Encountered an internal server error. The tracking Id is in the headers.'
    )
  const errors = updateErrors(definition)
  if (errors.length > 0) throw invalidContent(`Specified swagger has the following errors: '${errors.join('\r\n')}'.`)
  checkCapabilities(own(properties, 'capabilities'))
  const operations = arrayAt(properties, 'scriptOperations') ?? []
  if (operations.length > 0 && !stringAt(properties, 'scriptDefinitionUrl'))
    throw wrappedTwice(
      400,
      'InvalidScriptDefinitionUrlWithNonNullOperations',
      'The script definition URL cannot be null or empty when script operations are specified.'
    )
}

function checkCapabilities(capabilities: Json | undefined): void {
  if (capabilities === undefined) return
  const known =
    Array.isArray(capabilities) && capabilities.every(one => typeof one === 'string' && knownCapabilities.has(one))
  if (!known)
    throw new Refusal(
      400,
      'ApiDefinitionCapabilitiesInvalid',
      `The capabilities '${JSON.stringify(capabilities)}' of the API definition are invalid.`
    )
}

interface Files {
  readonly icon: Buffer | undefined
  readonly script: Buffer | undefined
}

/** The service downloads both files itself, so their URLs have to be signed ones of its own storage. */
function fetchFiles(properties: JsonObject, storage: BlobStorage): Files {
  const file = (member: string): Buffer | undefined => {
    const url = stringAt(properties, member)
    if (!url || url === storage.defaultIconUrl) return undefined
    const content = storage.download(url)
    if (typeof content !== 'string') return content
    throw invalidContent(`The content of '${member}' could not be downloaded: ${content}`)
  }
  return { icon: file('iconUri'), script: file('scriptDefinitionUrl') }
}

function store(connector: StoredConnector, properties: JsonObject, files: Files, state: State): void {
  const separated = ['connectionParameters', 'connectionParameterSets'].map(name => ({
    name,
    ...separateSecrets(own(properties, name) ?? null, name)
  }))
  const stored = Object.fromEntries(
    storedMembers.flatMap(name => {
      const value = separated.find(one => one.name === name)?.parameters ?? own(properties, name)
      return value === undefined || value === null ? [] : [[name, value]]
    })
  )
  mergeSecrets(connector.clientSecrets, separated)
  connector.properties = stored
  if (files.icon === undefined) delete connector.icon
  else connector.icon = files.icon
  if (files.script === undefined) delete connector.script
  else connector.script = files.script
  const definition = own(properties, 'openApiDefinition')
  if (isObject(definition)) connector.definition = serialise(state.powerApps.rewrite(normalise(definition)))
  connector.changedTime = timestamp(state)
}
