/** Definitions of all sorts, for fast-check: nothing in them is behind a reference. */
import fc from 'fast-check'
import type { Json, JsonObject } from '../../../src/definition/json.ts'

const NAMES = ['id', 'name', 'total', 'status', 'lines', 'customer', 'x/y', 'items', 'properties', 'Grüße', 'a b']
const name = fc.constantFrom(...NAMES)
const texts = fc.record(
  {
    title: fc.constantFrom('A', 'B'),
    description: fc.constantFrom('', 'What it is'),
    'x-ms-summary': fc.constant('S')
  },
  { requiredKeys: [] }
)
const scalar: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.record(
    { type: fc.constant('string'), format: fc.constantFrom('date-time', 'byte', 'uuid') },
    { requiredKeys: ['type'] }
  ),
  fc.constant<JsonObject>({ type: 'string', enum: ['a', 'b', 'c'] }),
  fc.constant({ type: 'integer', format: 'int32' }),
  fc.constant({ type: 'number' }),
  fc.constant({ type: 'boolean', default: false })
)

const { schema } = fc.letrec<{ schema: JsonObject; object: JsonObject; array: JsonObject; scalar: JsonObject }>(
  tie => ({
    scalar: fc.tuple(scalar, texts).map(([type, words]) => ({ ...words, ...type })),
    array: fc.record({ type: fc.constant('array'), items: tie('schema') }),
    object: fc
      .tuple(texts, fc.dictionary(name, tie('schema'), { maxKeys: 4, noNullPrototype: true }), fc.subarray(NAMES))
      .map(([words, properties, required]) => ({
        ...words,
        type: 'object',
        properties,
        required: required.filter(field => Object.hasOwn(properties, field))
      })),
    schema: fc.oneof({ maxDepth: 3, withCrossShrink: true }, tie('scalar'), tie('object'), tie('array'))
  })
)

const parameter = fc
  .tuple(fc.constantFrom('query', 'header'), name, scalar, texts, fc.boolean())
  .map(([place, called, type, words, required]): JsonObject => ({
    ...words,
    ...type,
    in: place,
    name: called,
    required
  }))

const operation = fc
  .record({
    parameters: fc.uniqueArray(parameter, { maxLength: 4, selector: ({ name: called }) => called }),
    body: fc.option(schema),
    response: schema,
    code: fc.constantFrom('200', '201', 'default'),
    trigger: fc.boolean(),
    summary: fc.constantFrom('Get it', '')
  })
  .map(({ parameters, body, response, code, trigger, summary }): JsonObject => {
    const inBody: Json[] = body === null ? [] : [{ in: 'body', name: 'body', required: true, schema: body }]
    return {
      ...(summary === '' ? {} : { summary }),
      ...(trigger ? { 'x-ms-trigger': 'batch' } : {}),
      parameters: [...parameters, ...inBody],
      responses: { [code]: { description: 'Done', schema: response }, 404: { description: 'Not there' } }
    }
  })

/** A definition with one to four operations. */
export const definition = fc.array(operation, { minLength: 1, maxLength: 4 }).map((operations): JsonObject => {
  const paths = operations.map((value, index): [string, Json] => [
    `/things${index}/{id}`,
    {
      [['get', 'post', 'put', 'delete'][index] ?? 'get']: {
        operationId: `Operation${index}`,
        ...value,
        parameters: [
          { in: 'path', name: 'id', required: true, type: 'string' },
          ...((value['parameters'] ?? []) as Json[])
        ]
      }
    }
  ])
  return {
    swagger: '2.0',
    info: { title: 'Things', version: '1.0' },
    host: 'api.contoso.example',
    basePath: '/v1',
    schemes: ['https'],
    paths: Object.fromEntries(paths)
  }
})
