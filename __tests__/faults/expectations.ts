/** What a run has to make of each fault, as data: by the kind of call that meets it. */
import type { Role } from '../emulator/exchange.ts'
import { type Fault, faultTable, powerAppsFaultTable } from '../emulator/faults.ts'
import type { ConnectionFault } from '../emulator/server.ts'

/** How a run can end. Anything else is a mistake. */
export type Outcome =
  /** The connector holds what was sent, and was read back. Exit code 0. */
  | 'updated'
  /** The same, and something that is told beside it couldn't be. */
  | 'updated with a warning'
  /** Exit code 1; the connector is what it was, and `changed` is false. */
  | 'nothing written'
  /** Exit code 1; nothing tells whether the update was applied. `changed` is empty, the error names the package folder. */
  | 'unclear'
  /** Exit code 1; the service took the update, and it couldn't be proven that it holds it. The rest as for `unclear`. */
  | 'not proven'

/** What becomes of a call, before it is known which call it is. */
type End = 'goes on' | 'fails' | 'unclear' | 'not proven'

export interface Expected<T = Outcome> {
  readonly outcome: T
  /** How often the call is made; `undefined` where requests don't arrive. */
  readonly calls: number | undefined
}

export type Times = 'once' | 'always'
type Behaviour = Readonly<Record<Times, Expected<End>>>

export const kinds = [
  'token service',
  'document',
  'service',
  'validation',
  'definition',
  'picture',
  'code',
  'upload',
  'update',
  'row',
  'row update',
  'row read back',
  'reading comments',
  'creating a comment',
  'changing a comment',
  'message'
] as const
export type Kind = (typeof kinds)[number]

const passes: Behaviour = both('goes on', 1)
const stays: Behaviour = both('fails', 1)

function both(outcome: End, calls: number): Behaviour {
  return { once: { outcome, calls }, always: { outcome, calls } }
}

/** Tried again, as often as this in all. */
function again(attempts: number, end: End = 'fails'): Behaviour {
  return { once: { outcome: 'goes on', calls: 2 }, always: { outcome: end, calls: attempts } }
}

const lost = ['connection reset before the answer', 'connection closed before the answer', 'no answer'] as const
const lostAmid = ['connection reset amid the body'] as const
const lostAfter = ['connection reset although the change was made', '502 although the change was made'] as const
const throttled = ['429 with Retry-After', '429 with the seconds in its text', '429 without a word'] as const
const unavailable = ['503 with text', '503 with Retry-After'] as const
const failingAtOnce = ['408 without a body', '500 with JSON', '500 with HTML', '500 without a body'] as const
/** A gateway gave up waiting, and the service behind it may still be at work. */
const atWork = ['502 with HTML', '502 without a body', '504 with HTML'] as const
const failing = [...failingAtOnce, ...atWork]
const invalid = [
  '400 with JSON',
  '400 with HTML',
  '400 without a body',
  '409 with JSON',
  '412 without a body',
  '413 with HTML'
] as const
const forbidden = ['401 without a body', '403 with HTML', 'signature that has expired'] as const
const missing = ['404 with JSON', '404 with HTML'] as const
const page = ['200 with a page'] as const
const empty = ['200 without a body'] as const
const accepted = ['202 without a body'] as const
const redirect = ['redirect without a location'] as const
const elsewhere = ['redirect to another origin'] as const
const half = ['half of the document'] as const
const mislabelled = ['a content type that is wrong'] as const
const endless = ['a compressed answer without end'] as const
const slow = ['answer in drips'] as const
const failingBehind = ['ApiHubsRequestFailed around InternalServerError'] as const
const withoutCapacity = ['CustomScriptProvisioningFailed'] as const
const refusedBehind = ['ApiHubsRequestFailed around BadRequest'] as const

type Rows = readonly (readonly [faults: readonly string[], behaviour: Behaviour])[]

const passing = [
  ...[...lost, ...lostAmid, ...lostAfter, ...throttled, ...unavailable, ...failing],
  ...[...failingBehind, ...withoutCapacity]
]
const refusing = [...invalid, ...forbidden, ...missing, ...refusedBehind]
const strange = [...page, ...empty, ...accepted, ...redirect, ...elsewhere, ...half, ...mislabelled, ...endless]

