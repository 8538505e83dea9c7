import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Connector, ConnectorContent } from '../../../src/connectors/connector.ts'
import { ChangedInBetweenError, UnclearUpdateError } from '../../../src/errors.ts'
import type { Http } from '../../../src/http.ts'
import { failureOf, messageOf, type TestWorld } from '../../collaborators.ts'
import { dataverseError, refusedBehind } from '../../emulator/dataverse-errors.ts'
import { emptyAnswer, htmlAnswer, jsonAnswer } from '../../emulator/exchange.ts'
import { faults } from '../../emulator/faults.ts'
import { ids } from '../../emulator/seeds/ids.ts'
import { firstVersion } from '../../emulator/seeds/rows.ts'
import { newStage, renamed, type Stage } from './stage.ts'

let stage: Stage

beforeEach(async () => {
  stage = await newStage()
})
afterEach(() => stage.emulator.close())

/** Without custom code, so that an end without an answer isn't waited out. */
const plain = { column: 'connectorid', value: ids.rows.plain } as const

interface Ready {
  readonly before: Connector
  readonly sent: ConnectorContent
  readonly world: TestWorld
  readonly update: () => Promise<void>
}

async function ready(
  key: { column: 'connectorid'; value: string } = plain,
  http?: (world: TestWorld) => Http
): Promise<Ready> {
  const { store, world } = await stage.open({ key }, http)
  const before = await store.download()
  const sent = renamed(before)
  return { before, sent, world, update: () => store.update(before, sent) }
}

function answered(answer: ReturnType<typeof jsonAnswer>, applied = false) {
  return { kind: 'answer', answer, applied } as const
}

/** Patience for nothing: a PATCH is given up after this many seconds. Asserts what the client allows it. */
function hasty(seconds: number): (world: TestWorld) => Http {
  return ({ http }) => ({
    send: request => {
      if (request.method === 'PATCH') expect(request.timeoutSeconds).toBe(300)
      return http.send(request.method === 'PATCH' ? { ...request, timeoutSeconds: seconds } : request)
    }
  })
}

describe('an update that Dataverse takes', () => {
  test.each([
    ['with the row', undefined],
    ['without the row', answered(emptyAnswer(204), true)],
    ['with something that is no row', answered(jsonAnswer(200, []), true)]
  ])('%s is told by its new revision', async (_, fault) => {
    const { update, world } = await ready()
    if (fault) stage.emulator.fault('update', fault)
    await update()
    expect(stage.updates()).toHaveLength(1)
    expect(world.log.lines.at(-1)).toMatch(/^Dataverse wrote the row/)
  })

  test('although nothing moves fails, and says so', async () => {
    stage.emulator.state.dataverse.runtime = 'swallows'
    const { update } = await ready()
    const failure = await failureOf(update())
    expect(failure.message).toBe(
      `Could not update the connector: Dataverse answered HTTP 200, but the row still has the revision ${firstVersion}; ` +
        'open the connector in the maker portal and save it there once, then run the job again.'
    )
    expect(failure).not.toBeInstanceOf(UnclearUpdateError)
  })

  test('after which the row can not be read is unclear', async () => {
    const { update } = await ready()
    stage.emulator.fault('update', answered(emptyAnswer(204), true))
    stage.emulator.fault({ call: 'read-back', times: 9 }, faults.status(403))
    const failure = await failureOf(update())
    expect(failure).toBeInstanceOf(UnclearUpdateError)
    expect(failure.message).toMatch(/answered HTTP 204, and the row could not be read since: .*HTTP 403/)
  })
})

describe('an update of another version', () => {
  test.each([
    ['its status', answered(emptyAnswer(412))],
    ['its code', answered(dataverseError(400, '0x80060882', 'The version does not match.'))]
  ])('is told by %s, and nothing is sent again', async (_, fault) => {
    const { update } = await ready()
    stage.emulator.fault('update', fault)
    expect(await failureOf(update())).toBeInstanceOf(ChangedInBetweenError)
    expect(stage.updates()).toHaveLength(1)
  })

  test('is one also when the row can not be read any more', async () => {
    const { update } = await ready()
    stage.emulator.fault('update', answered(emptyAnswer(412)))
    stage.emulator.fault({ call: 'read-back', times: 9 }, faults.status(403))
    expect((await failureOf(update())).message).toContain(`revision ${firstVersion} became unknown`)
  })
})

