/** A run that is cancelled: the signals that say so, and the error that tells where it stood. */
import { ActionError } from './errors.ts'

/**
 * A runner whose job is cancelled sends SIGINT, SIGTERM 7.5 seconds later, and kills what is left 2.5 seconds after that
 * (actions/runner, ProcessInvoker.cs). On Windows these are Ctrl+C and Ctrl+Break, which arrive as SIGINT and SIGBREAK.
 */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const

/** The run was asked to end. */
export class CancelledError extends ActionError {
  override readonly name = 'CancelledError'

  /** @param what did not come about */
  constructor(what: string, why: string, options?: ErrorOptions) {
    super({ what, why, advice: 'run the job again' }, options)
  }
}

/**
 * Listens for the runner's wish to end the run. The same signal a second time ends the process as if nobody listened.
 * @returns aborted with a `CancelledError` when a signal has come
 */
export function listenForCancellation(): AbortSignal {
  const cancelled = new AbortController()
  for (const signal of SIGNALS) {
    process.once(signal, () => {
      cancelled.abort(new CancelledError('the run did not finish', `the run was cancelled (${signal})`))
    })
  }
  return cancelled.signal
}

/**
 * What to tell about the end of a run: the error itself, or where the run stood when it was cancelled. An error that says
 * more than that the run was cancelled is kept: whether an update was applied, above all.
 * @param cancelled as `listenForCancellation` gives it
 * @param phase the last one that was begun
 */
export function endOf(error: unknown, cancelled: AbortSignal, phase: string | undefined): unknown {
  const reason: unknown = cancelled.reason
  if (!(reason instanceof CancelledError)) return error
  if (error instanceof ActionError && error !== reason) return error
  const where = phase === undefined ? '' : ` during "${phase}"`
  return new CancelledError(
    reason.parts.what,
    `${reason.parts.why}${where}, before anything was written to the connector`,
    { cause: error }
  )
}
