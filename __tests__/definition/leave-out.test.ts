import { describe, expect, test } from '@jest/globals'
import { compareDefinitions } from '../../src/checks/changes/compare.ts'
import { type JsonObject, stringAt } from '../../src/definition/json.ts'
import { leaveOut } from '../../src/definition/leave-out.ts'
import { operationsOf } from '../../src/definition/operations.ts'
import { pruneUnused } from '../../src/definition/prune.ts'
import { type SelectionLines, selectOperations } from '../../src/definition/select.ts'
import { specificationOf } from '../../src/definition/specification.ts'
import { toSwagger2 } from '../../src/definition/swagger2.ts'
import { connectors } from './corpus.ts'
import { describeCorpus } from './describe-corpus.ts'
import { corpusDocuments, corpusFolder, corpusTitle } from './convert/support.ts'
import { swagger } from './documents.ts'

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const answering = (schema: JsonObject) => ({ 200: { description: 'OK', content: { 'application/json': { schema } } } })

const shop: JsonObject = {
  openapi: '3.0.3',
  info: { title: 'Shop', version: '1' },
  paths: {
    '/orders': {
      get: { operationId: 'Orders_List', responses: answering(reference('Order')) },
      post: { operationId: 'Orders_Create', tags: ['Write'], responses: answering(reference('Receipt')) }
    },
    '/customers': { get: { operationId: 'Customers_List', responses: answering(reference('Customer')) } }
  },
  components: {
    schemas: {
      Order: { type: 'object', properties: { lines: { type: 'array', items: reference('Line') } } },
      Line: { type: 'object' },
      Receipt: { type: 'object' },
      Customer: { type: 'object', properties: { orders: reference('Order') } }
    },
    examples: { Unused: { value: 1 } },
    securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } }
  }
}

const include = (...lines: string[]): SelectionLines => ({ include: lines, exclude: [] })

/** The definition that a document gives in the end. */
function selected(document: JsonObject, lines: SelectionLines): JsonObject {
  const { definition } = toSwagger2({ document, specification: specificationOf(document) }, {}, undefined)
  return pruneUnused(selectOperations(definition, lines).definition).definition
}

describe('what was never asked for goes before it is converted', () => {
  test('operations, their paths, and the components that only they use', () => {
    const { document, excluded, unmatched } = leaveOut(shop, include('Orders_List', 'Nothing_*'))
    expect(document).toEqual({
      ...shop,
      paths: { '/orders': { get: { operationId: 'Orders_List', responses: answering(reference('Order')) } } },
      components: {
        schemas: { Order: expect.anything(), Line: { type: 'object' } },
        securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } }
      }
    })
    expect({ excluded, unmatched }).toEqual({ excluded: 2, unmatched: ['Nothing_*'] })
  })

  test('of Swagger 2.0 a section with its last entry; one that was empty stays', () => {
    const document = swagger({
      paths: {
        '/a': { get: { operationId: 'A', responses: {} } },
        '/b': { get: { operationId: 'B', responses: { 200: { $ref: '#/responses/B' } } } }
      },
      responses: { B: { description: 'B' } },
      parameters: {}
    })
    const { document: left } = leaveOut(document, include('A'))
    expect(left).toEqual(swagger({ paths: { '/a': { get: { operationId: 'A', responses: {} } } }, parameters: {} }))
  })
})

describe('the document stays whole', () => {
  const get = (operation: JsonObject) => ({ get: { responses: answering({ type: 'object' }), ...operation } })
  const cases: [string, JsonObject, SelectionLines][] = [
    ['without a line', shop, include()],
    ['when every operation is asked for', shop, include('*')],
    [
      'when an operation has no id, for the one that it gets depends on the others',
      { ...shop, paths: { '/a': get({ operationId: 'A' }), '/b': get({}) } },
      include('A')
    ],
    [
      'when two operations have the same id',
      { ...shop, paths: { '/a': get({ operationId: 'A' }), '/b': get({ operationId: 'A' }), '/c': get({ operationId: 'C' }) } }, // prettier-ignore
      include('A')
    ],
    [
      'when a path item is a reference',
      { ...shop, paths: { '/a': get({ operationId: 'A' }), '/b': get({ operationId: 'B' }), '/c': { $ref: '#/paths/~1b' } } }, // prettier-ignore
      include('A')
    ],
    [
      'when something refers into an operation',
      {
        ...shop,
        paths: {
          '/a': get({ operationId: 'A', parameters: [{ $ref: '#/paths/~1b/get/parameters/0' }] }),
          '/b': get({ operationId: 'B', parameters: [{ name: 'top', in: 'query', schema: { type: 'integer' } }] })
        }
      },
      include('A')
    ]
  ]
  test.each(cases)('%s', (_, document, lines) => {
    expect(leaveOut(document, lines)).toEqual({ document, unmatched: [], excluded: 0 })
  })
})

describeCorpus('connectors with a third of their operations', () => {
  test('give the very same definition', () => {
    let reduced = 0
    for (const { name, document } of connectors()) {
      const lines = thirdOf(document)
      const early = leaveOut(document, lines)
      if (early.excluded === 0) continue
      reduced++
      expect([name, selected(early.document, lines)]).toEqual([name, selected(document, lines)])
    }
    expect(reduced).toBeGreaterThan(100)
  })
})

const describeOpenApi3 = corpusFolder('openapi3') === undefined ? describe.skip : describe

describeOpenApi3(corpusTitle('openapi3'), () => {
  test('gives a definition with the same meaning: shared schemas may stand in place, and in another order', () => {
    let reduced = 0
    for (const [name, document] of corpusDocuments('openapi3')) {
      const lines = thirdOf(document)
      const early = leaveOut(document, lines)
      if (early.excluded === 0) continue
      reduced++
      const [now, before] = [selected(early.document, lines), selected(document, lines)]
      expect([...operationsOf(now)].map(({ id }) => id)).toEqual([...operationsOf(before)].map(({ id }) => id))
      expect([name, compareDefinitions({ definition: before }, { definition: now })]).toEqual([name, []])
      expect([name, compareDefinitions({ definition: now }, { definition: before })]).toEqual([name, []])
    }
    expect(reduced).toBeGreaterThan(20)
  })
})

function thirdOf(document: JsonObject): SelectionLines {
  const ids = [...operationsOf(document)].map(({ operation }) => stringAt(operation, 'operationId') ?? '')
  return include(...ids.filter((id, index) => index % 3 === 0 && /^[^*?]+$/.test(id)))
}
