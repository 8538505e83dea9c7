/** What a run works with: its collaborators, and how it tells what it does. */
import { setImmediate as turn } from 'node:timers/promises'
import type { Files } from './files.ts'
import type { GitHubContext } from './github/context.ts'
import type { Http } from './http.ts'
import type { Log } from './log.ts'
import type { Report } from './report/report.ts'
import type { Retrier } from './retry.ts'
import type { Secrets } from './secrets.ts'

/** The collaborators of a run. */
export interface World {
  readonly log: Log
  readonly http: Http
  readonly retrier: Retrier
  readonly secrets: Secrets
  /** Ends every call and every wait. */
  readonly signal: AbortSignal
  /** Repository, run and event. */
  readonly github: GitHubContext
  /** The job's workspace, which annotations on files are relative to. */
  readonly workspace: string
  /** A folder of this run alone. */
  readonly folder: string
  /** The one way to files that inputs name, and to those that a run leaves behind. */
  readonly files: Pick<Files, 'holds' | 'read' | 'write'>
}

/** A warning for log and report. */
export function warn(report: Report, { log }: World, text: string): void {
  report.warnings = [...report.warnings, text]
  log.warning(text)
}

/**
 * One group of the log, and one row of the timings.
 * @param world without a signal for a phase that a cancelled run must not leave out
 * @throws the reason of the signal when it is aborted before the work begins
 */
export async function phase<T>(
  title: string,
  report: Report,
  { log, signal }: Pick<World, 'log'> & Partial<Pick<World, 'signal'>>,
  work: () => Promise<T> | T
): Promise<T> {
  const started = performance.now()
  log.group(title)
  try {
    // Lets a signal of the system through that came while the phase before kept the process busy.
    await turn()
    signal?.throwIfAborted()
    return await work()
  } finally {
    log.endGroup()
    report.timings.push({ phase: title, milliseconds: Math.round(performance.now() - started) })
  }
}
