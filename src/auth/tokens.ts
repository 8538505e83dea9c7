/** Access tokens from Microsoft Entra ID, by MSAL. */
import type { KeyObject } from 'node:crypto'
import {
  AuthError,
  type AuthenticationResult,
  type Configuration,
  ConfidentialClientApplication,
  type INetworkModule,
  PublicClientApplication,
  ServerError
} from '@azure/msal-node'
import { stringAt } from '../definition/json.ts'
import { ActionError } from '../errors.ts'
import type { Http } from '../http.ts'
import type { Secrets } from '../secrets.ts'
import { withoutTrailing } from '../text.ts'
import { type Credential, describeCredential, type WorkloadIdentity } from './credentials.ts'
import { federationHelp } from './federated-credential.ts'
import { hintForSignIn, isFederationMismatch } from './hints.ts'
import { fetchIdToken, type IdTokenClaims } from './id-token.ts'
import { tokenClaims } from './json-web-token.ts'
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
  const { credential } = request
  let networkFailure: ActionError | undefined
  let presented: IdTokenClaims | undefined
  const proofs: Proofs = {
    // Within MSAL's own request, so that the token is as fresh as can be: it is good for some minutes only.
    idToken: async ({ idTokens, audience }) => {
      const { value, claims } = await fetchIdToken(idTokens, audience, http, secrets)
      presented = claims
      return value
    },
    privateKey: key => {
      const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString()
      secrets.add(pem)
      return pem
    }
  }
  const network = msalNetwork(http, error => {
    networkFailure = error
  })
  let result: AuthenticationResult | null
  try {
    result = await acquire(request, network, proofs)
  } catch (error) {
    throw networkFailure ?? signInError(error, credential, presented, secrets)
  }
  if (!result) throw unusable('the answer held no token')
  secrets.add(result.accessToken)
  return { value: result.accessToken, objectId: objectIdOf(result.accessToken) }
}

/** What an application shows for itself beside a secret, made when it is needed. */
interface Proofs {
  readonly idToken: (credential: WorkloadIdentity) => Promise<string>
  /** PEM, unencrypted, as MSAL signs with it. */
  readonly privateKey: (key: KeyObject) => string
}

function acquire(
  { credential, authorityUrl, resource }: TokenRequest,
  networkClient: INetworkModule,
  proofs: Proofs
): Promise<AuthenticationResult | null> {
  const authority = new URL(credential.tenantId, `${authorityUrl.replace(/\/+$/, '')}/`)
  // A known authority spares MSAL the question, at the public cloud's host, whether it may be trusted.
  const auth = { clientId: credential.appId, authority: authority.href, knownAuthorities: [authority.host] }
  const system: Configuration['system'] = { networkClient, disableInternalRetries: true }
  const scopes = [`${resource}/.default`]
  if (credential.kind === 'user') {
    // Deprecated, since a password is the weakest credential; it is the one that makers without an app registration have.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    return new PublicClientApplication({ auth, system }).acquireTokenByUsernamePassword({
      scopes,
      username: credential.userName,
      password: credential.password
    })
  }
  return new ConfidentialClientApplication({
    auth: { ...auth, ...proofOf(credential, proofs) },
    system
  }).acquireTokenByClientCredential({ scopes })
}

/** The member of MSAL's configuration by which an application proves who it is. */
function proofOf(
  credential: Exclude<Credential, { kind: 'user' }>,
  proofs: Proofs
): Pick<Configuration['auth'], 'clientSecret' | 'clientAssertion' | 'clientCertificate'> {
  switch (credential.kind) {
    case 'client-secret':
      return { clientSecret: credential.clientSecret }
    case 'certificate': {
      const { thumbprint, privateKey } = credential.certificate
      return { clientCertificate: { thumbprintSha256: thumbprint, privateKey: proofs.privateKey(privateKey) } }
    }
    case 'workload-identity':
      return { clientAssertion: () => proofs.idToken(credential) }
  }
}

/** The `oid` claim. */
function objectIdOf(token: string): string {
  const objectId = stringAt(tokenClaims(token), 'oid')
  if (!objectId) throw unusable('the access token has no "oid" claim, which the Power Apps service needs')
  return objectId
}

function unusable(why: string): ActionError {
  return new ActionError({
    what: 'could not sign in',
    why,
    advice: 'check "tenant-id", "app-id" and "authority-url"',
    help: 'the-token-service-does-not-answer'
  })
}

/** @param presented claims of the ID token that was shown, if one was */
function signInError(
  error: unknown,
  credential: Credential,
  presented: IdTokenClaims | undefined,
  secrets: Secrets
): unknown {
  if (!(error instanceof AuthError)) return error
  const text = `${error.errorCode} ${error.errorMessage}`
  const code = /\bAADSTS\d+\b/.exec(text)?.[0] ?? error.errorCode
  return new ActionError(
    {
      what: `could not sign in with the ${describeCredential(credential)}`,
      why: secrets.redact([describe(error, code), traceOf(text)].filter(part => part !== '').join(' ')),
      ...(presented && isFederationMismatch(code) ? federationHelp(presented, credential.appId) : hintForSignIn(code))
    },
    { cause: error }
  )
}

/** "Entra ID answered AADSTS50126: Error validating credentials due to invalid username or password." */
function describe(error: AuthError, code: string): string {
  const firstLine = error.errorMessage.split(/\r?\n|\s(?=Trace ID:)/, 1)[0] ?? ''
  // MSAL puts its own words before it: "Error(s): 50126 - Timestamp: … - Description: AADSTS50126: …".
  const sentence = withoutTrailing(firstLine.replace(/^.*?\bAADSTS\d+:\s*/, ''), ' .;')
  // MSAL makes errors of several classes of what Entra ID answers.
  const who =
    error instanceof ServerError || code.startsWith('AADSTS') ? 'Entra ID answered' : 'the sign-in library found'
  return `${who} ${code}: ${sentence}`
}

function traceOf(text: string): string {
  const id = /Trace ID:\s*([0-9a-f-]{36})/i.exec(text)?.[1]
  return id === undefined ? '' : `(trace id ${id})`
}
