/** Takes into the API's definition what the connector owns: how it is reached and presented. */

import { isObject, mapMembers, objectAt, type JsonObject } from './json.ts'
import { keepAnnotations } from './keep/annotations.ts'
import { keepBodyNames } from './keep/body-names.ts'
import type { LostAnnotation } from './keep/lost.ts'
import type { KeepNote } from './keep/note.ts'
import { keepReach, type ExplicitReach } from './keep/reach.ts'
import { keepSecurity } from './keep/security.ts'
import { METHODS } from './operations.ts'
import { withoutPathReferences } from './path-references.ts'

export type { LostAnnotation } from './keep/lost.ts'
export type { KeepNote } from './keep/note.ts'
export type { ExplicitReach } from './keep/reach.ts'

/** What the input `keep` can name. */
export const KEEP_PARTS = ['host', 'base-path', 'schemes', 'security', 'info', 'annotations'] as const
export type KeepPart = (typeof KEEP_PARTS)[number]

/** What is kept unless the workflow says otherwise. */
export const DEFAULT_KEEP: ReadonlySet<KeepPart> = new Set<KeepPart>(['host', 'schemes', 'security', 'annotations'])

export interface KeepInput {
  /** The API's document as Swagger 2.0 (`toSwagger2`). It isn't changed. */
  readonly api: JsonObject
  /** The connector's definition as stored. It isn't changed. */
  readonly connector: JsonObject
  readonly keep: ReadonlySet<KeepPart>
  /** Inputs that win over both sides; an empty string counts as not given. */
  readonly explicit: ExplicitReach
  /** Where the API document came from, when it was a URL. */
  readonly servedFrom?: URL
  /** The connector's `backendService.serviceUrl`. */
  readonly connectorServiceUrl?: string
  /** Whether the document can't name bodies: converted from OpenAPI 3. */
  readonly unnamedBodies?: boolean
}

export interface KeepResult {
  /** Shares with the given documents what stayed as it was. */
  readonly definition: JsonObject
  /** What a reader should know: values that differ, were dropped, or were made up from elsewhere. */
  readonly notes: KeepNote[]
  /** The connector's `x-ms-*` annotations that found no place any more. */
  readonly lost: LostAnnotation[]
}

/**
 * The API's document with the connector's part in it.
 *
 * @throws DefinitionError `incomplete` when no side has a host or a scheme
 */
export function keepFromConnector(input: KeepInput): KeepResult {
  const { keep } = input
  // Annotations go elsewhere than what they refer to.
  const connector = withoutPathReferences(input.connector)
  const definition = withOwnOperations(input.api)
  const notes = keepReach(definition, input)
  if (keep.has('security')) notes.push(...keepSecurity(definition, connector))
  const info = objectAt(connector, 'info')
  if (keep.has('info') && info) definition['info'] = info
  if (!keep.has('annotations')) return { definition, notes, lost: [] }
  if (input.unnamedBodies) keepBodyNames(definition, connector)
  const annotated = keepAnnotations(definition, connector)
  return { ...annotated, notes: [...notes, ...annotated.notes] }
}

/** The document with a root, paths, path items and operations of its own, which can be changed. */
function withOwnOperations(api: JsonObject): JsonObject {
  const paths = objectAt(api, 'paths')
  if (!paths) return { ...api }
  const isMethod = (name: string): boolean => METHODS.some(method => method === name)
  const ownItems = mapMembers(paths, item => {
    if (!isObject(item)) return item
    return mapMembers(item, (member, name) => (isMethod(name) && isObject(member) ? { ...member } : member))
  })
  return { ...api, paths: ownItems }
}
