/** The parts of a connector that the workflow replaces with files of its workspace. */
import { type JsonObject, objectAt } from '../definition/json.ts'
import { readDocument } from '../definition/read.ts'
import { ActionError } from '../errors.ts'
import type { Files } from '../files.ts'
import type { Secrets } from '../secrets.ts'
import { type AssetKind, newAssetFault } from './assets.ts'
import { API_PROPERTIES, type Connector, type ConnectorContent, oAuthSettings } from './connector.ts'

/** Absolute paths; `undefined` = the connector's own stays. */
export interface ReplacementFiles {
  readonly apiPropertiesFile: string | undefined
  readonly iconFile: string | undefined
  readonly scriptFile: string | undefined
}

/** Only the parts that are replaced. */
export type Replacements = Partial<Pick<ConnectorContent, 'properties' | 'icon' | 'script'>>

/**
 * Reads the files, before anything else touches the workspace.
 * @throws ActionError naming the input whose file can't be read or isn't what it should be
 */
export function readReplacements(
  { apiPropertiesFile, iconFile, scriptFile }: ReplacementFiles,
  { secrets, files }: { readonly secrets: Secrets; readonly files: Pick<Files, 'read'> }
): Replacements {
  return {
    ...(apiPropertiesFile === undefined
      ? {}
      : { properties: propertiesOf(files.read('api-properties-file', apiPropertiesFile), apiPropertiesFile, secrets) }),
    ...(iconFile === undefined ? {} : { icon: assetOf('icon', iconFile, files.read('icon-file', iconFile)) }),
    ...(scriptFile === undefined
      ? {}
      : { script: assetOf('script', scriptFile, files.read('script-file', scriptFile)) })
  }
}

/** The properties of the workspace's file that the connector's backend has no place for. */
export function withoutPlace(
  { storable }: Pick<Connector, 'storable'>,
  { properties = {} }: Replacements
): readonly string[] {
  return API_PROPERTIES.filter(name => properties[name] !== undefined && !storable.includes(name))
}

/**
 * The connector with its new definition and its replaced parts, as far as its backend has a place for them.
 * @throws ActionError when the custom code would be asked to handle operations although there is none
 */
export function contentWith(
  connector: Pick<Connector, 'properties' | 'icon' | 'script' | 'storable'>,
  definition: JsonObject,
  replacements: Replacements
): ConnectorContent {
  const { icon, script, ...merged } = { ...connector, ...replacements }
  const properties = Object.fromEntries(
    Object.entries(merged.properties).filter(([name]) => connector.storable.some(storable => storable === name))
  )
  const operations = properties['scriptOperations']
  if (script === undefined && Array.isArray(operations) && operations.length > 0) {
    throw new ActionError({
      what: 'could not prepare the connector',
      why: `"scriptOperations" names ${operations.length} operation(s) for custom code, but the connector has no code`,
      advice: 'give a "script-file", or take "scriptOperations" out of "api-properties-file"'
    })
  }
  return { definition, properties, icon, script }
}

function propertiesOf(bytes: Uint8Array, file: string, secrets: Secrets): JsonObject {
  const { document } = readDocument(bytes, `"api-properties-file" (${file})`)
  const properties = objectAt(document, 'properties')
  if (!properties) {
    throw refused('api-properties-file', file, 'it has no "properties" object, as apiProperties.json must have')
  }
  const known: readonly string[] = API_PROPERTIES
  const unknown = Object.keys(properties).filter(name => !known.includes(name))
  if (unknown.length > 0) {
    throw refused(
      'api-properties-file',
      file,
      `the service does not know ${unknown.join(', ')}; valid are ${known.join(', ')}`
    )
  }
  for (const settings of oAuthSettings(properties)) {
    const secret = settings['clientSecret']
    if (typeof secret === 'string') secrets.add(secret)
  }
  return properties
}

function assetOf(kind: AssetKind, file: string, bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const fault = newAssetFault(kind, bytes)
  if (fault !== undefined) throw refused(`${kind}-file`, file, fault)
  return bytes
}

function refused(input: string, file: string, why: string): ActionError {
  return new ActionError({ what: `could not use "${input}" (${file})`, why, advice: 'correct the file or the input' })
}
