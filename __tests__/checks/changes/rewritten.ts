/** The same definition written in another way: without references, or with others. */
import { arrayAt, copyOf, isObject, objectAt, type Json, type JsonObject } from '../../../src/definition/json.ts'
import { METHODS, parametersOf } from '../../../src/definition/operations.ts'
import { follow } from '../../../src/definition/references.ts'

/** More than this isn't worth a test; recursive definitions have more than any number. */
const MAX_VALUES = 100_000
const MAX_DEPTH = 100

/**
 * Every reference replaced by what it leads to, what stands beside it included, and the parameters of paths taken into the
 * operations. `undefined` for what has no end.
 */
export function inlined(document: JsonObject): JsonObject | undefined {
  let left = MAX_VALUES
  const inline = (value: Json, isNames: boolean, depth: number): Json => {
    if (depth > MAX_DEPTH) left = 0
    if (left-- <= 0) return null
    if (Array.isArray(value)) return value.map(item => inline(item, false, depth + 1))
    if (!isObject(value)) return value
    if (!isNames && typeof value['$ref'] === 'string') {
      const { $ref: _ref, ...beside } = value
      const target = follow(document, value)
      return inline(target === undefined ? beside : { ...beside, ...target, ...seenBeside(beside) }, false, depth + 1)
    }
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [
        name,
        isData(name) && !isNames ? member : inline(member, name === 'properties' && !isNames, depth + 1)
      ])
    )
  }
  const paths = Object.entries(objectAt(document, 'paths') ?? {}).map(([path, item]): [string, Json] => [
    path,
    isObject(item) && !path.startsWith('x-') ? inline(withOwnParameters(document, item), false, 0) : item
  ])
  return left <= 0 ? undefined : { ...copyOf(document), paths: copyOf(Object.fromEntries(paths)), definitions: {} }
}

function seenBeside(beside: JsonObject): JsonObject {
  const names = ['summary', 'x-ms-summary', 'title', 'description', 'x-ms-visibility', 'readOnly', 'default']
  return Object.fromEntries(Object.entries(beside).filter(([name]) => names.includes(name)))
}

function isData(name: string): boolean {
  return (
    ['example', 'examples', 'default', 'enum'].includes(name) ||
    (name.startsWith('x-') && name !== 'x-ms-notification-content')
  )
}

function withOwnParameters(document: JsonObject, pathItem: JsonObject): JsonObject {
  const { parameters: _parameters, ...rest } = pathItem
  return Object.fromEntries(
    Object.entries(rest).map(([name, operation]) => {
      if (!METHODS.some(method => method === name) || !isObject(operation)) return [name, operation]
      const parameters = [...parametersOf(document, { pathItem, operation }).values()].map(({ listed }) => listed)
      return [name, { ...operation, parameters }]
    })
  )
}

/** Numbers from 0 to 1, the same for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/**
 * An inlined definition with some schemas moved behind references, taken apart by `allOf`, or repeated through chains of
 * references; with some parameters and responses moved to their sections; all by the seed.
 */
export function outlined(document: JsonObject, seed: number): JsonObject {
  const random = randomNumbers(seed)
  const sections: Record<'definitions' | 'parameters' | 'responses', JsonObject> = {
    definitions: {},
    parameters: {},
    responses: {}
  }
  const move = (section: keyof typeof sections, value: Json): JsonObject => {
    const name = `Moved${Object.keys(sections[section]).length}/~é`
    sections[section][name] = value
    return { $ref: `#/${section}/${encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))}` }
  }
  const schema = (value: Json | undefined): Json => {
    if (!isObject(value)) return value ?? null
    const copy: JsonObject = {}
    for (const [name, member] of Object.entries(value)) {
      if (name === 'properties' && isObject(member)) {
        copy[name] = Object.fromEntries(Object.entries(member).map(([key, field]) => [key, schema(field)]))
      } else copy[name] = name === 'items' || name === 'additionalProperties' ? schema(member) : member
    }
    const dice = random()
    if (dice < 0.2) return move('definitions', copy)
    if (dice < 0.25) return move('definitions', move('definitions', copy))
    if (dice < 0.35 && copy['type'] === 'object' && isObject(copy['properties'])) return { allOf: branches(copy) }
    return copy
  }
  const branches = ({ properties, ...rest }: JsonObject): Json[] => {
    const fields = Object.entries(isObject(properties) ? properties : {})
    const half = Math.floor(random() * (fields.length + 1))
    const part = (some: [string, Json][]): JsonObject => ({ type: 'object', properties: Object.fromEntries(some) })
    return [{ ...rest, ...part(fields.slice(0, half)) }, move('definitions', part(fields.slice(half)))]
  }
  const withSchema = (holder: JsonObject): JsonObject =>
    isObject(holder['schema']) ? { ...holder, schema: schema(holder['schema']) } : holder
  const shared = (section: 'parameters' | 'responses', value: Json): Json => {
    if (!isObject(value)) return value
    const copy = withSchema(value)
    return random() < 0.2 ? move(section, copy) : copy
  }
  const operation = (value: JsonObject): JsonObject => ({
    ...value,
    parameters: (arrayAt(value, 'parameters') ?? []).map(parameter => shared('parameters', parameter)),
    responses: Object.fromEntries(
      Object.entries(objectAt(value, 'responses') ?? {}).map(([code, response]) => [
        code,
        shared('responses', response)
      ])
    )
  })
  const paths = Object.entries(objectAt(document, 'paths') ?? {}).map(([path, item]): [string, Json] => {
    if (path.startsWith('x-') || !isObject(item)) return [path, item]
    const members = Object.entries(item).map(([name, member]): [string, Json] => {
      if (!isObject(member)) return [name, member]
      if (name === 'x-ms-notification-content') return [name, withSchema(member)]
      return [name, METHODS.some(method => method === name) ? operation(member) : member]
    })
    return [path, Object.fromEntries(members)]
  })
  return copyOf({ ...document, paths: Object.fromEntries(paths), ...sections })
}
