import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { Credential } from '../../src/auth/credentials.ts'
import { acquireToken, type TokenRequest } from '../../src/auth/tokens.ts'
import { ActionError } from '../../src/errors.ts'
import { failureOf, messageOf, testWorld } from '../collaborators.ts'
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

function user(changes: Partial<Extract<Credential, { kind: 'user' }>> = {}): Credential {
  const { credentials, ids } = emulator
  const { userName, password } = credentials
  return { kind: 'user', userName, password, tenantId: ids.tenant, appId: ids.publicClient, ...changes }
}

function application(changes: Partial<Extract<Credential, { kind: 'client-secret' }>> = {}): Credential {
  const { credentials, ids } = emulator
  const clientSecret = credentials.applicationSecret
  return { kind: 'client-secret', appId: ids.application, tenantId: ids.tenant, clientSecret, ...changes }
}

function request(credential: Credential, changes: Partial<TokenRequest> = {}): TokenRequest {
  return {
    credential,
    authorityUrl: emulator.addresses.login,
    resource: 'https://service.powerapps.com/',
    ...changes
  }
}

function signIn(credential: Credential, changes: Partial<TokenRequest> = {}): ReturnType<typeof acquireToken> {
  const { http, secrets } = testWorld()
  return acquireToken(request(credential, changes), http, secrets)
}

/** The form of the one request for a token. */
function form(): URLSearchParams {
  const [sent, ...more] = emulator.requests.filter(({ call }) => call === 'token')
  expect(more).toEqual([])
  return new URLSearchParams(sent?.body.toString('utf8') ?? '')
}

/** An answer as Entra ID gives it. */
function entra(code: string, text: string): Fault {
  const trace = '11111111-2222-3333-4444-555555555555'
  return {
    kind: 'answer',
    applied: false,
    answer: jsonAnswer(400, {
      error: 'invalid_grant',
      error_description: `${code}: ${text} Trace ID: ${trace} Correlation ID: ${trace} Timestamp: 2026-01-01 00:00:00Z`,
      error_codes: [Number(code.slice(6))],
      trace_id: trace
    })
  }
}

describe('a sign-in', () => {
  test('of a user asks for exactly the scope of the service, two slashes included', async () => {
    const token = await signIn(user())
    expect(token.objectId).toBe(emulator.ids.userObject)
    const sent = form()
    expect(sent.get('scope')?.split(' ')).toContain('https://service.powerapps.com//.default')
    expect(Object.fromEntries(sent)).toMatchObject({
      grant_type: 'password',
      client_id: emulator.ids.publicClient,
      username: emulator.credentials.userName,
      password: emulator.credentials.password
    })
    expect(sent.has('client_secret')).toBe(false)
  })

  test('of an application asks for exactly the scope of the service too', async () => {
    const token = await signIn(application())
    expect(token.objectId).toBe(emulator.ids.applicationObject)
    expect(Object.fromEntries(form())).toMatchObject({
      grant_type: 'client_credentials',
      client_id: emulator.ids.application,
      client_secret: emulator.credentials.applicationSecret,
      scope: 'https://service.powerapps.com//.default'
    })
  })

  test.each(['organizations', '3f1e9a52-7c64-4b0d-8e21-5a9d0c7b6e14', 'contoso.example'])(
    'goes to the tenant %s of the authority, and to no other host',
    async tenantId => {
      await signIn(user({ tenantId }), { authorityUrl: `${emulator.addresses.login}/` })
      expect(emulator.requests.map(({ call }) => call)).not.toContain('discovery')
      expect(emulator.requests.at(-1)?.url.pathname).toBe(`/${tenantId}/oauth2/v2.0/token`)
      expect(new Set(emulator.requests.map(({ role }) => role))).toEqual(new Set(['login']))
    }
  )

  test('makes its token a secret', async () => {
    const { http, secrets, masked } = testWorld()
    const token = await acquireToken(request(user()), http, secrets)
    expect(masked).toContain(token.value)
    expect(secrets.redact(`it is ${token.value}!`)).toBe('it is ***!')
  })

  test('is tried again when the service is busy, and the log says so', async () => {
    emulator.fault('token', faults.status(503))
    const { http, secrets, log } = testWorld()
    await acquireToken(request(user()), http, secrets)
    expect(log.lines).toEqual(['sign in: attempt 1 of 4 failed: HTTP 503, waiting 0 s'])
  })
})

