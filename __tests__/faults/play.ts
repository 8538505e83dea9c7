/** Plays one run of the compiled action with one fault, and says what came of it and what must not have been. */
import { isDeepStrictEqual } from 'node:util'
import path from 'node:path'
import { type Emulator, startEmulator } from '../emulator/emulator.ts'
import type { Role } from '../emulator/exchange.ts'
import { fastClock } from '../emulator/fast-clock.ts'
import { type ActionRun, runAction } from '../emulator/run-action.ts'
import { searchForSecrets } from '../emulator/secret-search.ts'
import { gitHubToken, webhookSignature } from '../emulator/seeds/ids.ts'
import type { Backend } from './backends.ts'
import type { FaultCase } from './cases.ts'
import type { Outcome } from './expectations.ts'

export interface Played {
  readonly outcome: Outcome | 'something else'
  /** How often the call was made, the first time included. */
  readonly calls: number
  readonly exitCode: number | null
  /** The error, or the warning of a run that went on; empty when there was neither. */
  readonly message: string
  /** The connector after the run. */
  readonly connector: ConnectorState
  /** What breaks a promise of the product; empty when all is well. */
  readonly violations: readonly string[]
  /** Secrets that were searched for, and the bytes that they were searched in. */
  readonly secrets: number
  readonly bytes: number
}

export type ConnectorState = 'as it was' | 'as it should be' | 'a mix'

/** A run waits for seconds between attempts: here a hundredth of that. */
const WAITS = 100
/** Only where no answer comes the time for one is shortened, to a twentieth: legitimate answers need some. */
const TIMEOUTS = 20

/** Every case has an emulator and a process of its own. */
export async function play(faulty: FaultCase): Promise<Played> {
  const { backend } = faulty.call
  const wanted = await wantedOf(backend)
  const emulator = await startEmulator()
  try {
    const before = backend.photograph(emulator)
    arrange(faulty, emulator)
    const run = await runWith(faulty, emulator)
    return judge(run, faulty, emulator, stateOf(backend.photograph(emulator), before, wanted))
  } finally {
    await emulator.close()
  }
}

const undisturbed = new Map<Backend, Promise<object>>()

/** The connector after a run in which nothing goes wrong. */
function wantedOf(backend: Backend): Promise<object> {
  const wanted = undisturbed.get(backend) ?? runUndisturbed(backend)
  undisturbed.set(backend, wanted)
  return wanted
}

async function runUndisturbed(backend: Backend): Promise<object> {
  const emulator = await startEmulator()
  try {
    const run = await runAction(backend.inputs(emulator), { emulator })
    if (run.outputs['operation'] !== 'updated') throw new Error(`A run without a fault failed:\n${run.log}`)
    return backend.photograph(emulator)
  } finally {
    await emulator.close()
  }
}

function stateOf(now: object, before: object, wanted: object): ConnectorState {
  if (isDeepStrictEqual(now, before)) return 'as it was'
  return isDeepStrictEqual(now, wanted) ? 'as it should be' : 'a mix'
}

function arrange({ call, fault, times }: FaultCase, emulator: Emulator): void {
  call.prepare?.(emulator)
  if (fault.kind === 'call') {
    emulator.fault({ call: call.call, from: call.from, times: times === 'once' ? 1 : Infinity }, fault.fault)
  } else if (fault.connection === 'refused') emulator.stopListening(fault.role)
  else emulator.disturbConnections(fault.role, fault.connection, times === 'once' ? 1 : Infinity)
}

function runWith({ call, fault }: FaultCase, emulator: Emulator): Promise<ActionRun> {
  const hangs = fault.kind === 'call' && fault.fault.kind === 'hang'
  const payload = { pull_request: { number: 12, head: { repo: { full_name: 'contoso/orders' } } } }
  return runAction(
    { ...call.backend.inputs(emulator), ...call.inputs?.(emulator) },
    {
      emulator,
      ...(call.ofPullRequest === true ? { event: { name: 'pull_request', payload } } : {}),
      env: {
        GITHUB_API_URL: emulator.addresses.gitHub,
        ...fastClock(WAITS, hangs ? TIMEOUTS : 1)
      },
      timeout: 300_000
    }
  )
}

function judge(run: ActionRun, { call }: FaultCase, emulator: Emulator, connector: ConnectorState): Played {
  const outcome = outcomeOf(run)
  const end = emulator.requests.findIndex(request => request.call === call.before)
  const all = emulator.requests.slice(0, end < 0 ? undefined : end).filter(request => request.call === call.call)
  const given = { ...call.backend.inputs(emulator), ...call.inputs?.(emulator) }
  const { leaked, secrets, bytes } = searchForSecrets(run, emulator.secrets(), given)
  return {
    outcome,
    calls: Math.max(0, all.length - call.from + 1),
    exitCode: run.exitCode,
    message: messageOf(run),
    connector,
    violations: [
      ...leaked.map(secret => `shows the secret ${secret.slice(0, 4)}…`),
      ...misdirected(emulator),
      ...emulator.state.storage.violations,
      ...behaviour(run),
      ...promises(run, outcome, connector),
      ...(emulator.state.gitHub.comments.length > 1 ? ['made two comments'] : []),
      ...(emulator.state.teamsMessages.length > 1 ? ['posted twice to Teams'] : [])
    ],
    secrets,
    bytes
  }
}

