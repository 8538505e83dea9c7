/**
 * The shapes of Swagger 2.0: what an object may hold, as tables of members, and how a value that doesn't fit is mended.
 *
 * Everything that is sent went through here, so it is valid against the official schema whatever the source held. What fits
 * stays the very object that it was: nearly everything does, and copies would double what a conversion takes.
 */
import { isObject, mapItems, mapMembers, own, type Json, type JsonObject } from '../json.ts'
import { at, standing, type Context } from './context.ts'

/** What one member may hold. */
export type Check = Test | Mender

/** A value that is kept as it is, or left out. */
export interface Test {
  /** "a string": what the value has to be. */
  readonly wants: string
  readonly fits: (value: Json) => boolean
}

/** A value that can be kept in part. */
export interface Mender {
  /** Gives the value to keep, or `undefined` where there is nothing to keep, and reports the difference. */
  readonly mend: (context: Context, value: Json, pointer: string) => Json | undefined
}

export type Shape = ReadonlyMap<string, Check>

export function test(wants: string, fits: (value: Json) => boolean): Test {
  return { wants, fits }
}

export const anything = test('anything', () => true)
export const text = test('a string', value => typeof value === 'string')
export const flag = test('true or false', value => typeof value === 'boolean')
export const number = test('a number', value => typeof value === 'number' && Number.isFinite(value))
export const count = test('a whole number of at least 0', value => Number.isInteger(value) && Number(value) >= 0)
export const positive = test('a number above 0', value =>
  typeof value === 'number' && value > 0 && Number.isFinite(value))
export const address = test('an absolute URL', value => typeof value === 'string' && URL.canParse(value))
export const mail = test('an e-mail address', value => typeof value === 'string' && /^[^\s@]+@[^\s@]+$/.test(value))

export function oneOf(...values: readonly string[]): Test {
  return test(`one of ${values.join(', ')}`, value => typeof value === 'string' && values.includes(value))
}

/** A list of strings without repetitions; `least` is how many there have to be. */
export function strings(least: number, allowed?: Test): Mender {
  return {
    mend: (context, value, pointer) => {
      if (!Array.isArray(value)) return reject(context, pointer, 'not a list of strings, left out')
      const fitting = mapItems(value, (item, index) => listed(context, item, allowed, pointer, index))
      const list = unique(context, fitting, pointer)
      return list.length < least ? reject(context, pointer, 'an empty list is not allowed, left out') : list
    }
  }
}

function listed(
  context: Context,
  item: Json,
  allowed: Test | undefined,
  pointer: string,
  index: number
): Json | undefined {
  const expected = typeof item === 'string' ? allowed : text
  if (expected === undefined || expected.fits(item)) return item
  return reject(context, at(pointer, index), `not ${expected.wants}, left out`)
}

/** A list without repetitions; the list itself if it has none. */
export function unique(context: Context, list: Json[], pointer: string): Json[] {
  if (list.length < 2) return list
  const plain = new Set<Json>()
  let composed: Set<Json> | undefined
  return mapItems(list, (item, index) => {
    const isPlain = typeof item !== 'object' || item === null
    const known = isPlain ? plain : (composed ??= new Set())
    const key = isPlain ? item : canonical(item)
    if (known.has(key)) {
      context.losses.add('duplicate', at(pointer, index), 'this is there twice, the second one is left out')
      return undefined
    }
    known.add(key)
    return item
  })
}

/** Text that is the same for values that are equal, whatever the order of their members. */
export function canonical(value: Json): string {
  return JSON.stringify(value, (_key, item: Json) =>
    isObject(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item
  )
}

/** Records a value that is left out since it isn't what the specification says; always `undefined`, as what is left. */
export function reject(context: Context, pointer: string, message: string): JsonObject | undefined {
  context.losses.add('invalid-value', pointer, message)
  return undefined
}

/** Where a value stands in the source: a member of what stands at `pointer` where `member` names one. */
export function placeOf(context: Context, node: Json | undefined, pointer: string, member?: string | number): string {
  const origin = isObject(node) ? context.origins.get(node) : undefined
  return origin ?? (member === undefined ? pointer : at(pointer, member))
}

/** The node with the members that its shape knows and `x-…`; everything else is a loss. */
export function fitted(context: Context, node: JsonObject, pointer: string, shape: Shape): JsonObject {
  const here = placeOf(context, node, pointer)
  const out = mapMembers(node, (value, name) => {
    const expected = shape.get(name)
    if (expected === undefined) {
      if (name.startsWith('x-')) return value
      context.losses.add('keyword', at(here, name), `"${name}" is nothing that Swagger 2.0 has here, left out`)
      return undefined
    }
    if ('mend' in expected) return expected.mend(context, value, placeOf(context, value, here, name))
    if (expected.fits(value)) return value
    return reject(context, placeOf(context, value, here, name), `not ${expected.wants}, left out`)
  })
  return out === node ? out : standing(context, out, here)
}

/** An object of this shape, which has to have the given members. */
export function object(shape: Shape, ...required: readonly string[]): Mender {
  return {
    mend: (context, value, pointer) => {
      if (!isObject(value)) return reject(context, pointer, 'not an object, left out')
      const out = fitted(context, value, pointer, shape)
      const missing = required.find(name => own(out, name) === undefined)
      return missing === undefined ? out : reject(context, pointer, `"${missing}" is missing, so this is left out`)
    }
  }
}

/** An object of any names whose members are of one kind. */
export function record(member: Mender['mend'], isName: (name: string) => boolean = () => true): Mender {
  return {
    mend: (context, value, pointer) => {
      if (!isObject(value)) return reject(context, pointer, 'not an object, left out')
      return mapMembers(value, (child, name) => {
        if (isName(name)) return member(context, child, placeOf(context, child, pointer, name))
        if (name.startsWith('x-')) return child
        const place = placeOf(context, child, pointer, name)
        return reject(context, place, `"${name}" is no name that is allowed here, left out`)
      })
    }
  }
}
