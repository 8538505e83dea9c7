import { describe, expect, test } from '@jest/globals'
import type { JsonObject } from '../../../src/definition/json.ts'
import { convertValid, dig, documentOf } from './support.ts'

function convertResponses(responses: JsonObject, components: JsonObject = {}) {
  const { definition, losses } = convertValid(documentOf({ responses }, { components }))
  const operation = dig(definition, 'paths', '/things', 'post')
  return {
    definition,
    responses: dig(operation, 'responses'),
    produces: dig(operation, 'produces'),
    losses: losses.map(({ rule, pointer }) => `${rule} ${pointer.replace('/paths/~1things/post/responses', '…')}`)
  }
}

const ok = (content: JsonObject): JsonObject => ({ '200': { description: 'OK', content } })
const text = { schema: { type: 'string' } }

describe('responses', () => {
  test('the schema is the one of JSON, media types with the same schema are produced too', () => {
    const content = { 'text/plain': text, 'text/csv': { schema: { type: 'integer' } }, 'application/json': text }
    expect(convertResponses(ok(content))).toMatchObject({
      responses: { '200': { description: 'OK', schema: { type: 'string' } } },
      produces: ['application/json', 'text/plain'],
      losses: ['media-type …/200/content/text~1csv']
    })
  })

  test.each([
    ['application/hal+json', 'application/hal+json'],
    ['*/*', 'application/json'],
    ['application/*+json', 'application/json'],
    ['application/json; charset=utf-8', 'application/json; charset=utf-8']
  ])('%s counts as JSON', (type, produced) => {
    const { produces, responses } = convertResponses(
      ok({ 'application/xml': { schema: { type: 'object' } }, [type]: text })
    )
    expect(produces).toEqual([produced])
    expect(dig(responses, '200', 'schema')).toEqual({ type: 'string' })
  })

  test.each([
    ['application/octet-stream', { schema: { type: 'string', format: 'binary' } }],
    ['image/png', {}],
    ['application/json', { schema: { type: 'string', format: 'binary' } }]
  ])('bytes of %s are a file', (type, media: JsonObject) => {
    expect(convertResponses(ok({ [type]: media }))).toMatchObject({
      responses: { '200': { schema: { type: 'file' } } },
      produces: [type],
      losses: []
    })
  })

  test('ranges become the nearest status, which is a loss', () => {
    const responses = { '2XX': { description: 'Good' }, '5XX': { description: 'Bad' } }
    expect(convertResponses(responses)).toMatchObject({
      responses: { '200': { description: 'Good' }, default: { description: 'Bad' } },
      losses: ['response-status …/2XX', 'response-status …/5XX']
    })
  })

  test('ranges give way to what is there', () => {
    const responses = {
      '2XX': { description: 'a' },
      '4XX': { description: 'b' },
      '200': { description: 'c' },
      default: { description: 'd' },
      '3XX': { description: 'e' }
    }
    const result = convertResponses(responses)
    expect(result.responses).toEqual({ '200': { description: 'c' }, default: { description: 'd' } })
    expect(result.losses.sort()).toEqual(['response-status …/2XX', 'response-status …/3XX', 'response-status …/4XX'])
  })

  test('an operation without responses gets one, which is a loss', () => {
    expect(convertResponses({})).toMatchObject({
      responses: { default: { description: '' } },
      losses: ['added-response …']
    })
  })

  test('headers are flat, components of them put in place', () => {
    const headers = {
      'X-Left': { description: 'Calls left', schema: { type: 'integer', format: 'int32' } },
      'X-Trace': { $ref: '#/components/headers/Trace' }
    }
    const components = { headers: { Trace: { schema: { type: 'string', format: 'uuid' } } } }
    const { responses, losses } = convertResponses({ '200': { description: 'OK', headers } }, components)
    expect(dig(responses, '200', 'headers')).toEqual({
      'X-Left': { description: 'Calls left', type: 'integer', format: 'int32' },
      'X-Trace': { type: 'string', format: 'uuid' }
    })
    expect(losses).toEqual([])
  })

  test('links are losses', () => {
    const links = { Next: { operationId: 'Do' } }
    expect(convertResponses({ '200': { description: 'OK', links } }).losses).toEqual(['link …/200/links'])
  })

  test('one example of a media type is kept, the others are losses', () => {
    const examples = { one: { value: 'a' }, two: { value: 'b' } }
    const { responses, losses } = convertResponses(ok({ 'application/json': { ...text, examples } }))
    expect(dig(responses, '200', 'examples')).toEqual({ 'application/json': 'a' })
    expect(losses).toEqual(['examples …/200/content/application~1json/examples'])
  })

  test('a component is referred to under "responses"', () => {
    const components = { responses: { Gone: { description: 'Gone', content: { 'application/json': text } } } }
    const result = convertResponses({ '404': { $ref: '#/components/responses/Gone' } }, components)
    expect(result.responses).toEqual({ '404': { $ref: '#/responses/Gone' } })
    expect(result.definition['responses']).toEqual({ Gone: { description: 'Gone', schema: { type: 'string' } } })
    expect(result.produces).toEqual(['application/json'])
  })

  test('a response without a description has an empty one', () => {
    expect(convertResponses({ '204': {} })).toMatchObject({ responses: { '204': { description: '' } }, losses: [] })
  })
})
