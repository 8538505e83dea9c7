import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseJson } from '../../../src/definition/read/json-text.ts'
import { parsePlainJson } from '../../../src/definition/read/plain-json.ts'
import { MAX_DEPTH, MAX_NAME, SourceText } from '../../../src/definition/read/source-text.ts'

function careful(text: string): unknown {
  try {
    const { value, rounded } = parseJson(new SourceText(text, 'text'))
    return rounded.length > 0 ? 'rounded' : { value }
  } catch {
    return 'refused'
  }
}

describe('JSON that needs no care', () => {
  const cases: [string, string][] = [
    ['names and values that look alike', '{"a":"a","b":["a","\\"b\\":"],"c":{"a":{}}}'],
    ['white space around colons', '{\n\t"a" \r\n : 1 ,"b"\t: {"a" :2}}'],
    ['backslashes before a quote', '{"a\\\\":"\\\\","b\\"":"\\\\\\""}'],
    ['numbers of every form', '[0,-0,1.5e-3,-2E+2,123456789012345,0.12345678901234567890]'],
    ['the last integer that a double holds', '[9007199254740991,1e300]'],
    ['a pair of escaped surrogates', '["\\ud83d\\ude80",{"\\ud83d\\ude80":1}]'],
    ['names of numbers', '{"200":{"2":1,"1":2},"-1":0}'],
    ['nesting as deep as is read', '['.repeat(MAX_DEPTH) + ']'.repeat(MAX_DEPTH)],
    ['a name as long as is read', JSON.stringify({ ['x'.repeat(MAX_NAME)]: 1 })],
    ['a text alone', '"a"'],
    ['names of objects and functions', '{"constructor":1,"toString":{"hasOwnProperty":2}}']
  ]
  test.each(cases)('has the value that the careful parser gives: %s', (_, text) => {
    expect({ value: parsePlainJson(text) }).toStrictEqual(careful(text))
  })
})

describe('the careful parser gets what it refuses or tells', () => {
  const cases: [string, string][] = [
    ['no JSON', '{"a":}'],
    ['a name that stands twice', '{"a":1,"b":{"a":1},"a":2}'],
    ['a name that stands twice, escaped', '{"a":1,"\\u0061":2}'],
    ['a name that stands twice, deep in arrays', '[[{"x":[{"a":1,"a":1}]}]]'],
    ['__proto__', '{"a":{"__proto__":{}}}'],
    ['__proto__, escaped', '{"\\u005f_proto__":1}'],
    ['a number beyond a double', '[1e999]'],
    ['an integer that a double rounds', '[9007199254740993]'],
    ['nesting that is too deep', '['.repeat(MAX_DEPTH + 1) + ']'.repeat(MAX_DEPTH + 1)],
    ['a name that is too long', JSON.stringify({ ['x'.repeat(MAX_NAME + 1)]: 1 })]
  ]
  test.each(cases)('%s', (_, text) => {
    expect(careful(text)).toMatch(/refused|rounded/)
    expect(parsePlainJson(text)).toBeUndefined()
  })

  test('half of a pair of surrogates, which it replaces', () => {
    expect(parsePlainJson('["\\ud83d"]')).toBeUndefined()
    expect(parsePlainJson('{"\\ude80":1}')).toBeUndefined()
  })
})

test('whatever the text, the value is the one of the careful parser', () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"b"',
    '"__proto__"',
    '"\\""',
    '"\\\\"',
    '"a":',
    '"b":',
    '1',
    '-1.5e3',
    '9007199254740993',
    '1e999',
    'true',
    'null',
    ' ',
    '\n',
    '"\\ud83d"',
    '"\\u0061":' // prettier-ignore
  )
  const torn = fc.array(piece, { maxLength: 12 }).map(pieces => pieces.join(''))
  const whole = fc.json({ maxDepth: 4 })
  const nested = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), whole), { maxLength: 4 }).map(members => {
    return `{${members.map(([name, value]) => `"${name}" : ${value}`).join(',')}}`
  })
  let plain = 0
  fc.assert(
    fc.property(fc.oneof(torn, whole, nested), text => {
      const value = parsePlainJson(text)
      if (value === undefined) return
      plain++
      expect({ value }).toStrictEqual(careful(text))
    }),
    { numRuns: 3000 }
  )
  expect(plain).toBeGreaterThan(500)
})

test('every text without duplicate names is plain as long as nothing in it is refused', () => {
  fc.assert(
    fc.property(fc.json(), text => {
      const result = careful(text)
      if (typeof result === 'string' || text.includes('\\u')) return
      expect({ value: parsePlainJson(text) }).toStrictEqual(result)
    })
  )
})
