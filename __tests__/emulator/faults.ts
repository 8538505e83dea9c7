/** What can go wrong with a call, and the choice of the calls that it happens to. */
import { gzipSync } from 'node:zlib'
import { answer, emptyAnswer, htmlAnswer, jsonAnswer } from './exchange.ts'
import type { Answer, CallName, CallRequest, Role } from './exchange.ts'

/** A fault on the way (the first five), an answer instead of the true one, or a change to the true one. */
export type Fault =
  /** The connection is reset after the request was read and before anything is answered; with `applied` after its effect. */
  | { readonly kind: 'reset'; readonly applied: boolean }
  /** The connection is closed in good order without an answer. */
  | { readonly kind: 'close' }
  /** No answer, ever; with `applied` although the call has had its effect. */
  | { readonly kind: 'hang'; readonly applied: boolean }
  /** Head and half of the body, then a reset. */
  | { readonly kind: 'cut-body' }
  /** The answer comes in small pieces. */
  | { readonly kind: 'drip'; readonly bytes: number; readonly everyMilliseconds: number }
  /** Another answer; with `applied` only after the call has had its effect. */
  | { readonly kind: 'answer'; readonly answer: Answer; readonly applied: boolean }
  | { readonly kind: 'alter'; readonly alter: (answer: Answer) => Answer }
  /** An answer, or none, at once, and the effect of the call only later. */
  | { readonly kind: 'late-effect'; readonly milliseconds: number; readonly answer: Answer | undefined }
  /** The true answer, late. */
  | { readonly kind: 'delay'; readonly milliseconds: number }

export type ErrorBody = 'json' | 'html' | 'empty' | 'text'

function instead(value: Answer): Fault {
  return { kind: 'answer', answer: value, applied: false }
}

function errorAnswer(status: number, body: ErrorBody, headers: Record<string, string> = {}): Answer {
  const title = `${status} Emulated fault`
  switch (body) {
    case 'json':
      return jsonAnswer(status, { error: { code: `Emulated${status}`, message: `${title}.` } }, headers)
    case 'html':
      return htmlAnswer(status, title, headers)
    case 'text':
      return answer(status, 'text/plain', title, headers)
    case 'empty':
      return emptyAnswer(status, headers)
  }
}

let bomb: Buffer | undefined

/** 32 MB that travel as 32 kB, more than is read of any answer. */
function compressedBomb(): Buffer {
  bomb ??= gzipSync(Buffer.alloc(32 * 1024 * 1024, ' '))
  return bomb
}

/** The faults there are, by name. */
export const faults = {
  reset: { kind: 'reset', applied: false },
  close: { kind: 'close' },
  hang: { kind: 'hang', applied: false },
  cutBody: { kind: 'cut-body' },
  drip: (bytes = 64, everyMilliseconds = 20): Fault => ({ kind: 'drip', bytes, everyMilliseconds }),
  delay: (milliseconds: number): Fault => ({ kind: 'delay', milliseconds }),
  status: (status: number, body: ErrorBody = 'json', headers: Record<string, string> = {}): Fault =>
    instead(errorAnswer(status, body, headers)),
  /** An error envelope with this code and message. */
  error: (status: number, code: string, message: string): Fault =>
    instead(jsonAnswer(status, { error: { code, message } })),
  /** 429 with `Retry-After`. */
  throttled: (seconds = 1): Fault =>
    instead(
      jsonAnswer(
        429,
        { error: { code: 'TooManyRequests', message: 'Rate limit is exceeded.' } },
        { 'retry-after': String(seconds) }
      )
    ),
  /** 429 that says only in its text how long to wait. */
  throttledInText: (seconds = 1): Fault =>
    instead(
      jsonAnswer(429, {
        error: { code: 'RateLimitExceeded', message: `Rate limit is exceeded. Try again in ${seconds} seconds.` }
      })
    ),
  /** A page where a document should be, with a status that says all is well. */
  page: instead(htmlAnswer(200, 'Sign in to your account')),
  accepted: instead(emptyAnswer(202)),
  emptyOk: instead(emptyAnswer(200)),
  redirect: (location: string, status = 302): Fault => instead(emptyAnswer(status, { location })),
  /** Half of the document, properly framed. */
  truncated: {
    kind: 'alter',
    alter: whole => ({ ...whole, body: whole.body.subarray(0, Math.floor(whole.body.length / 2)) })
  },
  contentType: (value: string): Fault => ({
    kind: 'alter',
    alter: whole => ({ ...whole, headers: { ...whole.headers, 'content-type': value } })
  }),
  /** The change is made, and a gateway answers 502 without a body. */
  badGatewayAfterApplied: { kind: 'answer', answer: emptyAnswer(502), applied: true },
  /** The change is made, and the connection breaks before the answer. */
  resetAfterApplied: { kind: 'reset', applied: true },
  /** A gateway gives up waiting, and the change is made after that. */
  gatewayTimeoutBeforeApplied: (milliseconds: number): Fault => ({
    kind: 'late-effect',
    milliseconds,
    answer: htmlAnswer(504, '504 Gateway Time-out')
  }),
  /** No answer, ever, and yet the change is made after a while. */
  hangBeforeApplied: (milliseconds: number): Fault => ({ kind: 'late-effect', milliseconds, answer: undefined }),
  /** The change is made, and no answer comes. */
  hangAfterApplied: { kind: 'hang', applied: true },
  bomb: {
    kind: 'alter',
    alter: whole => ({
      status: 200,
      headers: { ...whole.headers, 'content-encoding': 'gzip' },
      body: compressedBomb()
    })
  },
  /** How blob storage refuses a signed URL whose time is over. */
  expiredSignature: instead(
    answer(
      403,
      'application/xml',
      '\uFEFF<?xml version="1.0" encoding="utf-8"?><Error><Code>AuthenticationFailed</Code><Message>Server failed to authenticate the request.</Message><AuthenticationErrorDetail>Signature not valid in the specified time frame</AuthenticationErrorDetail></Error>',
      { 'x-ms-error-code': 'AuthenticationFailed' }
    )
  ),
  /** What a gateway shows instead of a file. */
  errorPage: instead(htmlAnswer(200, 'The resource you are looking for is temporarily unavailable'))
} satisfies Record<string, Fault | ((...values: never[]) => Fault)>

