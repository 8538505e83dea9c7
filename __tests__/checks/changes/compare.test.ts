/** What an update is told to change, case by case. */
import { describe, expect, test } from '@jest/globals'
import type { Change } from '../../../src/checks/changes/change.ts'
import { compareDefinitions } from '../../../src/checks/changes/compare.ts'
import type { Json, JsonObject } from '../../../src/definition/json.ts'
import { swagger } from '../../definition/documents.ts'

const text = { type: 'string' }
const ref = (name: string): JsonObject => ({ $ref: `#/definitions/${name}` })
const object = (properties: JsonObject, others: JsonObject = {}): JsonObject => ({
  type: 'object',
  properties,
  ...others
})
const list = (items: Json): JsonObject => ({ type: 'array', items })

/** `GET /orders/{id}` with these members. */
function getting(operation: JsonObject, members: JsonObject = {}, pathItem: JsonObject = {}): JsonObject {
  const get = { operationId: 'GetOrder', summary: 'Get order', ...operation }
  return swagger({ paths: { '/orders/{id}': { ...pathItem, get } }, ...members })
}

const taking = (...parameters: Json[]): JsonObject => getting({ parameters })
const takingBody = (schema: Json, members?: JsonObject): JsonObject =>
  getting({ parameters: [{ in: 'body', name: 'body', required: true, schema }] }, members)
const giving = (schema: Json, members?: JsonObject): JsonObject =>
  getting({ responses: { 200: { description: 'OK', schema } } }, members)
const query = (name: string, members: JsonObject = {}): JsonObject => ({ in: 'query', name, ...text, ...members })

function changes(before: JsonObject, after: JsonObject): readonly Change[] {
  return compareDefinitions({ definition: before }, { definition: after })
}

/** `rule path: before > after`, of a fact only what there is. */
function told(before: JsonObject, after: JsonObject): string[] {
  return changes(before, after).map(change => {
    const { before: old, after: current } = change
    const facts = [
      old === undefined ? '' : JSON.stringify(old),
      current === undefined ? '' : `> ${JSON.stringify(current)}`
    ]
    const shown = facts.filter(fact => fact !== '').join(' ')
    return `${change.rule} ${change.path}${shown === '' ? '' : `: ${shown}`}`
  })
}

type Cases = readonly (readonly [name: string, before: JsonObject, after: JsonObject, told: readonly string[]])[]

describe('operations', () => {
  const at = (path: string, operation: JsonObject): JsonObject => swagger({ paths: { [path]: { get: operation } } })

  test('are told in the order of the new definition, then the removed ones in that of the old', () => {
    const before = swagger({
      host: 'a.example',
      paths: {
        '/z': { get: { operationId: 'Z' } },
        '/b': { get: { operationId: 'B', 'x-ms-trigger': 'single' } },
        '/a': { get: { operationId: 'A' } }
      }
    })
    const after = swagger({
      host: 'b.example',
      paths: {
        '/n': { get: { operationId: 'N' } },
        '/b': { get: { operationId: 'B', summary: 'B', deprecated: true } }
      }
    })
    expect(changes(before, after).map(({ rule, operationId }) => `${rule} ${operationId}`)).toEqual([
      'HostChanged ',
      'TriggerKindChanged B',
      'OperationRemoved Z',
      'OperationRemoved A',
      'OperationAdded N',
      'OperationDeprecated B',
      'TextChanged B'
    ])
  })

  test('go by verb and path where they have no id', () => {
    const [first, second] = changes(at('/a', {}), at('/b', {}))
    expect([first?.operationId, second?.operationId]).toEqual(['GET /a', 'GET /b'])
    expect(told(at('/a', { deprecated: false }), at('/a', { deprecated: true }))).toEqual(['OperationDeprecated '])
  })

  test('of a new id at the same path, variables aside, are called likely renames', () => {
    const [removed, added] = changes(
      at('/a/{id}', { operationId: 'Old' }),
      at('/a/{key}', { operationId: 'New', summary: 'Get it' })
    )
    expect(removed?.message).toBe('Apps and flows that use "Old" fail, because it is gone: renamed to "New"?')
    expect(added?.message).toBe('Makers can use the new operation "Get it", which may be "Old" under a new name')
  })

  test('have moved when their path is another in more than the names of its variables', () => {
    expect(told(at('/a/{id}', { operationId: 'A' }), at('/a/{key}', { operationId: 'A' }))).toEqual([])
    expect(told(at('/a/{id}', { operationId: 'A' }), at('/A/{id}', { operationId: 'A' }))).toEqual([
      'PathChanged : "/a/{id}" > "/A/{id}"'
    ])
  })
})

