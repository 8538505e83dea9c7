/** What a run found out and did: the one object that log, summary, comment, annotations, card and outputs are made from. */
import type { Change } from '../checks/changes/change.ts'
import type { OperationChanges } from '../checks/changes/operations.ts'
import type { Loss } from '../definition/convert/losses.ts'
import type { FilePlace } from '../definition/source-place.ts'

export type Operation = 'updated' | 'unchanged' | 'planned' | 'validated' | 'downloaded' | 'created' | 'failed'

export interface ReportedFinding {
  /** Of our own rules the id; missing for what the service found. */
  readonly rule?: string
  readonly severity: 'error' | 'warning' | 'info'
  /** JSON pointer into the definition; empty when none was named. */
  readonly pointer: string
  /** The operation that the place belongs to, where it belongs to one. */
  readonly operationId?: string
  readonly message: string
  /** Where it stands in the API's document, when that is a file of the workspace. */
  readonly place?: FilePlace
}

export interface ReportedChange extends Change {
  /** Whether `allowed-changes` names it. Only breaking changes can be accepted. */
  readonly accepted: boolean
  /** The operation in the API's document, when that is a file of the workspace. */
  readonly place?: FilePlace
}

export interface Timing {
  readonly phase: string
  readonly milliseconds: number
}

/** Filled as the run goes on, so that a run that fails still tells what it knew. A missing member is not known. */
export interface Report {
  /** Of this format; a larger number can have other members. The schema is docs/report.schema.json. */
  readonly version: 1
  /** ISO 8601. */
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
  /** Pages about this run; a missing one isn't known. */
  links: {
    /** The environment's custom connectors in the maker portal. */
    makerPortal?: string
    run?: string
    commit?: string
  }
  revision: { before?: string; after?: string }
  definition: {
    /** Hexadecimal SHA-256 of the stored definition's canonical JSON. */
    sha256?: string
    apiVersion?: string
    path?: string
  }
  operations?: OperationChanges
  /** What apps and flows notice; missing when nothing was compared. */
  changes?: readonly ReportedChange[]
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
    links: {},
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
