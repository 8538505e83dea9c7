/** Where in the API's document a place of the definition comes from. */

import { traceConversion, type TracedConversion } from './convert/index.ts'
import { isObject, own, pointer, segmentsOf, stringAt, type Json, type JsonObject } from './json.ts'
import { parameterKey } from './operations.ts'
import type { Place, ReadDocument } from './read.ts'
import type { ApiDescription } from './specification.ts'

/** A place in a file of the workspace; line and column from 1. */
export interface FilePlace extends Place {
  readonly file: string
}

/** Members of a definition, and where OpenAPI 3 has them. */
const MOVED: ReadonlyMap<string, string> = new Map([
  ['definitions', '/components/schemas'],
  ['parameters', '/components/parameters'],
  ['responses', '/components/responses'],
  ['securityDefinitions', '/components/securitySchemes'],
  ['host', '/servers/0/url'],
  ['basePath', '/servers/0/url'],
  ['schemes', '/servers/0/url']
])

/**
 * Finds the place of the thing that a pointer into the definition names, or of what it is part of: parameters, responses,
 * fields of schemas, and what was added by the member or item that it was added to.
 *
 * Parameters are told by place and name, for what the connector adds changes their order. Of OpenAPI 3 the first call
 * converts the document once more, and then its objects tell where they come from.
 *
 * @param api the API's document as it was read
 * @param definition what was made of it
 * @returns `undefined` where not even the section is in the document
 */
export function sourcePlaces(
  { document, specification, locate }: ApiDescription & Pick<ReadDocument, 'locate'>,
  definition: JsonObject
): (pointer: string) => Place | undefined {
  const isSwagger = specification.kind === 'swagger'
  let source: TracedConversion | undefined
  return at => {
    source ??= isSwagger ? { definition: document, originOf: () => undefined } : traceConversion(document)
    const start = originOf(source, definition, segmentsOf(at), isSwagger ? new Map<string, string>() : MOVED)
    for (let origin = start; origin !== ''; origin = parentOf(origin)) {
      // What parameters and headers say about their value themselves, OpenAPI 3 says in a schema.
      const inSchema = `${parentOf(origin)}/schema${origin.slice(origin.lastIndexOf('/'))}`
      const place = locate(origin) ?? locate(inSchema)
      if (place) return place
    }
    return undefined
  }
}

function parentOf(at: string): string {
  return at.slice(0, at.lastIndexOf('/'))
}

/** Walks down the definition and the source's side by side; what no object of the source tells stands below what does. */
function originOf(
  source: TracedConversion,
  definition: JsonObject,
  segments: readonly string[],
  moved: ReadonlyMap<string, string>
): string {
  let here: Json | undefined = source.definition
  let prepared: Json | undefined = definition
  let origin = ''
  for (const [depth, segment] of segments.entries()) {
    const name = segments[depth - 1] === 'parameters' ? counterpart(here, prepared, segment) : segment
    if (name === undefined) return origin
    here = memberOf(here, name)
    prepared = memberOf(prepared, segment)
    const traced = isObject(here) ? source.originOf(here) : undefined
    origin = traced ?? (depth === 0 ? moved.get(name) : undefined) ?? origin + pointer(name)
  }
  return origin
}

/** The index of the same parameter in another list; `undefined` where that hasn't got it. */
function counterpart(list: Json | undefined, prepared: Json | undefined, segment: string): string | undefined {
  if (!Array.isArray(list) || !Array.isArray(prepared)) return segment
  const wanted = keyOf(prepared[Number(segment)])
  const index = list.findIndex(parameter => keyOf(parameter) === wanted)
  return index < 0 ? undefined : String(index)
}

function keyOf(parameter: Json | undefined): string {
  return isObject(parameter) ? (stringAt(parameter, '$ref') ?? parameterKey(parameter)) : ''
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  if (Array.isArray(value)) return value[Number(name)]
  return isObject(value) ? own(value, name) : undefined
}