describe('parameters', () => {
  const body = (name: string, schema: Json = object({ a: text })): JsonObject => ({ in: 'body', name, schema })
  const form = (name: string): JsonObject => ({ in: 'formData', name, ...text })
  const cases: Cases = [
    [
      'a variable of the path with another name',
      swagger({
        paths: { '/a/{id}': { get: { parameters: [{ in: 'path', name: 'id', ...text }], operationId: 'A' } } }
      }),
      swagger({
        paths: { '/a/{key}': { get: { parameters: [{ in: 'path', name: 'key', ...text }], operationId: 'A' } } }
      }),
      ['ParameterRemoved path/id: "id" > "key"', 'RequiredInputAdded path/key: > "string"']
    ],
    [
      'a body with another name',
      taking(body('order')),
      taking(body('body')),
      ['ParameterRemoved body: "order" > "body"']
    ],
    ['a body gone', taking(body('body')), taking(), ['ParameterRemoved body: "object"']],
    [
      'a body that is sent as a form',
      taking(body('body')),
      taking(form('a'), form('b')),
      ['ParameterLocationChanged body: "body" > "formData"']
    ],
    [
      'a form that is sent as a body',
      taking(form('a'), form('b')),
      taking(body('body')),
      ['ParameterLocationChanged formData: "formData" > "body"']
    ],
    [
      'one of two of the same name that moves',
      taking(query('a')),
      taking({ ...query('a'), in: 'header', required: true }),
      ['ParameterLocationChanged query/a: "query" > "header"']
    ],
    [
      'a second of the same name',
      taking(query('a')),
      taking(query('a'), { ...query('a'), in: 'header' }),
      ['InputAdded header/a: > "string"']
    ],
    [
      'a variable that says it is required',
      taking({ in: 'path', name: 'id', ...text }),
      taking({ in: 'path', name: 'id', ...text, required: true }),
      []
    ],
    [
      'a required one whose default goes',
      taking(query('a', { required: true, default: 'x' })),
      taking(query('a', { required: true })),
      ['InputBecameRequired query/a']
    ],
    [
      'an optional one whose default goes',
      taking(query('a', { default: 'x' })),
      taking(query('a')),
      ['DefaultChanged query/a: "x"']
    ],
    [
      'a list of other items',
      taking(query('a', list(text))),
      taking(query('a', list({ type: 'integer' }))),
      ['InputTypeChanged query/a[]: "string" > "integer"']
    ],
    [
      'a file',
      taking(form('a')),
      taking({ ...form('a'), type: 'file' }),
      ['InputTypeChanged formData/a: "string" > "string (binary)"']
    ],
    [
      'values of an enum, some lost and some new',
      taking(query('a', { enum: ['x', 'y'] })),
      taking(query('a', { enum: ['y', 1] })),
      ['InputEnumNarrowed query/a: ["x"]', 'InputEnumWidened query/a: > [1]']
    ],
    [
      'a type where there was none',
      taking({ in: 'query', name: 'a' }),
      taking(query('a')),
      ['InputTypeChanged query/a: > "string"']
    ],
    ['no type any more', taking(query('a')), taking({ in: 'query', name: 'a' }), []]
  ]
  test.each(cases)('%s', (_name, before, after, wanted) => {
    expect(told(before, after)).toEqual(wanted)
  })

  test('of a path count in its operations, until these have their own', () => {
    const inPath = getting({}, {}, { parameters: [query('a'), query('b')] })
    expect(told(inPath, taking(query('a'), query('b')))).toEqual([])
    expect(
      told(
        inPath,
        getting({ parameters: [query('b', { type: 'integer' })] }, {}, { parameters: [query('a'), query('b')] })
      )
    ).toEqual(['InputTypeChanged query/b: "string" > "integer"'])
  })

  test('behind references count in every operation that has them', () => {
    const shared = (parameter: JsonObject): JsonObject =>
      swagger({
        paths: {
          '/a': { get: { operationId: 'A', parameters: [{ $ref: '#/parameters/P' }] } },
          '/b': { get: { operationId: 'B', parameters: [{ $ref: '#/parameters/P' }] } }
        },
        parameters: { P: parameter }
      })
    const found = changes(shared(body('body', object({ a: text }))), shared(body('body', object({}))))
    expect(found.map(({ operationId, path }) => `${operationId} ${path}`)).toEqual(['A body/a', 'B body/a'])
  })
})

