import { describe, expect, test } from '@jest/globals'
import { CancelledError, endOf } from '../src/cancellation.ts'
import { ActionError } from '../src/errors.ts'
import { newReport } from '../src/report/report.ts'
import { phase } from '../src/world.ts'
import { failureOf, memoryLog } from './collaborators.ts'

const reason = new CancelledError('the run did not finish', 'the run was cancelled (SIGTERM)')
const cancelled = AbortSignal.abort(reason)
const other = new ActionError({ what: 'could not do it', why: 'no', advice: 'try' })

describe('the end of a run', () => {
  test.each<[string, unknown, AbortSignal, unknown]>([
    ['an error of a run that nobody cancelled', other, new AbortController().signal, other],
    ['an error that says more than that the run was cancelled', other, cancelled, other],
    ['a defect', reason, AbortSignal.abort(new Error('a defect')), reason]
  ])('that is %s is told as it is', (_, error, signal, told) => {
    expect(endOf(error, signal, 'Check')).toBe(told)
  })

  test.each([
    ['the reason itself', reason],
    ['what Node makes of it', new DOMException('The operation was aborted', 'AbortError')]
  ])('that was cancelled is told with where it stood, whether the error is %s', (_, error) => {
    expect(String(endOf(error, cancelled, 'Check'))).toBe(
      'CancelledError: The run did not finish: the run was cancelled (SIGTERM) during "Check", before anything was written to the connector; run the job again.'
    )
  })

  test('that was cancelled before anything began has no phase', () => {
    expect(String(endOf(reason, cancelled, undefined))).toContain('(SIGTERM), before anything')
  })
})

describe('a phase', () => {
  test('is not begun in a run that is cancelled, and is the one that it stood at', async () => {
    const report = newReport('2026-11-22T18:51:32Z')
    const work = phase('Check', report, { log: memoryLog(), signal: cancelled }, () => 'done')
    expect(await failureOf(work)).toBe(reason)
    expect(report.timings.map(timing => timing.phase)).toEqual(['Check'])
  })

  test('lets a signal of the system through that came while the one before kept the process busy', async () => {
    const stop = new AbortController()
    setImmediate(() => {
      stop.abort(reason)
    })
    const report = newReport('2026-11-22T18:51:32Z')
    expect(await failureOf(phase('Check', report, { log: memoryLog(), signal: stop.signal }, () => 'done'))).toBe(
      reason
    )
  })

  test('without a signal is never left out', async () => {
    expect(await phase('Read back', newReport('2026-11-22T18:51:32Z'), { log: memoryLog() }, () => 'done')).toBe('done')
  })
})
