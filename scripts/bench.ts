/**
 * `npm run bench`: what a run costs, measured on the compiled bundle against the emulator in a process of its own.
 *
 * The definition engine alone is measured by `scripts/bench-definition.ts`, which also runs by itself.
 *
 * A round trip is simulated: a new connection costs two (TCP and TLS 1.3), a request one. What a run waits for one after the
 * other, its critical path, is what another 100 ms of a round trip add to it, by 100 ms.
 *
 *   --rounds <n>      runs of each row, 7 by default; medians count
 *   --bundle <file>   dist/index.js by default
 *   --only <text>     just the rows whose name has this in it, and nothing of the definition engine
 *   --save            write the figures to docs/performance.json, which later runs are compared with, and from which
 *                     `npm run generate` makes the tables of docs/performance.md
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { median, type Remote, sample, type Sample, startRemote, timed } from './bench/measure.ts'
import { type Engine, type Figures, ROUND_TRIPS, type Row } from './bench/figures.ts'
import { scenarios, type Scenario } from './bench/scenarios.ts'

const stored = path.resolve(import.meta.dirname, '../docs/performance.json')

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    bundle: { type: 'string', default: path.resolve(import.meta.dirname, '../dist/index.js') },
    only: { type: 'string', default: '' },
    save: { type: 'boolean', default: false }
  }
})
const rounds = Number(values.rounds)

const remote = await startRemote()
try {
  const rows: Row[] = []
  const startUp = await measureStartUp()
  for (const scenario of scenarios.filter(({ name }) => name.includes(values.only)))
    rows.push(await measure(scenario, remote))
  const bundleMegabytes = readFileSync(values.bundle).length / 1e6
  const engine = values.only === '' ? measureEngine() : undefined
  const figures: Figures = { startUp, bundleMegabytes, rows, ...(engine ? { engine } : {}) }
  print(figures, readStored())
  if (values.save) writeFileSync(stored, `${JSON.stringify(figures, null, 2)}\n`)
} finally {
  remote.close()
}

/** The bundle without any input, over a script with nothing in it, in turns. */
async function measureStartUp(): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'))
  const empty = path.join(folder, 'empty.mjs')
  writeFileSync(empty, '')
  const env = { PATH: process.env['PATH'] ?? '', RUNNER_TEMP: folder }
  const differences: number[] = []
  for (let round = 0; round < 2 * rounds + 1; round++) {
    const nothing = await timed([empty], env)
    differences.push((await timed([values.bundle], env)) - nothing)
  }
  rmSync(folder, { recursive: true, force: true })
  return round(median(differences))
}

function measureEngine(): Engine {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'))
  const file = path.join(folder, 'engine.json')
  const script = path.resolve(import.meta.dirname, 'bench-definition.ts')
  execFileSync(process.execPath, [script, '--rounds', values.rounds, '--json', file], { stdio: 'ignore' })
  const engine = JSON.parse(readFileSync(file, 'utf8')) as Engine
  rmSync(folder, { recursive: true })
  return engine
}

async function measure({ name, backend, operation, inputs, prepare, document }: Scenario, to: Remote): Promise<Row> {
  const samples = new Map<number, Sample[]>(ROUND_TRIPS.map(milliseconds => [milliseconds, []]))
  const given = { ...to.started.inputs[backend], ...inputs(to.started) }
  // In turns, so that a busy moment of the machine meets all of them.
  for (let round = 0; round < rounds; round++) {
    for (const [milliseconds, list] of samples) {
      await to.ask({ ask: 'round-trip', milliseconds: 0 })
      await to.ask({ ask: 'restore', ...(document ? { document: document() } : {}) })
      if (prepare) await sample(values.bundle, { ...given, mode: 'update' }, to, 'updated')
      await to.ask({ ask: 'round-trip', milliseconds })
      list.push(await sample(values.bundle, given, to, operation))
    }
  }
  const of = (milliseconds: number, figure: keyof Sample): number =>
    median((samples.get(milliseconds) ?? []).map(each => each[figure]))
  return {
    scenario: name,
    backend,
    wall: Object.fromEntries(ROUND_TRIPS.map(milliseconds => [milliseconds, round(of(milliseconds, 'wall'))])),
    cpu: round(of(0, 'cpu')),
    memory: round(of(0, 'memory') / 1e6),
    calls: of(0, 'calls'),
    connections: of(0, 'connections'),
    criticalPath: round((of(100, 'wall') - of(0, 'wall')) / 100, 1)
  }
}

function print({ startUp, bundleMegabytes, rows, engine }: Figures, before: Figures | undefined): void {
  console.log(`start-up over an empty script: ${startUp} ms${ratio(startUp, before?.startUp)}`)
  console.log(`dist/index.js: ${bundleMegabytes.toFixed(2)} MB${ratio(bundleMegabytes, before?.bundleMegabytes)}\n`)
  printTable(
    ['', 'backend', ...ROUND_TRIPS.map(each => `${each} ms`), 'CPU ms', 'MB', 'calls', 'conn.', 'path'],
    rows.map(row => {
      const then = before?.rows.find(({ scenario, backend }) => scenario === row.scenario && backend === row.backend)
      return [
        row.scenario,
        row.backend,
        ...ROUND_TRIPS.map(each => `${row.wall[each] ?? 0}${ratio(row.wall[each] ?? 0, then?.wall[each])}`),
        `${row.cpu}${ratio(row.cpu, then?.cpu)}`,
        `${row.memory}${ratio(row.memory, then?.memory)}`,
        String(row.calls),
        String(row.connections),
        String(row.criticalPath)
      ]
    })
  )
  if (!engine) return
  console.log('\nread, convert, keep, check, compare')
  printTable(
    ['MB', 'CPU ms', 'memory', 'live'],
    engine.rows.map(({ bytes, milliseconds, memory, live }, index) => [
      (bytes / 1e6).toFixed(1),
      `${round(milliseconds)}${ratio(milliseconds, before?.engine?.rows[index]?.milliseconds)}`,
      `${memory.toFixed(1)} x`,
      `${live.toFixed(1)} x`
    ])
  )
  console.log(`growth from 1 to 20 MB: exponent ${engine.growth.toFixed(2)}`)
}

function ratio(now: number, then: number | undefined): string {
  return then ? ` (x${(now / then).toFixed(2)})` : ''
}

function printTable(header: readonly string[], rows: readonly (readonly string[])[]): void {
  const table = [header, ...rows]
  const widths = header.map((_, column) => Math.max(...table.map(cells => (cells[column] ?? '').length)))
  for (const cells of table) {
    const padded = cells.map((cell, column) => cell.padEnd(widths[column] ?? 0))
    console.log(padded.join('  ').trimEnd())
  }
}

function readStored(): Figures | undefined {
  try {
    return JSON.parse(readFileSync(stored, 'utf8')) as Figures
  } catch {
    return undefined
  }
}

function round(value: number, digits = 0): number {
  return Number(value.toFixed(digits))
}
