/** A run that is cancelled, with the compiled bundle and real signals. Windows has none that a process could be sent. */
import { describe, expect, test } from '@jest/globals'
import type { CallName } from '../emulator/exchange.ts'
import { type Fault, faults } from '../emulator/faults.ts'
import type { ActionRun, ActionRunOptions } from '../emulator/run-action.ts'
import { gitHubToken } from '../emulator/seeds/ids.ts'
import { errorOf, onDataverse, scenario, type Stage } from './scenario.ts'

/** Milliseconds from the signal to the end of the process that a runner gives before it sends the next one. */
const AT_MOST = 7500

interface Cancelled {
  readonly run: ActionRun
  /** Milliseconds from the signal to the end. */
  readonly took: number
}

/** Runs the action, and sends it the signal when `due` calls. */
async function cancelledRun(
  stage: Stage,
  due: (send: () => void) => Partial<ActionRunOptions> | undefined,
  inputs: Readonly<Record<string, string>> = {},
  signal: NodeJS.Signals = 'SIGINT'
): Promise<Cancelled> {
  let [processId, started, sent] = [0, 0, 0]
  const options = due(() => {
    if (sent > 0) return
    sent = performance.now()
    process.kill(processId, signal)
  })
  const onStart = (id: number): void => {
    processId = id
    started = performance.now()
  }
  const run = await stage.run(inputs, { ...options, onStart })
  expect(sent).toBeGreaterThan(0)
  return { run, took: started + run.duration - sent }
}

/** The signal comes while the answer to this call is awaited. */
function whileAwaiting(stage: Stage, call: CallName, fault: Fault = faults.hang): (send: () => void) => undefined {
  return send => {
    stage.emulator.fault(call, fault)
    stage.emulator.between(call, send)
    return undefined
  }
}

/** The signal comes once the log has this. */
function onceLogged(text: string): (send: () => void) => Partial<ActionRunOptions> {
  return send => ({
    onLog: logged => {
      if (logged.includes(text)) send()
    }
  })
}

const first = 'Download the connector and fetch the API document'
const phases: readonly (readonly [CallName, string])[] = [
  ['openid-configuration', first],
  ['token', first],
  ['api-document', first],
  ['get-connector', first],
  ['original-definition', first],
  ['icon', first],
  ['script', first],
  ['validate', 'Check the definition'],
  ['storage', 'Update the connector'],
  ['upload-icon', 'Update the connector'],
  ['upload-script', 'Update the connector']
]

const suite = process.platform === 'win32' ? describe.skip : describe

suite('a run that is cancelled before the update is sent says where it stood, and that nothing was written', () => {
  for (const [call, phase] of phases) {
    scenario(`while the answer to ${call} is awaited`, async stage => {
      const before = structuredClone(stage.emulator.connector())
      const { run, took } = await cancelledRun(stage, whileAwaiting(stage, call))
      expect(errorOf(run)).toBe(
        `The run did not finish: the run was cancelled (SIGINT) during "${phase}", before anything was written to the connector; run the job again.`
      )
      expect(run.outputs).toMatchObject({ operation: 'failed', changed: 'false' })
      expect(run.summary).toContain('the run was cancelled')
      expect(run.outputs['report']).not.toBe('')
      expect(stage.emulator.connector()).toEqual(before)
      expect(took).toBeLessThan(AT_MOST)
    })
  }

  scenario('between the uploads and the update', async stage => {
    stage.emulator.fault({ call: 'get-connector', from: 2 }, faults.hang)
    const uploaded = onceLogged('Uploaded icon and custom code')
    const { run, took } = await cancelledRun(stage, uploaded)
    expect(errorOf(run)).toContain('during "Update the connector", before anything was written to the connector')
    expect([stage.count('upload-script'), stage.count('update')]).toEqual([1, 0])
    expect(took).toBeLessThan(AT_MOST)
  })

  scenario('while it waits to try again', async stage => {
    stage.emulator.fault('validate', faults.throttled(120))
    const { run, took } = await cancelledRun(stage, onceLogged('waiting 120 s'))
    expect(errorOf(run)).toContain('during "Check the definition"')
    expect(took).toBeLessThan(AT_MOST)
  })

  for (const mode of ['plan', 'validate', 'download']) {
    const call = mode === 'download' ? 'get-connector' : 'api-document'
    scenario(`in the mode ${mode}`, async stage => {
      const source = mode === 'download' ? { 'swagger-url': '' } : {}
      const { run, took } = await cancelledRun(stage, whileAwaiting(stage, call), { mode, ...source })
      expect(errorOf(run)).toContain('before anything was written to the connector')
      expect(run.outputs['changed']).toBe(mode === 'plan' ? '' : 'false')
      expect(took).toBeLessThan(AT_MOST)
    })
  }

  scenario('also when a runner says so by SIGTERM', async stage => {
    const { run, took } = await cancelledRun(stage, whileAwaiting(stage, 'validate'), {}, 'SIGTERM')
    expect(errorOf(run)).toContain('the run was cancelled (SIGTERM)')
    expect(took).toBeLessThan(AT_MOST)
  })
})

