import { describe, expect, test } from '@jest/globals'
import type { JsonObject } from '../../../src/definition/json.ts'
import { convertValid, dig, documentOf } from './support.ts'

function convertBody(requestBody: JsonObject, components: JsonObject = {}) {
  const { definition, losses } = convertValid(documentOf({ requestBody }, { components }))
  const operation = dig(definition, 'paths', '/things', 'post')
  return {
    parameters: dig(operation, 'parameters'),
    consumes: dig(operation, 'consumes'),
    losses: losses.map(({ rule, pointer }) => `${rule} ${pointer.replace('/paths/~1things/post/requestBody', '…')}`)
  }
}

const json = { 'application/json': { schema: { type: 'object', properties: { a: { type: 'string' } } } } }
const file = { type: 'string', format: 'binary' }

describe('request bodies', () => {
  test('JSON becomes a body parameter that keeps whether it is required', () => {
    expect(convertBody({ required: true, description: 'A thing', content: json })).toEqual({
      parameters: [
        {
          name: 'body',
          in: 'body',
          required: true,
          description: 'A thing',
          schema: { type: 'object', properties: { a: { type: 'string' } } }
        }
      ],
      consumes: ['application/json'],
      losses: []
    })
  })

  test('x-body-name is the name of the body', () => {
    const { parameters } = convertBody({ 'x-body-name': 'item', content: json })
    expect(dig(parameters, 0, 'name')).toBe('item')
    expect(dig(parameters, 0, 'x-body-name')).toBeUndefined()
  })

  test('of several media types JSON is sent, the others are losses', () => {
    const { consumes, losses } = convertBody({
      content: { 'application/xml': { schema: {} }, 'text/plain': {}, ...json }
    })
    expect(consumes).toEqual(['application/json'])
    expect(losses).toEqual(['media-type …/content/application~1xml', 'media-type …/content/text~1plain'])
  })

  test('any media type is JSON', () => {
    expect(convertBody({ content: { '*/*': { schema: { type: 'object' } } } }).consumes).toEqual(['application/json'])
  })

  test('a shared body is put in place, its schema shared', () => {
    const components = { requestBodies: { Thing: { content: json } } }
    expect(dig(convertBody({ $ref: '#/components/requestBodies/Thing' }, components).parameters, 0)).toEqual({
      name: 'body',
      in: 'body',
      schema: { type: 'object', properties: { a: { type: 'string' } } }
    })
  })

  test('a form becomes one parameter for each property', () => {
    const schema = {
      type: 'object',
      required: ['name'],
      properties: {
        name: { type: 'string', description: 'Its name', maxLength: 5, 'x-ms-summary': 'Name' },
        tags: { type: 'array', items: { type: 'string' } },
        note: { type: 'string', nullable: true }
      }
    }
    expect(convertBody({ content: { 'application/x-www-form-urlencoded': { schema } } })).toEqual({
      parameters: [
        {
          name: 'name',
          in: 'formData',
          required: true,
          type: 'string',
          description: 'Its name',
          maxLength: 5,
          'x-ms-summary': 'Name'
        },
        { name: 'tags', in: 'formData', type: 'array', items: { type: 'string' }, collectionFormat: 'multi' },
        { name: 'note', in: 'formData', type: 'string', 'x-nullable': true }
      ],
      consumes: ['application/x-www-form-urlencoded'],
      losses: []
    })
  })

  test('binary properties of a multipart form are files, several files one', () => {
    const schema = {
      type: 'object',
      properties: { one: { ...file, description: 'The file' }, many: { type: 'array', items: file } }
    }
    expect(
      convertBody({ content: { 'multipart/form-data': { schema, encoding: { one: { contentType: 'image/png' } } } } })
    ).toEqual({
      parameters: [
        { name: 'one', in: 'formData', type: 'file', description: 'The file' },
        { name: 'many', in: 'formData', type: 'file' }
      ],
      consumes: ['multipart/form-data'],
      losses: [
        'encoding …/content/multipart~1form-data/encoding',
        'form-value …/content/multipart~1form-data/schema/properties/many'
      ]
    })
  })

  test('objects in a form are strings, which is a loss', () => {
    const schema = { type: 'object', properties: { a: { type: 'object', properties: { b: { type: 'string' } } } } }
    expect(convertBody({ content: { 'multipart/form-data': { schema } } })).toMatchObject({
      parameters: [{ name: 'a', in: 'formData', type: 'string' }],
      losses: [
        'form-value …/content/multipart~1form-data/schema/properties/a',
        'parameter-type …/content/multipart~1form-data/schema/properties/a'
      ]
    })
  })

  test('a form without fields is one body, which is a loss', () => {
    const { parameters, losses } = convertBody({ content: { 'multipart/form-data': { schema: { type: 'object' } } } })
    expect(parameters).toEqual([{ name: 'body', in: 'body', schema: { type: 'object' } }])
    expect(losses).toEqual(['form-value …/content/multipart~1form-data/schema'])
  })

  test.each([
    ['application/octet-stream', { schema: file }],
    ['application/octet-stream', {}],
    ['image/png', { schema: {} }],
    ['application/pdf', { schema: { type: 'string', contentMediaType: 'application/octet-stream' } }]
  ])('bytes of %s are binary text', (type, media: JsonObject) => {
    expect(convertBody({ content: { [type]: media } })).toEqual({
      parameters: [{ name: 'body', in: 'body', schema: { type: 'string', format: 'binary' } }],
      consumes: [type],
      losses: []
    })
  })

  test('examples and streams of a body are losses', () => {
    const media = { schema: { type: 'string' }, example: 'x', itemSchema: { type: 'string' } }
    expect(convertBody({ content: { 'text/plain': media } }).losses).toEqual([
      'examples …/content/text~1plain/example',
      'keyword …/content/text~1plain/itemSchema'
    ])
  })

  test('a body without a media type is a loss', () => {
    expect(convertBody({ content: {} }).losses).toEqual(['invalid-value …'])
  })
})
