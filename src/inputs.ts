/** The one place that reads the action's inputs. */
import * as core from '@actions/core'
import type { DocumentSource } from './api-document.ts'
import { type Credential, credentialFrom, type CredentialInputs } from './auth/credentials.ts'
import { type AllowedChange, parseAllowedChanges } from './checks/changes/allowed.ts'
import { CLOUDS } from './clouds.ts'
import type { ReplacementFiles } from './connectors/replacements.ts'
import type { Target } from './connectors/target.ts'
import { DEFAULT_KEEP, type ExplicitReach, KEEP_PARTS, type KeepPart } from './definition/keep.ts'
import type { SelectionLines } from './definition/select.ts'
import { InputError } from './errors.ts'
import { readDefinitionSource } from './inputs/definition-source.ts'
import { InputReader, type InputSource, listOf } from './inputs/reader.ts'
import { fillFiles, readSettings } from './inputs/settings-file.ts'
import { checkParts, readTarget, type ReplacedParts } from './inputs/target.ts'
import type { Secrets } from './secrets.ts'

export type { InputSource } from './inputs/reader.ts'

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

/** Which changes may reach apps and flows. */
export interface GateInputs {
  readonly onBreaking: 'warn' | 'fail' | 'allow'
  /** Breaking changes that are accepted. */
  readonly allowedChanges: readonly AllowedChange[]
}

/** Who is told about the run, beside log and outputs. */
export interface ReportInputs {
  readonly summary: boolean
  /** `auto` = on events of a pull request. */
  readonly comment: 'auto' | 'never'
  /** For the comment; empty = none. */
  readonly gitHubToken: string
  /** Holds its own credential; empty = none. */
  readonly teamsWebhookUrl: string
}

