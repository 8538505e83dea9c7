/** Runs the built action against the emulator the way a GitHub runner starts it, and gathers all that it left behind. */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { load } from 'js-yaml'
import { isObject, objectAt, own } from '../../src/definition/json.ts'
import type { Emulator } from './emulator.ts'
import { annotationsIn, masksIn, parseOutputs, renderLog, withoutMaskCommands } from './runner-commands.ts'
import type { Annotation } from './runner-commands.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const node = path.join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node')

/** Where `npm run coverage` has the engine write what it measures; then `src` is run in the place of `dist`. */
const measured = process.env['ACTION_COVERAGE']

const ofEngine: Readonly<Record<string, string>> =
  measured === undefined
    ? // Hundreds of runs compile the same file: the engine keeps what it made of it.
      { NODE_COMPILE_CACHE: path.join(tmpdir(), 'update-custom-connector-compile-cache') }
    : { NODE_V8_COVERAGE: measured }

export type ActionInputs = Readonly<Record<string, string>>

export interface ActionRunOptions {
  readonly emulator: Pick<Emulator, 'caFile' | 'idTokenVariables'>
  /** The job has `permissions: id-token: write`. Default: it has not. */
  readonly idToken?: boolean
  /** Added to the environment of the step; `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** The event that started the run. Default: a push that tells nothing. */
  readonly event?: { readonly name: string; readonly payload: object }
  /** Files that the workspace has before the run, by relative path. */
  readonly workspace?: Readonly<Record<string, string | Buffer>>
  /** Called with the folders before the run, for what isn't a plain file, such as a link. */
  readonly arrange?: (folders: { readonly workspace: string; readonly temp: string }) => void
  /** The JavaScript file to run. Default: the committed bundle. */
  readonly bundle?: string
  /** Milliseconds after which the run is ended with SIGKILL. Default 60,000. */
  readonly timeout?: number
  /** Called with each piece of the log as it comes. */
  readonly onLog?: (text: string) => void
  /** Called with the process, for tests that send it signals. */
  readonly onStart?: (processId: number) => void
}

export interface ActionRun {
  /** `null` when a signal ended it. */
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  /** Standard output and error, in the order in which they came. */
  readonly log: string
  readonly outputs: Readonly<Record<string, string>>
  /** Markdown of the job summary. */
  readonly summary: string
  readonly annotations: readonly Annotation[]
  readonly masked: readonly string[]
  /** Milliseconds from the start of the process to its end. */
  readonly duration: number
  /** Every file under the temp folder and the workspace after the run, as `temp/…` and `workspace/…`. */
  readonly files: ReadonlyMap<string, Buffer>
  /** The temp folder, which `package-path` and the like are under; removed already. */
  readonly temp: string
  /** All text that the run produced, without the commands that ask for a mask. */
  everything(): string
  /** The log as the runner's page shows it. */
  render(): string
}

/** Starts the action, waits for its end and gathers what it wrote. Its folders are removed afterwards. */
export async function runAction(inputs: ActionInputs, options: ActionRunOptions): Promise<ActionRun> {
  const base = mkdtempSync(path.join(tmpdir(), 'runner-'))
  try {
    const folders = prepare(base, options.workspace ?? {})
    options.arrange?.(folders)
    const environment = stepEnvironment(inputs, folders, options)
    const start = performance.now()
    const ended = await runProcess(options, environment, folders.workspace)
    const duration = performance.now() - start
    const outputFile = readFileSync(folders.output, 'utf8')
    const summary = readFileSync(folders.summary, 'utf8')
    const files = new Map([...filesUnder(folders.temp, 'temp'), ...filesUnder(folders.workspace, 'workspace')])
    // Outputs, summary, and what a step can hand to later ones beside: variables, paths, state.
    const commands = folders.files.map(([, file]) => readFileSync(file, 'utf8'))
    const { log } = ended
    return {
      ...ended,
      outputs: parseOutputs(outputFile),
      summary,
      annotations: annotationsIn(log),
      masked: masksIn(log),
      duration,
      files,
      temp: folders.temp,
      everything: () => {
        const written = [...files].flatMap(([name, content]) => [name, content.toString('utf8')])
        return [withoutMaskCommands(log), ...commands, ...written].join('\n')
      },
      render: () => renderLog(log)
    }
  } finally {
    rmSync(base, { recursive: true, force: true })
  }
}

/** The inputs that a run against the emulator needs at least. */
export function emulatorInputs(emulator: Emulator): Record<string, string> {
  return {
    'environment-id': emulator.ids.environment,
    'connector-id': emulator.ids.connector,
    'swagger-url': emulator.addresses.swagger,
    'user-name': emulator.credentials.userName,
    'password-secret': emulator.credentials.password,
    'tenant-id': emulator.ids.tenant,
    'power-apps-url': emulator.addresses.powerApps,
    'power-apps-resource': emulator.state.powerApps.audience,
    'authority-url': emulator.addresses.login,
    'swagger-retry-delay': '0.01'
  }
}

/** The same for the backend Dataverse; the connector is given as the row's GUID. */
export function dataverseInputs(emulator: Emulator): Record<string, string> {
  const { 'power-apps-url': _, 'power-apps-resource': __, 'environment-id': ___, ...others } = emulatorInputs(emulator)
  return { ...others, 'environment-url': emulator.addresses.dataverse, 'connector-id': emulator.ids.rows.orders }
}

/** Of a step: what it may use, and the files by which it answers. */
export interface Folders {
  readonly temp: string
  readonly workspace: string
  readonly output: string
  readonly summary: string
  readonly files: readonly [string, string][]
}

