/** The published connectors and their updates that lie next to the checkout, where they do; nothing of them is copied. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { DefinitionError } from '../../src/errors.ts'
import type { JsonObject } from '../../src/definition/json.ts'
import { readDocument } from '../../src/definition/read.ts'

export const folder = path.resolve(import.meta.dirname, '../../../shared/corpus')

export interface CorpusDocument {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Files of the corpus: `connectors` with `apiDefinition.swagger.json`, `updates` with `before.json` and `after.json`. */
export function* corpusFiles(set: 'connectors' | 'updates', file: string): Generator<CorpusDocument> {
  for (const name of readdirSync(path.join(folder, set)).sort()) {
    const place = path.join(folder, set, name, file)
    if (existsSync(place)) yield { name, bytes: readFileSync(place) }
  }
}

export interface Connector {
  readonly name: string
  readonly document: JsonObject
}

export interface Update {
  readonly name: string
  readonly before: JsonObject
  readonly after: JsonObject
}

let readConnectors: readonly Connector[] | undefined
let readUpdates: readonly Update[] | undefined

/** The published connectors that can be read; the tests of a file share them and change nothing. */
export function connectors(): readonly Connector[] {
  readConnectors ??= [...corpusFiles('connectors', 'apiDefinition.swagger.json')].flatMap(({ name, bytes }) => {
    const document = readable(name, bytes)
    return document ? [{ name, document }] : []
  })
  return readConnectors
}

/** Pairs of a connector before and after a change in which both can be read. */
export function updates(): readonly Update[] {
  readUpdates ??= [...corpusFiles('updates', 'before.json')].flatMap(({ name, bytes }) => {
    const before = readable(name, bytes)
    const after = readable(name, readFileSync(path.join(folder, 'updates', name, 'after.json')))
    return before && after ? [{ name, before, after }] : []
  })
  return readUpdates
}

function readable(name: string, bytes: Uint8Array): JsonObject | undefined {
  try {
    return readDocument(bytes, name).document
  } catch (error) {
    if (error instanceof DefinitionError) return undefined
    throw error
  }
}
