import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { readClientCertificate } from '../../src/auth/certificate.ts'
import type { Credential } from '../../src/auth/credentials.ts'
import { acquireToken, type TokenRequest } from '../../src/auth/tokens.ts'
import { ActionError } from '../../src/errors.ts'
import { failureOf, messageOf, testWorld } from '../collaborators.ts'
import { makeClientCertificate } from '../emulator/client-certificate.ts'
import { type Emulator, startEmulator } from '../emulator/emulator.ts'
import { jsonAnswer } from '../emulator/exchange.ts'
import type { FederatedCredential, User } from '../emulator/state.ts'
import { type Fault, faults } from '../emulator/faults.ts'
import { readToken } from '../emulator/json-web-token.ts'

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

function theUser(): User {
  const [only] = emulator.state.login.users
  if (only === undefined) throw new Error('The emulator has no user.')
  return only
}

function application(changes: Partial<Extract<Credential, { kind: 'client-secret' }>> = {}): Credential {
  const { credentials, ids } = emulator
  const clientSecret = credentials.applicationSecret
  return { kind: 'client-secret', appId: ids.application, tenantId: ids.tenant, clientSecret, ...changes }
}

function workloadIdentity(changes: Partial<Extract<Credential, { kind: 'workload-identity' }>> = {}): Credential {
  const { credentials, ids, idTokenVariables } = emulator
  return {
    kind: 'workload-identity',
    appId: ids.application,
    tenantId: ids.tenant,
    idTokens: {
      url: idTokenVariables.ACTIONS_ID_TOKEN_REQUEST_URL,
      requestToken: credentials.idTokenRequestToken
    },
    audience: 'api://AzureADTokenExchange',
    ...changes
  }
}

