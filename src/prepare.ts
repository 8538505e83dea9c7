/** From the API's document to the connector's new content. */
import path from 'node:path'
import {
  compareContent,
  type Connector,
  type ConnectorContent,
  describeOtherDifferences,
  hasOAuth,
  isEqual
} from './connectors/connector.ts'
import { contentWith, type Replacements, withoutPlace } from './connectors/replacements.ts'
import type { JsonObject } from './definition/json.ts'
import { keepFromConnector } from './definition/keep.ts'
import { pruneUnused } from './definition/prune.ts'
import { readDocument } from './definition/read.ts'
import { keepRemovedOperations } from './definition/removed-operations.ts'
import { selectOperations } from './definition/select.ts'
import { toSwagger2 } from './definition/swagger2.ts'
import type { ChangeInputs, DefinitionInputs } from './inputs.ts'
import { preparationLines } from './report/lines.ts'
import type { Report } from './report/report.ts'
import { count } from './report/words.ts'
import type { SelectedDocument } from './steps.ts'
import { warn, type World } from './world.ts'

export interface Prepared {
  readonly content: ConnectorContent
  /** Whether an update would change anything. */
  readonly differs: boolean
}

/** What the API's document is held against: the connector, or a file in its place. */
export interface Baseline {
  readonly definition: JsonObject
  /** Where calls go, as the connector stores it beside its definition; empty when unknown. */
  readonly serviceUrl: string
}

/**
 * The connector's new content, and whether it changes anything.
 * @throws DefinitionError when no definition can be made of the document, or the overlay isn't one
 */
export async function prepare(
  inputs: ChangeInputs,
  { api, connector, replacements }: { api: SelectedDocument; connector: Connector; replacements: Replacements },
  report: Report,
  world: World
): Promise<Prepared> {
  const definition = await prepareDefinition(inputs.definition, api, connector, report, world)
  const content = contentWith(connector, definition, replacements)
  for (const name of withoutPlace(connector, replacements)) {
    world.log.info(`"${name}" of "api-properties-file" has no place in this backend and is left out`)
  }
  const differences = compareContent(content, connector, { additions: false })
  report.otherChanges = describeOtherDifferences(differences)
  const differs = !isEqual(differences)
  tellPreparation(report, world)
  tellClientSecret(inputs, { content, differs }, report, world)
  return { content, differs }
}

/**
 * Converts the document where it must, keeps the connector's part, and takes the operations that were asked for.
 * @param baseline `undefined` = nothing is kept, nothing is compared
 * @throws DefinitionError when no definition can be made of the document, or the overlay isn't one
 */
export async function prepareDefinition(
  inputs: DefinitionInputs,
  api: SelectedDocument,
  baseline: Baseline | undefined,
  report: Report,
  world: World
): Promise<JsonObject> {
  const stored = baseline?.definition ?? {}
  const converted = toSwagger2(api, stored, api.servedFrom)
  report.losses = converted.losses
  report.notes = roundedNote(api.rounded)
  const kept = baseline
    ? keepOf(converted.definition, inputs, api, baseline, report)
    : reachedAt(converted.definition, inputs.reach)
  const definition = await arrange({ definition: kept, stored, leftOut: api.leftOut }, inputs, report, world)
  report.definition.path = await saveDefinition(definition, world)
  return definition
}

/** Without a connector the explicit values are all that is known beside the document. */
function reachedAt(definition: JsonObject, { host, basePath, scheme }: DefinitionInputs['reach']): JsonObject {
  return {
    ...definition,
    ...(host ? { host } : {}),
    ...(basePath ? { basePath } : {}),
    ...(scheme ? { schemes: [scheme] } : {})
  }
}

