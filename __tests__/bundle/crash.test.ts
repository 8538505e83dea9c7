/** An error that nobody catches: Node prints such a one with its causes and properties, which can hold secrets. */
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Emulator, startEmulator } from '../emulator/emulator.ts'
import { emulatorInputs, runAction } from '../emulator/run-action.ts'
import { searchForSecrets } from '../emulator/secret-search.ts'

const preload = pathToFileURL(path.join(import.meta.dirname, '../emulator/crash.mjs')).href
let emulator: Emulator

beforeAll(async () => {
  emulator = await startEmulator()
})
afterAll(() => emulator.close())

test.each(['exception', 'rejection'])(
  'an uncaught %s is one sentence without secrets, causes and properties',
  async kind => {
    const inputs = emulatorInputs(emulator)
    const env = { NODE_OPTIONS: `--import=${preload}`, CRASH: kind }
    const run = await runAction(inputs, { emulator, env })
    expect(run.exitCode).toBe(1)
    expect(run.annotations.filter(({ level }) => level === 'error').map(({ message }) => message)).toEqual([
      'The run stopped on a defect of this action: crash with ***; please report it with the log of a run with step debug logging.'
    ])
    expect(run.outputs).toMatchObject({ operation: 'failed', report: '' })
    expect(searchForSecrets(run, emulator.secrets(), inputs).leaked).toEqual([])
    // What is left is the stack, as one debug line.
    expect(run.log).not.toMatch(/cause with|authorization|^\s+at /m)
  }
)
