/** The pipeline: what a run does, in the order in which it does it. */
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type ApiDocument, getApiDocument } from './api-document.ts'
import { describeCredential } from './auth/credentials.ts'
import { acquireToken } from './auth/tokens.ts'
import { compareOperations } from './checks/changes/operations.ts'
import {
  compareContent,
  type Connector,
  type ConnectorContent,
  describeOtherDifferences,
  hasOAuth,
  isEqual
} from './connectors/connector.ts'
import { writePackage } from './connectors/package-folder.ts'
import { PowerAppsStore } from './connectors/power-apps/power-apps.ts'
import { readBack } from './connectors/read-back.ts'
import { contentWith, readReplacements, type Replacements } from './connectors/replacements.ts'
import type { ConnectorStore } from './connectors/store.ts'
import { definitionSha256 } from './definition/canonical.ts'
import type { JsonObject } from './definition/json.ts'
import { keepFromConnector } from './definition/keep.ts'
import { toSwagger2 } from './definition/swagger2.ts'
import { ActionError, UnclearUpdateError } from './errors.ts'
import type { Http } from './http.ts'
import type { ChangeInputs, Inputs } from './inputs.ts'
import type { Log } from './log.ts'
import { count, countOperations, type Report } from './report/report.ts'
import type { Retrier } from './retry.ts'
import type { Secrets } from './secrets.ts'

/** The collaborators of a run. */
export interface World {
  readonly log: Log
  readonly http: Http
  readonly retrier: Retrier
  readonly secrets: Secrets
  /** Ends every call and every wait. */
  readonly signal: AbortSignal
  /** A folder of this run alone. */
  readonly folder: string
}

/** Does what the inputs ask for, and writes into the report what becomes known on the way. */
export async function run(inputs: Inputs, report: Report, world: World): Promise<void> {
  report.inputs = inputs.given
  report.connector = { name: inputs.target.connectorName, environmentId: inputs.target.environmentId }
  for (const warning of inputs.warnings) warn(report, world, warning)
  if (inputs.mode === 'download') await download(inputs, report, world)
  else await change(inputs, report, world)
}

async function download(inputs: Inputs, report: Report, world: World): Promise<void> {
  const { connector } = await phase('Download the connector', report, world, () => openConnector(inputs, report, world))
  await phase('Write the package', report, world, () => savePackage(connector, inputs, report, world))
  report.operation = 'downloaded'
  report.changed = false
}

async function change(inputs: ChangeInputs, report: Report, world: World): Promise<void> {
  // The package folder may be the very folder that these files are in: they are read before it is written.
  const replacements = await readReplacements(inputs.replacements, world.secrets)
  const [{ store, connector }, api] = await phase(
    'Download the connector and fetch the API document',
    report,
    world,
    () => Promise.all([openConnector(inputs, report, world), fetchApiDocument(inputs, report, world)])
  )
  const packagePath = await phase('Write the package', report, world, () =>
    savePackage(connector, inputs, report, world)
  )
  const { content, differs } = await phase('Prepare the definition', report, world, () =>
    prepare(inputs, { api, connector, replacements }, report, world)
  )
  report.changed = false
  if (differs) {
    await phase('Validate the definition', report, world, () =>
      validate(store, content.definition, inputs, report, world)
    )
  }
  if (inputs.mode === 'plan') {
    report.operation = 'planned'
    report.changed = differs
    return
  }
  if (!differs) {
    report.operation = 'unchanged'
    return
  }
  await phase('Update the connector', report, world, () => update(store, { connector, content }, report))
  await phase('Read the connector back', report, world, async () => {
    const stored = await readBack(store, content, connector, packagePath, world)
    for (const remark of stored.remarks) world.log.info(remark)
    remember(stored.connector, report)
    world.log.info(`The connector holds what was sent, revision ${stored.connector.revision}`)
  })
  report.operation = 'updated'
  report.changed = true
}

/** Signs in and downloads the connector. */
async function openConnector(
  inputs: Inputs,
  report: Report,
  { http, log, secrets, signal }: World
): Promise<{ readonly store: ConnectorStore; readonly connector: Connector }> {
  const { target, credential } = inputs
  const token = await acquireToken(
    { credential, authorityUrl: target.authorityUrl, resource: target.powerAppsResource },
    http,
    secrets
  )
  log.info(`Signed in with ${describeCredential(credential)}, object id ${token.objectId}`)
  const settings = inputs.mode === 'download' ? undefined : inputs
  const options = {
    ...target,
    certificationRules: settings?.certificationRules ?? false,
    oAuthClientSecret: settings?.oAuthClientSecret
  }
  const store = new PowerAppsStore(options, token, { http, log, secrets, signal })
  const connector = await store.download()
  report.revision.before = connector.revision
  remember(connector, report)
  log.info(`Connector "${connector.displayName}" (${connector.name}), revision ${connector.revision}`)
  return { store, connector }
}

async function fetchApiDocument({ definition }: ChangeInputs, report: Report, world: World): Promise<ApiDocument> {
  const api = await getApiDocument(definition.source, world)
  report.definition.apiVersion = api.version
  return api
}

/** @returns the folder of the package */
async function savePackage(
  connector: Connector,
  inputs: Inputs,
  report: Report,
  { log, folder }: World
): Promise<string> {
  const packagePath = inputs.packageDirectory ?? path.join(folder, 'package')
  const files = await writePackage(packagePath, connector, inputs.target)
  report.packagePath = packagePath
  log.info(`The connector as it is now lies in ${packagePath}: ${files.join(', ')}`)
  return packagePath
}

