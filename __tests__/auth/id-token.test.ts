import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { fetchIdToken, ID_TOKEN_PERMISSION, type IdToken } from '../../src/auth/id-token.ts'
import { ActionError } from '../../src/errors.ts'
import { failureOf, testWorld } from '../collaborators.ts'
import { type Emulator, startEmulator } from '../emulator/emulator.ts'
import { jsonAnswer } from '../emulator/exchange.ts'
import { type Fault, faults } from '../emulator/faults.ts'

let emulator: Emulator

beforeAll(async () => {
  emulator = await startEmulator()
  emulator.trust()
})
afterEach(() => {
  emulator.clearFaults()
  emulator.journal.clear()
})
afterAll(() => emulator.close())

const audience = 'api://AzureADTokenExchange'

function ask(world = testWorld(), requestToken: string = emulator.credentials.idTokenRequestToken): Promise<IdToken> {
  const url = emulator.idTokenVariables.ACTIONS_ID_TOKEN_REQUEST_URL
  return fetchIdToken({ url, requestToken }, audience, world.http, world.secrets)
}

describe('an ID token', () => {
  test('is asked for with the audience and the request token, at the address of the runner', async () => {
    await ask()
    const [request, ...more] = emulator.requests
    expect(more).toEqual([])
    expect(request?.url.search).toBe('?api-version=2.0&audience=api%3A%2F%2FAzureADTokenExchange')
    expect(request?.headers).toMatchObject({
      authorization: `Bearer ${emulator.credentials.idTokenRequestToken}`,
      accept: 'application/json'
    })
  })

  test('says what Entra ID compares, and whose it is', async () => {
    const { claims } = await ask()
    expect(claims).toEqual({
      issuer: 'https://token.actions.githubusercontent.com',
      subject: 'repo:contoso/orders:ref:refs/heads/main',
      audience,
      repository: 'contoso/orders',
      repositoryId: '731502846',
      ownerId: '9481726'
    })
  })

  test('is a secret at once', async () => {
    const world = testWorld()
    const { value } = await ask(world)
    expect(world.masked).toContain(value)
    expect(world.secrets.redact(`it is ${value}`)).toBe('it is ***')
  })

  test('is asked for at an address without a query too', async () => {
    const { http, secrets } = testWorld()
    const url = `${emulator.addresses.actions}/elsewhere`
    await failureOf(fetchIdToken({ url, requestToken: 'x' }, audience, http, secrets))
    expect(emulator.requests[0]?.url.search).toBe('?audience=api%3A%2F%2FAzureADTokenExchange')
  })

  test('that says nothing that can be read is used all the same', async () => {
    emulator.fault('id-token', { kind: 'answer', applied: false, answer: jsonAnswer(200, { value: 'opaque' }) })
    expect((await ask()).claims).toMatchObject({ issuer: '', subject: '', audience: '' })
  })

  test.each<[string, Fault, string]>([
    ['busy', faults.status(503, 'empty'), 'HTTP 503'],
    ['broken', faults.status(500), 'HTTP 500'],
    ['out of reach for a moment', faults.reset, 'the connection was closed']
  ])('is asked for again when the service is %s, and the log says so', async (_, fault, reason) => {
    emulator.fault('id-token', fault)
    const world = testWorld()
    await ask(world)
    expect(world.log.lines).toEqual([
      expect.stringContaining(`get GitHub's ID token: attempt 1 of 4 failed: ${reason}`)
    ])
  })
})

describe('an ID token that does not come', () => {
  test('since the job has no right to it is told with the lines that give the right', async () => {
    const failure = await failureOf(ask(testWorld(), 'of another job'))
    expect(failure).toBeInstanceOf(ActionError)
    expect(failure.message).toMatch(
      /^Could not get GitHub's ID token: 127\.0\.0\.1:\d+ answered HTTP 401 without a token: The request token is missing, expired or not of this job; give the job the permission "id-token: write", which runs for pull requests from forks do not get\.$/
    )
    expect(failure).toMatchObject({
      parts: { help: 'the-job-gets-no-id-token', remedy: ID_TOKEN_PERMISSION }
    })
  })

  test.each<[string, Fault, RegExp, number]>([
    ['403', faults.error(403, 'Forbidden', 'Not for you.'), /HTTP 403 without a token: Not for you; give the job/, 1],
    ['500', faults.status(500), /HTTP 500 without a token: .*; run the job again/, 4],
    ['404 without a body', faults.status(404, 'empty'), /HTTP 404 without a token; run the job again/, 1],
    ['a page', faults.page, /HTTP 200 without a token; check whether a proxy stands in between/, 1],
    ['an empty answer', faults.emptyOk, /HTTP 200 without a token; check whether a proxy/, 1],
    ['a redirect', faults.redirect('https://elsewhere.example/'), /HTTP 302 without a token; run the job again/, 1],
    ['a broken connection', faults.reset, /the connection was closed .*; run the job again/, 4]
  ])('is told for %s', async (_, fault, message, attempts) => {
    emulator.fault({ call: 'id-token', times: 9 }, fault)
    const failure = await failureOf(ask())
    expect(failure).toBeInstanceOf(ActionError)
    expect(failure.message).toMatch(/^Could not get GitHub's ID token: /)
    expect(failure.message).toMatch(message)
    expect(emulator.requests).toHaveLength(attempts)
  })

  test('is not waited for when the run is stopped', async () => {
    emulator.fault('id-token', faults.hang)
    const world = testWorld()
    const started = performance.now()
    setTimeout(() => {
      world.stop()
    }, 50)
    await expect(ask(world)).rejects.toMatchObject({ name: 'AbortError' })
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})
