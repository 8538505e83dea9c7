/** The creation of a row: sending it once, and finding out what became of it. */
import type { JsonObject } from '../../definition/json.ts'
import { ActionError, UnclearCreationError } from '../../errors.ts'
import { type HttpResponse, isHtml, NetworkError } from '../../http.ts'
import type { Log } from '../../log.ts'
import { Retryable, type Retrier } from '../../retry.ts'
import { isTransientRefusal } from '../service-errors.ts'
import type { DataverseClient } from './client.ts'
import { isOfServiceBehind, refusal } from './refusal.ts'

const CREATE = 'create the connector'
const LOOK = 'look whether the connector was created'
/** Seconds between looks for the row after an end that leaves open what happened. */
const LOOKS = [2, 5, 10]

export interface NewRow {
  readonly id: string
  readonly title: string
  readonly columns: JsonObject
}

/**
 * Sends a new row. The GUID is ours, so that an end without an answer is settled by a look at that very row.
 * @throws UnclearCreationError, or ActionError when Dataverse or the service behind it refuses
 */
export async function createRow(
  row: NewRow,
  client: DataverseClient,
  { log, retrier }: { readonly log: Log; readonly retrier: Retrier }
): Promise<void> {
  const end = await send(row, client)
  if (end === undefined) return
  const { error, refused, behind } = end
  const { why } = error.parts
  if (refused && !behind) throw error
  log.info(`${CREATE}: ${why}; looking whether it was made all the same`)
  const exists = await appears(row, refused ? [] : LOOKS, why, client, retrier)
  if (exists && behind) throw unclear(row, `Dataverse wrote the row ${row.id}, and yet: ${why}`, error)
  if (refused) throw error
  if (!exists) throw unclear(row, `${why}, and there is no such row so far`, error)
  log.info(`${CREATE}: the row ${row.id} is there, so it was made`)
}

interface End {
  readonly error: ActionError
  /** The service did nothing, as far as it says. */
  readonly refused: boolean
  /** The word of a service that Dataverse called while it wrote the row. */
  readonly behind: boolean
}

/** @returns nothing when Dataverse took the row */
async function send({ columns }: NewRow, client: DataverseClient): Promise<End | undefined> {
  try {
    const response = await client.postRow(CREATE, columns)
    if (response.status >= 200 && response.status <= 299 && !isHtml(response)) return undefined
    return { error: refusal(CREATE, response), refused: isRefusal(response), behind: isOfServiceBehind(response) }
  } catch (error) {
    if (error instanceof NetworkError && error.unclear) return { error, refused: false, behind: false }
    throw error
  }
}

function isRefusal(response: HttpResponse): boolean {
  return response.status === 429 || (response.status >= 400 && !isTransientRefusal(response))
}

/** Looks for the row, at once and then after each of these waits. */
async function appears(
  row: NewRow,
  waits: readonly number[],
  why: string,
  client: DataverseClient,
  retrier: Retrier
): Promise<boolean> {
  const missing = new Missing()
  const policy = { attempts: waits.length + 1, delaySeconds: (look: number) => waits[look - 1] ?? 0 }
  try {
    await retrier.run(LOOK, policy, async () => {
      if ((await client.getRow(LOOK, row.id)) === undefined) throw new Retryable('no such row', missing)
    })
    return true
  } catch (error) {
    if (error === missing) return false
    if (!(error instanceof ActionError)) throw error
    throw unclear(row, `${why}, and the row ${row.id} could not be read since: ${error.parts.why}`, error)
  }
}

/** Ends the looks for a row that isn't there. */
class Missing extends Error {}

function unclear({ title }: NewRow, why: string, cause: ActionError): UnclearCreationError {
  return new UnclearCreationError(title, why, { cause })
}
