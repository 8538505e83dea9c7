/** The catalogue of hints: what to do about the codes that Entra ID, or MSAL on its behalf, refuses a sign-in with. */
import type { Hint } from '../hints.ts'

const CHECK_SECRET =
  'create a new client secret in the app registration and store its value (not its id) as the workflow secret'
const WITHOUT_SECOND_FACTOR =
  'exclude this service account by a conditional access policy, or sign in with an application'
const UPLOAD_CERTIFICATE =
  'upload the certificate under "Certificates & secrets" of the app registration that "app-id" names, and wait a few minutes after that'

/** Every code that means that the ID token fits none of the application's federated credentials. */
const FEDERATION: Hint = {
  advice:
    'give the application a federated credential with exactly the issuer, subject and audience of the ID token, and wait a few minutes after that',
  help: 'no-federated-credential-matches'
}

/**
 * Keyed by the error code of Entra ID, or of MSAL where it refuses first. Sources: Microsoft's reference of authentication
 * and authorization error codes, and for federation, which that leaves out, the messages of Entra ID itself.
 */
export const SIGN_IN_HINTS: Readonly<Record<string, Hint>> = {
  // User name and password
  AADSTS50126: {
    advice:
      'check "user-name" and "password-secret"; a federated account can not sign in with a password here, use a cloud-only account',
    help: 'the-user-name-or-the-password-is-not-accepted'
  },
  AADSTS50034: {
    advice: 'check "user-name" and "tenant-id": the account does not exist in that tenant',
    help: 'the-user-name-or-the-password-is-not-accepted'
  },
  AADSTS50053: {
    advice:
      'the account is locked after too many wrong passwords, or the address of the runner is blocked: see the sign-in logs of Entra ID, wait, then check "password-secret"',
    help: 'the-user-name-or-the-password-is-not-accepted'
  },
  AADSTS50055: {
    advice: 'the password has expired: set a new one and store it as the workflow secret',
    help: 'the-user-name-or-the-password-is-not-accepted'
  },
  AADSTS50056: {
    advice: 'the account has no password in this directory: use a cloud-only account with a password',
    help: 'the-user-name-or-the-password-is-not-accepted'
  },
  AADSTS50057: {
    advice: 'the account is disabled: ask an administrator of the tenant to enable it',
    help: 'the-user-name-or-the-password-is-not-accepted'
  },

  // A second factor, and policies
  AADSTS50072: {
    advice: `the account has to register for multi-factor authentication, which a password sign-in can not do: ${WITHOUT_SECOND_FACTOR}`,
    help: 'the-account-needs-a-second-factor'
  },
  AADSTS50074: {
    advice: `the account needs multi-factor authentication, which a password sign-in can not do: ${WITHOUT_SECOND_FACTOR}`,
    help: 'the-account-needs-a-second-factor'
  },
  AADSTS50076: {
    advice: `the account needs multi-factor authentication, which a password sign-in can not do: ${WITHOUT_SECOND_FACTOR}`,
    help: 'the-account-needs-a-second-factor'
  },
  AADSTS50079: {
    advice: `the account has to register for multi-factor authentication, which a password sign-in can not do: ${WITHOUT_SECOND_FACTOR}`,
    help: 'the-account-needs-a-second-factor'
  },
  AADSTS50158: {
    advice: `a conditional access policy asks for more than a password: ${WITHOUT_SECOND_FACTOR}`,
    help: 'the-account-needs-a-second-factor'
  },
  AADSTS530035: {
    advice:
      'the security defaults of the tenant block password sign-ins of this kind: sign in with an application instead',
    help: 'the-account-needs-a-second-factor'
  },
  AADSTS53000: {
    advice:
      'a conditional access policy asks for a managed device, which a runner is not: exclude the account, or sign in with an application',
    help: 'a-policy-blocks-the-sign-in'
  },
  AADSTS53003: {
    advice:
      "a conditional access policy blocks this sign-in: ask an administrator to exclude the account or the application, or to allow the runner's addresses",
    help: 'a-policy-blocks-the-sign-in'
  },
  AADSTS530032: {
    advice: 'a security policy of the tenant blocks this sign-in: ask an administrator of the tenant which one',
    help: 'a-policy-blocks-the-sign-in'
  },
  AADSTS530034: {
    advice:
      'the account of a delegated administrator is blocked for a risk in its home tenant: use an account or an application of the tenant itself',
    help: 'a-policy-blocks-the-sign-in'
  },

  // Consent
  AADSTS65001: {
    advice:
      'nobody has consented to this application yet: let an administrator grant it, or leave "app-id" out to sign in with the public client of the Azure CLI',
    help: 'nobody-has-consented'
  },
  AADSTS65002: {
    advice: 'use an app registration of your own as "app-id", or leave it out: a client of Microsoft may not do this',
    help: 'nobody-has-consented'
  },
  AADSTS7000218: {
    advice:
      'the application is not a public client: switch on "Allow public client flows" in its registration, or leave "app-id" out',
    help: 'nobody-has-consented'
  },

  // Client secret
  AADSTS7000215: {
    advice: `the client secret is wrong: ${CHECK_SECRET}`,
    help: 'the-client-secret-is-not-accepted'
  },
  AADSTS7000222: {
    advice: `the client secret has expired: ${CHECK_SECRET}`,
    help: 'the-client-secret-is-not-accepted'
  },
  AADSTS700025: {
    advice:
      'the application is a public client, which has neither secret nor certificate: use an app registration of your own as "app-id"',
    help: 'the-client-secret-is-not-accepted'
  },

  // Certificate
  AADSTS700027: { advice: UPLOAD_CERTIFICATE, help: 'the-certificate-is-not-accepted' },
  AADSTS50012: { advice: UPLOAD_CERTIFICATE, help: 'the-certificate-is-not-accepted' },
  AADSTS700030: {
    advice: 'the application does not trust the subject of this certificate: upload the certificate itself to it',
    help: 'the-certificate-is-not-accepted'
  },
  AADSTS700024: {
    advice:
      'run the job again; when that does not help, set the clock of the runner: what it signed, or what GitHub issued for it, is good for some minutes only',
    help: 'the-certificate-is-not-accepted'
  },
  AADSTS700021: {
    advice: 'check "app-id": the certificate or the ID token speaks for another application',
    help: 'the-certificate-is-not-accepted'
  },

  // Workload identity federation
  AADSTS70021: FEDERATION,
  AADSTS70025: FEDERATION,
  AADSTS700211: FEDERATION,
  AADSTS700212: FEDERATION,
  AADSTS7002121: FEDERATION,
  AADSTS700213: FEDERATION,
  AADSTS7002137: FEDERATION,
  AADSTS7002138: FEDERATION,
  AADSTS7002381: {
    advice:
      'a policy of the tenant takes ID tokens of certain GitHub enterprises only: run the workflow in a repository of one, or ask an administrator of the tenant',
    help: 'no-federated-credential-matches'
  },

  // Application and tenant
  AADSTS700016: {
    advice: 'check "app-id" and "tenant-id": the application is not known in that tenant',
    help: 'the-application-is-not-known'
  },
  AADSTS7000229: {
    advice: 'create the service principal of the application in that tenant: az ad sp create --id <app-id>',
    help: 'the-application-is-not-known'
  },
  AADSTS7000112: {
    advice: 'the application is disabled: ask an administrator of the tenant to enable it',
    help: 'the-application-is-not-known'
  },
  AADSTS50059: { advice: 'set "tenant-id"', help: 'the-tenant-is-not-known' },
  missing_tenant_id_error: {
    advice: 'set "tenant-id" to the tenant itself: an application can not sign in at "organizations" or "common"',
    help: 'the-tenant-is-not-known'
  },
  AADSTS90002: {
    advice: 'check "tenant-id" and "cloud": the tenant does not exist in that cloud',
    help: 'the-tenant-is-not-known'
  },
  AADSTS90038: {
    advice: 'set "cloud" to the one of the tenant: it belongs to another',
    help: 'the-tenant-is-not-known'
  },
  AADSTS900382: {
    advice: 'set "cloud" to the one of the tenant: it belongs to another',
    help: 'the-tenant-is-not-known'
  },
  AADSTS900023: {
    advice: 'check "tenant-id": it is neither a tenant\'s id nor its domain name',
    help: 'the-tenant-is-not-known'
  },
  endpoints_resolution_error: {
    advice: 'check "tenant-id", "cloud" and "authority-url": the token service says nothing about such a tenant',
    help: 'the-tenant-is-not-known'
  },

  // The service that the token is for
  AADSTS500011: {
    advice:
      'check "cloud", and on Dataverse "environment-url", else "power-apps-resource": the tenant does not know that resource',
    help: 'the-token-is-for-another-service'
  },
  AADSTS650052: {
    advice: 'the tenant has no subscription to this service: check "tenant-id" and "cloud"',
    help: 'the-token-is-for-another-service'
  }
}

/** True when Entra ID found no federated credential for the ID token: whatever is added to these numbers, it means that. */
export function isFederationMismatch(code: string): boolean {
  return /^AADSTS(?:70021(?:[1-3]\d?)?|70025)$/.test(code)
}

/** What to do about a failed sign-in. */
export function hintForSignIn(code: string): Hint {
  const known = Object.hasOwn(SIGN_IN_HINTS, code) ? SIGN_IN_HINTS[code] : undefined
  if (known) return known
  if (isFederationMismatch(code)) return FEDERATION
  return {
    advice: 'check the credential inputs, "tenant-id" and "cloud"',
    help: 'credentials-are-missing-or-mixed'
  }
}
