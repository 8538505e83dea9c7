import { createPrivateKey, randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { ConfidentialClientApplication, PublicClientApplication } from '@azure/msal-node'
import { stringAt } from '../../src/definition/json.ts'
import type { JsonObject } from '../../src/definition/json.ts'
import type { ClientCertificate } from './client-certificate.ts'
import { Client, correctScope, errorOf, objectOf } from './client.ts'
import { startEmulator } from './emulator.ts'
import type { Emulator } from './emulator.ts'
import { signToken } from './json-web-token.ts'
import type { Application, User } from './state.ts'

let emulator: Emulator
let client: Client

beforeAll(async () => {
  emulator = await startEmulator()
  emulator.trust()
  client = new Client(emulator)
})
afterAll(() => emulator.close())

function theUser(): User {
  const [user] = emulator.state.login.users
  if (user === undefined) throw new Error('There is a seeded user.')
  return user
}

function application(): Application {
  return emulator.application
}

const githubIssuer = 'https://token.actions.githubusercontent.com'
const audience = 'api://AzureADTokenExchange'
let certificate: ClientCertificate

beforeAll(async () => {
  certificate = await emulator.uploadCertificate()
})

function tokenEndpoint(): string {
  return `${emulator.addresses.login}/${emulator.ids.tenant}/oauth2/v2.0/token`
}

/** What an application signs for itself, with everything right but what is given. */
function assertion(
  claims: JsonObject = {},
  header: JsonObject = { 'x5t#S256': certificate.thumbprint },
  key = certificate.key
): string {
  const { clientId } = application()
  const seconds = Math.floor(Date.now() / 1000)
  const right = {
    iss: clientId,
    sub: clientId,
    aud: tokenEndpoint(),
    jti: randomUUID(),
    nbf: seconds,
    exp: seconds + 600
  }
  return signToken(header, { ...right, ...claims }, createPrivateKey(key))
}

async function idToken(forAudience = audience): Promise<string> {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer } = emulator.idTokenVariables
  const headers = { authorization: `Bearer ${bearer}` }
  return stringAt(await objectOf(await fetch(`${url}&audience=${forAudience}`, { headers })), 'value') ?? ''
}

function show(assertionText: string, fields: Readonly<Record<string, string>> = {}): Promise<Response> {
  return client.requestToken({
    grant_type: 'client_credentials',
    client_id: application().clientId,
    client_assertion: assertionText,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    ...fields
  })
}

async function numberOf(response: Response): Promise<unknown> {
  const { error_codes: numbers } = await objectOf(response)
  return Array.isArray(numbers) ? numbers[0] : undefined
}

describe('sign-in', () => {
  test('msal-node signs a user in at the tenant and at organizations', async () => {
    const { addresses, ids, credentials } = emulator
    for (const tenant of [ids.tenant, 'organizations']) {
      const authority = `${addresses.login}/${tenant}`
      const auth = { clientId: ids.publicClient, authority, knownAuthorities: [new URL(authority).host] }
      // Deprecated because people should not use it; paconn's pipelines have nothing else.
      // eslint-disable-next-line @typescript-eslint/no-deprecated
      const result = await new PublicClientApplication({ auth }).acquireTokenByUsernamePassword({
        scopes: [correctScope],
        username: credentials.userName,
        password: credentials.password
      })
      expect(result?.account?.localAccountId).toBe(ids.userObject)
    }
  })

  test('msal-node signs an application in with its secret', async () => {
    const { addresses, ids, credentials } = emulator
    const authority = `${addresses.login}/${ids.tenant}`
    const auth = {
      clientId: ids.application,
      clientSecret: credentials.applicationSecret,
      authority,
      knownAuthorities: [new URL(authority).host]
    }
    const result = await new ConfidentialClientApplication({ auth }).acquireTokenByClientCredential({
      scopes: [correctScope]
    })
    expect(result?.accessToken.split('.')).toHaveLength(3)
  })

  test.each([
    ['a wrong password', 50126, { password: 'wrong' }],
    ['an unknown user', 50034, { username: 'nobody@contoso.example' }],
    ['an unknown application', 700016, { client_id: '11111111-2222-3333-4444-555555555555' }],
    ['a scope that is none', 70011, { scope: 'openid' }]
  ])('%s is refused with AADSTS%d', async (_, number, fields) => {
    const error = await objectOf(await client.requestToken(fields))
    expect(error).toMatchObject({ error_codes: [number] })
    expect(error['error_description']).toMatch(
      new RegExp(`^AADSTS${number}: .* Trace ID: .* Correlation ID: .* Timestamp: .*Z$`)
    )
  })

  test('an unknown tenant is refused with AADSTS90002', async () => {
    expect(await objectOf(await client.requestToken({}, 'nowhere.example'))).toMatchObject({ error_codes: [90002] })
  })

  test('a wrong application secret is refused with AADSTS7000215', async () => {
    const fields = { grant_type: 'client_credentials', client_id: application().clientId, client_secret: 'wrong' }
    expect(await objectOf(await client.requestToken(fields))).toMatchObject({ error_codes: [7000215] })
  })

  test('a user who needs a second factor is refused with AADSTS50076, one without consent with AADSTS65001', async () => {
    theUser().requiresMfa = true
    expect(await objectOf(await client.requestToken())).toMatchObject({ error_codes: [50076] })
    theUser().requiresMfa = false
    theUser().consented = false
    expect(await objectOf(await client.requestToken())).toMatchObject({ error_codes: [65001] })
    theUser().consented = true
  })
})

