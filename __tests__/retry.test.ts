import { describe, expect, test } from '@jest/globals'
import { backoff, Retrier, Retryable } from '../src/retry.ts'
import { memoryLog } from './collaborators.ts'

const never = new AbortController().signal

/** Fails in a way that can pass until the attempt with this number. */
function succeedsAt(number: number, retryAfter?: number): (attempt: number) => Promise<string> {
  return attempt =>
    attempt >= number
      ? Promise.resolve(`attempt ${attempt}`)
      : Promise.reject(new Retryable('HTTP 503', new Error(`failure ${attempt}`), retryAfter))
}

/** The log up to the first wait of a second or more, which is cut short. */
async function linesUntilWait(delaySeconds: (attempt: number) => number, retryAfter?: number): Promise<string[]> {
  const stop = new AbortController()
  const log = memoryLog(line => {
    if (/waiting \d/.test(line) && !line.includes('waiting 0')) stop.abort()
  })
  const retrier = new Retrier(log, stop.signal)
  const work = retrier.run('validate the definition', { attempts: 4, delaySeconds }, succeedsAt(9, retryAfter))
  await expect(work).rejects.toMatchObject({ name: 'AbortError' })
  return log.lines
}

describe('trying again', () => {
  test('ends with the first success, and every attempt before it has left a line', async () => {
    const log = memoryLog()
    const retrier = new Retrier(log, never)
    const result = await retrier.run('read', { attempts: 5, delaySeconds: () => 0.01 }, succeedsAt(3))
    expect(result).toBe('attempt 3')
    expect(log.lines).toEqual([
      'read: attempt 1 of 5 failed: HTTP 503, waiting 0.01 s',
      'read: attempt 2 of 5 failed: HTTP 503, waiting 0.01 s'
    ])
  })

  test('says what it waits for in whole seconds', async () => {
    expect(await linesUntilWait(attempt => (attempt === 1 ? 0.01 : backoff(attempt)))).toEqual([
      'validate the definition: attempt 1 of 4 failed: HTTP 503, waiting 0.01 s',
      'validate the definition: attempt 2 of 4 failed: HTTP 503, waiting 2 s'
    ])
  })

  test('waits longer when the service asks for more, and not less when it asks for less', async () => {
    expect((await linesUntilWait(() => 2, 7)).at(-1)).toMatch(/waiting 7 s$/)
    expect((await linesUntilWait(() => 2, 0)).at(-1)).toMatch(/waiting 2 s$/)
  })

  test('gives up after the last attempt with the reason of that attempt', async () => {
    const log = memoryLog()
    const work = new Retrier(log, never).run('read', { attempts: 2, delaySeconds: () => 0 }, succeedsAt(9))
    await expect(work).rejects.toThrow('failure 2')
    expect(log.lines.at(-1)).toBe('read: attempt 2 of 2 failed: HTTP 503, giving up')
  })

  test('gives up at once when the service asks for more than five minutes', async () => {
    const log = memoryLog()
    const work = new Retrier(log, never).run('read', { attempts: 4, delaySeconds: () => 0 }, succeedsAt(9, 301))
    await expect(work).rejects.toThrow('failure 1')
    expect(log.lines).toEqual(['read: attempt 1 of 4 failed: HTTP 503, giving up'])
  })

  test('is no subject of the log where one attempt is all there is', async () => {
    const log = memoryLog()
    const work = new Retrier(log, never).run('read', { attempts: 1, delaySeconds: () => 0 }, succeedsAt(9))
    await expect(work).rejects.toThrow('failure 1')
    expect(log.lines).toEqual([])
  })

  test('is not done for a failure that would stay', async () => {
    let attempts = 0
    const work = new Retrier(memoryLog(), never).run('read', { attempts: 4, delaySeconds: () => 0 }, () => {
      attempts += 1
      return Promise.reject(new Error('refused'))
    })
    await expect(work).rejects.toThrow('refused')
    expect(attempts).toBe(1)
  })
})

test('the usual waits double from one second and stay at thirty', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 50].map(backoff)).toEqual([1, 2, 4, 8, 16, 30, 30, 30])
})
