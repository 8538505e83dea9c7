import { beforeAll, describe, expect, test } from '@jest/globals'
import {
  ANY_TENANT,
  AZURE_CLI_APP_ID,
  type Credential,
  credentialFrom,
  type CredentialInputs,
  type CredentialMistake,
  describeCredential
} from '../../src/auth/credentials.ts'
import { encryptKey, makeClientCertificate } from '../emulator/client-certificate.ts'

const password = 'Kp-5mQ!certificate'
const audience = 'api://AzureADTokenExchange'
const idTokens = { url: 'https://actions.example/idtoken?api-version=2.0', requestToken: 'gT6W~request' }

const values = {
  appId: 'app',
  tenantId: 'tenant',
  clientSecret: 'aS8Q~Kx2',
  clientCertificate: '',
  clientCertificatePassword: password,
  userName: 'maker@contoso.example',
  password: 'Pw-7kQz',
  idTokens
}

beforeAll(async () => {
  const { certificate, key } = await makeClientCertificate()
  values.clientCertificate = certificate + encryptKey(key, password)
})

type Name = keyof CredentialInputs
const all: readonly Name[] = [
  'appId',
  'tenantId',
  'clientSecret',
  'clientCertificate',
  'clientCertificatePassword',
  'userName',
  'password',
  'idTokens'
]

/** The credential of the inputs with only the named ones given. */
function from(names: readonly Name[]): Credential | CredentialMistake {
  const none = Object.fromEntries(all.map(name => [name, ''])) as unknown as CredentialInputs
  const given = Object.fromEntries(names.map(name => [name, values[name]]))
  return credentialFrom({ ...none, idTokens: { url: '', requestToken: '' }, ...given }, audience, new Date())
}

const user = { kind: 'user', userName: values.userName, password: values.password }
const application = { appId: 'app', tenantId: 'tenant' }