/** Every fault once with usual values, for tests that go through all of them. */
export const faultTable: Readonly<Record<string, Fault>> = {
  'connection reset before the answer': faults.reset,
  'connection closed before the answer': faults.close,
  'no answer': faults.hang,
  'connection reset amid the body': faults.cutBody,
  'answer in drips': faults.drip(),
  '400 with JSON': faults.status(400, 'json'),
  '400 with HTML': faults.status(400, 'html'),
  '400 without a body': faults.status(400, 'empty'),
  '401 without a body': faults.status(401, 'empty'),
  '403 with HTML': faults.status(403, 'html'),
  '404 with JSON': faults.status(404, 'json'),
  '404 with HTML': faults.status(404, 'html'),
  '408 without a body': faults.status(408, 'empty'),
  '409 with JSON': faults.status(409, 'json'),
  '412 without a body': faults.status(412, 'empty'),
  '413 with HTML': faults.status(413, 'html'),
  '429 with Retry-After': faults.throttled(),
  '429 with the seconds in its text': faults.throttledInText(),
  '429 without a word': faults.status(429, 'empty'),
  '500 with JSON': faults.status(500, 'json'),
  '500 with HTML': faults.status(500, 'html'),
  '500 without a body': faults.status(500, 'empty'),
  '502 with HTML': faults.status(502, 'html'),
  '502 without a body': faults.status(502, 'empty'),
  '503 with text': faults.status(503, 'text'),
  '503 with Retry-After': faults.status(503, 'empty', { 'retry-after': '1' }),
  '504 with HTML': faults.status(504, 'html'),
  '200 with a page': faults.page,
  '200 without a body': faults.emptyOk,
  '202 without a body': faults.accepted,
  'redirect without a location': faults.status(302, 'empty'),
  'redirect to another origin': faults.redirect('https://127.0.0.1:9/elsewhere'),
  'half of the document': faults.truncated,
  'a compressed answer without end': faults.bomb,
  'a content type that is wrong': faults.contentType('text/html'),
  'signature that has expired': faults.expiredSignature,
  '502 although the change was made': faults.badGatewayAfterApplied,
  'connection reset although the change was made': faults.resetAfterApplied
}

/** What the Power Apps service alone says, in its envelopes: each once with usual values. */
export const powerAppsFaultTable: Readonly<Record<string, Fault>> = {
  'ApiHubsRequestFailed around BadRequest': faults.error(
    502,
    'ApiHubsRequestFailed',
    JSON.stringify({ error: { code: 'BadRequest', message: 'Specified swagger has the following errors: none' } })
  ),
  'ApiHubsRequestFailed around InternalServerError': faults.error(
    502,
    'ApiHubsRequestFailed',
    JSON.stringify({ error: { code: 'InternalServerError', message: 'Encountered an internal server error.' } })
  ),
  CustomScriptProvisioningFailed: faults.error(502, 'CustomScriptProvisioningFailed', 'There is no capacity.')
}

/** Which calls a fault happens to. All given members have to fit. */
export interface FaultSelection {
  readonly call?: CallName | readonly CallName[]
  readonly role?: Role
  readonly where?: (request: CallRequest) => boolean
  /** The first fitting call that it happens to, counted from 1. Default 1. */
  readonly from?: number
  /** To how many fitting calls it happens. Default 1; `Infinity` for all from then on. */
  readonly times?: number
}

interface Plan {
  readonly selection: FaultSelection
  readonly fault: Fault
  seen: number
}

/** The faults that are planned; the first planned that fits a call happens. */
export class FaultPlans {
  #plans: Plan[] = []

  add(selection: FaultSelection, fault: Fault): void {
    this.#plans.push({ selection, fault, seen: 0 })
  }

  clear(): void {
    this.#plans = []
  }

  /** The fault that happens to this call, if any. Counts the call for every plan that it fits. */
  next(call: CallName, request: CallRequest): Fault | undefined {
    const due = this.#plans.filter(plan => {
      if (!fits(plan.selection, call, request)) return false
      plan.seen += 1
      const { from = 1, times = 1 } = plan.selection
      return plan.seen >= from && plan.seen < from + times
    })
    return due[0]?.fault
  }
}

/** Whether a call is one of those selected, whichever in order it is. */
export function fits(selection: FaultSelection, call: CallName, request: CallRequest): boolean {
  const calls = typeof selection.call === 'string' ? [selection.call] : selection.call
  if (calls !== undefined && !calls.includes(call)) return false
  if (selection.role !== undefined && selection.role !== request.role) return false
  return selection.where === undefined || selection.where(request)
}
