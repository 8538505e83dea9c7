/** Calls that are stopped until a test lets them go, so that two runs meet in an order that the test decides. */
import type { CallName, CallRequest } from './exchange.ts'
import { type FaultSelection, fits } from './faults.ts'

/** `before` a call has its effect, or `after` that and before it is answered. */
export type When = 'before' | 'after'

/** A call that stops, once it comes. */
export interface Hold {
  /** Resolves when the call has come that far. */
  readonly reached: Promise<void>
  /** Lets it go on, also when it has yet to come. */
  release(): void
}

class HeldCall implements Hold {
  readonly reached: Promise<void>
  readonly #selection: FaultSelection
  readonly #when: When
  readonly #released: Promise<void>
  #seen = 0
  #reach: () => void = () => undefined
  release: () => void = () => undefined

  constructor(selection: FaultSelection, when: When) {
    this.#selection = selection
    this.#when = when
    this.reached = new Promise(resolve => (this.#reach = resolve))
    this.#released = new Promise(resolve => (this.release = resolve))
  }

  /** Whether it is this call that stops. Counts those that fit. */
  takes(when: When, call: CallName, request: CallRequest): boolean {
    if (when !== this.#when || !fits(this.#selection, call, request)) return false
    this.#seen += 1
    return this.#seen === (this.#selection.from ?? 1)
  }

  async stop(): Promise<void> {
    this.#reach()
    await this.#released
  }
}

export class Holds {
  readonly #all: HeldCall[] = []

  add(selection: FaultSelection, when: When): Hold {
    const held = new HeldCall(selection, when)
    this.#all.push(held)
    return held
  }

  /** Resolves when nothing stops this call any more. */
  async pass(when: When, call: CallName, request: CallRequest): Promise<void> {
    await Promise.all(this.#all.filter(held => held.takes(when, call, request)).map(held => held.stop()))
  }

  releaseAll(): void {
    for (const held of this.#all) held.release()
  }
}