suite('a run that is cancelled once the update is on its way can not tell whether it was applied', () => {
  for (const [what, fault, applied] of [
    ['was not applied', faults.hang, false],
    ['was applied', faults.hangAfterApplied, true]
  ] as const) {
    scenario(`and names the package folder, whether it ${what}`, async stage => {
      const before = stage.emulator.connector().changedTime
      const { run, took } = await cancelledRun(stage, whileAwaiting(stage, 'update', fault))
      expect(errorOf(run)).toMatch(
        /^Could not tell whether the update of shared_orders.* was applied: the run was cancelled \(SIGINT\) while the update was on its way; look at the connector/
      )
      expect(errorOf(run)).toContain(run.outputs['package-path'])
      expect(run.outputs).toMatchObject({ operation: 'failed', changed: '', 'connector-revision': '' })
      expect(run.outputs['previous-revision']).toBe(before)
      expect(stage.emulator.connector().changedTime !== before).toBe(applied)
      expect(took).toBeLessThan(AT_MOST)
    })
  }

  scenario('on Dataverse neither', async stage => {
    const before = stage.emulator.row().version
    const awaiting = whileAwaiting(stage, 'update', faults.hangAfterApplied)
    const { run, took } = await cancelledRun(stage, awaiting, onDataverse(stage))
    expect(errorOf(run)).toMatch(/^Could not tell whether the update of shared_orders.* was applied: .*\(SIGINT\)/)
    expect(errorOf(run)).toContain(run.outputs['package-path'])
    expect(run.outputs).toMatchObject({ operation: 'failed', changed: '', 'connector-revision': '' })
    expect(stage.emulator.row().version).not.toBe(before)
    expect(took).toBeLessThan(AT_MOST)
  })

  scenario('nor while it looks whether that is so', async stage => {
    stage.emulator.fault('update', faults.reset)
    const { run, took } = await cancelledRun(stage, whileAwaiting(stage, 'read-back'))
    expect(errorOf(run)).toMatch(
      /^Could not tell whether .* closed before the answer.*the run was cancelled \(SIGINT\)/
    )
    expect(run.outputs['changed']).toBe('')
    expect(took).toBeLessThan(AT_MOST)
  })

  scenario('nor while it waits to look again', async stage => {
    stage.emulator.fault({ call: 'update', times: Infinity }, faults.reset)
    const looking = onceLogged('looking whether it was applied all the same')
    const { run, took } = await cancelledRun(stage, looking)
    expect(errorOf(run)).toMatch(/^Could not tell whether .*the run was cancelled \(SIGINT\)/)
    expect(run.outputs['changed']).toBe('')
    expect(took).toBeLessThan(AT_MOST)
  })
})

suite('a run that is cancelled while the connector is read back says that the update was taken', () => {
  for (const call of ['read-back', 'read-back-definition', 'read-back-icon', 'read-back-script'] as const) {
    scenario(`while the answer to ${call} is awaited`, async stage => {
      const { run, took } = await cancelledRun(stage, whileAwaiting(stage, call))
      expect(errorOf(run)).toMatch(
        /^Could not read the connector back: the service took the update, but then: the run was cancelled \(SIGINT\); /
      )
      expect(errorOf(run)).toContain(run.outputs['package-path'])
      expect(run.outputs).toMatchObject({ operation: 'failed', changed: '', 'connector-revision': '' })
      expect(took).toBeLessThan(AT_MOST)
    })
  }

  scenario('while it waits to look again', async stage => {
    stage.emulator.fault({ call: 'update', times: Infinity }, faults.accepted)
    const { run, took } = await cancelledRun(stage, onceLogged('looking again in'))
    expect(errorOf(run)).toMatch(/the service took the update, but then: the run was cancelled \(SIGINT\)/)
    expect(took).toBeLessThan(AT_MOST)
  })

  scenario('right after the answer to the update', async stage => {
    const { run } = await cancelledRun(stage, onceLogged('The service took the update'))
    expect(errorOf(run)).toContain('the service took the update, but then: the run was cancelled (SIGINT)')
  })
})

suite('a run that has done its work and is cancelled', () => {
  scenario('while it tells Teams ends with its own outcome, and leaves Teams out', async stage => {
    const webhook = { 'teams-webhook-url': stage.emulator.addresses.teamsWebhook }
    const { run, took } = await cancelledRun(stage, whileAwaiting(stage, 'teams-message'), webhook)
    expect(run.outputs).toMatchObject({ operation: 'updated', changed: 'true' })
    expect(run.log).toContain('the run was cancelled (SIGINT)')
    expect(took).toBeLessThan(AT_MOST)
  })

  scenario('before that says nothing on the network any more', async stage => {
    const payload = { pull_request: { number: 12, head: { repo: { full_name: 'contoso/orders' } } } }
    const inputs = { 'teams-webhook-url': stage.emulator.addresses.teamsWebhook, 'github-token': gitHubToken }
    const { run } = await cancelledRun(
      stage,
      send => {
        whileAwaiting(stage, 'validate')(send)
        return { event: { name: 'pull_request', payload } }
      },
      inputs
    )
    expect(errorOf(run)).toContain('the run was cancelled')
    expect([stage.count('teams-message'), stage.count('list-comments')]).toEqual([0, 0])
  })
})

test('a process can be sent signals where these tests run', () => {
  expect(process.platform === 'win32' || process.kill(process.pid, 0)).toBe(true)
})