/** From the API's document to the connector's new content, and what that changes. */
async function prepare(
  inputs: ChangeInputs,
  { api, connector, replacements }: { api: ApiDocument; connector: Connector; replacements: Replacements },
  report: Report,
  world: World
): Promise<{ readonly content: ConnectorContent; readonly differs: boolean }> {
  const converted = toSwagger2(api, connector.definition, api.servedFrom)
  const kept = keepFromConnector({
    api: converted.definition,
    connector: connector.definition,
    keep: inputs.definition.keep,
    explicit: inputs.definition.reach,
    connectorServiceUrl: connector.serviceUrl,
    ...(api.servedFrom === undefined ? {} : { servedFrom: api.servedFrom })
  })
  const content = contentWith(connector, kept.definition, replacements)
  report.losses = converted.losses
  report.notes = [...kept.notes.map(({ text }) => text), ...roundedNote(api.rounded)]
  report.lostAnnotations = kept.lost.map(
    ({ names, operationId, place }) => `${names.join(', ')} of ${[operationId, place].filter(Boolean).join(', ')}`
  )
  report.definition.path = await saveDefinition(content.definition, world)
  const differences = compareContent(content, connector, { additions: false })
  report.operations = compareOperations(connector.definition, content.definition)
  report.otherChanges = describeOtherDifferences(differences)
  const differs = !isEqual(differences)
  tellChanges(inputs, { content, differs }, report, world)
  return { content, differs }
}

/** Asks the service. @throws ActionError when it has errors, or warnings where these count as errors */
async function validate(
  store: ConnectorStore,
  definition: JsonObject,
  { failOnWarnings }: ChangeInputs,
  report: Report,
  { log }: World
): Promise<void> {
  const findings = await store.validate(definition)
  report.findings = findings
  for (const { severity, pointer, message } of findings) log.info(`${severity} ${pointer} ${message}`)
  const fatal = findings.filter(({ severity }) => severity === 'error' || failOnWarnings)
  if (findings.length === 0) log.info(`${store.name} finds nothing wrong`)
  const [first] = fatal
  if (!first) return
  throw new ActionError({
    what: 'did not update the connector',
    why: `the validation of ${store.name} has ${count(fatal.length, 'finding')}, first: ${first.message.replace(/[\s.]+$/, '')}${first.pointer ? ` at ${first.pointer}` : ''}`,
    advice: 'correct the API document; nothing was written'
  })
}

/** From a write on, whether the connector was changed isn't known until it was read back. */
async function update(
  store: ConnectorStore,
  { connector, content }: { readonly connector: Connector; readonly content: ConnectorContent },
  report: Report
): Promise<void> {
  try {
    await store.update(connector, content)
  } catch (error) {
    if (error instanceof UnclearUpdateError) delete report.changed
    throw error
  }
  delete report.changed
}

function tellChanges(
  inputs: ChangeInputs,
  { content, differs }: { readonly content: ConnectorContent; readonly differs: boolean },
  report: Report,
  world: World
): void {
  const { log } = world
  if (report.losses.length > 0) {
    log.info(
      `${count(report.losses.length, 'construct')} of the API document could not be taken over as it was; the summary lists them`
    )
  }
  for (const { rule, pointer, message } of report.losses) log.debug(`${rule} ${pointer}: ${message}`)
  for (const note of report.notes) log.info(note)
  for (const lost of report.lostAnnotations) log.info(`No place any more for ${lost}`)
  if (report.operations) log.info(countOperations(report.operations))
  for (const part of report.otherChanges) log.info(`Changes: ${part}`)
  if (inputs.oAuthClientSecret === undefined) return
  if (!hasOAuth(content.properties)) {
    warn(report, world, '"oauth-client-secret" is given, but no connection parameter of the connector uses OAuth')
  } else if (!differs) {
    log.info('"oauth-client-secret" is not sent: the service never returns it, so it alone is not seen as a change')
  }
}

function roundedNote(rounded: readonly string[]): string[] {
  if (rounded.length === 0) return []
  return [`integers with too many digits are rounded, as in most JSON software: ${rounded.slice(0, 5).join(', ')}`]
}

function remember(connector: Connector, report: Report): void {
  report.connector = {
    ...report.connector,
    name: connector.name,
    displayName: connector.displayName,
    redirectUrl: connector.redirectUrl
  }
  report.revision.after = connector.revision
  report.definition.sha256 = definitionSha256(connector.definition)
}

/** As it is sent: minified, the members in the author's order. */
async function saveDefinition(definition: JsonObject, { folder }: World): Promise<string> {
  const file = path.join(folder, 'apiDefinition.swagger.json')
  await mkdir(folder, { recursive: true })
  await writeFile(file, JSON.stringify(definition))
  return file
}

function warn(report: Report, { log }: World, text: string): void {
  report.warnings = [...report.warnings, text]
  log.warning(text)
}

/** One group of the log, and one row of the timings. */
async function phase<T>(title: string, report: Report, { log }: World, work: () => Promise<T>): Promise<T> {
  const started = performance.now()
  log.group(title)
  try {
    return await work()
  } finally {
    log.endGroup()
    report.timings.push({ phase: title, milliseconds: Math.round(performance.now() - started) })
  }
}
