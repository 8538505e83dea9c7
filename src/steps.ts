/** Steps of a run that several modes have, and what they write into the report. */
import path from 'node:path'
import { type ApiDocument, type DocumentSource, getApiDocument } from './api-document.ts'
import { describeCredential } from './auth/credentials.ts'
import type { PlaceOf } from './check.ts'
import type { Connector } from './connectors/connector.ts'
import { backendOf, type StoreSettings } from './connectors/open-store.ts'
import type { ConnectorStore } from './connectors/store.ts'
import { definitionSha256 } from './definition/canonical.ts'
import type { JsonObject } from './definition/json.ts'
import { leaveOut, type LeftOut } from './definition/leave-out.ts'
import { sourcePlaces } from './definition/source-place.ts'
import type { ConnectorInputs, PreparationInputs } from './inputs.ts'
import type { Report } from './report/report.ts'
import type { World } from './world.ts'

/** Signs in to the backend that keeps the connector. */
export async function openStore(
  { target, credential }: Pick<ConnectorInputs, 'target' | 'credential'>,
  settings: StoreSettings,
  { http, log, secrets, retrier, signal }: World
): Promise<ConnectorStore> {
  const backend = backendOf(target)
  log.info(`The connector is kept by ${backend.description}`)
  const { authorityUrl } = target
  // MSAL takes longer to evaluate than all of ours: it does while the API document is on its way.
  // eslint-disable-next-line no-restricted-syntax
  const { acquireToken } = await import(/* webpackMode: "eager" */ './auth/tokens.ts')
  const token = await acquireToken({ credential, authorityUrl, resource: backend.resource }, http, secrets)
  log.info(`Signed in with ${describeCredential(credential)}, object id ${token.objectId}`)
  return backend.open(settings, token, { http, log, secrets, retrier, signal })
}

/** The API's document, without operations that were never asked for as far as that is known already. */
export interface SelectedDocument extends ApiDocument {
  readonly leftOut: Pick<LeftOut, 'unmatched' | 'excluded'>
}

export async function fetchApiDocument(
  { definition }: Pick<PreparationInputs, 'definition'>,
  report: Report,
  world: World
): Promise<SelectedDocument> {
  const api = await getApiDocument(definition.source, world)
  report.definition.apiVersion = api.version
  const { document, ...leftOut } = leaveOut(api.document, definition.operations)
  return { ...api, document, leftOut }
}

/** Lines of the document when it is a file; what concerns the properties of the connector stands elsewhere. */
export function placeIn(
  api: ApiDocument,
  definition: JsonObject,
  source: DocumentSource,
  { workspace }: Pick<World, 'workspace'>
): PlaceOf {
  const find = sourcePlaces(api, definition)
  return pointer => {
    if (source.kind !== 'file' || pointer.startsWith('/properties/')) return undefined
    const place = find(pointer) ?? { line: 1, column: 1 }
    return { file: path.relative(workspace, source.path), ...place }
  }
}

/** The connector as it is now. */
export function remember(connector: Connector, report: Report): void {
  report.connector = {
    ...report.connector,
    name: connector.name,
    displayName: connector.displayName,
    redirectUrl: connector.redirectUrl
  }
  report.revision.after = connector.revision
  report.definition.sha256 = definitionSha256(connector.definition)
}

/** What the connector is now nobody knows. */
export function forget(report: Report): void {
  delete report.changed
  delete report.revision.after
  delete report.definition.sha256
}
