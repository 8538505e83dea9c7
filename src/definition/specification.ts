/** Which specification a document follows, and what a Swagger 2.0 document has to be like at the least. */

import { DefinitionError } from '../errors.ts'
import { isObject, own, pointer, type Json, type JsonObject } from './json.ts'
import { METHODS } from './operations.ts'
import type { ReadDocument } from './read.ts'
import { eachReference, isLocal } from './references.ts'

export type Specification =
  { readonly kind: 'swagger'; readonly version: '2.0' } | { readonly kind: 'openapi'; readonly version: string }

const NAMED_REFERENCES = 3

/**
 * Swagger 2.0, or OpenAPI 3 with its version as written (`3.0.1`). A version as a number (`2.0` without quotes) counts.
 *
 * @param source what errors call the document
 * @throws DefinitionError `not-openapi` for anything else, `unsupported` for Swagger 1 and unknown versions
 */
export function specificationOf(document: JsonObject, source = 'the document'): Specification {
  const swagger = versionAt(document, 'swagger') ?? versionAt(document, 'swaggerVersion')
  const openapi = versionAt(document, 'openapi')
  if (swagger === '2.0' || swagger === '2') return { kind: 'swagger', version: '2.0' }
  if (openapi !== undefined && /^3(?:\.\d+)*(?:-[\w.]+)?$/.test(openapi)) return { kind: 'openapi', version: openapi }
  const other = swagger === undefined ? openapi && `OpenAPI ${openapi}` : `Swagger ${swagger}`
  if (other !== undefined && other !== '') {
    throw new DefinitionError('unsupported', {
      what: `could not use ${source}`,
      why: `it says it is ${other.slice(0, 40)}`,
      advice: 'publish it as Swagger 2.0 or OpenAPI 3'
    })
  }
  throw new DefinitionError('not-openapi', {
    what: `could not use ${source}`,
    why: `it has neither "swagger" nor "openapi" and so is no API description; it has ${namesFound(document)}`,
    advice: 'check the address of the document'
  })
}

/** An API document that later steps can work on. */
export interface ApiDescription {
  /** Of Swagger 2.0: `swagger` is the string `2.0`. Of OpenAPI 3: as it was read. */
  readonly document: JsonObject
  readonly specification: Specification
}

/**
 * The document as an API description. Of Swagger 2.0 `info` and `paths` are objects, so is every path item and operation,
 * every list of parameters is an array of objects, and no `$ref` leaves the document; of OpenAPI 3 the conversion finds out
 * what is wrong.
 *
 * @param source what errors call the document
 * @throws DefinitionError `unsupported` for unknown versions and for references to other documents, `not-openapi` otherwise
 */
export function requireApiDescription(read: ReadDocument, source: string): ApiDescription {
  const { document } = read
  const specification = specificationOf(document, source)
  if (specification.kind === 'openapi') return { document, specification }
  checkShape(read, source)
  checkReferences(read, source)
  return { document: own(document, 'swagger') === '2.0' ? document : { ...document, swagger: '2.0' }, specification }
}

function versionAt(document: JsonObject, name: string): string | undefined {
  const value = own(document, name)
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : undefined
}

function namesFound(document: JsonObject): string {
  const names = Object.keys(document)
  if (names.length === 0) return 'no members at all'
  const shown = names.slice(0, 5).map(name => JSON.stringify(name.slice(0, 40)))
  return shown.join(', ') + (names.length > shown.length ? ` and ${names.length - shown.length} more` : '')
}

function checkShape(read: ReadDocument, source: string): void {
  const fail = (at: string, wanted: string, value: Json | undefined): never => {
    const place = read.locate(at)
    const where = place ? ` at line ${place.line}, column ${place.column}` : ''
    throw new DefinitionError('not-openapi', {
      what: `could not use ${source}`,
      why: value === undefined ? `${at} is missing` : `${at}${where} is ${kindOf(value)} instead of ${wanted}`,
      advice: 'correct it where the API builds the document'
    })
  }
  const requireObject = (at: string, value: Json | undefined): JsonObject =>
    isObject(value) ? value : fail(at, 'an object', value)
  const checkParameters = (at: string, holder: JsonObject): void => {
    const value = own(holder, 'parameters')
    if (value === undefined) return
    if (!Array.isArray(value)) return fail(`${at}/parameters`, 'an array', value)
    for (const [index, parameter] of value.entries()) requireObject(`${at}/parameters/${index}`, parameter)
  }

  requireObject('/info', own(read.document, 'info'))
  const paths = requireObject('/paths', own(read.document, 'paths'))
  for (const [path, value] of Object.entries(paths)) {
    if (path.startsWith('x-')) continue
    const pathItem = requireObject(pointer('paths', path), value)
    checkParameters(pointer('paths', path), pathItem)
    for (const method of METHODS) {
      if (!Object.hasOwn(pathItem, method)) continue
      const at = pointer('paths', path, method)
      checkParameters(at, requireObject(at, pathItem[method]))
    }
  }
}

function checkReferences({ document }: ReadDocument, source: string): void {
  const external = new Set<string>()
  eachReference(document, ref => {
    if (!isLocal(ref)) external.add(ref)
  })
  if (external.size === 0) return
  const shown = [...external].slice(0, NAMED_REFERENCES).map(ref => JSON.stringify(ref.slice(0, 120)))
  const more = external.size > shown.length ? ` and ${external.size - shown.length} more` : ''
  throw new DefinitionError('unsupported', {
    what: `could not use ${source}`,
    why: `it refers to ${external.size === 1 ? 'another document' : 'other documents'}: ${shown.join(', ')}${more}`,
    advice: 'publish it with these references resolved (bundled), since they are not followed'
  })
}

function kindOf(value: Json): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`
}
