/** The pipeline: what a run does, in the order in which it does it. */
import path from 'node:path'
import { CancelledError } from './cancellation.ts'
import { check, checkOffline } from './check.ts'
import { CLOUDS } from './clouds.ts'
import type { Connector, ConnectorContent } from './connectors/connector.ts'
import { writePackage } from './connectors/package-folder.ts'
import { readBack } from './connectors/read-back.ts'
import { readReplacements } from './connectors/replacements.ts'
import { settled } from './connectors/settled.ts'
import type { ConnectorStore } from './connectors/store.ts'
import { create } from './create.ts'
import { readDocument } from './definition/read.ts'
import { ActionError, UnclearUpdateError } from './errors.ts'
import { barring, compare, gate } from './gate.ts'
import type { ChangeInputs, ConnectorInputs, DownloadInputs, Inputs, ValidateInputs } from './inputs.ts'
import { type Baseline, prepare, prepareDefinition, tellPreparation } from './prepare.ts'
import type { Report } from './report/report.ts'
import { fetchApiDocument, forget, openStore, placeIn, remember } from './steps.ts'
import { phase, warn, type World } from './world.ts'

const FOR_STRANGER =
  'This run has the rights and secrets of the repository, and works for a pull request from a fork ("pull_request_target"): whoever ' +
  'opened that may decide what goes to the connector. Let "pull_request" start it, and use the mode validate for forks'

/** Does what the inputs ask for, and writes into the report what becomes known on the way. */
export async function run(inputs: Inputs, report: Report, world: World): Promise<void> {
  report.inputs = inputs.given
  for (const note of inputs.notes) world.log.info(note)
  if (inputs.mode !== 'plan') report.changed = false
  for (const warning of inputs.warnings) warn(report, world, warning)
  if (isForStranger(world) && inputs.mode !== 'validate') warn(report, world, FOR_STRANGER)
  if (inputs.mode === 'validate') return validate(inputs, report, world)
  const { connectorName: name, environmentId, cloud } = inputs.target
  report.connector = { ...(name === '' ? {} : { name }), ...(environmentId === '' ? {} : { environmentId }) }
  // The portal's addresses have the environment's id, which Dataverse does without.
  if (environmentId !== '')
    report.links.makerPortal = `${CLOUDS[cloud].makerPortalUrl}/environments/${environmentId}/customconnectors`
  switch (inputs.mode) {
    case 'download':
      return download(inputs, report, world)
    case 'create':
      return create(inputs, report, world)
    case 'update':
    case 'plan':
      return change(inputs, report, world)
  }
}

function isForStranger({ github: { pullRequest } }: World): boolean {
  return pullRequest !== undefined && pullRequest.fromFork && pullRequest.privileged
}

/** Prepares and checks a definition without a connector. */
async function validate(inputs: ValidateInputs, report: Report, world: World): Promise<void> {
  const { properties } = readReplacements(inputs.replacements, world)
  const baseline = inputs.baselineFile === undefined ? undefined : readBaseline(inputs.baselineFile, world)
  const api = await phase('Get the API document', report, world, () => fetchApiDocument(inputs, report, world))
  const definition = await phase('Prepare the definition', report, world, async () => {
    const prepared = await prepareDefinition(inputs.definition, api, baseline, report, world)
    tellPreparation(report, world)
    return prepared
  })
  const place = placeIn(api, definition, inputs.definition.source, world)
  if (baseline) {
    const shared = properties ? { properties } : {}
    const sides = { before: { ...shared, definition: baseline.definition }, after: { ...shared, definition } }
    await phase('Compare with the baseline', report, world, () => {
      compare(sides, inputs.gates, place, report, world)
    })
  }
  await phase('Check the definition', report, world, () => {
    checkOffline({ definition, properties }, inputs, place, report, world)
  })
  gate(inputs.gates, 'the definition does not fit the baseline', report)
  report.operation = 'validated'
}

function readBaseline(file: string, { files }: World): Baseline {
  const { document } = readDocument(files.read('baseline-file', file), `"baseline-file" (${file})`)
  return { definition: document, serviceUrl: '' }
}

