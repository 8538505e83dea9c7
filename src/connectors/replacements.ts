/** The parts of a connector that the workflow replaces with files of its workspace. */
import { readFile } from 'node:fs/promises'
import { isObject, type JsonObject, objectAt } from '../definition/json.ts'
import { readDocument } from '../definition/read.ts'
import { ActionError } from '../errors.ts'
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
export async function readReplacements(files: ReplacementFiles, secrets: Secrets): Promise<Replacements> {
  const [properties, icon, script] = await Promise.all([
    files.apiPropertiesFile === undefined ? undefined : readProperties(files.apiPropertiesFile, secrets),
    files.iconFile === undefined ? undefined : readAsset('icon', 'icon-file', files.iconFile),
    files.scriptFile === undefined ? undefined : readAsset('script', 'script-file', files.scriptFile)
  ])
  return { ...(properties ? { properties } : {}), ...(icon ? { icon } : {}), ...(script ? { script } : {}) }
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

async function readProperties(file: string, secrets: Secrets): Promise<JsonObject> {
  const { document } = readDocument(await read('api-properties-file', file), `"api-properties-file" (${file})`)
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

async function readAsset(kind: AssetKind, input: string, file: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await read(input, file)
  const fault = newAssetFault(kind, bytes)
  if (fault !== undefined) throw refused(input, file, fault)
  return bytes
}

async function read(input: string, file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return Uint8Array.from(await readFile(file))
  } catch (error) {
    throw refused(input, file, isObject(error) && error['code'] === 'ENOENT' ? 'there is no such file' : String(error))
  }
}

function refused(input: string, file: string, why: string): ActionError {
  return new ActionError({ what: `could not use "${input}" (${file})`, why, advice: 'correct the file or the input' })
}
