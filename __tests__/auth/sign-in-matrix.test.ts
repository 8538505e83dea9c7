/** Every kind of credential, on both backends, in every cloud: exactly where a sign-in goes, and what it asks for by what. */
import { beforeAll, describe, expect, test } from '@jest/globals'
import { type ClientCertificate, readClientCertificate } from '../../src/auth/certificate.ts'
import type { Credential } from '../../src/auth/credentials.ts'
import { acquireToken } from '../../src/auth/tokens.ts'
import { type CloudName, CLOUDS } from '../../src/clouds.ts'
import type { Http, HttpRequest } from '../../src/http.ts'
import { httpResponse, testWorld } from '../collaborators.ts'
import { makeClientCertificate } from '../emulator/client-certificate.ts'
import { readToken } from '../emulator/json-web-token.ts'

const tenantId = '3f1e9a52-7c64-4b0d-8e21-5a9d0c7b6e14'
const appId = 'a58e27c0-93f6-4d1b-8c45-f07b6d2e9a31'
const idTokens = { url: 'https://actions.example/idtoken?api-version=2.0', requestToken: 'gT6W~request' }

interface CloudRow {
  readonly authority: string
  /** As the Power Apps service compares it, the slash at the end included. */
  readonly powerApps: string
  /** Of an environment there. */
  readonly dataverse: string
  readonly audience: string
}

/** Spelled out once more, so that a slip in the product's own table is seen. */
const clouds: Readonly<Record<CloudName, CloudRow>> = {
  Public: {
    authority: 'https://login.microsoftonline.com',
    powerApps: 'https://service.powerapps.com/',
    dataverse: 'https://contoso.crm4.dynamics.com',
    audience: 'api://AzureADTokenExchange'
  },
  UsGov: {
    authority: 'https://login.microsoftonline.com',
    powerApps: 'https://gov.service.powerapps.us/',
    dataverse: 'https://contoso.crm9.dynamics.com',
    audience: 'api://AzureADTokenExchange'
  },
  UsGovHigh: {
    authority: 'https://login.microsoftonline.us',
    powerApps: 'https://high.service.powerapps.us/',
    dataverse: 'https://contoso.crm.microsoftdynamics.us',
    audience: 'api://AzureADTokenExchangeUSGov'
  },
  UsGovDod: {
    authority: 'https://login.microsoftonline.us',
    powerApps: 'https://service.apps.appsplatform.us/',
    dataverse: 'https://contoso.crm.appsplatform.us',
    audience: 'api://AzureADTokenExchangeUSGov'
  },
  China: {
    authority: 'https://login.chinacloudapi.cn',
    powerApps: 'https://service.powerapps.cn/',
    dataverse: 'https://contoso.crm.dynamics.cn',
    audience: 'api://AzureADTokenExchangeChina'
  }
}

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
let certificate: ClientCertificate

beforeAll(async () => {
  const made = await makeClientCertificate()
  const read = readClientCertificate(made.certificate + made.key, '', new Date())
  if ('mistake' in read) throw new Error(read.mistake)
  certificate = read
})

interface KindRow {
  readonly credential: (audience: string) => Credential
  /** The members of the form that prove who asks; what begins like a token is checked apart. */
  readonly form: Readonly<Record<string, string>>
  /** Scopes that MSAL adds for a user. */
  readonly more: string
}

const application = { grant_type: 'client_credentials', client_id: appId }

const kinds: Readonly<Record<Credential['kind'], KindRow>> = {
  'workload-identity': {
    credential: audience => ({ kind: 'workload-identity', appId, tenantId, idTokens, audience }),
    form: { ...application, client_assertion_type: assertionType },
    more: ''
  },
  certificate: {
    credential: () => ({ kind: 'certificate', appId, tenantId, certificate }),
    form: { ...application, client_assertion_type: assertionType },
    more: ''
  },
  'client-secret': {
    credential: () => ({ kind: 'client-secret', appId, tenantId, clientSecret: 'aS8Q~Kx2' }),
    form: { ...application, client_secret: 'aS8Q~Kx2' },
    more: ''
  },
  user: {
    credential: () => ({ kind: 'user', appId, tenantId, userName: 'maker@contoso.example', password: 'Pw-7kQz' }),
    form: { grant_type: 'password', client_id: appId, username: 'maker@contoso.example', password: 'Pw-7kQz' },
    more: ' openid profile offline_access'
  }
}