/** @param upload to the application; otherwise Entra ID does not know it */
async function certificate(upload = true): Promise<Credential> {
  const made = upload ? await emulator.uploadCertificate() : await makeClientCertificate()
  const read = readClientCertificate(made.certificate + made.key, '', new Date())
  if ('mistake' in read) throw new Error(read.mistake)
  return { kind: 'certificate', appId: emulator.ids.application, tenantId: emulator.ids.tenant, certificate: read }
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

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const pkcs8 = { type: 'pkcs8', format: 'pem' } as const

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

  test('by a certificate shows an assertion that it signed, found by its SHA-256 thumbprint', async () => {
    const credential = await certificate()
    const token = await signIn(credential)
    expect(token.objectId).toBe(emulator.ids.applicationObject)
    const sent = form()
    expect(Object.fromEntries(sent)).toMatchObject({
      grant_type: 'client_credentials',
      client_id: emulator.ids.application,
      client_assertion_type: assertionType,
      scope: 'https://service.powerapps.com//.default'
    })
    const { header, claims } = readToken(sent.get('client_assertion') ?? '') ?? {}
    const thumbprint = credential.kind === 'certificate' ? credential.certificate.thumbprint : ''
    expect(header).toMatchObject({ alg: 'PS256', 'x5t#S256': Buffer.from(thumbprint, 'hex').toString('base64url') })
    expect(claims).toMatchObject({ iss: emulator.ids.application, sub: emulator.ids.application })
    expect(sent.has('client_secret')).toBe(false)
  })

  test('by a certificate hides the key that MSAL signs with, line by line', async () => {
    const { http, secrets, masked } = testWorld()
    const credential = await certificate()
    await acquireToken(request(credential), http, secrets)
    const pem = credential.kind === 'certificate' ? credential.certificate.privateKey.export(pkcs8).toString() : ''
    expect(masked).toEqual(expect.arrayContaining(pem.split('\n').filter(line => line.length >= 8)))
  })

  test('by workload identity shows GitHub’s ID token, fetched when Entra ID is about to be asked', async () => {
    const token = await signIn(workloadIdentity())
    expect(token.objectId).toBe(emulator.ids.applicationObject)
    expect(emulator.requests.map(({ call }) => call)).toEqual(['openid-configuration', 'id-token', 'token'])
    const sent = form()
    expect(Object.fromEntries(sent)).toMatchObject({
      grant_type: 'client_credentials',
      client_id: emulator.ids.application,
      client_assertion_type: assertionType,
      scope: 'https://service.powerapps.com//.default'
    })
    expect(readToken(sent.get('client_assertion') ?? '')?.claims).toMatchObject({
      aud: 'api://AzureADTokenExchange',
      sub: 'repo:contoso/orders:ref:refs/heads/main'
    })
  })

  test('by workload identity takes neither token to a host that it is not for', async () => {
    await signIn(workloadIdentity())
    const bearer = emulator.credentials.idTokenRequestToken
    for (const { role, headers, body } of emulator.requests) {
      expect((headers['authorization'] ?? '').includes(bearer)).toBe(role === 'actions')
      expect(body.includes('client_assertion=ey')).toBe(role === 'login' && body.length > 0)
    }
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
      new RegExp(
        `^Could not sign in with the [a-z ]+ of \\S+( \\S+)?: Entra ID answered ${code}: [A-Z][^\\n]* \\(trace id [0-9a-f-]{36}\\); `
      )
    )
    expect(message).toMatch(advice)
    expect(message).not.toMatch(/Correlation|Timestamp|Description/)
  })

  test.each([
    ['50076', (): void => void Object.assign(theUser(), { requiresMfa: true })],
    ['65001', (): void => void Object.assign(theUser(), { consented: false })]
  ])('for AADSTS%s, which MSAL takes for a question to somebody', async (number, change) => {
    change()
    expect(await messageOf(signIn(user()))).toMatch(
      new RegExp(`: Entra ID answered AADSTS${number}: [A-Z].* \\(trace id `)
    )
    Object.assign(theUser(), { requiresMfa: false, consented: true })
  })

  test('for a certificate that Entra ID does not know, with its thumbprint', async () => {
    const credential = await certificate(false)
    const failure = await failureOf(signIn(credential))
    expect(failure.message).toMatch(
      /^Could not sign in with the certificate of application \S+ \(good until \d{4}-\d\d-\d\d\): Entra ID answered AADSTS700027: .*; upload the certificate under/
    )
    expect(credential.kind === 'certificate' && failure.message).toContain(
      credential.kind === 'certificate' ? credential.certificate.thumbprint : ''
    )
    expect(failure).toMatchObject({ parts: { help: 'the-certificate-is-not-accepted' } })
  })

  test('with the page that says more, whatever the code is', async () => {
    emulator.fault('token', entra('AADSTS999999', 'Something is wrong.'))
    const failure = await failureOf(signIn(user()))
    expect(failure.message).toBe(
      'Could not sign in with the user name and password of pipeline@contoso.example: Entra ID answered AADSTS999999: ' +
        'Something is wrong (trace id 11111111-2222-3333-4444-555555555555); check the credential inputs, "tenant-id" and "cloud".'
    )
    expect(failure).toMatchObject({ parts: { help: 'credentials-are-missing-or-mixed' } })
  })

  test('for an application that names no tenant of its own', async () => {
    expect(await messageOf(signIn(application({ tenantId: 'organizations' })))).toMatch(
      /^Could not sign in with the client secret of \S+ \S+: the sign-in library found missing_tenant_id_error: .*; set "tenant-id" to the tenant itself/
    )
  })
})

