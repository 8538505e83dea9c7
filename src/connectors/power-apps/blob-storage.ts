/** Icon, custom code and original definition in the blob storage of the service: signed URLs, never the token. */
import { createHash, getFips } from 'node:crypto'
import { ActionError } from '../../errors.ts'
import { type Http, type HttpResponse } from '../../http.ts'

/** A signed URL that storage doesn't accept (any more). A fresh one can be had by reading the connector again. */
export class SignedUrlRefusedError extends ActionError {
  override readonly name = 'SignedUrlRefusedError'
}

/** What came isn't what storage keeps. The next time it can be. */
export class IncompleteBlobError extends ActionError {
  override readonly name = 'IncompleteBlobError'
}

const ATTEMPTS = 4
const TIMEOUT_SECONDS = 120
/** The service version whose rules the uploads follow. */
const STORAGE_VERSION = '2021-08-06'

/**
 * Fetches what a signed URL points to.
 * @throws SignedUrlRefusedError for an answer of 401, 403, 404 or 410
 * @throws IncompleteBlobError when it isn't what its checksum says
 */
export async function fetchBlob(
  http: Http,
  blob: { readonly label: string; readonly url: string; readonly maxBytes: number }
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await http.send({
    ...blob,
    method: 'GET',
    timeoutSeconds: TIMEOUT_SECONDS,
    attempts: ATTEMPTS,
    repeatable: true,
    redirects: 'follow'
  })
  if (response.status !== 200) throw refused(blob.label, response)
  if (!isWhole(response)) {
    throw new IncompleteBlobError({
      what: `could not ${blob.label}`,
      why: `what came from ${new URL(response.url).host} is not what its Content-MD5 says, as if it had been cut off`,
      advice: 'run the job again'
    })
  }
  return Uint8Array.from(response.body)
}

/**
 * Storage sends the MD5 of what it keeps along, when it has it (Azure Storage, Get Blob): half of an icon looks like an icon,
 * and half of the code like code. A system that is held to FIPS has no MD5 to compare with.
 */
function isWhole({ headers, body }: HttpResponse): boolean {
  const expected = headers.get('content-md5')
  return !expected || getFips() === 1 || createHash('md5').update(body).digest('base64') === expected
}

/**
 * Puts a file into a container.
 * @param containerUrl signed
 * @returns the signed URL of the file
 */
export async function uploadBlob(
  http: Http,
  upload: {
    readonly label: string
    readonly containerUrl: string
    readonly fileName: string
    readonly contentType: string
    readonly bytes: Uint8Array<ArrayBuffer>
  }
): Promise<string> {
  const url = new URL(upload.containerUrl)
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${encodeURIComponent(upload.fileName)}`
  const response = await http.send({
    label: upload.label,
    method: 'PUT',
    url: url.href,
    headers: {
      'x-ms-blob-type': 'BlockBlob',
      'x-ms-blob-content-type': upload.contentType,
      'x-ms-version': STORAGE_VERSION,
      'content-type': upload.contentType
    },
    body: upload.bytes,
    timeoutSeconds: TIMEOUT_SECONDS,
    maxBytes: 1024 * 1024,
    attempts: ATTEMPTS,
    repeatable: true,
    redirects: 'return'
  })
  if (response.status !== 201) throw refused(upload.label, response)
  return url.href
}

function refused(label: string, response: HttpResponse): ActionError {
  const code = response.headers.get('x-ms-error-code')
  const id = response.headers.get('x-ms-request-id')
  const parts = {
    what: `could not ${label}`,
    why: `blob storage at ${new URL(response.url).host} answered HTTP ${response.status}${code ? ` ${code}` : ''}${id ? ` (request id ${id})` : ''}`,
    advice: 'nothing was written to the connector; run the job again'
  }
  return [401, 403, 404, 410].includes(response.status) ? new SignedUrlRefusedError(parts) : new ActionError(parts)
}
