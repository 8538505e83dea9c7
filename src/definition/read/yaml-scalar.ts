/** The values of YAML scalars and the tags that mean something in an API document. */

import { CORE_SCHEMA, NOT_RESOLVED, SCALAR_STYLE, getScalarValue } from 'js-yaml'
import type { MappingEvent, ScalarEvent, SequenceEvent } from 'js-yaml'
import type { Json } from '../json.ts'
import type { SourceText } from './source-text.ts'

/** By the core schema; or with numbers as the author's characters; or always so, for the name of a member. */
export type ScalarReading = 'core' | 'text' | 'name'

const CORE_PREFIX = 'tag:yaml.org,2002:'
/** Timestamps and base64 have no JSON form but their text. */
const TEXT_TAGS = new Set(['!', `${CORE_PREFIX}str`, `${CORE_PREFIX}timestamp`, `${CORE_PREFIX}binary`])

/**
 * The JSON value of a scalar. Dates and YAML 1.1's `yes` and `no` are strings, as the core schema says.
 *
 * @throws DefinitionError `syntax` for NaN, infinity, numbers beyond a double's range and unknown tags
 */
export function readScalar(source: SourceText, event: ScalarEvent, reading: ScalarReading | 'root' | 'info'): Json {
  const offset = Math.max(event.valueStart, 0)
  const text = getScalarValue(source.text, event).toWellFormed()
  const tag = tagOf(source, event)
  if (tag !== undefined) {
    if (TEXT_TAGS.has(tag)) return text
    const value: unknown = CORE_SCHEMA.lookupScalarTag(tag)?.resolve(text, true, tag) ?? NOT_RESOLVED
    if (tag === `${CORE_PREFIX}null`) return null
    if (value === NOT_RESOLVED)
      throw source.syntaxError(
        `${JSON.stringify(text.slice(0, 40))} is no value of the tag ${tag.slice(0, 80)}`,
        offset
      )
    return finite(source, value, text, offset)
  }
  if (event.style !== SCALAR_STYLE.PLAIN) return text
  if (event.valueStart < 0) return null
  if (reading === 'name') return text
  const value = finite(source, CORE_SCHEMA.resolveImplicitScalarTag(text).value, text, offset)
  return reading === 'text' && typeof value === 'number' ? text : value
}

/** Objects and arrays have their own tags or none: a set or an ordered map has no JSON form. */
export function checkCollectionTag(source: SourceText, event: MappingEvent | SequenceEvent, kind: 'map' | 'seq'): void {
  const tag = tagOf(source, event)
  if (tag === undefined || tag === '!' || tag === CORE_PREFIX + kind) return
  throw source.syntaxError(`the tag ${tag} has no meaning in an API document`, event.tagStart)
}

function finite(source: SourceText, value: unknown, text: string, offset: number): Json {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw source.rangeError(text, offset)
  }
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value
  return text
}

/** The tag's full name: `!!str`, `!<tag:yaml.org,2002:str>`; `undefined` without a tag. */
function tagOf(source: SourceText, event: ScalarEvent | MappingEvent | SequenceEvent): string | undefined {
  if (event.tagStart < 0) return undefined
  const tag = source.text.slice(event.tagStart, event.tagEnd)
  if (tag.startsWith('!!')) return CORE_PREFIX + tag.slice(2)
  return tag.startsWith('!<') ? tag.slice(2, -1) : tag
}
