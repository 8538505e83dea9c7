/**
 * `npm run bench:changes`: what it costs to compare two definitions. Each size has a process of its own; the median of
 * several rounds counts. With the growth exponent (1 = linear) and the peak of memory above the start. What is measured is
 * the processor's time, all threads together, so that other work on the machine matters little.
 *
 *   --rounds <n>       measured rounds, 5 by default, after one that isn't
 *   --updates <dir>    instead: how often each rule fires in the updates of a folder, which holds a folder for each with
 *                      before.json and after.json
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { CHANGE_RULES, changeRules } from '../src/checks/changes/change-rules.ts'
import type { Change } from '../src/checks/changes/change.ts'
import { compareDefinitions } from '../src/checks/changes/compare.ts'
import type { Json, JsonObject } from '../src/definition/json.ts'
import { readDocument } from '../src/definition/read.ts'
import { DefinitionError } from '../src/errors.ts'

interface Measurement {
  readonly bytes: number
  readonly milliseconds: number
  readonly changes: number
  /** Bytes above the resident size before the first round. */
  readonly peak: number
}

/** What differs between the two definitions. */
const KINDS = ['nothing', 'some', 'all', 'shared'] as const
type Kind = (typeof KINDS)[number]

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    updates: { type: 'string' },
    operations: { type: 'string' },
    kind: { type: 'string', default: 'some' }
  }
})
if (values.updates !== undefined) countRules(values.updates)
else if (values.operations === undefined) compareSizes()
else console.log(JSON.stringify(measure(Number(values.operations), values.kind as Kind)))

function compareSizes(): void {
  console.log('differs      operations      MB        ms   changes  memory MB')
  for (const kind of KINDS) {
    const rows = [250, 2500, 5000, 10_000, 20_000].map(operations => ({ operations, ...inProcess(operations, kind) }))
    for (const { operations, bytes, milliseconds, changes, peak } of rows) {
      const cells = [operations, (bytes / 1e6).toFixed(1), milliseconds.toFixed(0), changes, (peak / 1e6).toFixed(0)]
      console.log(kind.padEnd(12) + cells.map((cell, index) => String(cell).padStart(index === 0 ? 11 : 10)).join(''))
    }
    const [, small, , , large] = rows
    if (!small || !large) continue
    const exponent = Math.log(large.milliseconds / small.milliseconds) / Math.log(large.operations / small.operations)
    console.log(`${' '.repeat(12)}growth from 2,500 to 20,000 operations: exponent ${exponent.toFixed(2)}`)
  }
}

function inProcess(operations: number, kind: Kind): Measurement {
  const options = ['--operations', String(operations), '--kind', kind, '--rounds', values.rounds]
  const child = spawnSync(process.execPath, [import.meta.filename, ...options], { encoding: 'utf8' })
  if (child.status !== 0) throw new Error(child.stderr)
  return JSON.parse(child.stdout) as Measurement
}

function measure(operations: number, kind: Kind): Measurement {
  const text = JSON.stringify(definition(operations, kind, 'before'))
  // As they are read from texts: nothing in one is shared with the other.
  const before = JSON.parse(text) as JsonObject
  const after = JSON.parse(JSON.stringify(definition(operations, kind, 'after'))) as JsonObject
  const start = process.memoryUsage.rss()
  const changes = compareDefinitions({ definition: before }, { definition: after }).length
  const peak = process.resourceUsage().maxRSS * 1024 - start
  const rounds = Array.from({ length: Number(values.rounds) }, () => {
    const started = process.cpuUsage()
    compareDefinitions({ definition: before }, { definition: after })
    const { user, system } = process.cpuUsage(started)
    return (user + system) / 1000
  })
  rounds.sort((a, b) => a - b)
  return { bytes: text.length, milliseconds: rounds[Math.floor(rounds.length / 2)] ?? 0, changes, peak }
}

/** Fields of a body: so many that 250 operations have 1 MB. */
function fieldsOf(operations: number): number {
  return operations <= 250 ? 30 : 12
}

/**
 * Operations with parameters, a body and a response of their own, and a schema that all share. `some`: each tenth operation
 * gets a field and loses one; `all`: each one does; `shared`: every field of the shared schema has another name.
 */
function definition(operations: number, kind: Kind, side: 'before' | 'after'): JsonObject {
  const paths: JsonObject = {}
  const isNew = side === 'after'
  const definitions: JsonObject = {
    Shared: objectSchema(20, isNew && kind === 'shared' ? 'new' : 'shared', { parent: reference('Shared') })
  }
  for (let index = 0; index < operations; index++) {
    const differs = isNew && (kind === 'all' || (kind === 'some' && index % 10 === 0))
    definitions[`Body${index}`] = objectSchema(fieldsOf(operations), differs ? 'field' : 'value', {
      shared: reference('Shared')
    })
    paths[`/things${index}/{id}`] = { post: operation(index) }
  }
  return { swagger: '2.0', info: { title: 'Things', version: '1.0' }, host: 'api.contoso.example', paths, definitions }
}

function operation(index: number): JsonObject {
  const text = { type: 'string', description: 'What this is for, in a few words as authors write them' }
  return {
    operationId: `Operation${index}`,
    summary: `Operation ${index}`,
    parameters: [
      { in: 'path', name: 'id', required: true, ...text },
      ...['top', 'skip', 'filter', 'orderby'].map(name => ({ in: 'query', name, ...text })),
      { in: 'body', name: 'body', required: true, schema: reference(`Body${index}`) }
    ],
    responses: { 200: { description: 'OK', schema: { type: 'array', items: reference(`Body${index}`) } } }
  }
}

function objectSchema(fields: number, name: string, others: JsonObject): JsonObject {
  const properties: Record<string, Json> = { ...others }
  for (let index = 0; index < fields; index++) {
    const field = index === 0 ? name : index < 4 || name === 'new' ? `${name}${index}` : `common${index}`
    properties[field] = { type: 'string', title: `Field ${index}`, description: 'What the field holds, for makers' }
  }
  return { type: 'object', properties }
}

function reference(name: string): JsonObject {
  return { $ref: `#/definitions/${name}` }
}

/** How many updates, and how often in all, each rule fires. */
function countRules(folder: string): void {
  const updates = readdirSync(folder)
    .sort()
    .flatMap(name => {
      const sides = ['before', 'after'].map(side => readSide(path.join(folder, name, `${side}.json`)))
      const [before, after] = sides
      return before && after ? [{ before, after }] : []
    })
  const started = performance.now()
  const lists = updates.map(({ before, after }) => compareDefinitions({ definition: before }, { definition: after }))
  const milliseconds = performance.now() - started
  console.log(`${updates.length} updates compared in ${milliseconds.toFixed(0)} ms\n`)
  console.log(`${'rule'.padEnd(26)}${'severity'.padEnd(10)} updates      share  findings`)
  const isOf = (rule: string) => (change: Change) => change.rule === rule
  for (const rule of changeRules) {
    const count = lists.filter(list => list.some(isOf(rule))).length
    const findings = lists.flatMap(list => list.filter(isOf(rule))).reduce((sum, { more = 1 }) => sum + more, 0)
    const share = `${((100 * count) / updates.length).toFixed(1)} %`
    console.log(
      rule.padEnd(26) +
        CHANGE_RULES[rule].severity.padEnd(10) +
        String(count).padStart(8) +
        share.padStart(11) +
        String(findings).padStart(10)
    )
  }
}

function readSide(file: string): JsonObject | undefined {
  try {
    return readDocument(readFileSync(file), file).document
  } catch (error) {
    if (error instanceof DefinitionError) return undefined
    throw error
  }
}
