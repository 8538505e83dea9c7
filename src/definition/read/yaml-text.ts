/**
 * YAML 1.2 (core schema) to JSON values, composed from js-yaml's events, which carry the offset of everything.
 *
 * js-yaml's own constructor shares the nodes of aliases, accepts cycles, NaN and non-string keys, and doesn't say where
 * things stand; so the composer is ours: aliases are copied, which makes the expanded size countable.
 */

import { EVENT_ID, SCALAR_STYLE, YAMLException, parseEvents } from 'js-yaml'
import type { Event, MappingEvent, ScalarEvent, SequenceEvent } from 'js-yaml'
import { isObject, type Json, type JsonObject } from '../json.ts'
import { isRounded, MAX_ROUNDED, type RoundedNumber } from './numbers.ts'
import type { Places } from './places.ts'
import { MAX_DEPTH, type SourceText } from './source-text.ts'
import { checkCollectionTag, readScalar, type ScalarReading } from './yaml-scalar.ts'

/** Nodes plus characters after expansion of aliases: beyond what any document within the byte limit has without them. */
export const MAX_EXPANDED = 24 * 1024 * 1024

/** Nodes that aliases may add: more than a document of a few MB has in all. */
export const MAX_COPIED = 1_000_000

/** Members that the specification has as strings and that authors leave unquoted: `swagger: 2.0` isn't the number 2. */
const ROOT_TEXTS = new Set(['swagger', 'openapi'])
const INFO_TEXTS = new Set(['version', 'title'])

/** How a node is read: its scalar as in `ScalarReading`, or as the object that is the document or its `info`. */
type Reading = ScalarReading | 'root' | 'info'

/**
 * @param places gets the place of every member when given
 * @returns the value, and the integers that a double rounds; `undefined` where there is nothing but comments
 * @throws DefinitionError `syntax` with line and column, `limit` for depth, aliases and cycles, `unsupported` for `__proto__`
 */
export function parseYaml(source: SourceText, places?: Places): { value: Json | undefined; rounded: RoundedNumber[] } {
  const composer = new YamlComposer(source, events(source), places)
  return { value: composer.document(), rounded: composer.rounded }
}

function events(source: SourceText): Event[] {
  try {
    return parseEvents(source.text, { maxDepth: MAX_DEPTH })
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    if (error.reason.includes('maxDepth')) throw source.depthError(error.mark?.position ?? 0)
    throw source.syntaxError(`it is neither JSON nor YAML (${error.reason})`, error.mark?.position)
  }
}

class YamlComposer {
  readonly rounded: RoundedNumber[] = []
  readonly #source: SourceText
  readonly #places: Places | undefined
  readonly #events: readonly Event[]
  readonly #anchors = new Map<string, { value: Json } | 'open'>()
  #index = 0
  #offset = 0
  #expanded = 0
  #copied = 0

  constructor(source: SourceText, parsed: readonly Event[], places: Places | undefined) {
    this.#source = source
    this.#events = parsed
    this.#places = places
  }

  document(): Json | undefined {
    if (this.#take()?.type !== EVENT_ID.DOCUMENT) return undefined
    const first = this.#peek()
    const value = this.#node('root', 1)
    this.#take()
    if (this.#peek()) throw this.#source.syntaxError('it holds more than one YAML document')
    return first?.type === EVENT_ID.SCALAR && first.valueStart < 0 ? undefined : value
  }

  #peek(): Event | undefined {
    return this.#events[this.#index]
  }

  #take(): Event | undefined {
    const event = this.#events[this.#index++]
    if (event) this.#offset = offsetOf(event) ?? this.#offset
    return event
  }

