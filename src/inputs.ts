/** The one place that reads the action's inputs. */
import * as core from '@actions/core'
import type { DocumentSource } from './api-document.ts'
import { type Credential, credentialFrom, type CredentialInputs } from './auth/credentials.ts'
import { type CloudName, CLOUDS } from './clouds.ts'
import { parseConnectorId, parseEnvironmentId, type Parsed } from './connectors/ids.ts'
import type { ReplacementFiles } from './connectors/replacements.ts'
import { DEFAULT_KEEP, type ExplicitReach, KEEP_PARTS, type KeepPart } from './definition/keep.ts'
import type { SelectionLines } from './definition/select.ts'
import { InputError } from './errors.ts'
import { readDefinitionSource } from './inputs/definition-source.ts'
import { InputReader, type InputSource, listOf } from './inputs/reader.ts'
import { fillFiles, readSettings } from './inputs/settings-file.ts'
import type { Secrets } from './secrets.ts'

export type { InputSource } from './inputs/reader.ts'

export interface Target {
  readonly connectorName: string
  readonly environmentId: string
  readonly cloud: CloudName
  readonly powerAppsUrl: string
  readonly powerAppsResource: string
  readonly authorityUrl: string
}

export interface DefinitionInputs {
  readonly source: DocumentSource
  readonly keep: ReadonlySet<KeepPart>
  /** Values that win over both sides; empty = not given. */
  readonly reach: ExplicitReach
  /** Which operations the connector gets: operation ids, globs, `tag:Name`, `GET /path*`. */
  readonly operations: SelectionLines
  readonly removedOperations: 'remove' | 'deprecate'
  /** An OpenAPI Overlay; absolute, `undefined` = none. */
  readonly overlayFile: string | undefined
}

interface CommonInputs {
  readonly summary: boolean
  /** Where values come from that the step doesn't give, for the log. */
  readonly notes: readonly string[]
  /** What is allowed but unwise, for the log. */
  readonly warnings: readonly string[]
  /** Every input that was given; of a secret only that it was. */
  readonly given: Readonly<Record<string, string>>
}

/** What a mode needs that works on a connector. */
export interface ConnectorInputs extends CommonInputs {
  readonly target: Target
  readonly credential: Credential
  /** Absolute; `undefined` = a new folder under the runner's temp folder. */
  readonly packageDirectory: string | undefined
}

/** What a mode needs that prepares and checks a definition. */
export interface PreparationInputs {
  readonly definition: DefinitionInputs
  readonly replacements: ReplacementFiles
  readonly certificationRules: boolean
  readonly failOnWarnings: boolean
}

export interface DownloadInputs extends ConnectorInputs {
  readonly mode: 'download'
}

export interface ChangeInputs extends ConnectorInputs, PreparationInputs {
  readonly mode: 'update' | 'plan'
  readonly oAuthClientSecret: string | undefined
}

export interface ValidateInputs extends CommonInputs, PreparationInputs {
  readonly mode: 'validate'
  /** Stands in for the connector's definition; absolute, `undefined` = none. */
  readonly baselineFile: string | undefined
}

export type Inputs = DownloadInputs | ChangeInputs | ValidateInputs

/** The inputs as the runner hands them over. */
export function runnerInputs(secrets: Secrets): InputSource {
  return {
    get: name => core.getInput(name),
    getExact: name => core.getInput(name, { trimWhitespace: false }),
    mask: value => {
      secrets.add(value)
    },
    workspace: process.env['GITHUB_WORKSPACE'] ?? process.cwd()
  }
}

/**
 * Reads and checks all inputs.
 * @throws InputError naming every input that is missing or wrong, with the valid values
 */
export function loadInputs(source: InputSource): Inputs {
  const reader = new InputReader(source)
  const settings = readSettings(reader, source)
  // Secrets before the rest: nothing has been told yet, and whatever is wrong later, they are masked by then.
  const given = readCredentialInputs(reader)
  const oAuthClientSecret = reader.secret('oauth-client-secret') || undefined
  const mode = reader.choice('mode', ['update', 'plan', 'validate', 'download'])
  if (mode !== 'download') fillFiles(settings, reader)
  const document = readDefinitionSource(reader, mode !== 'download', value => {
    source.mask(value)
  })
  const common = {
    summary: reader.boolean('summary', true),
    notes: settings.notes,
    warnings: [...settings.warnings, ...document.warnings],
    given: reader.given
  }
  const preparation = readPreparation(reader)
  const baselineFile = reader.file('baseline-file')
  if (baselineFile !== undefined && mode !== 'validate') {
    reader.mistake('"baseline-file" stands in for the connector in the mode validate only')
  }
  const connector = mode === 'validate' ? undefined : readConnectorInputs(reader, given)
  if (reader.mistakes.length > 0) throw new InputError(reader.mistakes)
  if (mode === 'download' && connector) return { ...common, ...connector, mode }
  if (!document.source) throw new InputError(reader.mistakes)
  const definition = { ...preparation.definition, source: document.source }
  if (mode === 'validate') return { ...common, ...preparation, mode, definition, baselineFile }
  if (!connector || mode === 'download') throw new InputError(reader.mistakes)
  return { ...common, ...connector, ...preparation, mode, definition, oAuthClientSecret }
}

