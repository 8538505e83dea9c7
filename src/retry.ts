/** Trying again what can succeed the next time, with a line in the log for each attempt that didn't. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from './log.ts'

/** How often and how long. */
export interface RetryPolicy {
  /** Attempts in all, at least 1. */
  readonly attempts: number
  /** Seconds before the next attempt, `attempt` being the number of the one that failed (from 1). */
  readonly delaySeconds: (attempt: number) => number
}

/** Says that an attempt failed in a way that a later one may not. Anything else that is thrown ends the attempts. */
export class Retryable extends Error {
  override readonly name = 'Retryable'
  /** What to throw when there is no attempt left. */
  readonly failure: Error
  /** What the service asked for (`Retry-After`), in seconds. */
  readonly retryAfterSeconds: number | undefined

  /** @param reason the few words that the log shows: "HTTP 503" */
  constructor(reason: string, failure: Error, retryAfterSeconds?: number) {
    super(reason, { cause: failure })
    this.failure = failure
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** 1, 2, 4, 8 … seconds, at most 30. */
export const backoff: RetryPolicy['delaySeconds'] = attempt => Math.min(2 ** (attempt - 1), 30)

/** A service that asks for more than this isn't waited for: a job's minutes cost money. */
const LONGEST_WAIT_SECONDS = 300

export class Retrier {
  readonly #log: Log
  readonly #signal: AbortSignal

  /** @param signal ends a wait at once */
  constructor(log: Log, signal: AbortSignal) {
    this.#log = log
    this.#signal = signal
  }

  /**
   * Runs `attempt` until it returns, throws something other than `Retryable`, or the attempts are used up.
   * @param label what is tried, as it starts a line of the log: "validate the definition"
   * @throws what `attempt` threw, or the last `Retryable`'s failure
   */
  async run<T>(label: string, policy: RetryPolicy, attempt: (number: number) => Promise<T>): Promise<T> {
    for (let number = 1; ; number++) {
      try {
        return await attempt(number)
      } catch (error) {
        if (!(error instanceof Retryable)) throw error
        const wait = Math.max(policy.delaySeconds(number), error.retryAfterSeconds ?? 0)
        const failed = `${label}: attempt ${number} of ${policy.attempts} failed: ${error.message}`
        if (number >= policy.attempts || wait > LONGEST_WAIT_SECONDS) {
          if (policy.attempts > 1) this.#log.info(`${failed}, giving up`)
          throw error.failure
        }
        this.#log.info(`${failed}, waiting ${seconds(wait)}`)
        await pause(wait, this.#signal)
      }
    }
  }
}

/** Waits. @throws the reason of the signal as soon as it is aborted */
export async function pause(seconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(seconds * 1000, undefined, { signal })
  } catch (error) {
    signal.throwIfAborted()
    throw error
  }
}

function seconds(value: number): string {
  return `${Number(value.toFixed(value < 1 ? 2 : 1))} s`
}
