/** The connector as a folder, in the layout that paconn reads and writes: what a run can be undone with. */
import path from 'node:path'
import type { JsonObject } from '../definition/json.ts'
import type { Files } from '../files.ts'
import type { Connector } from './connector.ts'

const DEFINITION_FILE = 'apiDefinition.swagger.json'
const PROPERTIES_FILE = 'apiProperties.json'
const ICON_FILE = 'icon.png'
const SCRIPT_FILE = 'script.csx'
const SETTINGS_FILE = 'settings.json'

export interface PackageTarget {
  /** Empty when it isn't known: paconn asks for it then. */
  readonly environmentId: string
  readonly powerAppsUrl: string
}

/**
 * Writes the connector's files. Files of the folder that aren't the connector's stay as they are; what belongs to it is what
 * `settings.json` names.
 * @param folder made when it isn't there
 * @returns the names of the files that were written
 */
export async function writePackage(
  folder: string,
  connector: Connector,
  target: PackageTarget,
  files: Pick<Files, 'write'>
): Promise<string[]> {
  const parts: (readonly [name: string, content: string | Uint8Array])[] = [
    [DEFINITION_FILE, pretty(connector.definition)],
    [PROPERTIES_FILE, pretty({ properties: connector.properties })],
    ...(connector.icon ? [[ICON_FILE, connector.icon] as const] : []),
    ...(connector.script ? [[SCRIPT_FILE, connector.script] as const] : []),
    [SETTINGS_FILE, pretty(settings(connector, target))]
  ]
  await Promise.all(parts.map(([name, content]) => files.write(path.join(folder, name), content)))
  return parts.map(([name]) => name)
}

/** paconn's settings file. A connector without icon or code has none of it named. */
function settings(connector: Connector, { environmentId, powerAppsUrl }: PackageTarget): JsonObject {
  return {
    connectorId: connector.name,
    environment: environmentId === '' ? null : environmentId,
    apiProperties: PROPERTIES_FILE,
    apiDefinition: DEFINITION_FILE,
    icon: connector.icon ? ICON_FILE : null,
    ...(connector.script ? { script: SCRIPT_FILE } : {}),
    powerAppsUrl,
    powerAppsApiVersion: '2016-11-01'
  }
}

function pretty(value: JsonObject): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
