import { describe, expect, test } from '@jest/globals'
import {
  ANY_TENANT,
  AZURE_CLI_APP_ID,
  credentialFrom,
  type CredentialInputs,
  describeCredential
} from '../../src/auth/credentials.ts'

const values: CredentialInputs = {
  appId: 'app',
  tenantId: 'tenant',
  clientSecret: 'aS8Q~Kx2',
  userName: 'maker@contoso.example',
  password: 'Pw-7kQz'
}

/** The inputs with only the named ones given. */
function only(...names: (keyof CredentialInputs)[]): CredentialInputs {
  const none = { appId: '', tenantId: '', clientSecret: '', userName: '', password: '' }
  return { ...none, ...Object.fromEntries(names.map(name => [name, values[name]])) }
}

const user = { kind: 'user', userName: values.userName, password: values.password }

describe('the credential of inputs', () => {
  test.each<[(keyof CredentialInputs)[], object]>([
    [['userName', 'password'], { ...user, tenantId: ANY_TENANT, appId: AZURE_CLI_APP_ID }],
    [['userName', 'password', 'tenantId'], { ...user, tenantId: 'tenant', appId: AZURE_CLI_APP_ID }],
    [['userName', 'password', 'appId'], { ...user, tenantId: ANY_TENANT, appId: 'app' }],
    [['userName', 'password', 'appId', 'tenantId'], { ...user, tenantId: 'tenant', appId: 'app' }],
    [
      ['appId', 'tenantId', 'clientSecret'],
      { kind: 'client-secret', appId: 'app', tenantId: 'tenant', clientSecret: 'aS8Q~Kx2' }
    ]
  ])('%j is complete', (names, credential) => {
    expect(credentialFrom(only(...names))).toEqual(credential)
  })

  test.each<[(keyof CredentialInputs)[], string[]]>([
    [[], ['no credentials', '"user-name"', '"password-secret"', '"app-id"', '"tenant-id"', '"client-secret"']],
    [['userName'], ['"password-secret" is empty although "user-name" is given', 'fork']],
    [['password'], ['"password-secret" is given without "user-name"']],
    [['userName', 'appId', 'tenantId'], ['"password-secret" is empty']],
    [['password', 'appId', 'tenantId'], ['without "user-name"']],
    [['appId'], ['"tenant-id" and "client-secret" must be given too', 'fork']],
    [['tenantId'], ['"app-id" and "client-secret" must be given too']],
    [['clientSecret'], ['"app-id" and "tenant-id" must be given too']],
    [['appId', 'tenantId'], ['a client secret "client-secret" must be given too']],
    [['appId', 'clientSecret'], ['a client secret "tenant-id" must be given too']],
    [['tenantId', 'clientSecret'], ['a client secret "app-id" must be given too']],
    [['userName', 'password', 'clientSecret'], ['two kinds']],
    [['userName', 'clientSecret'], ['two kinds']],
    [['password', 'clientSecret'], ['two kinds']],
    [
      ['userName', 'password', 'appId', 'tenantId', 'clientSecret'],
      ['two kinds', '"user-name"', '"client-secret"']
    ]
  ])('%j is a mistake that names the inputs', (names, texts) => {
    const result = credentialFrom(only(...names))
    for (const text of texts) expect('mistake' in result && result.mistake).toContain(text)
  })

  test('never shows a secret, neither in a mistake nor in the log', () => {
    const all = ['appId', 'tenantId', 'clientSecret', 'userName', 'password'] as const
    for (let choice = 0; choice < 32; choice++) {
      const result = credentialFrom(only(...all.filter((_, bit) => choice & (1 << bit))))
      const text = 'kind' in result ? describeCredential(result) : result.mistake
      expect(text).not.toMatch(/aS8Q|7kQz/)
    }
  })
})

test('the log says who signs in', () => {
  const { userName, password, tenantId, appId, clientSecret } = values
  expect(describeCredential({ kind: 'user', userName, password, tenantId, appId })).toBe(
    'user name and password of maker@contoso.example'
  )
  expect(describeCredential({ kind: 'client-secret', appId, tenantId, clientSecret })).toBe(
    'client secret of application app'
  )
})
