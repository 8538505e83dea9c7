/** Access tokens: made by the login role, checked by the Power Apps role. */
import { randomBytes, randomUUID } from 'node:crypto'
import type { JsonObject } from '../../src/definition/json.ts'

export interface TokenClaims {
  readonly audience: string
  readonly objectId: string
  readonly tenantId: string
  readonly clientId: string
  /** Absent in a token of an application. */
  readonly userName?: string
  readonly issued: Date
  readonly expires: Date
}

/** Well-formed JSON web tokens with a signature that nobody checks; one is valid because it was given out here. */
export class Tokens {
  readonly #issued = new Map<string, TokenClaims>()
  readonly #secrets = new Set<string>()

  access(issuer: string, claims: TokenClaims): string {
    const token = encode({
      aud: claims.audience,
      iss: issuer,
      iat: seconds(claims.issued),
      nbf: seconds(claims.issued),
      exp: seconds(claims.expires),
      appid: claims.clientId,
      oid: claims.objectId,
      tid: claims.tenantId,
      sub: claims.objectId,
      uti: randomBytes(16).toString('base64url'),
      ver: '1.0',
      ...(claims.userName === undefined ? { idtyp: 'app' } : { idtyp: 'user', scp: 'User', upn: claims.userName })
    })
    this.#issued.set(token, claims)
    this.#remember(token)
    return token
  }

  /** The token that tells the client who signed in. */
  identity(issuer: string, claims: TokenClaims): string {
    const token = encode({
      aud: claims.clientId,
      iss: issuer,
      iat: seconds(claims.issued),
      nbf: seconds(claims.issued),
      exp: seconds(claims.expires),
      name: 'Emulated Maker',
      oid: claims.objectId,
      preferred_username: claims.userName ?? '',
      sub: claims.objectId,
      tid: claims.tenantId,
      uti: randomBytes(16).toString('base64url'),
      ver: '2.0'
    })
    this.#remember(token)
    return token
  }

  refresh(): string {
    const token = `1.AXkA-refresh-${randomUUID()}`
    this.#secrets.add(token)
    return token
  }

  /** Keeps a token that a client made, and that nobody may show either. */
  presented(token: string): void {
    this.#remember(token)
  }

  find(token: string): TokenClaims | undefined {
    return this.#issued.get(token)
  }

  /** Every token that was given out or presented, and its signature by itself. */
  secrets(): string[] {
    return [...this.#secrets]
  }

  #remember(token: string): void {
    this.#secrets.add(token).add(token.slice(token.lastIndexOf('.') + 1))
  }
}

function encode(claims: JsonObject): string {
  const part = (value: JsonObject) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ typ: 'JWT', alg: 'RS256', kid: 'emulator' })}.${part(claims)}.${randomBytes(64).toString('base64url')}`
}

function seconds(time: Date): number {
  return Math.floor(time.getTime() / 1000)
}
