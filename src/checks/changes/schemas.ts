/** Compares inputs and outputs through references, lists and `allOf`. */
import { isDeepStrictEqual } from 'node:util'
import { arrayAt, isObject, objectAt, own, stringAt, type Json, type JsonObject } from '../../definition/json.ts'
import { dynamicExtensions, invocationsOf } from '../model/dynamic.ts'
import { Pair } from './pair.ts'
import {
  type Contents,
  hasSameTexts,
  isInternal,
  isSameScalar,
  isSameText,
  memberOf,
  type Schema,
  SchemaReader
} from './schema-reader.ts'
import { enumChange, fact, isOtherInput, isOtherOutput, typeFact } from './values.ts'

/** A parameter, a body, or a field of one. */
export interface Input {
  readonly schema: Schema
  readonly isRequired: boolean
  /** The parameter that a body's schema stands in: it can have a default, texts and a visibility, too. */
  readonly parameter?: JsonObject
}

type Direction = 'input' | 'output'

/** What is told of an input that is gone. */
type Removal = 'ParameterRemoved' | 'InputFieldRemoved'

/**
 * How many partners both of two shared schemas may have before they aren't compared any more. One may have any number: a
 * definition that the other document repeats in every operation. Both have many only where circles of definitions of
 * different lengths meet, and those would cost the product of the lengths.
 */
const MAX_PARTNERS = 64

/**
 * Compares the schemas of two documents. Two that are both behind references are compared once, however many places lead
 * to them; the pair is remembered and used by all of these. So the cost is linear, and recursion ends.
 */
export class SchemaComparison {
  readonly before: SchemaReader
  readonly after: SchemaReader
  /** Ids of the operations that are gone. */
  readonly #gone: ReadonlySet<string>
  readonly #pairs = { input: new Partners(), output: new Partners() }
  readonly #queue: { direction: Direction; before: Contents; after: Contents; pair: Pair }[] = []

  constructor(before: JsonObject, after: JsonObject, gone: ReadonlySet<string>) {
    this.before = new SchemaReader(before)
    this.after = new SchemaReader(after)
    this.#gone = gone
  }

  /** Compares what the pairs so far lead to. */
  finish(): void {
    for (let next = this.#queue.pop(); next; next = this.#queue.pop()) {
      this.#contents(next.direction, next.before, next.after, '', next.pair)
    }
  }

  /** An input of both sides, or of the one that has it. */
  inputs(before: Input | undefined, after: Input | undefined, at: string, removal: Removal, pair: Pair): void {
    const had = before !== undefined && isOffered(before)
    const has = after !== undefined && isOffered(after)
    if (had && has) this.#offeredInputs(before, after, at, pair)
    else if (had) removedInput(before, after, at, removal, pair)
    else if (has) pair.add(isMissed(after) ? 'RequiredInputAdded' : 'InputAdded', at, undefined, typeFact(after.schema))
    else hiddenInputs(before, after, at, removal, pair)
  }

