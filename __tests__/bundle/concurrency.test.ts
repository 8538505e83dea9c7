/**
 * Two runs at once on one connector. The emulator stops each of them where a test says, so that they meet in a known order.
 * Whatever that is, the connector is in the end what one of the two made of it, with everything that belongs to it.
 */
import { isDeepStrictEqual } from 'node:util'
import { describe, expect } from '@jest/globals'
import { isObject, type JsonObject, objectAt } from '../../src/definition/json.ts'
import { type Emulator, startEmulator } from '../emulator/emulator.ts'
import type { FaultSelection } from '../emulator/faults.ts'
import type { Hold, When } from '../emulator/holds.ts'
import { type ActionRun, runAction } from '../emulator/run-action.ts'
import { newIcon, ordersIcon } from '../emulator/seeds/icons.ts'
import type { StoredRow } from '../emulator/state.ts'
import { type Backend, dataverse, powerApps } from '../faults/backends.ts'
import { onDataverse, scenario, type Stage } from './scenario.ts'

/** Where a run can be stopped. */
const places = {
  /** The connector is downloaded, and nothing else done. */
  downloaded: [{ call: 'validate' }, 'before'],
  /** Half of the uploads are made. */
  uploading: [{ call: 'upload-script' }, 'before'],
  /** It has looked at the connector for the last time, and the update is on its way. */
  sending: [{ call: 'update' }, 'before'],
  /** The update has been applied, and no answer came yet. */
  written: [{ call: 'update' }, 'after'],
  /** The connector is being read back: what it is called is known, its definition isn't. */
  readingBack: [{ call: 'read-back-definition' }, 'before'],
  end: undefined
} as const satisfies Record<string, readonly [FaultSelection, When] | undefined>

type Place = keyof typeof places
type Name = 'one' | 'two'
/** How a run ends: with its update, before it because of the other one, or with an update that is gone. */
type End = 'updated' | 'stopped' | 'overwritten'

interface Meeting {
  readonly sentence: string
  /** Each run goes on to that place, and the other one stands still meanwhile. */
  readonly order: readonly (readonly [Name, Place])[]
  readonly ends: Readonly<Record<Name, End>>
  /** Whose connector is there in the end. */
  readonly winner: Name
}

const meetings: readonly Meeting[] = [
  {
    sentence: 'the second run begins and ends while the first one sends its update',
    order: [
      ['one', 'sending'],
      ['two', 'end'],
      ['one', 'end']
    ],
    ends: { one: 'stopped', two: 'updated' },
    winner: 'two'
  },
  {
    sentence: 'both send their update, and the first one comes first',
    order: [
      ['one', 'sending'],
      ['two', 'sending'],
      ['one', 'end'],
      ['two', 'end']
    ],
    ends: { one: 'updated', two: 'stopped' },
    winner: 'one'
  },
  {
    sentence: 'both send their update, and the second one comes first',
    order: [
      ['one', 'sending'],
      ['two', 'sending'],
      ['two', 'end'],
      ['one', 'end']
    ],
    ends: { one: 'stopped', two: 'updated' },
    winner: 'two'
  },
  {
    sentence: 'the second run begins and ends while the first one waits for the answer to its update',
    order: [
      ['one', 'written'],
      ['two', 'end'],
      ['one', 'end']
    ],
    ends: { one: 'overwritten', two: 'updated' },
    winner: 'two'
  },
  {
    sentence: 'the second run sends its update while the first one waits for the answer to its own',
    order: [
      ['two', 'sending'],
      ['one', 'written'],
      ['two', 'end'],
      ['one', 'end']
    ],
    ends: { one: 'updated', two: 'stopped' },
    winner: 'one'
  }
]

/** What only the Power Apps service has: uploads, a validation, and no version that a write is bound to. */
const meetingsOfPowerApps: readonly Meeting[] = [
  ...meetings.filter(({ order }) => order[0]?.[1] === 'written'),
  {
    sentence: 'both have downloaded the connector, and the first one goes on',
    order: [
      ['one', 'downloaded'],
      ['two', 'downloaded'],
      ['one', 'end'],
      ['two', 'end']
    ],
    ends: { one: 'updated', two: 'stopped' },
    winner: 'one'
  },
  {
    sentence: 'both have downloaded the connector, and the second one goes on',
    order: [
      ['one', 'downloaded'],
      ['two', 'downloaded'],
      ['two', 'end'],
      ['one', 'end']
    ],
    ends: { one: 'stopped', two: 'updated' },
    winner: 'two'
  },
  {
    sentence: 'the second run writes while the first one uploads',
    order: [
      ['one', 'uploading'],
      ['two', 'end'],
      ['one', 'end']
    ],
    ends: { one: 'stopped', two: 'updated' },
    winner: 'two'
  },
  {
    sentence: 'both upload at the same time, and the second one goes on',
    order: [
      ['one', 'uploading'],
      ['two', 'uploading'],
      ['two', 'written'],
      ['one', 'end'],
      ['two', 'end']
    ],
    ends: { one: 'stopped', two: 'updated' },
    winner: 'two'
  },
  {
    sentence: 'the second run writes while the first one reads back',
    order: [
      ['one', 'readingBack'],
      ['two', 'end'],
      ['one', 'end']
    ],
    ends: { one: 'overwritten', two: 'updated' },
    winner: 'two'
  },
  {
    sentence: 'both have looked for the last time: the later update replaces the earlier one whole',
    order: [
      ['one', 'sending'],
      ['two', 'sending'],
      ['one', 'written'],
      ['two', 'end'],
      ['one', 'end']
    ],
    ends: { one: 'overwritten', two: 'updated' },
    winner: 'two'
  },
  {
    sentence: 'both have looked for the last time, and the first one ends before the other writes',
    order: [
      ['one', 'sending'],
      ['two', 'sending'],
      ['one', 'end'],
      ['two', 'end']
    ],
    ends: { one: 'updated', two: 'updated' },
    winner: 'two'
  }
]

