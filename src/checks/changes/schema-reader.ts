/** Schemas as designers see them: references followed, `allOf` taken together. */
import { isDeepStrictEqual } from 'node:util'
import { arrayAt, isObject, objectAt, own, stringAt, type Json, type JsonObject } from '../../definition/json.ts'
import { fieldsOf } from '../../definition/keep/fields.ts'
import { follow } from '../../definition/references.ts'

/** A schema, or a parameter or header, which has a type of its own. */
export interface Schema {
  /**
   * As written: the schema itself, or the `$ref` to it. Texts, visibility, default and `readOnly` count beside the `$ref`,
   * too, where authors write them although Swagger 2.0 ignores all of that.
   */
  readonly listed: JsonObject
  readonly contents: Contents
  /** Whether several places can lead to it. */
  readonly isShared: boolean
}

/** What a schema says, whoever leads to it. */
export interface Contents {
  /** The schema behind the references: what it is recognised by. */
  readonly target: JsonObject
  /** The schema and the branches of its `allOf`. */
  readonly nodes: readonly JsonObject[]
  /** Where there is none, what the other members show; a file is a binary string. */
  readonly type: string | undefined
  readonly format: string | undefined
  readonly properties: JsonObject | undefined
  readonly required: readonly Json[]
  readonly items: Json | undefined
  /** The schema of further members, `true`, `false`, or nothing said. */
  readonly additional: Json | undefined
  /** Its fields are made while a maker fills in the card. */
  readonly isDynamic: boolean
}

const NO_TEXT: ReadonlySet<Json | undefined> = new Set([undefined, null, ''])
const TEXTS = ['summary', 'x-ms-summary', 'title', 'description', 'x-ms-enum-values'] as const
const SCALARS: ReadonlySet<string | undefined> = new Set(['string', 'integer', 'number', 'boolean'])

/** More properties than this that several branches of an `allOf` declare are no API description: the first counts. */
const MAX_JOINED = 1000

/** What scalars have nothing of. */
const SCALAR = {
  properties: undefined,
  required: [],
  items: undefined,
  additional: undefined,
  isDynamic: false
} as const

const nothing: Schema = { listed: {}, contents: plainContents({}), isShared: false }

/** Reads the schemas of one document. What several places lead to is read once. */
export class SchemaReader {
  readonly root: JsonObject
  readonly #targets = new Map<string, JsonObject | undefined>()
  readonly #shared = new Map<JsonObject, Contents>()
  readonly #joined = new Map<string, JsonObject>()
  readonly #isJoined = new Set<JsonObject>()
  readonly #numbers = new Map<JsonObject, number>()

  constructor(root: JsonObject) {
    this.root = root
  }

  /**
   * What isn't a schema, and a reference that leads nowhere, says nothing.
   * @param isShared whether something around it is behind a reference
   */
  read(listed: Json | undefined, isShared = false): Schema {
    if (!isObject(listed)) return nothing
    const ref = own(listed, '$ref')
    const isReference = typeof ref === 'string'
    const target = isReference ? this.#follow(ref, listed) : listed
    if (target === undefined) return { ...nothing, listed }
    if (!isReference && !isShared && !this.#isJoined.has(target)) {
      return { listed, contents: this.#contentsOf(target), isShared: false }
    }
    let contents = this.#shared.get(target)
    if (contents === undefined) {
      contents = this.#contentsOf(target)
      this.#shared.set(target, contents)
    }
    return { listed, contents, isShared: true }
  }

  #follow(ref: string, listed: JsonObject): JsonObject | undefined {
    if (this.#targets.has(ref)) return this.#targets.get(ref)
    const target = follow(this.root, listed)
    this.#targets.set(ref, target)
    return target
  }

  #contentsOf(target: JsonObject): Contents {
    return arrayAt(target, 'allOf') === undefined ? plainContents(target) : this.#joinedContents(target)
  }

