import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { eachOfAllReferences } from '../../src/definition/all-references.ts'
import { cleanSwagger2, convertToSwagger2 } from '../../src/definition/convert/index.ts'
import type { JsonObject } from '../../src/definition/json.ts'
import { operationsOf } from '../../src/definition/operations.ts'
import { pruneUnused } from '../../src/definition/prune.ts'
import { resolveReference } from '../../src/definition/references.ts'
import { keepRemovedOperations } from '../../src/definition/removed-operations.ts'
import { selectOperations } from '../../src/definition/select.ts'
import { DefinitionError } from '../../src/errors.ts'
import { corpusDocuments } from './convert/support.ts'
import { connectors, updates } from './corpus.ts'
import { describeCorpus } from './describe-corpus.ts'
import { responding, swagger, withOperation } from './documents.ts'
import { dangling } from './references-in.ts'

const to = (name: string, section = 'definitions'): JsonObject => ({ $ref: `#/${section}/${name}` })
const text: JsonObject = { type: 'string' }

describe('stays, since something leads to it', () => {
  const cases: [string, JsonObject][] = [
    ['the schema of a response', withOperation(responding('A', to('Used')), { definitions: { Used: text } })],
    [
      'what definitions refer to in turn',
      withOperation(responding('A', to('A')), {
        definitions: { C: text, A: { items: to('B') }, B: { allOf: [to('C')] } }
      })
    ],
    [
      'a definition that refers to itself, when an operation does, too',
      withOperation(responding('A', to('Tree')), { definitions: { Tree: { properties: { left: to('Tree') } } } })
    ],
    [
      'what only a part of is referred to',
      withOperation(responding('A', to('Order/properties/id')), {
        definitions: { Order: { properties: { id: text } } }
      })
    ],
    [
      'a parameter, a response and what they refer to',
      withOperation(
        { parameters: [to('Body', 'parameters')], responses: { 400: to('Bad', 'responses') } },
        {
          parameters: { Body: { name: 'b', in: 'body', schema: to('New') } },
          responses: { Bad: { description: '', schema: to('Problem') } },
          definitions: { New: text, Problem: text }
        }
      )
    ],
    [
      'a parameter of a path item',
      swagger({
        paths: { '/a': { parameters: [to('P', 'parameters')] } },
        parameters: { P: { name: 'p', in: 'query', type: 'string' } }
      })
    ],
    [
      'the payload of a trigger',
      swagger({
        paths: { '/hooks': { 'x-ms-notification-content': { schema: to('Event') } } },
        definitions: { Event: { properties: { order: to('Order') } }, Order: text }
      })
    ],
    [
      'what an extension of a reached definition refers to',
      withOperation(responding('A', to('A')), { definitions: { A: { 'x-ms-else': [{ of: to('B') }] }, B: text } })
    ],
    [
      'what an extension of the document refers to',
      swagger({
        'x-ms-parameterized-host': { parameters: [to('Site', 'parameters')] },
        parameters: { Site: { name: 's', in: 'path', type: 'string' } }
      })
    ],
    [
      'a name that references have to encode',
      withOperation(responding('A', { items: to('a~1b%20c'), additionalProperties: to('d e') }), {
        definitions: { 'a/b c': text, 'd e': text }
      })
    ],
    [
      'what a property with the name of a keyword refers to',
      withOperation(responding('A', { properties: { example: to('A'), 'x-b': to('B'), default: to('C') } }), {
        definitions: { A: text, B: text, C: text }
      })
    ],
    [
      'tags, security definitions and empty sections',
      swagger({
        tags: [{ name: 't' }],
        securityDefinitions: { key: { type: 'basic' } },
        definitions: {},
        parameters: {}
      })
    ]
  ]
  test.each(cases)('%s', (_name, document) => {
    expect(pruneUnused(document)).toEqual({ definition: document, removed: [] })
  })
})

describe('goes, since nothing leads to it', () => {
  const cases: [string, JsonObject, string[]][] = [
    ['a definition', { definitions: { Unused: text } }, ['/definitions/Unused']],
    ['a parameter', { parameters: { 'a/b': text } }, ['/parameters/a~1b']],
    ['a response', { responses: { Gone: { description: '' } } }, ['/responses/Gone']],
    ['a definition that refers to itself', { definitions: { Tree: { items: to('Tree') } } }, ['/definitions/Tree']],
    [
      'a circle, with what it leads to',
      { definitions: { A: { items: to('B') }, B: { items: to('A'), not: to('C') }, C: text } },
      ['/definitions/A', '/definitions/B', '/definitions/C']
    ],
    [
      'a definition that only an unused response has',
      { responses: { R: { description: '', schema: to('D') } }, definitions: { D: text } },
      ['/responses/R', '/definitions/D']
    ],
    [
      'what is only mentioned in an example',
      { paths: { '/a': { get: { responses: { 200: { examples: { json: to('A') } } } } } }, definitions: { A: text } },
      ['/definitions/A']
    ]
  ]
  test.each(cases)('%s', (_name, members, removed) => {
    const document = swagger(members)
    const { paths = {} } = members
    expect(pruneUnused(document)).toEqual({ definition: swagger({ paths }), removed })
  })

  test('a subtype that only the discriminator of its base would lead to', () => {
    const definitions = { Pet: { discriminator: 'kind' }, Cat: { allOf: [to('Pet')] } }
    expect(pruneUnused(withOperation(responding('A', to('Pet')), { definitions })).removed).toEqual([
      '/definitions/Cat'
    ])
  })
})

