/** Plays a job of a workflow on this machine: its expressions, conditions, scripts, and the action itself as it is in `dist`. */
import { spawn, spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { load } from 'js-yaml'
import { isObject, type Json, type JsonObject, objectAt, own, stringAt } from '../../src/definition/json.ts'
import type { Emulator } from '../emulator/emulator.ts'
import { commandFiles, type Folders, runProcess, stepEnvironment } from '../emulator/run-action.ts'
import { masksIn, parseOutputs } from '../emulator/runner-commands.ts'
import { holds, interpolate, type Scope, type Status } from './expressions.ts'

/** Whether the scripts of workflows can run here, which are for the shell of Linux and macOS. */
export const hasShell = process.platform !== 'win32' && ['bash', 'jq'].every(isInstalled)

function isInstalled(command: string): boolean {
  return spawnSync(command, ['--version']).status === 0
}

type Values = Readonly<Record<string, string>>

/** An action of somebody else. @throws when it would fail */
type OtherAction = (inputs: Values, folders: Pick<Folders, 'workspace' | 'temp'>) => void

export interface Stage {
  /** `github`, `inputs`, `vars`, `secrets` and so on; steps and runner are the job's own. */
  readonly contexts: JsonObject
  /** By `owner/name`. */
  readonly actions: Readonly<Record<string, OtherAction>>
  /** That the action shall reach; a job may start one itself. */
  readonly emulator?: Pick<Emulator, 'caFile' | 'idTokenVariables'>
  /** What the action gets beside its step's own inputs: where to find the emulator. */
  readonly inputs?: Values
  /** Puts files into the workspace before the first step. */
  readonly prepare?: (workspace: string) => void
}

export interface PlayedStep {
  /** Its id, its name, or what it uses. */
  readonly name: string
  readonly outcome: 'success' | 'failure' | 'skipped'
  readonly log: string
  readonly outputs: Values
}

export interface PlayedJob {
  readonly succeeded: boolean
  readonly steps: readonly PlayedStep[]
  readonly outputs: Values
}

/** The job of a workflow's text. @throws when there is no such job */
export function jobOf(workflow: string, name: string): JsonObject {
  const document: unknown = load(workflow)
  const job = isObject(document) ? objectAt(objectAt(document, 'jobs') ?? {}, name) : undefined
  if (!job) throw new Error(`The workflow has no job ${name}.`)
  return job
}

/** Plays all steps. Processes that a step left behind are ended, as a runner does, and the folders removed. */
export async function playJob(job: JsonObject, stage: Stage): Promise<PlayedJob> {
  const base = mkdtempSync(path.join(tmpdir(), 'job-'))
  const player = new JobPlayer(job, stage, base)
  try {
    return await player.play()
  } finally {
    player.clean()
    rmSync(base, { recursive: true, force: true })
  }
}

interface Ended {
  readonly exitCode: number | null
  readonly log: string
}

class JobPlayer {
  readonly #job: JsonObject
  readonly #stage: Stage
  readonly #folders: { readonly base: string; readonly workspace: string; readonly temp: string }
  readonly #steps: JsonObject = {}
  readonly #masked = new Set<string>()
  /** Of the scripts; what they start in the background belongs to the same group. */
  readonly #groups: number[] = []
  #status: Status = 'success'

  constructor(job: JsonObject, stage: Stage, base: string) {
    this.#job = job
    this.#stage = stage
    this.#folders = { base, workspace: path.join(base, 'workspace'), temp: path.join(base, 'temp') }
  }

  async play(): Promise<PlayedJob> {
    mkdirSync(this.#folders.workspace)
    mkdirSync(this.#folders.temp)
    this.#stage.prepare?.(this.#folders.workspace)
    const steps = own(this.#job, 'steps')
    const played: PlayedStep[] = []
    for (const [index, step] of (Array.isArray(steps) ? steps : []).filter(isObject).entries()) {
      played.push(await this.#step(step, index))
    }
    return { succeeded: this.#status === 'success', steps: played, outputs: this.#outputs() }
  }

  clean(): void {
    for (const group of this.#groups) {
      try {
        process.kill(-group, 'SIGTERM')
      } catch {
        // It has ended already.
      }
    }
  }

  async #step(step: JsonObject, index: number): Promise<PlayedStep> {
    const name = stringAt(step, 'id') ?? stringAt(step, 'name') ?? stringAt(step, 'uses') ?? `step ${index + 1}`
    const condition = textOf(own(step, 'if'))
    if (!holds(condition, this.#scope())) {
      return this.#record(step, { name, outcome: 'skipped', log: '', outputs: {} })
    }
    const folder = path.join(this.#folders.base, `step-${index}`)
    mkdirSync(folder)
    const files = { ...this.#folders, ...commandFiles(folder) }
    const ended = await this.#run(step, files)
    for (const mask of masksIn(ended.log)) this.#masked.add(mask)
    const outputs = parseOutputs(readFileSync(files.output, 'utf8'))
    const outcome = ended.exitCode === 0 ? 'success' : 'failure'
    return this.#record(step, { name, outcome, log: ended.log, outputs })
  }

  #record(step: JsonObject, played: PlayedStep): PlayedStep {
    const { outcome, outputs } = played
    const isForgiven = own(step, 'continue-on-error') === true
    if (outcome === 'failure' && !isForgiven) this.#status = 'failure'
    const id = stringAt(step, 'id')
    const conclusion = outcome === 'failure' && isForgiven ? 'success' : outcome
    if (id !== undefined) this.#steps[id] = { outputs: { ...outputs }, outcome, conclusion }
    return played
  }

  async #run(step: JsonObject, folders: Folders): Promise<Ended> {
    const env = this.#evaluated(objectAt(step, 'env') ?? {})
    const script = stringAt(step, 'run')
    if (script !== undefined) return this.#script(interpolate(script, this.#scope()), env, folders)
    const uses = stringAt(step, 'uses') ?? ''
    const inputs = this.#evaluated(objectAt(step, 'with') ?? {})
    const other = this.#stage.actions[uses.replace(/@.*$/, '')]
    if (other) {
      other(inputs, folders)
      return { exitCode: 0, log: '' }
    }
    if (!uses.startsWith('./') && !uses.includes('/update-custom-connector@')) {
      throw new Error(`Nobody plays ${uses} here.`)
    }
    const bundle = uses.startsWith('./') ? path.join(folders.workspace, uses, 'dist/index.js') : undefined
    return this.#action(inputs, env, folders, bundle)
  }

  /** @param bundle where a checkout has put the action; by default this project's own */
  #action(inputs: Values, env: Values, folders: Folders, bundle: string | undefined): Promise<Ended> {
    const { emulator, contexts, inputs: others } = this.#stage
    const event = objectAt(contexts, 'github') ?? {}
    const options = {
      emulator: emulator ?? { caFile: '', idTokenVariables: NO_ID_TOKENS },
      idToken: objectAt(this.#job, 'permissions')?.['id-token'] === 'write',
      event: { name: stringAt(event, 'event_name') ?? 'push', payload: objectAt(event, 'event') ?? {} },
      env,
      ...(bundle === undefined ? {} : { bundle })
    }
    return runProcess(options, stepEnvironment({ ...inputs, ...others }, folders, options), folders.workspace)
  }

  /** As a runner on Linux does it for a step that names no shell. */
  #script(script: string, env: Values, { workspace, temp, output, files }: Folders): Promise<Ended> {
    const logFile = path.join(path.dirname(output), 'log')
    const log = openSync(logFile, 'w')
    const inherited = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' }
    const given = { ...inherited, GITHUB_WORKSPACE: workspace, RUNNER_TEMP: temp, ...Object.fromEntries(files), ...env }
    return new Promise((resolve, reject) => {
      // A file, and not a pipe: what the script leaves in the background would hold that open.
      const stdio: ['ignore', number, number] = ['ignore', log, log]
      const child = spawn('bash', ['-e', '-c', script], { cwd: workspace, env: given, stdio, detached: true })
      child.on('error', reject)
      child.on('spawn', () => this.#groups.push(child.pid ?? 0))
      child.on('exit', exitCode => {
        closeSync(log)
        resolve({ exitCode, log: readFileSync(logFile, 'utf8') })
      })
    })
  }

  /** A runner leaves an output empty that holds something that is masked. */
  #outputs(): Values {
    const values = this.#evaluated(objectAt(this.#job, 'outputs') ?? {})
    const isMasked = (text: string): boolean => [...this.#masked].some(mask => text.includes(mask))
    return Object.fromEntries(Object.entries(values).map(([name, text]) => [name, isMasked(text) ? '' : text]))
  }

  #evaluated(members: JsonObject): Values {
    return Object.fromEntries(
      Object.entries(members).map(([name, value]) => [name, interpolate(textOf(value) ?? '', this.#scope())])
    )
  }

  #scope(): Scope {
    const runner = { temp: this.#folders.temp, os: 'Linux' }
    return { status: this.#status, contexts: { ...this.#stage.contexts, steps: this.#steps, runner } }
  }
}

/** A scalar of a workflow; `undefined` where there is none. */
function textOf(value: Json | undefined): string | undefined {
  return value === undefined || value === null || typeof value === 'object' ? undefined : String(value)
}

const NO_ID_TOKENS = { ACTIONS_ID_TOKEN_REQUEST_URL: '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: '' }
