/**
 * A JSON parser (RFC 8259) that is stricter than `JSON.parse`: it refuses duplicate names and numbers beyond a double's
 * range, and it knows line and column of every fault and, on demand, of every member. Most texts need neither:
 * `plain-json.ts` reads those.
 */

import type { Json, JsonObject } from '../json.ts'
import { isRounded, MAX_ROUNDED, type RoundedNumber } from './numbers.ts'
import type { Places } from './places.ts'
import { MAX_DEPTH, type SourceText } from './source-text.ts'

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const PLAIN_CHARACTERS = /[^"\\\u0000-\u001f]*/y
const WORD = /[\w.+-]+/y
const LITERALS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['true', true],
  ['false', false],
  ['null', null]
])
const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const BACKSLASH = 0x5c
const CLOSE_BRACKET = 0x5d
const CLOSE_BRACE = 0x7d

/**
 * @param places gets the place of every member when given
 * @returns the value, and the integers that a double rounds
 * @throws DefinitionError `syntax` with line and column, `limit` for the depth, `unsupported` for `__proto__`
 */
export function parseJson(source: SourceText, places?: Places): { value: Json; rounded: RoundedNumber[] } {
  const parser = new JsonParser(source, places)
  return { value: parser.document(), rounded: parser.rounded }
}

class JsonParser {
  readonly rounded: RoundedNumber[] = []
  readonly #source: SourceText
  readonly #text: string
  readonly #places: Places | undefined
  #offset = 0
  #depth = 0

  constructor(source: SourceText, places: Places | undefined) {
    this.#source = source
    this.#text = source.text
    this.#places = places
  }

  document(): Json {
    this.#skipSpace()
    const value = this.#value()
    this.#skipSpace()
    if (this.#offset < this.#text.length) throw this.#unexpected('the end of the document')
    return value
  }

  #value(): Json {
    switch (this.#text.charCodeAt(this.#offset)) {
      case 0x7b:
        return this.#object()
      case 0x5b:
        return this.#array()
      case QUOTE:
        return this.#string()
      default:
        return this.#scalar()
    }
  }

  #object(): JsonObject {
    const object: JsonObject = {}
    if (this.#opensEmpty(CLOSE_BRACE)) return object
    do {
      const nameOffset = this.#offset
      if (this.#text.charCodeAt(nameOffset) !== QUOTE) throw this.#unexpected('a name in double quotes')
      const name = this.#string()
      this.#source.checkName(name, nameOffset)
      if (Object.hasOwn(object, name)) throw this.#source.duplicateError(name, nameOffset)
      this.#skipSpace()
      if (this.#text.charCodeAt(this.#offset) !== COLON) throw this.#unexpected('":"')
      this.#offset++
      this.#skipSpace()
      object[name] = this.#value()
      this.#places?.record(object, name, nameOffset)
    } while (this.#continues(CLOSE_BRACE))
    return object
  }

  #array(): Json[] {
    const array: Json[] = []
    if (this.#opensEmpty(CLOSE_BRACKET)) return array
    do {
      this.#places?.record(array, array.length, this.#offset)
      array.push(this.#value())
    } while (this.#continues(CLOSE_BRACKET))
    return array
  }

  /** Steps into an object or array; true when it is empty, and then it is behind it already. */
  #opensEmpty(close: number): boolean {
    if (++this.#depth > MAX_DEPTH) throw this.#source.depthError(this.#offset)
    this.#offset++
    this.#skipSpace()
    if (this.#text.charCodeAt(this.#offset) !== close) return false
    this.#close()
    return true
  }

  /** After a member or item: true when another one follows, false behind the closing bracket. */
  #continues(close: number): boolean {
    this.#skipSpace()
    const code = this.#text.charCodeAt(this.#offset)
    if (code === COMMA) {
      const comma = this.#offset++
      this.#skipSpace()
      if (this.#text.charCodeAt(this.#offset) !== close) return true
      throw this.#source.syntaxError(`a comma too many stands before "${String.fromCharCode(close)}"`, comma)
    }
    if (code !== close) throw this.#unexpected(`"," or "${String.fromCharCode(close)}"`)
    this.#close()
    return false
  }

  #close(): void {
    this.#offset++
    this.#depth--
  }

  #string(): string {
    const start = this.#offset
    let end = start + 1
    for (;;) {
      PLAIN_CHARACTERS.lastIndex = end
      PLAIN_CHARACTERS.test(this.#text)
      end = PLAIN_CHARACTERS.lastIndex
      const code = this.#text.charCodeAt(end)
      if (code === QUOTE) break
      if (code !== BACKSLASH) throw this.#unterminated(start, end)
      end += 2
    }
    this.#offset = end + 1
    const raw = this.#text.slice(start + 1, end)
    if (!raw.includes('\\')) return raw
    try {
      // A lone surrogate has no UTF-8 form: it becomes U+FFFD here as it would in every request.
      return String(JSON.parse(`"${raw}"`)).toWellFormed()
    } catch {
      throw this.#source.syntaxError('a string holds an invalid escape sequence', start)
    }
  }

  #unterminated(start: number, end: number): Error {
    if (end >= this.#text.length) return this.#source.syntaxError('a string has no end', start)
    return this.#source.syntaxError('a string holds an unescaped line break or control character', end)
  }

  #scalar(): Json {
    const start = this.#offset
    NUMBER.lastIndex = start
    if (NUMBER.test(this.#text)) {
      this.#offset = NUMBER.lastIndex
      const text = this.#text.slice(start, this.#offset)
      const value = Number(text)
      if (!Number.isFinite(value)) throw this.#source.rangeError(text, start)
      if (isRounded(text, value) && this.rounded.length < MAX_ROUNDED) {
        this.rounded.push({ text, ...this.#source.place(start) })
      }
      return value
    }
    const word = this.#word()
    const literal = LITERALS.get(word)
    if (literal === undefined) throw this.#unexpected('a value')
    this.#offset += word.length
    return literal
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#offset)
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return
      this.#offset++
    }
  }

  #word(): string {
    WORD.lastIndex = this.#offset
    return WORD.exec(this.#text)?.[0] ?? ''
  }

  #unexpected(wanted: string): Error {
    const found = this.#word().slice(0, 20) || this.#text.slice(this.#offset, this.#offset + 1).trim()
    const what = this.#offset >= this.#text.length ? 'the document ends' : `${JSON.stringify(found)} stands`
    return this.#source.syntaxError(`${what} where ${wanted} has to be`, this.#offset)
  }
}
