/** What the bench finds out, as docs/performance.json has it. */

/** Milliseconds of a simulated round trip. */
export const ROUND_TRIPS = [0, 50, 100] as const

export interface Row {
  readonly scenario: string
  readonly backend: string
  /** Milliseconds, by the milliseconds of a round trip. */
  readonly wall: Readonly<Record<string, number>>
  readonly cpu: number
  /** Megabytes. */
  readonly memory: number
  readonly calls: number
  readonly connections: number
  /** Round trips one after the other. */
  readonly criticalPath: number
}

export interface Figures {
  /** Milliseconds above an empty script until inputs are refused. */
  readonly startUp: number
  readonly bundleMegabytes: number
  readonly rows: readonly Row[]
  readonly engine?: Engine
}

/** Reading, converting, keeping, checking and comparing of large documents. */
export interface Engine {
  readonly rows: readonly {
    readonly bytes: number
    readonly milliseconds: number
    /** Peak and what is live of it, as multiples of the document. */
    readonly memory: number
    readonly live: number
  }[]
  /** Exponent from 1 to 20 MB. */
  readonly growth: number
}
