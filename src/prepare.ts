/** From the API's document to the connector's new content. */
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { ApiDocument } from './api-document.ts'
import { compareOperations } from './checks/changes/operations.ts'
import {
  compareContent,
  type Connector,
  type ConnectorContent,
  describeOtherDifferences,
  hasOAuth,
  isEqual
} from './connectors/connector.ts'
import { contentWith, type Replacements } from './connectors/replacements.ts'
import type { JsonObject } from './definition/json.ts'
import { keepFromConnector } from './definition/keep.ts'
import { toSwagger2 } from './definition/swagger2.ts'
import type { ChangeInputs } from './inputs.ts'
import { count, countOperations, type Report } from './report/report.ts'
import { warn, type World } from './world.ts'

export interface Prepared {
  readonly content: ConnectorContent
  /** Whether an update would change anything. */
  readonly differs: boolean
}

/**
 * Converts the document where it must, keeps the connector's part, and finds out what that changes.
 * @throws DefinitionError when no definition can be made of the document
 */
export async function prepare(
  inputs: ChangeInputs,
  { api, connector, replacements }: { api: ApiDocument; connector: Connector; replacements: Replacements },
  report: Report,
  world: World
): Promise<Prepared> {
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

function tellChanges(inputs: ChangeInputs, { content, differs }: Prepared, report: Report, world: World): void {
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

/** As it is sent: minified, the members in the author's order. */
async function saveDefinition(definition: JsonObject, { folder }: World): Promise<string> {
  const file = path.join(folder, 'apiDefinition.swagger.json')
  await mkdir(folder, { recursive: true })
  await writeFile(file, JSON.stringify(definition))
  return file
}