describe('an application signs in by a certificate', () => {
  test('that is uploaded, as msal-node does it', async () => {
    const { addresses, ids } = emulator
    const authority = `${addresses.login}/${ids.tenant}`
    const thumbprintSha256 = Buffer.from(certificate.thumbprint, 'base64url').toString('hex')
    const result = await new ConfidentialClientApplication({
      auth: {
        clientId: ids.application,
        clientCertificate: { thumbprintSha256, privateKey: certificate.key },
        authority,
        knownAuthorities: [new URL(authority).host]
      }
    }).acquireTokenByClientCredential({ scopes: [correctScope] })
    expect(result?.accessToken.split('.')).toHaveLength(3)
  })

  test('that is uploaded, with RS256 too', async () => {
    expect((await show(assertion())).status).toBe(200)
  })

  test('and what it signed is a secret', async () => {
    const signed = assertion()
    await show(signed)
    expect(emulator.secrets()).toContain(signed)
    expect(emulator.secrets()).toContain(certificate.key.split('\n')[2])
  })

  const seconds = Math.floor(Date.now() / 1000)
  test.each<[string, number, () => string]>([
    ['no token', 50027, () => 'abc'],
    ['another certificate', 700027, () => assertion({}, { 'x5t#S256': 'AAAA' })],
    ['a thumbprint of SHA-1 alone', 700027, () => assertion({}, { x5t: certificate.thumbprint })],
    ['another algorithm', 700027, () => assertion({}, { 'x5t#S256': certificate.thumbprint, alg: 'RS512' })],
    ['a claim that was changed after signing', 700027, () => assertion().replace(/\.[^.]+\./, `.${claimsPart()}.`)],
    ['another issuer', 700021, () => assertion({ iss: 'somebody' })],
    ['another subject', 700021, () => assertion({ sub: 'somebody' })],
    ['another audience', 700023, () => assertion({ aud: 'https://login.microsoftonline.com/' })],
    ['no id', 50027, () => assertion({ jti: '' })],
    ['a time that is over', 700024, () => assertion({ exp: seconds - 3600 })],
    ['a time to come', 700024, () => assertion({ nbf: seconds + 3600 })],
    ['no end', 700024, () => assertion({ exp: 'never' })]
  ])('but not with %s: AADSTS%d', async (_, number, made) => {
    expect(await numberOf(await show(made()))).toBe(number)
  })

  test('but not with one that has expired', async () => {
    const expired = await emulator.uploadCertificate({
      notBefore: new Date(Date.now() - 2 * 86_400_000),
      notAfter: new Date(Date.now() - 86_400_000)
    })
    expect(await numberOf(await show(assertion({}, { 'x5t#S256': expired.thumbprint }, expired.key)))).toBe(700027)
  })

  test('but not by another type of assertion', async () => {
    expect(await numberOf(await show(assertion(), { client_assertion_type: 'saml' }))).toBe(50027)
  })

  test('but not as a public client', async () => {
    expect(await numberOf(await show(assertion(), { client_id: emulator.ids.publicClient }))).toBe(700025)
  })

  function claimsPart(): string {
    return Buffer.from(JSON.stringify({ iss: application().clientId })).toString('base64url')
  }
})

