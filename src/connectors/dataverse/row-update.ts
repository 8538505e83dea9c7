/** The update of a row: sending it, and finding out what became of it. */
import type { JsonObject } from '../../definition/json.ts'
import { ActionError, ChangedInBetweenError, UnclearUpdateError } from '../../errors.ts'
import { bodyText, type HttpResponse, isHtml, NetworkError } from '../../http.ts'
import type { Log } from '../../log.ts'
import { Retryable, type Retrier } from '../../retry.ts'
import { isTransientRefusal } from '../service-errors.ts'
import type { DataverseClient } from './client.ts'
import { hasCode, isOfServiceBehind, refusal } from './refusal.ts'
import { type ConnectorRow, readRow, revisionIn } from './row.ts'

const UPDATE = 'update the connector'
const LOOK = 'look whether the update was applied'
/** How often the update is sent when it ends unclear and turns out not to have been applied. */
const ATTEMPTS = 3
/** Seconds between looks at the row after an end that leaves open what happened. */
const LOOKS = [1, 4]
/** The same while the Power Apps service may be compiling custom code, which has been seen to take half an hour. */
const LONG_LOOKS = [5, 10, 15, 30, ...Array.from({ length: 24 }, () => 60)]

export interface RowUpdateInput {
  /** As it was read. */
  readonly row: ConnectorRow
  /** Of the connector, for errors. */
  readonly name: string
  readonly columns: JsonObject
  /** With custom code an end without an answer is waited out, for the work may go on. */
  readonly hasScript: boolean
}

export class RowUpdate {
  readonly #input: RowUpdateInput
  readonly #client: DataverseClient
  readonly #log: Log
  readonly #retrier: Retrier

  constructor(
    input: RowUpdateInput,
    client: DataverseClient,
    { log, retrier }: { readonly log: Log; readonly retrier: Retrier }
  ) {
    this.#input = input
    this.#client = client
    this.#log = log
    this.#retrier = retrier
  }

  /** @throws ChangedInBetweenError, UnclearUpdateError, or ActionError when Dataverse or the service behind it refuses */
  async run(): Promise<void> {
    const { row, name, hasScript } = this.#input
    for (let attempt = 1; ; attempt++) {
      const end = await this.#send()
      if (end.kind === 'taken') return this.#expectMoved(end.response)
      if (end.kind === 'refused') throw await this.#refusalOf(end, attempt)
      if (end.kind === 'stale') {
        if (attempt === 1) throw new ChangedInBetweenError(name, row.revision, await this.#revisionIfKnown())
        this.#log.info(`${UPDATE}: the row has a new revision meanwhile, so an earlier attempt was applied`)
        return
      }
      if (await this.#isApplied(end)) return
      if (attempt === ATTEMPTS || (end.working && hasScript)) {
        throw this.#unclear(`${end.error.parts.why}, and the row shows no new revision so far`, end.error)
      }
      this.#log.info(`${UPDATE}: not applied, attempt ${attempt + 1} of ${ATTEMPTS}`)
    }
  }

  /** Never without `If-Match`. Where the table doesn't compare versions, the row is looked at once more instead. */
  async #send(): Promise<End> {
    const { row } = this.#input
    const end = await this.#patch(row.etag)
    if (end.kind !== 'refused' || end.by !== 'no-concurrency') return end
    if ((await this.#revision('look at the connector once more')) !== row.revision) return { kind: 'stale' }
    this.#log.info(
      'This environment does not compare versions of connectors: the row was read once more, and is unchanged'
    )
    return this.#patch('*')
  }

  async #patch(etag: string): Promise<End> {
    const { row, columns } = this.#input
    try {
      return endOf(await this.#client.patchRow(UPDATE, row.id, etag, columns))
    } catch (error) {
      if (error instanceof NetworkError && error.unclear)
        return { kind: 'unclear', error, by: 'dataverse', working: true }
      throw error
    }
  }

  /** Success is a row that moved: a 2xx alone doesn't prove that something happened. */
  async #expectMoved(response: HttpResponse): Promise<void> {
    const { revision } = this.#input.row
    const answered = `Dataverse answered HTTP ${response.status}`
    const told = revisionIn(bodyText(response))
    if ((told !== '' && told !== revision) || (await this.#moves(LOOKS, answered))) {
      this.#log.info('Dataverse wrote the row; whether apps and flows are served it already, it does not say')
      return
    }
    throw new ActionError({
      what: `could not ${UPDATE}`,
      why: `${answered}, but the row still has the revision ${revision}`,
      advice: 'open the connector in the maker portal and save it there once, then run the job again'
    })
  }

  /** The error for a refusal. One of a service behind Dataverse doesn't say that the row wasn't written. */
  async #refusalOf({ error, by }: Refused, attempt: number): Promise<ActionError> {
    const { why } = error.parts
    if (attempt > 1) return this.#unclear(`an earlier attempt ended without an answer, and then: ${why}`, error)
    return by === 'behind' && (await this.#moves([], why)) ? this.#writtenYet(error) : error
  }

  async #isApplied({ error, by, working }: Unclear): Promise<boolean> {
    const { why } = error.parts
    this.#log.info(`${UPDATE}: ${why}; looking whether it was applied all the same`)
    const moved = await this.#moves(working && this.#input.hasScript ? LONG_LOOKS : LOOKS, why)
    if (moved && by === 'behind') throw this.#writtenYet(error)
    if (moved) this.#log.info(`${UPDATE}: the row has a new revision, so it was applied`)
    return moved
  }

  /**
   * Looks at the row until it has moved, at once and then after each of these waits.
   * @param why what makes the looks necessary, for the error when the row can't be read
   */
  async #moves(waits: readonly number[], why: string): Promise<boolean> {
    const { revision } = this.#input.row
    const unmoved = new Unmoved()
    const policy = { attempts: waits.length + 1, delaySeconds: (look: number) => waits[look - 1] ?? 0 }
    try {
      await this.#retrier.run(LOOK, policy, async () => {
        if ((await this.#revision(LOOK)) === revision) throw new Retryable('no new revision', unmoved)
      })
      return true
    } catch (error) {
      if (error === unmoved) return false
      if (!(error instanceof ActionError)) throw error
      throw this.#unclear(`${why}, and the row could not be read since: ${error.parts.why}`, error)
    }
  }

