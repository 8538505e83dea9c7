/** The catalogue of hints: what to do about the codes that Entra ID, the Power Apps service and Dataverse answer with. */

const CHECK_SECRET =
  'create a new client secret in the app registration and store its value (not its id) as the workflow secret'

/** Keyed by the error code of Entra ID, or of MSAL where it refuses first. Source: Microsoft's reference of authentication and authorization error codes. */
const SIGN_IN_HINTS: Readonly<Record<string, string>> = {
  AADSTS50126:
    'check "user-name" and "password-secret"; a federated account can not sign in with a password here, use a cloud-only account',
  AADSTS50034: 'check "user-name" and "tenant-id": the account does not exist in that tenant',
  AADSTS50053: 'the account is locked after too many wrong passwords: wait, then check "password-secret"',
  AADSTS50055: 'the password has expired: set a new one and store it as the workflow secret',
  AADSTS50057: 'the account is disabled: ask an administrator of the tenant to enable it',
  AADSTS50059: 'set "tenant-id"',
  missing_tenant_id_error:
    'set "tenant-id" to the tenant itself: an application can not sign in at "organizations" or "common"',
  AADSTS50076:
    'the account needs multi-factor authentication, which a password sign-in can not do: exclude this service account by a conditional access policy, or sign in with a service principal',
  AADSTS50079:
    'the account has to register for multi-factor authentication, which a password sign-in can not do: exclude this service account by a conditional access policy, or sign in with a service principal',
  AADSTS50158:
    'a conditional access policy asks for more than a password: exclude this service account, or sign in with a service principal',
  AADSTS53003:
    "a conditional access policy blocks this sign-in: ask an administrator to exclude the account or to allow the runner's addresses",
  AADSTS65001:
    'nobody has consented to this application yet: let an administrator grant it, or leave "app-id" out to sign in with the public client of the Azure CLI',
  AADSTS7000215: `the client secret is wrong: ${CHECK_SECRET}`,
  AADSTS7000222: `the client secret has expired: ${CHECK_SECRET}`,
  AADSTS7000218:
    'the application is not a public client: switch on "Allow public client flows" in its registration, or leave "app-id" out',
  AADSTS700016: 'check "app-id" and "tenant-id": the application is not known in that tenant',
  AADSTS90002: 'check "tenant-id" and "cloud": the tenant does not exist in that cloud',
  endpoints_resolution_error:
    'check "tenant-id", "cloud" and "authority-url": the token service says nothing about such a tenant',
  AADSTS900023: 'check "tenant-id": it is neither a tenant\'s id nor its domain name',
  AADSTS500011:
    'check "cloud", and on Dataverse "environment-url", else "power-apps-resource": the tenant does not know that resource'
}

/** What to do about a failed sign-in. */
export function adviceForSignIn(code: string | undefined): string {
  return (
    (code === undefined ? undefined : SIGN_IN_HINTS[code]) ?? 'check the credential inputs, "tenant-id" and "cloud"'
  )
}

interface ServiceHint {
  /** The innermost `error.code`, or a text within the message. */
  readonly match: RegExp
  readonly advice: string
}

/** The first row whose pattern is in "code message" wins. Source: recorded answers of the service. */
const SERVICE_HINTS: readonly ServiceHint[] = [
  {
    match:
      /\b(InvalidAuthenticationAudience|InvalidAuthenticationToken|MissingAuthorizationHeader\w*|ExpiredAuthenticationToken)\b/,
    advice: 'check "cloud" and "power-apps-resource": the token must be for the very service that is called'
  },
  {
    match: /service\s?principal|app-?only/i,
    advice:
      'register the application as a management application of the tenant (New-PowerAppManagementApp), or sign in with "user-name" and "password-secret": this service does not take every service principal'
  },
  {
    match: /\b(EnvironmentAccess|ManageAnyCustomApi|UserPermission\w*|Forbidden)\b/,
    advice:
      'give the account the Environment Maker role in this environment and, unless it owns the connector, share the connector with it as "Can edit"; service principals are refused here unless they are registered as a management application'
  },
  { match: /\bEnvironmentNotFound\b/, advice: 'check "environment-id", and that the account may see that environment' },
  {
    match: /\b(ApiResourceNotFound|ApiNotFound)\b/,
    advice: 'check "connector-id" and "environment-id": a connector has another id in every environment'
  },
  {
    match: /Environment property cannot be changed/i,
    advice: 'check "environment-id": the connector belongs to another environment'
  },
  {
    match: /\bInvalidScriptDefinitionUrlWithNonNullOperations\b/,
    advice: 'give a "script-file", or take "scriptOperations" out of "api-properties-file"'
  },
  {
    match:
      /\b(InvalidRequestContent|ApiDefinitionCapabilitiesInvalid|ValidationError|InvalidOpenApiDefinition|BadRequest)\b|Specified swagger has the following errors/i,
    advice: 'correct what the service names in the API document or in "api-properties-file"'
  },
  {
    match: /\bCustomScriptProvisioningFailed\b/,
    advice: 'the service had no capacity for the custom code just now: run the job again later'
  }
]

