/** The inputs that say where the API document comes from. */
import type { DocumentSource } from '../api-document.ts'
import type { InputReader } from './reader.ts'

/** Field names as HTTP has them (RFC 9110, token). */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
/** Set by the connection itself. */
const FORBIDDEN_HEADERS: readonly string[] = ['host', 'connection', 'content-length', 'transfer-encoding', 'upgrade']

/**
 * @param needed whether the mode needs a document at all
 * @returns the source, `undefined` when there is none or the inputs are wrong, and warnings about it
 */
export function readDefinitionSource(
  reader: InputReader,
  needed: boolean,
  mask: (value: string) => void
): { readonly source: DocumentSource | undefined; readonly warnings: readonly string[] } {
  const url = readUrl(reader)
  const path = reader.file('swagger-file')
  const headers = readHeaders(reader, mask)
  const retries = reader.number('swagger-retries', 5, { min: 0, max: 1000, whole: true })
  const retryDelaySeconds = reader.number('swagger-retry-delay', 15, { min: 0, max: 300, whole: false })
  const timeoutSeconds = reader.number('swagger-timeout', 30, { min: 0.1, max: 600, whole: false })
  const expectedVersion = reader.text('expected-version') || undefined
  const isUrlGiven = reader.given['swagger-url'] !== undefined
  if (needed && !isUrlGiven && path === undefined) reader.mistake('neither "swagger-url" nor "swagger-file" is given')
  if (needed && isUrlGiven && path !== undefined)
    reader.mistake('"swagger-url" and "swagger-file" are both given: use one of them')
  if (path !== undefined) return { source: { kind: 'file', path, expectedVersion }, warnings: [] }
  if (url === undefined) return { source: undefined, warnings: [] }
  const isPlain = url.protocol === 'http:'
  if (isPlain && Object.keys(headers).length > 0) {
    reader.mistake('"swagger-headers" would travel unencrypted to the http:// address of "swagger-url": use https://')
  }
  return {
    source: { kind: 'url', url: url.href, headers, retries, retryDelaySeconds, timeoutSeconds, expectedVersion },
    warnings: isPlain
      ? [
          '"swagger-url" is a plain http:// address: whoever is on the way can change the definition of the connector; use https://'
        ]
      : []
  }
}

/** For the report the address without its query, which can hold a key. */
function readUrl(reader: InputReader): URL | undefined {
  const value = reader.text('swagger-url')
  if (value === '') return undefined
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (!url || !['https:', 'http:'].includes(url.protocol) || url.username !== '' || url.password !== '') {
    reader.given['swagger-url'] = '(not valid)'
    reader.mistake('"swagger-url" is not an https:// address without user name and password')
    return undefined
  }
  reader.given['swagger-url'] = url.origin + url.pathname
  url.hash = ''
  return url
}

/** `Name: value`, one a line: commas belong to values. */
function readHeaders(reader: InputReader, mask: (value: string) => void): Record<string, string> {
  const headers: Record<string, string> = {}
  const lines = reader.secret('swagger-headers').split(/\r?\n/)
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(colon, 0)).trim()
    const value = line.slice(colon + 1).trim()
    if (colon < 1 || !HEADER_NAME.test(name) || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      reader.mistake(`line ${index + 1} of "swagger-headers" is not "Name: value"`)
    } else if (FORBIDDEN_HEADERS.includes(name.toLowerCase())) {
      reader.mistake(`"swagger-headers" can not set ${name}`)
    } else {
      // A value of a letter or two is no secret, and to hide it would garble everything that is shown.
      if (value.length >= 4) mask(value)
      // The token of "Bearer <token>" can turn up without the word before it.
      const token = /^\S+\s+(\S{8,})$/.exec(value)?.[1]
      if (token !== undefined) mask(token)
      headers[name.toLowerCase()] = value
    }
  }
  return headers
}
