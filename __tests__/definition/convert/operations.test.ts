import { describe, expect, test } from '@jest/globals'
import type { JsonObject } from '../../../src/definition/json.ts'
import { dangling } from '../references-in.ts'
import { convertValid, dig, documentOf, rulesOf } from './support.ts'

const responses = { '204': { description: 'Done' } }
const operation = (more: JsonObject = {}): JsonObject => ({ responses, ...more })

function convertPaths(paths: JsonObject, more: JsonObject = {}) {
  const { definition, losses } = convertValid({ ...documentOf({}, more), paths })
  return { paths: definition['paths'], losses: losses.map(({ rule, pointer }) => `${rule} ${pointer}`) }
}

function idsOf(paths: JsonObject): Record<string, unknown> {
  const converted = convertPaths(paths).paths as Record<string, Record<string, JsonObject>>
  return Object.fromEntries(
    Object.entries(converted).flatMap(([path, item]) =>
      Object.entries(item).map(([method, each]) => [`${method} ${path}`, each['operationId']])
    )
  )
}

describe('operation ids', () => {
  test('are made from verb and path where they are missing, a loss each', () => {
    const paths = {
      '/pets/{petId}/photos': {
        parameters: [{ name: 'petId', in: 'path', schema: { type: 'string' } }],
        get: operation(),
        put: operation({ operationId: '' })
      }
    }
    expect(idsOf({ '/pets': { get: operation() } })).toEqual({ 'get /pets': 'GetPets' })
    expect(convertPaths(paths)).toMatchObject({
      paths: {
        '/pets/{petId}/photos': {
          get: { operationId: 'GetPetsByPetIdPhotos' },
          put: { operationId: 'PutPetsByPetIdPhotos' }
        }
      },
      losses: [
        'operation-id-made /paths/~1pets~1{petId}~1photos/get',
        'operation-id-made /paths/~1pets~1{petId}~1photos/put'
      ]
    })
  })

  test('do not depend on the order of paths, even where they would be the same', () => {
    const paths: [string, JsonObject][] = [
      ['/a-b', { get: operation() }],
      ['/a/b', { get: operation() }],
      ['/x', { get: operation({ operationId: 'Same' }), post: operation({ operationId: 'Same' }) }],
      ['/y', { get: operation({ operationId: 'GetC' }) }],
      ['/c', { get: operation() }]
    ]
    const ids = idsOf(Object.fromEntries(paths))
    expect(idsOf(Object.fromEntries([...paths].reverse()))).toEqual(ids)
    expect(new Set(Object.values(ids)).size).toBe(6)
    expect(ids['get /x']).toBe('Same')
    expect(ids['get /y']).toBe('GetC')
    expect(ids['get /c']).toMatch(/^GetC_[0-9a-f]{6}$/)
    expect(ids['get /a-b']).toMatch(/^GetAB_[0-9a-f]{6}$/)
  })

  test('are not longer than 80 characters where they are made', () => {
    const [id] = Object.values(idsOf({ [`/${'segment/'.repeat(30)}`]: { get: operation() } }))
    expect(String(id).length).toBeLessThanOrEqual(80)
  })

  test('of several operations stay with the first of them in order of verb and path, a loss', () => {
    const { losses } = convertPaths({
      '/b': { get: operation({ operationId: 'A' }) },
      '/a': { get: operation({ operationId: 'A' }) }
    })
    expect(losses).toEqual(['operation-id-duplicate /paths/~1b/get/operationId'])
  })
})

