import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { compareContent, isEqual } from '../../../src/connectors/connector.ts'
import { objectAt } from '../../../src/definition/json.ts'
import { ChangedInBetweenError } from '../../../src/errors.ts'
import { failureOf, messageOf } from '../../collaborators.ts'
import { dataverseError, protectionLimits } from '../../emulator/dataverse-errors.ts'
import { faults } from '../../emulator/faults.ts'
import { ordersScript } from '../../emulator/seeds/connectors.ts'
import { ids, oauthClientSecret } from '../../emulator/seeds/ids.ts'
import { firstVersion } from '../../emulator/seeds/rows.ts'
import { newStage, renamed, type Stage } from './stage.ts'

let stage: Stage

beforeEach(async () => {
  stage = await newStage()
})
afterEach(() => stage.emulator.close())

describe('the connector is found', () => {
  test.each([
    ['by the GUID of its row', 'connectorid', ids.rows.orders],
    ['by its shared_ name', 'connectorinternalid', ids.connector],
    ["by the row's own name", 'name', 'contoso_orders-20-28contoso-29']
  ] as const)('%s, and from then on by that GUID', async (_, column, value) => {
    const { store } = await stage.open({ key: { column, value } })
    expect(await store.download()).toMatchObject({ name: ids.connector, displayName: 'Orders (Contoso)' })
    await store.download()
    expect(stage.emulator.requests.at(-1)?.url.pathname).toBe(`/api/data/v9.2/connectors(${ids.rows.orders})`)
  })

  test('with the headers of the Web API, and columns that are named', async () => {
    await (await stage.open()).store.download()
    const request = stage.emulator.requests.at(-1)
    expect(request?.headers).toMatchObject({ 'odata-version': '4.0', 'odata-maxversion': '4.0' })
    expect(request?.headers).toMatchObject({ accept: 'application/json' })
    expect(request?.url.search).toMatch(/^\?\$select=connectorid%2Cname%2C[a-z%0-9C]+$/)
    expect(request?.url.search).not.toContain('iconblob')
  })

  test('where a quote is in its name', async () => {
    stage.emulator.row(ids.rows.plain).columns['name'] = "contoso_o'clock"
    const { store } = await stage.open({ key: { column: 'name', value: "contoso_o'clock" } })
    expect((await store.download()).displayName).toBe('Status')
  })

  test.each([
    ['connectorid', '00000000-0000-0000-0000-000000000001'],
    ['connectorinternalid', 'shared_nothing-5f0123456789abcdef'],
    ['name', 'contoso_nothing']
  ] as const)('not, when no row fits, and the other backend is named: %s', async (column, value) => {
    const { store } = await stage.open({ key: { column, value } })
    const message = await messageOf(store.download())
    expect(message).toContain(`has no row whose ${column} is ${value}`)
    expect(message).toMatch(/in no solution has no row: for that one set "backend" to power-apps/)
  })

  test.each([
    ['connectorinternalid', 'shared_twin-5f0a1b2c3d4e5f6073'],
    ['name', 'contoso_twin']
  ] as const)('not, when several rows fit, and they are listed: %s', async (column, value) => {
    const { store } = await stage.open({ key: { column, value } })
    const { twin, otherTwin } = ids.rows
    expect(await messageOf(store.download())).toContain(
      `2 rows have the ${column} ${value}: Twin (contoso_twin, ${twin}); Other twin (contoso_twin, ${otherTwin}, managed);` +
        ' give the GUID'
    )
  })

  test('not, when the row is of another kind', async () => {
    const { store } = await stage.open({ key: { column: 'connectorid', value: ids.rows.wrongType } })
    expect(await messageOf(store.download())).toBe(
      'Could not use the connector: it is not a custom connector (connectortype 2); give the id of a custom connector.'
    )
  })
})