  #offeredInputs(before: Input, after: Input, at: string, pair: Pair): void {
    if (!hasSameInputTexts(before, after)) pair.add('TextChanged', at)
    const isNewlyMissed = isMissed(after) && !isMissed(before)
    if (isNewlyMissed) pair.add('InputBecameRequired', at)
    if (isOtherInput(before.schema.contents, after.schema.contents)) {
      pair.add('InputTypeChanged', at, typeFact(before.schema), typeFact(after.schema))
      return
    }
    if (!isNewlyMissed) compareDefaults(before, after, at, pair)
    this.#schemas('input', before.schema, after.schema, at, pair)
  }

  /** An output of both sides, or of the one that has it. What makers don't see isn't there for apps and flows. */
  outputs(before: Schema | undefined, after: Schema | undefined, at: string, pair: Pair): void {
    const had = before !== undefined && !isHidden(before)
    const has = after !== undefined && !isHidden(after)
    if (had && has) {
      if (!hasSameTexts(before, after)) pair.add('TextChanged', at)
      if (isOtherOutput(before.contents, after.contents)) {
        pair.add('OutputTypeChanged', at, typeFact(before), typeFact(after))
      } else this.#schemas('output', before, after, at, pair)
    } else if (had) {
      pair.add('OutputFieldRemoved', at, typeFact(before), after === undefined ? undefined : 'internal')
    } else if (has) pair.add('OutputFieldAdded', at, undefined, typeFact(after))
  }

  #schemas(direction: Direction, before: Schema, after: Schema, at: string, pair: Pair): void {
    if (!before.isShared || !after.isShared) {
      this.#contents(direction, before.contents, after.contents, at, pair)
      return
    }
    const [old, current] = [before.contents.target, after.contents.target]
    let shared = this.#pairs[direction].get(old, current)
    if (shared === undefined) {
      shared = new Pair()
      if (!this.#pairs[direction].add(old, current, shared)) return
      this.#queue.push({ direction, before: before.contents, after: after.contents, pair: shared })
    }
    pair.uses.push({ at, pair: shared })
  }

  #contents(direction: Direction, before: Contents, after: Contents, at: string, pair: Pair): void {
    compareEnums(direction, before, after, at, pair)
    if (this.#gone.size > 0) this.#dynamicTargets(after, at, pair)
    if (direction === 'input') this.#inputFields(before, after, at, pair)
    else this.#outputFields(before, after, at, pair)
    if (before.items !== undefined || after.items !== undefined) {
      this.#part(direction, before.items, after.items, `${at}[]`, pair)
    }
    if (before.additional !== undefined && after.additional !== undefined) {
      this.#dictionaries(direction, before, after, `${at}/*`, pair)
    }
  }

  #inputFields(before: Contents, after: Contents, at: string, pair: Pair): void {
    const field = (reader: SchemaReader, schema: Json | undefined, isRequired: boolean): Input | undefined =>
      schema === undefined ? undefined : { schema: reader.read(schema), isRequired }
    const required = [new Set(before.required), new Set(after.required)] as const
    for (const [name, old, current] of fieldsOfBoth(before, after)) {
      const [wasRequired, isRequired] = [required[0].has(name), required[1].has(name)]
      if (wasRequired === isRequired && isSameScalar(old, current)) continue
      const was = field(this.before, old, wasRequired)
      this.inputs(was, field(this.after, current, isRequired), `${at}/${name}`, 'InputFieldRemoved', pair)
    }
  }

  #outputFields(before: Contents, after: Contents, at: string, pair: Pair): void {
    const field = (reader: SchemaReader, schema: Json | undefined): Schema | undefined =>
      schema === undefined ? undefined : reader.read(schema)
    for (const [name, old, current] of fieldsOfBoth(before, after)) {
      if (isSameScalar(old, current)) continue
      this.outputs(field(this.before, old), field(this.after, current), `${at}/${name}`, pair)
    }
  }

  /** Items of a list or values of a dictionary: there is always something, if only of no type. */
  #part(direction: Direction, before: Json | undefined, after: Json | undefined, at: string, pair: Pair): void {
    const [was, is] = [this.before.read(before), this.after.read(after)]
    if (direction === 'output') this.outputs(was, is, at, pair)
    else
      this.inputs({ schema: was, isRequired: false }, { schema: is, isRequired: false }, at, 'InputFieldRemoved', pair)
  }

  /** Designers show no further members beside declared fields, so that it changes nothing when these are forbidden. */
  #dictionaries(direction: Direction, before: Contents, after: Contents, at: string, pair: Pair): void {
    const [old, current] = [before.additional, after.additional]
    if (isObject(old) && isObject(current)) this.#part(direction, old, current, at, pair)
    else if (old !== false && current === false && before.properties === undefined) {
      pair.add(direction === 'input' ? 'InputFieldRemoved' : 'OutputFieldRemoved', at)
    }
  }

  /** Extensions of the new definition that invoke an operation which the old one still had. */
  #dynamicTargets({ nodes }: Contents, at: string, pair: Pair): void {
    for (const holder of nodes) {
      for (const extension of dynamicExtensions) {
        const value = objectAt(holder, extension)
        if (value === undefined) continue
        for (const [, invocation] of invocationsOf(extension, value)) {
          const id = stringAt(invocation, 'operationId')
          if (id !== undefined && this.#gone.has(id)) pair.add('DynamicOperationRemoved', at, id)
        }
      }
    }
  }
}

/**
 * The fields of two objects by name, `undefined` on the side that lacks it. What isn't declared on a side whose fields are
 * made at design time may be there all the same, and is left out.
 */
function* fieldsOfBoth(
  before: Contents,
  after: Contents
): Generator<readonly [name: string, before: Json | undefined, after: Json | undefined]> {
  const old = before.properties ?? {}
  const current = after.properties ?? {}
  const isOpen = before.isDynamic || after.isDynamic
  for (const [name, field] of Object.entries(old)) {
    const counterpart = own(current, name)
    if (counterpart !== undefined || !isOpen) yield [name, field, counterpart]
  }
  for (const [name, field] of isOpen ? [] : Object.entries(current)) {
    if (!Object.hasOwn(old, name)) yield [name, undefined, field]
  }
}

/** The pairs that two schemas are remembered by. */
class Partners {
  readonly #pairs = new Map<JsonObject, Map<JsonObject, Pair>>()
  readonly #counts = new Map<JsonObject, number>()

  get(before: JsonObject, after: JsonObject): Pair | undefined {
    return this.#pairs.get(before)?.get(after)
  }