describe('hidden inputs', () => {
  const hidden = (members: JsonObject = {}): JsonObject => query('key', { 'x-ms-visibility': 'internal', ...members })
  const cases: Cases = [
    [
      'that flows hold by a default and that go',
      taking(hidden({ default: 'x' })),
      taking(),
      ['ParameterRemoved query/key: "string"']
    ],
    ['without a default that go', taking(hidden()), taking(), []],
    [
      'with another default, which is not told',
      taking(hidden({ default: 'x' })),
      taking(hidden({ default: 'y' })),
      ['DefaultChanged query/key']
    ],
    [
      'of another type',
      taking(hidden({ default: 'x' })),
      taking(hidden({ default: 1, type: 'integer' })),
      ['InputTypeChanged query/key: "string" > "integer"']
    ],
    [
      'that nothing fills in',
      taking(hidden({ required: true, default: 'x' })),
      taking(hidden({ required: true })),
      ['RequiredInputAdded query/key: > "string"']
    ],
    [
      'that nothing has ever filled in',
      taking(hidden({ required: true })),
      taking(hidden({ required: true, type: 'integer' })),
      []
    ],
    ['that are shown', taking(hidden({ default: 'x' })), taking(query('key')), ['InputAdded query/key: > "string"']],
    [
      'that are shown and required',
      taking(hidden()),
      taking(query('key', { required: true })),
      ['RequiredInputAdded query/key: > "string"']
    ],
    [
      'behind a visibility in capitals',
      taking(query('key')),
      taking(hidden({ 'x-ms-visibility': 'Internal' })),
      ['InputBecameInternal query/key: > "internal"']
    ],
    [
      'in a hidden body',
      takingBody(object({ a: text }, { 'x-ms-visibility': 'internal' })),
      takingBody(object({}, { 'x-ms-visibility': 'internal' })),
      []
    ]
  ]
  test.each(cases)('%s', (_name, before, after, wanted) => {
    expect(told(before, after)).toEqual(wanted)
  })
})

