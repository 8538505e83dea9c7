/** The platform's limits on size. */
import { isObject, own, type Json, type JsonObject } from '../../definition/json.ts'
import type { DefinitionIndex, SchemaRoot } from '../model/nodes.ts'
import { documentPlace } from '../model/place.ts'
import { operationOf, schemaWords, sentence } from '../model/words.ts'
import type { Rule } from './rule.ts'

/** "Power platform requires schema less than 1MB in size" (https://github.com/magento/magento2/issues/31119). */
const mostBytes = 1024 * 1024

/** "… exceeds the max schema count allowed value of '512'" (https://github.com/microsoft/PowerPlatformConnectors/issues/1088). */
const mostSchemas = 512

export const limits: readonly Rule[] = [
  {
    id: 'DefinitionSizeExceedsMaxAllowed',
    section: 'Platform limits',
    severity: 'error',
    what: 'The definition has 1 MB or more',
    why: 'The platform takes less than 1 MB, counted without white space.',
    mend: 'Leave operations out with `include-operations` or `exclude-operations`, or shorten texts with an overlay.',
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
    what: 'The definition has no host',
    why: 'The service stores such a definition, and the connector then calls nowhere.',
    mend: "Name it in the document, keep the connector's (`keep: host`), or give the input `host`.",
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
    what: 'The definition has no schemes',
    why: 'The service stores such a definition, and the connector then calls nowhere.',
    mend: "Name `https` in the document, keep the connector's (`keep: schemes`), or give the input `scheme`.",
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
    what: 'A body has more than 512 schemas with everything it refers to',
    why: 'The service counts the schemas of a body with their references followed, and refuses more.',
    mend: 'Leave properties out where makers do not need them, for example with an overlay.',
    on: 'document',
    check(index, report) {
      const count = createSchemaCounter(index)
      for (const root of index.roots) {
        const { top } = root
        // A body that only refers to a definition is reported at the definition.
        if (top?.kind !== 'schema' || own(top.value, '$ref') !== undefined) continue
        const total = count(root)
        if (total <= mostSchemas) continue
        const message = `${sentence(schemaWords(top))} has ${total} schemas with everything it refers to, ${mostSchemas} are allowed: leave properties out.`
        report(top.place, message, operationOf(top))
      }
    }
  }
]

/** The size as it is sent; `undefined` for documents nested too deeply to be written at all. */
function minifiedBytes(root: JsonObject): number | undefined {
  try {
    return bytesOf(root, 2)
  } catch {
    return undefined
  }
}

/** Written part by part, for the text of a large document as a whole takes more memory than all that is known of it. */
function bytesOf(value: Json, levels: number): number {
  if (levels === 0 || !isObject(value)) return Buffer.byteLength(JSON.stringify(value))
  const braces = 2
  let separators = -1
  let bytes = 0
  for (const name in value) {
    // A comma and a colon.
    separators += 2
    bytes += bytesOf(name, 0) + bytesOf(value[name] ?? null, levels - 1)
  }
  return braces + Math.max(0, separators) + bytes
}

/** A longer chain of definitions, which no real document has, is not followed to its end: the stack is finite. */
const longestChain = 600

/**
 * Counts the schemas of a root with everything it refers to, as often as it does; each definition is counted once a document.
 * Where definitions turn in a circle, it is not gone round again: published connectors have such circles.
 */
function createSchemaCounter({ roots }: DefinitionIndex): (root: SchemaRoot) => number {
  const definitions = new Map(roots.filter(root => root.kind === 'definition').map(root => [root.name, root]))
  const known = new Map<string, number>()

  function count(root: SchemaRoot, links: number): number {
    let total = root.size
    for (const { name, whole } of root.references) if (whole) total += definition(name, links + 1)
    return Math.min(total, Number.MAX_SAFE_INTEGER)
  }

  function definition(name: string, links: number): number {
    const root = definitions.get(name)
    const seen = known.get(name)
    if (root === undefined || seen !== undefined || links > longestChain) return seen ?? 0
    known.set(name, 0)
    const total = count(root, links)
    known.set(name, total)
    return total
  }

  return root => (root.kind === 'definition' ? definition(root.name, 0) : count(root, 0))
}
