/**
 * Runs a script or a package's command under the project's own Node, whatever Node the machine has.
 *
 *   node scripts/run.mjs scripts/demo.ts [arguments]   a script of ours (TypeScript is stripped by Node itself)
 *   node scripts/run.mjs jest [arguments]              the command of an installed package
 *
 * Installs the packages first when they are missing or older than package-lock.json, so that `npm start` and `npm test`
 * work as the first command after a clone. Plain JavaScript without dependencies: it has to start on Node 20 with nothing
 * installed.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const modules = path.join(root, 'node_modules')
const lock = path.join(root, '.installing')
const stamp = path.join(modules, '.installed-from')
const node = path.join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

/** What has to be the same for an installation to be still good. */
function fingerprint() {
  return createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex')
}

function isInstalled() {
  return existsSync(stamp) && existsSync(node) && readFileSync(stamp, 'utf8') === fingerprint()
}

/** Runs `work` while no other process of this checkout does. A lock that is left over from a crash is broken after a while. */
function alone(work) {
  const started = Date.now()
  for (;;) {
    try {
      mkdirSync(lock)
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (Date.now() - started > 10 * 60_000) rmSync(lock, { recursive: true, force: true })
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500)
    }
  }
  try {
    work()
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

/** Installs exactly what package-lock.json says, unless that is there already. */
function install() {
  if (isInstalled()) return
  alone(() => {
    if (!isInstalled()) installPackages()
  })
}

function installPackages() {
  console.error('Installing the packages of package-lock.json (once) …')
  const npm = process.env.npm_execpath
  const arguments_ = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const result = npm
    ? spawnSync(process.execPath, [npm, ...arguments_], { cwd: root, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', arguments_, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  if (result.status !== 0) {
    throw new Error('npm ci failed (above): the packages are not installed, so nothing was run.')
  }
  if (!existsSync(node)) {
    throw new Error(
      `npm ci did not bring the Node runtime to ${path.relative(root, node)}: are install scripts switched off?`
    )
  }
  writeFileSync(stamp, fingerprint())
}

/** The JavaScript file behind a package's command, read from its manifest: the same on every system, without a shell. */
function commandFile(name) {
  const folder = path.join(modules, name === 'tsc' ? 'typescript' : name)
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
  return path.join(folder, typeof bin === 'string' ? bin : bin[name])
}

try {
  install()
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
const [target, ...rest] = process.argv.slice(2)
if (!target) {
  console.error('Usage: node scripts/run.mjs <script or command> [arguments]')
  process.exit(2)
}
const flags = target === 'jest' ? ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'] : []
const file = /\.[mc]?[jt]s$/.test(target) ? path.join(root, target) : commandFile(target)
const result = spawnSync(node, [...flags, file, ...rest], { stdio: 'inherit' })
if (result.error) throw result.error
process.exit(result.status ?? 1)
