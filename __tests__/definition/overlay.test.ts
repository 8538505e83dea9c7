import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { DefinitionError } from '../../src/errors.ts'
import type { Json, JsonObject } from '../../src/definition/json.ts'
import { applyOverlay } from '../../src/definition/overlay.ts'
import { connectors } from './corpus.ts'
import { describeCorpus } from './describe-corpus.ts'
import { swagger } from './documents.ts'

const overlay = (...actions: Json[]): JsonObject => ({
  overlay: '1.0.0',
  info: { title: 'For the connector', version: '1' },
  actions
})

const shop = swagger({
  paths: {
    '/orders': {
      get: {
        operationId: 'ListOrders',
        tags: ['internal', 'orders', 'internal'],
        parameters: [
          { name: 'top', in: 'query', type: 'integer' },
          { name: 'debug', in: 'query', type: 'boolean' },
          { name: 'trace', in: 'header', type: 'string' }
        ],
        responses: { 200: { description: 'OK' } }
      },
      delete: { operationId: 'DeleteOrders', 'x-internal': true }
    },
    '/customers': { get: { operationId: 'ListCustomers', responses: {} } }
  },
  tags: [{ name: 'orders' }],
  definitions: { Order: { type: 'object', required: ['id'], additionalProperties: false } }
})

/** The document after a change by hand. */
function changed(change: (document: Mutable) => void): JsonObject {
  const document = structuredClone(shop)
  change(document as unknown as Mutable)
  return document
}
interface Mutable extends JsonObject {
  info: JsonObject
  tags: Json[]
  paths: {
    '/orders': { get: JsonObject & { tags: Json[]; parameters: JsonObject[] }; delete: JsonObject }
    '/customers': { get: JsonObject }
  }
  definitions: { Order: JsonObject & { required: Json[] } }
}

describe('an action', () => {
  const cases: [string, Json[], (document: Mutable) => void][] = [
    [
      'merges into an object: members replaced, added, and left',
      [{ target: '$.info', update: { title: 'Shop', description: 'Orders of the shop' } }],
      ({ info }) => Object.assign(info, { title: 'Shop', description: 'Orders of the shop' })
    ],
    [
      'merges into the members of members',
      [{ target: '$', update: { paths: { '/orders': { get: { summary: 'All' } } }, 'x-ms-capabilities': {} } }],
      document => {
        document.paths['/orders'].get['summary'] = 'All'
        document['x-ms-capabilities'] = {}
      }
    ],
    [
      'joins arrays within a merge',
      [{ target: '$.definitions.Order', update: { required: ['total'] } }],
      ({ definitions }) => definitions.Order.required.push('total')
    ],
    [
      'replaces values of another kind within a merge',
      [{ target: '$.definitions.Order', update: { type: ['object'], additionalProperties: { type: 'string' } } }],
      ({ definitions }) =>
        Object.assign(definitions.Order, { type: ['object'], additionalProperties: { type: 'string' } })
    ],
    [
      'appends an entry to an array',
      [{ target: '$.tags', update: { name: 'customers' } }],
      ({ tags }) => tags.push({ name: 'customers' })
    ],
    [
      'appends a text to an array',
      [{ target: '$.definitions.Order.required', update: 'total' }],
      ({ definitions }) => definitions.Order.required.push('total')
    ],
    [
      'appends the entries of an array to an array',
      [{ target: '$.tags', update: [{ name: 'a' }, { name: 'b' }] }],
      ({ tags }) => tags.push({ name: 'a' }, { name: 'b' })
    ],
    [
      'updates everything that its target selects',
      [{ target: '$.paths.*.get', update: { 'x-ms-visibility': 'important' } }],
      ({ paths }) => {
        paths['/orders'].get['x-ms-visibility'] = 'important'
        paths['/customers'].get['x-ms-visibility'] = 'important'
      }
    ],
    [
      'updates what a filter selects',
      [{ target: "$.paths.*.get.parameters[?@.name=='top' && @.in=='query']", update: { default: 10 } }],
      ({ paths }) => Object.assign(paths['/orders'].get.parameters[0] ?? {}, { default: 10 })
    ],
    [
      'updates once what is selected twice',
      [{ target: "$['tags','tags']", update: 'x' }],
      ({ tags }) => tags.push('x')
    ],
    [
      'replaces a text that is selected itself',
      [{ target: '$.info.title', update: 'Shop' }],
      ({ info }) => Object.assign(info, { title: 'Shop' })
    ],
    [
      'replaces a text in an array that is selected itself',
      [{ target: '$.definitions.Order.required[0]', update: 'total' }],
      ({ definitions }) => definitions.Order.required.splice(0, 1, 'total')
    ],
    [
      'removes a member',
      [{ target: "$.paths['/customers']", remove: true }],
      ({ paths }) => Reflect.deleteProperty(paths, '/customers')
    ],
    [
      'removes what a filter selects',
      [{ target: "$.paths.*[?@['x-internal'] == true]", remove: true }],
      ({ paths }) => Reflect.deleteProperty(paths['/orders'], 'delete')
    ],
    [
      'removes several entries of an array, in whatever order they are selected',
      [{ target: "$.paths['/orders'].get.parameters[2,0]", remove: true }],
      ({ paths }) => (paths['/orders'].get.parameters = paths['/orders'].get.parameters.slice(1, 2))
    ],
    [
      'removes equal texts from an array',
      [{ target: "$.paths.*.*.tags[?@ == 'internal']", remove: true }],
      ({ paths }) => (paths['/orders'].get.tags = ['orders'])
    ],
    [
      'removes what is selected, what it is in, and what is in it',
      [{ target: "$.paths['/orders'].get..*", remove: true }],
      ({ paths }) => Object.assign(paths['/orders'], { get: {} })
    ],
    [
      'removes, whatever its update says',
      [{ target: '$.tags[0]', update: { name: 'x' }, remove: true }],
      ({ tags }) => tags.pop()
    ],
    [
      'works on the result of those before',
      [
        { target: '$.tags', remove: true },
        { target: '$', update: { tags: [{ name: 'new' }] } },
        { target: "$.tags[?@.name == 'new']", update: { description: 'New' } }
      ],
      document => (document.tags = [{ name: 'new', description: 'New' }])
    ],
    ['changes nothing with an empty update', [{ target: '$..[?@.operationId]', update: {} }], () => undefined]
  ]
  test.each(cases)('%s', (_name, actions, change) => {
    expect(applyOverlay(shop, overlay(...actions))).toEqual({ definition: changed(change), warnings: [] })
  })
})

