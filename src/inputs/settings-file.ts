/**
 * The input `settings-file`: a `settings.json` of paconn, whose values stand in for inputs that are not given.
 *
 * Its members are those that paconn reads (paconn/settings/settingsserializer.py in microsoft/PowerPlatformConnectors).
 */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { CLOUDS } from '../clouds.ts'
import { isObject, type JsonObject } from '../definition/json.ts'
import { decodeText } from '../definition/read/encoding.ts'
import { parseJson } from '../definition/read/json-text.ts'
import { ActionError } from '../errors.ts'
import { LEADS_OUT } from '../files.ts'
import { type InputReader, type InputSource, listOf } from './reader.ts'

/** What is known of a settings file. Without one all parts are empty. */
export interface Settings {
  /** What was taken from the file, and which inputs won over it: for the log. */
  readonly notes: string[]
  readonly warnings: string[]
  /** The files that it names, by input, as paths that start from the workspace. */
  readonly files: ReadonlyMap<string, Value>
}

interface Value {
  readonly value: string
  /** The member, in words: `"icon" of connector/settings.json`. */
  readonly origin: string
}

const TEXTS = { connectorId: 'connector-id', environment: 'environment-id', clientId: 'app-id', tenant: 'tenant-id' }
const ADDRESSES = {
  powerAppsUrl: 'power-apps-url',
  resource: 'power-apps-resource',
  authorityUrl: 'authority-url'
}
const FILES = {
  apiProperties: 'api-properties-file',
  apiDefinition: 'swagger-file',
  icon: 'icon-file',
  script: 'script-file'
}
/** Power Automate serves paconn's list of environments; the version is checked below. */
const WITHOUT_INPUT: readonly string[] = ['flowUrl', 'flowApiVersion', 'powerAppsApiVersion']
const KNOWN = [...Object.keys({ ...TEXTS, ...ADDRESSES, ...FILES }), ...WITHOUT_INPUT]

/** The version of the Power Apps service that every call of ours names, and paconn's by default. */
const API_VERSION = '2016-11-01'
/** What paconn signs in to when nothing is said. A sign-in with a password needs the tenant, or any (Entra ID, ROPC). */
const PACONN_TENANT = 'common'
const DEFAULT_CLOUD = 'Public'
const SECRET = /secret|password|passwd|pwd|token|credential|private/i

/**
 * Fills ids and addresses from the settings file. Its files are handed back, since the mode decides whether they count.
 * @returns no parts when there is no such file, or it is wrong, which `reader` has been told then
 */
export function readSettings(reader: InputReader, source: InputSource): Settings {
  const settings = { notes: [], warnings: [], files: new Map<string, Value>() }
  const name = reader.text('settings-file')
  const file = reader.file('settings-file')
  if (file === undefined || !source.files.holds(file) || !existsSync(file)) return settings
  const document = parse(file, source)
  if (typeof document === 'string') {
    reader.mistake(`"settings-file" is "${name}", which can not be read: ${document}`)
    return settings
  }
  const values = textsOf(document, name, reader)
  settings.files = filesOf(values, file, source, reader)
  fillAddresses(values, settings, reader)
  for (const [member, input] of Object.entries(TEXTS)) {
    const value = values.get(member)
    if (value !== undefined && value.value !== PACONN_TENANT) fill(input, value, settings, reader)
  }
  warnOf(document, name, settings, source)
  return settings
}

/** Fills the files of the settings, for a mode that takes files. An address of the document wins over a file of it. */
export function fillFiles(settings: Settings, reader: InputReader): void {
  for (const [input, value] of settings.files) {
    if (input === 'swagger-file' && reader.isGiven('swagger-url')) {
      settings.notes.push(`"swagger-url" is given, so ${value.origin} is not used`)
    } else fill(input, value, settings, reader)
  }
}

function fill(input: string, { value, origin }: Value, { notes }: Settings, reader: InputReader): void {
  const taken = reader.fillIn(input, value, origin)
  notes.push(taken ? `"${input}" is ${value}, from ${origin}` : `"${input}" is given, so ${origin} is not used`)
}

/**
 * paconn notes one address, and its sign-in is told the others on the command line. So the address of a cloud stands for the
 * whole cloud, and a cloud that is given, for all its addresses.
 */
