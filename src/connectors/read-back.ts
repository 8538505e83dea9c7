/** Proof that a service stored what was sent. */
import { ActionError } from '../errors.ts'
import type { Log } from '../log.ts'
import { pause } from '../retry.ts'
import { compareContent, type Connector, type ConnectorContent, describeDifferences } from './connector.ts'
import type { ConnectorStore } from './store.ts'

/** Seconds before each further look while the connector hasn't moved: the service may still be at work. */
const WHILE_UNMOVED = [1, 2, 4, 8]
/** The same when it has moved and yet isn't what was sent. */
const WHEN_MOVED = [1, 2]

/** What there was before the write. */
export interface Before {
  /** Of the connector; empty when there was none. */
  readonly revision: string
  /** Folder of its package, for the error; `undefined` when there was no connector. */
  readonly packagePath: string | undefined
}

export interface ReadBack {
  readonly connector: Connector
  /** What is stored differently but does no harm; for the log. */
  readonly remarks: readonly string[]
}

/**
 * Reads the connector until it holds what was sent.
 * @throws ActionError when it doesn't, saying what differs and where the package from before lies
 */
export async function readBack(
  store: ConnectorStore,
  sent: ConnectorContent,
  before: Before,
  { log, signal }: { readonly log: Log; readonly signal: AbortSignal }
): Promise<ReadBack> {
  for (let look = 0, wait: number | undefined = 0; ; look++) {
    const connector = await downloadAfter(wait, store, before, signal)
    const differing = lasting(sent, connector)
    if (differing.length === 0) return { connector, remarks: remarks(sent, connector) }
    wait = (connector.revision === before.revision ? WHILE_UNMOVED : WHEN_MOVED)[look]
    if (wait === undefined) throw notStored(differing, before)
    log.info(`The connector does not hold what was sent yet (${differing.join(', ')}), looking again in ${wait} s`)
  }
}

/** However this ends without a connector, the update was taken: the error says so. */
async function downloadAfter(
  seconds: number,
  store: ConnectorStore,
  before: Before,
  signal: AbortSignal
): Promise<Connector> {
  try {
    await pause(seconds, signal)
    return await store.download()
  } catch (error) {
    if (!(error instanceof ActionError)) throw error
    throw new ActionError(
      {
        what: 'could not read the connector back',
        why: `the service took ${nounOf(before)}, but then: ${error.parts.why}`,
        advice: `look at the connector in the maker portal${wayBack(before)}`
      },
      { cause: error }
    )
  }
}

/** What must not differ, in words; places of the definition by their pointers. */
function lasting(sent: ConnectorContent, stored: Connector): string[] {
  const differences = compareContent(sent, stored, { additions: true })
  const places = differences.definition.slice(0, 3).map(({ pointer }) => pointer)
  return [
    ...describeDifferences({ ...differences, icon: false, properties: differences.properties.filter(isOurs) }),
    ...(places.length === 0 ? [] : [`first ${places.join(', ')}`]),
    ...(sent.icon && !stored.icon ? ['the icon is gone'] : [])
  ]
}

/** Some regions refuse `stackOwner`, and it says nothing to makers: an update without it is one all the same. */
function isOurs(property: string): boolean {
  return property !== 'stackOwner'
}

/** Services may re-encode a picture; that it is there was checked. */
function remarks(sent: ConnectorContent, stored: Connector): string[] {
  const { icon, properties } = compareContent(sent, stored, { additions: true })
  return [
    ...(icon ? ['The service stores the icon with other bytes than were sent'] : []),
    ...(properties.every(isOurs) ? [] : ['The service did not keep "stackOwner"'])
  ]
}

function notStored(differing: readonly string[], before: Before): ActionError {
  return new ActionError({
    what: 'the connector does not hold what was sent',
    why: `the service took ${nounOf(before)}, but what it stores differs: ${differing.join(', ')}`,
    advice: `compare the connector in the maker portal with the definition of this run${wayBack(before)}`
  })
}

function nounOf({ packagePath }: Before): string {
  return packagePath === undefined ? 'the new connector' : 'the update'
}

function wayBack({ packagePath }: Before): string {
  return packagePath === undefined ? '' : `; the package from before lies in ${packagePath}`
}
