/** The calls of the Power Apps resource provider that concern custom connectors, one method a call. */
import type { AccessToken } from '../../auth/tokens.ts'
import { arrayAt, isObject, type JsonObject, own, objectAt, stringAt } from '../../definition/json.ts'
import { ActionError } from '../../errors.ts'
import { bodyText, type Http, type HttpRequest, type HttpResponse, isHtml } from '../../http.ts'
import type { Secrets } from '../../secrets.ts'
import { isTransientRefusal, readServiceError } from '../service-errors.ts'
import { refusal } from './refusal.ts'
import { type ConnectorResource, readResource } from './resource.ts'

const API_VERSION = '2016-11-01'
/** Names the client to the service, as every client of it does. */
const ORIGIN = 'update-custom-connector'
const ATTEMPTS = 4
const MEGABYTE = 1024 * 1024
/** Of a list of connectors, each of them with hundreds: no environment has more. */
const MAX_PAGES = 50

export interface PowerAppsTarget {
  /** Such as `https://api.powerapps.com`. */
  readonly powerAppsUrl: string
  readonly environmentId: string
  /** Empty for a connector that is yet to be made. */
  readonly connectorName: string
}

/** A connector as a list shows it. */
export interface ListedConnector {
  readonly name: string
  readonly displayName: string
}

export class PowerAppsClient {
  readonly #target: PowerAppsTarget
  readonly #token: AccessToken
  readonly #http: Http
  readonly #secrets: Secrets

  constructor(target: PowerAppsTarget, token: AccessToken, http: Http, secrets: Secrets) {
    this.#target = target
    this.#token = token
    this.#http = http
    this.#secrets = secrets
  }

  /** The same client for the calls of another connector of the environment. */
  of(connectorName: string): PowerAppsClient {
    return new PowerAppsClient({ ...this.#target, connectorName }, this.#token, this.#http, this.#secrets)
  }

  /** The environment's custom connectors. Those of Microsoft and its partners, which the service lists too, are left out. */
  async listConnectors(label: string): Promise<readonly ListedConnector[]> {
    const listed: ListedConnector[] = []
    let url: string | undefined = this.#url('apis', this.#inEnvironment())
    for (let page = 0; url !== undefined && page < MAX_PAGES; page++) {
      const response = await this.#send({ label, method: 'GET', url })
      const answer = jsonOf(label, response)
      const resources = isObject(answer) ? arrayAt(answer, 'value') : undefined
      if (!isObject(answer) || resources === undefined) throw unexpected(label, response)
      listed.push(...resources.flatMap(customConnector))
      url = this.#nextPage(label, answer, response)
    }
    return listed
  }

  async getConnector(label: string): Promise<ConnectorResource> {
    const response = await this.#send({ label, method: 'GET', url: this.#connectorUrl() })
    const { connectorName: name, environmentId } = this.#target
    const resource = readResource(jsonOf(label, response), { name, environmentId })
    for (const url of [resource.originalSwaggerUrl, resource.iconUrl, resource.scriptUrl]) {
      if (url !== undefined) this.#secrets.addSignatureOf(url)
    }
    return resource
  }

  /** @returns the text of the service's findings; empty = it found nothing */
  async validateSwagger(label: string, definition: JsonObject, certificationRules: boolean): Promise<string> {
    const url = this.#url(`objectIds/${encodeURIComponent(this.#token.objectId)}/validateApiSwagger`, {
      ...(certificationRules ? { enableConnectorCertificationRules: 'true' } : {})
    })
    const response = await this.#send({ label, method: 'POST', url, json: definition, timeoutSeconds: 120 })
    return findingsIn(label, response)
  }

  /** @returns the signed URL of a fresh container for icon and script */
  async generateResourceStorage(label: string): Promise<string> {
    const url = this.#url(`objectIds/${encodeURIComponent(this.#token.objectId)}/generateResourceStorage`)
    const json = { environment: { name: this.#target.environmentId } }
    const response = await this.#send({ label, method: 'POST', url, json })
    const answer = jsonOf(label, response)
    const signedUrl = isObject(answer) ? stringAt(answer, 'sharedAccessSignature') : undefined
    if (!signedUrl || !URL.canParse(signedUrl) || new URL(signedUrl).protocol !== 'https:')
      throw unexpected(label, response)
    this.#secrets.addSignatureOf(signedUrl)
    return signedUrl
  }

  /** One POST. @returns the answer, whatever it is: what it means is the store's to find out */
  async postConnector(label: string, properties: JsonObject): Promise<HttpResponse> {
    return this.#request({
      label,
      method: 'POST',
      url: this.#url('apis', this.#inEnvironment()),
      json: { properties },
      timeoutSeconds: 300,
      repeatable: false,
      // Anything but a refusal before any work may have made a connector.
      isTransient: response => response.status === 429
    })
  }

