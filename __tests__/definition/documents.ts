/** Small Swagger 2.0 documents for tests. */

import type { Json, JsonObject } from '../../src/definition/json.ts'

/** A document without faults; `members` replace or add root members. */
export function swagger(members: JsonObject = {}): JsonObject {
  return {
    swagger: '2.0',
    info: { title: 'Orders', version: '1.0' },
    host: 'api.contoso.com',
    schemes: ['https'],
    paths: {},
    ...members
  }
}

/** A document with one operation `GetOrder` at `GET /orders`. */
export function withOperation(operation: JsonObject, members: JsonObject = {}): JsonObject {
  return swagger({
    paths: { '/orders': { get: { operationId: 'GetOrder', responses: {}, ...operation } } },
    ...members
  })
}

/** An operation whose response 200 has this schema. */
export function responding(operationId: string, schema: Json): JsonObject {
  return { operationId, responses: { '200': { description: 'OK', schema } } }
}

/** The value at a JSON pointer; fails where there is none. */
export function at(document: JsonObject, pointer: string): Json {
  let value: Json = document
  for (const segment of pointer.split('/').slice(1)) {
    const name = segment.replaceAll('~1', '/').replaceAll('~0', '~')
    const next: Json | undefined =
      typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined
    if (next === undefined) throw new Error(`nothing at ${pointer}`)
    value = next
  }
  return value
}