  /** False when both have too many partners already. */
  add(before: JsonObject, after: JsonObject, pair: Pair): boolean {
    const partners = this.#pairs.get(before)
    const count = this.#counts.get(after) ?? 0
    if (partners !== undefined && partners.size >= MAX_PARTNERS && count >= MAX_PARTNERS) return false
    this.#counts.set(after, count + 1)
    if (partners) partners.set(after, pair)
    else this.#pairs.set(before, new Map([[after, pair]]))
    return true
  }
}

function isHidden(schema: Schema): boolean {
  return isInternal(memberOf(schema, 'x-ms-visibility'))
}

/** Whether makers can set it: the designers show neither internal inputs nor fields that are `readOnly`. */
export function isOffered(input: Input): boolean {
  if (input.parameter !== undefined && isInternal(own(input.parameter, 'x-ms-visibility'))) return false
  return !isHidden(input.schema) && !isReadOnly(input)
}

function isReadOnly({ schema }: Input): boolean {
  return memberOf(schema, 'readOnly') === true
}

function defaultOf({ schema, parameter }: Input): Json | undefined {
  return memberOf(schema, 'default') ?? (parameter && own(parameter, 'default'))
}

/** Whether a call without it is refused. The platform itself fills in defaults and the URL that a webhook calls. */
function isMissed(input: Input): boolean {
  if (!input.isRequired || isReadOnly(input) || defaultOf(input) !== undefined) return false
  const mark = memberOf(input.schema, 'x-ms-notification-url')
  return mark !== true && mark !== 'true'
}

/** An input that makers could set. */
function removedInput(before: Input, after: Input | undefined, at: string, removal: Removal, pair: Pair): void {
  if (after === undefined) pair.add(removal, at, typeFact(before.schema))
  else if (isReadOnly(after)) pair.add(removal, at, typeFact(before.schema), 'read-only')
  else pair.add('InputBecameInternal', at, undefined, 'internal')
}

/**
 * An input that makers neither could nor can set. Flows have it all the same where it has a default: the designer writes
 * that into the flow (as the `queryParametersSingleEncoded` of many file actions). Such defaults can be keys of the API,
 * so they aren't told.
 */
function hiddenInputs(
  before: Input | undefined,
  after: Input | undefined,
  at: string,
  removal: Removal,
  pair: Pair
): void {
  const wasMissed = before !== undefined && isMissed(before)
  const isHeld = before !== undefined && !isReadOnly(before) && defaultOf(before) !== undefined
  if (after !== undefined && isMissed(after) && !wasMissed) {
    pair.add('RequiredInputAdded', at, undefined, typeFact(after.schema))
  } else if (isHeld && after === undefined) pair.add(removal, at, typeFact(before.schema))
  else if (isHeld && after !== undefined && isOtherInput(before.schema.contents, after.schema.contents)) {
    pair.add('InputTypeChanged', at, typeFact(before.schema), typeFact(after.schema))
  } else if (isHeld && after !== undefined && !isDeepStrictEqual(defaultOf(before), defaultOf(after))) {
    pair.add('DefaultChanged', at)
  }
}

function hasSameInputTexts(before: Input, after: Input): boolean {
  if (!hasSameTexts(before.schema, after.schema)) return false
  const [old, current] = [before.parameter, after.parameter]
  if (old === undefined || current === undefined) return true
  return ['x-ms-summary', 'description'].every(name => isSameText(own(old, name), own(current, name)))
}

function compareDefaults(before: Input, after: Input, at: string, pair: Pair): void {
  const [old, current] = [defaultOf(before), defaultOf(after)]
  if (old !== current && !isDeepStrictEqual(old, current)) pair.add('DefaultChanged', at, fact(old), fact(current))
}

/** A value less is worse for who gives it, a value more for who gets it; the latter is only told. */
function compareEnums(direction: Direction, before: Contents, after: Contents, at: string, pair: Pair): void {
  const old = enumOf(before)
  const current = enumOf(after)
  if (old === undefined && current === undefined) return
  if (old === undefined) {
    if (direction === 'input') pair.add('InputEnumNarrowed', at, undefined, fact(current))
    return
  }
  const rule = direction === 'input' ? 'InputEnumWidened' : 'OutputEnumWidened'
  if (current === undefined) {
    pair.add(rule, at, fact(old))
    return
  }
  const change = enumChange(old, current)
  if (change === undefined) return
  if (change.lost.length > 0 && direction === 'input') pair.add('InputEnumNarrowed', at, fact([...change.lost]))
  if (change.gained.length > 0) pair.add(rule, at, undefined, fact([...change.gained]))
}

function enumOf({ nodes }: Contents): Json[] | undefined {
  for (const node of nodes) {
    const values = arrayAt(node, 'enum')
    if (values !== undefined && values.length > 0) return values
  }
  return undefined
}
