/** The custom-connector part of the Power Apps resource provider. */
import { randomUUID } from 'node:crypto'
import { isObject, objectAt, stringAt } from '../../src/definition/json.ts'
import type { JsonObject } from '../../src/definition/json.ts'
import type { BlobStorage } from './blob-storage.ts'
import { applyUpdate, createConnector } from './connector-update.ts'
import { connectorResource } from './connector-resource.ts'
import { emptyAnswer, jsonAnswer } from './exchange.ts'
import type { Answer, CallName, CallRequest, RoleService } from './exchange.ts'
import type { Journal } from './journal.ts'
import {
  authenticate,
  filteredEnvironment,
  requireAccess,
  requireApiVersion,
  requireEnvironment,
  requireOwnObjectId
} from './power-apps-access.ts'
import { invalidContent, Refusal } from './power-apps-errors.ts'
import type { State, StoredConnector } from './state.ts'
import { findings } from './swagger-checks.ts'
import type { TokenClaims, Tokens } from './tokens.ts'

const provider = '/providers/Microsoft.PowerApps'
const connectorPath = /^\/providers\/Microsoft\.PowerApps\/apis\/([^/]+)$/i
const objectPath =
  /^\/providers\/Microsoft\.PowerApps\/objectIds\/([^/]*)\/(validateApiSwagger|generateResourceStorage)$/i

/** The service lists its own connectors too, which a maker's connector can have the title of. */
const microsoftConnector = {
  name: 'shared_office365users',
  id: `${provider}/apis/shared_office365users`,
  type: 'Microsoft.PowerApps/apis',
  properties: { displayName: 'Orders API', isCustomApi: false, tier: 'Standard', publisher: 'Microsoft' }
}

export class PowerApps implements RoleService {
  readonly #state: State
  readonly #tokens: Tokens
  readonly #storage: BlobStorage
  readonly #journal: Journal

  constructor(state: State, tokens: Tokens, storage: BlobStorage, journal: Journal) {
    this.#state = state
    this.#tokens = tokens
    this.#storage = storage
    this.#journal = journal
  }

  call(request: CallRequest): CallName {
    const path = request.url.pathname
    const action = objectPath.exec(path)?.[2]?.toLowerCase()
    if (action !== undefined) return action === 'validateapiswagger' ? 'validate' : 'storage'
    if (connectorPath.test(path)) {
      if (request.method === 'PATCH') return 'update'
      if (request.method === 'GET') return this.#followsWrite(request) ? 'read-back' : 'get-connector'
    }
    if (path.toLowerCase() === `${provider}/apis`.toLowerCase()) {
      if (request.method === 'POST') return 'create'
      if (request.method === 'GET') return 'list-connectors'
    }
    return 'unknown'
  }

