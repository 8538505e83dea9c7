import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { dump } from 'js-yaml'
import { DefinitionError, type DefinitionFault } from '../../src/errors.ts'
import { MAX_DEPTH, MAX_DOCUMENT_BYTES, MAX_NAME, readDocument } from '../../src/definition/read.ts'
import { corpusFiles } from './corpus.ts'
import { describeCorpus } from './describe-corpus.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const read = (text: string) => readDocument(utf8(text), 'orders.json')
const utf16be = (text: string): Uint8Array => Buffer.from(text, 'utf16le').swap16()

function faultOf(bytes: Uint8Array): DefinitionError {
  try {
    readDocument(bytes, 'orders.json')
  } catch (error) {
    if (error instanceof DefinitionError) return error
    throw error
  }
  throw new Error('the document was read')
}

describe('a document in any encoding is told by its bytes', () => {
  const json = '{"title":"Größe – 注文 🧾"}'
  const yaml = 'title: Größe – 注文 🧾\n'
  const encodings: [string, (text: string) => Uint8Array][] = [
    ['UTF-8', utf8],
    ['UTF-8 with a byte-order mark', text => utf8(`\uFEFF${text}`)],
    ['UTF-16 LE with a byte-order mark', text => Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16 BE with a byte-order mark', text => utf16be(`\uFEFF${text}`)],
    ['UTF-16 LE', text => Buffer.from(text, 'utf16le')],
    ['UTF-16 BE', utf16be]
  ]
  test.each(encodings)('%s', (_name, encode) => {
    const document = { title: 'Größe – 注文 🧾' }
    expect(readDocument(encode(json), 'x')).toMatchObject({ format: 'json', document })
    expect(readDocument(encode(yaml), 'x')).toMatchObject({ format: 'yaml', document })
  })
})

describe('what is no document is refused with its kind and its place', () => {
  const cases: [string, string | Uint8Array, DefinitionFault, RegExp][] = [
    ['nothing', '', 'empty', /it is empty/],
    ['white space', ' \r\n\t', 'empty', /it is empty/],
    ['a byte-order mark alone', '\uFEFF', 'empty', /it is empty/],
    ['YAML comments alone', '# nothing yet\n---\n', 'empty', /it is empty/],
    ['an HTML page', '\n<!DOCTYPE html><title>Starting\n up</title>', 'html', /HTML page titled "Starting up"; wait/],
    ['a sign-in page', '<html><body>Sign in to your account</body></html>', 'html', /swagger-headers/],
    ['XML', '<?xml version="1.0"?><Error/>', 'html', /an XML document/],
    ['plain text', 'Service is starting', 'syntax', /plain text/],
    ['a JSON string', '"swagger"', 'not-openapi', /it is a string instead of an object/],
    ['a JSON array', '[{}]', 'not-openapi', /it is an array/],
    ['a number', '42', 'not-openapi', /it is a number/],
    ['null', 'null', 'not-openapi', /it is null/],
    ['a YAML list', '- a\n- b', 'not-openapi', /it is an array/],
    ['truncated JSON', '{"swagger": "2.0",\n "info"', 'syntax', /line 2, column 8: the document ends where ":"/],
    ['JSON with a comma too many', '{"a": [1,\n2,\n]}', 'syntax', /line 2, column 2: a comma too many/],
    ['JSON with something behind it', '{}\n{}', 'syntax', /line 2, column 1/],
    ['a line break in a JSON string', '{"a":"x\ny"}', 'syntax', /line 1, column 8/],
    ['an escape sequence that is none', '{"a":"\\q"}', 'syntax', /line 1, column 6/],
    ['a number with a leading zero', '{"a":01}', 'syntax', /line 1, column 7/],
    ['NaN in JSON', '{"a":\n NaN}', 'syntax', /line 2, column 2: "NaN"/],
    ['Infinity in JSON', '{"a":-Infinity}', 'syntax', /line 1, column 6/],
    ['a number beyond a double', '{"a":1e999}', 'syntax', /line 1, column 6: the number 1e999/],
    ['NaN in YAML', 'a: 1\nb: .nan', 'syntax', /line 2, column 4: the number \.nan/],
    ['infinity in YAML', 'a: -.inf', 'syntax', /line 1, column 4/],
    ['a duplicate name in JSON', '{"a":1,\n "b":{"c":1,"c":2}}', 'syntax', /line 2, column 13: .*"c" stands twice/],
    ['a duplicate name in JSON, escaped', '{"a":1,"\\u0061":2}', 'syntax', /"a" stands twice/],
    ['a duplicate name in YAML', 'a: 1\nb:\n  c: 1\n  "c": 2', 'syntax', /line 4, column 3: .*"c" stands twice/],
    ['an object as a name in YAML', '? {a: 1}\n: 2', 'syntax', /line 1, column 3/],
    ['YAML with a tab as indentation', 'a:\n\tb: 1', 'syntax', /line 2/],
    ['an alias without an anchor', 'a: *b', 'syntax', /"\*b" has no anchor/],
    ['a tag that means nothing here', 'a: !!set {b, c}', 'syntax', /line 1, column 4: the tag/],
    ['two YAML documents', 'a: 1\n---\nb: 2', 'syntax', /more than one/],
    ['a circle of YAML aliases', 'a: &a\n  b: *a', 'limit', /line 2, column 6.*refers to what it stands in/],
    ['__proto__ in JSON', '{"a":{"__proto__":{"b":1}}}', 'unsupported', /line 1, column 7/],
    ['__proto__ in JSON, escaped', '{"\\u005f_proto__":1}', 'unsupported', /__proto__/],
    ['__proto__ in YAML', 'a:\n  __proto__: {b: 1}', 'unsupported', /line 2, column 3/],
    [
      'a name that is very long',
      JSON.stringify({ a: { ['x'.repeat(MAX_NAME + 1)]: 1 } }),
      'limit',
      /line 1, column 7.*2001/
    ],
    ['such a name in YAML', `a:\n  ? ${'x'.repeat(MAX_NAME + 1)}\n  : 1`, 'limit', /line 2, column 5.*2001/],
    ['deeply nested JSON', '['.repeat(1e6), 'limit', /deeper than 256/],
    ['deeply nested YAML', `a: ${'['.repeat(1e6)}`, 'limit', /deeper than 256/],
    [
      'text in Windows-1252',
      Buffer.from('{"a":"Gr\u00f6\u00dfe"}', 'latin1'),
      'syntax',
      /line 1, column 9: it is not valid UTF-8/
    ],
    ['UTF-16 with half a character', Buffer.from('ff fe 7b 00 22'.replaceAll(' ', ''), 'hex'), 'syntax', /UTF-16LE/],
    ['UTF-32', Buffer.from('000000ff0000007b', 'hex'), 'syntax', /neither UTF-8 nor UTF-16/],
    ['more than 10 MB', new Uint8Array(MAX_DOCUMENT_BYTES + 1).fill(0x20), 'limit', /at most 10485760/]
  ]
  test.each(cases)('%s', (_name, content, fault, message) => {
    const error = faultOf(typeof content === 'string' ? utf8(content) : content)
    expect(error.fault).toBe(fault)
    expect(error.message).toMatch(message)
    expect(error.message).toMatch(/^Could not read orders\.json: /)
  })
})

describe('YAML is read as its author meant it', () => {
  const cases: [string, string, unknown][] = [
    [
      'response codes are names',
      'responses: {200: a, 404: b, default: c}',
      { responses: { 200: 'a', 404: 'b', default: 'c' } }
    ],
    [
      'names are kept to the letter',
      '1.0: a\n0x1F: b\nnull: c\ntrue: d',
      { '1.0': 'a', '0x1F': 'b', null: 'c', true: 'd' }
    ],
    ['dates stay text', 'a: 2026-01-31\nb: 2026-01-31T10:00:00Z', { a: '2026-01-31', b: '2026-01-31T10:00:00Z' }],
    ['yes and no stay text', 'a: yes\nb: no\nc: on', { a: 'yes', b: 'no', c: 'on' }],
    ['booleans, null and numbers', 'a: true\nb: ~\nc:\nd: 0x10\ne: 1.5', { a: true, b: null, c: null, d: 16, e: 1.5 }],
    ['versions without quotes', 'swagger: 2.0\ninfo: {version: 1.10}', { swagger: '2.0', info: { version: '1.10' } }],
    ['other numbers called version', 'x: {version: 1.10}', { x: { version: 1.1 } }],
    ['explicit tags', 'a: !!str 1\nb: !!int "2"\nc: !!null ""', { a: '1', b: 2, c: null }],
    ['flow style', '{a: [1, {b: 2}]}', { a: [1, { b: 2 }] }],
    ['aliases are copies', 'a: &a {x: 1}\nb: *a', { a: { x: 1 }, b: { x: 1 } }],
    ['merge keys', 'a: &a {x: 1, y: 2}\nb:\n  y: 3\n  <<: *a', { a: { x: 1, y: 2 }, b: { y: 3, x: 1 } }],
    ['merge keys before the own ones', 'a: &a {x: 1}\nb:\n  <<: [*a]\n  x: 2', { a: { x: 1 }, b: { x: 2 } }],
    ['several lines', 'a: |\n  x\n  y\nb: >-\n  x\n  y', { a: 'x\ny\n', b: 'x y' }]
  ]
  test.each(cases)('%s', (_name, text, document) => {
    expect(read(text)).toMatchObject({ format: 'yaml' })
    expect(read(text).document).toEqual(document)
  })

  test('an alias shares nothing with its anchor', () => {
    const { document } = read('a: &a {x: {y: 1}}\nb: *a')
    expect(document['a']).not.toBe(document['b'])
    expect(Object.values(document)).toEqual([{ x: { y: 1 } }, { x: { y: 1 } }])
  })

  test.each([
    [
      'many small ones',
      `a0: &a0 [x]\n${Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`).join('\n')}`
    ],
    ['a long one', `a: &a ${'x'.repeat(1e6)}\nb: [${'*a,'.repeat(100)}]`],
    [
      'merged ones',
      `a: &a {${Array.from({ length: 2000 }, (_, i) => `k${i}: 1`).join()}}\nb: [${'{<<: *a},'.repeat(1000)}]`
    ]
  ])('aliases that expand beyond the limit are refused: %s', (_name, text) => {
    expect(faultOf(utf8(text)).message).toMatch(/aliases expand to more than the size limit/)
  })

  test('a chain of aliases is no way around the depth', () => {
    const chain = Array.from({ length: MAX_DEPTH }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}]`)
    expect(faultOf(utf8(`a0: &a0 [x]\n${chain.join('\n')}`)).message).toMatch(/deeper than 256/)
  })
})

