/** The connector's annotations that the new definition has no place for. */

import { isObject, objectAt, own, type Json, type JsonObject } from '../json.ts'
import { operationsOf, parametersOf, type Operation } from '../operations.ts'
import { follow } from '../references.ts'
import { fieldsOf, isLeaf, isPlain } from './fields.ts'
import { parameterPlace, placeText, type FieldPlace } from './place.ts'
import { isLosable, type Sites } from './sites.ts'

/** Annotations that went with what carried them. */
export interface LostAnnotation {
  /** The connector's operation; empty for the definition as a whole. */
  readonly operationId: string
  /** `operation`, `query parameter limit`, `body /customer/name`, `response 200 /orders/[]/id`. */
  readonly place: string
  /** `x-ms-*` only: texts of what is gone are no loss. */
  readonly names: readonly string[]
}

/**
 * Goes through the connector's operations in order; a shared definition is listed once, with the first operation. A removed
 * operation is one entry, with the names of what stood on it and its parameters.
 *
 * @param kept the connector's operations that the new definition still has
 */
export function lostAnnotations(connector: JsonObject, kept: ReadonlySet<Operation>, sites: Sites): LostAnnotation[] {
  const lost: LostAnnotation[] = []
  const keptOperations = new Set([...kept].map(({ operation }) => operation))
  const walk = new LostWalk(connector, sites, lost)
  for (const operation of operationsOf(connector)) {
    if (keptOperations.has(operation.operation)) walk.operation(operation)
    else walk.removed(operation)
  }
  return lost
}

class LostWalk {
  readonly #root: JsonObject
  readonly #sites: Sites
  readonly #lost: LostAnnotation[]
  /** What references have led to. */
  readonly #entered = new Set<JsonObject>()
  readonly #listed = new Set<JsonObject>()

  constructor(root: JsonObject, sites: Sites, lost: LostAnnotation[]) {
    this.#root = root
    this.#sites = sites
    this.#lost = lost
  }

  removed(operation: Operation): void {
    const parts = [operation.operation, ...this.#parameters(operation)]
    const names = new Set(parts.flatMap(part => Object.keys(part).filter(isLosable)))
    if (names.size > 0) this.#lost.push({ operationId: operation.id, place: 'operation', names: [...names] })
  }

  operation(operation: Operation): void {
    this.#check(operation.operation, operation.id, { name: 'operation' })
    for (const { parameter, listed } of parametersOf(this.#root, operation).values()) {
      const place = { name: parameterPlace(parameter) }
      this.#schemas(listed, operation.id, place)
      this.#schemas(own(parameter, 'schema'), operation.id, place)
    }
    for (const [code, response] of Object.entries(objectAt(operation.operation, 'responses') ?? {})) {
      const place = { name: `response ${code}` }
      this.#schemas(response, operation.id, place)
      const target = follow(this.#root, response)
      if (!target) continue
      for (const [name, header] of Object.entries(objectAt(target, 'headers') ?? {})) {
        this.#schemas(header, operation.id, { name: `${place.name} header ${name}` })
      }
      this.#schemas(own(target, 'schema'), operation.id, place)
    }
  }

  *#parameters(operation: Operation): Generator<JsonObject> {
    for (const { parameter } of parametersOf(this.#root, operation).values()) yield parameter
  }

  #schemas(start: Json | undefined, operationId: string, startPlace: FieldPlace): void {
    if (!isObject(start)) return
    const open: Visit[] = [{ value: start, place: startPlace }]
    for (let next = open.pop(); next; next = open.pop()) {
      const { value, place } = next
      this.#check(value, operationId, place)
      const schema = follow(this.#root, value)
      if (!schema || (schema !== value && this.#entered.has(schema))) continue
      if (schema !== value) this.#entered.add(schema)
      this.#check(schema, operationId, place)
      if (isPlain(schema)) this.#plainFields(schema, place, open)
      else this.#fieldsTogether(schema, operationId, place, open)
    }
  }

  // The first field has to be on top of the stack, so it is pushed last.

  #plainFields(schema: JsonObject, place: FieldPlace, open: Visit[]): void {
    const properties = objectAt(schema, 'properties') ?? {}
    for (const name of Object.keys(properties).reverse()) this.#push(own(properties, name), place, name, open)
    this.#push(own(schema, 'additionalProperties'), place, '*', open)
    this.#push(own(schema, 'items'), place, '[]', open)
  }

  #fieldsTogether(schema: JsonObject, operationId: string, place: FieldPlace, open: Visit[]): void {
    const fields = fieldsOf(this.#root, schema)
    for (const node of fields.nodes) {
      this.#entered.add(node)
      this.#check(node, operationId, place)
    }
    for (const [name, schemas] of [...fields.properties].reverse()) {
      for (const property of schemas.toReversed()) this.#push(property, place, name, open)
    }
    this.#push(fields.additionalProperties, place, '*', open)
    this.#push(fields.items, place, '[]', open)
  }

  /** Passes over what nothing is lost on and nothing leads on from: most of a document. */
  #push(value: Json | undefined, parent: FieldPlace, name: string, open: Visit[]): void {
    if (!isObject(value) || (isLeaf(value) && !this.#hasLost(value))) return
    open.push({ value, place: { parent, name } })
  }

  #hasLost(source: JsonObject): boolean {
    for (const name in source) if (this.#isLost(source, name)) return true
    return false
  }

  #isLost(source: JsonObject, name: string): boolean {
    return isLosable(name) && !this.#sites.isPlaced(source, name)
  }

  #check(source: JsonObject, operationId: string, place: FieldPlace): void {
    if (!this.#hasLost(source) || this.#listed.has(source)) return
    this.#listed.add(source)
    const names = Object.keys(source).filter(name => this.#isLost(source, name))
    this.#lost.push({ operationId, place: placeText(place), names })
  }
}

/** A schema, a parameter or a response that is still to be looked at. */
interface Visit {
  readonly value: JsonObject
  readonly place: FieldPlace
}