function fillAddresses(values: ReadonlyMap<string, Value>, settings: Settings, reader: InputReader): void {
  const isCloudGiven = reader.isGiven('cloud') && reader.text('cloud').toLowerCase() !== DEFAULT_CLOUD.toLowerCase()
  for (const [member, input] of Object.entries(ADDRESSES)) {
    const value = values.get(member)
    if (value === undefined) continue
    const cloud = member === 'powerAppsUrl' ? cloudAt(value.value) : undefined
    if (isCloudGiven && !reader.isGiven(input)) {
      settings.notes.push(`"cloud" is given, so ${value.origin} is not used`)
    } else if (cloud !== undefined && cloud !== DEFAULT_CLOUD && !reader.isGiven(input)) {
      reader.fillIn('cloud', cloud, value.origin, DEFAULT_CLOUD)
      settings.notes.push(`"cloud" is ${cloud}, from ${value.origin}`)
    } else {
      fill(input, value, settings, reader)
      if (!reader.isGiven(input) && !isOfMicrosoft(member, value.value)) {
        settings.warnings.push(
          `${value.origin} is ${value.value}, which is no address of a Microsoft cloud: what signs the run in is sent there`
        )
      }
    }
  }
}

function cloudAt(url: string): string | undefined {
  return Object.entries(CLOUDS).find(([, { powerAppsUrl }]) => powerAppsUrl === url.replace(/\/+$/, ''))?.[0]
}

/** The audience of a token is no address that anything is sent to. */
function isOfMicrosoft(member: string, url: string): boolean {
  const addresses = Object.values(CLOUDS).flatMap(({ powerAppsUrl, authorityUrl }) => [powerAppsUrl, authorityUrl])
  return member === 'resource' || addresses.includes(url.replace(/\/+$/, ''))
}

/** @returns the settings, or why they are none */
function parse(file: string, { files }: InputSource): JsonObject | string {
  try {
    const { value } = parseJson(decodeText(files.read('settings-file', file), file))
    if (isObject(value)) return value
    return `it is ${Array.isArray(value) ? 'an array' : JSON.stringify(value)} instead of an object`
  } catch (error) {
    return error instanceof ActionError ? error.parts.why : String(error)
  }
}

/** The members that have a value; `null` and an empty text are paconn's way of saying that there is none. */
function textsOf(document: JsonObject, name: string, reader: InputReader): Map<string, Value> {
  const values = new Map<string, Value>()
  for (const member of KNOWN) {
    const value = Object.hasOwn(document, member) ? document[member] : undefined
    const origin = `"${member}" of ${name}`
    if (typeof value === 'string' && value.trim() !== '') values.set(member, { value: value.trim(), origin })
    else if (value !== undefined && value !== null && value !== '') reader.mistake(`${origin} is not a text`)
  }
  return values
}

/** paconn takes paths from the folder that it is started in; here they start from the file, wherever the job runs. */
function filesOf(
  values: ReadonlyMap<string, Value>,
  settings: string,
  source: InputSource,
  reader: InputReader
): Map<string, Value> {
  const files = new Map<string, Value>()
  for (const [member, input] of Object.entries(FILES)) {
    const given = values.get(member)
    if (given === undefined) continue
    // Settings that were written on Windows.
    const file = path.resolve(path.dirname(settings), given.value.replaceAll('\\', '/'))
    if (source.files.holds(file)) {
      files.set(input, { value: path.relative(source.workspace, file), origin: given.origin })
    } else {
      reader.mistake(`${given.origin} is "${given.value}", which ${LEADS_OUT}`)
    }
  }
  return files
}

function warnOf(document: JsonObject, name: string, { warnings }: Settings, source: InputSource): void {
  const version = document['powerAppsApiVersion']
  if (typeof version === 'string' && version !== API_VERSION) {
    warnings.push(`"powerAppsApiVersion" of ${name} is ${version} and is not used: this action speaks ${API_VERSION}`)
  }
  const unknown = Object.keys(document).filter(member => !KNOWN.includes(member))
  const secrets = unknown.filter(member => SECRET.test(member))
  for (const member of secrets) {
    const value = document[member]
    if (typeof value === 'string' && value !== '') source.mask(value)
    warnings.push(
      `"${member}" of ${name} looks like a secret and is not used: take it out of the file, renew it, and give it to the step as an input`
    )
  }
  const others = unknown.filter(member => !secrets.includes(member)).map(member => `"${member}"`)
  if (others.length > 0) warnings.push(`${listOf(others)} of ${name} is no setting of paconn and is not used`)
}
