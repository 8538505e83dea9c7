import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { convertToSwagger2, type Loss } from '../../../src/definition/convert/index.ts'
import {
  arrayAt,
  isObject,
  objectAt,
  own,
  pointer,
  stringAt,
  type Json,
  type JsonObject
} from '../../../src/definition/json.ts'
import { dig, schemaErrors } from './support.ts'

/** One construct: what the source says, and how to see in the converted object that it is still there. */
interface Construct {
  readonly source: JsonObject
  readonly isThere: (out: JsonObject) => boolean
  /** Members of the source that would say the same more exactly, so that nothing is lost. */
  readonly unless?: readonly string[]
}

const has = (name: string, value: Json) => (out: JsonObject) => JSON.stringify(own(out, name)) === JSON.stringify(value)
const construct = (source: JsonObject, isThere: Construct['isThere']): Construct => ({ source, isThere })
const kept = (name: string, value: Json) => construct({ [name]: value }, has(name, value))
const lost = (name: string, value: Json) => construct({ [name]: value }, () => false)

const parameters = (out: JsonObject): Json[] => arrayAt(out, 'parameters') ?? []

/** Keywords of a string, of which any may come together. */
const keywords: Construct[] = [
  kept('description', 'D'),
  kept('title', 'T'),
  kept('default', 'a'),
  kept('maxLength', 9),
  kept('minLength', 1),
  kept('pattern', '^a'),
  kept('readOnly', true),
  kept('format', 'uuid'),
  kept('x-ms-visibility', 'advanced'),
  kept('xml', { name: 'x' }),
  kept('externalDocs', { url: 'https://a.b' }),
  construct(
    { enum: ['a', 'b'] },
    out => JSON.stringify(out['enum']) === '["a","b"]' || JSON.stringify(out['enum']) === '["a"]'
  ),
  construct({ const: 'a' }, has('enum', ['a'])),
  construct({ nullable: true }, has('x-nullable', true)),
  construct({ type: ['string', 'null'] }, out => out['type'] === 'string' && out['x-nullable'] === true),
  construct(
    { anyOf: [{ type: 'string' }, { type: 'null' }] },
    out => out['type'] === 'string' && out['x-nullable'] === true
  ),
  construct({ examples: ['a'] }, has('example', 'a')),
  construct({ allOf: [{ minLength: 1 }] }, has('minLength', 1)),
  construct({ contentEncoding: 'base64' }, has('format', 'byte')),
  { ...lost('type', ['string', 'integer']), unless: ['oneOf', 'anyOf', 'const', 'enum'] },
  lost('oneOf', [
    { type: 'string', maxLength: 1 },
    { type: 'string', maxLength: 2 }
  ]),
  lost('oneOf', [{ type: 'string' }, { type: 'object' }]),
  lost('not', { type: 'integer' }),
  lost('if', {}),
  lost('writeOnly', true),
  lost('deprecated', true),
  lost('format', 'iban'),
  lost('contentMediaType', 'text/xml'),
  lost('maxLength', 'nine'),
  lost('x-ms-client-name', 'c'),
  lost('$comment', 'c'),
  lost('discriminator', { propertyName: 'p', mapping: {} })
]

const constraints: Construct[] = [
  construct({ minimum: 3 }, out => Number(out['minimum']) >= 3),
  construct({ exclusiveMinimum: 4 }, out => out['minimum'] === 4 && out['exclusiveMinimum'] === true),
  construct({ maximum: 20 }, out => Number(out['maximum']) <= 20),
  construct({ exclusiveMaximum: 19 }, out => out['maximum'] === 19 && out['exclusiveMaximum'] === true),
  kept('multipleOf', 2),
  kept('format', 'int32')
]

const ofOperation: Construct[] = [
  kept('summary', 'S'),
  kept('description', 'D'),
  kept('deprecated', true),
  kept('tags', ['a']),
  kept('x-ms-trigger', 'single'),
  construct({ operationId: 'Mine' }, out => stringAt(out, 'operationId')?.startsWith('Mine') === true),
  construct({ operationId: 5 }, () => false),
  lost('callbacks', { c: {} }),
  lost('servers', [{ url: 'https://other.example.com' }]),
  lost('security', [{ nobody: [] }]),
  construct({ requestBody: { content: { 'application/json': { schema: { type: 'string' } } } } }, out =>
    parameters(out).some(each => dig(each, 'in') === 'body')
  ),
  construct(
    {
      requestBody: {
        content: { 'multipart/form-data': { schema: { properties: { f: { type: 'string', format: 'binary' } } } } }
      }
    },
    out => parameters(out).some(each => dig(each, 'type') === 'file')
  ),
  construct({ parameters: [{ name: 'q', in: 'query', schema: { type: 'string' } }] }, out =>
    parameters(out).some(each => dig(each, 'name') === 'q')
  ),
  lost('parameters', [{ name: 'q', in: 'cookie', schema: { type: 'string' } }]),
  lost('parameters', [{ name: 'q', in: 'query', style: 'deepObject', schema: { type: 'object' } }]),
  lost('parameters', [{ name: 'q', in: 'query', content: { 'application/json': {} } }]),
  lost('parameters', [{ name: 'q', in: 'query', schema: { type: 'string', example: 'x' } }]),
  lost('responses', { '2XX': { description: '' } }),
  lost('responses', { '200': { description: '', links: { l: {} } } }),
  lost('responses', {})
]

