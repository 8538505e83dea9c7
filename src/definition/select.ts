/** Which operations of the API's document the connector gets. */

import { compileGlob } from './glob.ts'
import { arrayAt, isObject, objectAt, stringAt, type JsonObject } from './json.ts'
import { METHODS, operationsOf, type Operation } from './operations.ts'
import { withoutPathReferences } from './path-references.ts'

export interface SelectionLines {
  /** Lines of the input `include-operations`; none means every operation. */
  readonly include: readonly string[]
  /** Lines of the input `exclude-operations`; they win over `include`. */
  readonly exclude: readonly string[]
}

/** Which operations of a document lines leave out. */
export interface Choice {
  /** Their methods, by path. */
  readonly dropped: ReadonlyMap<string, ReadonlySet<string>>
  /** The lines, as given, that fit no operation of the document. */
  readonly unmatched: string[]
  /** How many operations are left out. */
  readonly excluded: number
}

export interface Selection extends Omit<Choice, 'dropped'> {
  /** Shares with the given document what stayed as it was. */
  readonly definition: JsonObject
}

/**
 * The document with the selected operations only; a path item goes with its last operation.
 *
 * A line is an operation id or a glob of ids (`Orders_*`), a tag (`tag:Name`, a glob too), or a verb and a glob of paths as
 * the document has them (`GET /orders*`; `*` is any verb). `*` crosses `/`, `?` is one character, and case counts but in
 * verbs. Blank lines say nothing.
 *
 * Definitions that only left-out operations used stay: `pruneUnused` is for these. What stands in an operation and is
 * referred to from elsewhere has become a definition, parameter or response of its own.
 */
export function selectOperations(definition: JsonObject, lines: SelectionLines): Selection {
  const { dropped, unmatched, excluded } = chooseOperations(definition, lines)
  if (excluded === 0) return { definition, unmatched, excluded }
  return { definition: withoutOperations(withoutPathReferences(definition), dropped), unmatched, excluded }
}

/** What `selectOperations` leaves out, of any document with paths and operations. */
export function chooseOperations(document: JsonObject, lines: SelectionLines): Choice {
  const include = compileLines(lines.include)
  const exclude = compileLines(lines.exclude)
  const dropped = new Map<string, Set<string>>()
  let excluded = 0
  for (const operation of operationsOf(document)) {
    const isIncluded = matchesAny(include, operation) || include.length === 0
    const isExcluded = matchesAny(exclude, operation)
    if (isIncluded && !isExcluded) continue
    const methods = dropped.get(operation.path) ?? new Set()
    dropped.set(operation.path, methods.add(operation.method))
    excluded += 1
  }
  const unmatched = [...include, ...exclude].filter(line => !line.matched).map(line => line.given)
  return { dropped, unmatched, excluded }
}

interface Line {
  readonly given: string
  readonly matches: (operation: Operation) => boolean
  matched: boolean
}

function compileLines(lines: readonly string[]): Line[] {
  return lines
    .filter(line => line.trim() !== '')
    .map(given => ({ given, matches: compileLine(given.trim()), matched: false }))
}

function compileLine(line: string): Line['matches'] {
  if (line.startsWith('tag:')) {
    const matches = compileGlob(line.slice('tag:'.length).trim())
    return ({ operation }) => (arrayAt(operation, 'tags') ?? []).some(tag => typeof tag === 'string' && matches(tag))
  }
  const [, verb, path] = /^(\S+)\s+(\S.*)$/.exec(line) ?? []
  const method = verb === '*' ? verb : METHODS.find(candidate => candidate === verb?.toLowerCase())
  if (method !== undefined && path !== undefined) {
    const matches = compileGlob(path)
    return operation => (method === '*' || operation.method === method) && matches(operation.path)
  }
  const matches = compileGlob(line)
  return ({ operation }) => matches(stringAt(operation, 'operationId') ?? '')
}

/** Asks every line, since each has to know whether it fits anything. */
function matchesAny(lines: readonly Line[], operation: Operation): boolean {
  let isMatch = false
  for (const line of lines) {
    if (!line.matches(operation)) continue
    line.matched = true
    isMatch = true
  }
  return isMatch
}

/** The document without them; a path item goes with its last operation. */
export function withoutOperations(document: JsonObject, dropped: Choice['dropped']): JsonObject {
  const paths = Object.entries(objectAt(document, 'paths') ?? {}).flatMap(([path, pathItem]) => {
    const methods = dropped.get(path)
    if (!methods || !isObject(pathItem)) return [[path, pathItem] as const]
    const left = Object.fromEntries(Object.entries(pathItem).filter(([name]) => !methods.has(name)))
    return METHODS.some(method => objectAt(left, method)) ? [[path, left] as const] : []
  })
  return { ...document, paths: Object.fromEntries(paths) }
}
