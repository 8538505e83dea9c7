/** What holds for the checks as a whole, whatever the document. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { checkDefinition } from '../../src/checks/check-definition.ts'
import { isObject, type Json, type JsonObject } from '../../src/definition/json.ts'
import { example, list, patched, read, status } from './rules/example.ts'

/** The places of a document, as lists of segments. */
function places(value: Json, path: string[] = []): string[][] {
  const below = Array.isArray(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : []
  return [path, ...below.flatMap(([name, child]) => places(child, [...path, String(name)]))]
}

const strange = fc.oneof(
  fc.constantFrom<Json>(null, true, -1, 0.5, '', '#', '#/definitions/Order', '#/definitions/%', [], [null], [[]], {}),
  fc.constantFrom<Json>({ $ref: null }, { $ref: 7 }, { $ref: '#/definitions/Order' }, [{ $ref: '#/parameters/a' }]),
  fc.jsonValue().map(value => value as Json)
)

test('a value that stands in a list a thousand times is one finding', () => {
  const document = patched({ ...everything(), [`${status}|enum`]: Array<string>(1000).fill('open') })
  const found = checkDefinition(document).filter(({ rule }) => rule === 'ArrayDuplicateValue')
  expect(found.map(({ message }) => message)).toEqual([expect.stringContaining("'open' 1000 times: keep one.")])
})

describe('a malformed document', () => {
  const spots = places(patched(everything())).filter(path => path.length > 0)

  test('never makes the checks throw, whatever stands anywhere', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...spots), strange), { minLength: 1, maxLength: 4 }), changes => {
        const document = patched(everything())
        for (const [path, value] of changes) replace(document, path, value)
        checkDefinition(document, { certification: true, properties: document })
      }),
      { numRuns: 400 }
    )
  })

  test('has an error for a wrong type wherever the type matters', () => {
    for (const name of ['info', 'paths', 'host', 'schemes', 'definitions', 'securityDefinitions', 'parameters']) {
      const found = checkDefinition({ ...example(), [name]: 7 }).map(finding => `${finding.rule} ${finding.pointer}`)
      expect(found).toContain(`JsonTypeIncorrect /${name}`)
    }
  })

  test('can be empty', () => {
    const missing = checkDefinition({}).filter(finding => finding.rule === 'RequiredPropertyMissing')
    expect(missing.map(finding => finding.message)).toEqual([
      "The document lacks 'swagger': add it.",
      "The document lacks 'info': add it.",
      "The document lacks 'paths': add it."
    ])
  })

  test('can be nested more deeply than any stack', () => {
    let schema: JsonObject = { type: 'string' }
    for (let level = 0; level < 20_000; level++) schema = { type: 'object', properties: { a: schema } }
    expect(checkDefinition({ ...example(), definitions: { Deep: schema } })).toBeInstanceOf(Array)
  })

  test('can refer in circles and through long chains', () => {
    const chain = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, index) => [`D${index}`, { $ref: `#/definitions/D${index + 1}` }])
    )
    const circle = {
      A: { properties: { b: { $ref: '#/definitions/B' } } },
      B: { properties: { a: { $ref: '#/definitions/A' } } }
    }
    const found = checkDefinition({
      ...example(),
      definitions: { ...chain, ...circle, ...(example()['definitions'] as JsonObject) }
    })
    expect(found.map(finding => finding.rule)).toEqual(['SchemaReferenceNotFound'])
  })
})

/** The example with every extension somewhere, so that random changes reach all rules. */
function everything(): Record<string, Json> {
  const parameters = { kind: { parameterReference: 'customer' }, other: 1 }
  return {
    [`${status}|x-ms-enum-values`]: [{ value: 'open', displayName: 'Open' }],
    [`${status}|x-ms-capabilities`]: { filterFunctions: ['eq'] },
    [`${list}|x-ms-api-annotation`]: { family: 'A', revision: 1, replacement: { api: 'a', operationId: 'GetOrder' } },
    [`${list}|x-ms-pageable`]: { nextLinkName: 'nextLink' },
    [`${list}|x-ms-notification`]: { operationId: 'OnOrder' },
    [`${list}|parameters|0|x-ms-dynamic-tree`]: {
      open: { operationId: 'ListCustomers' },
      browse: { operationId: 'GetSchema', parameters }
    },
    [`${read}|parameters|0|x-ms-dynamic-values`]: { operationId: 'GetSchema', parameters, 'value-collection': 'a' },
    [`definitions|Order|x-ms-dynamic-schema`]: {
      operationId: 'GetSchema',
      parameters,
      'value-path': 'schema/properties'
    },
    parameters: { a: { name: 'a', in: 'query', type: 'array', items: { type: 'string' }, collectionFormat: 'csv' } },
    responses: {
      a: { description: 'Done', headers: { ETag: { type: 'string' } }, examples: { 'application/json': 1 } }
    },
    tags: [{ name: 'a' }],
    scriptOperations: ['GetOrder'],
    policyTemplateInstances: [{ parameters: { 'x-ms-apimTemplate-operationName': ['GetOrder'] } }],
    'x-ms-capabilities': { testConnection: { operationId: 'ListOrders' } }
  }
}