describe('where versions are not compared', () => {
  beforeEach(() => {
    stage.emulator.state.dataverse.optimisticConcurrency = false
  })

  test('the row is read once more, and the update goes to whatever version it has', async () => {
    const { update } = await ready()
    await update()
    const calls = stage.emulator.requests.slice(-3).map(({ method, headers }) => [method, headers['if-match']])
    expect(calls).toEqual([
      ['PATCH', `W/"${firstVersion}"`],
      ['GET', undefined],
      ['PATCH', '*']
    ])
  })

  test('a row that was changed meanwhile stays as it is', async () => {
    const { update } = await ready()
    stage.emulator.between('update', () => {
      stage.emulator.changeRowByOther(row => (row.columns['displayname'] = 'Theirs'), ids.rows.plain)
    })
    expect(await failureOf(update())).toBeInstanceOf(ChangedInBetweenError)
    expect(stage.updates().map(({ headers }) => headers['if-match'])).toEqual([`W/"${firstVersion}"`])
  })

  test('a row that went away meanwhile is not made anew', async () => {
    const { update } = await ready()
    stage.emulator.between('read-back', () => {
      stage.emulator.state.dataverse.rows.delete(ids.rows.plain)
    })
    expect(await messageOf(update())).toContain('0x80040217')
    expect(stage.emulator.state.dataverse.rows.has(ids.rows.plain)).toBe(false)
  })

  test('a refusal of that too is told', async () => {
    const { update } = await ready()
    const code = dataverseError(412, '0x8006088D', 'Optimistic concurrency is not enabled.')
    stage.emulator.fault({ call: 'update', times: 2 }, answered(code))
    expect(await messageOf(update())).toMatch(/HTTP 412 0x8006088D.*optimistic concurrency/)
    expect(stage.updates()).toHaveLength(2)
  })
})

