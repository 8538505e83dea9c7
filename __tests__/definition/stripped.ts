/** Documents as a generator would have written them: without annotations and texts, in another order. */

import { isObject, type Json, type JsonObject } from '../../src/definition/json.ts'

const TEXTS = new Set(['summary', 'description', 'title'])
/** Members whose members are named by the author: a property called `title` isn't a title. */
const NAMED_BY_AUTHOR = new Set(
  'paths definitions parameters responses securityDefinitions headers properties'.split(' ')
)
/** What is data or belongs to no operation, parameter or field. */
const DATA = new Set(['example', 'examples', 'default', 'enum', 'externalDocs'])

/** Without `x-ms-*`, `summary`, `description` and `title`, wherever they are keywords. */
export function withoutAnnotations(value: Json, isNames = false): Json {
  if (Array.isArray(value)) return value.map(item => withoutAnnotations(item))
  if (!isObject(value)) return value
  const copy: JsonObject = {}
  for (const [name, member] of Object.entries(value)) {
    if (!isNames && (name.startsWith('x-ms-') || (TEXTS.has(name) && typeof member === 'string'))) continue
    const isData = !isNames && (DATA.has(name) || name.startsWith('x-'))
    copy[name] = isData ? member : withoutAnnotations(member, !isNames && isObject(member) && NAMED_BY_AUTHOR.has(name))
  }
  return copy
}

/** The same with the members of every object the other way round: paths, operations, properties. */
export function reordered(value: Json): Json {
  if (Array.isArray(value)) return value.map(reordered)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, reordered(member)])
  )
}
