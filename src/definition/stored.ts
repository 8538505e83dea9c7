/** Where a stored definition isn't what was sent, but for what the service is known to rewrite when it stores one. */

import { isObject, own, pointer, type Json, type JsonObject } from './json.ts'
import { METHODS } from './operations.ts'

/** One side is `undefined` where it has nothing. */
export interface Difference {
  readonly pointer: string
  readonly sent: Json | undefined
  readonly stored: Json | undefined
}

/** Enough for a report; the comparison ends there. */
export const MAX_DIFFERENCES = 50

/**
 * What the service adds empty when it re-serialises a definition (read in stored definitions: root sections and the lists
 * of operations), by the kind of object it stands in.
 */
const ADDED_EMPTY = {
  root: words('parameters responses definitions securityDefinitions security tags schemes consumes produces'),
  pathItem: words('parameters'),
  operation: words('parameters responses tags schemes consumes produces security')
}

type Level = keyof typeof ADDED_EMPTY | 'paths' | 'securityDefinitions' | 'securityDefinition' | 'other'

/**
 * The differences in document order, at most 50; empty = the service has stored what was sent, and likewise: sending it
 * would change nothing. The order of members never counts, the order of items does.
 *
 * @param sent the definition that was, or would be, sent
 * @param stored the definition as the service returned it
 */
export function differencesAsStored(sent: JsonObject, stored: JsonObject): Difference[] {
  const comparison = new Comparison(sent)
  comparison.objects(sent, stored, '', 'root')
  return comparison.differences
}

class Comparison {
  readonly differences: Difference[] = []
  readonly #rootNeedsSecurity: boolean

  constructor(sent: JsonObject) {
    const security = own(sent, 'security')
    this.#rootNeedsSecurity = security !== undefined && !isEmpty(security)
  }

  objects(sent: JsonObject, stored: JsonObject, at: string, level: Level): void {
    for (const [name, value] of Object.entries(sent)) {
      this.#values(value, own(stored, name), at + pointer(name), levelOf(level, name, value), name)
      if (this.#full) return
    }
    for (const [name, value] of Object.entries(stored)) {
      if (Object.hasOwn(sent, name) || this.#isAddition(level, name, value)) continue
      this.#add(at + pointer(name), undefined, value)
      if (this.#full) return
    }
  }

  #values(sent: Json, stored: Json | undefined, at: string, level: Level, name: string): void {
    if (isObject(sent) && isObject(stored)) {
      this.objects(sent, stored, at, level)
    } else if (Array.isArray(sent) && Array.isArray(stored)) {
      this.#arrays(sent, stored, at)
    } else if (sent !== stored && !isFlowRewrite(level, name, sent, stored)) {
      this.#add(at, sent, stored)
    }
  }

  #arrays(sent: Json[], stored: Json[], at: string): void {
    for (let index = 0; index < Math.max(sent.length, stored.length) && !this.#full; index++) {
      const value = sent[index]
      if (value === undefined) this.#add(at + pointer(index), undefined, stored[index])
      else this.#values(value, stored[index], at + pointer(index), 'other', '')
    }
  }

  /** An empty section that the service adds. An operation without `security` has the root's: an empty one turns it off. */
  #isAddition(level: Level, name: string, stored: Json): boolean {
    if (level !== 'root' && level !== 'pathItem' && level !== 'operation') return false
    if (!ADDED_EMPTY[level].has(name) || !isEmpty(stored)) return false
    return !(level === 'operation' && name === 'security' && this.#rootNeedsSecurity)
  }

  get #full(): boolean {
    return this.differences.length >= MAX_DIFFERENCES
  }

  #add(at: string, sent: Json | undefined, stored: Json | undefined): void {
    this.differences.push({ pointer: at, sent, stored })
  }
}

function levelOf(parent: Level, name: string, value: Json): Level {
  if (parent === 'root' && (name === 'paths' || name === 'securityDefinitions')) return name
  if (parent === 'paths') return name.startsWith('x-') ? 'other' : 'pathItem'
  if (parent === 'pathItem') return METHODS.some(method => method === name) ? 'operation' : 'other'
  if (parent === 'securityDefinitions') return 'securityDefinition'
  // The level of a scalar is that of the object it stands in: `flow` needs it.
  return parent === 'securityDefinition' && typeof value === 'string' ? parent : 'other'
}

/** On save the service turns the OAuth2 flow `application` into `accessCode`. */
function isFlowRewrite(level: Level, name: string, sent: Json, stored: Json | undefined): boolean {
  return level === 'securityDefinition' && name === 'flow' && sent === 'application' && stored === 'accessCode'
}

function isEmpty(value: Json): boolean {
  if (Array.isArray(value)) return value.length === 0
  return isObject(value) && Object.keys(value).length === 0
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '))
}
