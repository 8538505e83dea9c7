import { afterEach, beforeAll, afterAll, describe, expect, test } from '@jest/globals'
import { acquireToken } from '../../../src/auth/tokens.ts'
import { compareContent, type Connector, type ConnectorContent, isEqual } from '../../../src/connectors/connector.ts'
import { type PowerAppsOptions, PowerAppsStore } from '../../../src/connectors/power-apps/power-apps.ts'
import { isObject, type JsonObject, objectAt } from '../../../src/definition/json.ts'
import { ChangedInBetweenError } from '../../../src/errors.ts'
import { failureOf, messageOf, type TestWorld, testWorld } from '../../collaborators.ts'
import { type Emulator, startEmulator } from '../../emulator/emulator.ts'
import { emptyAnswer, htmlAnswer, jsonAnswer } from '../../emulator/exchange.ts'
import { faults } from '../../emulator/faults.ts'
import { ordersScript } from '../../emulator/seeds/connectors.ts'
import { ordersIcon } from '../../emulator/seeds/icons.ts'
import { content } from '../content.ts'

let emulator: Emulator
let trusted = false

async function fresh(): Promise<void> {
  emulator = await startEmulator()
  emulator.trust()
  trusted = true
}
beforeAll(fresh)
afterEach(async () => {
  await emulator.close()
  await fresh()
})
afterAll(() => emulator.close())

async function open(changes: Partial<PowerAppsOptions> = {}): Promise<{ store: PowerAppsStore; world: TestWorld }> {
  expect(trusted).toBe(true)
  const { addresses, credentials, ids, state } = emulator
  const world = testWorld()
  const { userName, password } = credentials
  const token = await acquireToken(
    {
      credential: { kind: 'user', userName, password, tenantId: ids.tenant, appId: ids.publicClient },
      authorityUrl: addresses.login,
      resource: state.powerApps.audience
    },
    world.http,
    world.secrets
  )
  const options = {
    powerAppsUrl: addresses.powerApps,
    environmentId: ids.environment,
    connectorName: ids.connector,
    certificationRules: false,
    oAuthClientSecret: undefined,
    ...changes
  }
  return { store: new PowerAppsStore(options, token, world), world }
}

/** The connector with another title, as the smallest change. */
function renamed(connector: Connector, title = 'Renamed'): ConnectorContent {
  const { definition, properties, icon, script } = connector
  return { definition: { ...definition, info: { ...objectAt(definition, 'info'), title } }, properties, icon, script }
}

/** The `properties` of the updates that were sent. */
function updates(): JsonObject[] {
  return emulator.requests
    .filter(({ call }) => call === 'update')
    .map(({ body }) => {
      const value: unknown = JSON.parse(body.toString('utf8'))
      return (isObject(value) ? objectAt(value, 'properties') : undefined) ?? {}
    })
}

function count(call: string): number {
  return emulator.requests.filter(request => request.call === call).length
}

