/** Entra ID: metadata and the token endpoint, for a user name with password and for an application with any of its proofs. */
import { assertionType, judgeAssertion } from './client-assertions.ts'
import { entraError } from './entra-errors.ts'
import type { EntraErrorNumber } from './entra-errors.ts'
import { emptyAnswer, jsonAnswer } from './exchange.ts'
import type { Answer, CallName, CallRequest, RoleService } from './exchange.ts'
import { now } from './state.ts'
import type { Application, State } from './state.ts'
import type { TokenClaims, Tokens } from './tokens.ts'

const configurationPath = /^\/([^/]+)\/(?:v2\.0\/)?\.well-known\/openid-configuration$/
const tokenPath = /^\/([^/]+)\/oauth2\/v2\.0\/token$/
/** Authorities without a tenant of their own: the user's name tells it. */
const sharedTenants = new Set(['organizations', 'common'])

export class Login implements RoleService {
  readonly #state: State
  readonly #tokens: Tokens

  constructor(state: State, tokens: Tokens) {
    this.#state = state
    this.#tokens = tokens
  }

  call(request: CallRequest): CallName {
    const path = request.url.pathname
    if (path === '/common/discovery/instance') return 'discovery'
    if (configurationPath.test(path)) return 'openid-configuration'
    return tokenPath.test(path) ? 'token' : 'unknown'
  }

  answer(request: CallRequest): Answer {
    const call = this.call(request)
    if (call === 'discovery') return discovery(request)
    if (call === 'openid-configuration') return this.#configuration(request)
    if (call !== 'token') return emptyAnswer(404)
    return request.method === 'POST' ? this.#token(request) : emptyAnswer(405, { allow: 'POST' })
  }

  #knows(tenant: string): boolean {
    const { tenantId, tenantDomain } = this.#state.login
    return [tenantId, tenantDomain].includes(tenant.toLowerCase()) || sharedTenants.has(tenant)
  }

  #configuration(request: CallRequest): Answer {
    const tenant = configurationPath.exec(request.url.pathname)?.[1] ?? ''
    if (!this.#knows(tenant)) return entraError(90002, tenant, now(this.#state))
    const authority = `${request.url.origin}/${tenant}`
    const issuerTenant = sharedTenants.has(tenant) ? '{tenantid}' : this.#state.login.tenantId
    return jsonAnswer(200, {
      token_endpoint: `${authority}/oauth2/v2.0/token`,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
      jwks_uri: `${authority}/discovery/v2.0/keys`,
      response_modes_supported: ['query', 'fragment', 'form_post'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
      scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
      issuer: `${request.url.origin}/${issuerTenant}/v2.0`,
      authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
      device_authorization_endpoint: `${authority}/oauth2/v2.0/devicecode`,
      end_session_endpoint: `${authority}/oauth2/v2.0/logout`,
      claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'oid', 'tid', 'preferred_username'],
      tenant_region_scope: 'EU',
      cloud_instance_name: 'microsoftonline.com'
    })
  }

  #token(request: CallRequest): Answer {
    const tenant = tokenPath.exec(request.url.pathname)?.[1] ?? ''
    const form = new URLSearchParams(request.body.toString('utf8'))
    const failed = (number: EntraErrorNumber, subject: string) =>
      entraError(number, subject, now(this.#state), request.headers['client-request-id'])
    if (!this.#knows(tenant)) return failed(90002, tenant)
    const clientId = form.get('client_id') ?? ''
    const application = this.#state.login.applications.find(known => known.clientId === clientId)
    if (application === undefined) return failed(700016, clientId)
    const scope = (form.get('scope') ?? '').split(' ').find(part => part.endsWith('/.default'))
    if (scope === undefined) return failed(70011, form.get('scope') ?? '')
    const resource = scope.slice(0, -'/.default'.length)

    if (form.get('grant_type') === 'client_credentials') {
      if (sharedTenants.has(tenant)) return failed(50059, tenant)
      const refusal = this.#proof(request, form, application)
      if (refusal !== undefined) return failed(...refusal)
      return this.#granted(request, scope, this.#claims(resource, application.objectId, clientId))
    }
    if (form.get('grant_type') !== 'password') return jsonAnswer(400, { error: 'unsupported_grant_type' })
    const userName = form.get('username') ?? ''
    const user = this.#state.login.users.find(known => known.userName === userName.toLowerCase())
    if (user === undefined) return failed(50034, userName)
    if (form.get('password') !== user.password) return failed(50126, userName)
    if (user.requiresMfa) return failed(50076, resource)
    if (!user.consented) return failed(65001, clientId)
    if (application.secret !== undefined && form.get('client_secret') !== application.secret)
      return failed(form.has('client_secret') ? 7000215 : 7000218, clientId)
    return this.#granted(request, scope, {
      ...this.#claims(resource, user.objectId, clientId),
      userName: user.userName
    })
  }

  /** What is wrong with the proof that an application gives of itself, if something is. */
  #proof(
    { url }: CallRequest,
    form: URLSearchParams,
    application: Application
  ): readonly [EntraErrorNumber, string] | undefined {
    const { clientId, secret, certificates, federatedCredentials } = application
    const [presented, assertion] = [form.get('client_secret'), form.get('client_assertion')]
    if (assertion !== null) this.#tokens.presented(assertion)
    if (presented === null && assertion === null) return [7000218, clientId]
    if (secret === undefined && certificates.length + federatedCredentials.length === 0) return [700025, clientId]
    if (presented !== null) return presented === secret ? undefined : [7000215, clientId]
    if (form.get('client_assertion_type') !== assertionType) return [50027, 'client_assertion_type is not supported']
    return judgeAssertion(assertion ?? '', application, url.origin + url.pathname, now(this.#state))
  }

  #claims(audience: string, objectId: string, clientId: string): TokenClaims {
    const issued = now(this.#state)
    const { tenantId, tokenLifetime } = this.#state.login
    const expires = new Date(issued.getTime() + tokenLifetime * 1000)
    return { audience, objectId, clientId, tenantId, issued, expires }
  }

  #granted(request: CallRequest, scope: string, claims: TokenClaims): Answer {
    const issuer = `${request.url.origin}/${claims.tenantId}/v2.0`
    const lifetime = this.#state.login.tokenLifetime
    const token = {
      token_type: 'Bearer',
      expires_in: lifetime,
      ext_expires_in: lifetime,
      access_token: this.#tokens.access(issuer, claims)
    }
    if (claims.userName === undefined) return jsonAnswer(200, token)
    const client = { uid: claims.objectId, utid: claims.tenantId }
    return jsonAnswer(200, {
      ...token,
      scope,
      refresh_token: this.#tokens.refresh(),
      id_token: this.#tokens.identity(issuer, claims),
      client_info: Buffer.from(JSON.stringify(client)).toString('base64url')
    })
  }
}

/** What an authority of this host is also called; clients ask when they don't know the host. */
function discovery(request: CallRequest): Answer {
  const host = request.url.host
  return jsonAnswer(200, {
    tenant_discovery_endpoint: `${request.url.origin}/organizations/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }]
  })
}
