/** Annotations: what the run's page and the changed files of a pull request show. */
import type { FilePlace } from '../definition/source-place.ts'
import type { CompleteReport } from './complete.ts'
import { describeFinding } from './lines.ts'

export interface Annotation {
  readonly level: 'error' | 'warning'
  readonly title: string
  readonly message: string
  readonly at?: FilePlace
}

/** How many of a level GitHub shows of one step. */
const MAX_OF_A_LEVEL = 10

/**
 * Breaking changes, unless they are allowed, and errors as errors, warnings of the checks as warnings, those first that break something. Of each
 * level at most ten are left together with those that the log has already (the warnings) or will have (the outcome of a
 * run that failed); the last of them says how many more there are.
 */
export function annotationsOf(report: CompleteReport): Annotation[] {
  const findings = (severity: 'error' | 'warning'): Annotation[] =>
    (report.findings ?? [])
      .filter(finding => finding.severity === severity)
      .map(finding => ({
        level: severity,
        title: finding.rule ?? 'Validation of the service',
        message: describeFinding(finding),
        ...(finding.place ? { at: finding.place } : {})
      }))
  const isAllowed = report.inputs['on-breaking']?.toLowerCase() === 'allow'
  const breaking = (isAllowed ? [] : report.breaking).map(({ rule, message, place }): Annotation => ({
    level: 'error',
    title: `Breaking change: ${rule}`,
    message,
    ...(place ? { at: place } : {})
  }))
  const outcome = report.operation === 'failed' ? 1 : 0
  return [
    ...limited([...breaking, ...findings('error')], MAX_OF_A_LEVEL - outcome),
    ...limited(findings('warning'), MAX_OF_A_LEVEL - report.warnings.length)
  ]
}

function limited(all: readonly Annotation[], limit: number): Annotation[] {
  if (all.length <= limit) return [...all]
  const shown = all.slice(0, Math.max(0, limit - 1))
  const [first] = all
  if (!first || limit < 1) return []
  return [
    ...shown,
    {
      level: first.level,
      title: `${all.length - shown.length} more`,
      message: `${all.length - shown.length} more are in the job summary and in the report`
    }
  ]
}
