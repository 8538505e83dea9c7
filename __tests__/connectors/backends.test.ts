/** What must hold on every backend: one table of scenarios, played on each through the pipeline and the store's interface. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { type JsonObject, objectAt, stringAt } from '../../src/definition/json.ts'
import { ChangedInBetweenError } from '../../src/errors.ts'
import { gitHubContext } from '../../src/github/context.ts'
import { loadInputs } from '../../src/inputs.ts'
import { run } from '../../src/main.ts'
import { newReport, type Report } from '../../src/report/report.ts'
import { type MemoryLog, testWorld } from '../collaborators.ts'
import { refusedBehind } from '../emulator/dataverse-errors.ts'
import { type Emulator, startEmulator } from '../emulator/emulator.ts'
import type { CallName, Role } from '../emulator/exchange.ts'
import { faults, type Fault } from '../emulator/faults.ts'
import { dataverseInputs, emulatorInputs } from '../emulator/run-action.ts'
import { parse } from '../emulator/stored-definition.ts'
import { type Given, sourceOf } from '../inputs/source.ts'

/** A backend as scenarios see it. */
interface Side {
  readonly name: string
  readonly role: Role
  readonly given: (emulator: Emulator) => Given
  /** The definition that the backend holds. */
  readonly definition: (emulator: Emulator) => JsonObject
  /** Everything that it holds of the connector. */
  readonly everything: (emulator: Emulator) => unknown
  readonly revision: (emulator: Emulator) => string
  readonly clientSecrets: (emulator: Emulator) => readonly string[]
  readonly changeByOther: (emulator: Emulator) => void
  readonly rewrite: (emulator: Emulator, change: (definition: JsonObject) => JsonObject) => void
  /** A refusal of what is written, with this text. */
  readonly refusal: (text: string) => Fault
}

const sides: readonly Side[] = [
  {
    name: 'Power Apps',
    role: 'powerApps',
    given: emulatorInputs,
    definition: emulator => parse(emulator.connector().definition),
    everything: emulator => structuredClone(emulator.connector()),
    revision: emulator => emulator.connector().changedTime,
    clientSecrets: emulator => [...emulator.connector().clientSecrets.values()],
    changeByOther: emulator => {
      emulator.changeByOther(connector => (connector.displayName = 'Theirs'))
    },
    rewrite: (emulator, change) => (emulator.state.powerApps.rewrite = change),
    refusal: text => faults.error(400, 'InvalidRequestContent', text)
  },
  {
    name: 'Dataverse',
    role: 'dataverse',
    given: dataverseInputs,
    definition: emulator => parse(Buffer.from(stringAt(emulator.row().columns, 'openapidefinition') ?? '')),
    everything: emulator => structuredClone(emulator.row()),
    revision: emulator => String(emulator.row().version),
    clientSecrets: emulator => [...emulator.row().clientSecrets.values()],
    changeByOther: emulator => {
      emulator.changeRowByOther(row => (row.columns['displayname'] = 'Theirs'))
    },
    rewrite: (emulator, change) => (emulator.state.dataverse.rewrite = change),
    refusal: text => ({ kind: 'answer', answer: refusedBehind('BadRequest', text).answer, applied: false })
  }
]

interface Outcome {
  readonly report: Report
  /** What the run threw; `undefined` when it didn't. */
  readonly error: Error | undefined
  readonly log: MemoryLog
}

interface Stage {
  readonly side: Side
  readonly emulator: Emulator
  /** Runs the pipeline with the inputs of the side and these. */
  readonly act: (changes?: Given) => Promise<Outcome>
  readonly count: (call: CallName) => number
}

interface Scenario {
  readonly sentence: string
  readonly play: (stage: Stage) => Promise<void>
}

