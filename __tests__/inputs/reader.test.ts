import { expect, test } from '@jest/globals'
import { InputReader, listOf } from '../../src/inputs/reader.ts'
import { sourceOf } from './source.ts'

test('a list has its items on lines or between commas', () => {
  const reader = new InputReader(sourceOf({ items: ' a, b\r\n\n c d ,,' }))
  expect([reader.list('items'), reader.list('none')]).toEqual([['a', 'b', 'c d'], []])
})

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and c']
])('%j reads as "%s"', (names, text) => {
  expect(listOf(names)).toBe(text)
})

test('after a mistake the reader goes on with what is not given', () => {
  const reader = new InputReader(sourceOf({ a: 'x', b: 'x', c: 'x', d: 'x' }))
  expect([
    reader.choice('a', ['one', 'two']),
    reader.boolean('b', true),
    reader.number('c', 7, { min: 0, max: 9, whole: true }),
    reader.httpsUrl('d', 'https://fallback.example')
  ]).toEqual(['one', true, 7, 'https://fallback.example'])
  expect(reader.mistakes).toHaveLength(4)
})
