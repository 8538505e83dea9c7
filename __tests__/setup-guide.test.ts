/** The guide docs/setup.md, tried: its credentials and commands against the emulator, its tables against the product's. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readClientCertificate } from '../src/auth/certificate.ts'
import type { Credential } from '../src/auth/credentials.ts'
import { acquireToken } from '../src/auth/tokens.ts'
import { CLOUDS } from '../src/clouds.ts'
import { testWorld } from './collaborators.ts'
import { type Emulator, startEmulator } from './emulator/emulator.ts'
import type { ActionsJob, FederatedCredential } from './emulator/state.ts'

const guide = readFileSync(fileURLToPath(new URL('../docs/setup.md', import.meta.url)), 'utf8')
const password = 'Kp-5mQ!of-the-guide'

let emulator: Emulator
let folder = ''

beforeAll(async () => {
  emulator = await startEmulator()
  emulator.trust()
  folder = mkdtempSync(path.join(tmpdir(), 'guide-'))
})
afterAll(async () => {
  await emulator.close()
  rmSync(folder, { recursive: true, force: true })
})

async function signIn(credential: (application: { appId: string; tenantId: string }) => Credential): Promise<string> {
  const { ids, addresses, state } = emulator
  const { http, secrets } = testWorld()
  const request = {
    credential: credential({ appId: ids.application, tenantId: ids.tenant }),
    authorityUrl: addresses.login,
    resource: state.powerApps.audience
  }
  return (await acquireToken(request, http, secrets)).objectId
}

describe('the federated credentials of the guide', () => {
  const credentials = [...guide.matchAll(/^```json\n(.*?)^```$/gms)].map(
    ([, json = '']) => JSON.parse(json) as FederatedCredential & { name: string }
  )
  /** The jobs that they are said to be for. */
  const jobs: Readonly<Record<string, Partial<ActionsJob>>> = {
    'github-orders-production': { environment: 'production' },
    'github-orders-production-ids': { environment: 'production', immutableSubject: true },
    'github-orders-main': {},
    'github-orders-pull-requests': { event: 'pull_request', ref: 'refs/pull/1/merge' }
  }

  test('are one for each kind of job, and have names that Entra ID takes', () => {
    expect(credentials.map(({ name }) => name)).toEqual(Object.keys(jobs))
    for (const { name } of credentials) expect(name).toMatch(/^[A-Za-z0-9][A-Za-z0-9_-]{2,119}$/)
  })

  test.each(credentials)('let the job in that they are for: $name', async credential => {
    const { actions } = emulator.state
    const before = { ...actions.job }
    emulator.application.federatedCredentials.splice(0, Infinity, credential)
    Object.assign(actions.job, jobs[credential.name])
    const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken } =
      emulator.idTokenVariables
    const idTokens = { url, requestToken }
    const audience = CLOUDS.Public.federationAudience
    try {
      expect(await signIn(ids => ({ kind: 'workload-identity', ...ids, idTokens, audience }))).toBe(
        emulator.ids.applicationObject
      )
    } finally {
      delete actions.job.environment
      Object.assign(actions.job, before)
    }
  })
})

describe('the commands of the guide', () => {
  const hasOpenSsl = spawnSync('openssl', ['version']).status === 0
  if (!hasOpenSsl) console.warn('The commands for certificates are not tried: there is no openssl on this machine.')
  const testHere = hasOpenSsl ? test : test.skip

  /** Runs the one command of the guide that begins so, in the folder, with what somebody would type in. */
  function run(beginning: string, ...typed: string[]): void {
    const command = guide.split('\n').find(line => line.startsWith(beginning)) ?? ''
    const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
    expect(words[0]).toBe('openssl')
    openssl(...words.slice(1), ...typed)
  }

  function openssl(...words: string[]): void {
    const { status, stderr } = spawnSync('openssl', words, { cwd: folder, encoding: 'utf8' })
    if (status !== 0) throw new Error(`openssl ${words[0] ?? ''}: ${stderr}`)
  }

  const file = (name: string): string => readFileSync(path.join(folder, name), 'utf8')

  async function signInWith(pem: string): Promise<string> {
    const certificate = readClientCertificate(pem, password, new Date())
    if ('mistake' in certificate) throw new Error(certificate.mistake)
    return signIn(ids => ({ kind: 'certificate', ...ids, certificate }))
  }

  testHere('make a certificate that signs in, also out of a PFX file', async () => {
    run('openssl req', '-passout', `pass:${password}`)
    // What `cat` does in the guide.
    const pem = file('certificate.pem') + file('key.pem')
    expect(pem).toContain('ENCRYPTED PRIVATE KEY')
    emulator.application.certificates.push(file('certificate.pem'))
    expect(await signInWith(pem)).toBe(emulator.ids.applicationObject)

    writeFileSync(path.join(folder, 'source.pem'), pem)
    const [given, exported] = [`pass:${password}`, 'pass:of-the-pfx']
    openssl('pkcs12', '-export', '-in', 'source.pem', '-passin', given, '-out', 'app.pfx', '-passout', exported)
    run('openssl pkcs12', '-passin', exported, '-passout', given)
    expect(await signInWith(file('app.pem'))).toBe(emulator.ids.applicationObject)
  })
})

test('the table of clouds is what the action does', () => {
  const rows = guide
    .split('\n')
    .filter(line => line.includes('api://AzureADTokenExchange') && line.startsWith('|'))
    .map(line => line.split('|').map(cell => /`([^`]+)`/.exec(cell)?.[1] ?? ''))
  expect(rows.map(([, cloud, , host, audience]) => [cloud, host, audience])).toEqual(
    Object.entries(CLOUDS).map(([cloud, { authorityUrl, federationAudience }]) => [
      cloud,
      new URL(authorityUrl).host,
      federationAudience
    ])
  )
})