  /** @returns empty when the row is gone, which is another state too */
  async #revision(label: string): Promise<string> {
    const row = await this.#client.getRow(label, this.#input.row.id)
    return row === undefined ? '' : readRow(row).revision
  }

  /** For an error that is clear without it. */
  async #revisionIfKnown(): Promise<string> {
    try {
      return await this.#revision('look at the connector once more')
    } catch {
      return ''
    }
  }

  /** The row says one thing, and apps and flows may be served another. */
  #writtenYet(error: ActionError): UnclearUpdateError {
    return this.#unclear(`Dataverse wrote the row, and yet: ${error.parts.why}`, error)
  }

  #unclear(why: string, cause: ActionError): UnclearUpdateError {
    return new UnclearUpdateError(this.#input.name, why, { cause })
  }
}

/** Ends the looks at a row that stays as it was. */
class Unmoved extends Error {}

/** How the sending of an update ended. */
type End =
  | { readonly kind: 'taken'; readonly response: HttpResponse }
  /** The row isn't any more what it was when it was read. */
  | { readonly kind: 'stale' }
  | Refused
  | Unclear

interface Refused {
  readonly kind: 'refused'
  readonly error: ActionError
  /** `no-concurrency`: the table doesn't compare versions. */
  readonly by: Speaker | 'no-concurrency'
}

/** Nothing tells whether the row was written. */
interface Unclear {
  readonly kind: 'unclear'
  readonly error: ActionError
  readonly by: Speaker
  /** The work may still go on. */
  readonly working: boolean
}

/** `behind`: a service that Dataverse called while it wrote the row. */
type Speaker = 'dataverse' | 'behind'

function endOf(response: HttpResponse): End {
  const { status } = response
  if (status >= 200 && status <= 299 && !isHtml(response)) return { kind: 'taken', response }
  const error = refusal(UPDATE, response)
  // Looked for before the status, which is 412 for both.
  if (hasCode(response, 'noConcurrency')) return { kind: 'refused', error, by: 'no-concurrency' }
  if (status === 412 || hasCode(response, 'versionMismatch')) return { kind: 'stale' }
  const by = isOfServiceBehind(response) ? 'behind' : 'dataverse'
  if (status === 429 || (status >= 400 && !isTransientRefusal(response))) return { kind: 'refused', error, by }
  // A gateway that gave up waiting says nothing about the work behind it.
  return { kind: 'unclear', error, by, working: status === 502 || status === 504 }
}
