/**
 * Compiles `src` into `dist/index.js`, one file that isn't minified, and `dist/licenses.txt`.
 *
 * Names, statements and line breaks stay, so that the file can be read and compared; only comments go, of the packages and
 * ours, which are a fifth of it. The licences that some of them hold are in `dist/licenses.txt`.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { minify } from 'terser'

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

const bundle = path.resolve(root, out, 'index.js')
// What the types call out of use is what prints line breaks and indentation.
/* eslint-disable @typescript-eslint/no-deprecated */
const { code } = await minify(readFileSync(bundle, 'utf8'), {
  module: true,
  compress: false,
  mangle: false,
  format: { beautify: true, indent_level: 2, comments: false, ecma: 2020 }
})
/* eslint-enable @typescript-eslint/no-deprecated */
if (code === undefined) throw new Error('The bundle could not be printed.')
writeFileSync(bundle, `${code}\n`)
