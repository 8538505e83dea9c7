import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { stringAt } from '../../src/definition/json.ts'
import type { JsonObject } from '../../src/definition/json.ts'
import { githubKey } from './actions-service.ts'
import { objectOf } from './client.ts'
import { startEmulator } from './emulator.ts'
import type { Emulator } from './emulator.ts'
import { faults } from './faults.ts'
import { isSignedBy, readToken } from './json-web-token.ts'
import type { JsonWebToken } from './json-web-token.ts'

let emulator: Emulator

beforeAll(async () => {
  emulator = await startEmulator()
  emulator.trust()
})
afterAll(() => emulator.close())

function ask(audience = '&audience=api%3A%2F%2FAzureADTokenExchange', bearer?: string): Promise<Response> {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = emulator.idTokenVariables
  return fetch(url + audience, { headers: { authorization: `Bearer ${bearer ?? token}` } })
}

async function idToken(audience?: string): Promise<JsonWebToken> {
  const token = readToken(stringAt(await objectOf(await ask(audience)), 'value') ?? '')
  if (token === undefined) throw new Error('That is no token.')
  return token
}

async function claims(changes: Partial<Emulator['state']['actions']['job']> = {}): Promise<JsonObject> {
  const { job } = emulator.state.actions
  const before = { ...job }
  Object.assign(job, changes)
  try {
    return (await idToken()).claims
  } finally {
    for (const name of Object.keys(changes)) Reflect.deleteProperty(job, name)
    Object.assign(job, before)
  }
}

describe('an ID token', () => {
  test('is signed by GitHub, good for five minutes, for the audience that was asked for', async () => {
    const token = await idToken()
    expect(isSignedBy(token, githubKey())).toBe(true)
    expect(token.header).toMatchObject({ alg: 'RS256', typ: 'JWT' })
    const { iss, aud, iat, exp, jti } = token.claims
    expect([iss, aud]).toEqual(['https://token.actions.githubusercontent.com', 'api://AzureADTokenExchange'])
    expect(Number(exp) - Number(iat)).toBe(300)
    expect((await idToken()).claims['jti']).not.toBe(jti)
    expect((await idToken('')).claims['aud']).toBe('https://github.com/contoso')
  })

  test.each([
    ['a branch', {}, 'repo:contoso/orders:ref:refs/heads/main'],
    ['a tag', { ref: 'refs/tags/v1' }, 'repo:contoso/orders:ref:refs/tags/v1'],
    ['a pull request', { event: 'pull_request' }, 'repo:contoso/orders:pull_request'],
    [
      'an environment, also of a pull request',
      { environment: 'test: blue', event: 'pull_request' },
      'repo:contoso/orders:environment:test%3A blue'
    ],
    [
      'a repository of the newer form',
      { immutableSubject: true },
      'repo:contoso@9481726/orders@731502846:ref:refs/heads/main'
    ],
    ['an organization with its own form', { subject: 'repository_id:731502846' }, 'repository_id:731502846']
  ])('has the subject of %s', async (_, changes, subject) => {
    expect((await claims(changes))['sub']).toBe(subject)
  })

  test('is refused without the request token, at another place, and by another method', async () => {
    expect((await ask(undefined, 'another')).status).toBe(401)
    const headers = { authorization: `Bearer ${emulator.credentials.idTokenRequestToken}` }
    expect((await fetch(`${emulator.addresses.actions}/elsewhere`, { headers })).status).toBe(404)
    const url = emulator.idTokenVariables.ACTIONS_ID_TOKEN_REQUEST_URL
    expect((await fetch(url, { headers, method: 'POST' })).status).toBe(405)
    expect((await fetch(url.split('?')[0] ?? '', { headers })).status).toBe(400)
  })

  test('is one of the secrets, and its signature too', async () => {
    const token = stringAt(await objectOf(await ask()), 'value') ?? ''
    expect(emulator.secrets()).toEqual(expect.arrayContaining([token, token.split('.')[2]]))
  })

  test.each([403, 500])('can be refused with %d', async status => {
    emulator.fault('id-token', faults.status(status))
    expect((await ask()).status).toBe(status)
  })
})
