/** Where more is said about an error: a heading of docs/troubleshooting.md, in the version of this action that runs. */

const PAGE = 'docs/troubleshooting.md'

/** The headings of that page, as the anchors that GitHub makes of them. */
export const HELP_TOPICS = [
  'credentials-are-missing-or-mixed',
  'the-job-gets-no-id-token',
  'no-federated-credential-matches',
  'the-certificate-is-not-accepted',
  'the-client-secret-is-not-accepted',
  'the-application-is-not-known',
  'the-tenant-is-not-known',
  'the-user-name-or-the-password-is-not-accepted',
  'the-account-needs-a-second-factor',
  'a-policy-blocks-the-sign-in',
  'nobody-has-consented',
  'the-token-is-for-another-service',
  'the-token-service-does-not-answer',
  'a-permission-is-missing',
  'the-service-takes-no-service-principal',
  'the-connector-or-the-environment-is-not-found',
  'the-service-refuses-the-content',
  'the-connector-is-managed',
  'the-service-is-busy',
  'the-network-or-its-certificates',
  'somebody-else-changed-the-connector',
  'nobody-knows-whether-the-update-was-applied'
] as const

export type HelpTopic = (typeof HELP_TOPICS)[number]

/**
 * The address of a topic. The runner says where the action came from; for an action of the workspace (`uses: ./`) it
 * doesn't, and the page is named as a file of the repository.
 * @param variable a variable of the step's environment; empty when it isn't set
 */
export function helpAddress(topic: HelpTopic, variable: (name: string) => string): string {
  const [server, repository, ref] = [
    variable('GITHUB_SERVER_URL'),
    variable('GITHUB_ACTION_REPOSITORY'),
    variable('GITHUB_ACTION_REF')
  ]
  const known =
    /^https:\/\/[\w.:-]+$/.test(server) && /^[\w.-]+\/[\w.-]+$/.test(repository) && /^[\w.-]+(?:\/[\w.-]+)*$/.test(ref)
  return `${known ? `${server}/${repository}/blob/${ref}/` : ''}${PAGE}#${topic}`
}