describe('the download', () => {
  test('brings the connector with its icon and its code, and sends the token to nobody but the service', async () => {
    const { store, world } = await open()
    const connector = await store.download()
    expect(connector).toMatchObject({ name: emulator.ids.connector, displayName: 'Orders (Contoso)' })
    expect(connector.revision).toBe(emulator.connector().changedTime)
    expect(connector.icon).toEqual(Uint8Array.from(emulator.connector().icon ?? []))
    expect(connector.script).toEqual(Uint8Array.from(emulator.connector().script ?? []))
    expect(emulator.state.storage.violations).toEqual([])
    const text = world.log.debugLines.join('\n')
    expect(text).not.toMatch(/sig=[^*]/)
    expect(world.masked.length).toBeGreaterThan(3)
  })

  test('asks as every client of the service does', async () => {
    await (await open()).store.download()
    const request = emulator.requests.find(({ call }) => call === 'get-connector')
    expect(request?.url.search).toBe(
      `?api-version=2016-11-01&%24filter=environment%20eq%20%27${emulator.ids.environment}%27`
    )
    expect(request?.headers).toMatchObject({ 'x-ms-origin': 'update-custom-connector', accept: 'application/json' })
  })

  test('finds neither icon nor code where the connector has none of its own', async () => {
    const { store } = await open({ connectorName: emulator.ids.connectors.plain })
    expect(await store.download()).toMatchObject({ icon: undefined, script: undefined, redirectUrl: '' })
  })

  test('reads the connector again for fresh URLs when storage refuses one', async () => {
    emulator.fault('script', faults.status(403, 'empty'))
    expect((await (await open()).store.download()).script).toBeDefined()
    expect(count('get-connector')).toBe(2)
  })

  test.each(['icon', 'script', 'original-definition'] as const)(
    'reads the connector again when the %s comes in part, and never takes the part for the whole',
    async call => {
      const { store } = await open()
      emulator.fault(call, faults.truncated)
      const { icon, script } = await store.download()
      expect([Buffer.from(icon ?? []), Buffer.from(script ?? [])]).toEqual([ordersIcon, ordersScript])
      expect(count(call)).toBe(2)
      emulator.fault({ call, times: 9 }, faults.truncated)
      expect(await messageOf(store.download())).toMatch(/^Could not download .* is not what its Content-MD5 says/)
    }
  )

  test.each(['icon', 'script'] as const)('never takes an error page for the %s', async call => {
    emulator.fault(call, faults.errorPage)
    expect(await messageOf((await open()).store.download())).toMatch(
      /^Could not download the connector's (icon|custom code): what 127.0.0.1:\d+ sent can not be it/
    )
  })

  test('says of a definition that is none what helps there, and not what helps with an API', async () => {
    const { store } = await open()
    emulator.fault({ call: 'original-definition', times: 9 }, faults.page)
    expect(await messageOf(store.download())).toMatch(
      /^Could not read the connector's definition: it is an HTML page .*; run the job again, and if it stays like that, save/
    )
  })

  test.each<[string, Parameters<Emulator['fault']>[1], RegExp]>([
    ['a page', faults.page, /answered HTTP 200 with a web page instead of JSON; check "power-apps-url"/],
    ['nothing', faults.emptyOk, /answered HTTP 200 with an empty body instead of JSON/],
    ['a redirect', faults.redirect('https://elsewhere.example/'), /answered HTTP 302/],
    [
      'a refusal',
      faults.error(404, 'ApiResourceNotFound', 'No.'),
      /HTTP 404 ApiResourceNotFound: No; check "connector-id"/
    ]
  ])('says what came instead of the connector: %s', async (_, fault, message) => {
    const { store } = await open()
    emulator.fault({ call: 'get-connector', times: 9 }, fault)
    const text = await messageOf(store.download())
    expect(text).toMatch(/^Could not download the connector: /)
    expect(text).toMatch(message)
  })
})

describe('the validation', () => {
  test('tells what the service finds, and asks for certification rules only on request', async () => {
    emulator.state.powerApps.validationFindings.push('Warning : /info : It is short.')
    emulator.state.powerApps.certificationFindings.push('Error : /info : Not certified.')
    const { store } = await open()
    const connector = await store.download()
    expect(await store.validate(connector)).toEqual({
      by: 'the validation of Power Apps',
      findings: [{ severity: 'warning', pointer: '/info', message: 'It is short.' }]
    })
    const strict = await open({ certificationRules: true })
    expect((await strict.store.validate(connector)).findings).toContainEqual({
      severity: 'error',
      pointer: '/info',
      message: 'Not certified.'
    })
  })

  test.each<[string, ReturnType<typeof jsonAnswer>, number]>([
    ['an empty string', jsonAnswer(200, ''), 0],
    ['null', jsonAnswer(200, null), 0],
    ['no body', emptyAnswer(200), 0],
    ['a text that is no JSON', { ...emptyAnswer(200), body: Buffer.from('Error : /a : x') }, 1],
    ['an object', jsonAnswer(200, { finding: 'x' }), 1]
  ])('understands %s', async (_, answer, findings) => {
    const { store } = await open()
    emulator.fault('validate', { kind: 'answer', answer, applied: false })
    expect((await store.validate(content())).findings).toHaveLength(findings)
  })

  test.each<[string, ReturnType<typeof jsonAnswer>]>([
    ['202, which promises an answer', emptyAnswer(202)],
    ['half of the JSON', { ...jsonAnswer(200, ''), body: Buffer.from('"Error : /a : x\\r\\nErr') }]
  ])('takes nothing for an answer that is none: %s', async (_, answer) => {
    const { store } = await open()
    emulator.fault('validate', { kind: 'answer', answer, applied: false })
    expect(await messageOf(store.validate(content()))).toMatch(/instead of JSON/)
  })

  test('takes no page for an answer', async () => {
    const { store } = await open()
    emulator.fault('validate', { kind: 'answer', answer: htmlAnswer(200, 'Sign in'), applied: false })
    expect(await messageOf(store.validate(content()))).toContain('a web page ("Sign in")')
  })
})