/** To add a scenario is to add a row. */
const scenarios: readonly Scenario[] = [
  {
    sentence: 'an update brings the new operation with one write, and is proved by reading back',
    play: async ({ side, emulator, act, count }) => {
      const secrets = side.clientSecrets(emulator)
      const before = side.revision(emulator)
      const { report, error } = await act()
      expect(error).toBeUndefined()
      expect(report).toMatchObject({ operation: 'updated', changed: true })
      expect(report.operations?.added).toHaveLength(1)
      expect(report.revision).toEqual({ before, after: side.revision(emulator) })
      expect(side.revision(emulator)).not.toBe(before)
      expect(objectAt(side.definition(emulator), 'paths')).toHaveProperty(['/orders/{id}/ship'])
      expect(side.clientSecrets(emulator)).toEqual(secrets)
      expect(count('update')).toBe(1)
    }
  },
  {
    sentence: 'the same again writes nothing',
    play: async ({ side, emulator, act, count }) => {
      const first = await act()
      emulator.journal.clear()
      const before = side.everything(emulator)
      const { report } = await act()
      expect(report).toMatchObject({ operation: 'unchanged', changed: false })
      expect(report.definition.sha256).toBe(first.report.definition.sha256)
      expect(side.everything(emulator)).toEqual(before)
      expect(count('update')).toBe(0)
    }
  },
  {
    sentence: 'a plan tells what an update would do, for an account that may only read',
    play: async ({ side, emulator, act, count }) => {
      for (const user of emulator.state.login.users) user.access = 'read'
      const before = side.everything(emulator)
      const { report, error } = await act({ mode: 'plan' })
      expect(error).toBeUndefined()
      expect(report).toMatchObject({ operation: 'planned', changed: true })
      expect(report.operations?.added).toHaveLength(1)
      expect(side.everything(emulator)).toEqual(before)
      expect(count('update')).toBe(0)
    }
  },
  {
    sentence: 'a connector that was changed in between stays as the other one left it',
    play: async ({ side, emulator, act }) => {
      emulator.between('get-connector', () => {
        side.changeByOther(emulator)
      })
      const { report, error } = await act()
      expect(error).toBeInstanceOf(ChangedInBetweenError)
      expect(error?.message).toContain(`revision ${report.revision.before ?? ''} became ${side.revision(emulator)}`)
      expect(report.changed).toBe(false)
      expect(objectAt(side.definition(emulator), 'paths')).not.toHaveProperty(['/orders/{id}/ship'])
    }
  },
  {
    sentence: 'what breaks apps and flows is told, and writes nothing with "on-breaking: fail"',
    play: async ({ side, emulator, act }) => {
      const text = JSON.stringify(emulator.state.api.document).replaceAll('"Orders_Get"', '"Orders_Read"')
      emulator.state.api.document = JSON.parse(text) as JsonObject
      const before = structuredClone(side.everything(emulator))
      const { report, error } = await act({ 'on-breaking': 'fail' })
      expect(error?.message).toMatch(/apps and flows, first: .*; nothing was written; /)
      expect(report.changes?.map(({ rule }) => rule)).toContain('OperationRemoved')
      expect(report.changed).toBe(false)
      expect(side.everything(emulator)).toEqual(before)
    }
  },
  {
    sentence: 'a definition that is stored otherwise than it was sent fails the run, which says where',
    play: async ({ side, emulator, act }) => {
      side.rewrite(emulator, definition => ({ ...definition, basePath: '/other' }))
      const { report, error } = await act()
      expect(error?.message).toMatch(
        /^The connector does not hold what was sent: .*\/basePath.*the package from before lies/
      )
      expect(report.changed).toBeUndefined()
      expect(report.packagePath).toBeDefined()
    }
  },
  {
    sentence: 'content that the service refuses is told in its words, and nothing is written',
    play: async ({ side, emulator, act, count }) => {
      emulator.fault('update', side.refusal("Specified swagger has the following errors: 'no'"))
      const before = side.everything(emulator)
      const { report, error } = await act()
      expect(error?.message).toMatch(
        /Specified swagger has the following errors: 'no'.*; correct what the service names/
      )
      expect(report.changed).toBe(false)
      expect(side.everything(emulator)).toEqual(before)
      expect(count('update')).toBe(1)
    }
  },
  {
    sentence: 'an update whose answer is lost is found to be applied',
    play: async ({ emulator, act, count }) => {
      emulator.fault('update', faults.badGatewayAfterApplied)
      const { report } = await act()
      expect(report.operation).toBe('updated')
      expect(count('update')).toBe(1)
    }
  },
  {
    sentence: 'a new connector is made with one request, read back, and found under its title',
    play: async ({ emulator, act, count }) => {
      const { report, error } = await act(create(emulator, 'Invoices'))
      expect(error).toBeUndefined()
      expect(report).toMatchObject({ operation: 'created', changed: true, changes: [] })
      expect(report.operations?.added).toHaveLength(1)
      expect(report.connector).toMatchObject({ displayName: 'Invoices', name: expect.stringMatching(/^shared_/) })
      expect(report.revision).toEqual({ after: expect.stringMatching(/./) })
      expect(count('create')).toBe(1)
      const again = await act(create(emulator, 'Invoices'))
      expect(again.error?.message).toMatch(
        /^Did not create the connector: the environment has a connector with the title/
      )
      expect(count('create')).toBe(1)
    }
  },
  {
    sentence: 'a new connector that is refused is told in the words of the service, and nothing is made',
    play: async ({ side, emulator, act, count }) => {
      emulator.fault('create', side.refusal("Specified swagger has the following errors: 'no'"))
      const { report, error } = await act(create(emulator, 'Invoices'))
      expect(error?.message).toMatch(/^Could not create the connector: .*has the following errors: 'no'/)
      expect(report).toMatchObject({ operation: 'failed', changed: false })
      expect(count('create')).toBe(1)
    }
  },
  {
    sentence: 'a new connector whose answer is lost is found, and not made again',
    play: async ({ emulator, act, count }) => {
      emulator.fault('create', faults.badGatewayAfterApplied)
      const { report, error } = await act(create(emulator, 'Invoices'))
      expect(error).toBeUndefined()
      expect(report).toMatchObject({ operation: 'created', changed: true })
      expect(count('create')).toBe(1)
    }
  },
  {
    sentence: 'a new connector that is stored otherwise than it was sent fails the run, which knows its id',
    play: async ({ side, emulator, act }) => {
      side.rewrite(emulator, definition => ({ ...definition, basePath: '/other' }))
      const { report, error } = await act(create(emulator, 'Invoices'))
      expect(error?.message).toMatch(
        /^The connector does not hold what was sent: the service took the new connector, but .*\/basePath/
      )
      expect(error?.message).not.toContain('package')
      expect(report.connector.name).toMatch(/./)
      expect(report.changed).toBeUndefined()
    }
  },
  {
    sentence: 'the token goes to the backend, and to nobody else',
    play: async ({ side, emulator, act }) => {
      await act()
      const withToken = emulator.requests.filter(({ headers }) => headers['authorization'] !== undefined)
      expect(new Set(withToken.map(({ role }) => role))).toEqual(new Set([side.role]))
      const others = sides.filter(({ role }) => role !== side.role).map(({ role }) => role)
      expect(emulator.requests.filter(({ role }) => others.includes(role))).toEqual([])
    }
  }
]

