/** A folder of paconn, or of the mode `download`, updates the connector as the inputs given by hand do. */
import { describe, expect } from '@jest/globals'
import type { ActionRun } from '../emulator/run-action.ts'
import { ids } from '../emulator/seeds/ids.ts'
import type { StoredConnector } from '../emulator/state.ts'
import { errorOf, scenario, type Stage } from './scenario.ts'

type Folder = Readonly<Record<string, string | Buffer>>

/** Where the connector is, and how the document comes: what a settings file says instead. */
const unsaid = { 'connector-id': '', 'environment-id': '', 'swagger-url': '' }

/** The connector's package, as a run in the mode `download` leaves it in a folder of the workspace. */
async function downloaded(stage: Stage): Promise<Folder> {
  const run = await stage.run({ mode: 'download', 'swagger-url': '', 'package-directory': 'connector' })
  const inFolder = [...run.files].filter(([name]) => name.startsWith('workspace/connector/'))
  return Object.fromEntries(inFolder.map(([name, bytes]) => [name.slice('workspace/'.length), bytes]))
}

/** What is worked on in the repository: another text, another icon, other code. */
function edited(folder: Folder): Folder {
  const definition = String(folder['connector/apiDefinition.swagger.json']).replace(
    '"List orders"',
    '"List all orders"'
  )
  const icon = Buffer.from(folder['connector/icon.png'] ?? '')
  // A byte behind the end of a PNG makes another file of the same picture.
  return {
    ...folder,
    'connector/apiDefinition.swagger.json': definition,
    'connector/icon.png': Buffer.concat([icon, Buffer.from([0])]),
    'connector/script.csx': `${String(folder['connector/script.csx'])}\n// edited\n`
  }
}

/** The settings with other members, in the same folder. */
function withSettings(folder: Folder, change: object): Folder {
  const settings = JSON.parse(String(folder['connector/settings.json'])) as object
  return { ...folder, 'connector/settings.json': JSON.stringify({ ...settings, ...change }, null, 4) }
}

/** The connector after a run from the state that it has now, and that state again. */
async function outcomeOf(
  stage: Stage,
  run: () => Promise<ActionRun>
): Promise<[ActionRun, Omit<StoredConnector, 'changedTime'>]> {
  const { connectors } = stage.emulator.state.powerApps
  const connector = stage.emulator.connector()
  const before = { ...connector, properties: structuredClone(connector.properties) }
  const result = await run()
  const { changedTime: _, ...after } = stage.emulator.connector()
  connectors.set(ids.connector, before)
  return [result, after]
}

describe('settings of paconn', () => {
  scenario('give the same update as the inputs by hand', async stage => {
    const workspace = edited(await downloaded(stage))
    const [byHand, wanted] = await outcomeOf(stage, () =>
      stage.run(
        {
          'swagger-url': '',
          'swagger-file': 'connector/apiDefinition.swagger.json',
          'api-properties-file': 'connector/apiProperties.json',
          'icon-file': 'connector/icon.png',
          'script-file': 'connector/script.csx'
        },
        { workspace }
      )
    )
    const [bySettings, stored] = await outcomeOf(stage, () =>
      stage.run({ ...unsaid, 'power-apps-url': '', 'settings-file': 'connector/settings.json' }, { workspace })
    )
    expect([byHand.outputs['operation'], bySettings.outputs['operation']]).toEqual(['updated', 'updated'])
    expect(stored).toEqual(wanted)
    expect(bySettings.outputs['definition-sha256']).toBe(byHand.outputs['definition-sha256'])
    expect(String(stored.definition)).toContain('List all orders')
  })

  scenario('of a package as it was downloaded change nothing', async stage => {
    const workspace = await downloaded(stage)
    const run = await stage.run({ ...unsaid, 'settings-file': 'connector/settings.json', mode: 'plan' }, { workspace })
    expect(run.outputs).toMatchObject({ operation: 'planned', changed: 'false' })
  })

  scenario('as paconn writes them say where everything is, without a word in the inputs', async stage => {
    const { login, powerApps } = stage.emulator.addresses
    const workspace = withSettings(edited(await downloaded(stage)), {
      powerAppsUrl: powerApps,
      authorityUrl: `${login}/`,
      resource: stage.emulator.state.powerApps.audience,
      tenant: stage.emulator.ids.tenant
    })
    const addresses = { 'power-apps-url': '', 'power-apps-resource': '', 'authority-url': '', 'tenant-id': '' }
    const run = await stage.run({ ...unsaid, ...addresses, 'settings-file': 'connector/settings.json' }, { workspace })
    expect(run.outputs).toMatchObject({ operation: 'updated', 'connector-id': ids.connector })
    expect(run.log).toContain(`"environment-id" is ${ids.environment}, from "environment" of connector/settings.json`)
    expect(run.annotations.filter(({ level }) => level === 'warning').map(({ message }) => message)).toEqual([
      expect.stringContaining('"powerAppsUrl" of connector/settings.json'),
      expect.stringContaining('"authorityUrl" of connector/settings.json')
    ])
  })

  scenario('yield to an address that is given, and the log says so', async stage => {
    const workspace = await downloaded(stage)
    const settings = { 'connector-id': '', 'environment-id': '', 'settings-file': 'connector/settings.json' }
    const run = await stage.run(settings, { workspace })
    expect(run.outputs['operations-added']).toBe('1')
    expect(run.log).toContain('"swagger-url" is given, so "apiDefinition" of connector/settings.json is not used')
    expect(stage.count('api-document')).toBe(1)
  })

  scenario('that hold no JSON end the run before anything is called', async stage => {
    const workspace = { 'connector/settings.json': '{\n  "connectorId": \n}' }
    const run = await stage.run({ ...unsaid, 'settings-file': 'connector/settings.json' }, { workspace })
    expect(errorOf(run)).toMatch(/"settings-file" is .* line 3, column 1: "}" stands where a value has to be/)
    expect(stage.emulator.requests).toEqual([])
  })

  scenario('with a secret in them show it nowhere', async stage => {
    const secret = 'secret-that-lies-in-the-repository'
    const workspace = withSettings(await downloaded(stage), { clientSecret: secret })
    const run = await stage.run({ ...unsaid, 'settings-file': 'connector/settings.json', mode: 'plan' }, { workspace })
    expect(run.outputs['operation']).toBe('planned')
    const written = [
      run.render(),
      run.summary,
      ...Object.values(run.outputs),
      String(run.files.get('temp/report.json'))
    ]
    expect(written.join('\n')).not.toContain(secret)
  })
})
