import { describe, expect, test } from '@jest/globals'
import { type JsonObject, objectAt } from '../../src/definition/json.ts'
import { operationsOf } from '../../src/definition/operations.ts'
import { specificationOf } from '../../src/definition/specification.ts'
import { toSwagger2 } from '../../src/definition/swagger2.ts'

const responses = { '200': { description: 'OK' } }
const connector: JsonObject = {
  swagger: '2.0',
  info: { title: 'Orders', version: '1' },
  paths: { '/a': { get: { operationId: 'FetchA', responses }, put: { operationId: 'Taken', responses } } }
}
const convert = (document: JsonObject) =>
  toSwagger2({ document, specification: specificationOf(document) }, connector, undefined)

describe.each([
  ['OpenAPI 3', { openapi: '3.0.3' }],
  ['Swagger 2.0', { swagger: '2.0' }]
])('%s', (_name, version) => {
  const paths: JsonObject = {
    '/a': { get: { responses }, put: { responses } },
    '/b': { get: { operationId: 'Taken', responses } }
  }

  test('operations without an id keep the one that flows refer to, unless another operation has it', () => {
    const { definition, losses } = convert({ ...version, info: { title: 'Orders', version: '2' }, paths })
    const ids = [...operationsOf(definition)].map(({ id, method, path }) => `${method} ${path} ${id}`)
    expect(ids).toEqual(['get /a FetchA', 'put /a PutA', 'get /b Taken'])
    const told = losses.filter(({ rule }) => rule === 'operation-id-made').map(({ message }) => message)
    expect(told).toEqual([expect.stringContaining('"FetchA"'), expect.stringContaining('"PutA"')])
  })

  test('the result is Swagger 2.0 whatever came in', () => {
    const { definition } = convert({ ...version, info: { title: 'Orders', version: '2' }, paths })
    expect(definition['swagger']).toBe('2.0')
    expect(objectAt(definition, 'paths')).toBeDefined()
  })
})