  #node(reading: Reading, depth: number): Json {
    const event = this.#take()
    switch (event?.type) {
      case EVENT_ID.SCALAR:
        return this.#anchored(event, () => this.#scalar(event, reading))
      case EVENT_ID.SEQUENCE:
        return this.#anchored(event, () => this.#sequence(event, depth))
      case EVENT_ID.MAPPING:
        return this.#anchored(event, () => this.#mapping(event, reading, depth))
      case EVENT_ID.ALIAS:
        return this.#copy(this.#alias(event.anchorStart, event.anchorEnd), depth)
      case EVENT_ID.DOCUMENT:
      case EVENT_ID.POP:
      case undefined:
        throw this.#source.syntaxError('the document ends where a value has to be', this.#offset)
    }
  }

  #anchored(event: ScalarEvent | SequenceEvent | MappingEvent, compose: () => Json): Json {
    if (event.anchorStart < 0) return compose()
    const name = this.#source.text.slice(event.anchorStart, event.anchorEnd)
    this.#anchors.set(name, 'open')
    const value = compose()
    this.#anchors.set(name, { value })
    return value
  }

  #alias(start: number, end: number): Json {
    const name = this.#source.text.slice(start, end)
    const anchor = this.#anchors.get(name)
    if (anchor === undefined) throw this.#source.syntaxError(`the alias "*${name}" has no anchor before it`, start - 1)
    if (anchor === 'open') {
      throw this.#source.error(
        'limit',
        `the alias "*${name}" refers to what it stands in`,
        'use a $ref instead',
        start - 1
      )
    }
    return anchor.value
  }

  /** A copy, so that nothing of the document is shared: its size counts, and a change to one place stays there. */
  #copy(value: Json, depth: number): Json {
    this.#copied++
    this.#count(typeof value === 'string' ? value.length : 0)
    if (typeof value !== 'object' || value === null) return value
    if (depth > MAX_DEPTH) throw this.#source.depthError(this.#offset)
    if (Array.isArray(value)) {
      const array = value.map(item => this.#copy(item, depth + 1))
      this.#places?.recordCopy(array, value)
      return array
    }
    const object: JsonObject = {}
    for (const [name, member] of Object.entries(value)) {
      this.#count(name.length)
      object[name] = this.#copy(member, depth + 1)
    }
    this.#places?.recordCopy(object, value)
    return object
  }

  #count(characters: number): void {
    this.#expanded += 1 + characters
    if (this.#expanded <= MAX_EXPANDED && this.#copied <= MAX_COPIED) return
    throw this.#source.error(
      'limit',
      'its aliases expand to more than the size limit',
      'use $ref instead of YAML aliases',
      this.#offset
    )
  }

  #sequence(event: SequenceEvent, depth: number): Json[] {
    checkCollectionTag(this.#source, event, 'seq')
    const array: Json[] = []
    for (let next = this.#peek(); next && next.type !== EVENT_ID.POP; next = this.#peek()) {
      this.#places?.record(array, array.length, offsetOf(next) ?? this.#offset)
      array.push(this.#node('core', depth + 1))
    }
    this.#take()
    this.#count(0)
    return array
  }

  #mapping(event: MappingEvent, reading: Reading, depth: number): JsonObject {
    checkCollectionTag(this.#source, event, 'map')
    const object: JsonObject = {}
    const merged = new Set<string>()
    for (let next = this.#peek(); next && next.type !== EVENT_ID.POP; next = this.#peek()) {
      const isMerge = this.#isMergeKey(next)
      const name = this.#key()
      const nameOffset = this.#offset
      if (isMerge) {
        this.#merge(object, merged, this.#node('core', depth), nameOffset)
        continue
      }
      if (Object.hasOwn(object, name) && !merged.delete(name)) throw this.#source.duplicateError(name, nameOffset)
      object[name] = this.#node(memberReading(reading, name), depth + 1)
      this.#places?.record(object, name, nameOffset)
    }
    this.#take()
    this.#count(0)
    return object
  }

  #key(): string {
    const event = this.#take()
    let name: Json
    if (event?.type === EVENT_ID.ALIAS) name = this.#alias(event.anchorStart, event.anchorEnd)
    else if (event?.type === EVENT_ID.SCALAR) name = this.#anchored(event, () => this.#scalar(event, 'name'))
    else throw this.#source.syntaxError('the name of a member is an object or an array', this.#offset)
    if (typeof name !== 'string') throw this.#source.syntaxError('a member has no name', this.#offset)
    this.#source.checkName(name, this.#offset)
    return name
  }

  /** `<<`, the merge key of YAML 1.1: no part of 1.2, but every reader that authors know takes it. */
  #isMergeKey(event: Event): boolean {
    return (
      event.type === EVENT_ID.SCALAR &&
      event.style === SCALAR_STYLE.PLAIN &&
      event.tagStart < 0 &&
      event.valueEnd - event.valueStart === 2 &&
      this.#source.text.startsWith('<<', event.valueStart)
    )
  }

  /** What a mapping has itself wins over what is merged into it, and the earlier source over the later one. */
  #merge(object: JsonObject, merged: Set<string>, value: Json, offset: number): void {
    for (const part of Array.isArray(value) ? value : [value]) {
      if (!isObject(part)) throw this.#source.syntaxError('"<<" merges something that is not an object', offset)
      for (const [name, member] of Object.entries(part)) {
        if (Object.hasOwn(object, name)) continue
        object[name] = member
        merged.add(name)
        this.#places?.record(object, name, this.#places.offsetOf(part, name) ?? offset)
      }
    }
  }

  #scalar(event: ScalarEvent, reading: Reading): Json {
    const value = readScalar(this.#source, event, reading)
    this.#count(event.valueEnd - event.valueStart)
    if (typeof value === 'number' && this.rounded.length < MAX_ROUNDED) {
      const text = this.#source.text.slice(event.valueStart, event.valueEnd)
      if (isRounded(text, value)) this.rounded.push({ text, ...this.#source.place(event.valueStart) })
    }
    return value
  }
}

/** The offset of an event that stands in the text; the ends of collections and empty values don't. */
function offsetOf(event: Event): number | undefined {
  if (event.type === EVENT_ID.SCALAR) return event.valueStart < 0 ? undefined : event.valueStart - quoteLength(event)
  if (event.type === EVENT_ID.ALIAS) return event.anchorStart - 1
  if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) return event.start
  return undefined
}

function quoteLength({ style }: ScalarEvent): number {
  return style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED ? 1 : 0
}

function memberReading(parent: Reading, name: string): Reading {
  if (parent === 'root') return name === 'info' ? 'info' : ROOT_TEXTS.has(name) ? 'text' : 'core'
  return parent === 'info' && INFO_TEXTS.has(name) ? 'text' : 'core'
}
