/** The job summary: Markdown for people, the outcome first. */
import type { CompleteReport } from './complete.ts'
import { fitting } from './fitting.ts'
import {
  breakingChanges,
  facts,
  findings,
  heading,
  joined,
  leadIn,
  links,
  list,
  losses,
  nextSteps,
  operations,
  otherFlowChanges,
  packageNote
} from './sections.ts'

/** GitHub refuses a larger summary of a step (1 MiB), and what other steps wrote doesn't count. */
const MAX_BYTES = 1024 * 1024
/** Rows of a list, fewer where the summary would be too large. */
const ROWS = [200, 100, 50, 20, 10, 5, 1] as const

/** @returns GitHub-flavoured Markdown of less than 1 MiB that ends with a line break */
export function renderSummary(report: CompleteReport): string {
  return fitting(ROWS, MAX_BYTES, rows =>
    joined([
      heading(report),
      leadIn(report),
      facts(report),
      breakingChanges(report, rows),
      nextSteps(report),
      operations(report, rows),
      otherFlowChanges(report, rows),
      findings(report, rows),
      losses(report, rows),
      list('Warnings', report.warnings, rows),
      list('Notes', report.notes, rows),
      list('Annotations of the connector that found no place any more', report.lostAnnotations, rows),
      packageNote(report),
      links(report)
    ])
  )
}
