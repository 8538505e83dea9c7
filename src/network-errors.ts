/** What the causes of a failed connection mean, as data: in words, and whether another attempt can help. */

interface Cause {
  readonly words: string
  readonly transient: boolean
  readonly advice?: string
}

const REACH = 'check the address, and that the runner can reach it (firewall, proxy, private network)'
const TRUST =
  'the server must present a certificate that the runner trusts; for a private authority set NODE_EXTRA_CA_CERTS to its PEM file'

/**
 * Keyed by `error.code`, or by its name where it has none: Node's system errors, OpenSSL's verification errors as Node names
 * them, and undici's own.
 */
const CAUSES: Readonly<Record<string, Cause>> = {
  ECONNREFUSED: { words: 'the connection was refused', transient: true, advice: REACH },
  ECONNRESET: { words: 'the connection was closed before the answer was complete', transient: true },
  EPIPE: { words: 'the connection was closed while sending', transient: true },
  ETIMEDOUT: { words: 'the connection timed out', transient: true, advice: REACH },
  EHOSTUNREACH: { words: 'the host is unreachable', transient: true, advice: REACH },
  ENETUNREACH: { words: 'the network is unreachable', transient: true, advice: REACH },
  EAI_AGAIN: { words: 'the name could not be looked up just now', transient: true },
  ENOTFOUND: { words: 'the host name does not exist', transient: true, advice: REACH },
  UND_ERR_SOCKET: { words: 'the connection was closed before the answer was complete', transient: true },
  UND_ERR_CONNECT_TIMEOUT: { words: 'the connection timed out', transient: true, advice: REACH },
  UND_ERR_HEADERS_TIMEOUT: { words: 'no answer came in time', transient: true },
  UND_ERR_BODY_TIMEOUT: { words: 'the answer stopped amid the body', transient: true },
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: { words: 'the answer was cut off', transient: true },
  HPE_INVALID_CONSTANT: { words: 'the answer is not HTTP', transient: false, advice: REACH },
  HTTPParserError: { words: 'the answer is not HTTP', transient: false, advice: REACH },
  ERR_SSL_WRONG_VERSION_NUMBER: {
    words: 'the server does not speak TLS at that port',
    transient: false,
    advice: REACH
  },
  CERT_HAS_EXPIRED: { words: "the server's certificate has expired", transient: false, advice: TRUST },
  CERT_NOT_YET_VALID: { words: "the server's certificate is not valid yet", transient: false, advice: TRUST },
  DEPTH_ZERO_SELF_SIGNED_CERT: { words: "the server's certificate is self-signed", transient: false, advice: TRUST },
  SELF_SIGNED_CERT_IN_CHAIN: {
    words: "the server's certificate chain is self-signed",
    transient: false,
    advice: TRUST
  },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: {
    words: "the server's certificate chain is incomplete",
    transient: false,
    advice: TRUST
  },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: {
    words: "the server's certificate has an unknown issuer",
    transient: false,
    advice: TRUST
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    words: "the server's certificate is for another name",
    transient: false,
    advice: TRUST
  }
}

/** A failed connection in the reader's words. */
export interface NetworkFailure {
  /** "the connection was refused (ECONNREFUSED)" */
  readonly words: string
  readonly transient: boolean
  readonly advice: string
}

/** Digs the system's code out of what `fetch` throws: a TypeError "fetch failed" whose `cause` chain has it. */
export function describeNetworkError(error: unknown): NetworkFailure {
  for (let link = linkOf(error), depth = 0; link && depth < 8; link = linkOf(link.cause), depth++) {
    const code = link.code ?? link.name
    // Several addresses tried, none answered: the first one's reason stands for all.
    const inner: unknown = Array.isArray(link.errors) ? link.errors[0] : undefined
    const cause = typeof code === 'string' && Object.hasOwn(CAUSES, code) ? CAUSES[code] : undefined
    if (cause && typeof code === 'string') {
      return {
        words: `${cause.words} (${code})`,
        transient: cause.transient,
        advice: cause.advice ?? 'run the job again'
      }
    }
    if (inner !== undefined) return describeNetworkError(inner)
  }
  return { words: `the connection failed (${deepestMessage(error)})`, transient: true, advice: 'run the job again' }
}

function deepestMessage(error: unknown): string {
  let deepest = error
  for (let depth = 0; linkOf(linkOf(deepest)?.cause) && depth < 8; depth++) deepest = linkOf(deepest)?.cause
  const message = linkOf(deepest)?.message
  return typeof message === 'string' ? message : String(deepest)
}

/** The members of an error that say what happened. */
interface Link {
  readonly code?: unknown
  readonly name?: unknown
  readonly message?: unknown
  readonly cause?: unknown
  readonly errors?: unknown
}

/** By its shape: `instanceof` knows only the errors of one realm, and a test runner has two. */
function linkOf(error: unknown): Link | undefined {
  return typeof error === 'object' && error !== null ? error : undefined
}