async function download(inputs: DownloadInputs, report: Report, world: World): Promise<void> {
  const connector = await phase('Download the connector', report, world, async () => {
    const { store, connector: first } = await openConnector(inputs, report, world)
    const whole = await settled(store, first, world.log)
    report.revision.before = whole.revision
    remember(whole, report)
    return whole
  })
  await phase('Write the package', report, world, () => savePackage(connector, inputs, report, world))
  report.operation = 'downloaded'
}

async function change(inputs: ChangeInputs, report: Report, world: World): Promise<void> {
  // The package folder may be the very folder that these files are in: they are read before it is written.
  const replacements = readReplacements(inputs.replacements, world)
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
  const place = placeIn(api, content.definition, inputs.definition.source, world)
  await phase('Compare with the connector', report, world, () => {
    compare({ before: connector, after: content }, inputs.gates, place, report, world)
  })
  // Of a plan it isn't known before its end what it would change.
  report.changed = false
  if (differs) {
    const between = (): void => {
      // Icon and custom code travel while the service looks at the definition.
      if (inputs.mode === 'update' && barring(inputs.gates, report).length === 0)
        store.prepareUpdate(connector, content)
    }
    await phase('Check the definition', report, world, () =>
      check({ store, content, between }, inputs, place, report, world)
    )
    gate(inputs.gates, `did not update ${connector.name}`, report)
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
  await phase('Update the connector', report, world, () =>
    update(store, { connector, content }, packagePath, report, world)
  )
  // After the write a run that is cancelled has more to say than that: the read-back says it.
  await phase('Read the connector back', report, { log: world.log }, async () => {
    const stored = await readBack(store, content, { revision: connector.revision, packagePath }, world)
    for (const remark of stored.remarks) world.log.info(remark)
    remember(stored.connector, report)
    world.log.info(`The connector holds what was sent, revision ${stored.connector.revision}`)
  })
  report.operation = 'updated'
  report.changed = true
}

/** Signs in and downloads the connector. */
async function openConnector(
  inputs: ChangeInputs | DownloadInputs,
  report: Report,
  world: World
): Promise<{ readonly store: ConnectorStore; readonly connector: Connector }> {
  const { certificationRules = false, oAuthClientSecret } = inputs.mode === 'download' ? {} : inputs
  const store = await openStore(inputs, { certificationRules, oAuthClientSecret }, world)
  const connector = await store.download()
  report.revision.before = connector.revision
  remember(connector, report)
  world.log.info(`Connector "${connector.displayName}" (${connector.name}), revision ${connector.revision}`)
  return { store, connector }
}

/** @returns the folder of the package */
async function savePackage(
  connector: Connector,
  inputs: ConnectorInputs,
  report: Report,
  { log, folder, files }: World
): Promise<string> {
  const packagePath = inputs.packageDirectory ?? path.join(folder, 'package')
  const names = await writePackage(packagePath, connector, inputs.target, files)
  report.packagePath = packagePath
  log.info(`The connector as it is now lies in ${packagePath}: ${names.join(', ')}`)
  return packagePath
}

/** From the sending on, what the connector is isn't known until the update is refused, or it was read back. */
async function update(
  store: ConnectorStore,
  { connector, content }: { readonly connector: Connector; readonly content: ConnectorContent },
  packagePath: string,
  report: Report,
  { signal }: World
): Promise<void> {
  const unclear = (why: string, cause: unknown): UnclearUpdateError =>
    new UnclearUpdateError(connector.name, why, { cause, packagePath })
  try {
    await store.update(connector, content, () => {
      forget(report)
    })
    forget(report)
  } catch (error) {
    if (error instanceof UnclearUpdateError) {
      forget(report)
      throw unclear(error.parts.why, error)
    }
    // Nothing was sent.
    if (report.changed !== undefined) throw error
    const reason: unknown = signal.reason
    if (reason instanceof CancelledError && (error === reason || !(error instanceof ActionError))) {
      throw unclear(`${reason.parts.why} while the update was on its way`, error)
    }
    // Any other error of ours is a refusal.
    if (error instanceof ActionError) {
      report.changed = false
      remember(connector, report)
    }
    throw error
  }
}