describe('the credential of inputs', () => {
  test.each<[Name[], object]>([
    [['userName', 'password'], { ...user, tenantId: ANY_TENANT, appId: AZURE_CLI_APP_ID }],
    [['userName', 'password', 'tenantId'], { ...user, tenantId: 'tenant', appId: AZURE_CLI_APP_ID }],
    [['userName', 'password', 'appId'], { ...user, tenantId: ANY_TENANT, appId: 'app' }],
    [['userName', 'password', 'appId', 'tenantId'], { ...user, ...application }],
    // A job with the permission can sign in otherwise all the same.
    [['userName', 'password', 'appId', 'tenantId', 'idTokens'], { ...user, ...application }],
    [['appId', 'tenantId', 'clientSecret'], { kind: 'client-secret', ...application, clientSecret: 'aS8Q~Kx2' }],
    [
      ['appId', 'tenantId', 'clientSecret', 'idTokens'],
      { kind: 'client-secret', ...application, clientSecret: 'aS8Q~Kx2' }
    ],
    [['appId', 'tenantId', 'idTokens'], { kind: 'workload-identity', ...application, idTokens, audience }]
  ])('%j is complete', (names, credential) => {
    expect(from(names)).toEqual(credential)
  })

  test('is a certificate with its key decrypted', () => {
    expect(from(['appId', 'tenantId', 'clientCertificate', 'clientCertificatePassword'])).toMatchObject({
      kind: 'certificate',
      ...application,
      certificate: { privateKey: { type: 'private', asymmetricKeyType: 'rsa' } }
    })
  })

  test.each<[Name[], string[]]>([
    [
      [],
      ['no credentials', '"app-id"', '"tenant-id"', '"client-secret"', '"client-certificate"', '"user-name"', 'fork']
    ],
    [['idTokens'], ['no credentials are given']],
    [['userName'], ['"password-secret" is empty although "user-name" is given', 'fork']],
    [['password'], ['"password-secret" is given without "user-name"']],
    [['userName', 'appId', 'tenantId'], ['"password-secret" is empty']],
    [['password', 'appId', 'tenantId'], ['without "user-name"']],
    [['appId'], ['as an application "tenant-id" must be given too']],
    [['tenantId'], ['as an application "app-id" must be given too']],
    [['appId', 'idTokens'], ['"tenant-id" must be given too']],
    [['clientSecret'], ['"app-id" and "tenant-id" must be given too']],
    [['clientCertificate'], ['"app-id" and "tenant-id" must be given too']],
    [['appId', 'clientSecret'], ['"tenant-id" must be given too']],
    [['tenantId', 'clientSecret'], ['"app-id" must be given too']],
    [
      ['appId', 'tenantId', 'clientCertificatePassword'],
      ['"client-certificate" is empty although "client-certificate-password" is given', 'fork', 'Dependabot']
    ],
    [['appId', 'tenantId', 'clientCertificate'], ['"client-certificate-password" is not given or empty']],
    [
      ['appId', 'tenantId'],
      ['"id-token: write"', 'forks', 'Dependabot', '"client-secret" or "client-certificate"', 'is empty']
    ],
    [
      ['userName', 'password', 'clientSecret'],
      ['more than one kind', '"user-name" and "password-secret", "client-secret"']
    ],
    [['userName', 'clientSecret'], ['more than one kind']],
    [['password', 'clientSecret'], ['more than one kind']],
    [
      ['userName', 'clientCertificate'],
      ['more than one kind', '"client-certificate"']
    ],
    [
      ['appId', 'tenantId', 'clientSecret', 'clientCertificatePassword'],
      ['more than one kind', '"client-secret", "client-certificate"']
    ]
  ])('%j is a mistake that names the inputs', (names, texts) => {
    const result = from(names)
    for (const text of texts) expect('mistake' in result && result.mistake).toContain(text)
  })

  test('lacks a permission, and the lines to add go along with the mistake', () => {
    const result = from(['appId', 'tenantId'])
    expect(result).toMatchObject({ help: 'the-job-gets-no-id-token' })
    expect('remedy' in result && result.remedy).toEqual(
      expect.arrayContaining(['permissions:', expect.stringMatching(/^ {2}id-token: write/)])
    )
  })

  test.each([
    ['', 'x'],
    ['https://actions.example/', ''],
    ['not an address', 'x']
  ])('lacks a permission when the runner says "%s" and "%s"', (url, requestToken) => {
    const none = { clientSecret: '', clientCertificate: '', clientCertificatePassword: '', userName: '', password: '' }
    const result = credentialFrom({ ...application, ...none, idTokens: { url, requestToken } }, audience, new Date())
    expect('mistake' in result && result.mistake).toContain('"id-token: write"')
  })

  test('never shows a secret, neither in a mistake nor in the log, and is one kind or a mistake, whatever is given', () => {
    for (let choice = 0; choice < 2 ** all.length; choice++) {
      const result = from(all.filter((_, bit) => choice & (1 << bit)))
      const text = 'kind' in result ? describeCredential(result) : result.mistake
      expect(text).not.toMatch(/aS8Q|7kQz|5mQ|gT6W|MII/)
      expect('kind' in result).not.toBe('mistake' in result)
    }
  })
})

test('the log says who signs in, and by what', () => {
  const described = (names: Name[]): string => {
    const result = from(names)
    return 'kind' in result ? describeCredential(result) : result.mistake
  }
  expect(described(['userName', 'password'])).toBe('user name and password of maker@contoso.example')
  expect(described(['appId', 'tenantId', 'clientSecret'])).toBe('client secret of application app')
  expect(described(['appId', 'tenantId', 'idTokens'])).toBe('workload identity federation of application app')
  expect(described(['appId', 'tenantId', 'clientCertificate', 'clientCertificatePassword'])).toMatch(
    /^certificate of application app \(good until \d{4}-\d\d-\d\d\)$/
  )
})