/** What the two runs bring along: everything differs that can. */
function versionOf(name: Name, backend: Backend, emulator: Emulator) {
  const { capabilities, connectionParameters, policyTemplateInstances } = emulator.connector().properties
  const properties = {
    capabilities,
    connectionParameters,
    policyTemplateInstances,
    iconBrandColor: name === 'one' ? '#111111' : '#222222',
    scriptOperations: name === 'one' ? ['Orders_Get'] : ['Orders_List']
  }
  const icon = { 'icon.png': name === 'one' ? newIcon : Buffer.concat([ordersIcon, Buffer.from([0])]) }
  return {
    inputs: {
      ...backend.inputs(emulator),
      'swagger-url': '',
      'swagger-file': 'api.json',
      'api-properties-file': 'apiProperties.json',
      'script-file': 'script.csx',
      'oauth-client-secret': `secret-of-run-${name}`,
      ...(backend === powerApps ? { 'icon-file': 'icon.png' } : {})
    },
    workspace: {
      'api.json': JSON.stringify(documentOf(name, emulator.state.api.document)),
      'apiProperties.json': JSON.stringify({ properties }),
      'script.csx': `public class Script : ScriptBase { /* ${name} */ }\n`,
      ...icon
    }
  }
}

function documentOf(name: Name, document: JsonObject): JsonObject {
  const operation = {
    get: { operationId: `Orders_${name}`, summary: `Of run ${name}`, responses: { '200': { description: 'OK' } } }
  }
  return {
    ...document,
    info: { ...objectAt(document, 'info'), description: `As run ${name} has it` },
    paths: { ...objectAt(document, 'paths'), [`/orders/${name}`]: operation }
  }
}

const alone = new Map<string, Promise<object>>()

/** The connector after one of the runs when there is no other one. */
function wholeOf(name: Name, backend: Backend): Promise<object> {
  const key = `${name} ${backend.name}`
  const whole = alone.get(key) ?? runAlone(name, backend)
  alone.set(key, whole)
  return whole
}

async function runAlone(name: Name, backend: Backend): Promise<object> {
  const emulator = await startEmulator()
  try {
    const { inputs, workspace } = versionOf(name, backend, emulator)
    const run = await runAction(inputs, { emulator, workspace })
    if (run.outputs['operation'] !== 'updated') throw new Error(`A run without another one failed:\n${run.log}`)
    return backend.photograph(emulator)
  } finally {
    await emulator.close()
  }
}

/** Resolves when the run stands there. A run that ends without coming by would be waited for in vain. */
async function reached(hold: Hold, run: Promise<ActionRun>): Promise<void> {
  const ended = run.then(({ log }) => {
    throw new Error(`The run ended before it was stopped:\n${log}`)
  })
  await Promise.race([hold.reached, ended])
}

/** A run that goes from place to place. */
class Runner {
  readonly #start: () => Promise<ActionRun>
  readonly #emulator: Emulator
  #held: Hold | undefined
  #run: Promise<ActionRun> | undefined

  constructor(emulator: Emulator, start: () => Promise<ActionRun>) {
    this.#emulator = emulator
    this.#start = start
  }

