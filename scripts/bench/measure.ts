/** Runs the bundle as a runner does, and measures the process. */
import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { manifestInputs } from '../../__tests__/emulator/run-action.ts'
import type { Question, Started, Traffic } from './emulator-process.ts'

/** One run of one process. */
export interface Sample {
  /** Milliseconds from the start of the process to its end. */
  readonly wall: number
  /** Milliseconds of CPU, user and system. */
  readonly cpu: number
  /** Bytes resident at the peak. */
  readonly memory: number
  readonly calls: number
  readonly connections: number
}

/** An emulator in a process of its own. */
export interface Remote {
  readonly started: Started
  ask(question: Question): Promise<unknown>
  close(): void
}

export async function startRemote(): Promise<Remote> {
  const child = fork(path.join(import.meta.dirname, 'emulator-process.ts'))
  const [started] = (await once(child, 'message')) as [Started]
  return {
    started,
    ask: async question => {
      const answer = once(child, 'message')
      child.send(question)
      const [value] = (await answer) as [unknown]
      return value
    },
    close: () => {
      child.disconnect()
    }
  }
}

/** @throws when the run doesn't end as `operation` */
export async function sample(
  bundle: string,
  inputs: Readonly<Record<string, string>>,
  remote: Remote,
  operation: string
): Promise<Sample> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'))
  try {
    await remote.ask({ ask: 'traffic' })
    const output = path.join(folder, 'output')
    const usage = path.join(folder, 'usage')
    const summary = path.join(folder, 'summary')
    for (const file of [output, usage, summary]) writeFileSync(file, '')
    mkdirSync(path.join(folder, 'workspace'))
    const given = Object.entries({ ...manifestInputs(), ...inputs })
    const env = {
      PATH: process.env['PATH'] ?? '',
      BENCH_USAGE: usage,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_WORKSPACE: path.join(folder, 'workspace'),
      NODE_EXTRA_CA_CERTS: remote.started.caFile,
      RUNNER_TEMP: folder,
      ...Object.fromEntries(given.map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]))
    }
    const wall = await timed(['--import', path.join(import.meta.dirname, 'usage.mjs'), bundle], env)
    const result = /^operation<<(\S+)\n(.*)\n\1$/m.exec(readFileSync(output, 'utf8'))?.[2]
    if (result !== operation) throw new Error(`The run ended as ${result ?? 'nothing'} instead of ${operation}.`)
    const traffic = (await remote.ask({ ask: 'traffic' })) as Traffic
    return { wall, ...(JSON.parse(readFileSync(usage, 'utf8')) as Pick<Sample, 'cpu' | 'memory'>), ...traffic }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Milliseconds that Node takes for a script. */
export async function timed(script: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const started = performance.now()
  const child = spawn(process.execPath, script, { env, stdio: 'ignore' })
  await once(child, 'close')
  return performance.now() - started
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
