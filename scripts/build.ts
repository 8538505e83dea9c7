/**
 * Compiles `src` into `dist/index.js`, one file that isn't minified, and `dist/licenses.txt`.
 *
 * Of the packages only what is used goes in: all that is in the file is parsed at every start (`docs/performance.md`).
 * Names, statements and line breaks stay, so that the file can be read and compared; only comments go, of the packages and
 * ours, which are a fifth of it. The licences that some of them hold are in `dist/licenses.txt`.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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
shakeToolkit()
shakeUndici()
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
const code = await printed(readFileSync(bundle, 'utf8'))
const hinted = withCompileHints(code)
// Parentheses mean nothing: printed without them, it is the same again.
if ((await printed(hinted)) !== code) throw new Error('The compile hints changed what the bundle does.')
writeFileSync(bundle, hinted)

/** The same code, readable and without comments. */
async function printed(source: string): Promise<string> {
  // What the types call out of use is what prints line breaks and indentation.
  /* eslint-disable @typescript-eslint/no-deprecated */
  const { code } = await minify(source, {
    module: true,
    compress: false,
    mangle: false,
    // With one character beyond Latin-1 the engine would hold the whole text in two bytes a character.
    format: { beautify: true, indent_level: 2, comments: false, ecma: 2020, ascii_only: true }
  })
  /* eslint-enable @typescript-eslint/no-deprecated */
  if (code === undefined) throw new Error('The bundle could not be printed.')
  return `${code}\n`
}

/**
 * Puts parentheses around the modules that every run evaluates: V8 then compiles such a function while it parses the file, and
 * need not parse it a second time when it is called. A module that is imported on demand stays without.
 */
function withCompileHints(source: string): string {
  const onDemand = new Set(
    Array.from(source.matchAll(/__nccwpck_require__\.bind\(__nccwpck_require__, (\d+)\)/g), ([, id]) => id)
  )
  const [, start = '', modules = '', rest = ''] =
    /^(.*?\nvar __webpack_modules__ = \{\n)(.*?)(\n\};\n.*)$/s.exec(source) ?? []
  const hinted = modules.replaceAll(/^ {2}(\d+): (.*?\n {2}\})(?=,?$)/gms, (whole, id: string, text: string) =>
    onDemand.has(id) ? whole : `  ${id}: (${text})`
  )
  return start + hinted + rest
}

/**
 * The toolkit doesn't declare that its modules do nothing when they are imported, so all of them would stay: the client for ID
 * tokens with an HTTP client and a second way to the network, and what starts processes.
 */
function shakeToolkit(): void {
  const copy = overlaid('@actions/core')
  cpSync(path.join(root, 'node_modules/@actions/core'), copy, { recursive: true })
  const manifest = path.join(copy, 'package.json')
  const declared = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, unknown>
  writeFileSync(manifest, JSON.stringify({ ...declared, sideEffects: false }))
}

/** undici's index loads all that it has, such as web sockets, caches and mocks, and CommonJS can't be shaken. */
function shakeUndici(): void {
  const folder = overlaid('undici')
  const lib = path.relative(folder, path.join(root, 'node_modules/undici/lib')).split(path.sep).join('/')
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'undici', main: 'index.js' }))
  writeFileSync(
    path.join(folder, 'index.js'),
    [
      `exports.buildConnector = require('${lib}/core/connect.js')`,
      `exports.EnvHttpProxyAgent = require('${lib}/dispatcher/env-http-proxy-agent.js')`,
      `exports.setGlobalDispatcher = require('${lib}/global.js').setGlobalDispatcher`
    ].join('\n')
  )
}

/** Where the compiled modules find a package before the installed one. */
function overlaid(name: string): string {
  const folder = path.join(root, 'build/node_modules', name)
  mkdirSync(folder, { recursive: true })
  return folder
}
