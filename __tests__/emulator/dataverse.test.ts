import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { stringAt } from '../../src/definition/json.ts'
import type { JsonObject } from '../../src/definition/json.ts'
import { Client, errorOf, objectOf } from './client.ts'
import { startEmulator } from './emulator.ts'
import type { Emulator } from './emulator.ts'
import { ids, oauthClientSecret } from './seeds/ids.ts'
import { firstVersion } from './seeds/rows.ts'

let emulator: Emulator
let token: string

beforeEach(async () => {
  emulator = await startEmulator()
  emulator.trust()
  token = await signIn(emulator.addresses.dataverse)
})
afterEach(() => emulator.close())

async function signIn(resource: string): Promise<string> {
  const response = await new Client(emulator).requestToken({ scope: `${resource}/.default` })
  return stringAt(await objectOf(response), 'access_token') ?? ''
}

/** A call with everything right; a header that a test wants away is empty. */
function call(path: string, init: RequestInit = {}, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  const all = {
    authorization: `Bearer ${token}`,
    accept: 'application/json',
    'odata-version': '4.0',
    'odata-maxversion': '4.0',
    'content-type': 'application/json',
    ...headers
  }
  const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''))
  return fetch(`${emulator.addresses.dataverse}/api/data/v9.2/${path}`, { ...init, headers: given })
}

function patch(
  body: JsonObject,
  headers: Readonly<Record<string, string>> = {},
  id: string = ids.rows.orders
): Promise<Response> {
  return call(`connectors(${id})`, { method: 'PATCH', body: JSON.stringify(body) }, headers)
}