describe('an application signs in by an ID token of GitHub', () => {
  afterEach(() => {
    const { job } = emulator.state.actions
    job.ref = 'refs/heads/main'
    job.owner = 'contoso'
    emulator.state.actions.issuer = githubIssuer
    emulator.state.clockOffset = 0
  })

  test('that one of its federated credentials fits', async () => {
    expect((await show(await idToken())).status).toBe(200)
  })

  test.each<[string, number, RegExp, () => Promise<string>]>([
    [
      'of another branch',
      700213,
      /presented assertion subject 'repo:contoso\/orders:ref:refs\/heads\/develop'/,
      () => {
        emulator.state.actions.job.ref = 'refs/heads/develop'
        return idToken()
      }
    ],
    [
      'whose subject differs in case alone',
      7002138,
      /case-insensitive comparison, but not/,
      () => {
        emulator.state.actions.job.owner = 'Contoso'
        return idToken()
      }
    ],
    [
      'for another audience',
      700212,
      /presented assertion audience 'api:\/\/AzureADTokenExchangeChina'/,
      () => idToken('api://AzureADTokenExchangeChina')
    ],
    [
      'of another issuer',
      700211,
      /presented assertion issuer 'https:\/\/github\.example'/,
      () => {
        emulator.state.actions.issuer = 'https://github.example'
        return idToken()
      }
    ],
    [
      'that is over',
      700024,
      /not within its valid time range/,
      async () => {
        const token = await idToken()
        emulator.state.clockOffset = 3_600_000
        return token
      }
    ],
    [
      'that somebody else signed',
      50013,
      /signature validation/,
      () => {
        const claims = { iss: githubIssuer, sub: 'repo:contoso/orders:ref:refs/heads/main', aud: audience }
        return Promise.resolve(signToken({}, claims, createPrivateKey(certificate.key)))
      }
    ]
  ])('but not by one %s: AADSTS%d', async (_, number, text, made) => {
    const answer = await objectOf(await show(await made()))
    expect(answer['error_codes']).toEqual([number])
    expect(answer['error_description']).toMatch(text)
  })

  test('but not without any federated credential: AADSTS70025', async () => {
    const credentials = application().federatedCredentials.splice(0)
    expect(await numberOf(await show(await idToken()))).toBe(70025)
    application().federatedCredentials.push(...credentials)
  })
})

describe('a token at the resource provider', () => {
  test('is needed', async () => {
    const response = await fetch(
      `${emulator.addresses.powerApps}/providers/Microsoft.PowerApps/apis/x?${client.connectorQuery()}`
    )
    expect(await errorOf(response)).toMatchObject({
      status: 401,
      code: 'MissingAuthorizationHeaderAndClientCertificate'
    })
  })

  test('has to be one that the login gave out', async () => {
    const response = await client.call('apis', { headers: { authorization: 'Bearer abc.def.ghi' } })
    expect(await errorOf(response)).toMatchObject({ status: 401, code: 'InvalidAuthenticationToken' })
  })

  test('has to have the audience to the slash: one slash in the scope is one too few', async () => {
    await client.signIn({ scope: 'https://service.powerapps.com/.default' })
    expect(await errorOf(await client.get())).toMatchObject({ status: 401, code: 'InvalidAuthenticationAudience' })
  })

  test('expires', async () => {
    await client.signIn()
    emulator.state.clockOffset = 3_600_000
    expect(await errorOf(await client.get())).toMatchObject({ status: 401, code: 'InvalidAuthenticationToken' })
    emulator.state.clockOffset = 0
  })

  test('of an application is refused where the service takes none', async () => {
    const { clientId, secret = '' } = application()
    await client.signIn({ grant_type: 'client_credentials', client_id: clientId, client_secret: secret })
    expect((await client.get()).status).toBe(200)
    emulator.state.powerApps.refusesAppTokens = true
    expect((await client.get()).status).toBe(403)
    emulator.state.powerApps.refusesAppTokens = false
  })

  test('of somebody who only reads does not write', async () => {
    theUser().access = 'read'
    await client.signIn()
    expect((await client.get()).status).toBe(200)
    const error = await errorOf(await client.update({}))
    expect(error).toMatchObject({ status: 403, code: 'EnvironmentAccess' })
    expect(error.message).toContain('ManageAnyCustomApi')
    theUser().access = 'make'
  })

  test('is of the object id in the path', async () => {
    await client.signIn()
    const path = `objectIds/${emulator.ids.applicationObject}/validateApiSwagger`
    expect((await client.call(path, { method: 'POST', body: '{}' }, 'api-version=2016-11-01')).status).toBe(403)
  })
})
