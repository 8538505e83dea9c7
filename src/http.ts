/**
 * The one network path: timeouts, retries, size limits, and redirects that carry nothing secret to another origin.
 *
 * Every call of the product goes through `Http.send`, MSAL's included, so what holds here holds everywhere.
 */
import { setImmediate } from 'node:timers/promises'
import { ActionError, type ErrorParts } from './errors.ts'
import type { Log } from './log.ts'
import { describeNetworkError } from './network-errors.ts'
import { backoff, Retryable, type Retrier } from './retry.ts'
import type { Secrets } from './secrets.ts'
import { USER_AGENT } from './version.ts'

export interface HttpRequest {
  /** What the call is for, as it starts a line of the log and an error: "download the connector". */
  readonly label: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array<ArrayBuffer>
  /** Seconds for one attempt, from connecting to the last byte of the answer. */
  readonly timeoutSeconds: number
  /** The largest answer that is read, in bytes after decompression. */
  readonly maxBytes: number
  /** Attempts in all; 1 = no retry. */
  readonly attempts: number
  /** Whether the request may be sent again, unseen, when no answer came: `false` where it may have been carried out. */
  readonly repeatable: boolean
  /** Whether an answer is worth another attempt; by default `isTransientStatus`, and `isTurnedAway` if not repeatable. */
  readonly isTransient?: (response: HttpResponse) => boolean
  /** `follow` is for GET only; where an answer has to come from the host itself a redirect is an answer like any other. */
  readonly redirects: 'follow' | 'return'
}

export interface HttpResponse {
  readonly status: number
  readonly headers: Headers
  readonly body: Uint8Array
  /** Where the answer came from, after redirects. */
  readonly url: string
}

/** No complete answer: refused, reset, timed out, too large, redirected somewhere it must not go. */
export class NetworkError extends ActionError {
  override readonly name = 'NetworkError'
  /** True when another attempt can succeed. */
  readonly transient: boolean
  /** True when the request may have reached the service, so that what it asked for may have been done. */
  readonly unclear: boolean

  constructor(
    parts: ErrorParts,
    { transient, unclear }: { readonly transient: boolean; readonly unclear: boolean },
    options?: ErrorOptions
  ) {
    super(parts, options)
    this.transient = transient
    this.unclear = unclear
  }
}

export interface Http {
  /**
   * Sends a request, and again as its `attempts` allow.
   * @returns the last answer, whatever its status
   * @throws NetworkError when there was no complete answer
   */
  send(request: HttpRequest): Promise<HttpResponse>
}

/** Statuses that another attempt can turn into an answer. */
export function isTransientStatus({ status }: { readonly status: number }): boolean {
  return status === 408 || status === 425 || status === 429 || (status >= 500 && status !== 501 && status !== 505)
}

/** Statuses that say that nothing was done yet; of any other 5xx, a gateway's above all, that isn't known. */
export function isTurnedAway({ status }: { readonly status: number }): boolean {
  return status === 429 || status === 503
}

/** Seconds that an answer asks to wait: `Retry-After` in either form, else "Try again in N seconds" in the text of a 429. */
export function retryAfterSeconds(response: HttpResponse): number | undefined {
  const header = response.headers.get('retry-after')?.trim()
  if (header) {
    if (/^\d+$/.test(header)) return Number(header)
    const date = Date.parse(header)
    if (!Number.isNaN(date)) return Math.max(0, Math.ceil((date - Date.now()) / 1000))
  }
  const inText = response.status === 429 ? /try again in (\d{1,6}) seconds?/i.exec(bodyText(response)) : null
  return inText?.[1] === undefined ? undefined : Number(inText[1])
}

/** The answer's body as text, without a byte order mark; bytes that aren't UTF-8 become U+FFFD. */
export function bodyText(response: HttpResponse): string {
  return new TextDecoder('utf-8').decode(response.body)
}

/** True when the body is an HTML page, whatever the content type says. */
export function isHtml(response: HttpResponse): boolean {
  const type = response.headers.get('content-type') ?? ''
  return (
    /^\s*(text\/html|application\/xhtml)/i.test(type) ||
    /^\s*(<!doctype html|<html)/i.test(bodyText(response).slice(0, 512))
  )
}

const MAX_REDIRECTS = 5
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308]

export class FetchHttp implements Http {
  readonly #log: Log
  readonly #secrets: Secrets
  readonly #retrier: Retrier
  readonly #signal: AbortSignal

