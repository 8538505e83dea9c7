/** The platform's limits on size. */
import { arrayAt, isObject, objectAt, own, stringAt, type Json, type JsonObject } from '../../definition/json.ts'
import type { DefinitionIndex, SchemaNode } from '../model/nodes.ts'
import { documentPlace } from '../model/place.ts'
import { operationOf, schemaWords, sentence } from '../model/words.ts'
import type { Rule } from './rule.ts'

/** "Custom connector OpenAPI definitions must be less than 1 MB" (https://learn.microsoft.com/connectors/custom-connectors/define-openapi-definition). */
const mostBytes = 1024 * 1024

/** "… exceeds the max schema count allowed value of '512'" (https://github.com/microsoft/PowerPlatformConnectors/issues/1088). */
const mostSchemas = 512

export const limits: readonly Rule[] = [
  {
    id: 'DefinitionSizeExceedsMaxAllowed',
    section: 'Platform limits',
    severity: 'error',
    on: 'document',
    check({ root }, report) {
      const bytes = minifiedBytes(root)
      if (bytes === undefined || bytes < mostBytes) return
      const message = `The definition has ${(bytes / mostBytes).toFixed(2)} MB minified, the platform takes less than 1 MB: leave operations out or shorten texts.`
      report(documentPlace, message)
    }
  },
  {
    // A host or scheme that is missing leaves the connector without an address to call.
    id: 'HostMissing',
    section: 'Platform limits',
    severity: 'error',
    on: 'document',
    check({ root }, report) {
      if (own(root, 'host') !== undefined && own(root, 'host') !== '') return
      report(
        documentPlace,
        "The document has no 'host', so the connector would call nowhere: name it in the document or with the input 'host'."
      )
    }
  },
  {
    id: 'SchemesMissing',
    section: 'Platform limits',
    severity: 'error',
    on: 'document',
    check({ root }, report) {
      if (own(root, 'schemes') !== undefined) return
      report(
        documentPlace,
        "The document has no 'schemes', so the connector would call nowhere: add [\"https\"], or use the input 'scheme'."
      )
    }
  },
  {
    id: 'BodySchemaCountExceedsMaxAllowed',
    section: 'Response',
    severity: 'error',
    on: 'document',
    check(index, report) {
      const count = createSchemaCounter(index)
      for (const node of index.schemas) {
        if (!isCountedRoot(node)) continue
        const total = count(node.value)
        if (total <= mostSchemas) continue
        const message = `${sentence(schemaWords(node))} has ${total} schemas with everything it refers to, ${mostSchemas} are allowed: leave properties out.`
        report(node.place, message, operationOf(node))
      }
    }
  }
]

/** Roots that hold a body; a body that only refers to a definition is reported at the definition. */
function isCountedRoot(node: SchemaNode): boolean {
  return node.kind === 'schema' && node.role === 'root' && own(node.value, '$ref') === undefined
}

/** The size as it is sent; `undefined` for documents nested too deeply to be written at all. */
function minifiedBytes(root: JsonObject): number | undefined {
  try {
    return Buffer.byteLength(JSON.stringify(root))
  } catch {
    return undefined
  }
}

/** A deeper chain is not followed: it would be far over the limit if it were bushy, and can't be if it is not. */
const deepest = 400

/**
 * Counts a schema and everything below it, references included and each definition counted once a document; where
 * definitions turn in a circle, the circle is gone round once.
 */
function createSchemaCounter({ resolver }: DefinitionIndex): (schema: JsonObject) => number {
  const known = new Map<JsonObject, number>()

  function count(value: Json | undefined, depth: number): number {
    if (!isObject(value) || depth > deepest) return 0
    const seen = known.get(value)
    if (seen !== undefined) return seen
    known.set(value, 0)
    const total = Math.min(countBelow(value, depth), Number.MAX_SAFE_INTEGER)
    known.set(value, total)
    return total
  }

  function countBelow(value: JsonObject, depth: number): number {
    const reference = stringAt(value, '$ref')
    if (reference !== undefined) {
      const resolution = resolver.resolve(reference, 'definitions')
      return resolution.state === 'found' ? count(resolution.value, depth + 1) : 1
    }
    let total = 1
    const properties = objectAt(value, 'properties')
    if (properties !== undefined)
      for (const name of Object.keys(properties)) total += count(own(properties, name), depth + 1)
    for (const part of arrayAt(value, 'allOf') ?? []) total += count(part, depth + 1)
    return total + count(own(value, 'items'), depth + 1) + count(own(value, 'additionalProperties'), depth + 1)
  }

  return schema => count(schema, 0)
}