describe('bodies', () => {
  const url = { type: 'string', 'x-ms-notification-url': true, 'x-ms-visibility': 'internal' }
  const required = (...names: string[]): JsonObject => ({ required: names })
  const deep = (inner: JsonObject): JsonObject => takingBody(object({ lines: list(list(object({ item: inner }))) }))
  const cases: Cases = [
    [
      'a new required field in an optional object',
      takingBody(object({ o: object({}) })),
      takingBody(object({ o: object({ a: text }, required('a')) })),
      ['RequiredInputAdded body/o/a: > "string"']
    ],
    [
      'a new optional object with required fields',
      takingBody(object({})),
      takingBody(object({ o: object({ a: text }, required('a')) })),
      ['InputAdded body/o: > "object"']
    ],
    [
      'a field of items of items',
      deep(object({ price: { type: 'number' } })),
      deep(object({})),
      ['InputFieldRemoved body/lines[][]/item/price: "number"']
    ],
    [
      'an object that becomes a list: nothing below it',
      deep(object({ a: text, b: text })),
      deep(list(object({ c: text }))),
      ['InputTypeChanged body/lines[][]/item: "object" > "array"']
    ],
    [
      'a URL of a webhook that is required',
      takingBody(object({ url })),
      takingBody(object({ url }, required('url'))),
      []
    ],
    [
      'a field that can only be read',
      takingBody(object({ a: text })),
      takingBody(object({ a: { ...text, readOnly: true } })),
      ['InputFieldRemoved body/a: "string" > "read-only"']
    ],
    [
      'a read-only field gone, or required',
      takingBody(object({ a: { ...text, readOnly: true }, b: { ...text, readOnly: true } })),
      takingBody(object({ b: { ...text, readOnly: true } }, required('b'))),
      []
    ],
    [
      'fields that are made at design time',
      takingBody(object({ a: text, b: text })),
      takingBody(object({ b: { type: 'integer' } }, { 'x-ms-dynamic-schema': { operationId: 'S' } })),
      ['InputTypeChanged body/b: "string" > "integer"']
    ],
    [
      'values of a dictionary',
      takingBody({ type: 'object', additionalProperties: object({ a: text }) }),
      takingBody({ type: 'object', additionalProperties: object({}) }),
      ['InputFieldRemoved body/*/a: "string"']
    ],
    [
      'a dictionary that is closed',
      takingBody({ type: 'object', additionalProperties: true }),
      takingBody({ type: 'object', additionalProperties: false }),
      ['InputFieldRemoved body/*']
    ],
    [
      'an object that is closed',
      takingBody(object({ a: text }, { additionalProperties: true })),
      takingBody(object({ a: text }, { additionalProperties: false })),
      []
    ],
    [
      'a format that changes the value',
      takingBody(object({ a: text })),
      takingBody(object({ a: { ...text, format: 'date-time' } })),
      ['InputTypeChanged body/a: "string" > "string (date-time)"']
    ],
    [
      'an object of which nothing is known any more',
      takingBody(object({ a: object({ b: text }) })),
      takingBody(object({ a: {} })),
      ['InputTypeChanged body/a: "object"']
    ],
    [
      'a default that is an object',
      takingBody(object({ a: object({}, { default: { x: 1 } }) })),
      takingBody(object({ a: object({}, { default: { x: 2 } }) })),
      ['DefaultChanged body/a: "an object" > "an object"']
    ],
    [
      'a default with members in another order',
      takingBody(object({ a: object({}, { default: { x: 1, y: 2 } }) })),
      takingBody(object({ a: object({}, { default: { y: 2, x: 1 } }) })),
      []
    ]
  ]
  test.each(cases)('%s', (_name, before, after, wanted) => {
    expect(told(before, after)).toEqual(wanted)
  })
})

describe('outputs', () => {
  const responses = (codes: JsonObject): JsonObject => getting({ responses: codes })
  const ok = (schema: Json): JsonObject => ({ description: 'OK', schema })
  const a = object({ a: text })
  const b = object({ b: text })
  const sent = (schema: Json, mark = 'single'): JsonObject =>
    getting({ 'x-ms-trigger': mark, responses: { 201: ok(a) } }, {}, { 'x-ms-notification-content': { schema } })
  const cases: Cases = [
    ['200 counts before others', responses({ 201: ok(a), 200: ok(a) }), responses({ 201: ok(b), 200: ok(a) }), []],
    ['201 counts before 202', responses({ 201: ok(a), 202: ok(b) }), responses({ 201: ok(a), 202: ok(a) }), []],
    [
      'another 2xx counts',
      responses({ 204: { description: '' }, 206: ok(a) }),
      responses({ 206: ok(object({})) }),
      ['OutputFieldAdded response/206: > "object"']
    ],
    [
      'the default counts where nothing else does',
      responses({ 404: ok(b), default: ok(a) }),
      responses({ 404: ok(a), default: ok(object({})) }),
      ['OutputFieldRemoved response/default/a: "string"']
    ],
    ['another code is no change of what it gives', responses({ 200: ok(a) }), responses({ 201: ok(a) }), []],
    [
      'all of it gone',
      responses({ 200: ok(a) }),
      responses({ 204: { description: 'OK' } }),
      ['OutputFieldRemoved response/200: "object"']
    ],
    [
      'a schema that says nothing gives nothing',
      responses({ 200: ok({}) }),
      responses({ 200: { description: 'OK' } }),
      []
    ],
    [
      'what a webhook sends, not what answers it',
      sent(a),
      sent(b),
      ['OutputFieldRemoved notification/a: "string"', 'OutputFieldAdded notification/b: > "string"']
    ],
    [
      'a header gone',
      responses({ 200: { ...ok(a), headers: { 'X-Total': text, 'x-next': text } } }),
      responses({ 200: { ...ok(a), headers: { 'X-Next': text } } }),
      ['OutputFieldRemoved response-header/200/X-Total: "string"']
    ],
    ['a file as bytes', giving({ type: 'file' }), giving({ type: 'string', format: 'binary' }), []],
    [
      'a list instead of an object: nothing below it',
      giving(object({ a: text, b: text })),
      giving(list(b)),
      ['OutputTypeChanged response/200: "object" > "array"']
    ],
    [
      'items of a list',
      giving(list(list(a))),
      giving(list(list(b))),
      ['OutputFieldRemoved response/200[][]/a: "string"', 'OutputFieldAdded response/200[][]/b: > "string"']
    ],
    ['no type any more', giving(a), giving(object({ a: {} })), ['OutputTypeChanged response/200/a: "string"']],
    ['a type at last', giving(object({ a: {} })), giving(a), []],
    [
      'hidden',
      giving(a),
      giving(object({ a: { ...text, 'x-ms-visibility': 'internal' } })),
      ['OutputFieldRemoved response/200/a: "string" > "internal"']
    ],
    [
      'below what is hidden',
      giving(object({ o: { ...a, 'x-ms-visibility': 'internal' } })),
      giving(object({ o: { ...b, 'x-ms-visibility': 'internal' } })),
      []
    ],
    [
      'any value instead of some',
      giving({ ...text, enum: ['x'] }),
      giving(text),
      ['OutputEnumWidened response/200: ["x"]']
    ],
    ['properties without a type are those of an object', giving({ properties: { a: text } }), giving(a), []],
    ['items without a type are those of a list', giving({ items: text }), giving(list(text)), []],
    [
      'a dictionary that is closed',
      giving({ type: 'object', additionalProperties: {} }),
      giving({ type: 'object', additionalProperties: false }),
      ['OutputFieldRemoved response/200/*']
    ]
  ]
  test.each(cases)('%s', (_name, before, after, wanted) => {
    expect(told(before, after)).toEqual(wanted)
  })
})