test('the order of what stays is the order it had', () => {
  const definitions = { Z: text, Gone: text, A: text, M: text }
  const document = { definitions, ...withOperation(responding('A', { allOf: [to('A'), to('M'), to('Z')] })) }
  const { definition } = pruneUnused(document)
  expect(JSON.stringify(definition)).toBe(JSON.stringify({ ...document, definitions: { Z: text, A: text, M: text } }))
})

test('a section that was empty before stays, and one that is empty now goes', () => {
  const document = swagger({ parameters: {}, definitions: { Unused: text } })
  expect(pruneUnused(document).definition).toEqual(swagger({ parameters: {} }))
})

test('a definition may be called __proto__ or constructor', () => {
  const definitions = JSON.parse('{"__proto__":{"type":"string"},"constructor":{"type":"string"}}') as JsonObject
  const document = withOperation(responding('A', to('__proto__')), { definitions })
  expect(pruneUnused(document).removed).toEqual(['/definitions/constructor'])
  expect(dangling(pruneUnused(document).definition)).toEqual([])
})

test('a long chain of definitions is no trouble', () => {
  const definitions: JsonObject = { D20000: text }
  for (let index = 0; index < 20_000; index += 1) definitions[`D${index}`] = { items: to(`D${index + 1}`) }
  expect(pruneUnused(withOperation(responding('A', to('D0')), { definitions })).removed).toEqual([])
})

test('no reference that led somewhere leads nowhere afterwards, whatever refers to what', () => {
  const names = ['A', 'B', 'C', 'D', 'E'] as const
  const reference = fc.tuple(fc.constantFrom('definitions', 'parameters', 'responses'), fc.constantFrom(...names))
  const schema = fc.letrec<{ schema: JsonObject }>(tie => ({
    schema: fc.oneof(
      { maxDepth: 3 },
      reference.map(([section, name]) => to(name, section)),
      fc.dictionary(fc.constantFrom('items', 'x-ms-a', 'default', 'example', 'x-b'), tie('schema'), { maxKeys: 3 }),
      fc.dictionary(fc.constantFrom('a', 'x-a'), tie('schema')).map(properties => ({ properties }))
    )
  })).schema
  const section = fc.dictionary(fc.constantFrom(...names), schema)
  const documents = fc.record({ paths: fc.dictionary(fc.constantFrom('/a', 'x-a'), schema), definitions: section,
    parameters: section, responses: section }) // prettier-ignore
  fc.assert(
    fc.property(documents, members => {
      const document = swagger(members)
      const { definition, removed } = pruneUnused(document)
      // A reference in an example is data and leads nowhere by itself.
      const before = new Set(dangling(withoutExamples(document)))
      expect(dangling(withoutExamples(definition)).filter(ref => !before.has(ref))).toEqual([])
      expect(pruneUnused(definition)).toEqual({ definition, removed: [] })
      expect(removed.length === 0).toBe(definition === document)
    }),
    { numRuns: 500 }
  )
})

describeCorpus('published connectors', () => {
  test('lose nothing that is referred to, with all or with some of their operations', () => {
    let pruned = 0
    for (const { name, document } of connectors()) {
      const before = dangling(document)
      for (const include of ['*', 'GET *']) {
        const selected = selectOperations(document, { include: [include], exclude: [] }).definition
        const { definition, removed } = pruneUnused(selected)
        pruned += removed.length
        expect({ name, dangling: dangling(definition).filter(ref => !before.includes(ref)) }).toEqual({
          name,
          dangling: []
        })
      }
    }
    expect(pruned).toBeGreaterThan(1_000)
  })
})

describeCorpus('documents of APIs and connectors', () => {
  test('refer to nothing that is gone when half of their operations are left out, or kept as deprecated', () => {
    let count = 0
    let half = 0
    for (const { name, document } of documents()) {
      half = 1 - half
      const exclude = [...operationsOf(document)]
        .filter((_, index) => index % 2 === half)
        .map(({ method, path }) => `${method} ${path}`)
      const selected = selectOperations(document, { include: [], exclude })
      const { definition } = pruneUnused(selected.definition)
      const restored = keepRemovedOperations(definition, document).definition
      expect({ name, dangling: [...danglingIn(definition), ...danglingIn(restored)] }).toEqual({ name, dangling: [] })
      count += selected.excluded > 0 ? 1 : 0
    }
    expect(count).toBeGreaterThan(400)
  })
})

/** All documents that can be used, as the definitions that they become: none has a reference that leads nowhere. */
function* documents(): Generator<{ name: string; document: JsonObject }> {
  for (const [name, document] of corpusDocuments('openapi3')) {
    const definition = convertible(document)
    if (definition) yield { name, document: definition }
  }
  const swaggers = [...connectors(), ...updates().map(({ name, after }) => ({ name, document: after }))]
  for (const { name, document } of swaggers) yield { name, document: cleanSwagger2(document).definition }
}

function convertible(document: JsonObject): JsonObject | undefined {
  try {
    return convertToSwagger2(document).definition
  } catch (error) {
    if (error instanceof DefinitionError) return undefined
    throw error
  }
}

/** References that lead nowhere, but for those in data, which `pruneUnused` doesn't follow. */
function danglingIn(document: JsonObject): string[] {
  const found: string[] = []
  eachOfAllReferences(document, ref => {
    if (resolveReference(document, ref) === undefined) found.push(ref)
  })
  return found
}

function withoutExamples(document: JsonObject): JsonObject {
  return JSON.parse(
    JSON.stringify(document, (name, value: unknown) => (name === 'example' || name === 'default' ? undefined : value))
  ) as JsonObject
}
