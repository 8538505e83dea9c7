/**
 * Preloaded into a run, lets its time pass faster: waits by the factor CLOCK_WAITS, timeouts by CLOCK_TIMEOUTS. The bytes that
 * run are the product's own; only the clock isn't real.
 */
import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers/promises'

const [waits, timeouts] = ['CLOCK_WAITS', 'CLOCK_TIMEOUTS'].map(name => Number(process.env[name] ?? '1'))
const { setTimeout: sleep } = timers
const timeout = AbortSignal.timeout.bind(AbortSignal)

timers.setTimeout = (milliseconds, ...others) => sleep(milliseconds / waits, ...others)
AbortSignal.timeout = milliseconds => timeout(Math.ceil(milliseconds / timeouts))
syncBuiltinESMExports()
