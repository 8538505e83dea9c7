import { describe, expect, test } from '@jest/globals'
import type { Json, JsonObject } from '../../src/definition/json.ts'
import { keepFromConnector } from '../../src/definition/keep.ts'
import { readDocument } from '../../src/definition/read.ts'
import { sourcePlaces } from '../../src/definition/source-place.ts'
import { requireApiDescription } from '../../src/definition/specification.ts'
import { toSwagger2 } from '../../src/definition/swagger2.ts'
import { at } from './documents.ts'

/**
 * What stands where a pointer into the definition leads in the document: its line from the column on, and the pointer of
 * the document that has this place, so that the right one of several equal lines is told.
 */
function source(document: JsonObject, change: (definition: JsonObject) => JsonObject = definition => definition) {
  const text = JSON.stringify(document, undefined, 2)
  const read = readDocument(new TextEncoder().encode(text), 'api.json')
  const api = { ...requireApiDescription(read, 'api.json'), locate: read.locate }
  const definition = change(toSwagger2(api, {}, undefined).definition)
  const find = sourcePlaces(api, definition)
  const lines = text.split('\n')
  return {
    definition,
    textAt: (pointer: string): string | undefined => {
      const place = find(pointer)
      return place && lines[place.line - 1]?.slice(place.column - 1)
    },
    isAt: (pointer: string, origin: string): void => {
      expect(find(pointer)).toEqual(read.locate(origin))
      expect(read.locate(origin)).toBeDefined()
    }
  }
}

const json = (schema: Json): JsonObject => ({ content: { 'application/json': { schema } } })
const object = (properties: JsonObject): JsonObject => ({ type: 'object', properties })
const text: JsonObject = { type: 'string' }

const openapi: JsonObject = {
  openapi: '3.0.3',
  info: { title: 'Orders', version: '1' },
  servers: [{ url: 'https://api.contoso.example/v1' }],
  paths: {
    '/orders': {
      parameters: [{ name: 'tenant', in: 'header', schema: text }],
      get: {
        operationId: 'List',
        parameters: [
          { name: 'session', in: 'cookie', schema: text },
          // The keyword of nobody is left out.
          { name: 'limit', in: 'query', since: '1.2', schema: { type: 'integer' } },
          { $ref: '#/components/parameters/Filter' }
        ],
        responses: {
          '2XX': { description: 'All', ...json({ type: 'array', items: object({ total: { type: 'number' } }) }) },
          default: { $ref: '#/components/responses/Fault' }
        }
      },
      post: {
        operationId: 'Create',
        requestBody: json(object({ lines: { type: 'array', items: object({ price: { type: 'number' } }) } })),
        responses: {
          '201': { description: 'Created', ...json({ $ref: '#/components/schemas/Order' }) },
          '5XX': { $ref: '#/components/responses/Fault' }
        }
      },
      put: {
        operationId: 'Upload',
        requestBody: {
          content: { 'multipart/form-data': { schema: object({ file: { ...text, format: 'binary' } }) } }
        },
        responses: { '204': { description: 'Done' } }
      }
    }
  },
  components: {
    parameters: { Filter: { name: 'filter', in: 'query', schema: { ...text, description: 'F' } } },
    responses: { Fault: { description: 'Fault', ...json(object({ code: text })) } },
    schemas: {
      Order: { allOf: [{ $ref: '#/components/schemas/Base' }, object({ 'ship/to': { ...text, title: 'To' } })] },
      Base: object({ id: { ...text, maxLength: 5 } }),
      'Page«Order»': object({ next: text, orders: { type: 'array', items: { $ref: '#/components/schemas/Order' } } })
    },
    securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } }
  }
}
const get = '/paths/~1orders/get'
const post = '/paths/~1orders/post'
const put = '/paths/~1orders/put'

