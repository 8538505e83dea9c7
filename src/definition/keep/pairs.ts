/** Finds, for objects of the API's document, the connector's objects that stand at the same place. */

import { isObject, objectAt, own, type Json, type JsonObject } from '../json.ts'
import { follow } from '../references.ts'
import { fieldsOf, isLeaf, isPlain, type Fields } from './fields.ts'
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
  /** Pairs of schemas, one after the other: each one's counterpart stands behind it. A stack. */
  readonly #open: JsonObject[] = []
  /** What an object was taken together with; nearly always one, which then stands here itself. */
  readonly #partners = new Map<JsonObject, JsonObject | Set<JsonObject>>()
  readonly #partnersOfOld = new Map<JsonObject, number>()
  readonly #fields = new Map<JsonObject, Fields>()

  constructor(api: JsonObject, connector: JsonObject) {
    this.#api = api
    this.#connector = connector
  }

  /** Schemas with everything in them. */
  schemas(current: Json | undefined, old: Json | undefined): void {
    this.#push(current, old)
    for (let next = this.#open.pop(); next; next = this.#open.pop()) {
      const counterpart = this.#open.pop()
      if (counterpart) this.#schema(counterpart, next)
    }
  }

  /** Parameters, or headers of responses, with the schemas in them. */
  parameters(current: Json | undefined, old: Json | undefined): void {
    const linked = this.link(current, old)
    if (!linked || !this.#leadsOn(current, old, linked)) return
    for (const name of ['schema', 'items']) this.schemas(own(linked[0], name), own(linked[1], name))
  }

  /** Responses with their headers and their schema. */
  responses(current: Json | undefined, old: Json | undefined): void {
    const linked = this.link(current, old)
    if (!linked || !this.#leadsOn(current, old, linked)) return
    this.named(own(linked[0], 'headers'), own(linked[1], 'headers'), (a, b) => {
      this.parameters(a, b)
    })
    this.schemas(own(linked[0], 'schema'), own(linked[1], 'schema'))
  }

  /** The members of two objects that have the same name. */
  named(current: Json | undefined, old: Json | undefined, pair: (current: Json, old: Json) => void): void {
    if (!isObject(current) || !isObject(old)) return
    for (const name in current) {
      const value = current[name]
      const counterpart = own(old, name)
      if (value !== undefined && counterpart !== undefined) pair(value, counterpart)
    }
  }

  /** True while nothing has led to the one in the API's document nor to the one in the connector's. */
  isUnvisited(current: Json, old: Json): boolean {
    return isObject(current) && isObject(old) && !this.#partners.has(current) && !this.#partnersOfOld.has(old)
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
      if (!target === !source) this.sites.add(current, old)
      return undefined
    }
    if (target !== current && source !== old) this.sites.add(current, old)
    if (target === current && source !== old) this.sites.add(target, old, source)
    else this.sites.add(target, source)
    return [target, source]
  }

  #schema(current: JsonObject, old: JsonObject): void {
    const linked = this.link(current, old)
    if (!linked || !this.#leadsOn(current, old, linked)) return
    if (linked.every(isPlain)) this.#plainFields(...linked)
    else this.#fieldsTogether(...linked)
  }

  // The first field has to be on top of the stack, so it is pushed last.

  #plainFields(current: JsonObject, old: JsonObject): void {
    const properties = objectAt(current, 'properties')
    const counterparts = objectAt(old, 'properties')
    if (properties && counterparts) {
      for (const name of Object.keys(properties).reverse()) this.#push(own(properties, name), own(counterparts, name))
    }
    for (const name of ['additionalProperties', 'items']) this.#push(own(current, name), own(old, name))
  }

  #fieldsTogether(current: JsonObject, old: JsonObject): void {
    const now = this.#fieldsOf(this.#api, current)
    const before = this.#fieldsOf(this.#connector, old)
    this.#branches(now.nodes, before.nodes)
    for (const [name, schemas] of [...now.properties].reverse()) {
      const counterparts = before.properties.get(name) ?? []
      const isSame = schemas.length === counterparts.length
      for (const [index, schema] of [...schemas.entries()].reverse()) {
        this.#push(schema, counterparts[isSame ? index : 0])
      }
    }
    this.#push(now.additionalProperties, before.additionalProperties)
    this.#push(now.items, before.items)
  }

  #push(current: Json | undefined, old: Json | undefined): void {
    if (isObject(current) && isObject(old)) this.#open.push(current, old)
  }

  /** Branches of `allOf` have their own titles and descriptions; they are the same where the structure is. */
  #branches(current: readonly JsonObject[], old: readonly JsonObject[]): void {
    if (current.length !== old.length) return
    for (const [index, node] of current.entries()) {
      const counterpart = old[index]
      if (index > 0 && counterpart && Object.hasOwn(node, '$ref') === Object.hasOwn(counterpart, '$ref')) {
        this.sites.add(node, counterpart)
      }
    }
  }

  /**
   * True when two objects have something in them and are met for the first time. What is a leaf on both sides and stands in
   * its place isn't remembered, for nothing else leads there: most of a document.
   */
  #leadsOn(current: Json | undefined, old: Json | undefined, [target, source]: [JsonObject, JsonObject]): boolean {
    if (target === current && source === old && isLeaf(target) && isLeaf(source)) return false
    const partners = this.#partners.get(target)
    if (partners instanceof Set ? partners.has(source) : partners === source) return false
    const isMany = partners instanceof Set && partners.size >= MAX_PARTNERS
    const partnersOfOld = this.#partnersOfOld.get(source) ?? 0
    if (isMany && partnersOfOld >= MAX_PARTNERS) return false
    this.#partnersOfOld.set(source, partnersOfOld + 1)
    if (partners === undefined) this.#partners.set(target, source)
    else if (partners instanceof Set) partners.add(source)
    else this.#partners.set(target, new Set([partners, source]))
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
