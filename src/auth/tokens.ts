/** Access tokens from Microsoft Entra ID, by MSAL. */
import {
  AuthError,
  type AuthenticationResult,
  type Configuration,
  ConfidentialClientApplication,
  type INetworkModule,
  PublicClientApplication,
  ServerError
} from '@azure/msal-node'
import { isObject, type Json, stringAt } from '../definition/json.ts'
import { ActionError } from '../errors.ts'
import { adviceForSignIn } from '../hints.ts'
import type { Http } from '../http.ts'
import type { Secrets } from '../secrets.ts'
import type { Credential } from './credentials.ts'
import { msalNetwork } from './msal-network.ts'

export interface AccessToken {
  readonly value: string
  /** The object id of the user or service principal: the `oid` claim. */
  readonly objectId: string
}

export interface TokenRequest {
  readonly credential: Credential
  /** Such as `https://login.microsoftonline.com`, without a tenant. */
  readonly authorityUrl: string
  /** The audience, exactly as the service compares it; the scope is this and `/.default`. */
  readonly resource: string
}

/**
 * Signs in.
 * @throws ActionError with Entra's code (AADSTS…), the trace id and what to do about it
 */
export async function acquireToken(request: TokenRequest, http: Http, secrets: Secrets): Promise<AccessToken> {
  let networkFailure: ActionError | undefined
  const network = msalNetwork(http, error => {
    networkFailure = error
  })
  let result: AuthenticationResult | null
  try {
    result = await acquire(request, network)
  } catch (error) {
    throw networkFailure ?? signInError(error, secrets)
  }
  if (!result) throw unusable('the answer held no token')
  secrets.add(result.accessToken)
  return { value: result.accessToken, objectId: objectIdOf(result.accessToken) }
}

function acquire(
  { credential, authorityUrl, resource }: TokenRequest,
  networkClient: INetworkModule
): Promise<AuthenticationResult | null> {
  const authority = new URL(credential.tenantId, `${authorityUrl.replace(/\/+$/, '')}/`)
  const configuration: Configuration = {
    // A known authority spares MSAL the question, at the public cloud's host, whether it may be trusted.
    auth: { clientId: credential.appId, authority: authority.href, knownAuthorities: [authority.host] },
    system: { networkClient, disableInternalRetries: true }
  }
  const scopes = [`${resource}/.default`]
  switch (credential.kind) {
    case 'user':
      // Deprecated, since a password is the weakest credential; it is the one that makers without an app registration have.
      // eslint-disable-next-line @typescript-eslint/no-deprecated
      return new PublicClientApplication(configuration).acquireTokenByUsernamePassword({
        scopes,
        username: credential.userName,
        password: credential.password
      })
    case 'client-secret':
      return new ConfidentialClientApplication({
        ...configuration,
        auth: { ...configuration.auth, clientSecret: credential.clientSecret }
      }).acquireTokenByClientCredential({ scopes })
  }
}

/** The `oid` claim. The token is the service's to verify; here it is only read. */
function objectIdOf(token: string): string {
  let claims: unknown
  try {
    claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as Json
  } catch {
    claims = undefined
  }
  const objectId = isObject(claims) ? stringAt(claims, 'oid') : undefined
  if (!objectId) throw unusable('the access token has no "oid" claim, which the Power Apps service needs')
  return objectId
}

function unusable(why: string): ActionError {
  return new ActionError({ what: 'could not sign in', why, advice: 'check "tenant-id", "app-id" and "authority-url"' })
}

function signInError(error: unknown, secrets: Secrets): unknown {
  if (!(error instanceof AuthError)) return error
  const text = `${error.errorCode} ${error.errorMessage}`
  const code = /\bAADSTS\d+\b/.exec(text)?.[0]
  return new ActionError(
    {
      what: 'could not sign in',
      why: secrets.redact([describe(error, code), traceOf(text)].filter(part => part !== '').join(' ')),
      advice: adviceForSignIn(code ?? error.errorCode)
    },
    { cause: error }
  )
}

/** "Entra ID answered AADSTS50126: Error validating credentials due to invalid username or password." */
function describe(error: AuthError, code: string | undefined): string {
  const firstLine = error.errorMessage.split(/\r?\n|\s(?=Trace ID:)/, 1)[0] ?? ''
  // MSAL puts its own words before it: "Error(s): 50126 - Timestamp: … - Description: AADSTS50126: …".
  const sentence = firstLine.replace(/^.*?\bAADSTS\d+:\s*/, '').replace(/[\s.;]+$/, '')
  const who = error instanceof ServerError ? 'Entra ID answered' : 'the sign-in library found'
  return `${who} ${code ?? error.errorCode}: ${sentence}`
}

function traceOf(text: string): string {
  const id = /Trace ID:\s*([0-9a-f-]{36})/i.exec(text)?.[1]
  return id === undefined ? '' : `(trace id ${id})`
}
