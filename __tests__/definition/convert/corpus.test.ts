import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import converter from 'swagger2openapi'
import { cleanSwagger2, convertToSwagger2 } from '../../../src/definition/convert/index.ts'
import type { JsonObject } from '../../../src/definition/json.ts'
import { breakingDifferences } from './breaking.ts'
import { corpusDocuments, corpusFolder, corpusTitle, dig, parse, schemaErrors } from './support.ts'

const withCorpus = (name: string) => (corpusFolder(name) === undefined ? describe.skip : describe)

withCorpus('openapi3')(corpusTitle('openapi3'), () => {
  test('every document gives a valid definition in less than two seconds, which is clean itself', () => {
    const documents = corpusDocuments('openapi3')
    const failures = documents.flatMap(([name, document]) => {
      const start = performance.now()
      const { definition, losses } = convertToSwagger2(document)
      const milliseconds = performance.now() - start
      const again = cleanSwagger2(definition)
      const faults = schemaErrors(definition)
      if (milliseconds > 2000) faults.push(`takes ${milliseconds} ms`)
      if (again.losses.length > 0 || !isDeepStrictEqual(again.definition, definition)) faults.push('not clean')
      if (losses.some(loss => !leadsSomewhere(document, loss.pointer))) faults.push('a pointer leads nowhere')
      return faults.map(fault => `${name}: ${fault}`)
    })
    expect(failures).toEqual([])
    expect(documents.length).toBeGreaterThanOrEqual(144)
  })
})

function leadsSomewhere(document: JsonObject, pointer: string): boolean {
  const names = pointer.split('/').slice(1)
  return dig(document, ...names.map(name => name.replaceAll('~1', '/').replaceAll('~0', '~'))) !== undefined
}

withCorpus('connectors')(corpusTitle('connectors'), () => {
  const all = corpusDocuments('connectors').map(([file, document]) => ({
    name: file.split(/[/\\]/)[0] ?? file,
    document,
    isValid: schemaErrors(document).length === 0
  }))

  test('a definition without faults comes out equal, one with faults comes out valid and says so', () => {
    const results = all.map(({ name, document, isValid }) => {
      const { definition, losses } = cleanSwagger2(document)
      const isSame = isDeepStrictEqual(definition, document)
      return { name, isValid, isSame, isTold: losses.length > 0, isFit: schemaErrors(definition).length === 0 }
    })
    expect(results.filter(({ isFit }) => !isFit)).toEqual([])
    expect(results.filter(({ isSame, isTold }) => isSame === isTold)).toEqual([])
    // One list has no items, which the official schema allows and the platform does not (ArrayHasNoItems).
    const changed = results.filter(({ isValid, isSame }) => isValid && !isSame)
    expect(changed.map(({ name }) => name)).toEqual(['certified-connectors-partnercenterreferrals'])
  })

  test('definitions taken up to OpenAPI 3 come down again without a breaking difference', async () => {
    const valid = all.filter(({ isValid }) => isValid)
    const broken: string[] = []
    for (const { name, document } of valid) {
      const { openapi } = await converter.convertObj(structuredClone(document), { patch: true, warnOnly: true })
      const { definition } = convertToSwagger2(parse(JSON.stringify(openapi)))
      const faults = [...schemaErrors(definition), ...breakingDifferences(document, definition)]
      if (faults.length > 0) broken.push(name)
    }
    // Both send a JSON body under "consumes: multipart/form-data", against Swagger 2.0: OpenAPI 3 has it as a form.
    expect(broken).toEqual(['certified-connectors-oodrive-sign', 'certified-connectors-tikit'])
    expect(valid.length).toBeGreaterThan(220)
    expect(broken.length / valid.length).toBeLessThanOrEqual(0.025)
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
