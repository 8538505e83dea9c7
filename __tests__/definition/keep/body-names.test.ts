import { expect, test } from '@jest/globals'
import { type JsonObject, objectAt } from '../../../src/definition/json.ts'
import { DEFAULT_KEEP, keepFromConnector } from '../../../src/definition/keep.ts'

const body = (name: string): JsonObject => ({ name, in: 'body', schema: { type: 'object' } })

function document(parameters: JsonObject[], more: JsonObject = {}): JsonObject {
  const post = { operationId: 'Orders_Add', parameters, responses: { '200': { description: 'OK' } } }
  return { swagger: '2.0', host: 'a.example', schemes: ['https'], paths: { '/orders': { post } }, ...more }
}

function keptNames(api: JsonObject, connector: JsonObject, unnamedBodies = true): unknown[] {
  const { definition } = keepFromConnector({ api, connector, keep: DEFAULT_KEEP, explicit: {}, unnamedBodies })
  const post = objectAt(objectAt(objectAt(definition, 'paths') ?? {}, '/orders') ?? {}, 'post')
  return (post?.['parameters'] as JsonObject[]).map(({ name }) => name)
}

test('a body of OpenAPI 3 gets the name that flows know it by', () => {
  const api = document([{ name: 'top', in: 'query', type: 'integer' }, body('body')])
  expect(keptNames(api, document([body('order')]))).toEqual(['top', 'order'])
  expect(api).toEqual(document([{ name: 'top', in: 'query', type: 'integer' }, body('body')]))
})

test('a body that operations share gets its name in the operation alone', () => {
  const api = document([{ $ref: '#/parameters/Shared' }], { parameters: { Shared: body('body') } })
  expect(keptNames(api, document([body('order')]))).toEqual(['order'])
})

test.each<[string, JsonObject, JsonObject, boolean]>([
  ['that the document names', document([body('given')]), document([body('order')]), true],
  ['of Swagger 2.0', document([body('body')]), document([body('order')]), false],
  ['that is new', document([body('body')]), document([]), true]
])('a body %s keeps its name', (_, api, connector, unnamed) => {
  const [before] = keptNames(api, connector, false)
  expect(keptNames(api, connector, unnamed)).toEqual([before])
})