const cases = Object.entries(clouds).flatMap(([cloud, row]) =>
  (['powerApps', 'dataverse'] as const).flatMap(backend =>
    Object.keys(kinds).map(kind => [kind as Credential['kind'], backend, cloud as CloudName, row] as const)
  )
)

function token(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'RS256' })}.${part(claims)}.c2lnbmF0dXJl`
}

/** Answers as Entra ID and GitHub do, and remembers what it was asked. */
class RecordingHttp implements Http {
  readonly requests: HttpRequest[] = []

  send(request: HttpRequest) {
    this.requests.push(request)
    const { origin, pathname } = new URL(request.url)
    const issuer = `${origin}/${tenantId}`
    const metadata = {
      issuer: `${issuer}/v2.0`,
      authorization_endpoint: `${issuer}/oauth2/v2.0/authorize`,
      token_endpoint: `${issuer}/oauth2/v2.0/token`,
      jwks_uri: `${issuer}/discovery/v2.0/keys`
    }
    const granted = { token_type: 'Bearer', expires_in: 3599, access_token: token({ oid: 'object' }) }
    if (pathname.endsWith('/openid-configuration')) return Promise.resolve(httpResponse(200, metadata))
    if (origin === 'https://actions.example') {
      return Promise.resolve(httpResponse(200, { value: token({ sub: 'repo:contoso/orders' }) }))
    }
    return Promise.resolve(httpResponse(200, granted))
  }
}

test('there are four kinds, two backends and five clouds', () => {
  expect(cases).toHaveLength(4 * 2 * 5)
  expect(Object.keys(clouds)).toEqual(Object.keys(CLOUDS))
})

describe('a sign-in', () => {
  test.each(cases)('with %s for %s in %s', async (kind, backend, cloud, { authority, audience, ...resources }) => {
    const http = new RecordingHttp()
    const { authorityUrl, federationAudience, powerAppsResource } = CLOUDS[cloud]
    const resource = backend === 'powerApps' ? powerAppsResource : resources.dataverse
    const { credential, form, more } = kinds[kind]
    await acquireToken(
      { credential: credential(federationAudience), authorityUrl, resource },
      http,
      testWorld().secrets
    )

    const endpoint = `${authority}/${tenantId}/oauth2/v2.0/token`
    const calls = http.requests.map(({ method, url }) => `${method} ${url.replace(/\?client-request-id=.*/, '')}`)
    // MSAL knows the metadata of some authorities by heart.
    const metadata = `GET ${authority}/${tenantId}/v2.0/.well-known/openid-configuration`
    expect(calls.filter(call => call !== metadata)).toEqual([
      ...(kind === 'workload-identity' ? [`GET ${idTokens.url}&audience=${encodeURIComponent(audience)}`] : []),
      `POST ${endpoint}`
    ])
    const sent = Object.fromEntries(new URLSearchParams(String(http.requests.at(-1)?.body)))
    const proofs = Object.entries(sent).filter(([name]) =>
      /^(grant_type|client_id|client_secret|client_assertion_type|username|password)$/.test(name)
    )
    expect(Object.fromEntries(proofs)).toEqual(form)
    expect(sent['scope']).toBe(`${resources[backend]}/.default${more}`)
    expect('client_assertion' in sent).toBe('client_assertion_type' in form)
    if (kind === 'certificate') {
      expect(readToken(sent['client_assertion'] ?? '')).toMatchObject({
        header: { alg: 'PS256', 'x5t#S256': Buffer.from(certificate.thumbprint, 'hex').toString('base64url') },
        claims: { aud: endpoint, iss: appId, sub: appId }
      })
    }
  })
})