  /** Goes on until it stands at the place. No other run may be moving. */
  async advance(place: Place): Promise<void> {
    const stop: readonly [FaultSelection, When] | undefined = places[place]
    const next = stop && this.#emulator.hold(...stop)
    this.#held?.release()
    this.#held = next
    this.#run ??= this.#start()
    if (next) await reached(next, this.#run)
    else await this.#run
  }

  get run(): Promise<ActionRun> {
    return this.#run ?? this.#start()
  }
}

function endOf(run: ActionRun): string {
  const { operation, changed } = run.outputs
  const error = run.annotations.find(({ level, properties }) => level === 'error' && properties['title'] === undefined)
  const message = error?.message ?? ''
  if (operation === 'updated' && changed === 'true' && message === '') return 'updated'
  const other =
    /^Did not update shared_.*: somebody else changed it while this run prepared its update \(revision .* became .*\); nothing was written; run the job again, .*\.$/
  if (changed === 'false' && other.test(message)) return 'stopped'
  const gone =
    /^The connector does not hold what was sent: the service took the update, but what it stores differs: .*; compare .*; the package from before lies in .*\.$/
  if (changed === '' && gone.test(message)) return 'overwritten'
  return `${operation ?? ''}, changed "${changed ?? ''}": ${message}`
}

function textOf({ columns }: StoredRow, column: string): string {
  const value = columns[column]
  return typeof value === 'string' ? value : ''
}

/** Neither of the runs may leave anything of the other one in what it made. */
async function winnerOf(backend: Backend, emulator: Emulator): Promise<Name | 'neither'> {
  const now = backend.photograph(emulator)
  for (const name of ['one', 'two'] as const) if (isDeepStrictEqual(now, await wholeOf(name, backend))) return name
  return 'neither'
}

function start(name: Name, backend: Backend, stage: Stage): Promise<ActionRun> {
  const { inputs, workspace } = versionOf(name, backend, stage.emulator)
  return stage.run(inputs, { workspace })
}

describe.each([
  { backend: powerApps, all: meetingsOfPowerApps },
  { backend: dataverse, all: meetings }
])('two runs at once on $backend.name end as one whole connector', ({ backend, all }) => {
  const secrets = ['secret-of-run-one', 'secret-of-run-two']

  for (const { sentence, order, ends, winner } of all) {
    scenario(
      sentence,
      async stage => {
        const { emulator } = stage
        const runs = {
          one: new Runner(emulator, () => start('one', backend, stage)),
          two: new Runner(emulator, () => start('two', backend, stage))
        }
        for (const [name, place] of order) await runs[name].advance(place)
        const [one, two] = [endOf(await runs.one.run), endOf(await runs.two.run)]
        expect({ one, two, winner: await winnerOf(backend, emulator) }).toEqual({ ...ends, winner })
      },
      { secrets }
    )
  }

  scenario(
    'as soon as they can, without any order',
    async stage => {
      const [one, two] = await Promise.all([start('one', backend, stage), start('two', backend, stage)])
      const ends = [endOf(one), endOf(two)]
      expect(ends).toContain('updated')
      expect(ends.filter(end => !['updated', 'stopped', 'overwritten'].includes(end))).toEqual([])
      const winner = await winnerOf(backend, stage.emulator)
      expect(endOf(winner === 'one' ? one : two)).toBe('updated')
      expect(winner).not.toBe('neither')
    },
    { secrets }
  )
})

describe('where Dataverse compares no versions', () => {
  scenario('two runs that change different parts at once mix them, and the later one says so', async stage => {
    const { emulator } = stage
    emulator.state.dataverse.optimisticConcurrency = false
    const sending = emulator.hold({ call: 'update', where: ({ headers }) => headers['if-match'] === '*' }, 'before')
    const code = 'public class Script : ScriptBase { /* of the later run */ }\n'
    const later = stage.run(
      onDataverse(stage, { 'swagger-url': '', 'swagger-file': 'api.json', keep: 'none', 'script-file': 'script.csx' }),
      {
        workspace: { 'script.csx': code, 'api.json': textOf(emulator.row(), 'openapidefinition') }
      }
    )
    await reached(sending, later)
    const earlier = await stage.run(onDataverse(stage))
    sending.release()
    expect([endOf(earlier), endOf(await later)]).toEqual(['updated', 'overwritten'])
    expect(emulator.row().columns['customcodeblobcontent']).toBe(code)
    expect(emulator.row().columns['openapidefinition']).toContain('Orders_Ship')
  })
})

describe('a package that is downloaded while another run writes', () => {
  const definitionIn = (run: ActionRun): JsonObject => {
    const file = [...run.files].find(([name]) => name.endsWith('/package/apiDefinition.swagger.json'))?.[1]
    const value: unknown = JSON.parse(String(file))
    if (!isObject(value)) throw new Error('The definition is not an object.')
    return value
  }

  scenario(
    'is the connector from after that, and never half of each',
    async stage => {
      const { emulator } = stage
      const reading = emulator.hold({ call: 'original-definition' }, 'before')
      const download = stage.run({ mode: 'download', 'swagger-url': '' })
      await reached(reading, download)
      const other = await start('two', powerApps, stage)
      reading.release()
      const run = await download
      expect([run.outputs['operation'], run.outputs['connector-revision']]).toEqual([
        'downloaded',
        other.outputs['connector-revision']
      ])
      expect(objectAt(definitionIn(run), 'paths')).toHaveProperty(['/orders/two'])
      const properties = [...run.files].find(([name]) => name.endsWith('/package/apiProperties.json'))?.[1]
      expect(String(properties)).toContain('#222222')
    },
    { secrets: ['secret-of-run-two'] }
  )

  scenario('is none when the connector does not come to rest', async stage => {
    const { emulator } = stage
    const change = (): void => {
      emulator.changeByOther(connector => (connector.properties['iconBrandColor'] = '#333333'))
      emulator.between('original-definition', change)
    }
    emulator.between('original-definition', change)
    const run = await stage.run({ mode: 'download', 'swagger-url': '' })
    expect(run.outputs['package-path']).toBe('')
    expect(run.log).toContain(
      'Could not download the connector: somebody else changed it while it was read, 3 times; run the job again when nobody works on it.'
    )
  })
})
