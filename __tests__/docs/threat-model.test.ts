/** The threat model names the tests that show its measures: each of them has to be there. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'

const root = fileURLToPath(new URL('../..', import.meta.url))
const document = readFileSync(path.join(root, 'docs/threat-model.md'), 'utf8')

/** As the document names a test: its file in backticks and its name in quotes. */
const references = [...document.matchAll(/`([\w./-]+\.test\.ts)`: "([^"]+)"/g)].map(([, file = '', name = '']) => ({
  file: `__tests__/${file}`,
  name
}))
const threats = document.split('\n').filter(line => /^\| T\d+/.test(line))

describe('the threat model', () => {
  test.each(references)('$file has the test "$name"', ({ file, name }) => {
    expect(existsSync(path.join(root, file))).toBe(true)
    expect(namesIn(readFileSync(path.join(root, file), 'utf8'))).toContain(name)
  })

  test('names at least one test for every threat', () => {
    expect(threats.length).toBeGreaterThan(20)
    expect(threats.filter(line => !line.includes('.test.ts`: "'))).toEqual([])
  })

  test('numbers its threats without gaps', () => {
    expect(threats.map(line => line.split(' ')[1])).toEqual(threats.map((_, index) => `T${index + 1}`))
  })

  test('has no test in another form, which nothing would look for', () => {
    expect([...document.matchAll(/\.test\.ts/g)]).toHaveLength(references.length)
  })
})

/** What tests, groups of them, scenarios and rows of such are called in a file, placeholders as they stand there. */
function namesIn(source: string): string[] {
  const calls = source.matchAll(
    /(?:(?:\b(?:test|scenario|describe|suite)|\))\(|\bsentence:)\s*(?:'((?:[^'\\\n]|\\.)+)'|"((?:[^"\\\n]|\\.)+)"|`([^`]+)`),/g
  )
  return [...calls].map(([, single, double, template]) => (single ?? double ?? template ?? '').replaceAll('\\', ''))
}