/** What to do about a refusal of the Power Apps service. */
export function adviceForService(status: number, code: string, message: string): string {
  const text = `${code} ${message}`
  const hint = SERVICE_HINTS.find(({ match }) => match.test(text))
  if (hint) return hint.advice
  if (status === 401) return 'check "cloud", "power-apps-resource" and the credential inputs'
  if (status === 403) return 'check that the account may edit this connector in this environment'
  if (status === 404) return 'check "environment-id", "connector-id" and "power-apps-url"'
  if (status === 429 || status >= 500) return 'run the job again later'
  return 'see the message of the service'
}

const APPLICATION_USER =
  'in the Power Platform admin center, at the settings of the environment under "Users + permissions, Application users"'

/**
 * The first row whose pattern is in "code message" wins. Source: Microsoft's reference of Web service error codes of Dataverse,
 * its description of service protection limits, and recorded answers.
 */
const DATAVERSE_HINTS: readonly ServiceHint[] = [
  {
    match: /\b0x80072560\b|not a member of the organization/i,
    advice: `add the application as an Application User of this environment and give it the security role System Customizer (${APPLICATION_USER}), or let the account be a user of the environment; check "environment-url" too`
  },
  {
    match: /\bprvReadConnector\b/,
    advice: `give the application or account a security role with Read on the table Connector, such as System Customizer (${APPLICATION_USER})`
  },
  {
    match: /\bprvWriteConnector\b/,
    advice: `give the application or account a security role with Write on the table Connector, such as System Customizer (${APPLICATION_USER})`
  },
  {
    match: /\bprv[A-Z]\w+|\b0x80040220\b/,
    advice: `give the application or account a security role with the privilege that the message names (${APPLICATION_USER})`
  },
  {
    match: /\b0x80048306\b|does not have \w+Access right/,
    advice:
      'give the role of the application or account Read and Write on the table Connector at the level of the organization, or share the row with it'
  },
  {
    match: /\b0x8007232[126]\b/,
    advice:
      'the application or account has called this environment too much within five minutes, here or in other jobs: wait, and run the job again'
  },
  {
    match: /\b0x80060882\b/,
    advice:
      'somebody else changed the connector meanwhile: run the job again, which starts from the connector as it is then'
  },
  {
    match: /\b0x8006088D\b/i,
    advice: 'ask an administrator to switch optimistic concurrency on for the table Connector, or run the job again'
  },
  {
    match: /\b0x80040217\b/,
    advice: 'check "connector-id" and "environment-url": the row of a connector has another id in every environment'
  },
  {
    match: /\b0x80044331\b|exceeded the maximum allowed length/i,
    advice:
      'what is written is longer than this environment takes: choose fewer operations with "include-operations" and "exclude-operations"'
  }
]

/** What to do about a refusal of Dataverse, or of the Power Apps service that Dataverse hands on. */
export function adviceForDataverse(status: number, code: string, message: string): string {
  const text = `${code} ${message}`
  // The codes of Dataverse are numbers; one in words is of the service behind it.
  const behind = /^[A-Za-z]\w+$/.test(code)
  const hint = [...DATAVERSE_HINTS, ...(behind ? SERVICE_HINTS : [])].find(({ match }) => match.test(text))
  if (hint) return hint.advice
  if (status === 401)
    return 'check "environment-url", "tenant-id" and "cloud": the token is for another organization, or its user is not known in this one'
  if (status === 403) return `check the security roles of the application or account (${APPLICATION_USER})`
  if (status === 404) return 'check "environment-url" and "connector-id"'
  if (status === 412) return 'run the job again'
  if (status === 429 || status >= 500) return 'run the job again later'
  return 'see the message of the service'
}