describe('the update', () => {
  test('is stored with icon and code, and keeps the client secret by not naming it', async () => {
    const { store, world } = await open()
    const before = await store.download()
    const sent = renamed(before)
    await store.update(before, sent)
    const after = await store.download()
    expect(isEqual(compareContent(sent, after, { additions: true }))).toBe(true)
    expect(after.revision).not.toBe(before.revision)
    expect(JSON.stringify(updates())).not.toContain('clientSecret')
    expect([...emulator.connector().clientSecrets.values()]).toEqual(['oC5Q~nB7.connector-secret_hY3uJk8Tq'])
    expect(world.log.lines).toEqual([
      'Uploaded icon and custom code, unchanged or new: left out of an update they would be lost',
      'The service took the update'
    ])
    expect(emulator.state.storage.violations).toEqual([])
  })

  test('sets a client secret that is given', async () => {
    const { store } = await open({ oAuthClientSecret: 'brand-new-secret' })
    const before = await store.download()
    await store.update(before, renamed(before))
    expect([...emulator.connector().clientSecrets.values()]).toEqual(['brand-new-secret'])
  })

  test('uploads nothing where there is nothing to upload', async () => {
    const { store } = await open({ connectorName: emulator.ids.connectors.plain })
    const before = await store.download()
    await store.update(before, renamed(before))
    expect([count('storage'), count('update')]).toEqual([0, 1])
    expect(updates()[0]).not.toHaveProperty('iconUri')
  })

  test('is not sent when somebody else changed the connector since', async () => {
    const { store } = await open()
    const before = await store.download()
    emulator.changeByOther(connector => (connector.displayName = 'Theirs'))
    expect(await failureOf(store.update(before, renamed(before)))).toBeInstanceOf(ChangedInBetweenError)
    expect(count('update')).toBe(0)
  })

  test('of a connector that would reach nothing uploads and sends nothing', async () => {
    const { store } = await open()
    const before = await store.download()
    const dead = { ...renamed(before), definition: { ...before.definition, host: '' } }
    expect(await messageOf(store.update(before, dead))).toContain('the definition has no host')
    expect([count('storage'), count('update')]).toEqual([0, 0])
  })

  test.each(['badGatewayAfterApplied', 'resetAfterApplied'] as const)(
    'that ends unclear but was applied is not sent again: %s',
    async name => {
      const { store, world } = await open()
      const before = await store.download()
      emulator.fault('update', faults[name])
      await store.update(before, renamed(before))
      expect(count('update')).toBe(1)
      expect(world.log.lines.at(-1)).toBe('update the connector: the connector has a new revision, so it was applied')
    }
  )

  test('that is refused is told in the words of the service, and not sent again', async () => {
    const { store } = await open()
    const before = await store.download()
    const inner = JSON.stringify({
      error: { code: 'BadRequest', message: 'Specified swagger has the following errors: x' }
    })
    emulator.fault('update', faults.error(502, 'ApiHubsRequestFailed', inner))
    expect(await messageOf(store.update(before, renamed(before)))).toMatch(
      /^Could not update the connector: the Power Apps service answered HTTP 502 BadRequest: Specified swagger .*api-properties-file/
    )
    expect(count('update')).toBe(1)
  })

  test('is sent once more without "stackOwner" where the region refuses that', async () => {
    emulator.state.powerApps.refusesStackOwner = true
    const { store, world } = await open()
    const before = await store.download()
    await store.update(before, renamed(before))
    expect(updates().map(sent => 'stackOwner' in sent)).toEqual([true, false])
    expect(world.log.lines).toContain('the service of this region refuses "stackOwner": once more without it')
  })

  test('waits where the service has no capacity for custom code', async () => {
    const { store, world } = await open()
    const before = await store.download()
    emulator.fault('update', faults.error(502, 'CustomScriptProvisioningFailed', 'No capacity.'))
    await store.update(before, renamed(before))
    expect(world.log.lines).toContain('update the connector: attempt 1 of 4 failed: HTTP 502, waiting 0 s')
  })

  test.each(['upload-icon', 'upload-script'] as const)('is not sent when the %s fails', async call => {
    const { store } = await open()
    const before = await store.download()
    emulator.fault({ call, times: 9 }, faults.status(403, 'empty'))
    expect(await messageOf(store.update(before, renamed(before)))).toMatch(
      /^Could not upload the (icon|custom code): blob storage at 127.0.0.1:\d+ answered HTTP 403/
    )
    expect(count('update')).toBe(0)
  })

  test('takes no storage that is not HTTPS', async () => {
    const { store } = await open()
    const before = await store.download()
    const answer = jsonAnswer(200, { sharedAccessSignature: 'http://storage.example/c?sig=x' })
    emulator.fault('storage', { kind: 'answer', answer, applied: false })
    expect(await messageOf(store.update(before, renamed(before)))).toContain('get storage for icon and custom code')
  })
})
