/**
 * Proves uploads and downloads against Azurite, Microsoft's own emulator of Azure Storage, with signatures made as Azure
 * documents them. Azurite is not a dependency (it has 360 MB): npx fetches it into npm's cache.
 *
 * Exit code 0 = proven, 1 = not, 77 = skipped because the registry can't be reached.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHmac, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { makeCredentials, trustInThisProcess } from '../__tests__/emulator/certificate.ts'
import { fetchBlob, SignedUrlRefusedError, uploadBlob } from '../src/connectors/power-apps/blob-storage.ts'
import { FetchHttp } from '../src/http.ts'
import type { Log } from '../src/log.ts'
import { Retrier } from '../src/retry.ts'
import { Secrets } from '../src/secrets.ts'

/** What automake's tests say for "skipped". */
export const SKIPPED_EXIT_CODE = 77

const AZURITE = 'azurite@3.37.0'
/** npm's codes for a registry that can't be reached, or that a closed network answers for. */
const UNREACHABLE =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTCACHED|E403|E50[0-4])\b/
const SAS_VERSION = '2021-08-06'
const CONTAINER = 'connector-assets'
const HOUR = 60 * 60 * 1000

interface Account {
  readonly name: string
  /** Base64. */
  readonly key: string
  /** Address of the account, without a slash at its end. */
  readonly url: string
}

/** @returns the exit code */
async function prove(): Promise<number> {
  const started = performance.now()
  const fetched = fetchAzurite()
  if ('unreachable' in fetched) {
    console.log(`Skipped: npx can not fetch ${AZURITE} (${fetched.unreachable}).`)
    return SKIPPED_EXIT_CODE
  }
  const npx = performance.now() - started
  const folder = mkdtempSync(path.join(tmpdir(), 'azurite-'))
  let server: ChildProcess | undefined
  try {
    const account = { name: 'connectors', key: randomBytes(64).toString('base64') }
    const port = await freePort()
    const { ca, ...files } = await writeCredentials(folder)
    trustInThisProcess(ca)
    server = startAzurite(fetched.script, folder, port, account, files)
    await untilListening(server)
    await proveUploads({ ...account, url: `https://127.0.0.1:${port}/${account.name}` })
    const proof = performance.now() - started - npx
    console.log(`Proven against ${AZURITE}: npx took ${seconds(npx)}, the proof ${seconds(proof)}.`)
    return 0
  } finally {
    server?.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function proveUploads(account: Account): Promise<void> {
  await createContainer(account)
  const secrets = new Secrets(() => undefined)
  const { signal } = new AbortController()
  const http = new FetchHttp(consoleLog, secrets, new Retrier(consoleLog, signal), signal)
  const files = [
    { fileName: 'icon.png', contentType: 'image/png', bytes: Uint8Array.from(randomBytes(200_000)) },
    {
      fileName: 'script.csx',
      contentType: 'application/octet-stream',
      bytes: Uint8Array.from(Buffer.from('// é ✓\r\n'))
    }
  ]
  const containerUrl = containerSas(account, 'rcw', HOUR)
  for (const file of files) {
    const url = await uploadBlob(http, { ...file, label: `upload ${file.fileName}`, containerUrl })
    const bytes = await fetchBlob(http, { label: `download ${file.fileName}`, url, maxBytes: 1024 * 1024 })
    expect(Buffer.compare(bytes, file.bytes) === 0, `${file.fileName} comes back with other bytes`)
    const head = await fetch(url, { method: 'HEAD' })
    const type = head.headers.get('content-type')
    expect(type === file.contentType, `${file.fileName} is stored as ${type ?? 'nothing'}, not as ${file.contentType}`)
  }
  const expired = { label: 'upload with an expired signature', containerUrl: containerSas(account, 'rcw', -HOUR) }
  await expectRefusal(
    uploadBlob(http, { ...expired, fileName: 'late.png', contentType: 'image/png', bytes: new Uint8Array(8) })
  )
  const readOnly = { label: 'upload with a signature for reading', containerUrl: containerSas(account, 'r', HOUR) }
  await expectRefusal(
    uploadBlob(http, { ...readOnly, fileName: 'no.png', contentType: 'image/png', bytes: new Uint8Array(8) })
  )
}

async function expectRefusal(work: Promise<unknown>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (error instanceof SignedUrlRefusedError) return
    throw error
  }
  throw new Error('A signature that does not allow the upload was accepted.')
}

function expect(condition: boolean, otherwise: string): void {
  if (!condition) throw new Error(otherwise)
}

/** @returns the script that starts the blob service, or why there is none */
function fetchAzurite(): { readonly script: string } | { readonly unreachable: string } {
  const { status, stdout, stderr, error } = spawnSync(
    'npx',
    ['--yes', '--fetch-retries=1', '--loglevel=error', `--package=${AZURITE}`, '-c', 'node -p process.env.PATH'],
    {
      // Outside of the project, whose settings and packages are none of Azurite's business.
      cwd: tmpdir(),
      // Azurite wants Node 22 or later: npx runs under the project's own Node, whatever the machine has.
      env: { ...process.env, PATH: [path.dirname(process.execPath), process.env['PATH']].join(path.delimiter) },
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
      shell: process.platform === 'win32'
    }
  )
  if (error) throw error
  const unreachable = UNREACHABLE.exec(stderr)?.[0]
  if (status !== 0 && unreachable !== undefined) return { unreachable }
  const bin = stdout
    .trim()
    .split(path.delimiter)
    .find(folder => /[\\/]_npx[\\/]/.test(folder))
  if (status !== 0 || bin === undefined) throw new Error(`npx could not fetch ${AZURITE}:\n${stderr}`)
  return { script: path.join(path.dirname(bin), 'azurite/dist/src/blob/main.js') }
}

async function writeCredentials(folder: string): Promise<{ ca: string; certificateFile: string; keyFile: string }> {
  const { ca, certificate, key } = await makeCredentials('localhost')
  const [certificateFile, keyFile] = [path.join(folder, 'certificate.pem'), path.join(folder, 'key.pem')]
  writeFileSync(certificateFile, certificate)
  writeFileSync(keyFile, key)
  return { ca, certificateFile, keyFile }
}

function startAzurite(
  script: string,
  folder: string,
  port: number,
  account: Pick<Account, 'name' | 'key'>,
  { certificateFile, keyFile }: { readonly certificateFile: string; readonly keyFile: string }
): ChildProcess {
  const options = ['--blobHost', '127.0.0.1', '--blobPort', String(port), '--inMemoryPersistence', '--disableTelemetry']
  return spawn(process.execPath, [script, ...options, '--cert', certificateFile, '--key', keyFile], {
    cwd: folder,
    env: { ...process.env, AZURITE_ACCOUNTS: `${account.name}:${account.key}` },
    stdio: ['ignore', 'pipe', 'pipe']
  })
}

/** @throws when it ends, or says nothing of the kind within a minute */
function untilListening(server: ChildProcess): Promise<void> {
  let output = ''
  return new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`Azurite did not start within 60 s:\n${output}`))
    }, 60_000)
    const collect = (chunk: Buffer): void => {
      output += chunk.toString('utf8')
      if (!output.includes('successfully listen')) return
      clearTimeout(timer)
      resolve()
    }
    server.stdout?.on('data', collect)
    server.stderr?.on('data', collect)
    server.once('error', reject)
    server.once('exit', code => {
      clearTimeout(timer)
      reject(new Error(`Azurite ended with exit code ${code ?? 'none'}:\n${output}`))
    })
  })
}

