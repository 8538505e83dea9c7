/** What a run makes of faults, with the compiled bundle: all that can happen to the update, and some at every other call. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { cases, type FaultCase, titleOf } from '../faults/cases.ts'
import { documentFile, sentence, tables } from '../faults/document.ts'
import { kinds, ungrouped } from '../faults/expectations.ts'
import { play, surprises } from '../faults/play.ts'

const document = readFileSync(documentFile, 'utf8')

/** Once or always: where a run makes the same of both, one of them is enough. */
function isWorthARun({ call, name, times, expected }: FaultCase): boolean {
  if (times === 'always') return true
  const always = cases.find(other => other.call === call && other.name === name && other.times === 'always')
  return always?.expected.outcome !== expected.outcome
}

/** At calls other than the update: an answer that isn't what it seems. */
const elsewhere: Readonly<Record<FaultCase['times'], readonly string[]>> = {
  once: [],
  always: ['half of the document']
}

/** What takes longest for no answer: three times five minutes, here three times a quarter of one. */
const slow = 'update, no answer, always'

const chosen = cases.filter(one => {
  if (one.call.name === 'update') return isWorthARun(one) && titleOf(one) !== slow
  if (one.fault.kind === 'connection') return one.call.name === 'get-connector'
  return elsewhere[one.times].includes(one.name)
})

describe('a run ends as the table says', () => {
  for (const one of chosen) {
    test.concurrent(titleOf(one), async () => {
      const played = await play(one)
      expect(surprises(one, played)).toEqual([])
      expect(document).toContain(sentence(played.message))
      expect([played.bytes, played.secrets].every(number => number > 0)).toBe(true)
    })
  }
})

describe('the table', () => {
  test('knows what to expect of every fault', () => {
    expect(ungrouped).toEqual([])
    expect(new Set(cases.map(({ call }) => call.kind))).toEqual(new Set(kinds))
  })

  test('is what docs/faults.md shows', () => {
    const [shown] = document.split('\n## What the log says')
    expect(shown).toBe(tables(({ expected }) => expected))
  })

  test('has every fault and every call among those that are played here', () => {
    const names = (list: readonly FaultCase[]): Set<string> => new Set(list.map(({ name }) => name))
    const called = (list: readonly FaultCase[]): Set<string> => new Set(list.map(({ call }) => call.name))
    expect(names(chosen)).toEqual(names(cases))
    expect(called(chosen)).toEqual(called(cases))
  })
})
