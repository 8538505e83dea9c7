/** The one place that writes the action's outputs and its summary. */
import * as core from '@actions/core'
import type { CompleteReport } from './report/complete.ts'

/** Every output of action.yml. */
export interface Outputs {
  readonly operation: string
  readonly changed: string
  readonly 'connector-revision': string
  readonly 'previous-revision': string
  readonly 'definition-sha256': string
  readonly 'api-version': string
  readonly 'connector-id': string
  readonly 'operations-added': string
  readonly 'operations-changed': string
  readonly 'operations-removed': string
  readonly 'breaking-changes': string
  readonly warnings: string
  readonly report: string
  readonly 'definition-path': string
  readonly 'package-path': string
  readonly 'redirect-url': string
}

/**
 * The outputs of a run, whatever became of it: what isn't known is the empty string.
 * @param reportPath of the report file; empty when there is none
 */
export function outputsOf(report: CompleteReport, reportPath: string): Outputs {
  const { connector, revision, definition, operations, findings, operation } = report
  return {
    operation,
    changed: report.changed === undefined ? '' : String(report.changed),
    'connector-revision': revision.after ?? '',
    'previous-revision': revision.before ?? '',
    'definition-sha256': definition.sha256 ?? '',
    'api-version': definition.apiVersion ?? '',
    'connector-id': connector.name ?? '',
    'operations-added': lengthOf(operations?.added),
    'operations-changed': lengthOf(operations?.changed),
    'operations-removed': lengthOf(operations?.removed),
    'breaking-changes': report.changes === undefined ? '' : String(report.breakingCount),
    warnings: lengthOf(findings?.filter(({ severity }) => severity === 'warning')),
    report: reportPath,
    'definition-path': definition.path ?? '',
    'package-path': report.packagePath ?? '',
    'redirect-url': connector.redirectUrl ?? ''
  }
}

/**
 * Hands the outputs to the runner, each as one line: versions and ids come from documents and services, and workflows put
 * outputs into scripts.
 * @param redact takes secrets out of every value
 */
export function writeOutputs(outputs: Outputs, redact: (text: string) => string): void {
  for (const [name, value] of Object.entries<string>({ ...outputs })) {
    core.setOutput(name, redact(value).replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' '))
  }
}

/** Appends to the job's summary. @throws when the runner gives no file for it */
export async function writeSummary(markdown: string): Promise<void> {
  await core.summary.addRaw(markdown).write()
}

function lengthOf(list: readonly unknown[] | undefined): string {
  return list === undefined ? '' : String(list.length)
}
