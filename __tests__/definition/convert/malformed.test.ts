import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { DefinitionError } from '../../../src/errors.ts'
import { cleanSwagger2, convertToSwagger2, type Conversion } from '../../../src/definition/convert/index.ts'
import { isObject, type Json, type JsonObject } from '../../../src/definition/json.ts'
import { answering, convertValid, documentOf, schemaErrors } from './support.ts'

/** A document with about everything that OpenAPI 3 has, to break in one place after another. */
const rich: JsonObject = {
  openapi: '3.1.0',
  info: { title: 'T', version: '1', contact: { email: 'a@b.c' }, license: { name: 'MIT' } },
  servers: [{ url: 'https://{r}.example.com/v1', variables: { r: { default: 'eu' } } }, { url: '/other' }],
  tags: [{ name: 'a', externalDocs: { url: 'https://a.b' } }],
  security: [{ login: ['read'] }],
  paths: {
    '/a/{id}': {
      parameters: [{ $ref: '#/components/parameters/Id' }],
      get: {
        tags: ['a'],
        operationId: 'Get',
        parameters: [
          {
            name: 'q',
            in: 'query',
            style: 'form',
            explode: false,
            schema: { type: 'array', items: { enum: ['x', null] } }
          }
        ],
        responses: {
          '200': { $ref: '#/components/responses/Ok' },
          '4XX': { description: 'Bad', content: { 'text/plain': {} } }
        },
        security: [{ key: [] }]
      },
      post: {
        requestBody: { $ref: '#/components/requestBodies/Body' },
        responses: { '201': { description: 'D', headers: { H: { schema: { type: 'integer' } } }, links: { L: {} } } },
        callbacks: { c: {} }
      },
      put: {
        requestBody: {
          content: {
            'multipart/form-data': {
              schema: { type: 'object', properties: { f: { format: 'binary' } }, required: ['f'] }
            }
          }
        }
      }
    },
    '/b': { $ref: '#/components/pathItems/Item' }
  },
  components: {
    schemas: {
      Pet: {
        type: 'object',
        properties: { kind: { const: 'a' }, next: { $ref: '#/components/schemas/Pet' } },
        required: ['kind'],
        discriminator: { propertyName: 'kind' }
      },
      Both: {
        allOf: [
          { $ref: '#/components/schemas/Pet' },
          { properties: { kind: { maxLength: 3 } }, 'x-ms-visibility': 'internal' }
        ]
      },
      Any: {
        oneOf: [{ $ref: '#/components/schemas/Pet' }, { $ref: '#/components/schemas/Both' }, { type: 'null' }],
        description: 'D'
      },
      Map: {
        type: ['object', 'null'],
        additionalProperties: { exclusiveMinimum: 3 },
        patternProperties: { a: {} },
        examples: [1, 2]
      }
    },
    parameters: {
      Id: { name: 'id', in: 'path', required: true, schema: { $ref: '#/components/schemas/Pet/properties/kind' } }
    },
    responses: {
      Ok: {
        description: 'D',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Any' }, examples: { e: { value: 1 } } } }
      }
    },
    requestBodies: {
      Body: {
        required: true,
        content: {
          'application/json': {
            schema: { type: 'array', prefixItems: [{}], items: { $ref: '#/components/schemas/Map' } }
          }
        }
      }
    },
    pathItems: { Item: { get: { responses: { default: { description: 'D' } } } } },
    securitySchemes: {
      key: { type: 'apiKey', name: 'k', in: 'header' },
      login: {
        type: 'oauth2',
        flows: {
          authorizationCode: { authorizationUrl: 'https://a.b/a', tokenUrl: 'https://a.b/t', scopes: { read: 'R' } }
        }
      }
    }
  }
}

/** Every place of a value, as the names that lead there. */
function places(value: Json, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([name, child]) => places(child, [...path, name]))]
}

function replaced(value: Json, path: readonly string[], replacement: Json): Json {
  const [name, ...rest] = path
  if (name === undefined) return replacement
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === name ? replaced(item, rest, replacement) : item))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, key === name ? replaced(item, rest, replacement) : item])
  )
}

/** Runs a conversion of something broken: it gives a valid definition, or the one kind of error that it may throw. */
function survives(convert: () => Conversion): void {
  try {
    expect(schemaErrors(convert().definition)).toEqual([])
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error
  }
}

const junk: Json[] = [null, -1.5, '', [null], {}, { $ref: '#/paths' }]

describe('a malformed document', () => {
  test('gives a valid definition wherever a value is of the wrong kind', () => {
    for (const path of places(rich).slice(1)) {
      for (const value of junk) {
        const broken = replaced(rich, path, value)
        if (isObject(broken)) survives(() => convertToSwagger2(broken))
      }
    }
  })

  test('gives a valid definition wherever several values are anything', () => {
    const somewhere = fc.constantFrom(...places(rich).slice(1))
    fc.assert(
      fc.property(
        fc.array(fc.tuple(somewhere, fc.jsonValue({ maxDepth: 3 })), { minLength: 2, maxLength: 6 }),
        changes => {
          const broken = changes.reduce<Json>(
            (value, [path, junkValue]) => replaced(value, path, junkValue as Json),
            rich
          )
          if (isObject(broken)) survives(() => convertToSwagger2(broken))
        }
      ),
      { numRuns: 200 }
    )
  })

  test('of Swagger 2.0 gives a valid definition wherever a value is of the wrong kind', () => {
    const { definition } = convertToSwagger2(rich)
    expect(cleanSwagger2(definition)).toEqual({ definition, losses: [] })
    for (const path of places(definition).slice(1)) {
      for (const value of junk) {
        const broken = replaced(definition, path, value)
        if (isObject(broken)) survives(() => cleanSwagger2(broken))
      }
    }
  })

  test('is never changed itself', () => {
    const before = JSON.stringify(rich)
    convertToSwagger2(rich)
    expect(JSON.stringify(rich)).toBe(before)
  })

  test.each<[string, JsonObject, string]>([
    ['of another format', { swagger: '2.0' }, 'not-openapi'],
    ['without a version', {}, 'not-openapi'],
    ['of OpenAPI 4', { openapi: '4.0.0' }, 'not-openapi'],
    ['that refers to another file', answering({ $ref: 'common.json#/Pet' }), 'unsupported'],
    ['that refers to another address', answering({ oneOf: [{ $ref: 'https://a.b/c.json' }, {}] }), 'unsupported'],
    [
      'that is nested beyond any use',
      answering(Array.from({ length: 2000 }).reduce<Json>(inner => ({ items: inner }), {})),
      'limit'
    ]
  ])('%s is an error that says so', (_title, document, fault) => {
    expect(() => convertToSwagger2(document)).toThrow(expect.objectContaining({ fault }))
  })

  test('that contains itself is an error that says so', () => {
    const node: JsonObject = {}
    node['a'] = node
    node['b'] = node
    expect(() => convertToSwagger2(documentOf({}, { 'x-node': node }))).toThrow(
      expect.objectContaining({ fault: 'limit' })
    )
  })

  test('with nothing but names of Object.prototype is not misled', () => {
    const { definition } = convertValid(
      documentOf({
        responses: {
          '200': { description: '', content: { constructor: { schema: { type: 'toString', format: 'valueOf' } } } }
        }
      })
    )
    expect(schemaErrors(definition)).toEqual([])
  })
})
