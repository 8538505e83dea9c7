import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ConfidentialClientApplication, PublicClientApplication } from '@azure/msal-node'
import { Client, correctScope, errorOf, objectOf } from './client.ts'
import { startEmulator } from './emulator.ts'
import type { Emulator } from './emulator.ts'
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
  const found = emulator.state.login.applications.find(one => one.clientId === emulator.ids.application)
  if (found === undefined) throw new Error('There is a seeded application.')
  return found
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
