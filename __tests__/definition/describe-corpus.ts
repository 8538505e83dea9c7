import { existsSync } from 'node:fs'
import { describe, test } from '@jest/globals'
import { folder } from './corpus.ts'

/** `describe` where the corpus is there; elsewhere one skipped test says what is missing. */
export function describeCorpus(name: string, tests: () => void): void {
  if (existsSync(folder)) describe(name, tests)
  else
    describe(name, () => {
      test.skip(`needs the corpus in ${folder}`, () => undefined)
    })
}