function replace(document: JsonObject, path: readonly string[], value: Json): void {
  let current: Json | undefined = document
  for (const segment of path.slice(0, -1)) current = child(current, segment)
  const last = path.at(-1) ?? ''
  if (Array.isArray(current)) current[Number(last)] = value
  else if (isObject(current)) current[last] = value
}

function child(value: Json | undefined, segment: string): Json | undefined {
  return Array.isArray(value) ? value[Number(segment)] : isObject(value) ? value[segment] : undefined
}

describe('names of JavaScript itself', () => {
  const text = JSON.stringify(example()).replace(
    '"properties":{"id":{"type":"string"},"name"',
    '"properties":{"__proto__":{"type":"string"},"constructor":{"$ref":"#/definitions/toString"},"name"'
  )

  test('are names like any other', () => {
    const document = JSON.parse(
      text.replaceAll('"type":"object"', '"type":"object","constructor":7,"__proto__":{"type":7}')
    ) as JsonObject
    const found = checkDefinition(document).map(finding => `${finding.rule} ${finding.pointer}`)
    expect(found).toContain('SchemaReferenceNotFound /definitions/Customer/properties/constructor/$ref')
  })

  test('as references, formats, media types and operation ids lead nowhere', () => {
    const found = checkDefinition(
      patched({
        [`${list}|parameters|0`]: { $ref: '#/parameters/constructor' },
        [`${status}|x-ms-dynamic-values`]: { operationId: 'constructor', parameters: { __proto__: 1, toString: 1 } },
        security: [{ valueOf: [] }]
      })
    )
    expect(found.map(finding => finding.rule).sort()).toEqual([
      'OperationIdNotFound',
      'ParameterReferenceNotFound',
      'SecurityRequirementMustBeDefined'
    ])
  })
})

describe('findings', () => {
  const faulty = patched({
    [`${list}|operationId`]: 'GetOrder',
    [`${read}|parameters|0|required`]: false,
    [`${status}|default`]: 7,
    'definitions|Customer|properties|id|default': 7,
    basePath: 'v1'
  })

  test('come in the same order every time, and within a kind in that of the document', () => {
    const found = checkDefinition(faulty).map(finding => `${finding.rule} ${finding.pointer}`)
    expect(found).toEqual([
      'BasePathNotValid /basePath',
      'OperationIdNotUnique /paths/~1orders~1{id}/get/operationId',
      'PathParameterMustBeRequired /paths/~1orders~1{id}/get/parameters/0',
      'DefaultValueMustMatchType /definitions/Order/properties/status/default',
      'DefaultValueMustMatchType /definitions/Customer/properties/id/default'
    ])
    expect(checkDefinition(structuredClone(faulty))).toEqual(checkDefinition(faulty))
  })

  test('name the operation where there is one, and say place, value and what to do', () => {
    const [, repeated, parameter] = checkDefinition(faulty)
    expect(repeated).toEqual({
      rule: 'OperationIdNotUnique',
      severity: 'error',
      pointer: '/paths/~1orders~1{id}/get/operationId',
      operationId: 'GetOrder',
      message: "The operationId 'GetOrder' is used by '/orders' and '/orders/{id}': rename one."
    })
    expect(parameter?.message).toBe(
      "Parameter 'id' of operation 'GetOrder' stands in the path: add \"required\": true."
    )
  })

  test('show long values cut, on one line', () => {
    const [finding] = checkDefinition(patched({ basePath: `a\n${'b'.repeat(500)}` }))
    expect(finding?.message).toBe(`'basePath' is 'a ${'b'.repeat(75)}...': begin it with '/'.`)
  })

  test('never change the document', () => {
    const before = structuredClone(faulty)
    checkDefinition(faulty, { certification: true, properties: { scriptOperations: ['a'] } })
    expect(faulty).toEqual(before)
  })

  test('of certification come only where they are asked for', () => {
    const document = patched({
      'info|title': 'The Contoso API Connector for all of its shops',
      'info|contact': undefined
    })
    expect(checkDefinition(document)).toEqual([])
    expect(checkDefinition(document, { certification: true }).map(finding => finding.rule)).toEqual([
      'FieldLengthExceeded',
      'ValueContainsRestrictedWords',
      'RequiredPropertyMissing'
    ])
  })
})
