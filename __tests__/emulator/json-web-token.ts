/** JSON web tokens whose signature counts: ID tokens of GitHub, and what an application signs for itself. */
import { constants, sign, verify, X509Certificate } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { isObject } from '../../src/definition/json.ts'
import type { JsonObject } from '../../src/definition/json.ts'

export interface JsonWebToken {
  readonly header: JsonObject
  readonly claims: JsonObject
  /** The part that is signed. */
  readonly signed: string
  readonly signature: Buffer
}

/** Signs by RS256. */
export function signToken(header: JsonObject, claims: JsonObject, key: KeyObject): string {
  const part = (value: JsonObject) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${part({ typ: 'JWT', alg: 'RS256', ...header })}.${part(claims)}`
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`
}

/** Takes a token apart; `undefined` when it is none. */
export function readToken(token: string): JsonWebToken | undefined {
  const [header, claims, signature, ...more] = token.split('.').map(part => Buffer.from(part, 'base64url'))
  if (header === undefined || claims === undefined || signature === undefined || more.length > 0) return undefined
  try {
    const head: unknown = JSON.parse(header.toString('utf8'))
    const body: unknown = JSON.parse(claims.toString('utf8'))
    if (!isObject(head) || !isObject(body)) return undefined
    return { header: head, claims: body, signed: token.slice(0, token.lastIndexOf('.')), signature }
  } catch {
    return undefined
  }
}

/** Whether the key, or the key of the certificate in PEM, made the signature, by RS256 or PS256 and nothing else. */
export function isSignedBy({ header, signed, signature }: JsonWebToken, by: KeyObject | string): boolean {
  const key = typeof by === 'string' ? new X509Certificate(by).publicKey : by
  const data = Buffer.from(signed)
  if (header['alg'] === 'RS256') return verify('sha256', data, key, signature)
  if (header['alg'] !== 'PS256') return false
  const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
  return verify('sha256', data, { key, ...padding }, signature)
}
