/** Who may call the Power Apps resource provider: token, audience, environment, permission. */
import type { CallRequest } from './exchange.ts'
import { Refusal, wrapped } from './power-apps-errors.ts'
import { now } from './state.ts'
import type { State } from './state.ts'
import type { TokenClaims, Tokens } from './tokens.ts'

export const apiVersion = '2016-11-01'

/** The claims of the request's token, or a refusal. */
export function authenticate(request: CallRequest, state: State, tokens: Tokens): TokenClaims {
  const header = request.headers['authorization']
  if (header === undefined)
    throw new Refusal(
      401,
      'MissingAuthorizationHeaderAndClientCertificate',
      'The authorization header and client certificate are missing in the request.'
    )
  const token = /^Bearer (\S+)$/i.exec(header)?.[1]
  const claims = token === undefined ? undefined : tokens.find(token)
  if (claims === undefined)
    throw new Refusal(
      401,
      'InvalidAuthenticationToken',
      'The access token is invalid: its signature could not be validated.'
    )
  if (claims.expires <= now(state))
    throw new Refusal(
      401,
      'InvalidAuthenticationToken',
      `The access token expiry UTC time '${claims.expires.toISOString()}' is earlier than current UTC time '${now(state).toISOString()}'.`
    )
  const { audience, refusesAppTokens } = state.powerApps
  if (claims.audience !== audience)
    throw new Refusal(
      401,
      'InvalidAuthenticationAudience',
      `The access token has been obtained for wrong audience or resource '${claims.audience}'. It should exactly match with one of the allowed audiences '${audience}'.`
    )
  if (refusesAppTokens && claims.userName === undefined)
    throw new Refusal(
      403,
      'ServicePrincipalNotAllowed',
      `The service principal '${claims.objectId}' is not allowed to use this API.`
    )
  return claims
}

/** Refuses a call of another version than the one that the clients were written for. */
export function requireApiVersion(request: CallRequest): void {
  const version = request.url.searchParams.get('api-version')
  if (version === null)
    throw new Refusal(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.'
    )
  if (version !== apiVersion)
    throw new Refusal(400, 'InvalidApiVersionParameter', `The api-version '${version}' is invalid.`)
}

/** The environment that `$filter` names. A plus sign is no space here: the service decodes the query as a URL, not as a form. */
export function filteredEnvironment(request: CallRequest, state: State): string {
  const raw = /[?&](?:\$|%24)filter=([^&]*)/.exec(request.url.search)?.[1]
  const filter = raw === undefined ? '' : decodeURIComponent(raw)
  const quoted = /^environment eq '((?:[^']|'')*)'$/.exec(filter)?.[1]
  if (quoted === undefined)
    throw new Refusal(
      400,
      'InvalidFilterInQueryString',
      `The filter '${filter}' in the query string is missing or invalid; an environment is required.`
    )
  return requireEnvironment(quoted.replaceAll("''", "'"), state)
}

/** The environment itself, or the refusal that Azure Resource Manager is said to have given. */
export function requireEnvironment(environment: string, state: State): string {
  if (state.powerApps.environments.includes(environment)) return environment
  throw wrapped(
    404,
    'AzureResourceManagerRequestFailed',
    'EnvironmentNotFound',
    `The environment '${environment}' could not be found in the tenant '${state.login.tenantId}'.`
  )
}

/** Refuses a caller who may not do this with the custom connectors of an environment. */
export function requireAccess(claims: TokenClaims, needed: 'make' | 'read', environment: string, state: State): void {
  const { users, applications } = state.login
  const access = [...users, ...applications].find(known => known.objectId === claims.objectId)?.access ?? 'none'
  if (access === 'make' || access === needed) return
  throw new Refusal(
    403,
    'EnvironmentAccess',
    `The user with object id '${claims.objectId}' in tenant '${claims.tenantId}' does not have permission '${needed === 'make' ? 'ManageAnyCustomApi' : 'ReadAnyCustomApi'}' in environment '${environment}'.`
  )
}

/** Refuses a path with another object id than the token's. */
export function requireOwnObjectId(claims: TokenClaims, objectId: string): void {
  if (objectId === claims.objectId) return
  throw new Refusal(
    403,
    'ObjectIdMismatch',
    `The object id '${objectId}' in the path does not match the object id of the access token.`
  )
}
