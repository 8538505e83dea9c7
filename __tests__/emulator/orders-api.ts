/** The API that the connector is for: its document, behind a start-up, in every shape and condition. */
import { dump } from 'js-yaml'
import type { JsonObject } from '../../src/definition/json.ts'
import { answer, emptyAnswer, htmlAnswer, jsonAnswer } from './exchange.ts'
import type { Answer, CallName, CallRequest, RoleService } from './exchange.ts'
import type { State } from './state.ts'

export const documentPath = '/swagger/v1/swagger.json'
export const yamlPath = '/swagger/v1/swagger.yaml'

/** Ways to answer the document's URL. */
export const apiAnswers = {
  json: (document: JsonObject): Answer => jsonAnswer(200, document),
  yaml: (document: JsonObject): Answer => answer(200, 'application/yaml', dump(document)),
  withByteOrderMark: (document: JsonObject): Answer =>
    answer(200, 'application/json; charset=utf-8', `\uFEFF${JSON.stringify(document)}`),
  utf16: (document: JsonObject): Answer =>
    answer(200, 'application/json; charset=utf-16', Buffer.from(`\uFEFF${JSON.stringify(document)}`, 'utf16le')),
  utf16BigEndian: (document: JsonObject): Answer =>
    answer(
      200,
      'application/json; charset=utf-16',
      Buffer.from(`\uFEFF${JSON.stringify(document)}`, 'utf16le').swap16()
    ),
  latin1: (document: JsonObject): Answer =>
    answer(200, 'application/json; charset=iso-8859-1', Buffer.from(JSON.stringify(document), 'latin1')),
  plainText: (document: JsonObject): Answer => answer(200, 'text/plain', JSON.stringify(document)),
  html: (): Answer => htmlAnswer(200, 'Orders API is starting'),
  empty: (): Answer => emptyAnswer(200),
  noContent: (): Answer => emptyAnswer(204),
  truncated: (document: JsonObject): Answer => {
    const text = JSON.stringify(document)
    return answer(200, 'application/json', text.slice(0, Math.floor(text.length / 2)))
  },
  array: (document: JsonObject): Answer => jsonAnswer(200, [document]),
  notANumber: (document: JsonObject): Answer =>
    answer(200, 'application/json', JSON.stringify(document).replace(/\}$/, ',"x-limit":NaN}')),
  notOpenApi: (): Answer => jsonAnswer(200, { status: 'Healthy' }),
  /** The document of an instance that was not replaced yet. */
  ofVersion: (document: JsonObject, version: string): Answer =>
    jsonAnswer(200, { ...document, info: { ...(document['info'] as JsonObject), version } }),
  redirect: (location: string, status = 302): Answer => emptyAnswer(status, { location }),
  starting: (): Answer => answer(503, 'text/plain', 'Service Unavailable')
} satisfies Record<string, (...values: never[]) => Answer>

/** The API at its own origin, and as `mirror` at another one to redirect to. */
export class OrdersApi implements RoleService {
  readonly #state: State
  readonly #call: CallName
  #tries = 0

  constructor(state: State, call: 'api-document' | 'mirror-document') {
    this.#state = state
    this.#call = call
  }

  call(request: CallRequest): CallName {
    return [documentPath, yamlPath].includes(request.url.pathname) ? this.#call : 'unknown'
  }

  answer(request: CallRequest): Answer {
    if (this.call(request) === 'unknown') return emptyAnswer(404)
    if (this.#call === 'mirror-document') return apiAnswers.json(this.#state.api.document)
    const { api } = this.#state
    this.#tries += 1
    if (this.#tries <= api.warmUp) return apiAnswers.starting()
    const queued = api.queue.shift()
    if (queued !== undefined) return queued
    if (api.instead !== undefined) return api.instead
    return request.url.pathname === yamlPath ? apiAnswers.yaml(api.document) : apiAnswers.json(api.document)
  }
}