/** Errors of the run as a whole: what has a title is about the definition. That Dataverse is on loopback is no news here. */
function told(run: ActionRun, level: 'error' | 'warning'): string[] {
  return run.annotations
    .filter(annotation => annotation.level === level && annotation.properties['title'] === undefined)
    .map(({ message }) => message)
    .filter(message => !message.includes('is not known as one of Dataverse'))
}

function messageOf(run: ActionRun): string {
  return told(run, 'error')[0] ?? told(run, 'warning')[0] ?? ''
}

function outcomeOf(run: ActionRun): Played['outcome'] {
  const { operation, changed } = run.outputs
  const error = messageOf(run)
  if (run.exitCode === 0 && operation === 'updated' && changed === 'true') {
    return told(run, 'warning').length === 0 ? 'updated' : 'updated with a warning'
  }
  if (run.exitCode !== 1 || operation !== 'failed') return 'something else'
  if (changed === 'false') return 'nothing written'
  if (changed !== '') return 'something else'
  if (error.startsWith('Could not tell whether the update')) return 'unclear'
  return error.includes('the service took the update') ? 'not proven' : 'something else'
}

/** One sentence of three parts, without line breaks; an address with its port is none of its full stops. */
const SENTENCE = /^[A-Z"][^\n]*: [^\n]*; [^\n]*\.$/

/** What holds for every run. */
function behaviour(run: ActionRun): string[] {
  const message = messageOf(run)
  const isOne = run.exitCode === 0 ? told(run, 'error').length === 0 : told(run, 'error').length === 1
  return [
    ...(run.signal === null ? [] : [`ended by ${run.signal}`]),
    ...(isOne ? [] : ['has not one error for a failure, and none for a success']),
    ...(message === '' || SENTENCE.test(message) ? [] : [`is not what failed, why, and what to do: ${message}`]),
    ...(/^\s+at .+:\d+:\d+\)?$/m.test(run.log) ? ['shows a stack'] : []),
    ...(run.log.includes('defect of this action') ? ['takes the fault for a defect of its own'] : []),
    ...(run.summary === '' ? ['wrote no summary'] : []),
    ...(run.outputs['report'] === '' ? ['wrote no report'] : [])
  ]
}

/** What the outcome says, held against the connector. */
function promises(run: ActionRun, outcome: Played['outcome'], connector: ConnectorState): string[] {
  if (connector === 'a mix') return ['left a connector that is neither what it was nor what it should be']
  switch (outcome) {
    case 'updated':
    case 'updated with a warning':
      return connector === 'as it should be' ? [] : ['says that it updated a connector that it did not']
    case 'nothing written':
      return connector === 'as it was' ? [] : ['says that nothing was written, and something was']
    case 'unclear':
    case 'not proven':
      return namesPackage(run) ? [] : ['does not name the folder of the package from before']
    case 'something else':
      return [`ended as nothing that is foreseen: ${run.outputs['operation'] ?? ''} ${run.log.slice(-2000)}`]
  }
}

function namesPackage(run: ActionRun): boolean {
  const folder = run.outputs['package-path'] ?? ''
  const file = `temp/${path.relative(run.temp, path.join(folder, 'settings.json')).split(path.sep).join('/')}`
  return folder !== '' && messageOf(run).includes(folder) && run.files.has(file)
}

/** Which service may be sent which secret, in any part of a request. */
function misdirected(emulator: Emulator): string[] {
  const owners: readonly (readonly [what: string, of: (text: string) => boolean, roles: readonly Role[]])[] = [
    ['the access token', text => /bearer eyJ/i.test(text), ['powerApps', 'dataverse']],
    ['the token for GitHub', text => text.includes(gitHubToken), ['gitHub']],
    ['the credential of the webhook', text => text.includes(webhookSignature), ['teams']],
    ['the password', text => text.includes(encodeURIComponent(emulator.credentials.password)), ['login']]
  ]
  return emulator.requests.flatMap(({ role, url, headers, body }) => {
    const text = [url.href, ...Object.values(headers), body.toString('latin1')].join('\n')
    return owners.flatMap(([what, has, roles]) =>
      has(text) && !roles.includes(role) ? [`sent ${what} to ${role}`] : []
    )
  })
}

/** What of a case that was played isn't as it should be; empty when all is. */
export function surprises({ expected }: FaultCase, { outcome, calls, violations }: Played): string[] {
  const made = expected.calls === undefined ? undefined : calls
  return [
    ...(outcome === expected.outcome ? [] : [`ended as "${outcome}", not as "${expected.outcome}"`]),
    ...(made === expected.calls ? [] : [`made ${calls} calls, not ${expected.calls ?? 0}`]),
    ...violations
  ]
}