function prepare(base: string, workspaceFiles: Readonly<Record<string, string | Buffer>>): Folders {
  const folder = (name: string) => {
    mkdirSync(path.join(base, name))
    return path.join(base, name)
  }
  const temp = folder('temp')
  const workspace = folder('workspace')
  const commands = folder('commands')
  for (const [name, content] of Object.entries(workspaceFiles)) {
    mkdirSync(path.dirname(path.join(workspace, name)), { recursive: true })
    writeFileSync(path.join(workspace, name), content)
  }
  return { temp, workspace, ...commandFiles(commands) }
}

/** The empty files of a step, in a folder that is there. */
export function commandFiles(folder: string): Pick<Folders, 'output' | 'summary' | 'files'> {
  const files = ['OUTPUT', 'STEP_SUMMARY', 'ENV', 'PATH', 'STATE'].map((name): [string, string] => {
    const file = path.join(folder, name.toLowerCase())
    writeFileSync(file, '')
    return [`GITHUB_${name}`, file]
  })
  return { output: path.join(folder, 'output'), summary: path.join(folder, 'step_summary'), files }
}

/** Every input of the manifest with its default; an expression's value isn't known here, so it is empty. */
export function manifestInputs(manifest = path.join(root, 'action.yml')): Record<string, string> {
  const document: unknown = load(readFileSync(manifest, 'utf8'))
  const inputs = isObject(document) ? (objectAt(document, 'inputs') ?? {}) : {}
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => {
      const value = isObject(input) ? own(input, 'default') : undefined
      const text = typeof value === 'object' || value === undefined ? '' : String(value)
      return [name, text.includes('${{') ? '' : text]
    })
  )
}

/** The environment in which a runner starts the action. */
export function stepEnvironment(
  inputs: ActionInputs,
  folders: Folders,
  options: ActionRunOptions
): Record<string, string> {
  const known = manifestInputs()
  const unknown = Object.keys(inputs).filter(name => !(name in known))
  // The runner only warns; here it is a mistake in the test.
  if (unknown.length > 0) throw new Error(`action.yml has no input ${unknown.join(', ')}.`)
  const inputVariables = Object.entries({ ...known, ...inputs }).map(([name, value]): [string, string] => [
    `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
    value.trim()
  ])
  const inherited = ['PATH', 'HOME', 'SystemRoot'].flatMap((name): [string, string][] => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value]]
  })
  const context = {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION: 'update-connector',
    GITHUB_ACTOR: 'octocat',
    GITHUB_API_URL: 'https://127.0.0.1:9',
    GITHUB_BASE_REF: '',
    GITHUB_EVENT_NAME: options.event?.name ?? 'push',
    GITHUB_EVENT_PATH: path.join(path.dirname(folders.output), 'event.json'),
    GITHUB_HEAD_REF: '',
    GITHUB_JOB: 'deploy',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REPOSITORY: 'contoso/orders',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: '1234567890',
    GITHUB_RUN_NUMBER: '42',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: '6dcb09b5b57875f334f61aebed695e2e4193db5e',
    GITHUB_WORKFLOW: 'Deploy',
    GITHUB_WORKSPACE: folders.workspace,
    RUNNER_ARCH: 'X64',
    RUNNER_OS: 'Linux',
    RUNNER_TEMP: folders.temp,
    RUNNER_TOOL_CACHE: path.join(folders.temp, '..', 'tools'),
    LANG: 'C.UTF-8',
    ...ofEngine,
    // What the system has for temporary files, so that what is left there is found too.
    ...{ TMPDIR: folders.temp, TEMP: folders.temp, TMP: folders.temp },
    NODE_EXTRA_CA_CERTS: options.emulator.caFile,
    ...(options.idToken === true ? options.emulator.idTokenVariables : {})
  }
  writeFileSync(context.GITHUB_EVENT_PATH, JSON.stringify(options.event?.payload ?? {}))
  const all: Record<string, string | undefined> = {
    ...Object.fromEntries(inherited),
    ...context,
    ...Object.fromEntries([...folders.files, ...inputVariables]),
    ...options.env
  }
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

/** How the process of a step ended. */
export interface Ended {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly log: string
}

/** Starts the bundle, and waits for its end. */
export function runProcess(options: ActionRunOptions, env: Record<string, string>, cwd: string): Promise<Ended> {
  const bundle = options.bundle ?? path.join(root, measured === undefined ? 'dist/index.js' : 'src/index.ts')
  return new Promise((resolve, reject) => {
    const child = spawn(node, [bundle], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const chunks: Buffer[] = []
    const timer = setTimeout(() => child.kill('SIGKILL'), options.timeout ?? 60_000)
    const collect = (chunk: Buffer) => {
      chunks.push(chunk)
      options.onLog?.(chunk.toString('utf8'))
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.on('error', reject)
    child.on('spawn', () => options.onStart?.(child.pid ?? 0))
    child.on('close', (exitCode, signal) => {
      clearTimeout(timer)
      resolve({ exitCode, signal, log: Buffer.concat(chunks).toString('utf8') })
    })
  })
}

function filesUnder(folder: string, prefix: string): [string, Buffer][] {
  return (
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => path.join(entry.parentPath, entry.name))
      // Behind a link lies nothing that the run left.
      .filter(file => realpathSync(file) === path.join(realpathSync(folder), path.relative(folder, file)))
      .map(file => {
        const name = path.relative(folder, file).split(path.sep).join('/')
        return [`${prefix}/${name}`, readFileSync(file)]
      })
  )
}