describe('references and allOf', () => {
  const base = object({ id: text }, { required: ['id'] })
  const cases: Cases = [
    [
      'a field that moves to a base type',
      giving(object({ id: text, a: text })),
      giving({ allOf: [ref('Base'), object({ a: text })] }, { definitions: { Base: base } }),
      []
    ],
    [
      'a field gone from a base type',
      giving({ allOf: [ref('Base')] }, { definitions: { Base: base } }),
      giving({ allOf: [ref('Base')] }, { definitions: { Base: object({}) } }),
      ['OutputFieldRemoved response/200/id: "string"']
    ],
    [
      'what a base type requires',
      takingBody(object({ id: text })),
      takingBody({ allOf: [ref('Base')] }, { definitions: { Base: base } }),
      ['InputBecameRequired body/id']
    ],
    [
      'a field that two branches declare',
      giving(object({ o: object({ a: text, b: text }) })),
      giving({ allOf: [object({ o: object({ a: text }) }), object({ o: object({}) })] }),
      ['OutputFieldRemoved response/200/o/b: "string"']
    ],
    [
      'a field that two branches declare in part',
      giving(object({ o: object({ a: text, b: text }) })),
      giving({ allOf: [object({ o: object({ a: text }) }), object({ o: object({ b: text }) })] }),
      []
    ],
    [
      'a base type that is its own',
      giving({ allOf: [ref('Loop')] }, { definitions: { Loop: { allOf: [ref('Loop'), base] } } }),
      giving(base),
      []
    ],
    [
      'a definition with another name',
      giving(ref('A'), { definitions: { A: base } }),
      giving(ref('B'), { definitions: { B: base } }),
      []
    ],
    [
      'texts and visibility beside a reference',
      giving(object({ a: { ...ref('A') } }), { definitions: { A: base } }),
      giving(object({ a: { ...ref('A'), 'x-ms-visibility': 'internal' } }), { definitions: { A: base } }),
      ['OutputFieldRemoved response/200/a: "object" > "internal"']
    ],
    [
      'a reference that leads nowhere',
      giving(ref('A'), { definitions: { A: base } }),
      giving(ref('A')),
      ['OutputFieldRemoved response/200: "object"']
    ],
    [
      'a reference to itself',
      giving(ref('A'), { definitions: { A: ref('A') } }),
      giving(ref('A'), { definitions: { A: base } }),
      ['OutputFieldAdded response/200: > "object"']
    ]
  ]
  test.each(cases)('%s', (_name, before, after, wanted) => {
    expect(told(before, after)).toEqual(wanted)
  })

  test('a recursive type is told once for each place that leads to it, not for what it leads to again', () => {
    const tree = (fields: JsonObject): JsonObject => ({
      definitions: { Tree: object({ ...fields, children: list(ref('Tree')), parent: ref('Tree') }) }
    })
    const both = object({ first: ref('Tree'), second: list(ref('Tree')) })
    expect(told(giving(both, tree({ name: text })), giving(both, tree({})))).toEqual([
      'OutputFieldRemoved response/200/first/name: "string"',
      'OutputFieldRemoved response/200/second[]/name: "string"'
    ])
  })

  test('types that lead to each other are told from wherever they are entered', () => {
    const circle = (fields: JsonObject): JsonObject =>
      swagger({
        paths: {
          '/a': { get: { operationId: 'A', responses: { 200: { schema: ref('X') } } } },
          '/b': { get: { operationId: 'B', responses: { 200: { schema: ref('Y') } } } }
        },
        definitions: { X: object({ y: ref('Y'), ...fields }), Y: object({ x: ref('X') }) }
      })
    expect(changes(circle({ a: text }), circle({})).map(({ operationId, path }) => `${operationId} ${path}`)).toEqual([
      'A response/200/a',
      'B response/200/x/a'
    ])
  })
})

