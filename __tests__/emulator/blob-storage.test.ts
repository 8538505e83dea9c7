import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { objectAt, stringAt } from '../../src/definition/json.ts'
import { Client } from './client.ts'
import { startEmulator } from './emulator.ts'
import type { Emulator } from './emulator.ts'

let emulator: Emulator
let client: Client

beforeAll(async () => {
  emulator = await startEmulator()
  emulator.trust()
  client = new Client(emulator)
  await client.signIn()
})
afterAll(() => emulator.close())

function put(url: string, headers: Record<string, string>, body = 'x'): Promise<Response> {
  return fetch(url, { method: 'PUT', headers, body })
}

test('a block blob that was put is there, with the content type that was said', async () => {
  const url = await client.upload('script.csx', 'old')
  const response = await put(url, { 'x-ms-blob-type': 'BlockBlob', 'x-ms-blob-content-type': 'text/x-csx' }, 'new')
  expect(response.status).toBe(201)
  expect([...response.headers.keys()]).toEqual(expect.arrayContaining(['etag', 'last-modified', 'x-ms-request-id']))
  const stored = await fetch(url)
  expect([stored.headers.get('content-type'), await stored.text()]).toEqual(['text/x-csx', 'new'])
})

test('a blob can be put in blocks', async () => {
  const url = await client.upload('blocks.bin', '')
  await put(`${url}&comp=block&blockid=QQ%3D%3D`, {}, 'one ')
  await put(`${url}&comp=block&blockid=Qg%3D%3D`, {}, 'two')
  const list = '<BlockList><Latest>QQ==</Latest><Latest>Qg==</Latest></BlockList>'
  expect((await put(`${url}&comp=blocklist`, {}, list)).status).toBe(201)
  expect(await (await fetch(url)).text()).toBe('one two')
})

test('a put without the type of blob is refused', async () => {
  const response = await put(await client.upload('icon.png', ''), {})
  expect([response.status, response.headers.get('x-ms-error-code')]).toEqual([400, 'MissingRequiredHeader'])
})

test('a request with a bearer token is refused and noted', async () => {
  const url = await client.upload('icon.png', '')
  const response = await put(url, { 'x-ms-blob-type': 'BlockBlob', authorization: 'Bearer x' })
  expect(response.status).toBe(403)
  expect(emulator.state.storage.violations).toHaveLength(1)
})

test('a URL without its signature, with a changed one, of another blob or past its time is refused', async () => {
  const url = stringAt(objectAt(await client.properties(), 'apiDefinitions') ?? {}, 'originalSwaggerUrl') ?? ''
  expect((await fetch(url)).status).toBe(200)
  const [address = '', query = ''] = url.split('?')
  const wrong = [address, url.replace('sig=', 'sig=x'), `${address}x?${query}`, url.replace(/se=20\d\d/, 'se=2099')]
  for (const bad of wrong) expect((await fetch(bad)).status).toBe(403)
  emulator.state.clockOffset = 2 * 3_600_000
  const late = await fetch(url)
  emulator.state.clockOffset = 0
  expect([late.status, await late.text()]).toEqual([403, expect.stringContaining('AuthenticationFailed')])
})
