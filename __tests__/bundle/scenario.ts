/** A stage for whole runs of the compiled action, with what must hold after every one of them. */
import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
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
import { searchForSecrets } from '../emulator/secret-search.ts'

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
          const env = { GITHUB_API_URL: emulator.addresses.gitHub, ...runOptions.env }
          const given = { ...emulatorInputs(emulator), ...inputs }
          const run = await runAction(given, { emulator, ...runOptions, env })
          expectNothingLeaked(run, emulator, given, options.secrets ?? [])
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

/** Errors of the run as a whole; what has a title is about the definition. */
function outcomesOf({ annotations }: ActionRun): ActionRun['annotations'] {
  return annotations.filter(({ level, properties }) => level === 'error' && properties['title'] === undefined)
}

/** The one sentence with which a run failed. */
export function errorOf(run: ActionRun): string {
  expect(run.exitCode).toBe(1)
  return outcomesOf(run)[0]?.message ?? ''
}

function expectNothingLeaked(
  run: ActionRun,
  emulator: Emulator,
  inputs: Readonly<Record<string, string>>,
  others: readonly string[]
): void {
  expect(searchForSecrets(run, [...emulator.secrets(), ...others], inputs).leaked).toEqual([])
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
  expect(outcomesOf(run)).toHaveLength(failed ? 1 : 0)
  for (const level of ['error', 'warning']) {
    expect(run.annotations.filter(annotation => annotation.level === level).length).toBeLessThanOrEqual(10)
  }
  expectReport(run)
  expect(run.log).not.toMatch(/^\s+at .+:\d+:\d+\)?$/m)
  expect(run.log).not.toContain('defect of this action')
}

const reportSchema = JSON.parse(
  readFileSync(new URL('../../docs/report.schema.json', import.meta.url), 'utf8')
) as object
const isReport = new Ajv2020({
  allErrors: true,
  formats: { 'date-time': value => !Number.isNaN(Date.parse(value)) }
}).compile(reportSchema)

/** The report is what its schema says, and knows what the outputs say. */
function expectReport({ files, outputs }: ActionRun): void {
  const [, file] = [...files].find(([name]) => name.endsWith('/report.json')) ?? []
  if (file === undefined) {
    expect(outputs['report']).toBe('')
    return
  }
  const report = JSON.parse(file.toString('utf8')) as { operation: string }
  expect([isReport(report), isReport.errors]).toEqual([true, null])
  expect(report.operation).toBe(outputs['operation'])
}
