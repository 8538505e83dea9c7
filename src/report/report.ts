/** What a run found out and did: the one object that log, summary, outputs and the report file are made from. */
import type { OperationChanges } from '../checks/changes/operations.ts'
import type { Loss } from '../definition/convert/losses.ts'

export type Operation = 'updated' | 'unchanged' | 'planned' | 'validated' | 'downloaded' | 'failed'

export interface ReportedFinding {
  /** Of our own rules the id; missing for what the service found. */
  readonly rule?: string
  readonly severity: 'error' | 'warning' | 'info'
  /** JSON pointer into the definition; empty when none was named. */
  readonly pointer: string
  readonly message: string
}

export interface Timing {
  readonly phase: string
  readonly milliseconds: number
}

/** Filled as the run goes on, so that a run that fails still tells what it knew. A missing member is not known. */
export interface Report {
  /** Of this format; a larger number can have other members. */
  readonly version: 1
  readonly startedAt: string
  /** Inputs that were given; of a secret only that it was. */
  inputs: Readonly<Record<string, string>>
  operation: Operation
  changed?: boolean
  connector: {
    name?: string
    displayName?: string
    environmentId?: string
    redirectUrl?: string
  }
  revision: { before?: string; after?: string }
  definition: {
    /** Hexadecimal SHA-256 of the stored definition's canonical JSON. */
    sha256?: string
    apiVersion?: string
    path?: string
  }
  operations?: OperationChanges
  /** What else changes: names of API properties, "the icon", "the custom code". */
  otherChanges: readonly string[]
  /** What was kept, added or dropped on the way from the API document to the definition. */
  notes: readonly string[]
  /** What of the API document could not be taken over as it was. */
  losses: readonly Loss[]
  /** Annotations of the connector whose operation, parameter or field is gone. */
  lostAnnotations: readonly string[]
  /** Of the validation; missing when the run didn't come to it. */
  findings?: readonly ReportedFinding[]
  warnings: readonly string[]
  packagePath?: string
  error?: string
  /** Lines to copy against the error: what to add to the workflow, what to create. */
  remedy: readonly string[]
  /** Where more is said about the error: an address, or a file of the action's repository. */
  help?: string
  readonly timings: Timing[]
}

/** @param startedAt ISO 8601 */
export function newReport(startedAt: string): Report {
  return {
    version: 1,
    startedAt,
    inputs: {},
    operation: 'failed',
    connector: {},
    revision: {},
    definition: {},
    otherChanges: [],
    notes: [],
    losses: [],
    lostAnnotations: [],
    warnings: [],
    remedy: [],
    timings: []
  }
}

/** "1 operation added, 2 changed, 0 removed" */
export function countOperations({ added, changed, removed }: OperationChanges): string {
  return `${count(added.length, 'operation')} added, ${changed.length} changed, ${removed.length} removed`
}

/** "1 warning", "2 warnings" */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** The outcome in one line, for the end of the log and the start of the summary. */
export function outcome(report: Report): string {
  const name = report.connector.name ?? 'the connector'
  const { before, after } = report.revision
  const changes = [
    ...(report.operations ? [countOperations(report.operations)] : []),
    ...(report.otherChanges.length > 0 ? [`also changed: ${report.otherChanges.join(', ')}`] : [])
  ].join('; ')
  switch (report.operation) {
    case 'updated':
      return `Updated ${name}: ${changes}. Revision ${before ?? 'unknown'} became ${after ?? 'unknown'}.`
    case 'unchanged':
      return `${name} is already what it should be: nothing was written. Revision ${after ?? 'unknown'}.`
    case 'planned':
      return report.changed === true
        ? `Plan: an update would change ${name}: ${changes}. Nothing was written.`
        : `Plan: an update would change nothing of ${name}. Nothing was written.`
    case 'validated':
      return `The definition passes the checks${changes === '' ? '' : `; against the baseline: ${changes}`}.`
    case 'downloaded':
      return `Downloaded ${name} to ${report.packagePath ?? ''}. Revision ${after ?? 'unknown'}.`
    case 'failed':
      return report.error ?? 'The run failed.'
  }
}