describe('a finding on a definition made of OpenAPI 3 points to', () => {
  test.each<[string, string, string]>([
    ['the path', '/paths/~1orders', '/paths/~1orders'],
    ['the operation', get, get],
    ['a member of the operation', `${get}/operationId`, `${get}/operationId`],
    ['a parameter, though one before it is left out', `${get}/parameters/0`, `${get}/parameters/1`],
    ['what the parameter had in its schema', `${get}/parameters/0/type`, `${get}/parameters/1/schema/type`],
    ['the reference to a parameter', `${get}/parameters/1`, `${get}/parameters/2`],
    ['a parameter of the path', '/paths/~1orders/parameters/0', '/paths/~1orders/parameters/0'],
    ['a shared parameter', '/parameters/Filter', '/components/parameters/Filter'],
    ['what it had in its schema', '/parameters/Filter/description', '/components/parameters/Filter/schema/description'],
    ['the body', `${post}/parameters/0`, `${post}/requestBody`],
    [
      'a field of the body',
      `${post}/parameters/0/schema/properties/lines/items/properties/price/type`,
      `${post}/requestBody/content/application~1json/schema/properties/lines/items/properties/price/type`
    ],
    [
      'a field of a form',
      `${put}/parameters/0`,
      `${put}/requestBody/content/multipart~1form-data/schema/properties/file`
    ],
    ['a response that had another status', `${get}/responses/200`, `${get}/responses/2XX`],
    [
      'a field of a response',
      `${get}/responses/200/schema/items/properties/total`,
      `${get}/responses/2XX/content/application~1json/schema/items/properties/total`
    ],
    ['the reference to a response', `${get}/responses/default`, `${get}/responses/default`],
    ['one that had another status', `${post}/responses/default`, `${post}/responses/5XX`],
    [
      'a field of a shared response',
      '/responses/Fault/schema/properties/code/type',
      '/components/responses/Fault/content/application~1json/schema/properties/code/type'
    ],
    [
      'a reference in a response',
      `${post}/responses/201/schema/$ref`,
      `${post}/responses/201/content/application~1json/schema/$ref`
    ],
    [
      'a field of a definition',
      '/definitions/Order/properties/ship~1to/title',
      '/components/schemas/Order/allOf/1/properties/ship~1to/title'
    ],
    [
      'a field that a definition has from another one',
      '/definitions/Order/properties/id/maxLength',
      '/components/schemas/Base/properties/id/maxLength'
    ],
    ['a definition that is called otherwise', '/definitions/Page_Order', '/components/schemas/Page«Order»'],
    ['what was added, by what it was added to', `${get}/parameters/0/x-ms-summary`, `${get}/parameters/1`],
    ['a security definition', '/securityDefinitions/key/name', '/components/securitySchemes/key/name'],
    ['the server, of host, base path and schemes', '/basePath', '/servers/0/url'],
    ['the sections of a definition that is not there', '/definitions/Gone/properties/id', '/components/schemas']
  ])('%s', (_what, pointer, origin) => {
    const document = structuredClone(openapi)
    const responses = at(document, `${post}/responses`) as JsonObject
    responses['200'] = { description: 'Page', ...json({ $ref: '#/components/schemas/Page«Order»' }) }
    source(document).isAt(pointer, origin)
  })

  test('the line and column of what it names', () => {
    const { textAt } = source(openapi)
    expect(textAt(`${get}/responses/200/schema/items/properties/total`)).toBe('"total": {')
    expect(textAt(`${get}/parameters/1`)).toBe('{')
    expect(textAt(`${post}/parameters/0/schema/properties/lines/items/properties/price/type`)).toBe('"type": "number"')
  })

  test('nothing, where the document has not even the section', () => {
    expect(source(openapi).textAt('/x-ms-capabilities')).toBeUndefined()
  })

  test('a parameter behind one that the connector has given, and to the list for that one', () => {
    const accept = { name: 'Accept', in: 'header', type: 'string' }
    const { definition, isAt } = source(openapi, converted => {
      const connector = structuredClone(converted)
      ;(at(connector, `${get}/parameters`) as Json[]).unshift(accept)
      return keepFromConnector({ api: converted, connector, keep: new Set(['annotations']), explicit: {} }).definition
    })
    expect(at(definition, `${get}/parameters/0`)).toEqual(accept)
    isAt(`${get}/parameters/1`, `${get}/parameters/1`)
    isAt(`${get}/parameters/2`, `${get}/parameters/2`)
    isAt(`${get}/parameters/0/type`, `${get}/parameters`)
  })
})

describe('a finding on a definition that was Swagger 2.0 points to', () => {
  const swagger: JsonObject = {
    swagger: '2.0',
    info: { title: 'Orders', version: '1' },
    host: 'api.contoso.example',
    schemes: ['https'],
    paths: {
      '/orders': {
        get: {
          operationId: 'List',
          parameters: [
            { name: 'limit', in: 'query', type: 'integer' },
            { name: 'page', in: 'query', type: 'integer' }
          ],
          responses: { '200': { description: 'OK', schema: { $ref: '#/definitions/Order' } } }
        }
      }
    },
    definitions: { Order: object({ id: text }) }
  }
  test.each<[string, string, string]>([
    ['the very thing', `${get}/parameters/1/type`, `${get}/parameters/1/type`],
    ['what it is part of, when it was added', `${get}/parameters/0/x-ms-summary`, `${get}/parameters/0`],
    ['a field of a definition', '/definitions/Order/properties/id', '/definitions/Order/properties/id'],
    ['the host', '/host', '/host']
  ])('%s', (_what, pointer, origin) => {
    source(swagger).isAt(pointer, origin)
  })

  test('a parameter wherever it stands in the definition', () => {
    const { isAt } = source(swagger, definition => {
      const other = structuredClone(definition)
      ;(at(other, `${get}/parameters`) as Json[]).reverse()
      return other
    })
    isAt(`${get}/parameters/0/name`, `${get}/parameters/1/name`)
  })
})