describe('values survive', () => {
  test('what JSON.parse reads is read the same', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 5 })), fc.nat(4), (document, indent) => {
        fc.pre(!JSON.stringify(document).includes('__proto__'))
        const text = JSON.stringify(document, null, indent)
        expect(JSON.stringify(read(text).document)).toBe(JSON.stringify(JSON.parse(text)))
      })
    )
  })

  test('JSON and the same in YAML are equal', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ maxDepth: 4 }), { minKeys: 1 }),
        document => {
          // What starts with a tag is taken for a page.
          fc.pre(!Object.keys(document).some(name => name.startsWith('<')))
          fc.pre(!JSON.stringify(document).includes('__proto__'))
          const json = JSON.stringify(document)
          expect(read(dump(JSON.parse(json), { noRefs: true, flowLevel: 2 })).document).toEqual(read(json).document)
        }
      )
    )
  })

  test('half a surrogate pair, which UTF-8 has no bytes for, becomes the replacement character', () => {
    expect(read('{"a\\ud800":"\\udfff"}').document).toEqual({ 'a\uFFFD': '\uFFFD' })
  })

  test('integers that a double rounds are named with their place', () => {
    const text = '{"exact": 9007199254740992,\n "id": 9007199254740993, "f": 0.1234567890123456789}'
    expect(read(text).rounded).toEqual([{ text: '9007199254740993', line: 2, column: 8 }])
    expect(read('id: 9007199254740993').rounded).toEqual([{ text: '9007199254740993', line: 1, column: 5 }])
  })

  test('names such as constructor are names', () => {
    const { document } = read('{"constructor":{"prototype":1},"toString":2}')
    expect(Object.entries(document)).toEqual([
      ['constructor', { prototype: 1 }],
      ['toString', 2]
    ])
  })
})

