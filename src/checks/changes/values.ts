/** Types and values: whether what one side gives is what the other takes, and how a finding shows them. */
import { canonicalJson } from '../../definition/canonical.ts'
import { isObject, type Json } from '../../definition/json.ts'
import type { Contents, Schema } from './schema-reader.ts'

/** Formats that change the value itself: how bytes are written, and a time that designers offer as one. */
const VALUE_FORMATS: ReadonlySet<string | undefined> = new Set(['byte', 'binary', 'date-time'])

const MAX_TEXT = 200
const MAX_ITEMS = 20

/**
 * Whether values of the old type can be none of the new: what an input took, or what a reader of an output expects.
 * Every integer is a number. Anything goes where there is no type.
 *
 * @param wide takes the values, or expects them
 * @param narrow gives them
 */
function isOther(narrow: Contents, wide: Contents): boolean {
  if (wide.type === undefined) return false
  if (narrow.type === 'integer' && wide.type === 'number') return false
  return narrow.type !== wide.type || valueFormat(narrow) !== valueFormat(wide)
}

/** Whether a flow that gives values of the old type is refused, or loses the fields and items that it gives. */
export function isOtherInput(before: Contents, after: Contents): boolean {
  const hadParts = before.properties !== undefined || before.items !== undefined
  return isOther(before, after) || (after.type === undefined && hadParts && before.type !== undefined)
}

/** Whether a flow that expects values of the old type may get others. */
export function isOtherOutput(before: Contents, after: Contents): boolean {
  return isOther(after, before)
}

function valueFormat({ type, format }: Contents): string {
  return type === 'string' && format !== undefined && VALUE_FORMATS.has(format) ? format : ''
}

/** `string`, `string (byte)`; nothing where there is no type. */
export function typeFact({ contents }: Schema): string | undefined {
  const format = valueFormat(contents)
  return format === '' ? contents.type : `${contents.type ?? ''} (${format})`
}

/** The values that an enum has lost and gained. */
export interface EnumChange {
  readonly lost: readonly Json[]
  readonly gained: readonly Json[]
}

/** What became of the values of two enums; `undefined` when they have the same ones. */
export function enumChange(before: readonly Json[], after: readonly Json[]): EnumChange | undefined {
  if (before.length === after.length && before.every((value, index) => value === after[index])) return undefined
  const old = new Set(before.map(keyOf))
  const current = new Set(after.map(keyOf))
  const lost = before.filter(value => !current.has(keyOf(value)))
  const gained = after.filter(value => !old.has(keyOf(value)))
  return lost.length + gained.length === 0 ? undefined : { lost, gained }
}

function keyOf(value: Json): string {
  return canonicalJson(value)
}

/** A value as a finding shows it: long texts and lists are cut, objects are told as such. */
export function fact(value: Json | undefined): Json | undefined {
  if (typeof value === 'string') return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT).toWellFormed()}…` : value
  if (isObject(value)) return 'an object'
  if (!Array.isArray(value)) return value
  const items = value.slice(0, MAX_ITEMS).map(item => (Array.isArray(item) ? 'a list' : (fact(item) ?? null)))
  return value.length > MAX_ITEMS ? [...items, `… and ${value.length - MAX_ITEMS} more`] : items
}
