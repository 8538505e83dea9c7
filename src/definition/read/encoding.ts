/** From bytes to text: which Unicode encoding a document has is read from its bytes, never from a header or a name. */

import { SourceText } from './source-text.ts'

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/**
 * Decodes a document; a byte-order mark is not part of the text.
 *
 * Without a mark the null bytes tell: JSON and YAML start with ASCII characters (RFC 4627 section 3, YAML 1.2 section 5.2).
 *
 * @throws DefinitionError `syntax` for bytes that are no valid text in the encoding, and for UTF-32
 */
export function decodeText(bytes: Uint8Array, name: string): SourceText {
  const encoding = encodingOf(bytes)
  if (encoding === undefined) throw new SourceText('', name).syntaxError('it is neither UTF-8 nor UTF-16')
  try {
    return new SourceText(new TextDecoder(encoding, { fatal: true }).decode(bytes), name)
  } catch {
    const lenient = new SourceText(new TextDecoder(encoding).decode(bytes), name)
    const offset = lenient.text.indexOf('\uFFFD')
    throw lenient.syntaxError(`it is not valid ${encoding.toUpperCase()}`, offset < 0 ? undefined : offset)
  }
}

function encodingOf(bytes: Uint8Array): Encoding | undefined {
  const [a, b, c, d] = bytes
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? undefined : 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  if (a === 0) return b === 0 ? undefined : 'utf-16be'
  if (b === 0) return c === 0 && d === 0 ? undefined : 'utf-16le'
  return 'utf-8'
}
