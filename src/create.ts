/** The mode `create`: a new connector, made of the API document and the files of the workspace. */
import { CancelledError } from './cancellation.ts'
import { check } from './check.ts'
import { lacksClientSecret } from './connectors/client-secrets.ts'
import { type ConnectorContent, hasOAuth, titleOf } from './connectors/connector.ts'
import { newContent } from './connectors/new-connector.ts'
import { readBack } from './connectors/read-back.ts'
import { readReplacements, type Replacements, withoutPlace } from './connectors/replacements.ts'
import type { ConnectorStore } from './connectors/store.ts'
import { compareOperations } from './checks/changes/operations.ts'
import { ActionError, UnclearCreationError } from './errors.ts'
import type { CreateInputs } from './inputs.ts'
import { prepareDefinition, tellPreparation } from './prepare.ts'
import { storingLines } from './report/lines.ts'
import type { Report } from './report/report.ts'
import { countOperations } from './report/words.ts'
import { fetchApiDocument, forget, openStore, placeIn, remember, type SelectedDocument } from './steps.ts'
import { phase, warn, type World } from './world.ts'

/** Makes a connector, unless the environment has one of that title. */
export async function create(inputs: CreateInputs, report: Report, world: World): Promise<void> {
  const files = readReplacements(inputs.replacements, world)
  const [store, api] = await phase('Sign in and fetch the API document', report, world, () =>
    Promise.all([openStore(inputs, inputs, world), fetchApiDocument(inputs, report, world)])
  )
  const content = await phase('Prepare the definition', report, world, () =>
    prepareNew(inputs, { api, files, store }, report, world)
  )
  const title = titleOf(content.definition)
  await phase('Look for a connector of that title', report, world, () => expectNone(store, title, report, world))
  const place = placeIn(api, content.definition, inputs.definition.source, world)
  await phase('Check the definition', report, world, () => check({ store, content }, inputs, place, report, world))
  await phase('Create the connector', report, world, () => make(store, title, content, report, world))
  // From here on a run that is cancelled has more to say than that: the read-back says it.
  await phase('Read the connector back', report, { log: world.log }, async () => {
    const stored = await readBack(store, content, { revision: '', packagePath: undefined }, world)
    for (const remark of stored.remarks) world.log.info(remark)
    remember(stored.connector, report)
    world.log.info(`The connector holds what was sent, revision ${stored.connector.revision}`)
    for (const line of storingLines(stored.connector.name)) world.log.info(line)
  })
  report.operation = 'created'
  report.changed = true
}

/** There is no connector that anything could be kept of, and none that apps and flows use. */
async function prepareNew(
  inputs: CreateInputs,
  {
    api,
    files,
    store
  }: { readonly api: SelectedDocument; readonly files: Replacements; readonly store: ConnectorStore },
  report: Report,
  world: World
): Promise<ConnectorContent> {
  const settings = { ...inputs.definition, keep: new Set<never>() }
  const definition = await prepareDefinition(settings, api, { definition: {}, serviceUrl: '' }, report, world)
  tellPreparation(report, world)
  const content = newContent(definition, files, store.storable)
  for (const name of withoutPlace(store, files)) {
    world.log.info(`"${name}" of "api-properties-file" has no place in this backend and is left out`)
  }
  report.operations = compareOperations({}, definition)
  report.changes = []
  world.log.info(countOperations(report.operations))
  tellClientSecret(inputs, content, report, world)
  return content
}

function tellClientSecret(
  { oAuthClientSecret }: CreateInputs,
  { properties }: ConnectorContent,
  report: Report,
  world: World
): void {
  if (oAuthClientSecret !== undefined && !hasOAuth(properties)) {
    warn(report, world, '"oauth-client-secret" is given, but no connection parameter of the connector uses OAuth')
  }
  if (oAuthClientSecret === undefined && lacksClientSecret(properties)) {
    warn(
      report,
      world,
      'The connector gets no OAuth client secret: unless its client is a public one, nobody can sign in before "oauth-client-secret" was given'
    )
  }
}

/** A title that is missing or too long is for the checks to tell. */
async function expectNone(store: ConnectorStore, title: string, report: Report, { log }: World): Promise<void> {
  if (title === '') return
  report.connector = { ...report.connector, displayName: title }
  const ids = await store.findByTitle(title)
  if (ids.length === 0) {
    log.info(`The environment has no connector with the title "${title}"`)
    return
  }
  const [some, which] = ids.length === 1 ? ['a connector', 'its id'] : ['connectors', 'the id of the one that is meant']
  throw new ActionError({
    what: 'did not create the connector',
    why: `the environment has ${some} with the title "${title}" already: ${ids.join(', ')}`,
    advice: `give ${which} as "connector-id" to update it, or change the title of the API document`
  })
}

/** From the sending on, whether there is a connector isn't known until it is refused, or its id is. */
async function make(
  store: ConnectorStore,
  title: string,
  content: ConnectorContent,
  report: Report,
  { log, signal }: World
): Promise<void> {
  try {
    const id = await store.create(title, content, () => {
      forget(report)
    })
    forget(report)
    report.connector = { ...report.connector, name: id }
    log.info(`Created the connector "${title}", id ${id}`)
  } catch (error) {
    // Nothing was sent.
    if (report.changed !== undefined || error instanceof UnclearCreationError) throw error
    const reason: unknown = signal.reason
    if (reason instanceof CancelledError && (error === reason || !(error instanceof ActionError))) {
      throw new UnclearCreationError(title, `${reason.parts.why} while the connector was on its way`, { cause: error })
    }
    // Any other error of ours is a refusal.
    if (error instanceof ActionError) report.changed = false
    throw error
  }
}
