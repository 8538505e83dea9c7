/** The least client that the emulator's own tests need; it takes nothing from the product. */
import { isObject, objectAt, stringAt } from '../../src/definition/json.ts'
import type { JsonObject } from '../../src/definition/json.ts'
import type { Emulator } from './emulator.ts'

export const correctScope = 'https://service.powerapps.com//.default'

/** The body as an object, or a failure that shows it. */
export async function objectOf(response: Response): Promise<JsonObject> {
  const text = await response.text()
  const value: unknown = JSON.parse(text)
  if (!isObject(value)) throw new Error(`No object: ${text}`)
  return value
}

/** The code and the text of an error envelope. */
export async function errorOf(response: Response): Promise<{ status: number; code: string; message: string }> {
  const error = objectAt(await objectOf(response), 'error') ?? {}
  return {
    status: response.status,
    code: stringAt(error, 'code') ?? '',
    message: stringAt(error, 'message') ?? ''
  }
}

export class Client {
  readonly #emulator: Emulator
  #token = ''

  constructor(emulator: Emulator) {
    this.#emulator = emulator
  }

  /** Asks for a token with these form fields in place of the right ones. */
  requestToken(
    fields: Readonly<Record<string, string>> = {},
    tenant: string = this.#emulator.ids.tenant
  ): Promise<Response> {
    const { addresses, credentials, ids } = this.#emulator
    const form = {
      grant_type: 'password',
      client_id: ids.publicClient,
      username: credentials.userName,
      password: credentials.password,
      scope: `openid profile offline_access ${correctScope}`,
      ...fields
    }
    const body = new URLSearchParams(form)
    return fetch(`${addresses.login}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body })
  }

  async signIn(fields: Readonly<Record<string, string>> = {}): Promise<void> {
    this.#token = stringAt(await objectOf(await this.requestToken(fields)), 'access_token') ?? ''
  }

  /** A call of the resource provider with everything right; `init` and `query` put in what a test wants wrong. */
  call(path: string, init: RequestInit = {}, query = this.connectorQuery()): Promise<Response> {
    const url = `${this.#emulator.addresses.powerApps}/providers/Microsoft.PowerApps/${path}?${query}`
    const headers = { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' }
    return fetch(url, { ...init, headers: { ...headers, ...(init.headers as Record<string, string> | undefined) } })
  }

  connectorQuery(environment: string = this.#emulator.ids.environment): string {
    return `api-version=2016-11-01&$filter=environment%20eq%20'${encodeURIComponent(environment)}'`
  }

  get(name: string = this.#emulator.ids.connector): Promise<Response> {
    return this.call(`apis/${name}`)
  }

  async properties(name: string = this.#emulator.ids.connector): Promise<JsonObject> {
    return objectAt(await objectOf(await this.get(name)), 'properties') ?? {}
  }

  update(properties: JsonObject, name: string = this.#emulator.ids.connector): Promise<Response> {
    return this.call(`apis/${name}`, { method: 'PATCH', body: JSON.stringify({ properties }) })
  }

  validate(document: JsonObject, query = ''): Promise<Response> {
    const path = `objectIds/${this.#emulator.ids.userObject}/validateApiSwagger`
    return this.call(path, { method: 'POST', body: JSON.stringify(document) }, `api-version=2016-11-01${query}`)
  }

  /** Uploads a file to a new container and returns its signed URL. */
  async upload(file: string, content: string | Buffer): Promise<string> {
    const path = `objectIds/${this.#emulator.ids.userObject}/generateResourceStorage`
    const body = JSON.stringify({ environment: { name: this.#emulator.ids.environment } })
    const answer = await objectOf(await this.call(path, { method: 'POST', body }, 'api-version=2016-11-01'))
    const url = new URL(stringAt(answer, 'sharedAccessSignature') ?? '')
    url.pathname += `/${file}`
    await fetch(url, {
      method: 'PUT',
      headers: { 'x-ms-blob-type': 'BlockBlob' },
      body: new Uint8Array(Buffer.from(content))
    })
    return url.href
  }

  /** What a careful client sends: all that the connector has, the files uploaded again. */
  async fullUpdate(): Promise<JsonObject> {
    const properties = await this.properties()
    const sent = [
      ...['description', 'backendService', 'iconBrandColor', 'capabilities', 'connectionParameters'],
      ...['policyTemplateInstances', 'scriptOperations', 'publisher', 'stackOwner']
    ]
    const kept = Object.fromEntries(Object.entries(properties).filter(([name]) => sent.includes(name)))
    const url = async (file: string, from: string) =>
      this.upload(file, Buffer.from(await (await fetch(stringAt(properties, from) ?? '')).arrayBuffer()))
    return {
      ...kept,
      environment: { name: this.#emulator.ids.environment },
      openApiDefinition: await this.definition(),
      iconUri: await url('icon.png', 'iconUri'),
      scriptDefinitionUrl: await url('script.csx', 'scriptDefinitionUrl')
    }
  }

  /** The author's document of the connector. */
  async definition(): Promise<JsonObject> {
    const urls = objectAt(await this.properties(), 'apiDefinitions') ?? {}
    return objectOf(await fetch(stringAt(urls, 'originalSwaggerUrl') ?? ''))
  }
}
