/** The federated credential that an application needs, so that Entra ID takes the ID token of a job for it. */
import type { Help } from '../errors.ts'
import type { IdTokenClaims } from './id-token.ts'

/** As `az ad app federated-credential create --parameters` and Microsoft Graph take it. */
interface FederatedCredential {
  readonly name: string
  readonly issuer: string
  readonly subject: string
  readonly audiences: readonly [string]
}

/** Since then new, renamed and transferred repositories have subjects with the ids of owner and repository. */
const IMMUTABLE_SINCE = '2026-07-15'

/**
 * What to do when Entra ID found no federated credential for an ID token.
 * @param claims of the token that it was shown
 */
export function federationHelp(claims: IdTokenClaims, appId: string): Help & { readonly advice: string } {
  const { issuer, subject, audience } = claims
  return {
    advice:
      `give the application ${appId} a federated credential with exactly the issuer "${issuer}", the subject "${subject}" ` +
      `and the audience "${audience}" of this job's ID token, or correct the one it has; a new one works after some minutes`,
    help: 'no-federated-credential-matches',
    remedy: remedy(claims, appId)
  }
}

function remedy(claims: IdTokenClaims, appId: string): string[] {
  const { issuer, subject, audience } = claims
  const other = otherSubject(claims)
  return [
    'The ID token of this job says:',
    `  issuer:   ${issuer}`,
    `  subject:  ${subject}`,
    `  audience: ${audience}`,
    'What the application needs, to save as credential.json:',
    ...lines(credentialFor(claims, subject)),
    `az ad app federated-credential create --id ${appId} --parameters credential.json`,
    ...(other === undefined
      ? []
      : [
          `GitHub gives repositories that are created, renamed or transferred since ${IMMUTABLE_SINCE} subjects with ids, and others subjects without.`,
          'The same with a subject of the other form, should this repository change over:',
          ...lines(credentialFor(claims, other))
        ])
  ]
}

function lines(credential: FederatedCredential): string[] {
  return JSON.stringify(credential, null, 2).split('\n')
}

function credentialFor({ issuer, audience }: IdTokenClaims, subject: string): FederatedCredential {
  return { name: nameFor(subject), issuer, subject, audiences: [audience] }
}

/** Letters, digits, dashes and underscores, 3 to 120, a letter or digit first: what Entra ID takes as a name. */
function nameFor(subject: string): string {
  const words = subject.replace(/^repo:/, '').replaceAll(/[^A-Za-z0-9_]+/g, '-')
  return `github-${words}`.slice(0, 120).replace(/-+$/, '')
}

/**
 * The subject in the form that this token does not have: `repo:OWNER/NAME:…` or `repo:OWNER@ID/NAME@ID:…`.
 * @returns `undefined` when the subject is of a form of the organization's own
 */
function otherSubject({ subject, repository, repositoryId, ownerId }: IdTokenClaims): string | undefined {
  const [owner = '', name = ''] = repository.split('/')
  const mutable = `repo:${owner}/${name}:`
  const immutable = `repo:${owner}@${ownerId}/${name}@${repositoryId}:`
  if (owner === '' || name === '' || ownerId === '' || repositoryId === '') return undefined
  if (subject.startsWith(mutable)) return immutable + subject.slice(mutable.length)
  return subject.startsWith(immutable) ? mutable + subject.slice(immutable.length) : undefined
}
