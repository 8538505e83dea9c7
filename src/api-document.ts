/** The API's document, from where the API serves it or from the workspace. */
import { objectAt, own } from './definition/json.ts'
import { MAX_DOCUMENT_BYTES, type ReadDocument, readDocument } from './definition/read.ts'
import { type ApiDescription, requireApiDescription } from './definition/specification.ts'
import { ActionError, DefinitionError, type DefinitionFault } from './errors.ts'
import type { Files } from './files.ts'
import { type Http, type HttpResponse, isTransientStatus, NetworkError, retryAfterSeconds } from './http.ts'
import type { Log } from './log.ts'
import { Retryable, type Retrier } from './retry.ts'

export type DocumentSource =
  | {
      readonly kind: 'url'
      readonly url: string
      /** Names in lower case. The values are secrets. */
      readonly headers: Readonly<Record<string, string>>
      /** Attempts after the first. */
      readonly retries: number
      readonly retryDelaySeconds: number
      readonly timeoutSeconds: number
      /** What `info.version` has to be; `undefined` = whatever it is. */
      readonly expectedVersion: string | undefined
    }
  | { readonly kind: 'file'; readonly path: string; readonly expectedVersion: string | undefined }

export interface ApiDocument extends ApiDescription {
  /** `info.version`; empty when the document has none. */
  readonly version: string
  /** The address that served it, after redirects; `undefined` for a file. */
  readonly servedFrom: URL | undefined
  /** Bytes as read. */
  readonly size: number
  /** Where something of a file stands, by its JSON pointer (`ReadDocument.locate`); of a served document nobody asks. */
  readonly locate: ReadDocument['locate']
  /** Integers with more digits than a number of JSON keeps, as they were written. */
  readonly rounded: readonly string[]
}

interface Collaborators {
  readonly http: Http
  readonly retrier: Retrier
  readonly log: Log
  readonly files: Pick<Files, 'read'>
}

const LABEL = 'fetch the API document'

/** Faults that pass when an app that is starting up has started. */
const STARTING_UP: readonly DefinitionFault[] = ['html', 'empty', 'syntax']

/**
 * Gets the document; from a URL as often as the source allows, since an API that was just deployed needs a while.
 * @throws ActionError when it can't be had, DefinitionError when it can't be used
 */
export async function getApiDocument(
  source: DocumentSource,
  { http, retrier, log, files }: Collaborators
): Promise<ApiDocument> {
  const api =
    source.kind === 'file'
      ? parse(files.read('swagger-file', source.path), source.path, undefined)
      : await fetchUntilReady(source, http, retrier)
  const version = api.version === '' ? 'without a version' : `version ${api.version}`
  log.info(
    `API document: ${describeSpecification(api)}, ${version}, ${api.size.toLocaleString('en')} bytes, from ${describeSource(source)}`
  )
  if (source.expectedVersion !== undefined && api.version !== source.expectedVersion) {
    throw wrongVersion(source.expectedVersion, api)
  }
  return api
}

/** The source for people: an address without its query, which can hold a key. */
export function describeSource(source: DocumentSource): string {
  if (source.kind === 'file') return source.path
  const { origin, pathname } = new URL(source.url)
  return origin + pathname
}

function describeSpecification({ specification }: ApiDescription): string {
  return `${specification.kind === 'swagger' ? 'Swagger' : 'OpenAPI'} ${specification.version}`
}

type UrlSource = Extract<DocumentSource, { kind: 'url' }>

function fetchUntilReady(source: UrlSource, http: Http, retrier: Retrier): Promise<ApiDocument> {
  const policy = { attempts: source.retries + 1, delaySeconds: () => source.retryDelaySeconds }
  return retrier.run(LABEL, policy, async () => {
    const response = await fetchOnce(source, http)
    try {
      const api = parse(response.body, describeSource(source), new URL(response.url))
      if (source.expectedVersion !== undefined && api.version !== source.expectedVersion) {
        throw new Retryable(`it is version ${api.version || '(none)'}`, wrongVersion(source.expectedVersion, api))
      }
      return api
    } catch (error) {
      if (error instanceof DefinitionError && STARTING_UP.includes(error.fault))
        throw new Retryable(error.parts.why, error)
      throw error
    }
  })
}

async function fetchOnce(source: UrlSource, http: Http): Promise<HttpResponse> {
  let response: HttpResponse
  try {
    response = await http.send({
      label: LABEL,
      method: 'GET',
      url: source.url,
      headers: { accept: 'application/json, application/yaml;q=0.9, */*;q=0.5', ...source.headers },
      timeoutSeconds: source.timeoutSeconds,
      maxBytes: MAX_DOCUMENT_BYTES,
      attempts: 1,
      repeatable: true,
      redirects: 'follow'
    })
  } catch (error) {
    if (error instanceof NetworkError && error.transient) throw new Retryable(error.parts.why, error)
    throw error
  }
  if (response.status === 200 || response.status === 204) return response
  const failure = refused(response, source)
  // An app that isn't deployed yet answers 404; 401 and 403 are answers that stay.
  if (response.status === 404 || isTransientStatus(response)) {
    throw new Retryable(`HTTP ${response.status}`, failure, retryAfterSeconds(response))
  }
  throw failure
}

function parse(bytes: Uint8Array, source: string, servedFrom: URL | undefined): ApiDocument {
  const read = readDocument(bytes, source)
  const description = requireApiDescription(read, source)
  const version = own(objectAt(description.document, 'info') ?? {}, 'version')
  return {
    ...description,
    version: typeof version === 'string' || typeof version === 'number' ? String(version) : '',
    servedFrom,
    size: bytes.byteLength,
    // It holds the text.
    locate: servedFrom === undefined ? read.locate : () => undefined,
    rounded: read.rounded.map(({ text }) => text)
  }
}

function refused(response: HttpResponse, source: UrlSource): ActionError {
  const needsSignIn = response.status === 401 || response.status === 403
  return new ActionError({
    what: `could not ${LABEL}`,
    why: `${describeSource(source)} answered HTTP ${response.status}`,
    advice: needsSignIn
      ? 'give the headers that the API asks for as "swagger-headers", or let it serve its document openly to the runner'
      : 'check "swagger-url", and that the API is deployed and running; more or longer attempts: "swagger-retries", "swagger-retry-delay"'
  })
}

function wrongVersion(expected: string, api: ApiDocument): ActionError {
  return new ActionError({
    what: 'did not use the API document',
    why: `its info.version is ${api.version === '' ? 'missing' : `"${api.version}"`}, and "expected-version" is "${expected}"`,
    advice: 'check that the deployment of that version is complete, or correct "expected-version"'
  })
}