describe('the download', () => {
  test('has definition, properties and code, no icon, and no secret', async () => {
    const connector = await (await stage.open()).store.download()
    expect(objectAt(connector.definition, 'paths')).toHaveProperty(['/orders/{id}/cancel'])
    expect(connector.script).toEqual(Uint8Array.from(ordersScript))
    expect(connector.icon).toBeUndefined()
    expect(Object.keys(connector.properties)).toEqual([
      'connectionParameters',
      'iconBrandColor',
      'scriptOperations',
      'capabilities',
      'policyTemplateInstances'
    ])
    expect(connector.properties['capabilities']).toEqual(['actions'])
    expect(connector.redirectUrl).toMatch(/^https:\/\/global\.consent\.azure-apim\.net\/redirect\//)
    expect(JSON.stringify(connector.properties)).not.toContain(oauthClientSecret)
  })

  test('knows a connector without code and parameters, whose columns are null or say "null"', async () => {
    const { store } = await stage.open({ key: { column: 'connectorid', value: ids.rows.plain } })
    expect(await store.download()).toMatchObject({ properties: {}, script: undefined, redirectUrl: '' })
  })

  test('tells versions apart that are one and the same as numbers', async () => {
    const { store } = await stage.open()
    const before = await store.download()
    stage.emulator.changeRowByOther(row => (row.columns['displayname'] = 'Theirs'))
    const after = await store.download()
    expect([before.revision, after.revision]).toEqual([String(firstVersion), String(firstVersion + 1n)])
    expect(Number(before.revision)).toBe(Number(after.revision))
  })

  test.each<[string, Parameters<Stage['emulator']['fault']>[1], RegExp]>([
    ['a page', faults.page, /HTTP 200 with a web page instead of a row as JSON; check "environment-url"/],
    ['nothing', faults.emptyOk, /HTTP 200 with an empty body instead of a row/],
    ['something else', faults.truncated, /HTTP 200 with something else instead of a row/],
    ['a redirect', faults.redirect('https://elsewhere.example/'), /answered HTTP 302/],
    ['another 404', faults.status(404, 'html'), /HTTP 404: a web page .* check "environment-url"/],
    ['a 401', faults.status(401, 'empty'), /HTTP 401: .*the token is for another organization/]
  ])('says what came instead of a row: %s', async (_, fault, message) => {
    const { store } = await stage.open()
    stage.emulator.fault({ call: 'get-connector', times: 9 }, fault)
    expect(await messageOf(store.download())).toMatch(message)
  })

  test.each(Object.entries(protectionLimits))('waits at the limit %s as long as it is told to', async (code, text) => {
    const { store, world } = await stage.open()
    const answer = dataverseError(429, code, text, { 'retry-after': '1' })
    stage.emulator.fault('get-connector', { kind: 'answer', answer, applied: false })
    await store.download()
    expect(world.log.lines).toContain('download the connector: attempt 1 of 4 failed: HTTP 429, waiting 1 s')
  })

  test('at the limit for good says so', async () => {
    const { store } = await stage.open()
    const answer = dataverseError(429, '0x80072322', protectionLimits['0x80072322'], { 'retry-after': '301' })
    stage.emulator.fault('get-connector', { kind: 'answer', answer, applied: false })
    expect(await messageOf(store.download())).toMatch(/HTTP 429 0x80072322: .*called this environment too much/)
  })

  test.each([
    ['is no user of the environment', () => (user().access = 'none'), /0x80072560.*Application User/],
    [
      'lacks the privilege',
      () => stage.emulator.state.dataverse.missingPrivileges.add('prvReadConnector'),
      /prvReadConnector.*Read on the table Connector/
    ]
  ])('is refused for an account that %s, with what it needs', async (_, change, message) => {
    change()
    expect(await messageOf((await stage.open()).store.download())).toMatch(message)
  })
})

describe('the validation', () => {
  test('has nothing to say but the limits of the columns, and the log says that', async () => {
    const { store, world } = await stage.open()
    const connector = await store.download()
    expect(await store.validate(renamed(connector))).toEqual({ by: 'the limits of Dataverse', findings: [] })
    expect(world.log.lines.at(-1)).toMatch(/^Dataverse has no validation of its own/)
  })

  test.each([
    [1_000_001, 'error', /has 1,0\d\d,\d\d\d characters, and its column in Dataverse takes 1,000,000 at most/],
    [500_001, 'warning', /has 50\d,\d\d\d characters, and in some environments .* 500,000 at most/]
  ])('tells of a definition of more than %d characters', async (length, severity, message) => {
    const { store } = await stage.open()
    const connector = await store.download()
    const sent = renamed(connector, 'x'.repeat(length))
    const { findings } = await store.validate(sent)
    expect(findings).toEqual([{ severity, pointer: '', message: expect.stringMatching(message) as unknown }])
  })

  test('refuses a managed connector as the update does', async () => {
    const { store } = await stage.open({ key: { column: 'connectorid', value: ids.rows.managed } })
    const connector = await store.download()
    expect(await messageOf(store.validate(renamed(connector)))).toMatch(/it is managed.*"allow-managed"/)
  })
})

describe('the update', () => {
  test('writes the definition and no other column, on the version that was read', async () => {
    const { store, world } = await stage.open()
    const before = await store.download()
    const sent = renamed(before)
    await store.update(before, sent)
    const after = await store.download()
    expect(isEqual(compareContent(sent, after, { additions: true }))).toBe(true)
    expect(after.revision).toBe(String(firstVersion + 1n))
    expect(stage.bodies()).toEqual([{ openapidefinition: JSON.stringify(sent.definition) }])
    expect(stage.updates()[0]?.headers).toMatchObject({
      'if-match': `W/"${firstVersion}"`,
      prefer: 'return=representation,odata.include-annotations="*"'
    })
    expect([...stage.emulator.row().clientSecrets.values()]).toEqual([oauthClientSecret])
    expect(world.log.lines.at(-1)).toMatch(/^Dataverse wrote the row; whether apps and flows are served it/)
  })

  test('is not sent when the row is gone or was changed since, even if nobody looked', async () => {
    const { store } = await stage.open()
    const before = await store.download()
    stage.emulator.changeRowByOther(row => (row.columns['displayname'] = 'Theirs'))
    const failure = await failureOf(store.update(before, renamed(before)))
    expect(failure).toBeInstanceOf(ChangedInBetweenError)
    expect(failure.message).toContain(`revision ${firstVersion} became ${firstVersion + 1n}`)
    expect(stage.emulator.row().served).not.toContain('Renamed')
  })

  test('of a connector that was downloaded again since is refused without a call', async () => {
    const { store } = await stage.open()
    const before = await store.download()
    stage.emulator.changeRowByOther(row => (row.columns['displayname'] = 'Theirs'))
    await store.download()
    expect(await failureOf(store.update(before, renamed(before)))).toBeInstanceOf(ChangedInBetweenError)
    expect(stage.updates()).toEqual([])
  })

  test('never creates a row: the row of a GUID that was deleted meanwhile stays away', async () => {
    const { store } = await stage.open()
    const before = await store.download()
    const { rows } = stage.emulator.state.dataverse
    rows.delete(ids.rows.orders)
    const count = rows.size
    expect(await messageOf(store.update(before, renamed(before)))).toMatch(/HTTP 404 0x80040217.*"connector-id"/)
    expect(rows.size).toBe(count)
    expect(stage.updates().every(({ headers }) => headers['if-match'] !== undefined)).toBe(true)
  })

  test('of a managed connector is not sent without "allow-managed", and is with it', async () => {
    const key = { column: 'connectorid', value: ids.rows.managed } as const
    const strict = await stage.open({ key })
    const before = await strict.store.download()
    expect(strict.world.log.lines).toContain('The connector is managed, which means that it came with a solution')
    expect(await messageOf(strict.store.update(before, renamed(before)))).toMatch(/unmanaged layer/)
    expect(stage.updates()).toEqual([])
    const { store } = await stage.open({ key, allowManaged: true })
    await store.update(await store.download(), renamed(before))
    expect(stage.updates()).toHaveLength(1)
  })

  test('says when the row is inactive', async () => {
    stage.emulator.row().columns['statecode'] = 1
    const { store, world } = await stage.open()
    await store.download()
    expect(world.log.lines).toContain('The row is inactive')
  })
})

function user(): Stage['emulator']['state']['login']['users'][number] {
  const [first] = stage.emulator.state.login.users
  if (first === undefined) throw new Error('There is a seeded user.')
  return first
}