interface CommonInputs {
  readonly report: ReportInputs
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
  readonly gates: GateInputs
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

export interface CreateInputs extends ConnectorInputs, PreparationInputs {
  readonly mode: 'create'
  readonly oAuthClientSecret: string | undefined
}

export interface ValidateInputs extends CommonInputs, PreparationInputs {
  readonly mode: 'validate'
  /** Stands in for the connector's definition; absolute, `undefined` = none. */
  readonly baselineFile: string | undefined
}

export type Inputs = DownloadInputs | ChangeInputs | CreateInputs | ValidateInputs

/** The inputs as the runner hands them over. */
export function runnerInputs(
  secrets: Secrets,
  { workspace, files }: Pick<InputSource, 'workspace' | 'files'>
): InputSource {
  return {
    get: name => core.getInput(name),
    getExact: name => core.getInput(name, { trimWhitespace: false }),
    variable: name => process.env[name] ?? '',
    mask: value => {
      secrets.add(value)
    },
    workspace,
    files
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
  const report = readReportInputs(reader, value => {
    source.mask(value)
  })
  const { mode, notes } = readMode(reader)
  if (mode !== 'download') fillFiles(settings, reader)
  const document = readDefinitionSource(reader, mode !== 'download', value => {
    source.mask(value)
  })
  for (const warning of [...settings.warnings, ...document.warnings]) reader.warning(warning)
  const common = { report, notes: [...settings.notes, ...notes], warnings: reader.warnings, given: reader.given }
  const preparation = readPreparation(reader)
  const baselineFile = reader.file('baseline-file')
  if (baselineFile !== undefined && mode !== 'validate') {
    reader.mistake('"baseline-file" stands in for the connector in the mode validate only')
  }
  const parts = mode === 'download' ? undefined : { ...preparation.replacements, oAuthClientSecret }
  const connector = mode === 'validate' ? undefined : readConnectorInputs(reader, given, mode, parts)
  if (reader.mistakes.length > 0) throw new InputError(reader.mistakes, reader.help)
  if (mode === 'download' && connector) return { ...common, ...connector, mode }
  if (!document.source) throw new InputError(reader.mistakes)
  const definition = { ...preparation.definition, source: document.source }
  if (mode === 'validate') return { ...common, ...preparation, mode, definition, baselineFile }
  if (!connector || mode === 'download') throw new InputError(reader.mistakes)
  return { ...common, ...connector, ...preparation, mode, definition, oAuthClientSecret }
}

/** A connector that has an id is there already: what a workflow creates at its first run, it updates from then on. */
function readMode(reader: InputReader): { readonly mode: Inputs['mode']; readonly notes: readonly string[] } {
  const mode = reader.choice('mode', ['update', 'plan', 'validate', 'download', 'create'])
  if (mode !== 'create' || reader.text('connector-id') === '') return { mode, notes: [] }
  return { mode: 'update', notes: ['"connector-id" is given, so the mode create updates that connector'] }
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
    gates: readGates(reader),
    certificationRules: reader.boolean('certification-rules', false),
    failOnWarnings: reader.boolean('fail-on-warnings', false)
  }
}

function readGates(reader: InputReader): GateInputs {
  const onBreaking = reader.choice('on-breaking', ['warn', 'fail', 'allow'])
  const { allowed, mistakes } = parseAllowedChanges(reader.list('allowed-changes'))
  for (const mistake of mistakes) reader.mistake(mistake)
  return { onBreaking, allowedChanges: allowed }
}

function readReportInputs(reader: InputReader, mask: (value: string) => void): ReportInputs {
  const teamsWebhookUrl = reader.secret('teams-webhook-url').trim()
  if (teamsWebhookUrl !== '' && !(URL.canParse(teamsWebhookUrl) && new URL(teamsWebhookUrl).protocol === 'https:')) {
    reader.mistake('"teams-webhook-url" is not an https:// address')
  }
  // A webhook's credential can be its query or its path, which a line of the log may show without the query.
  const path = URL.canParse(teamsWebhookUrl) ? new URL(teamsWebhookUrl).pathname : ''
  if (path.length >= 16) mask(path)
  return {
    summary: reader.boolean('summary', true),
    comment: reader.choice('comment', ['auto', 'never']),
    gitHubToken: reader.secret('github-token').trim(),
    teamsWebhookUrl
  }
}

/**
 * @param parts what the workflow replaces of the connector; `undefined` where nothing is written
 * @returns nothing when something is wrong, which `reader` has been told then
 */
function readConnectorInputs(
  reader: InputReader,
  inputs: CredentialInputs,
  mode: Inputs['mode'],
  parts: ReplacedParts | undefined
): Omit<ConnectorInputs, keyof CommonInputs> | undefined {
  const target = readTarget(reader, mode === 'create' ? 'new' : 'existing')
  if (parts) checkParts(reader, target, parts)
  const packageDirectory = reader.path('package-directory')
  const credential = credentialFrom(inputs, CLOUDS[target.cloud].federationAudience, new Date())
  if ('kind' in credential) return { target, packageDirectory, credential }
  const { mistake, ...help } = credential
  reader.mistake(mistake, help)
  return undefined
}

function readCredentialInputs(reader: InputReader): CredentialInputs {
  const password = reader.secret('password-secret')
  const clientSecret = reader.secret('client-secret')
  const clientCertificate = reader.secret('client-certificate')
  const clientCertificatePassword = reader.secret('client-certificate-password')
  const idTokens = {
    url: reader.variable('ACTIONS_ID_TOKEN_REQUEST_URL'),
    requestToken: reader.secretVariable('ACTIONS_ID_TOKEN_REQUEST_TOKEN')
  }
  const tenantId = reader.text('tenant-id')
  if (!/^[A-Za-z0-9.-]*$/.test(tenantId)) {
    reader.mistake(`"tenant-id" is "${tenantId}"; valid are a GUID and a domain name such as contoso.onmicrosoft.com`)
  }
  return {
    appId: reader.text('app-id'),
    tenantId,
    clientSecret,
    clientCertificate,
    clientCertificatePassword,
    userName: reader.text('user-name'),
    password,
    idTokens
  }
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
