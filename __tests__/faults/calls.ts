/** The calls of a run in their order: where in the emulator each is met, and what it takes to have it made. */
import { commentMarker } from '../../src/report/comment.ts'
import type { Emulator } from '../emulator/emulator.ts'
import type { CallName, Role } from '../emulator/exchange.ts'
import { gitHubToken, ids } from '../emulator/seeds/ids.ts'
import { type Backend, dataverse, powerApps } from './backends.ts'
import type { Kind } from './expectations.ts'

/** In the order of a run. */
export const sections = [
  'Signing in',
  'Fetching the API document',
  'Downloading the connector',
  'Writing',
  'Reading back',
  'On Dataverse',
  'Telling'
] as const

export interface FaultyCall {
  readonly name: string
  readonly section: (typeof sections)[number]
  /** What is to be expected of it. */
  readonly kind: Kind
  readonly backend: Backend
  readonly call: CallName
  /** The first call of that name that is meant, counted from 1. */
  readonly from: number
  /** Later calls of that name, after this one, are others. */
  readonly before?: CallName
  /** Inputs beside those of every run. */
  readonly inputs?: (emulator: Emulator) => Readonly<Record<string, string>>
  /** Whether the run is one of a pull request. */
  readonly ofPullRequest?: boolean
  /** What the services hold before the run. */
  readonly prepare?: (emulator: Emulator) => void
}

type Section = FaultyCall['section']
type Other = Partial<Pick<FaultyCall, 'name' | 'backend' | 'from' | 'before' | 'inputs' | 'ofPullRequest' | 'prepare'>>

function call(section: Section, name: CallName, kind: Kind, other: Other = {}): FaultyCall {
  return { name, call: name, from: 1, section, kind, backend: powerApps, ...other }
}

const comment: Other = { inputs: () => ({ 'github-token': gitHubToken }), ofPullRequest: true }

/** A comment of ours, as an earlier run of the same pull request left it. */
function earlierComment({ state }: Emulator): void {
  const body = `${commentMarker([ids.environment, ids.connector])}\n\nEarlier`
  state.gitHub.comments.push({
    id: 1,
    body,
    user: { login: 'github-actions[bot]', type: 'Bot' },
    author_association: 'NONE'
  })
}

export const calls: readonly FaultyCall[] = [
  call('Signing in', 'openid-configuration', 'token service'),
  call('Signing in', 'token', 'token service'),
  call('Fetching the API document', 'api-document', 'document'),
  call('Downloading the connector', 'get-connector', 'service', { before: 'validate' }),
  call('Downloading the connector', 'original-definition', 'definition'),
  call('Downloading the connector', 'icon', 'picture'),
  call('Downloading the connector', 'script', 'code'),
  call('Writing', 'validate', 'validation'),
  call('Writing', 'storage', 'service'),
  call('Writing', 'upload-icon', 'upload'),
  call('Writing', 'upload-script', 'upload'),
  call('Writing', 'get-connector', 'service', { name: 'get-connector once more', from: 2 }),
  call('Writing', 'update', 'update'),
  call('Reading back', 'read-back', 'service'),
  call('Reading back', 'read-back-definition', 'definition'),
  call('Reading back', 'read-back-icon', 'picture'),
  call('Reading back', 'read-back-script', 'code'),
  call('On Dataverse', 'get-connector', 'row', { name: 'get-row', backend: dataverse, before: 'update' }),
  call('On Dataverse', 'update', 'row update', { name: 'update-row', backend: dataverse }),
  call('On Dataverse', 'read-back', 'row read back', { name: 'read-back-row', backend: dataverse }),
  call('Telling', 'list-comments', 'reading comments', comment),
  call('Telling', 'create-comment', 'creating a comment', comment),
  call('Telling', 'update-comment', 'changing a comment', { ...comment, prepare: earlierComment }),
  call('Telling', 'teams-message', 'message', {
    inputs: ({ addresses }) => ({ 'teams-webhook-url': addresses.teamsWebhook })
  })
]

/** The services, each with the name of the call that its connections are first needed for. */
export const connections: readonly (readonly [Role, string])[] = [
  ['login', 'openid-configuration'],
  ['api', 'api-document'],
  ['powerApps', 'get-connector'],
  ['blob', 'original-definition'],
  ['dataverse', 'get-row'],
  ['gitHub', 'list-comments'],
  ['teams', 'teams-message']
]
