import { describe, expect, test } from '@jest/globals'
import { parse, answer, convertValid, dig } from './support.ts'

describe('names of definitions', () => {
  test('without characters that a reference can not hold, everywhere, a loss each', () => {
    const page = { type: 'object', properties: { next: { $ref: '#/components/schemas/Page%C2%ABPet%C2%BB' } } }
    const { schema, definitions, losses } = answer({ $ref: '#/components/schemas/Page«Pet»' }, { 'Page«Pet»': page })
    expect(schema).toEqual({ $ref: '#/definitions/Page_Pet' })
    expect(definitions).toEqual({
      Page_Pet: { type: 'object', properties: { next: { $ref: '#/definitions/Page_Pet' } } }
    })
    expect(losses).toMatchObject([{ rule: 'renamed', pointer: '/components/schemas/Page«Pet»' }])
  })

  test('stay different where they would become the same', () => {
    const one = { type: 'object', properties: { a: { type: 'string' } } }
    const other = { type: 'object', properties: { b: { type: 'string' } } }
    const { definitions } = answer(
      {
        type: 'array',
        items: {
          type: 'object',
          properties: { x: { $ref: '#/components/schemas/A B' }, y: { $ref: '#/components/schemas/A~1B' } }
        }
      },
      { 'A B': one, 'A/B': other, A_B_2: one }
    )
    expect(definitions).toEqual({ A_B: one, A_B_3: other })
  })

  test('of nothing but such characters are something', () => {
    const { schema } = answer({ $ref: '#/components/schemas/名' }, { 名: { type: 'object', properties: { a: {} } } })
    expect(schema).toEqual({ $ref: '#/definitions/unnamed' })
  })

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'and properties called %s are names like others',
    name => {
      const text = JSON.stringify({
        openapi: '3.0.3',
        info: { title: 'T', version: '1' },
        paths: {
          '/a': {
            get: {
              operationId: 'A',
              parameters: [{ name: 'NAME', in: 'query', schema: { $ref: '#/components/schemas/Text' } }],
              responses: {
                '200': {
                  description: '',
                  content: { 'application/json': { schema: { $ref: '#/components/schemas/NAME' } } }
                },
                '400': { $ref: '#/components/responses/NAME' }
              }
            }
          }
        },
        components: {
          schemas: {
            Text: { type: 'string' },
            NAME: { type: 'object', properties: { NAME: { $ref: '#/components/schemas/NAME' } }, required: ['NAME'] }
          },
          responses: { NAME: { description: 'Bad' } }
        }
      })
      const { definition, losses } = convertValid(parse(text.replaceAll('NAME', name)))
      expect(losses).toEqual([])
      expect(dig(definition, 'definitions', name, 'properties', name)).toEqual({ $ref: `#/definitions/${name}` })
      expect(dig(definition, 'responses', name)).toEqual({ description: 'Bad' })
      expect(dig(definition, 'paths', '/a', 'get', 'parameters', 0, 'name')).toBe(name)
      expect(Object.getPrototypeOf(definition['definitions'])).toBe(Object.prototype)
    }
  )
})