  /** @param signal ends every call at once */
  constructor(log: Log, secrets: Secrets, retrier: Retrier, signal: AbortSignal) {
    this.#log = log
    this.#secrets = secrets
    this.#retrier = retrier
    this.#signal = signal
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    const isTransient = request.isTransient ?? (request.repeatable ? isTransientStatus : isTurnedAway)
    const policy = { attempts: request.attempts, delaySeconds: backoff }
    try {
      return await this.#retrier.run(request.label, policy, async () => {
        const response = await this.#attempt(request)
        if (isTransient(response)) throw new Exhausted(response)
        return response
      })
    } catch (error) {
      if (error instanceof LastAnswer) return error.response
      throw error
    }
  }

  /** One attempt, redirects included, within the timeout. */
  async #attempt(request: HttpRequest): Promise<HttpResponse> {
    const timeout = AbortSignal.timeout(request.timeoutSeconds * 1000)
    const signal = AbortSignal.any([timeout, this.#signal])
    const started = performance.now()
    try {
      const response = await this.#followed(request, signal)
      this.#log.debug(
        `${request.method} ${withoutQuery(response.url)}: HTTP ${response.status}, ${response.body.byteLength} bytes, ` +
          `${Math.round(performance.now() - started)} ms`
      )
      return response
    } catch (error) {
      if (error instanceof ActionError) throw error
      this.#signal.throwIfAborted()
      throw this.#failure(request, error, timeout.aborted)
    }
  }

  async #followed(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
    let url = new URL(request.url)
    let headers = new Headers({ 'user-agent': USER_AGENT, ...request.headers })
    for (let hop = 0; ; hop++) {
      const response = await fetch(url, {
        method: request.method,
        headers,
        redirect: 'manual',
        signal,
        ...(request.body === undefined ? {} : { body: request.body })
      })
      const location = REDIRECTS.includes(response.status) ? response.headers.get('location') : null
      const body = await readBody(response, request)
      if (location === null || request.redirects === 'return') {
        return { status: response.status, headers: response.headers, body, url: url.href }
      }
      const next = this.#redirectTarget(request, url, location, hop)
      // Nothing that was meant for one origin goes to another: neither a token nor a header that the workflow gave.
      if (next.origin !== url.origin) headers = new Headers({ 'user-agent': USER_AGENT })
      url = next
    }
  }

  #redirectTarget(request: HttpRequest, from: URL, location: string, hop: number): URL {
    const refuse = (why: string): NetworkError =>
      new NetworkError(
        { what: `could not ${request.label}`, why, advice: 'give the address that answers without such a redirect' },
        { transient: false, unclear: false }
      )
    this.#secrets.addSignatureOf(location)
    if (!URL.canParse(location, from.href)) throw refuse(`${from.origin} redirects to something that is not a URL`)
    const next = new URL(location, from)
    if (hop >= MAX_REDIRECTS) throw refuse(`${from.origin} redirects more than ${MAX_REDIRECTS} times`)
    if (next.protocol !== 'https:' && next.protocol !== from.protocol) {
      throw refuse(`${from.origin} redirects from HTTPS to ${next.protocol}//${next.host}`)
    }
    this.#log.debug(`${request.label}: redirected to ${withoutQuery(next.href)}`)
    return next
  }

  #failure(request: HttpRequest, error: unknown, timedOut: boolean): Retryable | NetworkError {
    const { words, transient, advice } = timedOut
      ? { words: `no complete answer within ${request.timeoutSeconds} s`, transient: true, advice: 'run the job again' }
      : describeNetworkError(error)
    const why = this.#secrets.redact(`${words} from ${new URL(request.url).host}`)
    const failure = new NetworkError(
      { what: `could not ${request.label}`, why, advice, help: 'the-network-or-its-certificates' },
      { transient, unclear: transient },
      { cause: error }
    )
    return transient && request.repeatable ? new Retryable(words, failure) : failure
  }
}

/** Carries the last answer out of the attempts: for the caller it is an answer, not an exception. */
class LastAnswer extends Error {
  readonly response: HttpResponse
  constructor(response: HttpResponse) {
    super(`HTTP ${response.status}`)
    this.response = response
  }
}

class Exhausted extends Retryable {
  constructor(response: HttpResponse) {
    super(`HTTP ${response.status}`, new LastAnswer(response), retryAfterSeconds(response))
  }
}

/** Reads a body up to the request's limit, counted after decompression, so that a small answer can't grow without end. */
async function readBody(response: Response, request: HttpRequest): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  if (!response.body) return new Uint8Array()
  for await (const chunk of response.body as ReadableStream<Uint8Array>) {
    size += chunk.byteLength
    if (size > request.maxBytes) {
      throw new NetworkError(
        {
          what: `could not ${request.label}`,
          why: `the answer of ${new URL(request.url).host} is larger than ${request.maxBytes.toLocaleString('en')} bytes`,
          advice: 'check that the address is the right one'
        },
        { transient: false, unclear: true }
      )
    }
    chunks.push(chunk)
  }
  // A connection takes the next request one turn after its answer has ended; a request before that opens another one.
  await setImmediate()
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
}

function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url)
  return origin + pathname
}