/** Of each kind what differs from: passing failures are tried again, four times in all; everything else fails at once. */
const differing: Readonly<Record<Kind, Rows>> = {
  'token service': [],
  document: [
    [[...passing, ...missing, ...page, ...empty, ...half, ...elsewhere], again(6)],
    [mislabelled, passes]
  ],
  service: [],
  validation: [[empty, passes]],
  definition: [
    // A signed URL that isn't taken: the connector is read again, which gives another one.
    [[...forbidden, ...missing, ...half], again(2)],
    [elsewhere, again(4)],
    [mislabelled, passes]
  ],
  picture: [
    [[...forbidden, ...missing, ...half], again(2)],
    [elsewhere, again(4)],
    [mislabelled, passes]
  ],
  code: [
    [[...forbidden, ...missing, ...half], again(2)],
    [elsewhere, again(4)],
    [mislabelled, passes]
  ],
  // The true answer has no body that could be cut.
  upload: [[[...lostAmid, ...half, ...mislabelled], passes]],
  update: [
    [[...lost, ...failing, ...failingBehind, ...unavailable, ...page, ...redirect, ...elsewhere], again(3, 'unclear')],
    // Tried again four times by itself, and three times all that.
    [withoutCapacity, again(12, 'unclear')],
    [[...lostAfter, ...lostAmid, ...half, ...mislabelled, ...endless], passes],
    // Taken without a word, and never applied.
    [[...empty, ...accepted], both('not proven', 1)]
  ],
  row: [],
  // The connector has custom code: an end that leaves the service at work is waited out, and nothing is sent again.
  'row update': [
    [[...lost, ...atWork], both('unclear', 1)],
    [[...failingAtOnce, ...unavailable, ...page, ...redirect, ...elsewhere], again(3, 'unclear')],
    [[...lostAfter, ...lostAmid, ...half, ...mislabelled, ...endless], passes]
  ],
  'row read back': [],
  'reading comments': [[passing, again(3)]],
  'creating a comment': [
    // Made twice there would be two of them.
    [[...lost, ...lostAmid, ...lostAfter, ...failing], stays],
    [[...throttled, ...unavailable], again(3)]
  ],
  'changing a comment': [[passing, again(3)]],
  message: [
    [[...lost, ...lostAfter, ...failing], stays],
    [[...throttled, ...unavailable], again(3)],
    // A message is answered without a body.
    [[...lostAmid, ...half, ...mislabelled, ...empty, ...accepted], passes]
  ]
}

function behaviourOf(kind: Kind, fault: string): Behaviour {
  const row = differing[kind].find(([faults]) => faults.includes(fault))
  if (row) return row[1]
  if ((slow as readonly string[]).includes(fault)) return passes
  return passing.some(name => name === fault) ? again(4) : stays
}

/** @param failed what a call that fails means for the run */
export function expectedOf(kind: Kind, fault: string, times: Times, failed: Outcome): Expected {
  const { outcome, calls } = behaviourOf(kind, fault)[times]
  return { outcome: outcome === 'goes on' ? 'updated' : outcome === 'fails' ? failed : outcome, calls }
}

const EARLY: readonly Role[] = ['login', 'api', 'powerApps', 'dataverse']

/** Connections that fail: of those that a request opens only one that is dropped can be had the next time. */
export function expectedOfConnection(
  role: Role,
  fault: ConnectionFault | 'refused',
  times: Times,
  failed: Outcome
): Expected {
  // A message that may have arrived isn't sent again.
  const isAnew = fault === 'dropped' && role !== 'teams'
  // Connections that are opened early leave what fails to the request, which opens another one.
  const passes = times === 'once' && (isAnew || EARLY.includes(role))
  return { outcome: passes ? 'updated' : failed, calls: undefined }
}

/** The faults that calls of these kinds can meet, by name. */
export function faultsOf(kind: Kind): Readonly<Record<string, Fault>> {
  return ['service', 'validation', 'update'].includes(kind) ? { ...faultTable, ...powerAppsFaultTable } : faultTable
}

/** Faults that are in no group above: none, or a row is missing. */
export const ungrouped = Object.keys({ ...faultTable, ...powerAppsFaultTable }).filter(
  name => ![...passing, ...refusing, ...strange, ...slow].some(grouped => grouped === name)
)
