/** `$ref` of Swagger 2.0: `#/definitions/…`, `#/parameters/…`, `#/responses/…` as JSON pointers in a URI fragment. */
import { isObject, own, stringAt, type Json, type JsonObject } from '../../definition/json.ts'

/** What a reference leads to; `name` is the definition, parameter or response it stands in, or is (`whole`). */
export interface Target {
  readonly state: 'found'
  readonly value: JsonObject
  readonly name: string
  readonly whole: boolean
}
export type Resolution = Target | { readonly state: 'syntax' | 'prefix' | 'missing' }

/** Looks references up, each distinct one once. */
export interface Resolver {
  resolve(reference: Json, section: Section): Resolution
  /** The schema behind a chain of references; `undefined` where the chain breaks or turns in a circle. */
  schema(value: Json | undefined): JsonObject | undefined
}

export type Section = 'definitions' | 'parameters' | 'responses'

/** A longer chain of references is taken for a circle. */
const longestChain = 32

export function createResolver(root: JsonObject): Resolver {
  const known = {
    definitions: new Map<string, Resolution>(),
    parameters: new Map<string, Resolution>(),
    responses: new Map<string, Resolution>()
  }

  function resolve(reference: Json, section: Section): Resolution {
    if (typeof reference !== 'string') return { state: 'prefix' }
    const seen = known[section].get(reference)
    if (seen !== undefined) return seen
    const resolution = lookUp(root, reference, section)
    known[section].set(reference, resolution)
    return resolution
  }

  function schema(value: Json | undefined): JsonObject | undefined {
    let current = value
    for (let links = 0; links < longestChain; links++) {
      if (!isObject(current)) return undefined
      const reference = stringAt(current, '$ref')
      if (reference === undefined) return current
      const resolution = resolve(reference, 'definitions')
      if (resolution.state !== 'found') return undefined
      current = resolution.value
    }
    return undefined
  }

  return { resolve, schema }
}

function lookUp(root: JsonObject, reference: string, section: Section): Resolution {
  if (!reference.startsWith(`#/${section}/`)) return { state: 'prefix' }
  const segments = parsePointer(reference.slice(1))
  if (segments === undefined) return { state: 'syntax' }
  let current: Json | undefined = root
  for (const segment of segments) current = member(current, segment)
  if (!isObject(current)) return { state: 'missing' }
  return { state: 'found', value: current, name: segments[1] ?? '', whole: segments.length === 2 }
}

/** The segments of a JSON pointer in a URI fragment, or `undefined` when its escapes are not valid (RFC 6901, 3 and 6). */
function parsePointer(fragment: string): string[] | undefined {
  let text: string
  try {
    text = decodeURIComponent(fragment)
  } catch {
    return undefined
  }
  if (/~(?![01])/.test(text)) return undefined
  return text
    .slice(1)
    .split('/')
    .map(segment => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function member(value: Json | undefined, segment: string): Json | undefined {
  if (Array.isArray(value)) return /^(?:0|[1-9]\d*)$/.test(segment) ? value[Number(segment)] : undefined
  return isObject(value) ? own(value, segment) : undefined
}
