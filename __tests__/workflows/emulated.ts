/** A repository on GitHub whose jobs work on the emulator: its variables, its artifacts, and who signs in. */
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { JsonObject } from '../../src/definition/json.ts'
import { objectAt, own, stringAt } from '../../src/definition/json.ts'
import { test } from '@jest/globals'
import { type Emulator, startEmulator } from '../emulator/emulator.ts'
import { withoutMaskCommands } from '../emulator/runner-commands.ts'
import { type Stage, playJob, type PlayedJob } from './job.ts'
import { interpolate } from './expressions.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Files by their relative paths. */
type Files = Readonly<Record<string, Buffer>>
type Values = Readonly<Record<string, string>>

export interface Start {
  readonly event: 'push' | 'workflow_dispatch' | 'pull_request'
  /** Default: `master`. */
  readonly branch?: string
  /** Of a call or a form. */
  readonly inputs?: JsonObject
  /** Of the workflow. */
  readonly env?: Values
  /** Of the repository or the environment, beside those that name the emulator; an empty text takes one away. */
  readonly vars?: Values
  readonly secrets?: Values
}

/** A test in a repository and an emulator of its own. @param subject of the one federated credential that the application has */
export function scenario(
  sentence: string,
  subject: string,
  play: (repository: Repository, emulator: Emulator) => Promise<void>
): void {
  test.concurrent(sentence, async () => {
    const emulator = await startEmulator()
    const issuer = 'https://token.actions.githubusercontent.com'
    const credential = { issuer, subject, audiences: ['api://AzureADTokenExchange'] }
    emulator.application.federatedCredentials.splice(0, Infinity, credential)
    try {
      await play(new Repository(emulator), emulator)
    } finally {
      await emulator.close()
    }
  })
}

export class Repository {
  /** What the jobs have uploaded, by name. */
  readonly artifacts = new Map<string, Files>()
  /** What a checkout brings. */
  readonly files: Record<string, string> = {}
  readonly #emulator: Emulator

  constructor(emulator: Emulator) {
    this.#emulator = emulator
  }

  /** Plays a job as it would be started so. */
  play(job: JsonObject, start: Start): Promise<PlayedJob> {
    const stage = this.#stage(start)
    const environment = own(job, 'environment')
    const { job: identity } = this.#emulator.state.actions
    if (typeof environment === 'string') {
      identity.environment = interpolate(environment, { contexts: stage.contexts, status: 'success' })
    } else delete identity.environment
    return playJob(job, stage)
  }

  #stage({ event, branch = 'master', inputs = {}, env = {}, vars = {}, secrets = {} }: Start): Stage {
    const { ids, addresses } = this.#emulator
    const known = {
      ENVIRONMENT_URL: addresses.dataverse,
      CONNECTOR_ID: ids.rows.orders,
      SWAGGER_URL: addresses.swagger,
      APP_ID: ids.application,
      TENANT_ID: ids.tenant
    }
    const github = { event_name: event, ref_name: branch, ref: `refs/heads/${branch}`, token: '', event: {} }
    const workflow = { workflow_repository: 'your-org/update-custom-connector', workflow_sha: '0'.repeat(40) }
    return {
      contexts: {
        github,
        inputs,
        env: { ...env },
        vars: { ...known, ...vars },
        secrets: { ...secrets },
        job: workflow
      },
      actions: {
        'actions/checkout': (given, { workspace }) => {
          this.#checkOut(given, workspace)
        },
        'actions/upload-artifact': (given, { workspace }) => {
          this.#upload(given, workspace)
        },
        'actions/download-artifact': (given, { workspace }) => {
          this.#download(given, workspace)
        }
      },
      emulator: this.#emulator,
      inputs: {
        'authority-url': addresses.login,
        'power-apps-url': addresses.powerApps,
        'swagger-retry-delay': '0.01'
      }
    }
  }

  #checkOut({ repository = '', path: folder = '', 'sparse-checkout': parts = '' }: Values, workspace: string): void {
    if (repository === '') {
      write(workspace, Object.fromEntries(Object.entries(this.files).map(([name, text]) => [name, Buffer.from(text)])))
      return
    }
    const names = parts.split('\n').flatMap(line => line.replaceAll('/', '').trim() || [])
    for (const name of names) cpSync(path.join(root, name), path.join(workspace, folder, name), { recursive: true })
  }

  /** One folder with all that is in it, or single files, as the action does it. @throws when there is nothing */
  #upload({ name = '', path: given = '' }: Values, workspace: string): void {
    const files = given
      .split('\n')
      .filter(line => line.trim() !== '')
      .flatMap(line => filesAt(path.resolve(workspace, line.trim())))
    if (files.length === 0) throw new Error(`There is nothing to upload as ${name}.`)
    this.artifacts.set(name, Object.fromEntries(files))
  }

  #download({ name = '', path: folder = '.' }: Values, workspace: string): void {
    const files = this.artifacts.get(name)
    if (!files) throw new Error(`There is no artifact ${name}.`)
    write(path.resolve(workspace, folder), files)
  }
}

function filesAt(place: string): [string, Buffer][] {
  if (statSync(place).isFile()) return [[path.basename(place), readFileSync(place)]]
  return readdirSync(place).map(name => [name, readFileSync(path.join(place, name))])
}

function write(folder: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), content, { mode: name.endsWith('.sh') ? 0o755 : 0o644 })
  }
}

/** The outputs of a step; none when it was left out. */
export function outputsOf({ steps }: PlayedJob, step: string): Values {
  return steps.find(({ name }) => name === step)?.outputs ?? {}
}

/** The names of the steps that did not run to their end, with what they said. */
export function troublesOf({ steps }: PlayedJob): string[] {
  return steps
    .filter(({ outcome }) => outcome === 'failure')
    .map(({ name, log }) => `${name}: ${withoutMaskCommands(log)}`)
}

/** The inputs of a call with those defaults that GitHub gives them by their types. */
export function inputsOfCall(workflow: JsonObject, given: JsonObject): JsonObject {
  const call = ['on', 'workflow_call', 'inputs'].reduce((value, name) => objectAt(value, name) ?? {}, workflow)
  const defaults = Object.keys(call).map(name => {
    const input = objectAt(call, name) ?? {}
    const empty = { string: '', boolean: false, number: 0 }[stringAt(input, 'type') ?? ''] ?? null
    return [name, own(input, 'default') ?? empty] as const
  })
  return { ...Object.fromEntries(defaults), ...given }
}
