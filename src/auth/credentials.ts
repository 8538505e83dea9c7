/** Which credential a run uses, from the inputs that may name one. */
import type { Help } from '../errors.ts'
import { type ClientCertificate, readClientCertificate } from './certificate.ts'
import { ID_TOKEN_PERMISSION, type IdTokenEndpoint } from './id-token.ts'

interface Application {
  readonly appId: string
  readonly tenantId: string
}

export interface WorkloadIdentity extends Application {
  readonly kind: 'workload-identity'
  readonly idTokens: IdTokenEndpoint
  /** That the ID token must be for. */
  readonly audience: string
}

export interface ClientSecret extends Application {
  readonly kind: 'client-secret'
  readonly clientSecret: string
}

export interface CertificateCredential extends Application {
  readonly kind: 'certificate'
  readonly certificate: ClientCertificate
}

export interface UserCredential extends Application {
  readonly kind: 'user'
  readonly userName: string
  readonly password: string
}

export type Credential = WorkloadIdentity | ClientSecret | CertificateCredential | UserCredential

/** The credential inputs as given; an empty string is "not given". */
export interface CredentialInputs {
  readonly appId: string
  readonly tenantId: string
  readonly clientSecret: string
  /** PEM, with the private key. */
  readonly clientCertificate: string
  readonly clientCertificatePassword: string
  readonly userName: string
  readonly password: string
  /** Where the runner says ID tokens come from; both empty in a job without the permission. */
  readonly idTokens: IdTokenEndpoint
}

/** What is wrong with the inputs, in a sentence that names them. */
export interface CredentialMistake extends Help {
  readonly mistake: string
}

/** The public client of the Azure CLI, which paconn signs in with as well: every tenant knows it. */
export const AZURE_CLI_APP_ID = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'

/** Any work or school account: Entra ID finds the tenant by the user name. */
export const ANY_TENANT = 'organizations'

/** The runner hands an input that is not given over as an empty text too, so that both have to be said. */
const EMPTY_SECRETS =
  'a secret that the workflow names but the repository or environment does not have, or that a run for a fork or for Dependabot may not read, arrives empty'

/** The kinds by the inputs that tell them apart. `app-id` and `tenant-id` alone are the workload identity. */
const MARKS: readonly { readonly names: string; readonly given: (inputs: CredentialInputs) => boolean }[] = [
  {
    names: '"user-name" and "password-secret"',
    given: ({ userName, password }) => userName !== '' || password !== ''
  },
  { names: '"client-secret"', given: ({ clientSecret }) => clientSecret !== '' },
  {
    names: '"client-certificate"',
    given: inputs => inputs.clientCertificate !== '' || inputs.clientCertificatePassword !== ''
  }
]

/**
 * The one credential that the inputs name.
 * @param audience of an ID token, in the cloud that is signed in to
 * @param now what time it is, for a certificate's validity
 * @returns the credential, or what is wrong: two kinds, half a kind, none, or a certificate that is unfit
 */
export function credentialFrom(inputs: CredentialInputs, audience: string, now: Date): Credential | CredentialMistake {
  const kinds = MARKS.filter(({ given }) => given(inputs)).map(({ names }) => names)
  if (kinds.length > 1) {
    return missing(`more than one kind of credentials is given: leave out all but one of ${kinds.join(', ')}`)
  }
  if (inputs.userName !== '' || inputs.password !== '') return userFrom(inputs)
  const absent = [...(inputs.appId === '' ? ['"app-id"'] : []), ...(inputs.tenantId === '' ? ['"tenant-id"'] : [])]
  if (absent.length === 2 && kinds.length === 0) return NOTHING_GIVEN
  return absent.length > 0
    ? missing(`for a sign-in as an application ${absent.join(' and ')} must be given too`)
    : applicationFrom(inputs, audience, now)
}

const NOTHING_GIVEN = missing(
  'no credentials are given: set "app-id" and "tenant-id", alone for workload identity federation or with "client-secret" or ' +
    `"client-certificate", or set "user-name" and "password-secret" (${EMPTY_SECRETS})`
)

function userFrom({ userName, password, tenantId, appId }: CredentialInputs): UserCredential | CredentialMistake {
  if (userName === '') return missing('"password-secret" is given without "user-name"')
  if (password === '') {
    return missing(`"password-secret" is empty although "user-name" is given (${EMPTY_SECRETS})`)
  }
  return { kind: 'user', userName, password, tenantId: tenantId || ANY_TENANT, appId: appId || AZURE_CLI_APP_ID }
}

function applicationFrom(inputs: CredentialInputs, audience: string, now: Date): Credential | CredentialMistake {
  const { appId, tenantId, clientSecret, clientCertificate, clientCertificatePassword, idTokens } = inputs
  if (clientSecret !== '') return { kind: 'client-secret', appId, tenantId, clientSecret }
  if (clientCertificate !== '') {
    const certificate = readClientCertificate(clientCertificate, clientCertificatePassword, now)
    return 'mistake' in certificate
      ? { ...certificate, help: 'the-certificate-is-not-accepted' }
      : { kind: 'certificate', appId, tenantId, certificate }
  }
  if (clientCertificatePassword !== '') {
    return missing(`"client-certificate" is empty although "client-certificate-password" is given (${EMPTY_SECRETS})`)
  }
  return URL.canParse(idTokens.url) && idTokens.requestToken !== ''
    ? { kind: 'workload-identity', appId, tenantId, idTokens, audience }
    : NO_ID_TOKEN
}

const NO_ID_TOKEN: CredentialMistake = {
  mistake:
    '"app-id" and "tenant-id" alone sign in by workload identity federation, for which the job lacks the permission ' +
    '"id-token: write", as runs for pull requests from forks and for Dependabot do; if "client-secret" or "client-certificate" ' +
    `is meant, it is empty (${EMPTY_SECRETS})`,
  help: 'the-job-gets-no-id-token',
  remedy: ID_TOKEN_PERMISSION
}

function missing(mistake: string): CredentialMistake {
  return { mistake, help: 'credentials-are-missing-or-mixed' }
}

/** "user name and password of maker@contoso.com": for the log. */
export function describeCredential(credential: Credential): string {
  switch (credential.kind) {
    case 'workload-identity':
      return `workload identity federation of application ${credential.appId}`
    case 'client-secret':
      return `client secret of application ${credential.appId}`
    case 'certificate':
      return `certificate of application ${credential.appId} (good until ${credential.certificate.expires.toISOString().slice(0, 10)})`
    case 'user':
      return `user name and password of ${credential.userName}`
  }
}