describe('a warning says what may be a mistake, and nothing changes', () => {
  const cases: [string, Json[], string[]][] = [
    [
      'a target that selects nothing, with its index',
      [
        { target: '$.info', update: {} },
        { target: '$.paths["/order"]', remove: true }
      ],
      ['the target of actions[1] ("$.paths[\\"/order\\"]") selects nothing']
    ],
    [
      'null where the document has more, as in the example of the specification',
      [{ target: '$', update: { info: {}, paths: { '/orders': null }, tags: null } }],
      ['/paths/~1orders', '/tags'].map(
        at => `actions[0] ("$") has null at ${at} of its update, where the document has more: left as it is`
      )
    ],
    [
      'an action that says not to remove',
      [{ target: '$.info', remove: false }],
      ['actions[0] ("$.info") has "remove: false" and no "update", so it does nothing']
    ]
  ]
  test.each(cases)('%s', (_name, actions, warnings) => {
    expect(applyOverlay(shop, overlay(...actions))).toEqual({ definition: shop, warnings })
  })
})

describe('an overlay that cannot be applied is an error that says what is wrong', () => {
  const good = { target: '$.info', update: {} }
  const cases: [string, JsonObject, DefinitionError['fault'], string][] = [
    ['another document', swagger(), 'not-openapi', 'it has no "overlay" and so is no OpenAPI Overlay; start'],
    ['version 1.1', { ...overlay(good), overlay: '1.1.0' }, 'unsupported', 'it follows version "1.1.0" of'],
    ['a version that is a number', { ...overlay(good), overlay: 1 }, 'not-openapi', 'its "overlay" is 1 instead of'],
    ['no info', { overlay: '1.0.0', actions: [good] }, 'not-openapi', 'it has no "info" object'],
    ['no actions', { overlay: '1.0.0', info: {} }, 'not-openapi', 'it has no "actions"'],
    ['an empty list', overlay(), 'not-openapi', 'its "actions" are no list with at least one action'],
    ['actions that are no list', { ...overlay(), actions: good }, 'not-openapi', 'its "actions" are no list with'],
    ['an action that is a text', overlay(good, '$.info'), 'not-openapi', 'actions[1] is no object'],
    ['no target', overlay({ update: {} }), 'not-openapi', 'actions[0] has no "target" text'],
    ['nothing to do', overlay({ target: '$', updates: {} }), 'not-openapi', 'actions[0] has neither "update" nor'],
    ['remove as a text', overlay({ target: '$', remove: 'yes' }), 'not-openapi', '"remove" of actions[0] is neither'],
    [
      'copy',
      overlay(good, { target: '$.info', copy: '$.x' }),
      'unsupported',
      'actions[1] has "copy", which came with version 1.1'
    ],
    [
      'an expression with a mistake',
      overlay(good, { target: '$.paths[', remove: true }),
      'not-openapi',
      'the target of actions[1] ("$.paths[") is no valid JSONPath expression (RFC 9535): '
    ],
    [
      'an empty expression',
      overlay({ target: '', remove: true }),
      'not-openapi',
      'the target of actions[0] ("") is no valid JSONPath'
    ],
    [
      'an unknown function',
      overlay({ target: '$[?first(@)]', remove: true }),
      'not-openapi',
      'the target of actions[0] ("$[?first(@)]") is no valid JSONPath'
    ],
    [
      'the whole document removed',
      overlay({ target: '$', remove: true }),
      'not-openapi',
      'actions[0] ("$") removes the whole document'
    ],
    [
      'a text for an object',
      overlay({ target: '$.info', update: 'Shop' }),
      'not-openapi',
      'actions[0] ("$.info") selects an object, and its update is a string'
    ],
    [
      'an object for a text',
      overlay({ target: '$.host', update: {} }),
      'not-openapi',
      'actions[0] ("$.host") selects a string, and its update is an object'
    ]
  ]
  test.each(cases)('%s', (_name, document, fault, message) => {
    const error = failure(() => applyOverlay(shop, document))
    expect(error.message).toContain(`Could not apply the overlay: ${message}`)
    expect(error.fault).toBe(fault)
  })

  test('a mistake in a later action is found though the first one fails, too', () => {
    const document = overlay({ target: '$', remove: true }, { target: '$.', remove: true })
    expect(failure(() => applyOverlay(shop, document)).message).toContain('actions[1]')
  })

  test('a target in a document that is nested too deeply for it', () => {
    let deep: Json = {}
    for (let depth = 0; depth < 1_100; depth += 1) deep = { deep }
    const act = () => applyOverlay(swagger({ deep }), overlay({ target: '$..title', remove: true }))
    expect(failure(act).message).toContain('actions[0] ("$..title")')
  })
})