describe('paths and operations', () => {
  test('what Swagger 2.0 has too stays', () => {
    const more = {
      operationId: 'A',
      tags: ['t'],
      summary: 'S',
      description: 'D',
      deprecated: true,
      externalDocs: { url: 'https://a.b' },
      'x-ms-visibility': 'advanced'
    }
    expect(convertPaths({ '/a': { get: operation(more) } })).toEqual({
      paths: { '/a': { get: { ...more, responses } } },
      losses: []
    })
  })

  test('methods, callbacks and texts that Swagger 2.0 does not have are losses', () => {
    const item = {
      summary: 'S',
      trace: operation(),
      query: operation(),
      additionalOperations: { COPY: operation() },
      get: operation({ operationId: 'A', callbacks: { done: {} } })
    }
    expect(convertPaths({ '/a': item })).toEqual({
      paths: { '/a': { get: { operationId: 'A', responses } } },
      losses: [
        'method /paths/~1a/trace',
        'method /paths/~1a/query',
        'method /paths/~1a/additionalOperations/COPY',
        'callback /paths/~1a/get/callbacks',
        'keyword /paths/~1a/summary'
      ]
    })
  })

  test('webhooks are losses', () => {
    const { losses } = convertPaths({}, { webhooks: { added: { post: operation() } } })
    expect(losses).toEqual(['webhook /webhooks/added'])
  })

  test('a path that refers to another is that one, since the platform refuses references there', () => {
    const pathItems = { Shared: { get: operation({ operationId: 'A' }), parameters: [] } }
    const { paths } = convertPaths({ '/a': { $ref: '#/components/pathItems/Shared' } }, { components: { pathItems } })
    expect(paths).toEqual({ '/a': { get: { operationId: 'A', responses }, parameters: [] } })
  })

  test('paths that refer to each other end with a loss', () => {
    const { losses } = convertPaths({ '/a': { $ref: '#/paths/~1b' }, '/b': { $ref: '#/paths/~1a' } })
    expect(losses).toEqual(['ref-cycle /paths/~1a', 'ref-cycle /paths/~1b'])
  })

  test('a part of the path that nothing describes becomes a parameter, a loss', () => {
    const { paths, losses } = convertPaths({ '/a/{id}': { get: operation({ operationId: 'A' }) } })
    expect(dig(paths, '/a/{id}', 'get', 'parameters')).toEqual([
      { name: 'id', in: 'path', required: true, type: 'string' }
    ])
    expect(losses).toEqual(['added-parameter /paths/~1a~1{id}/get'])
  })

  test('parameters of the path stay with the path', () => {
    const parameters = [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }]
    const { paths } = convertPaths({ '/a/{id}': { parameters, get: operation({ operationId: 'A' }) } })
    expect(dig(paths, '/a/{id}', 'parameters')).toEqual([{ name: 'id', in: 'path', required: true, type: 'integer' }])
    expect(dig(paths, '/a/{id}', 'get', 'parameters')).toBeUndefined()
  })

  test('the schema of a trigger is converted', () => {
    const components = { schemas: { Thing: { type: 'object', properties: { a: { type: ['string', 'null'] } } } } }
    const content = { description: 'D', schema: { $ref: '#/components/schemas/Thing' } }
    const conversion = convertValid({
      ...documentOf({}, { components }),
      paths: { '/hooks': { 'x-ms-notification-content': content, post: operation({ operationId: 'A' }) } }
    })
    expect(dig(conversion.definition, 'paths', '/hooks', 'x-ms-notification-content', 'schema')).toEqual({
      $ref: '#/definitions/Thing'
    })
    expect(dig(conversion.definition, 'definitions', 'Thing', 'properties', 'a', 'x-nullable')).toBe(true)
    expect(rulesOf(conversion)).toEqual([])
  })

  test('what extensions refer to has its place in Swagger 2.0', () => {
    const site = { name: 'site', in: 'path', required: true, schema: { type: 'string' } }
    const schema = { type: 'object', properties: { a: { type: 'string' } } }
    const answer = { '200': { description: 'OK', content: { 'application/json': { schema } } } }
    const conversion = convertValid({
      ...documentOf({ operationId: 'A', responses: answer }, { components: { parameters: { Site: site } } }),
      'x-ms-parameterized-host': { parameters: [{ $ref: '#/components/parameters/Site' }] },
      'x-ms-capabilities': { of: { $ref: '#/paths/~1things/post/responses/200/content/application~1json/schema' } }
    })
    const { definition } = conversion
    expect(definition['x-ms-parameterized-host']).toEqual({ parameters: [{ $ref: '#/parameters/Site' }] })
    expect(dig(definition, 'parameters', 'Site', 'type')).toBe('string')
    const reference = dig(definition, 'x-ms-capabilities', 'of')
    expect(dig(definition, 'paths', '/things', 'post', 'responses', '200', 'schema')).toEqual(reference)
    expect(dangling(definition)).toEqual([])
    expect(rulesOf(conversion)).toEqual([])
  })
})

describe('the document', () => {
  test('info, tags and extensions stay, what is newer is a loss', () => {
    const info = {
      title: 'T',
      version: '1',
      description: 'D',
      contact: { name: 'N', url: 'https://a.b', email: 'a@b.c' },
      license: { name: 'MIT', identifier: 'MIT' },
      summary: 'S'
    }
    const { definition, losses } = convertValid({
      openapi: '3.1.0',
      jsonSchemaDialect: 'x',
      info,
      paths: {},
      tags: [{ name: 'a', kind: 'nav' }],
      'x-ms-connector-metadata': []
    })
    expect(definition).toEqual({
      swagger: '2.0',
      info: {
        title: 'T',
        version: '1',
        description: 'D',
        contact: { name: 'N', url: 'https://a.b', email: 'a@b.c' },
        license: { name: 'MIT' }
      },
      paths: {},
      tags: [{ name: 'a' }],
      'x-ms-connector-metadata': []
    })
    expect(losses.map(({ rule, pointer }) => `${rule} ${pointer}`)).toEqual([
      'keyword /info/license/identifier',
      'keyword /info/summary',
      'keyword /tags/0/kind'
    ])
  })

  test('a title and version are made up where there is none, a loss each', () => {
    const { definition, losses } = convertValid({ openapi: '3.0.0' })
    expect(definition).toEqual({ swagger: '2.0', info: { title: 'Untitled API', version: '1.0' }, paths: {} })
    expect(losses.map(({ pointer }) => pointer)).toEqual(['', ''])
  })

  test('components that nothing uses are left out, a loss each', () => {
    const components = {
      schemas: { A: { type: 'string' } },
      parameters: { B: { name: 'b', in: 'query' } },
      responses: { C: { description: '' } },
      requestBodies: { D: {} }
    }
    const { definition, losses } = convertValid(documentOf({}, { components }))
    expect(Object.keys(definition)).toEqual(['swagger', 'info', 'paths'])
    expect(losses.map(({ rule, pointer }) => `${rule} ${pointer}`)).toEqual(
      ['schemas/A', 'parameters/B', 'responses/C', 'requestBodies/D'].map(name => `unused /components/${name}`)
    )
  })
})
