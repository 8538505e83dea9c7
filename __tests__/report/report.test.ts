import { describe, expect, test } from '@jest/globals'
import { complete } from '../../src/report/complete.ts'
import { newReport, type Report } from '../../src/report/report.ts'
import { count, countBreaking, countOperations, quoted } from '../../src/report/words.ts'

function report(changes: Partial<Report>): Report {
  return { ...newReport('2026-01-01T00:00:00Z'), connector: { name: 'shared_x' }, ...changes }
}

const operations = {
  added: [{ operationId: 'a', method: 'get' as const, path: '/a' }],
  changed: [],
  removed: []
}

test('counts are words', () => {
  expect([count(0, 'warning'), count(1, 'warning'), count(2, 'warning')]).toEqual([
    '0 warnings',
    '1 warning',
    '2 warnings'
  ])
  expect([countBreaking(1), countBreaking(2)]).toEqual([
    '1 change breaks apps and flows',
    '2 changes break apps and flows'
  ])
  expect([quoted(['a'], 2), quoted(['a', 'b'], 2), quoted(['a', 'b', 'c', 'd'], 2)]).toEqual([
    '"a"',
    '"a" and "b"',
    '"a", "b" and 2 more'
  ])
  expect(countOperations(operations)).toBe('1 operation added, 0 changed, 0 removed')
})

test('a run that has only begun has failed, until something else is known', () => {
  expect(newReport('x')).toMatchObject({ operation: 'failed', version: 1, startedAt: 'x' })
  expect(newReport('x')).not.toHaveProperty('changed')
})

describe('the outcome of a run that', () => {
  test.each<[Partial<Report>, string]>([
    [
      { operation: 'updated', operations, otherChanges: ['the icon'], revision: { before: '1', after: '2' } },
      'Updated shared_x: 1 operation added, 0 changed, 0 removed; also changed: the icon. Revision 1 became 2.'
    ],
    [
      { operation: 'unchanged', revision: { after: '2' } },
      'shared_x is already what it should be: nothing was written. Revision 2.'
    ],
    [
      { operation: 'planned', changed: true, operations },
      'Plan: an update would change shared_x: 1 operation added, 0 changed, 0 removed. Nothing was written.'
    ],
    [
      { operation: 'planned', changed: false },
      'Plan: an update would change nothing of shared_x. Nothing was written.'
    ],
    [
      { operation: 'downloaded', packagePath: '/p', revision: { after: '2' } },
      'Downloaded shared_x to /p. Revision 2.'
    ],
    [{ operation: 'failed', error: 'Could not.' }, 'Could not.'],
    [{ operation: 'failed' }, 'The run failed.'],
    [
      { operation: 'unchanged', connector: {} },
      'the connector is already what it should be: nothing was written. Revision unknown.'
    ]
  ])('%j is told in a line', (changes, line) => {
    expect(complete(report(changes)).outcome).toBe(line)
  })
})
