/**
 * JSON by `JSON.parse`, which takes a third of the time and a quarter of the memory of a parser of our own, where a look at
 * text and value shows that the careful parser (`json-text.ts`) would find nothing to refuse and nothing to tell.
 */

import { isObject, type Json } from '../json.ts'
import { isRounded } from './numbers.ts'
import { MAX_DEPTH, MAX_NAME } from './source-text.ts'

const QUOTE = 0x22
const MINUS = 0x2d
const ZERO = 0x30
const NINE = 0x39
const COLON = 0x3a
const BACKSLASH = 0x5c
const NUMBER = /[-+.\deE]+/y
/** Half of a pair that a text could have without the other half. */
const ESCAPED_SURROGATE = /\\u[dD][89a-fA-F]/

/** The value, as the careful parser would give it; `undefined` where that has to read the text. */
export function parsePlainJson(text: string): Json | undefined {
  let value: Json
  try {
    value = JSON.parse(text) as Json
  } catch {
    return undefined
  }
  const named = countNames(text)
  if (named === undefined) return undefined
  // A name that stands twice in an object is one member of the value.
  return countMembers(value, 1, ESCAPED_SURROGATE.test(text)) === named ? value : undefined
}

/** How many members a text has, which is JSON; `undefined` when a number in it is rounded. */
function countNames(text: string): number | undefined {
  let names = 0
  for (let offset = 0; offset < text.length; offset++) {
    const code = text.charCodeAt(offset)
    if (code === QUOTE) {
      offset = endOfString(text, offset)
      if (text.charCodeAt(behindSpace(text, offset + 1)) === COLON) names++
    } else if (code === MINUS || (code >= ZERO && code <= NINE)) {
      NUMBER.lastIndex = offset
      const number = NUMBER.exec(text)?.[0] ?? ''
      if (isRounded(number, Number(number))) return undefined
      offset += number.length - 1
    }
  }
  return names
}

/** The offset of the closing quote. */
function endOfString(text: string, start: number): number {
  let end = start
  let backslashes: number
  do {
    end = text.indexOf('"', end + 1)
    backslashes = 0
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++
  } while (backslashes % 2 === 1)
  return end
}

function behindSpace(text: string, start: number): number {
  let offset = start
  for (;;) {
    const code = text.charCodeAt(offset)
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return offset
    offset++
  }
}

/** How many members a value has in all; not a number when something in it is to be refused. */
function countMembers(value: Json, depth: number, surrogates: boolean): number {
  if (typeof value === 'string') return surrogates && !value.isWellFormed() ? NaN : 0
  if (typeof value === 'number') return Number.isFinite(value) ? 0 : NaN
  if (typeof value !== 'object' || value === null) return 0
  if (depth > MAX_DEPTH) return NaN
  let members = 0
  if (!isObject(value)) {
    for (const item of value) members += countMembers(item, depth + 1, surrogates)
    return members
  }
  // Of `JSON.parse` every member is an object's own. Lists of them would take twice the time.
  for (const name in value) {
    if (name.length > MAX_NAME || name === '__proto__' || (surrogates && !name.isWellFormed())) return NaN
    members += 1 + countMembers(value[name] ?? null, depth + 1, surrogates)
  }
  return members
}