/** Creating a container takes a signature of the account. Source: Azure Storage, "Create an account SAS". */
async function createContainer(account: Account): Promise<void> {
  const expiry = time(HOUR)
  const fields = { sv: SAS_VERSION, ss: 'b', srt: 'c', sp: 'c', se: expiry, spr: 'https' }
  const text = [account.name, 'c', 'b', 'c', '', expiry, '', 'https', SAS_VERSION, '', ''].join('\n')
  const query = new URLSearchParams({ ...fields, sig: sign(account, text) })
  const response = await fetch(`${account.url}/${CONTAINER}?restype=container&${query.toString()}`, { method: 'PUT' })
  expect(response.status === 201, `creating the container gave HTTP ${response.status}: ${await response.text()}`)
}

/**
 * The address of the container with a service SAS, as the Power Apps service hands one out. Source: Azure Storage, "Create
 * a service SAS", the string to sign of version 2020-12-06 and later.
 * @param permissions in Azure's order: r(ead), c(reate), w(rite)
 * @param validFor milliseconds from now; negative = expired
 */
function containerSas(account: Account, permissions: string, validFor: number): string {
  const expiry = time(validFor)
  const resource = `/blob/${account.name}/${CONTAINER}`
  const [none, https, container] = ['', 'https', 'c']
  const signed = [permissions, none, expiry, resource, none, none, https, SAS_VERSION, container, none, none]
  const responseHeaders = [none, none, none, none, none]
  const fields = { sv: SAS_VERSION, sr: container, sp: permissions, se: expiry, spr: https }
  const query = new URLSearchParams({ ...fields, sig: sign(account, [...signed, ...responseHeaders].join('\n')) })
  return `${account.url}/${CONTAINER}?${query.toString()}`
}

function sign(account: Account, text: string): string {
  return createHmac('sha256', Buffer.from(account.key, 'base64')).update(text, 'utf8').digest('base64')
}

/** ISO 8601 in whole seconds, as signatures have it. */
function time(fromNow: number): string {
  return `${new Date(Date.now() + fromNow).toISOString().slice(0, 19)}Z`
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => {
        resolve(port)
      })
    })
  })
}

const consoleLog: Log = {
  info: line => {
    console.log(line)
  },
  debug: () => undefined,
  warning: line => {
    console.log(line)
  },
  error: line => {
    console.log(line)
  },
  group: () => undefined,
  endGroup: () => undefined
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}

if (import.meta.main) process.exitCode = await prove()