/** The constructs put together: of two that speak of the same member, the first. */
function together(constructs: readonly Construct[]): { source: JsonObject; used: Construct[] } {
  const source: JsonObject = {}
  const used: Construct[] = []
  const claimed = new Set<string>()
  for (const each of constructs) {
    const names = [...Object.keys(each.source), ...(each.unless ?? [])]
    if (names.some(name => claimed.has(name))) continue
    for (const name of names) claimed.add(name)
    Object.assign(source, each.source)
    used.push(each)
  }
  return { source, used }
}

/** A loss at the construct itself, in it, or at what holds it. */
function isReported(losses: readonly Loss[], place: string, source: JsonObject): boolean {
  const pointers = Object.keys(source).map(name => `${place}${pointer(name)}`)
  return losses.some(loss => pointers.some(own => isWithin(loss.pointer, own)) || loss.pointer === place)
}

const isWithin = (inner: string, outer: string) => inner === outer || inner.startsWith(`${outer}/`)

function followed(definition: JsonObject, value: Json | undefined): JsonObject {
  const reference = dig(value, '$ref')
  if (typeof reference !== 'string') return isObject(value) ? value : {}
  return objectAt(objectAt(definition, 'definitions') ?? {}, reference.replace('#/definitions/', '')) ?? {}
}

const some = (from: Construct[]) => fc.array(fc.constantFrom(...from), { maxLength: 5 }).map(together)

/** Where a property stands: in place, behind a reference, as items of a list, in a part of an `allOf`. */
const wrappings = ['plain', 'component', 'items', 'part'] as const

describe('any mixture of constructs', () => {
  test('of schemas is valid, and each construct is there or among the losses', () => {
    const strings = some(keywords).map(({ source, used }) => ({ source: { type: 'string', ...source }, used }))
    const numbers = some(constraints).map(({ source, used }) => ({ source: { type: 'number', ...source }, used }))
    const property = fc.tuple(fc.oneof(strings, numbers), fc.constantFrom(...wrappings))
    fc.assert(
      fc.property(fc.array(property, { minLength: 1, maxLength: 6 }), list => {
        const { document, places } = documentWith(list)
        const { definition, losses } = convertToSwagger2(document)
        expect(schemaErrors(definition)).toEqual([])
        const schema = followed(definition, dig(definition, 'paths', '/a', 'get', 'responses', '200', 'schema'))
        list.forEach(([{ used }, wrapping], index) => {
          const outer = followed(definition, dig(schema, 'properties', `p${index}`))
          const out = wrapping === 'items' ? followed(definition, outer['items']) : outer
          for (const { source, isThere } of used) {
            if (isThere(out) || isReported(losses, places[index] ?? '', source)) continue
            throw new Error(
              `${JSON.stringify(source)} is neither in ${JSON.stringify(out)} nor in ${JSON.stringify(losses)}`
            )
          }
        })
      }),
      { numRuns: 500 }
    )
  })

  test('of operations is valid, and each construct is there or among the losses', () => {
    fc.assert(
      fc.property(fc.array(some(ofOperation), { minLength: 1, maxLength: 4 }), list => {
        const operations = list.map(({ source }) => ({ responses: { '200': { description: '' } }, ...source }))
        const paths = Object.fromEntries(operations.map((operation, index) => [`/p${index}`, { post: operation }]))
        const { definition, losses } = convertToSwagger2({
          openapi: '3.0.3',
          info: { title: 'T', version: '1' },
          paths
        })
        expect(schemaErrors(definition)).toEqual([])
        const ids = list.map((_each, index) => dig(definition, 'paths', `/p${index}`, 'post', 'operationId'))
        expect(new Set(ids).size).toBe(list.length)
        list.forEach(({ used }, index) => {
          const out = followed(definition, dig(definition, 'paths', `/p${index}`, 'post'))
          for (const { source, isThere } of used) {
            if (isThere(out) || isReported(losses, `/paths/~1p${index}/post`, source)) continue
            throw new Error(
              `${JSON.stringify(source)} is neither in ${JSON.stringify(out)} nor in ${JSON.stringify(losses)}`
            )
          }
        })
      }),
      { numRuns: 500 }
    )
  })
})

/** A document whose one response has these properties, with the place of each in it. */
function documentWith(list: readonly (readonly [{ source: JsonObject }, (typeof wrappings)[number]])[]) {
  const properties: JsonObject = {}
  const schemas: JsonObject = {}
  const home = pointer('paths', '/a', 'get', 'responses', '200', 'content', 'application/json', 'schema', 'properties')
  const places = list.map(([{ source }, wrapping], index) => {
    const name = `p${index}`
    if (wrapping === 'component') {
      schemas[name] = source
      properties[name] = { $ref: `#/components/schemas/${name}` }
      return pointer('components', 'schemas', name)
    }
    if (wrapping === 'items') properties[name] = { type: 'array', items: source }
    else properties[name] = wrapping === 'part' ? { allOf: [source] } : source
    return `${home}/${name}${wrapping === 'items' ? '/items' : wrapping === 'part' ? '/allOf/0' : ''}`
  })
  const content = { 'application/json': { schema: { type: 'object', properties } } }
  const operation = { operationId: 'A', responses: { '200': { description: '', content } } }
  const info = { title: 'T', version: '1' }
  const document: JsonObject = { openapi: '3.1.0', info, paths: { '/a': { get: operation } }, components: { schemas } }
  return { document, places }
}