describe('what depends on operations that are gone', () => {
  const dynamic = (value: JsonObject): JsonObject => ({ parameters: [query('list', value)] })
  const both = (operation: JsonObject, lists: boolean): JsonObject => {
    const paths: JsonObject = { '/orders': { get: { operationId: 'GetOrders', ...operation } } }
    return swagger({ paths: lists ? { ...paths, '/lists': { get: { operationId: 'GetLists' } } } : paths })
  }
  const values = { 'x-ms-dynamic-values': { operationId: 'GetLists', 'value-path': 'id' } }

  test('an input that asks one is told', () => {
    expect(changes(both(dynamic(values), true), both(dynamic(values), false))).toMatchObject([
      { rule: 'DynamicOperationRemoved', operationId: 'GetOrders', path: 'query/list', before: 'GetLists' },
      { rule: 'OperationRemoved', operationId: 'GetLists' }
    ])
  })

  test('one that neither definition has was wrong before', () => {
    expect(changes(both(dynamic(values), false), both(dynamic(values), false))).toEqual([])
  })

  test('one that the input no longer asks is no loss', () => {
    expect(changes(both(dynamic(values), true), both(dynamic({}), false))).toMatchObject([{ rule: 'OperationRemoved' }])
  })

  test('code and policies are told by the id of the operation, also where only its capitals have changed for them', () => {
    const properties = {
      scriptOperations: ['GetLists', 'Unknown'],
      policyTemplateInstances: [
        {
          templateId: 'route',
          title: 'Route it',
          parameters: { 'x-ms-apimTemplate-operationName': ['getlists', 'Unknown'] }
        },
        { templateId: 'all', parameters: { 'x-ms-apimTemplate-operationName': [] } }
      ]
    }
    const found = compareDefinitions({ definition: both({}, true), properties }, { definition: both({}, false) })
    expect(found).toMatchObject([
      { rule: 'OperationRemoved', path: '' },
      { rule: 'PolicyOperationMissing', path: 'policyTemplateInstances/0', operationId: 'GetLists' },
      { rule: 'ScriptOperationMissing', path: 'scriptOperations', operationId: 'GetLists' }
    ])
    const recased = swagger({
      paths: { '/orders': { get: { operationId: 'GetOrders' } }, '/lists': { get: { operationId: 'getLists' } } }
    })
    const rules = compareDefinitions({ definition: both({}, true), properties }, { definition: recased, properties })
    expect(rules.map(({ rule }) => rule)).toEqual(['OperationRemoved', 'OperationAdded'])
  })
})

