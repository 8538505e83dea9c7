/** A stage for whole runs of the compiled action, with what must hold after every one of them. */
import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { load } from 'js-yaml'
import { isObject, objectAt } from '../../src/definition/json.ts'
import { type Emulator, type EmulatorOptions, startEmulator } from '../emulator/emulator.ts'
import type { CallName } from '../emulator/exchange.ts'
import {
  type ActionRun,
  type ActionRunOptions,
  dataverseInputs,
  emulatorInputs,
  runAction
} from '../emulator/run-action.ts'

export interface Stage {
  readonly emulator: Emulator
  /** Runs the action with the standard inputs and these. An empty string takes an input away. */
  run(inputs?: Readonly<Record<string, string>>, options?: Partial<ActionRunOptions>): Promise<ActionRun>
  /** How often a call was made since the start, or since `emulator.journal.clear()`. */
  count(call: CallName): number
}

export interface ScenarioOptions extends EmulatorOptions {
  /** Texts that must not turn up in anything a run writes, beside all secrets of the emulator. */
  readonly secrets?: readonly string[]
}

/** Takes the connector from Dataverse. */
export function onDataverse(stage: Stage, inputs: Readonly<Record<string, string>> = {}): Record<string, string> {
  const notNeeded = { 'environment-id': '', 'power-apps-url': '', 'power-apps-resource': '' }
  return { ...notNeeded, ...dataverseInputs(stage.emulator), ...inputs }
}

/** A test with an emulator of its own. Most of a run is waiting, so several are under way at once. */
export function scenario(sentence: string, play: (stage: Stage) => Promise<void>, options: ScenarioOptions = {}): void {
  test.concurrent(sentence, async () => {
    const emulator = await startEmulator(options)
    try {
      await play({
        emulator,
        run: async (inputs = {}, runOptions = {}) => {
          const run = await runAction({ ...emulatorInputs(emulator), ...inputs }, { emulator, ...runOptions })
          expectNothingLeaked(run, emulator, options.secrets ?? [])
          expectWellBehaved(run)
          return run
        },
        count: call => emulator.requests.filter(request => request.call === call).length
      })
    } finally {
      await emulator.close()
    }
  })
}

/** The one sentence with which a run failed. */
export function errorOf(run: ActionRun): string {
  expect(run.exitCode).toBe(1)
  const onRun = run.annotations.find(({ level, properties }) => level === 'error' && properties['file'] === undefined)
  return onRun?.message ?? ''
}

function expectNothingLeaked(run: ActionRun, emulator: Emulator, others: readonly string[]): void {
  const everything = run.everything()
  const leaked = [...emulator.secrets(), ...others].filter(secret => everything.includes(secret))
  expect(leaked).toEqual([])
  const strays = emulator.requests.filter(({ role, headers }) => {
    const audience = emulator.audienceOf(/^Bearer (\S+)$/.exec(headers['authorization'] ?? '')?.[1] ?? '')
    const home = audience === emulator.addresses.dataverse ? 'dataverse' : 'powerApps'
    return role === 'blob' ? headers['authorization'] !== undefined : audience !== undefined && role !== home
  })
  expect(strays).toEqual([])
  expect(emulator.state.storage.violations).toEqual([])
}

const outputNames = (() => {
  const manifest: unknown = load(readFileSync(new URL('../../action.yml', import.meta.url), 'utf8'))
  return Object.keys((isObject(manifest) ? objectAt(manifest, 'outputs') : undefined) ?? {})
})()

/** What the contract says of every run: outputs always set, one sentence for a failure, no stack. */
function expectWellBehaved(run: ActionRun): void {
  expect(Object.keys(run.outputs).sort()).toEqual([...outputNames].sort())
  const failed = run.outputs['operation'] === 'failed'
  expect([run.exitCode, run.signal]).toEqual([failed ? 1 : 0, null])
  const onRun = run.annotations.filter(({ level, properties }) => level === 'error' && properties['file'] === undefined)
  expect(onRun).toHaveLength(failed ? 1 : 0)
  expect(run.log).not.toMatch(/^\s+at .+:\d+:\d+\)?$/m)
  expect(run.log).not.toContain('defect of this action')
}
