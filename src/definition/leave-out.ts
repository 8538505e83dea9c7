/**
 * The selection before anything else is made of a document: of a large API a connector gets a few operations, and to convert
 * the others first costs time and memory by the size of the whole.
 */

import { eachOfAllReferences, eachReferenceText } from './all-references.ts'
import { isObject, objectAt, own, stringAt, type Json, type JsonObject } from './json.ts'
import { operationsOf } from './operations.ts'
import { nameIn } from './references.ts'
import { chooseOperations, type Choice, type SelectionLines, withoutOperations } from './select.ts'

export interface LeftOut extends Omit<Choice, 'dropped'> {
  /** Shares with the given document what stayed as it was. */
  readonly document: JsonObject
}

/** Sections of OpenAPI 3 components, and of Swagger 2.0, whose entries are reached by references alone. */
const COMPONENTS: readonly string[] = ['schemas', 'responses', 'parameters', 'examples', 'requestBodies', 'headers']
const SECTIONS: readonly string[] = ['definitions', 'parameters', 'responses']

/**
 * The document without the operations that `selectOperations` would leave out of the definition made of it, and without the
 * components that only these use; the very document where that could make another definition: when operations lack an id or
 * share one (ids are made by what else is there), path items are references, or something refers into paths.
 *
 * @param document Swagger 2.0 or OpenAPI 3, as it was read
 */
export function leaveOut(document: JsonObject, lines: SelectionLines): LeftOut {
  const whole = { document, unmatched: [], excluded: 0 }
  if (lines.include.length + lines.exclude.length === 0 || !hasOwnIds(document)) return whole
  const { dropped, unmatched, excluded } = chooseOperations(document, lines)
  if (excluded === 0 || refersElsewhere(document)) return whole
  return { document: withoutUnreached(withoutOperations(document, dropped)), unmatched, excluded }
}

function hasOwnIds(document: JsonObject): boolean {
  const ids = new Set<string>()
  let operations = 0
  for (const { operation } of operationsOf(document)) {
    operations++
    ids.add(stringAt(operation, 'operationId') ?? '')
  }
  const items = Object.values(objectAt(document, 'paths') ?? {})
  return ids.size === operations && !ids.has('') && !items.some(item => isObject(item) && Object.hasOwn(item, '$ref'))
}

/** Whether a reference leads anywhere but to an entry of a section, or into it. */
function refersElsewhere(document: JsonObject): boolean {
  let elsewhere = false
  eachOfAllReferences(document, ref => {
    elsewhere ||= keyOf(ref) === undefined
  })
  return elsewhere
}

/** An entry of a section: `definitions/Order`, `schemas/Order`. */
function keyOf(ref: string): string | undefined {
  const [root, first = '', second = '', third] = ref.split('/')
  if (root !== '#') return undefined
  if (first === 'components') return third === undefined ? undefined : `${second}/${nameIn(third)}`
  return SECTIONS.includes(first) ? `${first}/${nameIn(second)}` : undefined
}

/** What neither operations nor anything else beside the sections leads to has gone with the operations. */
function withoutUnreached(document: JsonObject): JsonObject {
  const isSwagger = Object.hasOwn(document, 'swagger')
  const holder = isSwagger ? document : (objectAt(document, 'components') ?? {})
  const sections = isSwagger ? SECTIONS : COMPONENTS
  const outside = Object.entries(holder).filter(([name]) => !sections.includes(name))
  const reached = reachedFrom(holder, [isSwagger ? [] : { ...document, components: {} }, Object.fromEntries(outside)])
  const left = Object.entries(holder).map(([name, section]): [string, Json] => {
    if (!sections.includes(name) || !isObject(section)) return [name, section]
    const entries = Object.entries(section).filter(([entry]) => reached.has(`${name}/${entry}`))
    return [name, Object.fromEntries(entries)]
  })
  // As when they are pruned, a section goes with its last entry.
  const members = left.filter(([name, section]) => !isEmptied(own(holder, name), section))
  return isSwagger ? Object.fromEntries(members) : { ...document, components: Object.fromEntries(members) }
}

function isEmptied(before: Json | undefined, after: Json): boolean {
  return isObject(before) && isObject(after) && Object.keys(before).length > 0 && Object.keys(after).length === 0
}

function reachedFrom(holder: JsonObject, start: readonly Json[]): Set<string> {
  const reached = new Set<string>()
  const open = [...start]
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    eachReferenceText(value, ref => {
      const key = keyOf(ref)
      if (key === undefined || reached.has(key)) return
      reached.add(key)
      const [section, name] = splitOnce(key)
      const entry = own(objectAt(holder, section) ?? {}, name)
      if (entry !== undefined) open.push(entry)
    })
  }
  return reached
}

/** A name can have slashes, a section can't. */
function splitOnce(key: string): [string, string] {
  const slash = key.indexOf('/')
  return [key.slice(0, slash), key.slice(slash + 1)]
}
