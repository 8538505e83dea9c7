/**
 * Tells everybody what a run did: report file, outputs, job summary, annotations, pull request comment, Teams, and the last
 * line of the log. All of it is made from the one report.
 */
import path from 'node:path'
import { ActionError } from './errors.ts'
import { keepComment } from './github/comment.ts'
import type { ReportInputs } from './inputs.ts'
import { outputsOf, writeOutputs, writeSummary } from './outputs.ts'
import { annotationsOf } from './report/annotations.ts'
import { commentMarker, commentSubject, isWorthAComment, renderComment } from './report/comment.ts'
import { complete, type CompleteReport } from './report/complete.ts'
import type { Report } from './report/report.ts'
import { renderSummary } from './report/summary.ts'
import { teamsMessage } from './report/teams.ts'
import { postToTeams } from './teams.ts'
import type { World } from './world.ts'

export type Publisher = Pick<World, 'log' | 'secrets' | 'http' | 'github' | 'folder' | 'files'>

/**
 * Writes the outputs in any case, and what else can be written: a full disk, a token without a permission or a webhook that
 * is gone is a warning, for the run's own outcome is worth more.
 */
export async function publish(report: Report, settings: ReportInputs, publisher: Publisher): Promise<void> {
  const { log, secrets, folder, files } = publisher
  const redact = (text: string): string => secrets.redact(text)
  // Before anything is rendered: a rendering cuts, escapes and joins what a search for secrets has to find.
  const shown = complete(withoutSecrets(report, redact))
  const reportPath = path.join(folder, 'report.json')
  const hasReport = await optional('write the report', publisher, () =>
    files.write(reportPath, `${JSON.stringify(shown, null, 2)}\n`)
  )
  writeOutputs(outputsOf(shown, hasReport ? reportPath : ''), redact)
  if (settings.summary) await optional('write the job summary', publisher, () => writeSummary(renderSummary(shown)))
  for (const { level, title, message, at } of annotationsOf(shown)) log[level](message, { title, at })
  await optional('comment on the pull request', publisher, () => comment(shown, settings, publisher))
  await optional('post to Teams', publisher, () => tellTeams(shown, settings, publisher))
  for (const line of shown.remedy) log.info(line)
  if (shown.help !== undefined) log.info(`More about this: ${shown.help}`)
  if (shown.operation === 'failed') log.error(shown.outcome)
  else log.info(shown.outcome)
}

/** @returns whether it could be done */
async function optional(what: string, { log }: Publisher, work: () => Promise<void>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    log.warning(error instanceof ActionError ? why : `Could not ${what}: ${why}`)
    return false
  }
}

/** A copy whose every text is redacted by itself, so that the report stays JSON whatever a secret looks like. */
function withoutSecrets(report: Report, redact: (text: string) => string): Report {
  const text = JSON.stringify(report, (_, value: unknown) => (typeof value === 'string' ? redact(value) : value))
  return JSON.parse(text) as Report
}

async function comment(
  report: CompleteReport,
  { comment: wanted, gitHubToken: token }: ReportInputs,
  { github, http, log }: Publisher
): Promise<void> {
  const { pullRequest } = github
  if (wanted === 'never' || token === '' || !pullRequest || report.operation === 'downloaded') return
  const result = await keepComment(
    {
      context: github,
      pullRequest,
      token,
      marker: commentMarker(commentSubject(report)),
      body: renderComment(report),
      create: isWorthAComment(report)
    },
    http
  )
  log.info(`Comment on pull request ${pullRequest.number}: ${result}`)
}

/** After an update or a creation, and after one that failed. */
async function tellTeams(
  report: CompleteReport,
  { teamsWebhookUrl }: ReportInputs,
  { http, log }: Publisher
): Promise<void> {
  const writes = ['update', 'create'].includes((report.inputs['mode'] ?? 'update').toLowerCase())
  const failed = report.operation === 'failed' && writes
  if (teamsWebhookUrl === '' || !(failed || report.operation === 'updated' || report.operation === 'created')) return
  await postToTeams(teamsWebhookUrl, teamsMessage(report), http)
  log.info('Teams was told')
}
