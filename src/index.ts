/** The entry: reads the inputs, sets up the network, runs the pipeline, sets the exit code. */
import { randomUUID } from 'node:crypto'
import os from 'node:os'
import path from 'node:path'
import { setSecret } from '@actions/core'
import { ActionError, type Help } from './errors.ts'
import { helpAddress } from './help.ts'
import { FetchHttp, useProxyFromEnvironment } from './http.ts'
import { loadInputs, runnerInputs } from './inputs.ts'
import { runnerLog } from './log.ts'
import { run } from './main.ts'
import { publish } from './publish.ts'
import { newReport } from './report/report.ts'
import { Retrier } from './retry.ts'
import { Secrets } from './secrets.ts'
import type { World } from './world.ts'

const stop = new AbortController()
const secrets = new Secrets(setSecret)
const log = runnerLog(secrets)
const retrier = new Retrier(log, stop.signal)
const world: World = {
  log,
  secrets,
  retrier,
  http: new FetchHttp(log, secrets, retrier, stop.signal),
  signal: stop.signal,
  workspace: process.env['GITHUB_WORKSPACE'] ?? process.cwd(),
  folder: path.join(process.env['RUNNER_TEMP'] ?? os.tmpdir(), `custom-connector-${randomUUID()}`)
}
const report = newReport(new Date().toISOString())
const closeConnections = useProxyFromEnvironment()
let summary = true
try {
  const inputs = loadInputs(runnerInputs(secrets))
  summary = inputs.summary
  await run(inputs, report, world)
} catch (error) {
  report.operation = 'failed'
  report.error = secrets.redact(describe(error))
  if (error instanceof ActionError) addHelp(error.parts)
  process.exitCode = 1
  // What still runs beside the step that failed has no one to wait for it.
  stop.abort()
}
await publish(report, summary, world)
await closeConnections()

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
