/** The pull request comment: what merging would do to the connector, short enough for a conversation. */
import { createHash } from 'node:crypto'
import type { CompleteReport } from './complete.ts'
import { fitting } from './fitting.ts'
import {
  breakingChanges,
  foldedCounts,
  heading,
  joined,
  leadIn,
  links,
  nextSteps,
  operations,
  otherFlowChanges
} from './sections.ts'
import { environmentOf } from './words.ts'

/** GitHub takes 65,536 characters; counting bytes stays below whatever it counts. */
const MAX_BYTES = 65_536
const ROWS = [50, 20, 10, 5, 1] as const

/** What a comment is about: there is one comment for each. */
export type CommentSubject = readonly string[]

/**
 * The connector in its environment; without a connector, what is validated against what.
 * A name is hashed, so that no text of a workflow can end the HTML comment that it stands in.
 */
export function commentMarker(subject: CommentSubject): string {
  const key = createHash('sha256').update(JSON.stringify(subject)).digest('hex').slice(0, 16)
  return `<!-- update-custom-connector ${key} -->`
}

/** The subject of a report's comment. */
export function commentSubject(report: CompleteReport): CommentSubject {
  const { connector, inputs } = report
  return connector.name === undefined
    ? [inputs['swagger-file'] ?? inputs['swagger-url'] ?? '', inputs['baseline-file'] ?? '']
    : [environmentOf(report) ?? '', connector.name]
}

/** Whether there is something to say that a reviewer should see; without it a pull request isn't commented on anew. */
export function isWorthAComment({ operation, changed, changes = [] }: CompleteReport): boolean {
  return operation === 'failed' ? changes.length > 0 : changed === true || changes.length > 0
}

/** @returns GitHub-flavoured Markdown of at most 65,536 characters that starts with the marker */
export function renderComment(report: CompleteReport): string {
  const marker = commentMarker(commentSubject(report))
  return fitting(ROWS, MAX_BYTES, rows =>
    joined([
      marker,
      heading(report).replace(/^## /, '### '),
      isWorthAComment(report) || report.operation === 'failed'
        ? leadIn(report)
        : 'No changes: the connector would stay as it is.',
      breakingChanges(report, rows),
      operations(report, rows),
      otherFlowChanges(report, rows),
      nextSteps(report),
      foldedCounts(report),
      links(report)
    ])
  )
}