  /** A run signs in once: the same token after an update of the same connector, or a creation, is the read-back of that. */
  #followsWrite(request: CallRequest): boolean {
    return this.#journal.requests.some(
      earlier =>
        (earlier.call === 'create' || (earlier.call === 'update' && earlier.url.pathname === request.url.pathname)) &&
        earlier.headers['authorization'] === request.headers['authorization']
    )
  }

  answer(request: CallRequest): Answer {
    const id = randomUUID()
    const trace = {
      'x-ms-request-id': id,
      'x-ms-correlation-request-id': id,
      'cache-control': 'no-cache, no-store',
      'strict-transport-security': 'max-age=31536000; includeSubDomains'
    }
    const { status, headers, body } = this.#answerOrRefuse(request)
    return { status, headers: { ...headers, ...trace }, body }
  }

  #answerOrRefuse(request: CallRequest): Answer {
    try {
      requireApiVersion(request)
      const claims = authenticate(request, this.#state, this.#tokens)
      return this.#route(request, claims)
    } catch (error) {
      if (error instanceof Refusal) return error.answer
      throw error
    }
  }

  #route(request: CallRequest, claims: TokenClaims): Answer {
    const handlers: Partial<Record<CallName, () => Answer>> = {
      'get-connector': () => this.#get(request, claims, false),
      'read-back': () => this.#get(request, claims, true),
      'list-connectors': () => this.#list(request, claims),
      update: () => this.#update(request, claims),
      create: () => this.#create(request, claims),
      validate: () => this.#validate(request, claims),
      storage: () => this.#container(request, claims)
    }
    const handler = handlers[this.call(request)]
    if (handler !== undefined) return handler()
    throw new Refusal(404, 'NotFound', `No resource was found for '${request.method} ${request.url.pathname}'.`)
  }

  #get(request: CallRequest, claims: TokenClaims, isReadBack: boolean): Answer {
    const environment = filteredEnvironment(request, this.#state)
    requireAccess(claims, 'read', environment, this.#state)
    return jsonAnswer(200, connectorResource(this.#connector(request, environment), this.#storage, isReadBack))
  }

  #list(request: CallRequest, claims: TokenClaims): Answer {
    const environment = filteredEnvironment(request, this.#state)
    requireAccess(claims, 'read', environment, this.#state)
    const here = [...this.#state.powerApps.connectors.values()].filter(one => one.environment === environment)
    const all = [microsoftConnector, ...here.map(one => connectorResource(one, this.#storage, false))]
    const start = Number(request.url.searchParams.get('$skiptoken') ?? '0')
    const end = start + this.#state.powerApps.pageSize
    const next = new URL(request.url)
    next.searchParams.set('$skiptoken', String(end))
    // As a URL has spaces, not as a form has them.
    const nextLink = next.href.replaceAll('+', '%20')
    return jsonAnswer(200, { value: all.slice(start, end), ...(end < all.length ? { nextLink } : {}) })
  }

  #update(request: CallRequest, claims: TokenClaims): Answer {
    const environment = filteredEnvironment(request, this.#state)
    requireAccess(claims, 'make', environment, this.#state)
    applyUpdate(this.#connector(request, environment), jsonBody(request), this.#state, this.#storage)
    return emptyAnswer(204)
  }

  #create(request: CallRequest, claims: TokenClaims): Answer {
    const environment = filteredEnvironment(request, this.#state)
    requireAccess(claims, 'make', environment, this.#state)
    const connector = createConnector(environment, jsonBody(request), this.#state, this.#storage)
    return jsonAnswer(201, connectorResource(connector, this.#storage, false))
  }

  /** 200 with a JSON string, empty when there is nothing to say. The body is the bare document, without an envelope. */
  #validate(request: CallRequest, claims: TokenClaims): Answer {
    requireOwnObjectId(claims, decodeURIComponent(objectPath.exec(request.url.pathname)?.[1] ?? ''))
    const document = jsonBody(request)
    if (document['swagger'] === undefined)
      throw invalidContent("The specified swagger is invalid: required property 'swagger' was not found.")
    const { validationFindings, certificationFindings } = this.#state.powerApps
    const certified = request.url.searchParams.get('enableConnectorCertificationRules') === 'true'
    const all = [...findings(document), ...validationFindings, ...(certified ? certificationFindings : [])]
    return jsonAnswer(200, all.join('\r\n'))
  }

  #container(request: CallRequest, claims: TokenClaims): Answer {
    requireOwnObjectId(claims, decodeURIComponent(objectPath.exec(request.url.pathname)?.[1] ?? ''))
    const environment = stringAt(objectAt(jsonBody(request), 'environment') ?? {}, 'name')
    if (environment === undefined) throw invalidContent("The required property 'environment.name' is missing.")
    requireAccess(claims, 'make', requireEnvironment(environment, this.#state), this.#state)
    return jsonAnswer(200, { sharedAccessSignature: this.#storage.newContainer() })
  }

  #connector(request: CallRequest, environment: string): StoredConnector {
    const name = decodeURIComponent(connectorPath.exec(request.url.pathname)?.[1] ?? '')
    const connector = this.#state.powerApps.connectors.get(name)
    if (connector?.environment === environment) return connector
    throw new Refusal(
      404,
      'ApiResourceNotFound',
      `Could not find API '${name}' in environment '${environment}'. It may have been deleted.`
    )
  }
}

function jsonBody(request: CallRequest): JsonObject {
  const type = request.headers['content-type'] ?? ''
  if (!/^application\/json\b/i.test(type))
    throw new Refusal(
      415,
      'UnsupportedMediaType',
      `The content media type '${type}' is not supported. Only 'application/json' is.`
    )
  let body: unknown
  try {
    body = JSON.parse(request.body.toString('utf8'))
  } catch {
    throw invalidContent('The request content was invalid and could not be deserialized.')
  }
  if (!isObject(body))
    throw invalidContent('The request content is not valid and could not be deserialized: no object.')
  return body
}
