/** The documents that are mutated: our own, and real ones where the corpus lies next to the checkout. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { DefinitionError } from '../../src/errors.ts'
import type { JsonObject } from '../../src/definition/json.ts'
import { readDocument } from '../../src/definition/read.ts'
import { folder as corpus } from '../definition/corpus.ts'
import { apiDocument, connectorDefinition } from '../emulator/seeds/orders-definition.ts'
import { openApi3 } from './openapi3.ts'

export interface Seed {
  readonly name: string
  /** A fresh copy. */
  read(): JsonObject
}

const own: readonly Seed[] = [
  { name: 'the document of an API', read: () => structuredClone(apiDocument) },
  { name: 'the definition of a connector', read: () => structuredClone(connectorDefinition) },
  { name: 'an OpenAPI 3 document', read: () => structuredClone(openApi3) }
]

/**
 * @param maxBytes larger files of the corpus are left out
 * @param most how many files there are at most, from all over the corpus
 */
export function seeds(maxBytes: number, most = Infinity): readonly Seed[] {
  if (!existsSync(corpus)) return own
  const files = [...filesOf('connectors'), ...filesOf('openapi3'), ...filesOf('updates')]
    .sort()
    .filter(file => statSync(file).size <= maxBytes)
  const step = Math.max(1, Math.ceil(files.length / most))
  return [...own, ...files.filter((_, index) => index % step === 0).flatMap(readable)]
}

function filesOf(set: string): string[] {
  const folder = path.join(corpus, set)
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => /\.(?:json|ya?ml)$/.test(file) && !file.endsWith('apiProperties.json'))
    .map(file => path.join(folder, file))
}

function readable(file: string): Seed[] {
  const bytes = readFileSync(file)
  const read = (): JsonObject => readDocument(bytes, file).document
  try {
    read()
    return [{ name: path.relative(corpus, file), read }]
  } catch (error) {
    if (error instanceof DefinitionError) return []
    throw error
  }
}