test('documents as deep as the readers allow can be searched through', () => {
  let deep: Json = { title: 'x' }
  for (let depth = 0; depth < 250; depth += 1) deep = { deep }
  const { warnings } = applyOverlay({ deep }, overlay({ target: '$..title', remove: true }))
  expect(warnings).toEqual([])
})

test('neither argument changes, and places that were updated alike share nothing', () => {
  const before = structuredClone(shop)
  const document = overlay(
    { target: '$.paths.*.get', update: { 'x-ms': { a: [1] } } },
    { target: '$.tags', update: { name: 'x' } },
    { target: '$.tags[?@.name == "x"]', update: { name: 'y' } },
    { target: "$.paths['/orders'].get['x-ms']", update: { a: [2] } },
    { target: '$.definitions', remove: true }
  )
  const given = structuredClone(document)
  const { definition } = applyOverlay(shop, document)
  expect(shop).toEqual(before)
  expect(document).toEqual(given)
  expect(definition).toMatchObject({
    paths: { '/orders': { get: { 'x-ms': { a: [1, 2] } } }, '/customers': { get: { 'x-ms': { a: [1] } } } },
    tags: [{ name: 'orders' }, { name: 'y' }]
  })
})

test('names of prototypes are names like any other', () => {
  const update = JSON.parse(
    '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'
  ) as JsonObject
  const { definition } = applyOverlay(
    swagger(),
    overlay(
      { target: '$', update },
      { target: '$', update },
      { target: '$.info.__proto__', update: { polluted: true } }
    )
  )
  expect(JSON.stringify(definition)).toBe(
    JSON.stringify(swagger()).slice(0, -1) + `,${JSON.stringify(update).slice(1)}`
  )
  expect(Object.getPrototypeOf(definition)).toBe(Object.prototype)
  expect({}).not.toHaveProperty('polluted')
})

test('a large list can be searched and cut', () => {
  const items = Array.from({ length: 200_000 }, (_item, index) => ({ index }))
  const { definition } = applyOverlay({ items }, overlay({ target: '$.items[?@.index > 1]', remove: true }))
  expect(definition).toEqual({ items: [{ index: 0 }, { index: 1 }] })
})

test('an empty update changes no document', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), document => {
      const given = JSON.parse(JSON.stringify(document)) as JsonObject
      expect(applyOverlay(given, overlay({ target: '$', update: {} }))).toEqual({ definition: given, warnings: [] })
    })
  )
})

test('merging a document into nothing gives that document', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), document => {
      const update = JSON.parse(JSON.stringify(document)) as JsonObject
      expect(JSON.stringify(applyOverlay({}, overlay({ target: '$', update })).definition)).toBe(JSON.stringify(update))
    })
  )
})

describeCorpus('published connectors', () => {
  test('an overlay that marks every operation and takes the mark away again leaves them as they were', () => {
    const operations = '$.paths.*[?@.operationId]'
    const marked = overlay(
      { target: operations, update: { 'x-mark': true } },
      { target: "$..['x-mark']", remove: true }
    )
    for (const { name, document } of connectors()) {
      expect({ name, ...applyOverlay(document, marked) }).toEqual({ name, definition: document, warnings: [] })
    }
  })
})

function failure(act: () => unknown): DefinitionError {
  try {
    act()
  } catch (error) {
    if (error instanceof DefinitionError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
