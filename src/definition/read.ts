/** Reads an API document or a connector's definition: JSON or YAML, told apart by the content. */

import { DefinitionError } from '../errors.ts'
import { isObject, type Json, type JsonObject } from './json.ts'
import { decodeText } from './read/encoding.ts'
import { parseJson } from './read/json-text.ts'
import type { RoundedNumber } from './read/numbers.ts'
import { pageError } from './read/page.ts'
import { Places } from './read/places.ts'
import { parsePlainJson } from './read/plain-json.ts'
import type { Place, SourceText } from './read/source-text.ts'
import { parseYaml } from './read/yaml-text.ts'

export type { RoundedNumber } from './read/numbers.ts'
export { MAX_DEPTH, MAX_NAME, type Place } from './read/source-text.ts'

/** The largest document that is read; what is sent has to be under 1 MB in the end. */
export const MAX_DOCUMENT_BYTES = 10 * 1024 * 1024

export interface ReadDocument {
  /** A tree: nothing in it is shared, no member is named `__proto__`, every number is finite. */
  readonly document: JsonObject
  readonly format: 'json' | 'yaml'
  /** Integers that a double can't hold and that are therefore written back as another number; at most 20. */
  readonly rounded: readonly RoundedNumber[]
  /**
   * Where the member (its name) or item stands that a JSON pointer names; `undefined` where the document has no such
   * thing, and for the root. The first call parses the text once more.
   */
  readonly locate: (pointer: string) => Place | undefined
}

/**
 * @param bytes the document as it came, at most 10 MiB: JSON, or YAML 1.2, in UTF-8 or UTF-16
 * @param source what errors call it: a URL, a path, "the connector's definition"
 * @throws DefinitionError `html` for a page, `empty`, `syntax` for what doesn't parse (the three that can pass when an app
 *   has started), `limit`, `unsupported` for a member `__proto__`, `not-openapi` when the root isn't an object
 */
export function readDocument(bytes: Uint8Array, source: string): ReadDocument {
  if (bytes.length > MAX_DOCUMENT_BYTES) {
    throw new DefinitionError('limit', {
      what: `could not read ${source}`,
      why: `it has ${bytes.length} bytes, and at most ${MAX_DOCUMENT_BYTES} are read`,
      advice: 'publish a smaller document for the connector'
    })
  }
  const text = decodeText(bytes, source)
  if (text.text.trim() === '') throw emptyError(text)
  const page = pageError(text)
  if (page) throw page
  const format = formatOf(text.text)
  const { value, rounded } = parse(text, format)
  if (value === undefined) throw emptyError(text)
  if (!isObject(value)) throw rootError(text, value)
  return { document: value, format, rounded, locate: locator(text, format) }
}

/** JSON starts with a brace and a quote; YAML's flow style may start with a brace too, and then has a bare name. */
function formatOf(text: string): 'json' | 'yaml' {
  const start = text.slice(0, 4096).trimStart()
  if (start.startsWith('[')) return 'json'
  return start.startsWith('{') && !/^\{\s*[\w$'#&*?!]/.test(start) ? 'json' : 'yaml'
}

function parse(text: SourceText, format: 'json' | 'yaml', places?: Places) {
  if (format === 'yaml') return parseYaml(text, places)
  const plain = places === undefined ? parsePlainJson(text.text) : undefined
  return plain === undefined ? parseJson(text, places) : { value: plain, rounded: [] }
}

function locator(text: SourceText, format: 'json' | 'yaml'): (pointer: string) => Place | undefined {
  let index: { root: Json; places: Places } | undefined
  return pointer => {
    if (index === undefined) {
      const places = new Places()
      index = { root: parse(text, format, places).value ?? null, places }
    }
    const offset = index.places.find(index.root, pointer)
    return offset === undefined ? undefined : text.place(offset)
  }
}

function emptyError(text: SourceText): DefinitionError {
  return text.error('empty', 'it is empty', 'wait until the app has started, or check the address of the document')
}

function rootError(text: SourceText, root: Json): DefinitionError {
  // A sentence is a YAML string: what a server says while it starts, not a document.
  if (typeof root === 'string' && !/^\s*["'|>]/.test(text.text)) {
    return text.error(
      'syntax',
      'it is plain text',
      'wait until the app has started, or check the address of the document'
    )
  }
  const kind = root === null ? 'null' : Array.isArray(root) ? 'an array' : `a ${typeof root}`
  return text.error('not-openapi', `it is ${kind} instead of an object`, 'check the address of the document')
}
