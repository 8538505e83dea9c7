/** Blob storage: containers for uploads, and the connectors' own files behind signed URLs. */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { answer, emptyAnswer } from './exchange.ts'
import type { Answer, CallName, CallRequest, RoleService } from './exchange.ts'
import { Signatures } from './signatures.ts'
import { now } from './state.ts'
import type { State, StoredBlob } from './state.ts'
import { modified, parse } from './stored-definition.ts'
import { defaultIcon } from './seeds/icons.ts'

const account = 'connectorassets'
const hour = 60 * 60 * 1000
const defaultIconPath = '/defaulticons/api-dedicated.png'

export class BlobStorage implements RoleService {
  readonly #state: State
  readonly #signatures: Signatures
  /** Set once the port is known. */
  origin = ''
  /** With a suffix the account is in the host's name, as in Azure; without one in the path. */
  readonly #suffix: string | undefined

  constructor(state: State, signatures: Signatures, suffix: string | undefined) {
    this.#state = state
    this.#signatures = signatures
    this.#suffix = suffix
  }

  get defaultIconUrl(): string {
    return `${this.origin}${defaultIconPath}`
  }

  /** A signed URL for reading one of a connector's files: `<container>/<connector>/<file>`. */
  signedUrl(file: string, purpose: CallName, milliseconds: number): string {
    const expires = new Date(now(this.#state).getTime() + milliseconds)
    const resource = `${account}/${file}`
    return `${this.#url(resource)}?${this.#signatures.sign({ resource, permissions: 'r', expires, purpose })}`
  }

  /** The URL of a new container for uploads, signed for reading and writing. */
  newContainer(): string {
    const container = `${account}/${randomUUID().replaceAll('-', '')}`
    const expires = new Date(now(this.#state).getTime() + hour)
    const query = this.#signatures.sign({ resource: `${container}/`, permissions: 'rcw', expires, purpose: 'unknown' })
    return `${this.#url(container)}?${query}`
  }

  #url(resource: string): string {
    if (this.#suffix === undefined) return `${this.origin}/${resource}`
    const { port } = new URL(this.origin)
    return `https://${account}.blob.${this.#suffix}:${port}/${resource.slice(account.length + 1)}`
  }

  /** What the service itself reads from a signed URL: the bytes, or why it can't. */
  download(address: string): Buffer | string {
    if (!URL.canParse(address)) return 'the URL is not valid.'
    const url = new URL(address)
    const { host } = new URL(this.#url(account))
    if (url.host !== host) return `the host '${url.host}' is not the storage of the service.`
    const resource = this.#resource(url)
    const refusal = this.#signatures.refusal(url.searchParams, resource, 'r', now(this.#state))
    return refusal ?? this.#content(resource)?.content ?? 'the blob does not exist.'
  }

  call(request: CallRequest): CallName {
    if (request.url.pathname === defaultIconPath) return 'default-icon'
    if (request.method === 'GET' || request.method === 'HEAD')
      return this.#signatures.find(request.url.searchParams)?.purpose ?? 'unknown'
    if (request.method !== 'PUT') return 'unknown'
    return /\.csx?$/i.test(request.url.pathname) ? 'upload-script' : 'upload-icon'
  }

  answer(request: CallRequest): Answer {
    const { status, headers, body } = this.#answer(request)
    const trace = { 'x-ms-request-id': randomUUID(), 'x-ms-version': '2018-03-28' }
    return { status, headers: { ...headers, ...trace }, body }
  }

  #answer(request: CallRequest): Answer {
    const { method, url, headers } = request
    // Azure takes a bearer token as the means of authentication and refuses one that is not for storage.
    if (headers['authorization'] !== undefined) {
      this.#state.storage.violations.push(`${method} ${url.pathname} with an Authorization header`)
      return storageError(
        403,
        'AuthenticationFailed',
        'Server failed to authenticate the request.',
        'Audience validation failed.'
      )
    }
    if (url.pathname === defaultIconPath) return answer(200, 'image/png', defaultIcon)
    const resource = this.#resource(url)
    const permission = method === 'GET' || method === 'HEAD' ? 'r' : 'w'
    const refusal = this.#signatures.refusal(url.searchParams, resource, permission, now(this.#state))
    if (refusal !== undefined)
      return storageError(
        403,
        'AuthenticationFailed',
        'Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.',
        refusal
      )
    if (method === 'GET' || method === 'HEAD') return this.#get(resource)
    if (method !== 'PUT')
      return storageError(405, 'UnsupportedHttpVerb', "The resource doesn't support specified Http Verb.")
    return this.#put(request, resource)
  }

  #resource(url: URL): string {
    const path = decodeURIComponent(url.pathname)
      .replace(/^\/+/, '')
      .replace(/\/{2,}/g, '/')
    return this.#suffix !== undefined && url.hostname.startsWith(`${account}.blob.`) ? `${account}/${path}` : path
  }

  #get(resource: string): Answer {
    const blob = this.#content(resource)
    if (blob === undefined) return storageError(404, 'BlobNotFound', 'The specified blob does not exist.')
    return answer(200, blob.contentType, blob.content, {
      etag: etagOf(blob.content),
      'last-modified': now(this.#state).toUTCString(),
      'content-md5': createHash('md5').update(blob.content).digest('base64'),
      'x-ms-blob-type': 'BlockBlob'
    })
  }

  /** An uploaded blob, or one of the files that the service keeps of a connector. */
  #content(resource: string): { content: Buffer; contentType: string } | undefined {
    const [, container, name, file] = resource.split('/')
    const connector = this.#state.powerApps.connectors.get(name ?? '')
    if (connector === undefined) return this.#state.storage.blobs.get(resource)
    if (container === 'icons') return connector.icon && { content: connector.icon, contentType: 'image/png' }
    if (container === 'scripts')
      return connector.script && { content: connector.script, contentType: 'application/octet-stream' }
    if (container !== 'definitions') return undefined
    const content =
      file === 'modified.swagger.json'
        ? Buffer.from(JSON.stringify(modified(parse(connector.definition), connector.name)))
        : connector.definition
    return { content, contentType: 'application/json' }
  }

  #put(request: CallRequest, resource: string): Answer {
    const { searchParams } = request.url
    const blob = this.#state.storage.blobs.get(resource) ?? newBlob()
    const operation = searchParams.get('comp')
    if (operation === 'block') {
      blob.blocks.set(searchParams.get('blockid') ?? '', request.body)
    } else if (operation === 'blocklist') {
      const ids = [...request.body.toString('utf8').matchAll(/<(?:Latest|Uncommitted|Committed)>([^<]*)</g)]
      blob.content = Buffer.concat(ids.map(([, id]) => blob.blocks.get(id ?? '') ?? Buffer.alloc(0)))
    } else if (request.headers['x-ms-blob-type'] !== 'BlockBlob') {
      return storageError(
        400,
        'MissingRequiredHeader',
        "An HTTP header that's mandatory for this request is not specified."
      )
    } else {
      blob.content = request.body
    }
    blob.contentType = request.headers['x-ms-blob-content-type'] ?? request.headers['content-type'] ?? blob.contentType
    this.#state.storage.blobs.set(resource, blob)
    return emptyAnswer(201, {
      etag: blob.etag,
      'last-modified': now(this.#state).toUTCString(),
      'content-md5': createHash('md5').update(request.body).digest('base64'),
      'x-ms-request-server-encrypted': 'true'
    })
  }
}

function newBlob(): StoredBlob {
  const etag = `"0x8${randomBytes(7).toString('hex').toUpperCase()}"`
  return { content: Buffer.alloc(0), contentType: 'application/octet-stream', etag, blocks: new Map() }
}

function etagOf(content: Buffer): string {
  return `"0x8${createHash('sha1').update(content).digest('hex').slice(0, 14).toUpperCase()}"`
}

function storageError(status: number, code: string, message: string, detail?: string): Answer {
  const id = randomUUID()
  const extra = detail === undefined ? '' : `<AuthenticationErrorDetail>${detail}</AuthenticationErrorDetail>`
  const body = `\uFEFF<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}\nRequestId:${id}\nTime:${new Date().toISOString()}</Message>${extra}</Error>`
  return answer(status, 'application/xml', body, { 'x-ms-error-code': code })
}