function keepOf(
  definition: JsonObject,
  inputs: DefinitionInputs,
  { servedFrom, specification }: SelectedDocument,
  baseline: Baseline,
  report: Report
): JsonObject {
  const kept = keepFromConnector({
    api: definition,
    connector: baseline.definition,
    keep: inputs.keep,
    explicit: inputs.reach,
    connectorServiceUrl: baseline.serviceUrl,
    unnamedBodies: specification.kind !== 'swagger',
    ...(servedFrom === undefined ? {} : { servedFrom })
  })
  report.notes = [...kept.notes.map(({ text }) => text), ...report.notes]
  report.lostAnnotations = kept.lost.map(
    ({ names, operationId, place }) => `${names.join(', ')} of ${[operationId, place].filter(Boolean).join(', ')}`
  )
  return kept.definition
}

interface Unarranged {
  readonly definition: JsonObject
  /** The connector's definition. */
  readonly stored: JsonObject
  readonly leftOut: SelectedDocument['leftOut']
}

/** Operations that are kept or left out, then the overlay, then what nothing uses any more goes. */
async function arrange(
  { definition, stored, leftOut }: Unarranged,
  { operations, removedOperations, overlayFile }: DefinitionInputs,
  report: Report,
  world: World
): Promise<JsonObject> {
  let arranged = definition
  if (removedOperations === 'deprecate') {
    // What is left out on purpose isn't missed.
    const result = keepRemovedOperations(arranged, selectOperations(stored, operations).definition)
    arranged = result.definition
    if (result.kept.length > 0) report.notes = [...report.notes, `kept as deprecated: ${result.kept.join(', ')}`]
    for (const id of result.lost) {
      warn(report, world, `Operation ${id} can not be kept as deprecated: another operation has its verb and path`)
    }
  }
  const selection = selectOperations(arranged, operations)
  // After what is left out early, a line may have nothing left to fit.
  for (const line of selection.unmatched.filter(each => leftOut.excluded === 0 || leftOut.unmatched.includes(each))) {
    warn(report, world, `No operation fits "${line}" of "include-operations" and "exclude-operations"`)
  }
  const excluded = leftOut.excluded + selection.excluded
  if (excluded > 0) {
    report.notes = [
      ...report.notes,
      `${count(excluded, 'operation')} left out by "include-operations" and "exclude-operations"`
    ]
  }
  arranged = selection.definition
  if (overlayFile !== undefined) arranged = await overlay(arranged, overlayFile, report, world)
  return excluded === 0 && arranged === definition ? definition : pruneUnused(arranged).definition
}

async function overlay(definition: JsonObject, file: string, report: Report, world: World): Promise<JsonObject> {
  const { document } = readDocument(world.files.read('overlay-file', file), `"overlay-file" (${file})`)
  // Few runs have one, and its package takes a while to evaluate.
  // eslint-disable-next-line no-restricted-syntax
  const { applyOverlay } = await import(/* webpackMode: "eager" */ './definition/overlay.ts')
  const overlaid = applyOverlay(definition, document)
  for (const warning of overlaid.warnings) warn(report, world, `Overlay: ${warning}`)
  return overlaid.definition
}

/** What became of the document, for the log. */
export function tellPreparation(report: Report, { log }: World): void {
  for (const { rule, pointer, message } of report.losses) log.debug(`${rule} ${pointer}: ${message}`)
  for (const line of preparationLines(report)) log.info(line)
}

function tellClientSecret(
  { oAuthClientSecret }: ChangeInputs,
  { content, differs }: Prepared,
  report: Report,
  world: World
): void {
  if (oAuthClientSecret === undefined) return
  if (!hasOAuth(content.properties)) {
    warn(report, world, '"oauth-client-secret" is given, but no connection parameter of the connector uses OAuth')
  } else if (!differs) {
    world.log.info(
      '"oauth-client-secret" is not sent: the service never returns it, so it alone is not seen as a change'
    )
  }
}

function roundedNote(rounded: readonly string[]): string[] {
  if (rounded.length === 0) return []
  return [`integers with too many digits are rounded, as in most JSON software: ${rounded.slice(0, 5).join(', ')}`]
}

/** As it is sent: minified, the members in the author's order. */
async function saveDefinition(definition: JsonObject, { folder, files }: World): Promise<string> {
  const file = path.join(folder, 'apiDefinition.swagger.json')
  await files.write(file, JSON.stringify(definition))
  return file
}
