/**
 * `npm run fuzz`: many broken documents through the whole engine, in processes that have 500 MB each.
 *
 *   --documents <number>   Default 10,000
 *   --seed <number>        of the first thousand, to see a failure again. Default: by the time
 *   --counts <file>        writes {"documents", "definitions", "refusals", "longestMilliseconds"} there
 */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { anyDocument, newTally } from '../__tests__/fuzz/property.ts'
import { seeds } from '../__tests__/fuzz/seeds.ts'

const MEGABYTES = 500
const MOST_BYTES = 300_000
const BATCH = 1000

interface Counts {
  documents: number
  definitions: number
  refusals: Record<string, number>
  longestMilliseconds: number
}

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '10000' },
    seed: { type: 'string' },
    counts: { type: 'string' },
    // A process of its own: a batch of documents whose counts it prints.
    batch: { type: 'string' }
  }
})
const firstSeed = Number(values.seed ?? Date.now() % 1_000_000_000)

if (values.batch === undefined) runAll()
else runBatch(Number(values.batch))

function runBatch(documents: number): void {
  const tally = newTally()
  fc.assert(anyDocument(seeds(MOST_BYTES), tally), { numRuns: documents, seed: firstSeed, endOnFailure: true })
  const { definitions, refusals, longest } = tally
  const counts: Counts = {
    documents: tally.documents,
    definitions,
    refusals: Object.fromEntries(refusals),
    longestMilliseconds: Math.round(longest)
  }
  console.log(JSON.stringify(counts))
}

function runAll(): void {
  const total: Counts = { documents: 0, definitions: 0, refusals: {}, longestMilliseconds: 0 }
  for (let seed = firstSeed; total.documents < Number(values.documents); seed++) {
    const size = Math.min(BATCH, Number(values.documents) - total.documents)
    const { status, stdout } = spawnSync(
      process.execPath,
      [`--max-old-space-size=${MEGABYTES}`, import.meta.filename, '--batch', String(size), '--seed', String(seed)],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 64 * 1024 * 1024 }
    )
    if (status !== 0) {
      console.error(`Failed. To see it again: npm run fuzz -- --documents ${size} --seed ${seed}`)
      process.exit(1)
    }
    add(total, JSON.parse(stdout) as Counts)
    console.log(`${total.documents} documents: ${total.definitions} definitions, ${JSON.stringify(total.refusals)}`)
  }
  console.log(`Nothing wrong; the longest took ${total.longestMilliseconds} ms, within ${MEGABYTES} MB`)
  if (values.counts !== undefined) writeFileSync(values.counts, `${JSON.stringify(total)}\n`)
}

function add(total: Counts, more: Counts): void {
  total.documents += more.documents
  total.definitions += more.definitions
  total.longestMilliseconds = Math.max(total.longestMilliseconds, more.longestMilliseconds)
  for (const [kind, number] of Object.entries(more.refusals))
    total.refusals[kind] = (total.refusals[kind] ?? 0) + number
}
