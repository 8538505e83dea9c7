/** The connector's annotations that the new definition has no place for. */

import { isObject, objectAt, own, type Json, type JsonObject } from '../json.ts'
import { operationsOf, parametersOf, type Operation } from '../operations.ts'
import { follow } from '../references.ts'
import { fieldsOf } from './fields.ts'
import { fieldPlace, parameterPlace } from './place.ts'
import { isAnnotation, type Sites } from './sites.ts'

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
  readonly #seen = new Set<JsonObject>()

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
    this.#check(operation.operation, operation.id, 'operation')
    for (const { parameter, listed } of parametersOf(this.#root, operation).values()) {
      const place = parameterPlace(parameter)
      this.#schemas(listed, operation.id, place)
      this.#schemas(own(parameter, 'schema'), operation.id, place)
    }
    for (const [code, response] of Object.entries(objectAt(operation.operation, 'responses') ?? {})) {
      const place = `response ${code}`
      this.#schemas(response, operation.id, place)
      const target = follow(this.#root, response)
      if (!target) continue
      for (const [name, header] of Object.entries(objectAt(target, 'headers') ?? {})) {
        this.#schemas(header, operation.id, `${place} header ${name}`)
      }
      this.#schemas(own(target, 'schema'), operation.id, place)
    }
  }

  *#parameters(operation: Operation): Generator<JsonObject> {
    for (const { parameter } of parametersOf(this.#root, operation).values()) yield parameter
  }

  #schemas(start: Json | undefined, operationId: string, startPlace: string): void {
    const open: [Json | undefined, string][] = [[start, startPlace]]
    for (let next = open.pop(); next; next = open.pop()) {
      const [value, place] = next
      if (!isObject(value)) continue
      this.#check(value, operationId, place)
      const schema = follow(this.#root, value)
      if (!schema || (schema !== value && this.#seen.has(schema))) continue
      this.#check(schema, operationId, place)
      const fields = fieldsOf(this.#root, schema)
      for (const node of fields.nodes) this.#check(node, operationId, place)
      const found: [Json | undefined, string][] = [
        [fields.items, fieldPlace(place, '[]')],
        [fields.additionalProperties, fieldPlace(place, '*')]
      ]
      for (const [name, schemas] of fields.properties) {
        for (const property of schemas) found.push([property, fieldPlace(place, name)])
      }
      open.push(...found.filter(([child]) => isObject(child) && !this.#seen.has(child)).toReversed())
    }
  }

  #check(source: JsonObject, operationId: string, place: string): void {
    if (this.#seen.has(source)) return
    this.#seen.add(source)
    const names = Object.keys(source).filter(name => isLosable(name) && !this.#sites.isPlaced(source, name))
    if (names.length > 0) this.#lost.push({ operationId, place, names })
  }
}

function isLosable(name: string): boolean {
  return name.startsWith('x-ms-') && isAnnotation(name)
}