describe('a sign-in that is refused tells the code and what to do', () => {
  test.each<[string, string, () => Credential, RegExp]>([
    ['a wrong password', 'AADSTS50126', () => user({ password: 'wrong' }), /check "user-name" and "password-secret"/],
    ['an unknown user', 'AADSTS50034', () => user({ userName: 'no@contoso.example' }), /check "user-name" and "tenant/],
    ['an unknown application', 'AADSTS700016', () => application({ appId: 'none' }), /check "app-id" and "tenant-id"/],
    ['a wrong secret', 'AADSTS7000215', () => application({ clientSecret: 'wrong' }), /create a new client secret/]
  ])('for %s: %s', async (_, code, credential, advice) => {
    const message = await messageOf(signIn(credential()))
    expect(message).toMatch(
      new RegExp(`^Could not sign in: Entra ID answered ${code}: [A-Z][^\\n]* \\(trace id [0-9a-f-]{36}\\); `)
    )
    expect(message).toMatch(advice)
    expect(message).not.toMatch(/Correlation|Timestamp|Description/)
  })

  test.each<[string, RegExp]>([
    ['AADSTS50053', /locked/],
    ['AADSTS50055', /expired/],
    ['AADSTS50057', /disabled/],
    ['AADSTS50076', /multi-factor authentication.*service principal/],
    ['AADSTS50079', /multi-factor authentication/],
    ['AADSTS50158', /conditional access/],
    ['AADSTS53003', /conditional access/],
    ['AADSTS65001', /consented.*"app-id"/],
    ['AADSTS7000218', /Allow public client flows/],
    ['AADSTS7000222', /client secret has expired/],
    ['AADSTS90002', /"tenant-id" and "cloud"/],
    ['AADSTS900023', /"tenant-id"/],
    ['AADSTS500011', /"power-apps-resource"/],
    ['AADSTS999999', /check the credential inputs/]
  ])('for %s', async (code, advice) => {
    emulator.fault('token', entra(code, 'Something is wrong.'))
    const message = await messageOf(signIn(user()))
    expect(message).toContain(
      `Could not sign in: Entra ID answered ${code}: Something is wrong (trace id 11111111-2222-3333-4444-555555555555); `
    )
    expect(message).toMatch(advice)
  })

  test('for an application that names no tenant of its own', async () => {
    expect(await messageOf(signIn(application({ tenantId: 'organizations' })))).toMatch(
      /^Could not sign in: the sign-in library found missing_tenant_id_error: .*; set "tenant-id" to the tenant itself/
    )
  })
})

test('a tenant that is not there is told by MSAL, which reads its metadata first', async () => {
  expect(await messageOf(signIn(user({ tenantId: 'nowhere.example' })))).toMatch(
    /^Could not sign in: the sign-in library found endpoints_resolution_error: .*; check "tenant-id", "cloud" and/
  )
})

describe('a sign-in that gets no answer of a token service fails with our own words', () => {
  test.each<[string, Fault]>([
    ['a web page', faults.page],
    ['an error page', faults.status(404, 'html')],
    ['an empty body', faults.emptyOk],
    ['a redirect', faults.redirect('https://proxy.example/sign-in')]
  ])('for %s', async (_, fault) => {
    emulator.fault({ call: 'token', times: 9 }, fault)
    expect(await messageOf(signIn(application()))).toMatch(
      /^Could not sign in: 127\.0\.0\.1:\d+ answered HTTP \d+ without the JSON of a token service; check "authority-url" and "cloud"/
    )
  })

  test('for a connection that breaks', async () => {
    emulator.fault({ call: 'token', times: 9 }, faults.reset)
    const failure = await failureOf(signIn(user()))
    expect(failure).toBeInstanceOf(ActionError)
    expect(failure.message).toMatch(
      /^Could not sign in: the connection was closed .* from 127\.0\.0\.1:\d+; run the job again\.$/
    )
  })

  test('for an answer without a token, or with one that names nobody', async () => {
    const bodies = [{ token_type: 'Bearer' }, { token_type: 'Bearer', expires_in: 3599, access_token: 'abc.e30.def' }]
    for (const body of bodies) {
      emulator.fault('token', { kind: 'answer', applied: false, answer: jsonAnswer(200, body) })
      const failure = await failureOf(signIn(application()))
      expect(failure).toBeInstanceOf(ActionError)
      expect(failure.message).toMatch(/^Could not sign in: /)
    }
  })

  test('and never shows what was sent', async () => {
    const { password, applicationSecret } = emulator.credentials
    for (const credential of [user(), application()]) {
      for (const fault of [faults.page, faults.status(400, 'json'), entra('AADSTS50126', `The secret ${password}`)]) {
        emulator.fault('token', fault)
        const { http, secrets, log } = testWorld()
        secrets.add(password)
        secrets.add(applicationSecret)
        const message = await messageOf(acquireToken(request(credential), http, secrets))
        const shown = [message, ...log.lines, ...log.debugLines].join('\n')
        for (const secret of [password, applicationSecret]) expect(shown).not.toContain(secret)
      }
    }
  })
})