describe('a new row', () => {
  const body: JsonObject = {
    connectorid: '8c1d5e20-0f3b-4a67-9d84-2e6b7c05f1a9',
    name: 'new_invoices',
    displayname: 'Invoices',
    connectortype: 1,
    openapidefinition: JSON.stringify({ swagger: '2.0', info: { title: 'Invoices' }, host: 'i.example', paths: {} })
  }
  const post = (given: JsonObject, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    call('connectors?$select=connectorid', { method: 'POST', body: JSON.stringify(given) }, headers)

  test('is answered with its address, and on request with itself', async () => {
    const answer = await post(body)
    expect([answer.status, await answer.text()]).toEqual([204, ''])
    expect(answer.headers.get('odata-entityid')).toContain(`connectors(${stringAt(body, 'connectorid') ?? '?'})`)
    const other = { ...body, connectorid: '8c1d5e20-0f3b-4a67-9d84-2e6b7c05f1aa' }
    const shown = await post(other, { prefer: 'return=representation' })
    expect(shown.status).toBe(201)
    expect(await objectOf(shown)).toMatchObject({ connectorid: other.connectorid })
  })

  test.each(['connectorid', 'name', 'displayname', 'connectortype', 'openapidefinition'])(
    'without %s is refused',
    async name => {
      const { [name]: _, ...rest } = body
      expect((await errorOf(await post(rest))).message).toContain(`'${name}'`)
    }
  )

  test('with a GUID that another row has is refused', async () => {
    expect((await errorOf(await post({ ...body, connectorid: ids.rows.orders }))).code).toBe('0x80040237')
  })
})

describe('reading', () => {
  test('gives versions as numbers that a double can not hold, and as an etag', async () => {
    emulator.changeRowByOther(() => undefined)
    const text = await (await call(`connectors(${ids.rows.orders})?$select=name`)).text()
    expect(text).toContain(`"@odata.etag":"W/\\"${firstVersion + 1n}\\""`)
    expect(text).not.toContain('versionnumber')
    const all = await (await call(`connectors(${ids.rows.orders})?$select=versionnumber`)).text()
    expect(all).toContain(`"versionnumber":${firstVersion + 1n}`)
  })

  test('shows no secret', async () => {
    expect(await (await call(`connectors(${ids.rows.orders})`)).text()).not.toContain(oauthClientSecret)
    expect(emulator.secrets()).toContain(oauthClientSecret)
  })

  test('finds rows by a column', async () => {
    const found = await objectOf(await call(`connectors?$filter=name%20eq%20'contoso_twin'&$select=name`))
    expect(found['value']).toHaveLength(2)
  })

  test.each<[string, string, Readonly<Record<string, string>>, number, string]>([
    ['an unknown column', `connectors(${ids.rows.orders})?$select=name,nmae`, {}, 400, '0x80060888'],
    ['an unknown column in a filter', "connectors?$filter=nmae%20eq%20'x'", {}, 400, '0x80060888'],
    ['plus signs for spaces', "connectors?$filter=name+eq+'x'", {}, 400, '0x80060888'],
    ['no filter', 'connectors', {}, 400, '0x80060888'],
    ['a key that is no GUID', 'connectors(1)', {}, 400, '0x80060888'],
    ['a GUID without a row', 'connectors(00000000-0000-0000-0000-000000000001)', {}, 404, '0x80040217'],
    ['no OData-Version', `connectors(${ids.rows.orders})`, { 'odata-version': '' }, 400, '0x80060888'],
    ['no OData-MaxVersion', `connectors(${ids.rows.orders})`, { 'odata-maxversion': '' }, 400, '0x80060888'],
    ['another Accept', `connectors(${ids.rows.orders})`, { accept: 'text/html' }, 400, '0x80060888'],
    ['another table', 'accounts', {}, 404, '0x8006088a']
  ])('is refused with %s', async (_, path, headers, status, code) => {
    expect(await errorOf(await call(path, {}, headers))).toMatchObject({ status, code })
  })
})

describe('a token', () => {
  test.each(['https://service.powerapps.com/', 'https://other.crm.dynamics.com'])(
    'for %s is refused without a word',
    async audience => {
      token = await signIn(audience)
      const response = await call(`connectors(${ids.rows.orders})`)
      expect([response.status, await response.text()]).toEqual([401, ''])
    }
  )

  test('expires', async () => {
    emulator.state.clockOffset = 3_600_000
    expect((await call(`connectors(${ids.rows.orders})`)).status).toBe(401)
  })

  test('of somebody who only reads does not write', async () => {
    for (const user of emulator.state.login.users) user.access = 'read'
    expect((await call(`connectors(${ids.rows.orders})`)).status).toBe(200)
    const error = await errorOf(await patch({ description: 'x' }, { 'if-match': '*' }))
    expect(error).toMatchObject({ status: 403, code: '0x80040220' })
    expect(error.message).toContain('prvWriteConnector')
  })
})

describe('a PATCH', () => {
  test('without If-Match makes a row of an unknown GUID, and with it does not', async () => {
    const id = '00000000-0000-0000-0000-000000000001'
    expect((await patch({ name: 'x' }, { 'if-match': '*' }, id)).status).toBe(404)
    expect(emulator.state.dataverse.rows.has(id)).toBe(false)
    expect((await patch({ name: 'x' }, {}, id)).status).toBe(204)
    expect(emulator.state.dataverse.rows.has(id)).toBe(true)
  })

  test('of another version is refused', async () => {
    const headers = { 'if-match': `W/"${firstVersion}"` }
    expect((await patch({ description: 'x' }, headers)).status).toBe(204)
    expect(await errorOf(await patch({ description: 'y' }, headers))).toMatchObject({ status: 412, code: '0x80060882' })
  })

  test('of a version is refused where versions are not compared', async () => {
    emulator.state.dataverse.optimisticConcurrency = false
    const error = await errorOf(await patch({ description: 'x' }, { 'if-match': `W/"${firstVersion}"` }))
    expect(error).toMatchObject({ status: 412, code: '0x8006088d' })
    expect((await patch({ description: 'x' }, { 'if-match': '*' })).status).toBe(204)
  })

  test('is answered with the row on request', async () => {
    const headers = { 'if-match': '*', prefer: 'return=representation,odata.include-annotations="*"' }
    const response = await patch({ description: 'x' }, headers)
    expect(response.status).toBe(200)
    expect(await objectOf(response)).toMatchObject({ description: 'x', '@odata.etag': `W/"${firstVersion + 1n}"` })
  })

  test('that sends connection parameters blanks every secret that it does not send', async () => {
    const parameters = (clientSecret: string): JsonObject => ({
      connectionparameters: JSON.stringify({ token: { oAuthSettings: { clientId: 'x', clientSecret } } })
    })
    await patch({ description: 'x' }, { 'if-match': '*' })
    expect([...emulator.row().clientSecrets.values()]).toEqual([oauthClientSecret])
    await patch(parameters('new-secret-of-the-row'), { 'if-match': '*' })
    expect([...emulator.row().clientSecrets.values()]).toEqual(['new-secret-of-the-row'])
    expect(JSON.stringify(emulator.row().columns)).not.toContain('new-secret-of-the-row')
    await patch(parameters(''), { 'if-match': '*' })
    expect(emulator.row().clientSecrets.size).toBe(0)
  })

  test.each<[string, JsonObject, string]>([
    ['an unknown column', { swagger: '{}' }, '0x80048d19'],
    ['a column that is read-only', { ismanaged: false }, '0x80048d19'],
    ['an object for a text', { openapidefinition: { swagger: '2.0' } }, '0x80048d19'],
    ['a text that is too long', { iconbrandcolor: 'x'.repeat(101) }, '0x80044331'],
    ['a definition that the service behind refuses', { openapidefinition: '{"swagger":"2.0"}' }, '0x80040265'],
    ['script operations without code', { customcodeblobcontent: null }, '0x80040265']
  ])('with %s is refused whole', async (_, body, code) => {
    const before = structuredClone(emulator.row())
    expect(await errorOf(await patch(body, { 'if-match': '*' }))).toMatchObject({ status: 400, code })
    expect(emulator.row()).toEqual(before)
  })

  test.each([
    ['follows', 204, true, true],
    ['refuses', 400, false, false],
    ['refuses-after-write', 400, true, false],
    ['ignores', 204, true, false],
    ['swallows', 204, false, false]
  ] as const)('where the runtime %s', async (runtime, status, isWritten, isServed) => {
    emulator.state.dataverse.runtime = runtime
    const definition = emulator.row().served.replace('Orders (Contoso)', 'Renamed')
    expect((await patch({ openapidefinition: definition }, { 'if-match': '*' })).status).toBe(status)
    const { columns, served } = emulator.row()
    expect([columns['openapidefinition'] === definition, served === definition]).toEqual([isWritten, isServed])
  })
})
