/** Names of definitions, parameters and responses: what a `$ref` can hold, each once. */
import { createHash } from 'node:crypto'
import { withoutLeading, withoutTrailing } from '../../text.ts'

/**
 * The name with every run of characters that a URI fragment can't hold unescaped made an underscore:
 * `Page«Pet»` becomes `Page_Pet`. Never empty.
 */
export function referableName(name: string): string {
  if (/^[\w.-]+$/.test(name)) return name
  const plain = withoutLeading(withoutTrailing(name.replaceAll(/[^\w.-]+/g, '_'), '_'), '_')
  return plain === '' ? 'unnamed' : plain
}

/** Hands out names, each once: a second `Pet` becomes `Pet_2`. */
export class Names {
  readonly #taken = new Set<string>()
  readonly #next = new Map<string, number>()

  take(wanted: string): string {
    const name = referableName(wanted)
    if (!this.#taken.has(name)) {
      this.#taken.add(name)
      return name
    }
    let number = this.#next.get(name) ?? 2
    while (this.#taken.has(`${name}_${number}`)) number += 1
    this.#next.set(name, number + 1)
    this.#taken.add(`${name}_${number}`)
    return `${name}_${number}`
  }

  /** Keeps a name for its owner, if nobody has it yet. */
  reserve(name: string): boolean {
    if (this.#taken.has(name)) return false
    this.#taken.add(name)
    return true
  }
}

/** Members of a pointer that say nothing about what a schema is. */
const structural = new Set([
  'paths',
  'components',
  'schemas',
  'content',
  'schema',
  'properties',
  'responses',
  'parameters',
  'definitions',
  'allOf',
  'anyOf',
  'oneOf',
  '$defs'
])

/** A name for a schema that has none, from where it stands: `/components/schemas/Pet/properties/tag` is `Pet_tag`. */
export function nameFromPointer(pointer: string): string {
  const segments = pointer.split('/').slice(1)
  const telling = segments
    .map(segment => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
    .filter(segment => !structural.has(segment) && !/^[a-z]+\/[\w.+*-]+/.test(segment))
    .map(referableName)
  return telling.join('_') || 'schema'
}

/** A short fingerprint that depends on the text alone. */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 6)
}