describe('an ID token that fits no federated credential is told with the one to create', () => {
  afterEach(() => {
    const { actions } = emulator.state
    actions.job.ref = 'refs/heads/main'
    actions.job.immutableSubject = false
    actions.issuer = 'https://token.actions.githubusercontent.com'
  })

  test.each<[string, string, () => void, string]>([
    [
      'another branch',
      'AADSTS700213',
      () => {
        emulator.state.actions.job.ref = 'refs/heads/develop'
      },
      'repo:contoso/orders:ref:refs/heads/develop'
    ],
    [
      'a subject of the newer form',
      'AADSTS700213',
      () => {
        emulator.state.actions.job.immutableSubject = true
      },
      'repo:contoso@9481726/orders@731502846:ref:refs/heads/main'
    ],
    [
      'another issuer',
      'AADSTS700211',
      () => {
        emulator.state.actions.issuer = 'https://token.actions.contoso.ghe.com'
      },
      'https://token.actions.contoso.ghe.com'
    ]
  ])('for %s: %s', async (_, code, change, value) => {
    change()
    const failure = await failureOf(signIn(workloadIdentity()))
    const { application: applicationId } = emulator.ids
    expect(failure.message).toMatch(
      new RegExp(
        `^Could not sign in with the workload identity federation of application ${applicationId}: Entra ID answered ${code}: `
      )
    )
    expect(failure.message).toContain(
      `give the application ${applicationId} a federated credential with exactly the issuer`
    )
    expect(failure.message).toContain(`"${value}"`)
    const { remedy = [] } = failure instanceof ActionError ? failure.parts : {}
    expect(remedy.join('\n')).toContain(`"${value}"`)
    expect(remedy).toContain(`az ad app federated-credential create --id ${applicationId} --parameters credential.json`)
  })

  test('for another audience', async () => {
    const failure = await failureOf(signIn(workloadIdentity({ audience: 'api://AzureADTokenExchangeChina' })))
    expect(failure.message).toMatch(/AADSTS700212: .*the audience "api:\/\/AzureADTokenExchangeChina"/)
  })

  test.each(['AADSTS70021', 'AADSTS70025', 'AADSTS7002138'])('for %s', async code => {
    emulator.fault('token', entra(code, 'No matching federated identity record found for presented assertion.'))
    expect(await messageOf(signIn(workloadIdentity()))).toMatch(
      /the subject "repo:contoso\/orders:ref:refs\/heads\/main" and the audience "api:\/\/AzureADTokenExchange"/
    )
  })

  test('but not where it is something else that Entra ID minds', async () => {
    emulator.fault('token', entra('AADSTS53003', 'Access has been blocked by Conditional Access policies.'))
    const failure = await failureOf(signIn(workloadIdentity()))
    expect(failure.message).toMatch(/AADSTS53003: .*conditional access policy blocks/)
    expect(failure instanceof ActionError && failure.parts.remedy).toBeUndefined()
  })

  test('and what was created from it lets the next run in', async () => {
    emulator.state.actions.job.ref = 'refs/heads/develop'
    const failure = await failureOf(signIn(workloadIdentity()))
    const { remedy = [] } = failure instanceof ActionError ? failure.parts : {}
    const [json = ''] = /^\{$.*?^\}$/ms.exec(remedy.join('\n')) ?? []
    emulator.application.federatedCredentials.push(JSON.parse(json) as FederatedCredential)
    expect((await signIn(workloadIdentity())).objectId).toBe(emulator.ids.applicationObject)
    emulator.application.federatedCredentials.pop()
  })
})

test('an ID token that GitHub does not give is told in our own words, and Entra ID is not asked', async () => {
  emulator.fault('id-token', faults.status(403, 'empty'))
  expect(await messageOf(signIn(workloadIdentity()))).toMatch(
    /^Could not get GitHub's ID token: 127\.0\.0\.1:\d+ answered HTTP 403 without a token; give the job the permission/
  )
  expect(emulator.requests.map(({ call }) => call)).not.toContain('token')
})

test('a tenant that is not there is told by MSAL, which reads its metadata first', async () => {
  expect(await messageOf(signIn(user({ tenantId: 'nowhere.example' })))).toMatch(
    /^Could not sign in with the user name and password of \S+: the sign-in library found endpoints_resolution_error: .*; check "tenant-id", "cloud" and/
  )
})

describe('a sign-in that gets no answer of a token service fails with our own words', () => {
  test.each<[string, Fault]>([
    ['a web page', faults.page],
    ['an error page', faults.status(404, 'html')],
    ['an empty body', faults.emptyOk],
    ['the JSON of another service', faults.status(400, 'json')],
    ['a redirect', faults.redirect('https://proxy.example/sign-in')]
  ])('for %s', async (_, fault) => {
    emulator.fault({ call: 'token', times: 9 }, fault)
    expect(await messageOf(signIn(application()))).toMatch(
      /^Could not sign in: 127\.0\.0\.1:\d+ answered HTTP \d+ without the JSON of a token service; check "authority-url" and "cloud"/
    )
  })

  test.each([429, 500])('for HTTP %d with the JSON of another service, which passes', async status => {
    emulator.fault({ call: 'openid-configuration', times: 9 }, faults.status(status, 'json'))
    expect(await messageOf(signIn(application()))).toMatch(
      /^Could not sign in: 127\.0\.0\.1:\d+ answered HTTP \d+ without the JSON of a token service; run the job again later/
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
