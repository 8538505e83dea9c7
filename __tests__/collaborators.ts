/** Collaborators that tests hand in: a log that remembers, a retrier that hardly waits, the HTTP path over both. */
import { tmpdir } from 'node:os'
import { Files } from '../src/files.ts'
import { FetchHttp, type HttpResponse } from '../src/http.ts'
import type { Log } from '../src/log.ts'
import { Retrier, type RetryPolicy } from '../src/retry.ts'
import { Secrets } from '../src/secrets.ts'

export interface MemoryLog extends Log {
  /** Lines, warnings and errors, in their order. */
  readonly lines: string[]
  readonly debugLines: string[]
}

/** @param onLine is told every line as it is written */
export function memoryLog(onLine: (line: string) => void = () => undefined): MemoryLog {
  const lines: string[] = []
  const debugLines: string[] = []
  const add = (line: string): void => {
    lines.push(line)
    onLine(line)
  }
  return {
    lines,
    debugLines,
    info: add,
    warning: add,
    error: add,
    debug: line => debugLines.push(line),
    group: add,
    endGroup: () => undefined
  }
}

/** Milliseconds where the policy says seconds. What a service asks for by `Retry-After` stays as it is. */
export class ImpatientRetrier extends Retrier {
  override run<T>(label: string, policy: RetryPolicy, attempt: (number: number) => Promise<T>): Promise<T> {
    return super.run(label, { ...policy, delaySeconds: number => policy.delaySeconds(number) / 1000 }, attempt)
  }
}

/** For tests that make their files in the system's folder for temporary ones. */
export const temporaryFiles = new Files([tmpdir()])

export interface TestWorld {
  readonly log: MemoryLog
  readonly secrets: Secrets
  /** What the runner was told to mask. */
  readonly masked: string[]
  readonly retrier: Retrier
  readonly http: FetchHttp
  readonly signal: AbortSignal
  readonly files: Files
  stop(): void
}

/** Everything that a call needs, with a network path that retries at once. */
export function testWorld(): TestWorld {
  const stop = new AbortController()
  const masked: string[] = []
  const secrets = new Secrets(value => masked.push(value))
  const log = memoryLog()
  const retrier = new ImpatientRetrier(log, stop.signal)
  const http = new FetchHttp(log, secrets, retrier, stop.signal)
  return {
    log,
    secrets,
    masked,
    retrier,
    http,
    signal: stop.signal,
    files: temporaryFiles,
    stop: () => {
      stop.abort()
    }
  }
}

/** An answer as the HTTP path hands it on. A string is the body as it is, anything else becomes JSON. */
export function httpResponse(
  status: number,
  body: unknown = '',
  headers: Readonly<Record<string, string>> = {}
): HttpResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return {
    status,
    headers: new Headers(headers),
    body: new TextEncoder().encode(text),
    url: 'https://service.example/x'
  }
}

/** What a call threw. Fails when it didn't. */
export async function failureOf(work: Promise<unknown>): Promise<Error> {
  try {
    await work
  } catch (error) {
    // Node's own errors are of another realm than Jest's.
    if (error instanceof Error) return error
    throw new Error(`Not an Error of ours: ${String(error)}`, { cause: error })
  }
  throw new Error('Nothing was thrown.')
}

/** The message of what a call threw. */
export async function messageOf(work: Promise<unknown>): Promise<string> {
  return (await failureOf(work)).message
}
