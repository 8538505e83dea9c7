/**
 * The shapes of Swagger 2.0: what an object may hold, as tables of members, and how a value that doesn't fit is mended.
 *
 * Everything that is sent went through here, so it is valid against the official schema whatever the source held.
 */
import { isObject, own, type Json, type JsonObject } from '../json.ts'
import { at, put, type Context } from './context.ts'

/** What one member may hold. `mend` gives the value to keep, or `undefined` where there is nothing to keep. */
export interface Check {
  /** "a string": what the value has to be. */
  readonly wants: string
  readonly mend: (context: Context, value: Json, pointer: string) => Json | undefined
}

export type Shape = ReadonlyMap<string, Check>

export function check(wants: string, fits: (value: Json) => boolean): Check {
  return { wants, mend: (_context, value) => (fits(value) ? value : undefined) }
}

/** A check that reports what it mends itself. */
export function mender(mend: Check['mend']): Check {
  return { wants: 'something else', mend }
}

export const anything = check('anything', () => true)
export const text = check('a string', value => typeof value === 'string')
export const flag = check('true or false', value => typeof value === 'boolean')
export const number = check('a number', value => typeof value === 'number' && Number.isFinite(value))
export const count = check('a whole number of at least 0', value => Number.isInteger(value) && Number(value) >= 0)
export const positive = check(
  'a number above 0',
  value => typeof value === 'number' && value > 0 && Number.isFinite(value)
)
export const address = check('an absolute URL', value => typeof value === 'string' && URL.canParse(value))
export const mail = check('an e-mail address', value => typeof value === 'string' && /^[^\s@]+@[^\s@]+$/.test(value))

export function oneOf(...values: readonly string[]): Check {
  return check(`one of ${values.join(', ')}`, value => typeof value === 'string' && values.includes(value))
}

/** A list of strings without repetitions; `least` is how many there have to be. */
export function strings(least: number, allowed?: Check): Check {
  return mender((context, value, pointer) => {
    if (!Array.isArray(value)) return reject(context, pointer, 'not a list of strings, left out')
    const fits = value.filter((item, index) => isListed(context, item, allowed, at(pointer, index)))
    const list = unique(context, fits.length === value.length ? value : fits, pointer)
    return list.length < least ? reject(context, pointer, 'an empty list is not allowed, left out') : list
  })
}

function isListed(context: Context, item: Json, allowed: Check | undefined, pointer: string): boolean {
  const expected = typeof item === 'string' ? allowed : text
  if (expected === undefined || expected.mend(context, item, pointer) !== undefined) return true
  reject(context, pointer, `not ${expected.wants}, left out`)
  return false
}

/** A list without repetitions; the list itself if it has none. */
export function unique(context: Context, list: Json[], pointer: string): Json[] {
  if (list.length < 2) return list
  const known = new Set<string>()
  const once = list.filter((item, index) => {
    const key = typeof item === 'string' ? `"${item}` : canonical(item)
    if (known.has(key)) {
      context.losses.add('duplicate', at(pointer, index), 'this is there twice, the second one is left out')
      return false
    }
    known.add(key)
    return true
  })
  return once.length === list.length ? list : once
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

/** Where a member of a result stands in the source. */
export function placeOf(context: Context, node: Json | undefined, natural: string): string {
  return (isObject(node) ? context.origins.get(node) : undefined) ?? natural
}

/** A copy of the node with the members that its shape knows and `x-…`; everything else is a loss. */
export function fitted(context: Context, node: JsonObject, pointer: string, shape: Shape): JsonObject {
  const out: JsonObject = {}
  const here = placeOf(context, node, pointer)
  for (const [name, value] of Object.entries(node)) {
    const expected = shape.get(name)
    if (expected !== undefined) {
      const place = placeOf(context, value, at(here, name))
      const mended = expected.mend(context, value, place)
      if (mended !== undefined) put(out, name, mended)
      else if (expected.wants !== 'something else') reject(context, place, `not ${expected.wants}, left out`)
    } else if (name.startsWith('x-')) {
      put(out, name, value)
    } else {
      context.losses.add('keyword', at(here, name), `"${name}" is nothing that Swagger 2.0 has here, left out`)
    }
  }
  return out
}

/** An object of this shape, which has to have the given members. */
export function object(shape: Shape, ...required: readonly string[]): Check {
  return mender((context, value, pointer) => {
    if (!isObject(value)) return reject(context, pointer, 'not an object, left out')
    const out = fitted(context, value, pointer, shape)
    const missing = required.find(name => own(out, name) === undefined)
    return missing === undefined ? out : reject(context, pointer, `"${missing}" is missing, so this is left out`)
  })
}

/** An object of any names whose members are of one kind. */
export function record(member: Check['mend'], isName: (name: string) => boolean = () => true): Check {
  return mender((context, value, pointer) => {
    if (!isObject(value)) return reject(context, pointer, 'not an object, left out')
    const out: JsonObject = {}
    for (const [name, child] of Object.entries(value)) {
      const place = placeOf(context, child, at(pointer, name))
      if (!isName(name)) {
        if (name.startsWith('x-')) put(out, name, child)
        else reject(context, place, `"${name}" is no name that is allowed here, left out`)
        continue
      }
      const mended = member(context, child, place)
      if (mended !== undefined) put(out, name, mended)
    }
    return out
  })
}
