/** The tables of docs/performance.md, from the figures that `npm run bench -- --save` left behind. */
import { type Figures, ROUND_TRIPS } from '../bench/figures.ts'
import { between } from './between.ts'

const FILE = 'docs/performance.md'

/** @throws when a marker is missing */
export function withFigures(document: string, { startUp, bundleMegabytes, rows, engine }: Figures): string {
  const runs = table(
    [
      'Run',
      'Backend',
      ...ROUND_TRIPS.map(each => `at ${each} ms`),
      'CPU',
      'Memory',
      'Calls',
      'Connections',
      'Round trips'
    ],
    rows.map(row => [
      row.scenario,
      row.backend === 'dataverse' ? 'Dataverse' : 'Power Apps',
      ...ROUND_TRIPS.map(each => `${number(row.wall[each] ?? 0)} ms`),
      `${number(row.cpu)} ms`,
      `${row.memory} MB`,
      `${row.calls}`,
      `${row.connections}`,
      `${row.criticalPath}`
    ])
  )
  const start = [
    `Start-up: ${startUp} ms over a script with nothing in it, until inputs that are missing are refused.`,
    `\`dist/index.js\` has ${bundleMegabytes.toFixed(2)} MB.`
  ]
  const sizes = (engine?.rows ?? []).map(({ bytes, milliseconds, memory, live }) => [
    `${(bytes / 1e6).toFixed(1)} MB`,
    `${number(Math.round(milliseconds))} ms`,
    `${memory.toFixed(1)} times`,
    `${live.toFixed(1)} times`
  ])
  const growth = `The time grows with the size to the power of ${engine?.growth.toFixed(2) ?? ''}, from 1 to 20 MB.`
  const documents = `${table(['Document', 'CPU', 'Memory at the peak', 'Of it in use'], sizes)}\n\n${growth}`
  return put(put(document, 'runs', `${runs}\n\n${start.join(' ')}`), 'documents', documents)
}

function number(value: number): string {
  return value.toLocaleString('en')
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n')
}

function put(document: string, name: string, text: string): string {
  const start = `<!-- ${name}: made from performance.json by "npm run generate" -->`
  const body = `<!-- prettier-ignore-start -->\n\n${text}\n\n<!-- prettier-ignore-end -->`
  return between(FILE, document, start, `<!-- end of ${name} -->`, body)
}
