/** The documents that are mutated: our own, and real ones where the corpus lies next to the checkout. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { DefinitionError } from '../../src/errors.ts'
import type { JsonObject } from '../../src/definition/json.ts'
import { readDocument } from '../../src/definition/read.ts'
import { folder as corpus } from '../definition/corpus.ts'
import { apiDocument, connectorDefinition } from '../emulator/seeds/orders-definition.ts'
import { openApi3 } from './openapi3.ts'

export interface Seed {
  readonly name: string
  readonly document: JsonObject
}

const own: readonly Seed[] = [
  { name: 'the document of an API', document: apiDocument },
  { name: 'the definition of a connector', document: connectorDefinition },
  { name: 'an OpenAPI 3 document', document: openApi3 }
]

/** @param maxBytes larger files of the corpus are left out */
export function seeds(maxBytes: number): readonly Seed[] {
  if (!existsSync(corpus)) return own
  const files = [...filesOf('connectors'), ...filesOf('openapi3'), ...filesOf('updates')].sort()
  return [...own, ...files.flatMap(file => readable(file, maxBytes))]
}

function filesOf(set: string): string[] {
  const folder = path.join(corpus, set)
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => /\.(?:json|ya?ml)$/.test(file) && !file.endsWith('apiProperties.json'))
    .map(file => path.join(folder, file))
}

function readable(file: string, maxBytes: number): Seed[] {
  const bytes = readFileSync(file)
  if (bytes.byteLength > maxBytes) return []
  try {
    return [{ name: path.relative(corpus, file), document: readDocument(bytes, file).document }]
  } catch (error) {
    if (error instanceof DefinitionError) return []
    throw error
  }
}
