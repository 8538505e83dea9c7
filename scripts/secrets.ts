/**
 * `npm run secrets`: the tests with the compiled action, and how many secrets were looked for in how many bytes of all that
 * the runs left. What follows `--` chooses test files; by default all of __tests__/bundle.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

interface Counts {
  readonly secrets: number
  readonly forms: number
  readonly bytes: number
  readonly leaked: number
}

const root = path.join(import.meta.dirname, '..')
const given = process.argv.slice(2)
const folder = mkdtempSync(path.join(tmpdir(), 'secrets-'))
const file = path.join(folder, 'counts')
writeFileSync(file, '')
const { status } = spawnSync(
  process.execPath,
  ['scripts/run.mjs', 'jest', ...(given.length > 0 ? given : ['__tests__/bundle'])],
  { cwd: root, env: { ...process.env, SECRET_COUNTS: file }, stdio: 'inherit' }
)
const runs = readFileSync(file, 'utf8')
  .split('\n')
  .filter(line => line !== '')
  .map(line => JSON.parse(line) as Counts)
rmSync(folder, { recursive: true, force: true })

const sum = (name: keyof Counts): string => runs.reduce((total, run) => total + run[name], 0).toLocaleString('en')
console.log(
  `${runs.length} runs: ${sum('secrets')} secrets in ${sum('forms')} forms searched in ${sum('bytes')} bytes, ${sum('leaked')} found`
)
process.exitCode = status ?? 1
