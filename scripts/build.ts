/** Compiles `src` into `dist/index.js`, one file that isn't minified, and `dist/licenses.txt`. */
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import path from 'node:path'

const root = path.dirname(import.meta.dirname)
const out = process.argv[2] ?? 'dist'
const run = (file: string, ...options: string[]): void => {
  execFileSync(process.execPath, [path.join(root, 'node_modules', file), ...options], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit']
  })
}

rmSync(path.join(root, 'build'), { recursive: true, force: true })
rmSync(path.resolve(root, out), { recursive: true, force: true })
run('typescript/bin/tsc', '-p', 'tsconfig.build.json')
run(
  '@vercel/ncc/dist/ncc/cli.js',
  'build',
  'build/index.js',
  '-o',
  out,
  '--license',
  'licenses.txt',
  '--target',
  'es2024'
)
