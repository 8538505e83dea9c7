/** What a service says when it refuses: envelopes within envelopes, empty bodies, pages of a gateway. */
import { isObject, type JsonObject, stringAt } from '../definition/json.ts'
import { ActionError } from '../errors.ts'
import type { Hint } from '../hints.ts'
import { bodyText, type HttpResponse, isHtml, isTransientStatus } from '../http.ts'
import { withoutTrailing } from '../text.ts'

export interface ServiceError {
  /** The innermost `error.code`; empty when there is none. */
  readonly code: string
  /** The codes of the wrappers around it, outermost first. */
  readonly wrappers: readonly string[]
  /** The innermost message, or what stands in its place. */
  readonly message: string
}

const MAX_DEPTH = 5
/** Braces of a text from which on JSON is looked for. */
const MAX_BRACES = 10
/** Characters of a message or a code that are shown, and of a page that are looked at. */
const MAX_TEXT = 600
const MAX_CODE = 100
const MAX_HEAD = 4096

/** Digs the innermost code and message out of `{"error":{"code","message"}}`, whose message can hold JSON as text. */
export function readServiceError(response: HttpResponse): ServiceError {
  const text = bodyText(response).trim()
  if (text === '') return { code: '', wrappers: [], message: 'no explanation (empty body)' }
  if (isHtml(response)) return { code: '', wrappers: [], message: `a web page${titleOf(text)}` }
  return dig(text, [], MAX_DEPTH) ?? { code: '', wrappers: [], message: oneLine(text) }
}

/** True for a refusal that another attempt can turn into an answer. Wrappers hide what is behind a status. */
export function isTransientRefusal(response: HttpResponse): boolean {
  if (response.status < 400) return false
  const { code, wrappers } = readServiceError(response)
  if (code === 'CustomScriptProvisioningFailed') return true
  if (wrappers.includes('ApiHubsRequestFailed'))
    return /^(InternalServerError|ServiceUnavailable|GatewayTimeout)$/.test(code)
  return isTransientStatus(response)
}

/**
 * The error for an answer that isn't what was asked for.
 * @param label what was tried: "download the connector"
 * @param service who answered, as it starts a sentence: "the Power Apps service"
 * @param hintFor what to do about a status, code and message
 */
export function refusalBy(
  label: string,
  response: HttpResponse,
  service: string,
  hintFor: (status: number, code: string, message: string) => Hint
): ActionError {
  const { code, wrappers, message } = readServiceError(response)
  const id = requestId(response)
  // A service behind that names no code leaves the wrapper's as the most telling one.
  const shown = code === '' ? (wrappers.at(-1) ?? '') : code
  return new ActionError({
    what: `could not ${label}`,
    why: `${service} answered HTTP ${response.status}${shown === '' ? '' : ` ${shown}`}: ${withoutTrailing(message, ' .;')}${id === '' ? '' : ` (request id ${id})`}`,
    ...hintFor(response.status, shown, message)
  })
}

const REQUEST_ID_HEADERS = [
  'x-ms-service-request-id',
  'x-ms-request-id',
  'x-ms-correlation-request-id',
  'request-id',
  'req_id'
]

/** The id under which Microsoft's support finds the request. */
export function requestId({ headers }: HttpResponse): string {
  return REQUEST_ID_HEADERS.map(name => headers.get(name)).find(id => id !== null) ?? ''
}

/** Reads one level of the envelope and goes on into JSON within its message. */
function dig(text: string, wrappers: readonly string[], depth: number): ServiceError | undefined {
  const value = parseWithin(text)
  if (!isObject(value) || depth === 0) return undefined
  const envelope = isObject(value['error']) ? value['error'] : value
  const code = firstText(envelope, 'code', 'errorCode', 'Code') ?? ''
  const message = firstText(envelope, 'message', 'errorMessage', 'Message')
  if (code === '' && message === undefined) return undefined
  const inner =
    message === undefined ? undefined : dig(message, code === '' ? wrappers : [...wrappers, code], depth - 1)
  return inner ?? { code: code.slice(0, MAX_CODE), wrappers, message: withDetails(envelope['details'], message ?? '') }
}

/** The member under the first of its spellings that is there. */
function firstText(envelope: JsonObject, ...names: readonly string[]): string | undefined {
  return names.map(name => stringAt(envelope, name)).find(text => text !== undefined)
}

/** JSON that is the whole text or its part from a brace, mostly the first one, to the last. */
function parseWithin(text: string): unknown {
  const end = text.lastIndexOf('}')
  let start = text.indexOf('{')
  for (let brace = 0; start >= 0 && start < end && brace < MAX_BRACES; brace++) {
    try {
      return JSON.parse(text.slice(start, end + 1)) as unknown
    } catch {
      start = text.indexOf('{', start + 1)
    }
  }
  return undefined
}

function withDetails(details: unknown, message: string): string {
  const texts = Array.isArray(details)
    ? details.flatMap(detail => (isObject(detail) ? (stringAt(detail, 'message') ?? []) : []))
    : []
  return oneLine([message, ...texts].filter(text => text.trim() !== '').join(' — '))
}

function titleOf(page: string): string {
  const title = /<title[^>]*>([^<]{1,120})<\/title>/i.exec(page.slice(0, MAX_HEAD))?.[1]
  return title === undefined ? '' : ` ("${oneLine(title)}")`
}

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > MAX_TEXT ? `${line.slice(0, MAX_TEXT)}…` : line
}
