import { describe, expect, test } from '@jest/globals'
import type { Json } from '../../src/definition/json.ts'
import { readDocument } from '../../src/definition/read.ts'
import { requireApiDescription, specificationOf } from '../../src/definition/specification.ts'
import { connectors } from './corpus.ts'
import { describeCorpus } from './describe-corpus.ts'
import { responding, swagger, withOperation } from './documents.ts'

const require2 = (document: Json) =>
  requireApiDescription(readDocument(new TextEncoder().encode(JSON.stringify(document)), 'orders.json'), 'orders.json')
    .document

describe('the specification is told by the document', () => {
  test.each([
    [{ swagger: '2.0' }, { kind: 'swagger', version: '2.0' }],
    [{ swagger: 2 }, { kind: 'swagger', version: '2.0' }],
    [{ openapi: '3.0.1' }, { kind: 'openapi', version: '3.0.1' }],
    [{ openapi: '3.1.0-rc1' }, { kind: 'openapi', version: '3.1.0-rc1' }],
    [{ openapi: 3.2 }, { kind: 'openapi', version: '3.2' }]
  ])('%j', (document, specification) => {
    expect(specificationOf(document)).toEqual(specification)
  })

  test.each([
    [{ swaggerVersion: '1.2' }, 'unsupported', 'Swagger 1.2'],
    [{ openapi: '4.0.0' }, 'unsupported', 'OpenAPI 4.0.0'],
    [{}, 'not-openapi', 'no members at all'],
    [{ swagger: {} }, 'not-openapi', 'it has "swagger"'],
    [{ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7 }, 'not-openapi', '"a", "b", "c", "d", "e" and 2 more'],
    [{ constructor: 1 }, 'not-openapi', '"constructor"']
  ])('%j is refused', (document, fault, found) => {
    const refused = () => specificationOf(document, 'orders.json')
    expect(refused).toThrow(expect.objectContaining({ fault }))
    expect(refused).toThrow(`Could not use orders.json: `)
    expect(refused).toThrow(found)
  })
})

describe('later steps get a document they can rely on, or a sentence', () => {
  test('OpenAPI 3 is handed on as it is, for the conversion', () => {
    const document = { openapi: '3.0.1', info: {}, paths: { '/a': 1 } }
    expect(require2(document)).toEqual(document)
  })

  test('a document without faults is handed on as it is', () => {
    const document = withOperation({ parameters: [{ $ref: '#/parameters/Id' }] })
    expect(require2(document)).toEqual(document)
  })

  test('a version as a number becomes the string that the service wants', () => {
    expect(require2(swagger({ swagger: 2 }))).toEqual(swagger())
  })

  const cases: [string, Json, string, string][] = [
    ['no info', { swagger: '2.0', paths: {} }, 'not-openapi', '/info is missing'],
    ['no paths', { swagger: '2.0', info: {} }, 'not-openapi', '/paths is missing'],
    [
      'info as text',
      swagger({ info: 'Orders' }),
      'not-openapi',
      '/info at line 1, column 18 is a string instead of an object'
    ],
    ['paths as a list', swagger({ paths: [] }), 'not-openapi', 'is an array instead of an object'],
    ['a path without an object', swagger({ paths: { '/a/{b}': null } }), 'not-openapi', '/paths/~1a~1{b} at line 1'],
    [
      'an operation without an object',
      swagger({ paths: { '/a': { get: [] } } }),
      'not-openapi',
      '/paths/~1a/get at line 1'
    ],
    ['parameters as an object', withOperation({ parameters: {} }), 'not-openapi', '/get/parameters at line 1'],
    ['a parameter as text', withOperation({ parameters: ['id'] }), 'not-openapi', '/get/parameters/0 at line 1'],
    [
      'shared parameters as text',
      swagger({ paths: { '/a': { parameters: ['id'] } } }),
      'not-openapi',
      '/paths/~1a/parameters/0'
    ],
    [
      'a reference to a URL',
      withOperation(responding('A', { $ref: 'https://contoso.com/o.json#/Order' })),
      'unsupported',
      'refers to another document: "https://contoso.com/o.json#/Order"'
    ],
    [
      'references to files',
      swagger({
        definitions: Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'a'].map(n => [n, { items: { $ref: `${n}.json` } }]))
      }),
      'unsupported',
      'refers to other documents: "a.json", "b.json", "c.json" and 2 more'
    ]
  ]
  test.each(cases)('%s', (_name, document, fault, message) => {
    expect(() => require2(document)).toThrow(expect.objectContaining({ fault }))
    expect(() => require2(document)).toThrow(message)
  })

  test('a $ref in data or as the name of a property is none', () => {
    const schema = {
      properties: { $ref: { type: 'string' }, example: { type: 'string', enum: ['$ref'] } },
      example: { $ref: 'https://contoso.com/orders/1' },
      'x-ms-test-value': { $ref: 'other.json' },
      default: [{ $ref: 'x' }]
    }
    expect(() => require2(swagger({ definitions: { Order: schema } }))).not.toThrow()
  })

  test('a property that is called like a member for data holds references all the same', () => {
    const schema = { properties: { example: { $ref: 'other.json' }, 'x-extra': { $ref: 'more.json' } } }
    expect(() => require2(swagger({ definitions: { Order: schema } }))).toThrow('"other.json", "more.json"')
  })

  test('a path called x-… is an extension', () => {
    expect(() => require2(swagger({ paths: { 'x-note': 'text' } }))).not.toThrow()
  })
})

describeCorpus('published connectors', () => {
  test('all 226 have the shape that later steps rely on', () => {
    let count = 0
    for (const { document } of connectors()) {
      expect(require2(document)).toEqual(document)
      count++
    }
    expect(count).toBe(226)
  })
})
