/** What the Power Apps service says when it refuses: envelopes within envelopes, empty bodies, pages of a gateway. */
import { isObject, stringAt } from '../../definition/json.ts'
import { ActionError } from '../../errors.ts'
import { hintForService } from '../../hints.ts'
import { bodyText, type HttpResponse, isHtml, isTransientStatus } from '../../http.ts'

export interface ServiceError {
  /** The innermost `error.code`; empty when there is none. */
  readonly code: string
  /** The codes of the wrappers around it, outermost first. */
  readonly wrappers: readonly string[]
  /** The innermost message, or what stands in its place. */
  readonly message: string
}

const MAX_DEPTH = 5

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
 */
export function refusal(label: string, response: HttpResponse): ActionError {
  const { code, message } = readServiceError(response)
  const id = requestId(response)
  const status = `HTTP ${response.status}${code === '' ? '' : ` ${code}`}`
  return new ActionError({
    what: `could not ${label}`,
    why: `the Power Apps service answered ${status}: ${trimEnd(message)}${id === '' ? '' : ` (request id ${id})`}`,
    ...hintForService(response.status, code, message)
  })
}

/** The id under which Microsoft's support finds the request. */
export function requestId(response: HttpResponse): string {
  const { headers } = response
  return headers.get('x-ms-request-id') ?? headers.get('x-ms-correlation-request-id') ?? headers.get('request-id') ?? ''
}

/** Reads one level of the envelope and goes on into JSON within its message. */
function dig(text: string, wrappers: readonly string[], depth: number): ServiceError | undefined {
  const value = parseWithin(text)
  if (!isObject(value) || depth === 0) return undefined
  const envelope = isObject(value['error']) ? value['error'] : value
  const code = stringAt(envelope, 'code') ?? stringAt(envelope, 'errorCode') ?? ''
  const message = stringAt(envelope, 'message') ?? stringAt(envelope, 'errorMessage')
  if (code === '' && message === undefined) return undefined
  const inner =
    message === undefined ? undefined : dig(message, code === '' ? wrappers : [...wrappers, code], depth - 1)
  return inner ?? { code, wrappers, message: withDetails(envelope['details'], oneLine(message ?? '')) }
}

/** JSON that is the whole text or its part from the first brace to the last. */
function parseWithin(text: string): unknown {
  const start = text.indexOf('{')
  const end = text.lastIndexOf('}')
  if (start < 0 || end <= start) return undefined
  try {
    return JSON.parse(text.slice(start, end + 1)) as unknown
  } catch {
    return undefined
  }
}

function withDetails(details: unknown, message: string): string {
  if (!Array.isArray(details)) return message
  const texts = details.flatMap(detail => (isObject(detail) ? (stringAt(detail, 'message') ?? []) : []))
  return [message, ...texts.map(oneLine)].filter(text => text !== '').join(' — ')
}

function titleOf(page: string): string {
  const title = /<title[^>]*>([^<]{1,120})<\/title>/i.exec(page)?.[1]
  return title === undefined ? '' : ` ("${oneLine(title)}")`
}

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > 600 ? `${line.slice(0, 600)}…` : line
}

function trimEnd(text: string): string {
  return text.replace(/[\s.;]+$/, '')
}
