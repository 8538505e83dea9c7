/** Where in the API's document a place of the definition comes from. */

import type { Place } from './read.ts'
import type { Specification } from './specification.ts'

/** A place in a file of the workspace; line and column from 1. */
export interface FilePlace extends Place {
  readonly file: string
}

/** Sections of a definition, and where OpenAPI 3 has them. */
const SECTIONS: readonly (readonly [definition: string, openapi: string])[] = [
  ['/definitions/', '/components/schemas/'],
  ['/parameters/', '/components/parameters/'],
  ['/responses/', '/components/responses/'],
  ['/securityDefinitions/', '/components/securitySchemes/']
]

/** `/paths/<path>/<verb>`: what is below it stands elsewhere in OpenAPI 3, and in another order. */
const OPERATION = /^\/paths\/[^/]+(?:\/[a-z]+)?/

/**
 * The place of the thing that a pointer into the definition names, or of what it is part of: of the operation, where
 * conversion has moved its parts about.
 * @param locate of the document as it was read
 * @returns `undefined` when not even the section is in the document
 */
export function sourcePlace(
  pointer: string,
  { kind }: Specification,
  locate: (pointer: string) => Place | undefined
): Place | undefined {
  const start = kind === 'swagger' ? pointer : inOpenApi(pointer)
  for (let at = start; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const place = locate(at)
    if (place) return place
  }
  return undefined
}

function inOpenApi(pointer: string): string {
  const operation = OPERATION.exec(pointer)
  if (operation) return operation[0]
  const section = SECTIONS.find(([definition]) => pointer.startsWith(definition))
  return section ? section[1] + pointer.slice(section[0].length) : pointer
}
