/** A run whose time passes faster. */
import { pathToFileURL } from 'node:url'

const preloaded = pathToFileURL(`${import.meta.dirname}/fast-clock.mjs`).href

/**
 * Variables for a step whose waits between attempts pass faster; the bytes that run are the product's own.
 * @param waits by which factor
 * @param timeouts the same for the time that a call is given
 */
export function fastClock(waits: number, timeouts = 1): Record<string, string> {
  return { NODE_OPTIONS: `--import=${preloaded}`, CLOCK_WAITS: String(waits), CLOCK_TIMEOUTS: String(timeouts) }
}
