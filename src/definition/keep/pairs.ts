/** Finds, for objects of the API's document, the connector's objects that stand at the same place. */

import { isObject, own, type Json, type JsonObject } from '../json.ts'
import { follow } from '../references.ts'
import { fieldsOf, type Fields } from './fields.ts'
import { Sites } from './sites.ts'

/**
 * How many partners both of two schemas may have before they aren't taken together any more. One may have any number: a
 * definition that the other document repeats in every operation. Both have many only where circles of definitions of
 * different lengths meet, and those would cost the product of the lengths.
 */
const MAX_PARTNERS = 64

/**
 * Walks two documents side by side. Any two objects are taken together once however many references lead to them, so the
 * cost is linear where the documents have the same structure. Nothing is recursive: chains of references can be long.
 */
export class Pairs {
  readonly sites = new Sites()
  readonly #api: JsonObject
  readonly #connector: JsonObject
  readonly #queue: [Json | undefined, Json | undefined][] = []
  readonly #visited = new Map<JsonObject, Set<JsonObject>>()
  readonly #partnersOfOld = new Map<JsonObject, number>()
  readonly #fields = new Map<JsonObject, Fields>()

  constructor(api: JsonObject, connector: JsonObject) {
    this.#api = api
    this.#connector = connector
  }

  /** Schemas with everything in them. */
  schemas(current: Json | undefined, old: Json | undefined): void {
    this.#queue.push([current, old])
    for (let pair = this.#queue.pop(); pair; pair = this.#queue.pop()) this.#schema(pair[0], pair[1])
  }

  /** Parameters, or headers of responses, with the schemas in them. */
  parameters(current: Json | undefined, old: Json | undefined): void {
    const linked = this.link(current, old)
    if (!linked || !this.#isFirstVisit(...linked)) return
    for (const name of ['schema', 'items']) this.schemas(own(linked[0], name), own(linked[1], name))
  }

  /** Responses with their headers and their schema. */
  responses(current: Json | undefined, old: Json | undefined): void {
    const linked = this.link(current, old)
    if (!linked || !this.#isFirstVisit(...linked)) return
    this.named(own(linked[0], 'headers'), own(linked[1], 'headers'), (a, b) => {
      this.parameters(a, b)
    })
    this.schemas(own(linked[0], 'schema'), own(linked[1], 'schema'))
  }

  /** The members of two objects that have the same name. */
  named(current: Json | undefined, old: Json | undefined, pair: (current: Json, old: Json) => void): void {
    if (!isObject(current) || !isObject(old)) return
    for (const [name, value] of Object.entries(current)) {
      const counterpart = own(old, name)
      if (counterpart !== undefined) pair(value, counterpart)
    }
  }

  /** True while nothing has led to the one in the API's document nor to the one in the connector's. */
  isUnvisited(current: Json, old: Json): boolean {
    return isObject(current) && isObject(old) && !this.#visited.has(current) && !this.#partnersOfOld.has(old)
  }

  /**
   * Notes that annotations of `old` belong to `current`, and returns what is behind their references.
   *
   * What stands next to a `$ref` goes next to the `$ref` of the new document; where that has the thing itself, it goes
   * there, and wins over what the connector had behind the reference. It never goes from beside a `$ref` to behind one,
   * where others would see it.
   */
  link(current: Json | undefined, old: Json | undefined): [JsonObject, JsonObject] | undefined {
    if (!isObject(current) || !isObject(old)) return undefined
    const target = follow(this.#api, current)
    const source = follow(this.#connector, old)
    if (!target || !source) {
      if (!target === !source) this.sites.add(current, [old])
      return undefined
    }
    if (target !== current && source !== old) this.sites.add(current, [old])
    this.sites.add(target, target === current && source !== old ? [old, source] : [source])
    return [target, source]
  }

  #schema(current: Json | undefined, old: Json | undefined): void {
    const linked = this.link(current, old)
    if (!linked || !this.#isFirstVisit(...linked)) return
    const now = this.#fieldsOf(this.#api, linked[0])
    const before = this.#fieldsOf(this.#connector, linked[1])
    this.#branches(now.nodes, before.nodes)
    const found: [Json | undefined, Json | undefined][] = [
      [now.items, before.items],
      [now.additionalProperties, before.additionalProperties]
    ]
    for (const [name, schemas] of now.properties) {
      const counterparts = before.properties.get(name) ?? []
      const isSame = schemas.length === counterparts.length
      for (const [index, schema] of schemas.entries()) found.push([schema, counterparts[isSame ? index : 0]])
    }
    // The queue is a stack: the first of them has to be on top.
    this.#queue.push(...found.toReversed().filter(([a, b]) => isObject(a) && isObject(b)))
  }

  /** Branches of `allOf` have their own titles and descriptions; they are the same where the structure is. */
  #branches(current: readonly JsonObject[], old: readonly JsonObject[]): void {
    if (current.length !== old.length) return
    for (const [index, node] of current.entries()) {
      const counterpart = old[index]
      if (index > 0 && counterpart && Object.hasOwn(node, '$ref') === Object.hasOwn(counterpart, '$ref')) {
        this.sites.add(node, [counterpart])
      }
    }
  }

  #isFirstVisit(current: JsonObject, old: JsonObject): boolean {
    const partners = this.#visited.get(current)
    if (partners?.has(old)) return false
    const partnersOfOld = this.#partnersOfOld.get(old) ?? 0
    if (partners && partners.size >= MAX_PARTNERS && partnersOfOld >= MAX_PARTNERS) return false
    this.#partnersOfOld.set(old, partnersOfOld + 1)
    if (partners) partners.add(old)
    else this.#visited.set(current, new Set([old]))
    return true
  }

  #fieldsOf(root: JsonObject, schema: JsonObject): Fields {
    const known = this.#fields.get(schema)
    if (known) return known
    const fields = fieldsOf(root, schema)
    this.#fields.set(schema, fields)
    return fields
  }
}