describe('texts', () => {
  test('of an operation are one finding, which counts the places and names the first', () => {
    const before = getting({
      description: 'a',
      parameters: [query('q', { title: 'Q' })],
      responses: { 200: { description: 'x' }, 404: { description: 'y' } }
    })
    const after = getting({
      description: 'b',
      parameters: [query('q', { title: 'R' })],
      responses: { 200: { description: 'x' }, 404: { description: 'z' } }
    })
    expect(changes(before, after)).toEqual([
      {
        rule: 'TextChanged',
        severity: 'cosmetic',
        operationId: 'GetOrder',
        path: '',
        message: 'Makers read other texts in "Get order", at 3 places'
      }
    ])
  })

  test('of the connector are one, too; its version is no text', () => {
    expect(
      changes(swagger({ info: { title: 'A', version: '1' } }), swagger({ info: { title: 'B', version: '2' } }))
    ).toMatchObject([
      { rule: 'TextChanged', operationId: '', path: 'info', message: 'Makers read other texts about the connector' }
    ])
  })

  test('that are empty are none', () => {
    expect(changes(giving({ ...text, description: '', title: '' }), giving({ ...text, description: null }))).toEqual([])
  })

  test('include the names that makers see for values', () => {
    const named = (displayName: string): JsonObject => ({ ...text, 'x-ms-enum-values': [{ value: 'a', displayName }] })
    expect(told(giving(named('A')), giving(named('A')))).toEqual([])
    expect(told(giving(named('A')), giving(named('B')))).toEqual(['TextChanged response/200'])
  })
})

describe('sentences', () => {
  const cases: readonly (readonly [JsonObject, JsonObject, string])[] = [
    [giving(object({ total: text })), giving(object({})), 'Flows that use "Get order" lose the field "total"'],
    [giving(text), getting({}), 'Flows that use "Get order" lose its output'],
    [
      giving(list(text)),
      giving(list({ type: 'integer' })),
      'Flows that use "Get order" get the items of its output as an integer instead of a string'
    ],
    [
      giving(object({ tags: list(text) })),
      giving(object({ tags: list({ type: 'boolean' }) })),
      'Flows that use "Get order" get the items of the field "tags" as a boolean instead of a string'
    ],
    [taking(query('limit')), taking(), 'Flows that use "Get order" give the input "limit", which is gone'],
    [
      taking(),
      taking(query('limit', { required: true })),
      'Flows that use "Get order" fail until they give the input "limit", which is new and required'
    ],
    [
      taking(query('limit')),
      taking({ ...query('limit'), in: 'header' }),
      'Flows that use "Get order" give the input "limit", which has moved from the query to the headers'
    ],
    [
      taking(query('a', { enum: ['x', 'y'] })),
      taking(query('a', { enum: ['y'] })),
      'Flows that use "Get order" may give the input "a" a value that it no longer takes: "x"'
    ],
    [
      getting({}),
      getting({ 'x-ms-trigger': 'batch' }),
      'Flows that use "Get order" need it as an action, and it is now a batch trigger'
    ],
    [
      swagger({ host: 'a.example' }),
      swagger({ host: 'b.example' }),
      'All apps and flows call the host "b.example" instead of "a.example"'
    ]
  ]
  test.each(cases)('%#', (before, after, message) => {
    expect(changes(before, after).map(change => change.message)).toEqual([message])
  })

  test('keep hostile text in one line, and cut it where it is long', () => {
    const summary = `Get\n::error::\u202e\u0000 ${'x'.repeat(500)}`
    const [change] = changes(
      getting({ summary, responses: { 200: { schema: object({ 'a\r\nb': text }) } } }),
      getting({ summary, responses: { 200: { schema: object({}) } } })
    )
    expect(change?.message).toMatch(/^Flows that use "Get ::error:: x+…x+" lose the field "a b"$/)
    expect(change?.message.length).toBeLessThan(200)
  })

  test('name an operation without a summary by its id', () => {
    const [change] = changes(getting({ summary: ' ', deprecated: false }), getting({ summary: ' ', deprecated: true }))
    expect(change?.message).toBe('"GetOrder" is deprecated: makers should use another operation')
  })
})

test('facts are short', () => {
  const values = Array.from({ length: 1000 }, (_, index) => `${'value'.repeat(100)}${index}`)
  const [change] = changes(taking(query('a', { enum: values })), taking(query('a', { enum: ['x'] })))
  expect(JSON.stringify(change?.before).length).toBeLessThan(5000)
  expect(change?.before).toHaveLength(21)
  expect((change?.before as Json[]).at(-1)).toBe('… and 980 more')
})