  /** One PATCH. @returns the answer, whatever it is: what it means for the connector is the store's to find out */
  async patchConnector(label: string, properties: JsonObject): Promise<HttpResponse> {
    return this.#request({
      label,
      method: 'PATCH',
      url: this.#connectorUrl(),
      json: { properties },
      // The service compiles custom code within this call; minutes have been seen.
      timeoutSeconds: 300,
      repeatable: false,
      // Only a refusal before any work is sent again unseen. After anything else the connector is read first.
      isTransient: response =>
        response.status === 429 || readServiceError(response).code === 'CustomScriptProvisioningFailed'
    })
  }

  async #send(call: Call): Promise<HttpResponse> {
    const response = await this.#request(call)
    if (response.status < 200 || response.status > 299) throw refusal(call.label, response)
    return response
  }

  #request({ json, ...call }: Call): Promise<HttpResponse> {
    return this.#http.send({
      timeoutSeconds: 60,
      maxBytes: 20 * MEGABYTE,
      attempts: ATTEMPTS,
      repeatable: true,
      isTransient: isTransientRefusal,
      redirects: 'return',
      ...call,
      headers: {
        authorization: `Bearer ${this.#token.value}`,
        accept: 'application/json',
        'x-ms-origin': ORIGIN,
        ...(json === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' })
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) })
    })
  }

  #connectorUrl(): string {
    return this.#url(`apis/${encodeURIComponent(this.#target.connectorName)}`, this.#inEnvironment())
  }

  #inEnvironment(): Readonly<Record<string, string>> {
    return { $filter: `environment eq '${this.#target.environmentId.replaceAll("'", "''")}'` }
  }

  /** The token goes to the service itself, so another host's page isn't asked for. */
  #nextPage(label: string, answer: JsonObject, response: HttpResponse): string | undefined {
    const next = stringAt(answer, 'nextLink')
    if (!next) return undefined
    if (URL.canParse(next) && new URL(next).origin === new URL(this.#target.powerAppsUrl).origin) return next
    throw unexpected(label, response)
  }

  /** The query is written by hand: the service wants `%20` for a space, where URLSearchParams writes `+`. */
  #url(path: string, query: Readonly<Record<string, string>> = {}): string {
    const pairs = Object.entries({ 'api-version': API_VERSION, ...query })
    const text = pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')
    return `${this.#target.powerAppsUrl}/providers/Microsoft.PowerApps/${path}?${text}`
  }
}

type Call = Pick<HttpRequest, 'label' | 'method' | 'url'> &
  Partial<Pick<HttpRequest, 'timeoutSeconds' | 'isTransient' | 'repeatable'>> & { readonly json?: JsonObject }

/** @returns the findings as text: the service answers with a JSON string, and any other form is a finding to be read */
function findingsIn(label: string, response: HttpResponse): string {
  if (isHtml(response)) throw refusal(label, response)
  // Accepted is not looked at yet.
  if (response.status === 202) throw unexpected(label, response)
  const text = bodyText(response).trim()
  if (text === '') return ''
  const value = parse(text)
  if (isObject(value) && 'error' in value) throw refusal(label, response)
  if (value === undefined) {
    // Half of a JSON string: errors in it would be taken for remarks.
    if (/\bjson\b/i.test(response.headers.get('content-type') ?? '')) throw unexpected(label, response)
    return text
  }
  return typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value)
}

function customConnector(value: unknown): ListedConnector[] {
  const resource = isObject(value) ? value : {}
  const properties = objectAt(resource, 'properties') ?? {}
  const name = stringAt(resource, 'name')
  if (name === undefined || own(properties, 'isCustomApi') === false) return []
  return [{ name, displayName: stringAt(properties, 'displayName') ?? '' }]
}

function jsonOf(label: string, response: HttpResponse): unknown {
  const value = isHtml(response) ? undefined : parse(bodyText(response))
  if (value === undefined) throw unexpected(label, response)
  return value
}

function unexpected(label: string, response: HttpResponse): ActionError {
  const what = isHtml(response)
    ? 'a web page'
    : response.body.byteLength === 0
      ? 'an empty body'
      : 'something unexpected'
  return new ActionError({
    what: `could not ${label}`,
    why: `${new URL(response.url).host} answered HTTP ${response.status} with ${what} instead of JSON`,
    advice: 'check "power-apps-url" and "cloud", and whether a proxy stands in between; else run the job again later'
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
