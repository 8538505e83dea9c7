/**
 * `npm run check`: everything that CI does beside the tests, one line a step.
 *
 *   --storage-proof      also the uploads against Azurite, which npx has to fetch first (360 MB)
 *   --counts <file>      writes {"passed", "failed", "skipped"} there
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { SKIPPED_EXIT_CODE } from './storage-proof.ts'

type Result = { readonly state: 'passed' | 'skipped' } | { readonly state: 'failed'; readonly output: string }

const root = path.dirname(import.meta.dirname)
const { values } = parseArgs({
  options: { 'storage-proof': { type: 'boolean', default: false }, counts: { type: 'string' } }
})

const steps: readonly (readonly [name: string, check: () => Result])[] = [
  ['types', () => command('tsc', '--noEmit')],
  ['lint', () => command('eslint', '--max-warnings', '0', '.')],
  ['format', () => command('prettier', '--check', '--log-level', 'warn', '.')],
  ['generated files are up to date', () => command('scripts/generate.ts', '--check')],
  ['dist is what src compiles to', compareDist],
  ['npm start runs the bundle', () => command('scripts/demo.ts')],
  ...(values['storage-proof']
    ? [['uploads work against Azurite', () => command('scripts/storage-proof.ts')] as const]
    : [])
]

const counts = { passed: 0, failed: 0, skipped: 0 }
for (const [name, check] of steps) {
  const started = performance.now()
  const result = check()
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  counts[result.state]++
  console.log(`${result.state.padEnd(7)} ${name} (${seconds} s)`)
  if (result.state === 'failed') console.log(result.output.trim().replaceAll(/^/gm, '        '))
}
if (values.counts !== undefined) writeFileSync(values.counts, JSON.stringify(counts))
process.exitCode = counts.failed === 0 ? 0 : 1

/** Runs a script of ours or a package's command. What it prints matters when it fails, and why when it is skipped. */
function command(...command: string[]): Result {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, ['scripts/run.mjs', ...command], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024
  })
  if (status === 0) return { state: 'passed' }
  const output = `${stdout}${stderr}${error ? String(error) : ''}`
  if (status !== SKIPPED_EXIT_CODE) return { state: 'failed', output }
  console.log(output.trim())
  return { state: 'skipped' }
}

/** Builds once more, elsewhere, and compares byte by byte. */
function compareDist(): Result {
  const folder = mkdtempSync(path.join(tmpdir(), 'dist-'))
  try {
    const build = command('scripts/build.ts', folder)
    if (build.state === 'failed') return build
    const differing = differingFiles(path.join(root, 'dist'), folder)
    if (differing.length === 0) return { state: 'passed' }
    return { state: 'failed', output: `${differing.join('\n')}\nRun "npm run build", and commit dist with the change.` }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function differingFiles(committed: string, fresh: string): string[] {
  const files = new Set([...filesOf(committed), ...filesOf(fresh)])
  return [...files].sort().flatMap(file => {
    const [old, now] = [contentOf(path.join(committed, file)), contentOf(path.join(fresh, file))]
    if (!old) return [`dist/${file} is missing`]
    if (!now) return [`dist/${file} is not part of a build`]
    return old.equals(now) ? [] : [`dist/${file} differs from a fresh build`]
  })
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => path.relative(folder, path.join(entry.parentPath, entry.name)))
  } catch {
    return []
  }
}

function contentOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}
