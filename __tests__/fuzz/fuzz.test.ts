import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { anyDocument, newTally } from './property.ts'
import { seeds } from './seeds.ts'

/** Small ones, so that many are tried; `npm run fuzz` takes larger ones too. */
const MOST_BYTES = 15_000
const MOST_FILES = 100

describe('documents that were real until somebody broke them', () => {
  test('each become a definition, or are refused with one error that says why', () => {
    const tally = newTally()
    fc.assert(anyDocument(seeds(MOST_BYTES, MOST_FILES), tally), { numRuns: 500 })
    expect(tally.documents).toBeGreaterThanOrEqual(500)
    // The property says nothing where all of them are refused, or none.
    expect(tally.definitions).toBeGreaterThan(50)
    expect(tally.refusals.size).toBeGreaterThan(3)
  })
})