/** Inputs for a new connector, whose document the API serves from now on. */
function create({ state }: Emulator, title: string): Given {
  state.api.document = {
    swagger: '2.0',
    info: { title, description: 'Reads the invoices of Contoso.', version: '3.0.0' },
    host: 'invoices.contoso.example',
    schemes: ['https'],
    paths: {
      '/invoices': {
        get: { operationId: 'Invoices_List', summary: 'List', responses: { '200': { description: 'All' } } }
      }
    }
  }
  return { mode: 'create', 'connector-id': '' }
}

describe.each(sides)('on $name', side => {
  test.each(scenarios)('$sentence', async ({ play }) => {
    const emulator = await startEmulator()
    emulator.trust()
    const folder = mkdtempSync(path.join(tmpdir(), 'run-'))
    try {
      const count = (call: CallName) => emulator.journal.of(call).length
      await play({ side, emulator, count, act: changes => runHere({ ...side.given(emulator), ...changes }, folder) })
    } finally {
      rmSync(folder, { recursive: true, force: true })
      await emulator.close()
    }
  })
})

/** The whole pipeline in this process. */
async function runHere(given: Given, folder: string): Promise<Outcome> {
  const connections = { open: () => undefined }
  const github = gitHubContext({}, () => '')
  const world = { ...testWorld(), connections, github, workspace: folder, folder }
  const report = newReport('2026-01-01T00:00:00Z')
  let error: Error | undefined
  try {
    await run(loadInputs(sourceOf(given, folder)), report, world)
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown
    error = thrown
  }
  return { report, error, log: world.log }
}
