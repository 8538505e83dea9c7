/** The calls of the Dataverse Web API that concern rows of the table `connector`, one method a call. */
import type { AccessToken } from '../../auth/tokens.ts'
import { arrayAt, isObject, type JsonObject } from '../../definition/json.ts'
import { ActionError } from '../../errors.ts'
import { bodyText, type Http, type HttpRequest, type HttpResponse, isHtml } from '../../http.ts'
import type { RowKey } from '../ids.ts'
import { hasCode, refusal } from './refusal.ts'
import { type Column, COLUMNS, parseRows } from './row.ts'

const API = '/api/data/v9.2'
const ATTEMPTS = 4
const MEGABYTE = 1024 * 1024

export class DataverseClient {
  readonly #origin: string
  readonly #token: AccessToken
  readonly #http: Http

  /** @param origin of the environment, the only one that gets the token */
  constructor(origin: string, token: AccessToken, http: Http) {
    this.#origin = origin
    this.#token = token
    this.#http = http
  }

  /** @returns the rows that the key fits, as they came; at most one for a GUID */
  async findRows(label: string, { column, value }: RowKey): Promise<readonly unknown[]> {
    if (column === 'connectorid') {
      const row = await this.getRow(label, value)
      return row === undefined ? [] : [row]
    }
    return this.#filtered(label, column, value)
  }

  async #filtered(label: string, column: Column, value: string): Promise<readonly unknown[]> {
    // A quote is doubled in a literal of OData.
    const response = await this.#get(label, '/connectors', { $filter: `${column} eq '${value.replaceAll("'", "''")}'` })
    const answer = this.#json(label, response)
    const rows = isObject(answer) ? arrayAt(answer, 'value') : undefined
    if (rows === undefined) throw this.#unexpected(label, response)
    return rows
  }

  /** @returns the rows of the connectors that makers see under this title, as they came */
  findRowsByTitle(label: string, title: string): Promise<readonly unknown[]> {
    return this.#filtered(label, 'displayname', title)
  }

  /** @returns the row as it came, `undefined` when there is none */
  async getRow(label: string, id: string): Promise<unknown> {
    const response = await this.#get(label, `/connectors(${id})`)
    return response.status === 404 ? undefined : this.#json(label, response)
  }

  /**
   * One PATCH.
   * @param etag of the row; `*` = whatever its version. Without either a PATCH of an unknown GUID would create a row
   * @returns the answer, whatever it is: what it means for the row is the store's to find out
   */
  patchRow(label: string, id: string, etag: string, columns: JsonObject): Promise<HttpResponse> {
    return this.#request({
      label,
      method: 'PATCH',
      url: this.#url(`/connectors(${id})`, { $select: 'connectorid,versionnumber' }),
      headers: {
        'if-match': etag,
        prefer: 'return=representation,odata.include-annotations="*"',
        'content-type': 'application/json; charset=utf-8'
      },
      body: JSON.stringify(columns),
      // Dataverse has the Power Apps service compile custom code within this call.
      timeoutSeconds: 300,
      repeatable: false,
      // Only a refusal before any work is sent again unseen. After anything else the row is read first.
      isTransient: response => response.status === 429
    })
  }

  /**
   * One POST.
   * @param columns with the GUID of the new row, by which it can be found whatever becomes of the answer
   * @returns the answer, whatever it is: what it means for the row is the store's to find out
   */
  postRow(label: string, columns: JsonObject): Promise<HttpResponse> {
    return this.#request({
      label,
      method: 'POST',
      url: this.#url('/connectors', { $select: 'connectorid,versionnumber' }),
      headers: {
        prefer: 'return=representation,odata.include-annotations="*"',
        'content-type': 'application/json; charset=utf-8'
      },
      body: JSON.stringify(columns),
      timeoutSeconds: 300,
      repeatable: false,
      isTransient: response => response.status === 429
    })
  }

  /** A GET that succeeded, or found that there is no such row. */
  async #get(label: string, path: string, query: Readonly<Record<string, string>> = {}): Promise<HttpResponse> {
    const url = this.#url(path, { $select: COLUMNS.join(','), ...query })
    const response = await this.#request({ label, method: 'GET', url })
    const isMissing = response.status === 404 && hasCode(response, 'noSuchRow')
    if (!isMissing && (response.status < 200 || response.status > 299)) throw refusal(label, response)
    return response
  }

  #request({ headers, ...call }: Call): Promise<HttpResponse> {
    return this.#http.send({
      timeoutSeconds: 60,
      maxBytes: 20 * MEGABYTE,
      attempts: ATTEMPTS,
      repeatable: true,
      redirects: 'return',
      ...call,
      headers: {
        authorization: `Bearer ${this.#token.value}`,
        accept: 'application/json',
        'odata-version': '4.0',
        'odata-maxversion': '4.0',
        ...headers
      }
    })
  }

  /** The query is written by hand: OData wants `%20` for a space, where URLSearchParams writes `+`. */
  #url(path: string, query: Readonly<Record<string, string>>): string {
    const text = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    return `${this.#origin}${API}${path}?${text.join('&')}`
  }

  #json(label: string, response: HttpResponse): unknown {
    try {
      if (!isHtml(response)) return parseRows(bodyText(response))
    } catch {
      // Told below.
    }
    throw this.#unexpected(label, response)
  }

  #unexpected(label: string, response: HttpResponse): ActionError {
    const what = isHtml(response) ? 'a web page' : response.body.byteLength === 0 ? 'an empty body' : 'something else'
    return new ActionError({
      what: `could not ${label}`,
      why: `${new URL(response.url).host} answered HTTP ${response.status} with ${what} instead of a row as JSON`,
      advice: 'check "environment-url", and whether a proxy stands in between; else run the job again later'
    })
  }
}

type Call = Pick<HttpRequest, 'label' | 'method' | 'url'> & Partial<HttpRequest>