function readPreparation(
  reader: InputReader
): Omit<PreparationInputs, 'definition'> & { readonly definition: Omit<DefinitionInputs, 'source'> } {
  return {
    definition: {
      keep: readKeep(reader),
      reach: readReach(reader),
      operations: { include: reader.list('include-operations'), exclude: reader.list('exclude-operations') },
      removedOperations: reader.choice('removed-operations', ['remove', 'deprecate']),
      overlayFile: reader.file('overlay-file')
    },
    replacements: {
      apiPropertiesFile: reader.file('api-properties-file'),
      iconFile: reader.file('icon-file'),
      scriptFile: reader.file('script-file')
    },
    certificationRules: reader.boolean('certification-rules', false),
    failOnWarnings: reader.boolean('fail-on-warnings', false)
  }
}

/** @returns nothing when something is wrong, which `reader` has been told then */
function readConnectorInputs(
  reader: InputReader,
  inputs: CredentialInputs
): Omit<ConnectorInputs, keyof CommonInputs> | undefined {
  const target = readTarget(reader)
  const packageDirectory = reader.path('package-directory')
  const credential = credentialFrom(inputs)
  if ('kind' in credential) return { target, packageDirectory, credential }
  reader.mistake(credential.mistake)
  return undefined
}

function readTarget(reader: InputReader): Target {
  reader.choice('backend', ['auto', 'power-apps'])
  const cloud = reader.choice('cloud', Object.keys(CLOUDS) as [CloudName, ...CloudName[]])
  const endpoints = CLOUDS[cloud]
  return {
    connectorName: readId(reader, 'connector-id', parseConnectorId),
    environmentId: readId(reader, 'environment-id', parseEnvironmentId),
    cloud,
    powerAppsUrl: reader.httpsUrl('power-apps-url', endpoints.powerAppsUrl),
    // Compared letter by letter by the service, so taken as it is.
    powerAppsResource: reader.text('power-apps-resource') || endpoints.powerAppsResource,
    authorityUrl: reader.httpsUrl('authority-url', endpoints.authorityUrl)
  }
}

function readId(reader: InputReader, name: string, parse: (given: string) => Parsed): string {
  const given = reader.text(name)
  const parsed: Parsed = given === '' ? { mistake: `"${name}" is not given` } : parse(given)
  if ('value' in parsed) return parsed.value
  reader.mistake(parsed.mistake)
  return ''
}

function readCredentialInputs(reader: InputReader): CredentialInputs {
  const password = reader.secret('password-secret')
  const clientSecret = reader.secret('client-secret')
  const tenantId = reader.text('tenant-id')
  if (!/^[A-Za-z0-9.-]*$/.test(tenantId)) {
    reader.mistake(`"tenant-id" is "${tenantId}"; valid are a GUID and a domain name such as contoso.onmicrosoft.com`)
  }
  return { appId: reader.text('app-id'), tenantId, clientSecret, userName: reader.text('user-name'), password }
}

function readKeep(reader: InputReader): ReadonlySet<KeepPart> {
  const items = reader.list('keep').map(item => item.toLowerCase())
  if (items.length === 0) return DEFAULT_KEEP
  if (items.includes('none')) {
    if (items.length > 1) reader.mistake('"keep" has "none" beside other parts')
    return new Set()
  }
  const parts = KEEP_PARTS.filter(part => items.includes(part))
  const unknown = items.filter(item => !parts.some(part => part === item))
  if (unknown.length > 0) {
    reader.mistake(
      `"keep" has ${listOf(unknown.map(item => `"${item}"`))}; valid are ${listOf([...KEEP_PARTS, 'none'])}`
    )
  }
  return new Set(parts)
}

/** A name, an IPv4 address or an IPv6 one in brackets, and a port. */
const HOST = /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/
/** Resolved by the platform, so kept as it is. */
const VARIABLE = '@environmentVariables('

function readReach(reader: InputReader): ExplicitReach {
  const host = reader.text('host')
  if (host !== '' && !HOST.test(host) && !host.startsWith(VARIABLE)) {
    reader.mistake(`"host" is "${host}"; valid is a host name, with a port if need be, without scheme and path`)
  }
  const basePath = reader.text('base-path')
  if (basePath !== '' && !/^\/[^\s?#]*$/.test(basePath) && !basePath.includes(VARIABLE)) {
    reader.mistake(`"base-path" is "${basePath}"; it must start with / and have no blanks, ? and #`)
  }
  const given = reader.text('scheme').toLowerCase()
  if (!['', 'http', 'https'].includes(given)) reader.mistake(`"scheme" is "${given}"; valid are https and http`)
  return { host, basePath, scheme: given }
}
