/** Shared access signatures: what was signed, for what, until when. */
import { randomBytes } from 'node:crypto'
import type { CallName } from './exchange.ts'

export interface Grant {
  /** The blob, or with a slash at its end the container, as `<account>/<container>/…`. */
  readonly resource: string
  readonly permissions: string
  readonly expires: Date
  /** The call that a GET with this signature is. */
  readonly purpose: CallName
}

/** Makes and checks signatures; remembers each, so that tests can search for them. */
export class Signatures {
  readonly #grants = new Map<string, Grant>()

  /** The query of a signed URL, without the question mark; never the same twice. */
  sign(grant: Grant): string {
    // A plus and a slash in it, as in real ones: clients get the encoding of these wrong.
    const signature = `${randomBytes(14).toString('base64url')}+/${randomBytes(14).toString('base64url')}=`
    this.#grants.set(signature, grant)
    const fields = {
      sv: '2018-03-28',
      sr: grant.resource.endsWith('/') ? 'c' : 'b',
      sig: signature,
      se: `${grant.expires.toISOString().slice(0, 19)}Z`,
      sp: grant.permissions
    }
    return Object.entries(fields)
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      .join('&')
  }

  find(query: URLSearchParams): Grant | undefined {
    return this.#grants.get(query.get('sig') ?? '')
  }

  /** Why the query does not allow this, or `undefined` when it does. */
  refusal(query: URLSearchParams, resource: string, permission: 'r' | 'w', time: Date): string | undefined {
    const grant = this.find(query)
    if (grant === undefined) return 'Signature did not match.'
    const covered = grant.resource.endsWith('/') ? resource.startsWith(grant.resource) : resource === grant.resource
    if (!covered) return 'Signature did not match.'
    if (query.get('se') !== `${grant.expires.toISOString().slice(0, 19)}Z`) return 'Signature did not match.'
    if (query.get('sp') !== grant.permissions) return 'Signature did not match.'
    if (time > grant.expires)
      return `Signature not valid in the specified time frame: Expiry [${grant.expires.toUTCString()}]`
    return grant.permissions.includes(permission) ? undefined : 'Signature does not permit this operation.'
  }

  /** Every signature that was given out, decoded and as it stands in the URL. */
  secrets(): string[] {
    return [...this.#grants.keys()].flatMap(signature => [signature, encodeURIComponent(signature)])
  }
}
