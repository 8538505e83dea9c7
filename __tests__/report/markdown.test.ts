import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { block, code, firstOf, folded, link, plain, table } from '../../src/report/markdown.ts'
import { cellsOf, codeIn, outsideCode } from './inert.ts'

describe('text of unknown origin', () => {
  test.each([
    ['plain', '`plain`'],
    ['with `ticks`', '`` with `ticks` ``'],
    ['``two``', '``` ``two`` ```'],
    ['`', '`` ` ``'],
    ['a|b', '`a|b`'],
    ['a\nb\r\n\tc', '`a b c`'],
    ['\u202Eright\u200B to left\u0000', '`right to left`'],
    ['<img src=x onerror=y>', '`<img src=x onerror=y>`'],
    ['[x](http://evil.example) @octocat #1', '`[x](http://evil.example) @octocat #1`'],
    [' \n ', ''],
    ['', '']
  ])('%j is shown as %j', (text, shown) => {
    expect(code(text)).toBe(shown)
  })

  test('is cut', () => {
    expect(code('x'.repeat(301))).toBe(`\`${'x'.repeat(300)}…\``)
    // A pair that the cut parts doesn't become half a character.
    expect(code(`${'x'.repeat(299)}\u{1F511}`)).toBe(`\`${'x'.repeat(299)}\uFFFD…\``)
  })

  test('stays in its span and in its cell, whatever it is', () => {
    const parts = fc.oneof(
      fc.constantFrom('`', '``', '|', '\\', '\\|', '\n', ' ', '<b>', '*', '[a](b)', '@x'),
      fc.string()
    )
    fc.assert(
      fc.property(
        fc.array(parts).map(all => all.join('')),
        text => {
          const shown = code(text)
          expect(outsideCode(shown)).toBe('')
          const row = table(['a', 'b'], [[shown, code('next')]]).split('\n')[2] ?? ''
          const cells = cellsOf(row)
          expect(cells).toHaveLength(2)
          expect(outsideCode(cells[0] ?? '')).toBe('')
          expect(cells[1]).toBe('`next`')
          if (!text.includes('\\|')) expect(codeIn(cells[0] ?? '').length).toBeLessThanOrEqual(302)
        }
      ),
      { numRuns: 300 }
    )
  })
})

describe('a sentence with parts of unknown origin', () => {
  const entity = /&#(\d+);/g

  test.each([
    ['Could not sign in: no; try.', 'Could not sign in&#58; no; try&#46;'],
    ['<b> [x](y) @z `c` a|b', '&#60;b&#62; &#91;x&#93;(y) &#64;&#8203;z &#96;c&#96; a&#124;b'],
    ['two\r\nlines \u202E', 'two lines']
  ])('%j is shown as %j', (text, shown) => {
    expect(plain(text, 300)).toBe(shown)
  })

  test('is cut before it is escaped, so that no entity is', () => {
    expect(plain('<<<<', 3)).toBe('&#60;&#60;&#60;…')
  })

  test('holds nothing that Markdown or HTML could act on, whatever it is, and reads as it was', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), text => {
        const shown = plain(text, 10_000)
        expect(shown.replaceAll(entity, '')).not.toMatch(/[<>&[\]`|\\*_~#@!.:/+{}\r\n]/)
        const read = shown
          .replaceAll('&#8203;', '')
          .replaceAll(entity, (_, point: string) => String.fromCodePoint(Number(point)))
        expect(read).toBe(
          text
            .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
            .trim()
            .toWellFormed()
        )
      }),
      { numRuns: 200 }
    )
  })
})

test('a table has a head, and is nothing without rows', () => {
  expect(table(['a', 'b'], [['1', '2']])).toBe('| a | b |\n| --- | --- |\n| 1 | 2 |')
  expect(table(['a'], [])).toBe('')
})

test('a long list says how much is left out', () => {
  expect(firstOf([1, 2, 3], 2, String)).toEqual(['1', '2', '… and 1 more'])
  expect(firstOf([1, 2], 2, String)).toEqual(['1', '2'])
})

test('what is folded is Markdown all the same', () => {
  expect(folded('Notes (1)', '- one')).toBe('<details><summary>Notes (1)</summary>\n\n- one\n\n</details>')
})

describe('lines to copy', () => {
  test('stand as they are', () => {
    expect(block(['a:', '  - "b" # <c>'])).toBe('```\na:\n  - "b" # <c>\n```')
  })

  test('stay in their block, whatever they are', () => {
    const line = fc
      .array(fc.oneof(fc.constantFrom('```', '`', '~~~', '\n', '\r', ' ', '<b>'), fc.string()))
      .map(parts => parts.join(''))
    fc.assert(
      fc.property(fc.array(line), lines => {
        const [open = '', ...rest] = block(lines).split(/\r\n|\n|\r/)
        expect(open).toMatch(/^`{3,}$/)
        expect(rest).toHaveLength(lines.length + 1)
        // The first line that ends the block is the last one (CommonMark 4.5).
        const ends = (text: string): boolean => /^ {0,3}(`{3,})\s*$/.exec(text)?.[1]?.startsWith(open) ?? false
        expect(rest.findIndex(ends)).toBe(lines.length)
      })
    )
  })
})

describe('an address', () => {
  test('is a link', () => {
    expect(link('https://github.com/a/b/blob/v1/docs/x.md#y-z')).toBe('<https://github.com/a/b/blob/v1/docs/x.md#y-z>')
  })

  test.each([
    'docs/x.md#y',
    'http://a.example/',
    'https://a.example/?x=1',
    'https://a.example/> [x](y)',
    'javascript:x'
  ])('that is more or less than one is text: %s', text => {
    expect(outsideCode(link(text))).toBe('')
  })
})
