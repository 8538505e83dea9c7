import { describe, expect, test } from '@jest/globals'
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { canonicalJson, definitionSha256 } from '../../src/definition/canonical.ts'
import type { Json } from '../../src/definition/json.ts'
import { reordered } from './stripped.ts'

describe('canonical JSON', () => {
  test('is the one of RFC 8785, section 3.2.2 and 3.2.3', () => {
    const value = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false]
    }
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
    expect(canonicalJson({ '\u20ac': 1, '\r': 2, '\u{1F600}': 3, '1': 4, '\uFB33': 5 })).toBe(
      '{"\\r":2,"1":4,"€":1,"\u{1F600}":3,"\uFB33":5}'
    )
  })

  test('does not depend on the order of members', () => {
    fc.assert(
      fc.property(fc.jsonValue(), json => {
        const value = JSON.parse(JSON.stringify(json)) as Json
        expect(canonicalJson(reordered(value))).toBe(canonicalJson(value))
      })
    )
  })

  test('has the replacement character for half a surrogate pair instead of an exception', () => {
    expect(canonicalJson({ 'a\uD800': ['\uDFFF', '\\ud800'] })).toBe('{"a\uFFFD":["\uFFFD","\\\\ud800"]}')
  })
})

test('the hash of a definition is that of its canonical JSON in UTF-8, whatever the order of its members', () => {
  const expected = createHash('sha256').update('{"info":{"title":"ö"},"swagger":"2.0"}', 'utf8').digest('hex')
  expect(definitionSha256({ swagger: '2.0', info: { title: 'ö' } })).toBe(expected)
  expect(definitionSha256({ info: { title: 'ö' }, swagger: '2.0' })).toBe(expected)
})
