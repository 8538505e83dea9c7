/** Icon and custom code: telling the real thing from an error page in its place. */
import { ActionError } from '../errors.ts'

export type AssetKind = 'icon' | 'script'

/** The platform's limit for either, in bytes. */
export const MAX_ASSET_BYTES = 1024 * 1024

/** First bytes of the image formats that connectors carry. New icons should be PNG; older ones can be others. */
const IMAGE_FORMATS: readonly { readonly type: string; readonly signature: readonly number[] }[] = [
  { type: 'image/png', signature: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'image/jpeg', signature: [0xff, 0xd8, 0xff] },
  { type: 'image/gif', signature: [0x47, 0x49, 0x46, 0x38] },
  { type: 'image/bmp', signature: [0x42, 0x4d] }
]

/** The root element after what may stand before it: an inline picture of a web page is no icon. */
const SVG = /^(?:<\?xml[^>]*>\s*|<!--[\s\S]*?-->\s*|<!doctype svg[^>]*>\s*)*<svg[\s>]/i

/** Why the bytes can't be an icon (of the connector) or custom code; `undefined` when they can. */
export function assetFault(kind: AssetKind, bytes: Uint8Array): string | undefined {
  if (bytes.byteLength === 0) return 'it is empty'
  if (bytes.byteLength > MAX_ASSET_BYTES) return `it has ${bytes.byteLength.toLocaleString('en')} bytes, more than 1 MB`
  const start = new TextDecoder().decode(bytes.subarray(0, 512)).trimStart()
  if (kind === 'icon') {
    if (IMAGE_FORMATS.some(({ signature }) => startsWith(bytes, signature)) || SVG.test(start)) return undefined
    return start.startsWith('<') ? 'it is a web page or an error message' : 'it is not an image'
  }
  // No C# starts with a tag, and none is JSON.
  if (/^<[a-z!?]/i.test(start)) return 'it is a web page or an error message'
  if (/^[{[]/.test(start) && isJson(bytes)) return 'it is an error message'
  return undefined
}

/** Why a file can't become the connector's new icon or code. Code that a connector has already may be in another encoding. */
export function newAssetFault(kind: AssetKind, bytes: Uint8Array): string | undefined {
  return assetFault(kind, bytes) ?? (kind === 'script' && !isUtf8(bytes) ? 'it is not text in UTF-8' : undefined)
}

/** The media type of an icon. */
export function imageType(icon: Uint8Array): string {
  return IMAGE_FORMATS.find(({ signature }) => startsWith(icon, signature))?.type ?? 'image/svg+xml'
}

/** Refuses to take an error page for the connector's icon or code. */
export function assertAsset(kind: AssetKind, bytes: Uint8Array, from: string): void {
  const fault = assetFault(kind, bytes)
  if (fault === undefined) return
  throw new ActionError({
    what: `could not download the connector's ${kind === 'icon' ? 'icon' : 'custom code'}`,
    why: `what ${from} sent can not be it: ${fault}`,
    advice: 'nothing was changed; run the job again'
  })
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, i) => bytes[i] === byte)
}

function isJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder().decode(bytes))
    return true
  } catch {
    return false
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}
