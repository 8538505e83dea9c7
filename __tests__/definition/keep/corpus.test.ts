import { expect, test } from '@jest/globals'
import { canonicalJson } from '../../../src/definition/canonical.ts'
import type { JsonObject } from '../../../src/definition/json.ts'
import { DEFAULT_KEEP, keepFromConnector } from '../../../src/definition/keep.ts'
import { eachReference, resolveReference } from '../../../src/definition/references.ts'
import { differencesAsStored } from '../../../src/definition/stored.ts'
import { connectors, updates } from '../corpus.ts'
import { describeCorpus } from '../describe-corpus.ts'
import { responding } from '../documents.ts'
import { reordered, withoutAnnotations } from '../stripped.ts'

const servedFrom = new URL('https://api.contoso.com/swagger.json')
const keep = (api: JsonObject, connector: JsonObject) =>
  keepFromConnector({ api, connector, keep: DEFAULT_KEEP, explicit: {}, servedFrom })

test('long chains and circles of definitions come to an end', () => {
  const circle = (length: number): JsonObject => ({
    swagger: '2.0', info: {}, host: 'a', schemes: ['https'],
    paths: { '/a': { get: responding('A', { $ref: '#/definitions/D0' }) } },
    definitions: Object.fromEntries(Array.from({ length }, (_, i) => [`D${i}`, {
      properties: { next: { $ref: `#/definitions/D${(i + 1) % length}` }, n: { 'x-ms-summary': `${i}` } }
    }]))
  }) // prettier-ignore
  const whole = circle(5000)
  expect(differencesAsStored(whole, keep(withoutAnnotations(whole) as JsonObject, whole).definition)).toEqual([])
  expect(keep(circle(701), circle(709)).definition['definitions']).toBeDefined()
})

describeCorpus('published connectors', () => {
  test('every annotation of 226 comes back after a generator has dropped and reordered them, and none elsewhere', () => {
    let count = 0
    let annotations = 0
    for (const { name, document } of connectors()) {
      const api = reordered(withoutAnnotations(document)) as JsonObject
      const { definition, lost } = keep(api, document)
      expect({ name, differences: differencesAsStored(document, definition), lost }).toEqual({
        name,
        differences: [],
        lost: []
      })
      annotations += differencesAsStored(document, api).length
      count++
    }
    expect(count).toBe(226)
    // The comparison above isn't one of equal documents.
    expect(annotations).toBeGreaterThan(226 * 10)
  })

  test('keep none leaves a document as it is', () => {
    let count = 0
    for (const { document } of connectors()) {
      if (!document['host'] || !document['schemes']) continue
      const connector = { ...document, host: 'other.example', basePath: '/other', schemes: ['wss'], info: {}, tags: [] }
      const { definition } = keepFromConnector({ api: document, connector, keep: new Set(), explicit: {} })
      expect(canonicalJson(definition) === canonicalJson(document)).toBe(true)
      count++
    }
    expect(count).toBeGreaterThan(200)
  })

  test("175 real updates: the document's own values stay, no reference is left dangling", () => {
    let count = 0
    for (const { name, before, after } of updates()) {
      const { definition } = keep(after, before)
      const changed = differencesAsStored(after, definition).filter(
        ({ pointer, sent }) =>
          sent !== undefined &&
          sent !== '' &&
          !/^\/(?:host|schemes|basePath|security)|\/security|\/parameters\/\d+/.test(pointer)
      )
      expect({ name, changed }).toEqual({ name, changed: [] })
      const dangling = (document: JsonObject) => {
        const found: string[] = []
        eachReference(document, ref => {
          if (resolveReference(document, ref) === undefined) found.push(ref)
        })
        return found
      }
      expect(dangling(definition)).toEqual(dangling(after))
      count++
    }
    expect(count).toBe(175)
  })

  test('keeping twice is keeping once, in every fourth of the updates', () => {
    for (const [index, { name, before, after }] of updates().entries()) {
      if (index % 4 > 0) continue
      const { definition } = keep(after, before)
      const same = canonicalJson(keep(definition, before).definition) === canonicalJson(definition)
      expect({ name, same }).toEqual({ name, same: true })
    }
  })
})
