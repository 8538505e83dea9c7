import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from './client.ts'
import { startEmulator } from './emulator.ts'
import type { Emulator, EmulatorOptions } from './emulator.ts'
import { faults, faultTable } from './faults.ts'
import { apiAnswers } from './orders-api.ts'

let emulator: Emulator
const others: Emulator[] = []

beforeAll(async () => {
  emulator = await startEmulator()
  emulator.trust()
})
afterEach(async () => {
  emulator.clearFaults()
  await Promise.all(others.splice(0).map(other => other.close()))
})
afterAll(() => emulator.close())

/** An emulator of a test's own. */
async function another(options: EmulatorOptions = {}): Promise<Emulator> {
  const other = await startEmulator(options)
  other.trust()
  others.push(other)
  return other
}

/** The status and the body, or the word for how it failed. */
async function outcome(url = emulator.addresses.swagger): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(500), redirect: 'manual' })
    return `${response.status} ${(await response.text()).slice(0, 15)}`
  } catch (error) {
    // Errors of fetch are of another realm than the test's.
    return String((error as { name: unknown }).name)
  }
}

describe('a fault', () => {
  test('happens to the calls that were chosen, and then no more', async () => {
    emulator.fault({ call: 'api-document', from: 2, times: 2 }, faults.status(503, 'text'))
    const outcomes = [await outcome(), await outcome(), await outcome(), await outcome()]
    expect(outcomes.map(one => one.slice(0, 3))).toEqual(['200', '503', '503', '200'])
  })

  test.each([
    ['connection reset before the answer', 'TypeError'],
    ['connection closed before the answer', 'TypeError'],
    ['connection reset amid the body', 'TypeError'],
    ['no answer', 'TimeoutError'],
    ['answer in drips', 'TimeoutError'],
    ['429 without a word', '429 '],
    ['502 without a body', '502 '],
    ['200 with a page', '200 <!DOCTYPE html>'],
    ['half of the document', '200 {"swagger":"2.0']
  ])('%s is seen by a client as %s', async (name, seen) => {
    const fault = faultTable[name]
    if (fault === undefined) throw new Error(`The table has no '${name}'.`)
    emulator.fault('api-document', name === 'answer in drips' ? faults.drip(8, 50) : fault)
    expect(await outcome()).toBe(seen)
  })

  test('can hide that a change was made', async () => {
    const client = new Client(emulator)
    await client.signIn()
    const before = emulator.connector().changedTime
    emulator.fault('update', faults.badGatewayAfterApplied)
    const response = await client.update(await client.fullUpdate())
    expect([response.status, await response.text()]).toEqual([502, ''])
    expect(emulator.connector().changedTime).not.toBe(before)
    await client.get()
    expect(emulator.requests.at(-1)?.call).toBe('read-back')
  })

  test('can refuse connections', async () => {
    const fresh = await another()
    fresh.refuseConnections('api')
    expect([await outcome(fresh.addresses.swagger), (await outcome(fresh.addresses.swagger)).slice(0, 3)]).toEqual([
      'TypeError',
      '200'
    ])
  })
})

test('another maker can change the connector between two calls', async () => {
  const client = new Client(emulator)
  await client.signIn()
  emulator.between('get-connector', () => {
    emulator.changeByOther(connector => (connector.displayName = 'Renamed'))
  })
  const [first, second] = [await client.properties(), await client.properties()]
  expect([first['displayName'], second['displayName']]).toEqual(['Orders (Contoso)', 'Renamed'])
  expect(first['changedTime']).not.toBe(second['changedTime'])
})

test('the API answers 503 while it starts, then what is queued, then its document', async () => {
  const fresh = await another({ warmUp: 1 })
  fresh.state.api.queue.push(apiAnswers.html())
  const outcomes = [
    await outcome(fresh.addresses.swagger),
    await outcome(fresh.addresses.swagger),
    await outcome(fresh.addresses.swagger)
  ]
  expect(outcomes).toEqual(['503 Service Unavail', '200 <!DOCTYPE html>', '200 {"swagger":"2.0'])
})

test('round trips are paid for each connection and each request', async () => {
  const fresh = await another({ roundTrip: 40, latency: 10 })
  const time = async () => {
    const start = performance.now()
    await outcome(fresh.addresses.swagger)
    return performance.now() - start
  }
  expect(await time()).toBeGreaterThanOrEqual(3 * 40 + 10 - 2)
  // The client takes a moment to see that its connection is free again.
  await delay(20)
  const reused = await time()
  expect(reused).toBeGreaterThanOrEqual(40 + 10 - 2)
  expect(reused).toBeLessThan(3 * 40)
  expect(fresh.requests.map(request => request.onNewConnection)).toEqual([true, false])
  expect(fresh.connections).toBe(1)
})
