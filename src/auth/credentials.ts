/** Which credential a run uses, from the inputs that may name one. */

export type Credential =
  | {
      readonly kind: 'user'
      readonly userName: string
      readonly password: string
      readonly tenantId: string
      readonly appId: string
    }
  | { readonly kind: 'client-secret'; readonly appId: string; readonly tenantId: string; readonly clientSecret: string }

/** The credential inputs as given; an empty string is "not given". */
export interface CredentialInputs {
  readonly appId: string
  readonly tenantId: string
  readonly clientSecret: string
  readonly userName: string
  readonly password: string
}

/** The public client of the Azure CLI, which paconn signs in with as well: every tenant knows it. */
export const AZURE_CLI_APP_ID = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'

/** Any work or school account: Entra ID finds the tenant by the user name. */
export const ANY_TENANT = 'organizations'

const SECRETS_NOTE =
  'a secret that the workflow names but the repository does not have, or a fork may not read, arrives empty'

/**
 * The one credential that the inputs name.
 * @returns the credential, or what is wrong: two kinds, half a kind or none; each text names the inputs
 */
export function credentialFrom(inputs: CredentialInputs): Credential | { readonly mistake: string } {
  const { appId, tenantId, clientSecret, userName, password } = inputs
  const user = userName !== '' || password !== ''
  if (user && clientSecret !== '') {
    return {
      mistake:
        'two kinds of credentials are given: use either "user-name" and "password-secret", or "client-secret" (with "app-id" and "tenant-id")'
    }
  }
  if (user) {
    if (userName === '') return { mistake: '"password-secret" is given without "user-name"' }
    if (password === '')
      return { mistake: `"password-secret" is empty although "user-name" is given (${SECRETS_NOTE})` }
    return { kind: 'user', userName, password, tenantId: tenantId || ANY_TENANT, appId: appId || AZURE_CLI_APP_ID }
  }
  const missing = [
    ...(appId === '' ? ['"app-id"'] : []),
    ...(tenantId === '' ? ['"tenant-id"'] : []),
    ...(clientSecret === '' ? ['"client-secret"'] : [])
  ]
  if (missing.length === 0) return { kind: 'client-secret', appId, tenantId, clientSecret }
  if (missing.length === 3) {
    return {
      mistake: `no credentials are given: set "user-name" and "password-secret", or "app-id", "tenant-id" and "client-secret" (${SECRETS_NOTE})`
    }
  }
  return { mistake: `for a sign-in with a client secret ${missing.join(' and ')} must be given too (${SECRETS_NOTE})` }
}

/** "user name and password of maker@contoso.com": for the log. */
export function describeCredential(credential: Credential): string {
  return credential.kind === 'user'
    ? `user name and password of ${credential.userName}`
    : `client secret of application ${credential.appId}`
}
