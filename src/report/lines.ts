/** Lines of the log. */
import { withoutTrailing } from '../text.ts'
import type { CompleteReport } from './complete.ts'
import type { ReportedChange, ReportedFinding } from './report.ts'
import { count } from './words.ts'

/** Lines of the log for one list; the summary has more, the report all. */
const MAX_LINES = 20

/** "The operation has no summary at /paths/~1orders/get (OperationSummaryMissing)" */
export function describeFinding({ rule, pointer, message }: ReportedFinding): string {
  const place = pointer === '' ? '' : ` at ${pointer}`
  return `${withoutTrailing(message, ' .\r\n')}${place}${rule === undefined ? '' : ` (${rule})`}`
}

/** Errors and warnings of the checks, one a line. */
export function findingLines(findings: readonly ReportedFinding[], source: string): string[] {
  const shown = findings.filter(({ severity }) => severity !== 'info')
  if (shown.length === 0) return [`No error and no warning by ${source}`]
  return limited(shown.map(finding => `${finding.severity}: ${describeFinding(finding)}`))
}

/** An id that can stand in a command without quotes. */
const PLAIN_ID = /^[A-Za-z0-9._-]+$/

/** How a workflow learns the id of a connector that was made: commands to copy. */
export function storingLines(connectorId: string): string[] {
  if (!PLAIN_ID.test(connectorId)) return []
  return [
    '# Store the id once, as a variable of the repository, or with --env NAME as one of an environment:',
    `gh variable set CONNECTOR_ID --body ${connectorId}`,
    '# and give it to the action from then on:',
    'connector-id: ${{ vars.CONNECTOR_ID }}'
  ]
}

/** What breaks, what was accepted, and counts of the rest. */
export function changeLines(changes: readonly ReportedChange[]): string[] {
  const breaking = changes.filter(({ severity, accepted }) => severity === 'breaking' && !accepted)
  const accepted = changes.filter(change => change.accepted)
  const infos = changes.filter(({ severity }) => severity === 'info').length
  const texts = changes.filter(({ severity }) => severity === 'cosmetic').length
  const line = ({ rule, operationId, path, message }: ReportedChange): string =>
    `${message} (${[rule, operationId].filter(Boolean).join(' ')}${path === '' ? '' : `, ${path}`})`
  return [
    ...limited(breaking.map(change => `breaking: ${line(change)}`)),
    ...limited(accepted.map(change => `accepted: ${line(change)}`)),
    ...(infos + texts > 0
      ? [`${count(infos, 'change')} that break${infos === 1 ? 's' : ''} nothing, ${count(texts, 'changed text')}`]
      : []),
    ...(changes.length === 0 ? ['Nothing changes for apps and flows'] : [])
  ]
}

/** What became of the document on its way to the definition. */
export function preparationLines({
  losses,
  notes,
  lostAnnotations,
  otherChanges
}: Pick<CompleteReport, 'losses' | 'notes' | 'lostAnnotations' | 'otherChanges'>): string[] {
  return [
    ...(losses.length > 0
      ? [
          `${count(losses.length, 'construct')} of the API document could not be taken over as it was; the summary lists them`
        ]
      : []),
    ...notes,
    ...lostAnnotations.map(lost => `No place any more for ${lost}`),
    ...otherChanges.map(part => `Changes: ${part}`)
  ]
}

function limited(lines: readonly string[]): string[] {
  return lines.length > MAX_LINES
    ? [...lines.slice(0, MAX_LINES), `… and ${lines.length - MAX_LINES} more`]
    : [...lines]
}
