/** The whole way of a document through the engine, and all that is said about it, as a run goes it: without network and files. */
import { acceptChanges } from '../../src/checks/changes/allowed.ts'
import { compareDefinitions } from '../../src/checks/changes/compare.ts'
import { compareOperations } from '../../src/checks/changes/operations.ts'
import { checkDefinition } from '../../src/checks/check-definition.ts'
import { updateProperties } from '../../src/connectors/power-apps/payload.ts'
import { definitionSha256 } from '../../src/definition/canonical.ts'
import type { Json, JsonObject } from '../../src/definition/json.ts'
import { DEFAULT_KEEP, KEEP_PARTS, keepFromConnector } from '../../src/definition/keep.ts'
import { applyOverlay } from '../../src/definition/overlay.ts'
import { pruneUnused } from '../../src/definition/prune.ts'
import { readDocument } from '../../src/definition/read.ts'
import { keepRemovedOperations } from '../../src/definition/removed-operations.ts'
import { selectOperations } from '../../src/definition/select.ts'
import { sourcePlaces } from '../../src/definition/source-place.ts'
import { requireApiDescription } from '../../src/definition/specification.ts'
import { differencesAsStored } from '../../src/definition/stored.ts'
import { toSwagger2 } from '../../src/definition/swagger2.ts'
import { ActionError } from '../../src/errors.ts'
import { harmless } from '../../src/log.ts'
import { annotationsOf } from '../../src/report/annotations.ts'
import { commentMarker, commentSubject, renderComment } from '../../src/report/comment.ts'
import { complete } from '../../src/report/complete.ts'
import { findingLines, preparationLines } from '../../src/report/lines.ts'
import { newReport, type Report } from '../../src/report/report.ts'
import { renderSummary } from '../../src/report/summary.ts'
import { teamsMessage } from '../../src/report/teams.ts'
import { Secrets } from '../../src/secrets.ts'

export interface Way {
  readonly api: Uint8Array
  readonly connector: Uint8Array
  /** Everything that inputs can ask for, or nothing of it. */
  readonly thorough: boolean
}

/** A definition, or the one error that says why there is none. */
export type Arrival = { readonly definition: JsonObject } | { readonly refused: ActionError }

const overlay: JsonObject = {
  overlay: '1.0.0',
  info: { title: 'O', version: '1' },
  actions: [
    { target: '$.paths.*.*', update: { 'x-ms-visibility': 'important' } },
    { target: "$..[?@.type == 'string']", update: { 'x-seen': true } },
    { target: '$.info.contact', remove: true }
  ]
}

/** @throws whatever isn't an error for the user */
export function goThrough(way: Way): Arrival {
  const report = newReport('2026-11-22T18:51:32Z')
  report.connector = { name: 'shared_orders-5f0123456789abcdef', environmentId: '9b4f0a6e-52d8-4d0c-a1f7-6c83e21d5b90' }
  const arrival = arrive(way, report)
  if ('refused' in arrival) report.error = arrival.refused.message
  else report.operation = 'planned'
  tell(report)
  return arrival
}

function arrive(way: Way, report: Report): Arrival {
  try {
    return { definition: engine(way, report) }
  } catch (error) {
    if (error instanceof ActionError) return { refused: error }
    throw error
  }
}

function engine({ api: bytes, connector: storedBytes, thorough }: Way, report: Report): JsonObject {
  const stored = readDocument(storedBytes, "the connector's definition").document
  const read = readDocument(bytes, 'https://api.contoso.example/swagger.json')
  const description = requireApiDescription(read, 'https://api.contoso.example/swagger.json')
  const servedFrom = new URL('https://api.contoso.example/swagger.json')
  const converted = toSwagger2(description, stored, servedFrom)
  const kept = keepFromConnector({
    api: converted.definition,
    connector: stored,
    keep: thorough ? new Set(KEEP_PARTS) : DEFAULT_KEEP,
    explicit: { host: '', basePath: '', scheme: '' },
    servedFrom,
    connectorServiceUrl: 'https://orders.contoso.example/api'
  })
  const definition = thorough ? arrange(kept.definition, stored) : kept.definition
  report.losses = converted.losses
  report.notes = kept.notes.map(({ text }) => text)
  report.lostAnnotations = kept.lost.map(({ names, place }) => `${names.join(', ')} of ${place}`)
  const placeOf = sourcePlaces({ ...description, locate: read.locate }, definition)
  report.findings = checkDefinition(definition, { certification: thorough }).map(finding => {
    const place = placeOf(finding.pointer)
    return place ? { ...finding, place: { file: 'swagger.json', ...place } } : finding
  })
  report.operations = compareOperations(stored, definition)
  const changes = compareDefinitions({ definition: stored }, { definition })
  const accepted = new Set(acceptChanges(changes, []).accepted)
  report.changes = changes.map(change => ({ ...change, accepted: accepted.has(change) }))
  report.changed = differencesAsStored(definition, stored).length > 0
  report.definition = { sha256: definitionSha256(definition) }
  send(definition)
  return definition
}

function arrange(definition: JsonObject, stored: JsonObject): JsonObject {
  const withRemoved = keepRemovedOperations(definition, stored).definition
  const selected = selectOperations(withRemoved, { include: ['*', 'GET /*', 'tag:*'], exclude: ['*a*b*c*', 'tag:x*y'] })
  return pruneUnused(applyOverlay(selected.definition, overlay).definition).definition
}

/** What an update would be sent as. @throws ActionError for a connector that would reach nothing */
function send(definition: JsonObject): Json {
  const content = { definition, properties: {}, icon: undefined, script: undefined }
  const connector = {
    ...content,
    name: '',
    displayName: '',
    description: '',
    revision: '',
    serviceUrl: '',
    redirectUrl: ''
  }
  const assets = { iconUri: undefined, scriptUri: undefined }
  return updateProperties({ connector, content, environmentId: '', assets, oAuthClientSecret: undefined })
}

/** Log, summary, comment, card and annotations, each without secrets. */
function tell(report: Report): void {
  const secrets = new Secrets(() => undefined)
  secrets.add('Pw-7kQz!vR4mXn')
  const redacted = (_: string, value: unknown): unknown => (typeof value === 'string' ? secrets.redact(value) : value)
  const shown = complete(JSON.parse(JSON.stringify(report, redacted)) as Report)
  renderSummary(shown)
  renderComment(shown)
  commentMarker(commentSubject(shown))
  teamsMessage(shown)
  annotationsOf(shown)
  for (const line of [...preparationLines(shown), ...findingLines(shown.findings ?? [], 'the rules'), shown.outcome]) {
    harmless(secrets.redact(line))
  }
}
