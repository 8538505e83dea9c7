/** Tells everybody what a run did: report file, job summary, outputs, and the last line of the log. */
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { World } from './world.ts'
import { outputsOf, writeOutputs, writeSummary } from './outputs.ts'
import { outcome, type Report } from './report/report.ts'
import { renderSummary } from './report/summary.ts'

/**
 * Writes the outputs in any case, and what else can be written: a full disk or a missing summary file is a warning, for the
 * run's own outcome is worth more.
 */
export async function publish(
  report: Report,
  summary: boolean,
  { log, secrets, folder }: Pick<World, 'log' | 'secrets' | 'folder'>
): Promise<void> {
  const redact = (text: string): string => secrets.redact(text)
  // Before anything is rendered: a rendering cuts, escapes and joins what a search for secrets has to find.
  const shown = withoutSecrets(report, redact)
  const reportPath = path.join(folder, 'report.json')
  const optional = async (what: string, work: Promise<void>): Promise<boolean> => {
    try {
      await work
      return true
    } catch (error) {
      log.warning(`Could not write ${what}: ${error instanceof Error ? error.message : String(error)}`)
      return false
    }
  }
  const hasReport = await optional('the report', writeReport(reportPath, JSON.stringify(shown, null, 2)))
  if (summary) await optional('the job summary', writeSummary(renderSummary(shown)))
  writeOutputs(outputsOf(shown, hasReport ? reportPath : ''), redact)
  for (const line of report.remedy) log.info(line)
  if (report.help !== undefined) log.info(`More about this: ${report.help}`)
  if (report.operation === 'failed') log.error(outcome(report))
  else log.info(outcome(report))
}

/** A copy whose every text is redacted by itself, so that the report stays JSON whatever a secret looks like. */
function withoutSecrets(report: Report, redact: (text: string) => string): Report {
  const text = JSON.stringify(report, (_, value: unknown) => (typeof value === 'string' ? redact(value) : value))
  return JSON.parse(text) as Report
}

async function writeReport(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, `${text}\n`)
}