describe('an update that is refused', () => {
  test('by Dataverse is told in its words, and not sent again', async () => {
    stage.emulator.state.dataverse.missingPrivileges.add('prvWriteConnector')
    const { update } = await ready()
    expect(await messageOf(update())).toMatch(
      /^Could not update the connector: Dataverse answered HTTP 403 0x80040220: .*prvWriteConnector.*\(request id .*Write on the table/
    )
    expect(stage.updates()).toHaveLength(1)
  })

  test('for its length is told with what to do', async () => {
    stage.emulator.state.dataverse.definitionLength = 100
    const { update } = await ready()
    expect(await messageOf(update())).toMatch(/0x80044331: .*maximum allowed length of '100'.*"include-operations"/)
  })

  test('by the service behind is told in the words of that one', async () => {
    const { store } = await stage.open({ key: plain })
    const before = await store.download()
    const sent = { ...renamed(before), definition: { ...before.definition, host: '' } }
    expect(await messageOf(store.update(before, sent))).toMatch(
      /^Could not update the connector: Dataverse answered HTTP 400 BadRequest: Specified swagger has the following errors: .*\/host.*; correct what the service names/
    )
    expect(stage.emulator.row(ids.rows.plain).version).toBe(firstVersion)
  })

  test('by the service behind though the row was written is unclear', async () => {
    stage.emulator.state.dataverse.runtime = 'refuses-after-write'
    const { update } = await ready()
    const failure = await failureOf(update())
    expect(failure).toBeInstanceOf(UnclearUpdateError)
    expect(failure.message).toMatch(
      /Dataverse wrote the row, and yet: Dataverse answered HTTP 400 BadRequest: .*not allowed/
    )
    expect(stage.updates()).toHaveLength(1)
  })

  test('by the service behind for the moment is sent again', async () => {
    const { update } = await ready()
    const { answer } = refusedBehind('InternalServerError', 'Something failed.')
    stage.emulator.fault('update', answered(answer))
    await update()
    expect(stage.updates()).toHaveLength(2)
  })

  test('by the service behind for the moment though the row was written is unclear', async () => {
    const { update } = await ready()
    const { answer } = refusedBehind('InternalServerError', 'Something failed.')
    stage.emulator.fault('update', answered(answer, true))
    expect((await failureOf(update())).message).toMatch(/Dataverse wrote the row, and yet: .*Something failed/)
    expect(stage.updates()).toHaveLength(1)
  })
})

describe('an update that ends unclear', () => {
  test.each([
    ['502 without a body', faults.badGatewayAfterApplied],
    ['a broken connection', faults.resetAfterApplied],
    ['a page with 200', answered(htmlAnswer(200, 'Sign in'), true)],
    ['a redirect', answered(emptyAnswer(302, { location: 'https://elsewhere.example/' }), true)]
  ])('and was applied is not sent again: %s', async (_, fault) => {
    const { update, world } = await ready()
    stage.emulator.fault('update', fault)
    await update()
    expect(stage.updates()).toHaveLength(1)
    expect(world.log.lines.at(-1)).toBe('update the connector: the row has a new revision, so it was applied')
  })

  test('and was not applied is sent again, on the same version', async () => {
    const { update, world } = await ready()
    stage.emulator.fault('update', faults.reset)
    await update()
    expect(stage.updates().map(({ headers }) => headers['if-match'])).toEqual(
      Array.from({ length: 2 }, () => `W/"${firstVersion}"`)
    )
    expect(world.log.lines).toContain('update the connector: not applied, attempt 2 of 3')
  })

  test('and is applied only when it is sent again counts as applied, since the version tells', async () => {
    const { update, world } = await ready()
    stage.emulator.fault('update', faults.reset)
    stage.emulator.fault({ call: 'update', from: 2 }, answered(emptyAnswer(412), true))
    await update()
    expect(world.log.lines.at(-1)).toContain('so an earlier attempt was applied')
  })

  test('every time is given up as unclear', async () => {
    const { update } = await ready()
    stage.emulator.fault({ call: 'update', times: 9 }, faults.status(503, 'empty'))
    const failure = await failureOf(update())
    expect(failure).toBeInstanceOf(UnclearUpdateError)
    expect(failure.message).toContain('the row shows no new revision so far')
    expect(stage.updates()).toHaveLength(3)
  })

  test('and is refused when it is sent again is unclear', async () => {
    const { update } = await ready()
    stage.emulator.fault('update', faults.reset)
    stage.emulator.fault({ call: 'update', from: 2 }, faults.status(403))
    expect((await failureOf(update())).message).toMatch(
      /an earlier attempt ended without an answer, and then: .*HTTP 403/
    )
  })

  test('and whose row can not be read is unclear', async () => {
    const { update } = await ready()
    stage.emulator.fault('update', faults.resetAfterApplied)
    stage.emulator.fault({ call: 'read-back', times: 9 }, faults.status(403))
    expect((await failureOf(update())).message).toMatch(/the row could not be read since: .*HTTP 403/)
  })
})

describe('an update of a connector with custom code', () => {
  const orders = { column: 'connectorid', value: ids.rows.orders } as const

  test('that has no answer within five minutes is waited out, and not sent again', async () => {
    const { update, world } = await ready(orders, hasty(0.2))
    stage.emulator.fault('update', faults.hangBeforeApplied(600))
    await update()
    expect(stage.updates()).toHaveLength(1)
    expect(world.log.lines).toContainEqual(
      expect.stringMatching(/^look whether the update was applied: attempt \d+ of 29 failed: no new revision, waiting/)
    )
    expect(world.log.lines.at(-1)).toContain('so it was applied')
  })

  test('that a gateway gives up is waited out', async () => {
    const { update } = await ready(orders)
    stage.emulator.fault('update', faults.gatewayTimeoutBeforeApplied(300))
    await update()
    expect(stage.updates()).toHaveLength(1)
  })

  test('that never comes is given up as unclear, and not sent again', async () => {
    const { update } = await ready(orders, hasty(0.1))
    stage.emulator.fault('update', faults.hang)
    const failure = await failureOf(update())
    expect(failure).toBeInstanceOf(UnclearUpdateError)
    expect(stage.updates()).toHaveLength(1)
  })

  test('that Dataverse had no time for is sent again', async () => {
    const { update } = await ready(orders)
    stage.emulator.fault('update', faults.status(503, 'empty'))
    await update()
    expect(stage.updates()).toHaveLength(2)
  })
})
