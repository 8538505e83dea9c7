import { describe, expect, test } from '@jest/globals'
import type { Connector, ConnectorContent } from '../../src/connectors/connector.ts'
import { type ReadBack, readBack } from '../../src/connectors/read-back.ts'
import type { ConnectorStore } from '../../src/connectors/store.ts'
import { memoryLog, messageOf } from '../collaborators.ts'
import { bytes, connector, content, definition, png } from './content.ts'

const before = connector({ revision: 'before' })

/** A store whose connector is each of these in turn, and then the last one. */
function storeOf(...states: Connector[]): ConnectorStore {
  const last = states.at(-1) ?? before
  return {
    name: 'Test',
    storable: [],
    download: () => Promise.resolve(states.shift() ?? last),
    isUnchanged: () => Promise.resolve(true),
    validate: () => Promise.resolve({ by: 'the validation of Test', findings: [] }),
    prepareUpdate: () => undefined,
    update: () => Promise.resolve(),
    findByTitle: () => Promise.resolve([]),
    create: () => Promise.resolve('')
  }
}

function look(sent: ConnectorContent, states: Connector[], signal = new AbortController().signal): Promise<ReadBack> {
  return readBack(
    storeOf(...states),
    sent,
    { revision: before.revision, packagePath: '/package' },
    { log: memoryLog(), signal }
  )
}

/** What is told when the first look finds another state than was sent: the wait for the second one is cut short. */
async function toldAtFirst(sent: ConnectorContent, stored: Connector): Promise<string[]> {
  const stop = new AbortController()
  const log = memoryLog(() => {
    stop.abort()
  })
  const work = readBack(
    storeOf(stored),
    sent,
    { revision: before.revision, packagePath: '/package' },
    { log, signal: stop.signal }
  )
  await expect(work).rejects.toMatchObject({ name: 'AbortError' })
  return log.lines
}

describe('the read-back', () => {
  test('ends with the first look at what was sent', async () => {
    const after = connector({ revision: 'after', icon: png, script: bytes('a\r\nb') })
    const stored = await look(content({ icon: png, script: bytes('a\nb') }), [after])
    expect(stored).toEqual({ connector: after, remarks: [] })
  })

  test('allows for what the service is known to rewrite and to add', async () => {
    const rewritten = { ...definition, parameters: {}, tags: [] }
    const stored = connector({ definition: rewritten, properties: { capabilities: ['actions'], publisher: 'x' } })
    const sent = content({ properties: { capabilities: ['actions'] } })
    expect((await look(sent, [stored])).remarks).toEqual([])
  })

  test('takes an icon of other bytes for stored, and says so', async () => {
    const stored = connector({ icon: Uint8Array.of(...png, 9) })
    expect((await look(content({ icon: png }), [stored])).remarks).toEqual([
      'The service stores the icon with other bytes than were sent'
    ])
  })

  test.each<[string, Partial<ConnectorContent>, Partial<Connector>, string]>([
    ['an icon', { icon: png }, {}, 'the icon is gone'],
    ['custom code', { script: bytes('x') }, {}, 'the custom code'],
    ['a property', { properties: { publisher: 'Contoso' } }, {}, 'publisher'],
    [
      'the definition',
      {},
      { definition: { ...definition, host: 'other.example', basePath: '/' } },
      '2 places of the definition, first /host, /basePath'
    ]
  ])('names what differs: %s', async (_, sent, stored, difference) => {
    expect(await toldAtFirst(content(sent), connector(stored))).toEqual([
      `The connector does not hold what was sent yet (${difference}), looking again in 1 s`
    ])
  })

  test('looks again until the update is there', async () => {
    const old = connector({ revision: 'before', definition: { ...definition, host: 'old.example' } })
    expect((await look(content(), [old, connector({ revision: 'after' })])).connector.revision).toBe('after')
  })

  test('fails when the connector has moved and yet is another one, and says where the package lies', async () => {
    const other = connector({ revision: 'after', definition: { ...definition, host: 'other.example' } })
    expect(await messageOf(look(content(), [other]))).toBe(
      'The connector does not hold what was sent: the service took the update, but what it stores differs: ' +
        '1 place of the definition, first /host; compare the connector in the maker portal with the definition of ' +
        'this run; the package from before lies in /package.'
    )
  })
})
