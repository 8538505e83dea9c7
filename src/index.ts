/** The entry: reads the inputs, sets up the network, runs the pipeline, sets the exit code. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setSecret } from '@actions/core'
import { endOf, listenForCancellation } from './cancellation.ts'
import { connectionsOf } from './connections.ts'
import { ActionError, type Help } from './errors.ts'
import { Files } from './files.ts'
import { gitHubContext } from './github/context.ts'
import { helpAddress } from './help.ts'
import { FetchHttp } from './http.ts'
import { hostsOf } from './inputs/hosts.ts'
import { loadInputs, type ReportInputs, runnerInputs } from './inputs.ts'
import { runnerLog } from './log.ts'
import { outputsOf, writeOutputs } from './outputs.ts'
import { publish } from './publish.ts'
import { complete } from './report/complete.ts'
import { newReport } from './report/report.ts'
import { Retrier } from './retry.ts'
import { Secrets } from './secrets.ts'
import type { World } from './world.ts'

const connections = connectionsOf(process.env)
const cancelled = listenForCancellation()
const stop = new AbortController()
const signal = AbortSignal.any([stop.signal, cancelled])
const secrets = new Secrets(setSecret)
const log = runnerLog(secrets)
const retrier = new Retrier(log, signal)
// Started by hand there is no runner: then the working directory is the workspace, and the run has a folder of its own.
const workspace = folderAt('GITHUB_WORKSPACE') ?? process.cwd()
const temp = folderAt('RUNNER_TEMP')
const folder = path.join(temp ?? os.tmpdir(), `custom-connector-${randomUUID()}`)
const files = new Files([workspace, temp ?? folder])
const world: World = {
  log,
  secrets,
  retrier,
  http: new FetchHttp(log, secrets, retrier, signal),
  signal,
  github: gitHubContext(process.env, file => readFileSync(file, 'utf8')),
  workspace,
  folder,
  files
}
const report = newReport(new Date().toISOString())
report.links = { ...linkOf('run', world.github.runUrl), ...linkOf('commit', world.github.commitUrl) }
// Until the inputs are read: what needs no secret.
let settings: ReportInputs = { summary: true, comment: 'never', gitHubToken: '', teamsWebhookUrl: '' }
// Node would print it as it is: the message, its causes and every property, a request with its token among them.
process.on('uncaughtException', error => {
  report.operation = 'failed'
  report.error = secrets.redact(describe(error))
  writeOutputs(outputsOf(complete(report), ''), text => secrets.redact(text))
  log.error(report.error)
  process.exit(1)
})
try {
  const inputs = loadInputs(runnerInputs(secrets, world))
  settings = inputs.report
  for (const url of hostsOf(inputs)) connections.open(url, 1)
  // Of all of ours this is most: it is evaluated while the connections are on their way.
  // eslint-disable-next-line no-restricted-syntax
  const { run } = await import(/* webpackMode: "eager" */ './main.ts')
  await run(inputs, report, world)
} catch (error) {
  report.operation = 'failed'
  const end = endOf(error, cancelled, report.timings.at(-1)?.phase)
  report.error = secrets.redact(describe(end))
  if (end instanceof ActionError) addHelp(end.parts)
  process.exitCode = 1
  // What still runs beside the step that failed has no one to wait for it.
  stop.abort()
}
// Of a run that is cancelled a few seconds are left: log, outputs, summary and report, and nothing on the network.
if (cancelled.aborted) settings = { ...settings, comment: 'never', teamsWebhookUrl: '' }
const http = new FetchHttp(log, secrets, new Retrier(log, cancelled), cancelled)
await publish(report, settings, { ...world, http })
await connections.close()

function folderAt(variable: string): string | undefined {
  const value = process.env[variable]
  return value === '' ? undefined : value
}

function addHelp({ help, remedy = [] }: Help): void {
  report.remedy = remedy
  if (help !== undefined) report.help = helpAddress(help, name => process.env[name] ?? '')
}

/** The user's sentence for what the user can mend; for a defect of ours what to do with it. The stack is for debug logs. */
function describe(error: unknown): string {
  log.debug(error instanceof Error ? (error.stack ?? error.message) : String(error))
  if (error instanceof ActionError) return error.message
  const message = error instanceof Error ? error.message : String(error)
  return `The run stopped on a defect of this action: ${message}; please report it with the log of a run with step debug logging.`
}

function linkOf(name: 'run' | 'commit', url: string | undefined): Partial<Record<typeof name, string>> {
  return url === undefined ? {} : { [name]: url }
}