  /** Of what several branches say the first counts, but for what adds up: properties and what is required. */
  #joinedContents(target: JsonObject): Contents {
    const { nodes, properties, items, additionalProperties } = fieldsOf(this.root, target)
    const parts = nodes.map(plainContents)
    const typed = parts.find(({ type }) => type !== undefined)
    const entries = [...properties].map(([name, schemas]): [string, Json] => [name, this.#join(schemas)])
    return {
      target,
      nodes,
      type: typed?.type,
      format: typed?.format,
      properties: entries.length === 0 ? undefined : Object.fromEntries(entries),
      required: parts.flatMap(({ required }) => required),
      items,
      additional: additionalProperties,
      isDynamic: parts.some(({ isDynamic }) => isDynamic)
    }
  }

  /** One schema for a property that several branches declare; the same one for the same declarations. */
  #join(schemas: readonly Json[]): Json {
    const distinct = new Map<JsonObject, JsonObject>()
    for (const schema of schemas.filter(isObject)) distinct.set(follow(this.root, schema) ?? schema, schema)
    const [first = null] = distinct.values()
    if (distinct.size < 2) return first
    const numbers = [...distinct.keys()].map(target => this.#numberOf(target))
    const key = numbers.sort((a, b) => a - b).join(' ')
    const known = this.#joined.get(key)
    if (known !== undefined) return known
    if (this.#joined.size >= MAX_JOINED) return first
    const joined = { allOf: [...distinct.values()] }
    this.#joined.set(key, joined)
    this.#isJoined.add(joined)
    return joined
  }

  #numberOf(target: JsonObject): number {
    const number = this.#numbers.get(target) ?? this.#numbers.size
    this.#numbers.set(target, number)
    return number
  }
}

function plainContents(target: JsonObject): Contents {
  const declared = stringAt(target, 'type')
  const isFile = declared === 'file'
  const type = isFile ? 'string' : declared
  const format = isFile ? 'binary' : stringAt(target, 'format')
  if (SCALARS.has(type)) return { ...SCALAR, target, nodes: [target], type, format }
  const properties = objectAt(target, 'properties')
  const items = own(target, 'items')
  return {
    target,
    nodes: [target],
    type: type ?? (properties !== undefined ? 'object' : items !== undefined ? 'array' : undefined),
    format,
    properties,
    required: arrayAt(target, 'required') ?? [],
    items,
    additional: own(target, 'additionalProperties'),
    isDynamic: Object.hasOwn(target, 'x-ms-dynamic-schema') || Object.hasOwn(target, 'x-ms-dynamic-properties')
  }
}

/** A member of the schema: beside the reference, behind it, or in the first branch of its `allOf` that has it. */
export function memberOf({ listed, contents }: Schema, name: string): Json | undefined {
  const value = listed === contents.target ? undefined : own(listed, name)
  if (value !== undefined) return value
  for (const node of contents.nodes) {
    const inherited = own(node, name)
    if (inherited !== undefined) return inherited
  }
  return undefined
}

/** Whether the designers hide it from makers. */
export function isInternal(visibility: Json | undefined): boolean {
  return typeof visibility === 'string' && visibility.toLowerCase() === 'internal'
}

/**
 * Whether two schemas are the same to the letter, and lead nowhere: most fields of most updates, so that it is asked before
 * anything is read.
 */
export function isSameScalar(before: Json | undefined, after: Json | undefined): boolean {
  if (!isObject(before) || !isObject(after)) return false
  const names = Object.keys(before)
  if (names.length !== Object.keys(after).length) return false
  // The two documents may share objects, and what is below these can lead elsewhere in each of them.
  return names.every(name => name !== '$ref' && before[name] === after[name] && typeof before[name] !== 'object')
}

/** Whether makers read the same of both. */
export function hasSameTexts(before: Schema, after: Schema): boolean {
  return TEXTS.every(name => isSameText(memberOf(before, name), memberOf(after, name)))
}

/** Whether two texts are the same, an empty one being none. */
export function isSameText(before: Json | undefined, after: Json | undefined): boolean {
  if (before === after || (NO_TEXT.has(before) && NO_TEXT.has(after))) return true
  return typeof before === 'object' && isDeepStrictEqual(before, after)
}
