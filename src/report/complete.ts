/** The report with everything in it that is said about the run in words, so that renderings only arrange it. */
import type { Change } from '../checks/changes/change.ts'
import type { Report, ReportedChange } from './report.ts'
import { count, countBreaking, countOperations, quoted, total } from './words.ts'

/** A report of a run that has ended. */
export interface CompleteReport extends Report {
  /** One sentence. */
  readonly outcome: string
  /** Changes that break apps and flows and that `allowed-changes` doesn't name. */
  readonly breaking: readonly ReportedChange[]
  /** How many these are. */
  readonly breakingCount: number
  /** What makers have to do now, or once the plan is carried out. */
  readonly nextSteps: readonly string[]
}

/** Names of operations that one sentence can hold. */
const MAX_NAMES = 8

/** Adds to a report what follows from it. */
export function complete(report: Report): CompleteReport {
  const breaking = (report.changes ?? []).filter(({ severity, accepted }) => severity === 'breaking' && !accepted)
  const breakingCount = total(breaking)
  return { ...report, outcome: outcome(report, breakingCount), breaking, breakingCount, nextSteps: nextSteps(report) }
}

/** The outcome in one line, for the end of the log and the start of the summary. */
function outcome(report: Report, breaking: number): string {
  const name = report.connector.name ?? 'the connector'
  const { before, after } = report.revision
  const changes = [
    ...(report.operations ? [countOperations(report.operations)] : []),
    ...(breaking > 0 ? [countBreaking(breaking)] : []),
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
    case 'created':
      return `Created ${name} with ${count(report.operations?.added.length ?? 0, 'operation')}. Revision ${after ?? 'unknown'}.`
    case 'failed':
      return report.error ?? 'The run failed.'
  }
}

/** Rules whose changes make every connection useless until its owner signs in anew. */
const OF_CONNECTIONS: readonly Change['rule'][] = ['SecurityChanged']

/**
 * Apps and flows keep their own copy of an operation's interface: a canvas app until the connector is added anew, a flow's
 * action until it is opened and saved.
 */
function nextSteps({ operation, changed, operations, changes = [] }: Report): string[] {
  const isSeen = operation === 'updated' || (operation === 'planned' && changed === true)
  if (!isSeen) return []
  const breaking = changes.filter(({ severity }) => severity === 'breaking')
  const broken = idsOf(breaking)
  const others = (operations?.changed ?? []).map(({ operationId }) => operationId).filter(id => !broken.has(id))
  const names = namesOf(operations)
  const named = (ids: Iterable<string>): string =>
    quoted(
      [...ids].map(id => names.get(id) ?? id),
      MAX_NAMES
    )
  const reached = breaking.some(({ operationId, rule }) => operationId === '' && !OF_CONNECTIONS.includes(rule))
  return [
    ...(broken.size > 0 ? [`Flows: open those that use ${named(broken)}, correct the action, and save them.`] : []),
    ...(others.length > 0 ? [`Flows: open and save those that use ${named(others)} where they need what is new.`] : []),
    'Canvas apps: remove the connector from the app and add it again to see new and changed operations.',
    ...(breaking.some(({ rule }) => OF_CONNECTIONS.includes(rule))
      ? ['Connections: delete those that exist and create them anew, since the way to sign in has changed.']
      : []),
    ...(reached ? ['Try one action: the address that the connector calls has changed.'] : [])
  ]
}

function idsOf(changes: readonly Change[]): Set<string> {
  return new Set(changes.map(({ operationId }) => operationId).filter(id => id !== ''))
}

/** Makers see an operation's summary, not its id. */
function namesOf(operations: Report['operations']): Map<string, string> {
  const refs = [...(operations?.added ?? []), ...(operations?.changed ?? []), ...(operations?.removed ?? [])]
  return new Map(refs.map(({ operationId, summary }) => [operationId, summary ?? operationId]))
}

/** "1 error, 2 warnings, 0 remarks" */
export function countFindings({ findings = [] }: Pick<Report, 'findings'>): string {
  const of = (wanted: string): number => findings.filter(({ severity }) => severity === wanted).length
  return [count(of('error'), 'error'), count(of('warning'), 'warning'), count(of('info'), 'remark')].join(', ')
}
