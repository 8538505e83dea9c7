/** Icon and custom code: telling the real thing from an error page in its place. */
import { ActionError } from '../errors.ts'

export type AssetKind = 'icon' | 'script'

/** The platform's limit for either, in bytes. */
export const MAX_ASSET_BYTES = 1024 * 1024

/** First bytes of the image formats that connectors carry. The service takes PNG for new icons; older ones can be others. */
const IMAGE_SIGNATURES: readonly (readonly number[])[] = [
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], // PNG
  [0xff, 0xd8, 0xff], // JPEG
  [0x47, 0x49, 0x46, 0x38], // GIF
  [0x42, 0x4d] // BMP
]

const PNG_SIGNATURE = IMAGE_SIGNATURES[0] ?? []

/** Why the bytes can't be an icon (of the connector) or custom code; `undefined` when they can. */
export function assetFault(kind: AssetKind, bytes: Uint8Array): string | undefined {
  if (bytes.byteLength === 0) return 'it is empty'
  if (bytes.byteLength > MAX_ASSET_BYTES) return `it has ${bytes.byteLength.toLocaleString('en')} bytes, more than 1 MB`
  const start = new TextDecoder().decode(bytes.subarray(0, 512)).trimStart()
  if (/^<!doctype html|^<html|^<\?xml|^<error/i.test(start)) {
    if (kind === 'script' || !/<svg[\s>]/i.test(start)) return 'it is a web page or an error message'
    return undefined
  }
  if (kind === 'icon') {
    const isImage = IMAGE_SIGNATURES.some(signature => startsWith(bytes, signature)) || /^<svg[\s>]/i.test(start)
    return isImage ? undefined : 'it is not an image'
  }
  if (/^\{\s*"error"/.test(start)) return 'it is an error message'
  return isUtf8(bytes) ? undefined : 'it is not text in UTF-8'
}

/** Why a file can't become the connector's new icon or code; stricter than what an existing connector may have. */
export function newAssetFault(kind: AssetKind, bytes: Uint8Array): string | undefined {
  return (
    assetFault(kind, bytes) ?? (kind === 'icon' && !startsWith(bytes, PNG_SIGNATURE) ? 'it is not a PNG' : undefined)
  )
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

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}
