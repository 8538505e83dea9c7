import { describe, expect, test } from '@jest/globals'
import converter from 'swagger2openapi'
import { cleanSwagger2, convertToSwagger2 } from '../../../src/definition/convert/index.ts'
import { breakingDifferences } from './breaking.ts'
import { corpusDocuments, corpusFolder, corpusTitle, parse, schemaErrors } from './support.ts'

const withCorpus = (name: string) => (corpusFolder(name) === undefined ? describe.skip : describe)

withCorpus('openapi3')(corpusTitle('openapi3'), () => {
  test('every document gives a valid definition in less than two seconds', () => {
    const documents = corpusDocuments('openapi3')
    expect(documents.length).toBeGreaterThanOrEqual(144)
    for (const [name, document] of documents) {
      const start = performance.now()
      const { definition, losses } = convertToSwagger2(document)
      expect([name, performance.now() - start < 2000]).toEqual([name, true])
      expect([name, schemaErrors(definition)]).toEqual([name, []])
      expect([name, cleanSwagger2(definition)]).toEqual([name, { definition, losses: [] }])
      for (const { pointer } of losses) expect(pointer).toMatch(/^(\/|$)/)
    }
  })
})

withCorpus('connectors')(corpusTitle('connectors'), () => {
  const valid = () => corpusDocuments('connectors').filter(([, document]) => schemaErrors(document).length === 0)

  test('a definition without faults comes out equal, one with faults comes out valid and says so', () => {
    const changed = corpusDocuments('connectors').filter(([name, document]) => {
      const { definition, losses } = cleanSwagger2(document)
      expect([name, schemaErrors(definition)]).toEqual([name, []])
      if (losses.length === 0) expect([name, definition]).toEqual([name, document])
      return losses.length > 0 && schemaErrors(document).length === 0
    })
    // One list has no items, which the official schema allows and the platform does not (ArrayHasNoItems).
    expect(changed.map(([name]) => name.split(/[/\\]/)[0])).toEqual(['certified-connectors-partnercenterreferrals'])
  })

  test('definitions taken up to OpenAPI 3 come down again without a breaking difference', async () => {
    const broken: string[] = []
    const documents = valid()
    for (const [name, document] of documents) {
      const { openapi } = await converter.convertObj(structuredClone(document), { patch: true, warnOnly: true })
      const { definition } = convertToSwagger2(parse(JSON.stringify(openapi)))
      expect([name, schemaErrors(definition)]).toEqual([name, []])
      if (breakingDifferences(document, definition).length > 0) broken.push(name.split(/[/\\]/)[0] ?? name)
    }
    expect(documents.length).toBeGreaterThan(220)
    // Both send a JSON body under "consumes: multipart/form-data", against Swagger 2.0: OpenAPI 3 has it as a form.
    expect(broken).toEqual(['certified-connectors-oodrive-sign', 'certified-connectors-tikit'])
    expect(broken.length / documents.length).toBeLessThanOrEqual(0.025)
  })
})

describe('the comparison of the round trip', () => {
  const document = (operation: object) =>
    parse(
      JSON.stringify({
        swagger: '2.0',
        info: {},
        paths: { '/a': { get: { operationId: 'A', responses: {}, ...operation } } }
      })
    )
  const query = { name: 'q', in: 'query', type: 'string' }
  const answer = (schema: object) => ({ responses: { 200: { schema } } })

  test.each([
    ['an operation that is gone', {}, { operationId: 'B' }, 'A: gone'],
    ['a parameter that is gone', { parameters: [query] }, {}, 'A input query q: gone'],
    [
      'another type',
      { parameters: [query] },
      { parameters: [{ ...query, type: 'integer' }] },
      'A input query q: string is integer'
    ],
    [
      'a parameter that became required',
      { parameters: [query] },
      { parameters: [{ ...query, required: true }] },
      'A input query q: required'
    ],
    [
      'a field that is gone',
      answer({ properties: { a: { items: { type: 'string' } } } }),
      answer({ properties: { a: {} } }),
      'A output response/a[]: gone'
    ],
    [
      'another format',
      answer({ type: 'string', format: 'date' }),
      answer({ type: 'string' }),
      'A output response: string/date is string'
    ]
  ])('sees %s', (_title, before, after, expected) => {
    expect(breakingDifferences(document(before), document(before))).toEqual([])
    expect(breakingDifferences(document(before), document(after))).toContain(expected)
  })
})