describe('locate tells where a JSON pointer leads', () => {
  const json = '\uFEFF{\r\n  "paths": {\r\n    "/a~b": { "get": { "tags": ["x",\r\n "y"] } } } }'
  const yaml = 'paths:\n  /a~b:\n    get:\n      tags:\n        - x\n        - "y"\ncopy: &c {x: 1}\nalso: *c\n'
  const cases: ['json' | 'yaml', string, unknown][] = [
    ['json', '/paths', { line: 2, column: 3 }],
    ['json', '/paths/~1a~0b/get', { line: 3, column: 15 }],
    ['json', '/paths/~1a~0b/get/tags/1', { line: 4, column: 2 }],
    ['json', '/paths/~1a~0b/put', undefined],
    ['json', '/paths/~1a~0b/get/tags/2', undefined],
    ['json', '/constructor', undefined],
    ['json', '', undefined],
    ['yaml', '/paths/~1a~0b', { line: 2, column: 3 }],
    ['yaml', '/paths/~1a~0b/get/tags/1', { line: 6, column: 11 }],
    ['yaml', '/copy/x', { line: 7, column: 11 }],
    ['yaml', '/also', { line: 8, column: 1 }],
    ['yaml', '/also/x', { line: 7, column: 11 }]
  ]
  test.each(cases)('%s %s', (format, pointer, place) => {
    expect(read({ json, yaml }[format]).locate(pointer)).toEqual(place)
  })
})

test('a document just under the limit is read whole', () => {
  const item = {
    type: 'object',
    properties: { id: { type: 'string', description: 'Text "with" quotes\n' }, n: { type: 'integer' } }
  }
  const definitions = Object.fromEntries(Array.from({ length: 70_000 }, (_, i) => [`D${i}`, item]))
  const bytes = utf8(JSON.stringify({ definitions }))
  expect(bytes.length).toBeGreaterThan(8e6)
  expect(Object.keys(readDocument(bytes, 'x').document['definitions'] ?? {})).toHaveLength(70_000)
})

describeCorpus('published connectors', () => {
  test('226 are read as JSON.parse reads them, 3 that are no JSON are refused with their place', () => {
    const refused: string[] = []
    let count = 0
    for (const { name, bytes } of corpusFiles('connectors', 'apiDefinition.swagger.json')) {
      try {
        const text = JSON.stringify(readDocument(bytes, name).document)
        expect(text).toBe(JSON.stringify(JSON.parse(new TextDecoder().decode(bytes))))
        count++
      } catch (error) {
        if (!(error instanceof DefinitionError)) throw error
        expect(error.message).toMatch(/: line \d+, column \d+: /)
        refused.push(name)
      }
    }
    expect({ count, refused: refused.length }).toEqual({ count: 226, refused: 3 })
  })
})
