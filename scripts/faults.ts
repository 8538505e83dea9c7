/**
 * `npm run faults`: plays every case of the fault table with what is in `dist`, and writes docs/faults.md.
 *
 *   --only <pattern>    only the cases whose title fits the regular expression; the document stays as it is
 *   --jobs <number>     runs at a time; most of a run is waiting. Default 8
 *   --counts <file>     writes {"cases", "asExpected", "secrets", "bytes"} there
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { cases, type FaultCase, titleOf } from '../__tests__/faults/cases.ts'
import { documentFile, sentences, tables } from '../__tests__/faults/document.ts'
import { play, type Played, surprises } from '../__tests__/faults/play.ts'

const { values } = parseArgs({
  options: { only: { type: 'string' }, jobs: { type: 'string', default: '8' }, counts: { type: 'string' } }
})
const pattern = new RegExp(values.only ?? '')
const chosen = cases.filter(one => pattern.test(titleOf(one)))
const played = new Map<FaultCase, Played>()
const queue = [...chosen]
const counts = { cases: chosen.length, asExpected: 0, secrets: 0, bytes: 0 }

async function work(): Promise<void> {
  for (let one = queue.shift(); one; one = queue.shift()) {
    const result = await play(one)
    played.set(one, result)
    const wrong = surprises(one, result)
    if (wrong.length === 0) counts.asExpected += 1
    else console.log([titleOf(one), ...wrong, result.message].join('\n  '))
    counts.secrets += result.secrets
    counts.bytes += result.bytes
    if (played.size % 100 === 0) console.log(`${played.size} of ${chosen.length} cases`)
  }
}

await Promise.all(Array.from({ length: Number(values.jobs) }, work))
const inOrder = new Map(
  chosen.flatMap(one => {
    const result = played.get(one)
    return result ? [[one, result] as const] : []
  })
)
if (values.only === undefined) {
  writeFileSync(documentFile, `${tables(one => inOrder.get(one))}\n${sentences(inOrder)}`)
}
if (values.counts !== undefined) writeFileSync(values.counts, `${JSON.stringify(counts)}\n`)
console.log(
  `${counts.asExpected} of ${counts.cases} cases ended as expected; ${counts.secrets.toLocaleString('en')} searches for secrets in ` +
    `${counts.bytes.toLocaleString('en')} bytes`
)
process.exitCode = counts.asExpected === counts.cases ? 0 : 1
