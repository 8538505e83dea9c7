/**
 * `npm run coverage`: which lines and branches of `src` the tests reach, those included that only whole runs reach: these start
 * `src` instead of `dist`. Prints the sums and every file with lines that nothing reaches.
 *
 *   --json <file>   writes {"lines", "branches"}, each {"covered", "total"}, there
 *
 * What follows `--` chooses test files; by default all.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { mergeProcessCovs, type ProcessCov } from '@bcoe/v8-coverage'
import coverage, { type CoverageMap, type CoverageMapData } from 'istanbul-lib-coverage'
import toIstanbul from 'v8-to-istanbul'

const root = path.join(import.meta.dirname, '..')
const sources = path.join(root, 'src') + path.sep
/** Of so many runs at a time the measurements are put together. */
const BATCH = 20

const { values, positionals } = parseArgs({ options: { json: { type: 'string' } }, allowPositionals: true })
const folder = mkdtempSync(path.join(tmpdir(), 'coverage-'))
const [ofTests, ofRuns] = [path.join(folder, 'tests'), path.join(folder, 'runs')]
mkdirSync(ofRuns)
try {
  const { status } = spawnSync(
    process.execPath,
    [
      'scripts/run.mjs',
      'jest',
      '--coverage',
      '--coverageProvider=v8',
      '--coverageReporters=json',
      '--coverageDirectory',
      ofTests,
      ...positionals
    ],
    { cwd: root, env: { ...process.env, ACTION_COVERAGE: ofRuns }, stdio: 'inherit' }
  )
  const all = coverage.createCoverageMap(read(path.join(ofTests, 'coverage-final.json')) as CoverageMapData)
  all.merge(await mapOf(measuredInRuns()))
  print(all)
  process.exitCode = status ?? 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** What the engine measured in the processes of all runs, of `src` alone. */
function measuredInRuns(): ProcessCov {
  const files = readdirSync(ofRuns).map(name => path.join(ofRuns, name))
  let merged: ProcessCov = { result: [] }
  while (files.length > 0) {
    const some = files.splice(0, BATCH).map(file => read(file) as ProcessCov)
    const ofSources = some.map(({ result }) => ({ result: result.filter(({ url }) => isSource(url)) }))
    merged = mergeProcessCovs([merged, ...ofSources])
  }
  return merged
}

function isSource(url: string): boolean {
  return url.startsWith('file:') && fileURLToPath(url).startsWith(sources)
}

async function mapOf({ result }: ProcessCov): Promise<CoverageMap> {
  const map = coverage.createCoverageMap({})
  for (const { url, functions } of result) {
    const file = fileURLToPath(url)
    // Types are replaced by spaces when they are stripped, so every offset is the source's own.
    const converter = toIstanbul(file, 0, { source: readFileSync(file, 'utf8') })
    await converter.load()
    converter.applyCoverage(functions)
    map.merge(converter.toIstanbul())
  }
  return map
}

function print(map: CoverageMap): void {
  for (const file of map.files().sort()) {
    const missed = map.fileCoverageFor(file).getUncoveredLines()
    if (missed.length > 0) console.log(`${path.relative(root, file)}: ${ranges(missed.map(Number))}`)
  }
  const { lines, branches } = map.getCoverageSummary()
  const told = {
    lines: { covered: lines.covered, total: lines.total },
    branches: { covered: branches.covered, total: branches.total }
  }
  for (const [name, { covered, total }] of Object.entries(told)) {
    console.log(`${name}: ${covered} of ${total} (${((100 * covered) / total).toFixed(1)} %)`)
  }
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(told)}\n`)
}

/** "3, 7-9" */
function ranges(lines: readonly number[]): string {
  const parts: [number, number][] = []
  for (const line of lines) {
    const last = parts.at(-1)
    if (last?.[1] === line - 1) last[1] = line
    else parts.push([line, line])
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ')
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}
