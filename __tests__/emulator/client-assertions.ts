/** How Entra ID judges a client assertion: signed by a certificate of the application, or an ID token that it trusts. */
import { X509Certificate } from 'node:crypto'
import { stringAt } from '../../src/definition/json.ts'
import type { JsonObject } from '../../src/definition/json.ts'
import { githubKey } from './actions-service.ts'
import { thumbprintOf } from './client-certificate.ts'
import type { EntraErrorNumber } from './entra-errors.ts'
import { isSignedBy, readToken } from './json-web-token.ts'
import type { JsonWebToken } from './json-web-token.ts'
import type { Application, FederatedCredential } from './state.ts'

/** The number of the error, and what its text names. */
export type AssertionRefusal = readonly [number: EntraErrorNumber, subject: string]

export const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/**
 * Judges an assertion.
 *
 * @param tokenEndpoint the address that the request came to
 * @returns `undefined` when it proves the application
 */
export function judgeAssertion(
  assertion: string,
  application: Application,
  tokenEndpoint: string,
  time: Date
): AssertionRefusal | undefined {
  const token = readToken(assertion)
  if (token === undefined) return [50027, 'token format is not proper']
  const ofItself = [token.claims['iss'], token.claims['sub']].includes(application.clientId)
  return ofItself || token.header['x5t#S256'] !== undefined || token.header['x5t'] !== undefined
    ? judgeCertificate(token, application, tokenEndpoint, time)
    : judgeFederation(token, application, time)
}

function judgeCertificate(
  token: JsonWebToken,
  application: Application,
  tokenEndpoint: string,
  time: Date
): AssertionRefusal | undefined {
  const { header, claims } = token
  const { clientId } = application
  const used = stringAt(header, 'x5t#S256') ?? ''
  const certificate = application.certificates.find(registered => thumbprintOf(registered) === used)
  if (certificate === undefined) {
    return [700027, keyReason('The key was not found.', used, clientId)]
  }
  if (new X509Certificate(certificate).validToDate < time) {
    return [700027, keyReason('The key used is expired.', used, clientId)]
  }
  if (!isSignedBy(token, certificate)) {
    return [
      700027,
      keyReason('The provided signature value did not match the expected signature value.', used, clientId)
    ]
  }
  if (claims['iss'] !== clientId || claims['sub'] !== clientId) return [700021, clientId]
  if (claims['aud'] !== tokenEndpoint) return [700023, tokenEndpoint]
  if (!/^[0-9a-f-]{36}$/.test(stringAt(claims, 'jti') ?? '')) return [50027, 'it has no jti claim']
  return judgeTimes(claims, time)
}

function keyReason(reason: string, thumbprint: string, clientId: string): string {
  const hex = Buffer.from(thumbprint, 'base64url').toString('hex').toUpperCase()
  return `[Reason - ${reason}, Thumbprint of key used by client: '${hex}', Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id '${clientId}'.]`
}

function judgeFederation(token: JsonWebToken, application: Application, time: Date): AssertionRefusal | undefined {
  const { claims } = token
  const text = (name: string) => stringAt(claims, name) ?? ''
  const credentials = application.federatedCredentials
  if (credentials.length === 0) return [70025, application.clientId]
  const ofIssuer = credentials.filter(({ issuer }) => issuer === text('iss'))
  if (ofIssuer.length === 0) return [700211, text('iss')]
  if (!isSignedBy(token, githubKey())) return [50013, '']
  const late = judgeTimes(claims, time)
  if (late !== undefined) return late
  if (!ofIssuer.some(({ audiences }) => audiences.includes(text('aud')))) return [700212, text('aud')]
  return judgeSubject(text('sub'), ofIssuer)
}

/** To the letter since 2024; a subject that differs in case alone has an error of its own. */
function judgeSubject(presented: string, credentials: readonly FederatedCredential[]): AssertionRefusal | undefined {
  if (credentials.some(({ subject }) => subject === presented)) return undefined
  const alike = credentials.some(({ subject }) => subject.toLowerCase() === presented.toLowerCase())
  return [alike ? 7002138 : 700213, presented]
}

function judgeTimes(claims: JsonObject, time: Date): AssertionRefusal | undefined {
  const [from, until] = [Number(claims['nbf']), Number(claims['exp'])]
  const seconds = time.getTime() / 1000
  // Clocks differ; Entra ID allows for some minutes.
  const skew = 300
  if (seconds + skew >= from && seconds < until + skew) return undefined
  const written = (value: number) => (Number.isFinite(value) ? new Date(value * 1000).toISOString() : 'never')
  return [
    700024,
    `Current time: ${time.toISOString()}, assertion valid from ${written(from)}, expiry time of assertion ${written(until)}.`
  ]
}
