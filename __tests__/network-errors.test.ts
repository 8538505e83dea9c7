import { describe, expect, test } from '@jest/globals'
import { describeNetworkError } from '../src/network-errors.ts'

function withCode(code: string, message = 'something'): Error {
  return Object.assign(new Error(message), { code })
}

/** As `fetch` throws it. */
function fetchFailed(cause: unknown): Error {
  return new TypeError('fetch failed', { cause })
}

describe('a failed connection', () => {
  test.each<[string, string, boolean, RegExp]>([
    ['ECONNREFUSED', 'the connection was refused', true, /check the address/],
    ['ECONNRESET', 'the connection was closed before the answer was complete', true, /run the job again/],
    ['EPIPE', 'the connection was closed while sending', true, /run the job again/],
    ['ETIMEDOUT', 'the connection timed out', true, /firewall, proxy/],
    ['ENOTFOUND', 'the host name does not exist', true, /check the address/],
    ['EAI_AGAIN', 'the name could not be looked up just now', true, /run the job again/],
    ['UND_ERR_SOCKET', 'the connection was closed before the answer was complete', true, /run the job again/],
    ['CERT_HAS_EXPIRED', "the server's certificate has expired", false, /NODE_EXTRA_CA_CERTS/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', "the server's certificate is self-signed", false, /NODE_EXTRA_CA_CERTS/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', "the server's certificate is for another name", false, /NODE_EXTRA_CA_CERTS/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'the server does not speak TLS at that port', false, /check the address/]
  ])('with %s is told as "%s", and whether that can pass', (code, words, transient, advice) => {
    const failure = describeNetworkError(fetchFailed(withCode(code)))
    expect(failure).toMatchObject({ words: `${words} (${code})`, transient })
    expect(failure.advice).toMatch(advice)
  })

  test('is found deep in the chain of causes', () => {
    expect(describeNetworkError(fetchFailed(new Error('outer', { cause: withCode('EPIPE') }))).words).toContain('EPIPE')
  })

  test('at several addresses is told by the first', () => {
    const tried = new AggregateError([withCode('ENETUNREACH'), withCode('ECONNREFUSED')])
    expect(describeNetworkError(fetchFailed(tried)).words).toBe('the network is unreachable (ENETUNREACH)')
  })

  test.each<[string, unknown, string]>([
    ['the deepest message', fetchFailed(withCode('E_NEW', 'something new')), 'something new'],
    ['its own message', new Error('alone'), 'alone'],
    ['its text', 'no error at all', 'no error at all'],
    ['its text, even when it is nothing', undefined, 'undefined'],
    ['a code that only looks known', withCode('constructor', 'odd'), 'odd']
  ])('of unknown cause is told by %s, and can pass', (_, error, message) => {
    expect(describeNetworkError(error)).toMatchObject({ words: `the connection failed (${message})`, transient: true })
  })

  test('whose causes form a circle is told all the same', () => {
    const error = new Error('round')
    error.cause = error
    expect(describeNetworkError(error).words).toBe('the connection failed (round)')
  })
})
