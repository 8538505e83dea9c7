/** The catalogue of hints: what to do about the refusals of the Power Apps service and of Dataverse. Those of Entra ID are in auth/hints.ts. */
import type { HelpTopic } from './help.ts'

/** What to do, in the imperative and without a full stop, and where more is said about it. */
export interface Hint {
  readonly advice: string
  readonly help: HelpTopic
}

/** Source: Microsoft documents service principals for Dataverse; of this service clients report both success and refusal. */
const FOR_APPLICATIONS =
  'an application (service principal) is better off with the Dataverse backend ("environment-url"), where it is documented: this service may take it only as a management application of the tenant (New-PowerAppManagementApp)'

interface ServiceHint extends Hint {
  /** The innermost `error.code`, or a text within the message. */
  readonly match: RegExp
}

/** The first row whose pattern is in "code message" wins. Source: recorded answers of the service. */
export const SERVICE_HINTS: readonly ServiceHint[] = [
  {
    match:
      /\b(InvalidAuthenticationAudience|InvalidAuthenticationToken|MissingAuthorizationHeader\w*|ExpiredAuthenticationToken)\b/,
    advice: 'check "cloud" and "power-apps-resource": the token must be for the very service that is called',
    help: 'the-token-is-for-another-service'
  },
  {
    match: /service\s?principal|app-?only/i,
    advice: `${FOR_APPLICATIONS}; or sign in with "user-name" and "password-secret"`,
    help: 'the-service-takes-no-service-principal'
  },
  {
    match: /\b(EnvironmentAccess|ManageAnyCustomApi|UserPermission\w*|Forbidden)\b/,
    advice: `give the account the Environment Maker role in this environment and, unless it owns the connector, share the connector with it as "Can edit"; ${FOR_APPLICATIONS}`,
    help: 'a-permission-is-missing'
  },
  {
    match: /\bEnvironmentNotFound\b/,
    advice: 'check "environment-id", and that the account may see that environment',
    help: 'the-connector-or-the-environment-is-not-found'
  },
  {
    match: /\b(ApiResourceNotFound|ApiNotFound)\b/,
    advice: 'check "connector-id" and "environment-id": a connector has another id in every environment',
    help: 'the-connector-or-the-environment-is-not-found'
  },
  {
    match: /Environment property cannot be changed/i,
    advice: 'check "environment-id": the connector belongs to another environment',
    help: 'the-connector-or-the-environment-is-not-found'
  },
  {
    match: /\bInvalidScriptDefinitionUrlWithNonNullOperations\b/,
    advice: 'give a "script-file", or take "scriptOperations" out of "api-properties-file"',
    help: 'the-service-refuses-the-content'
  },
  {
    match:
      /\b(InvalidRequestContent|ApiDefinitionCapabilitiesInvalid|ValidationError|InvalidOpenApiDefinition|BadRequest)\b|Specified swagger has the following errors/i,
    advice: 'correct what the service names in the API document or in "api-properties-file"',
    help: 'the-service-refuses-the-content'
  },
  {
    match: /\bCustomScriptProvisioningFailed\b/,
    advice: 'the service had no capacity for the custom code just now: run the job again later',
    help: 'the-service-is-busy'
  }
]

/** What to do about a refusal of the Power Apps service. */
export function hintForService(status: number, code: string, message: string): Hint {
  const text = `${code} ${message}`
  const known = SERVICE_HINTS.find(({ match }) => match.test(text))
  return known ? { advice: known.advice, help: known.help } : hintForStatus(status, message)
}

/** Where the answer has no code that the catalogue knows. */
function hintForStatus(status: number, message: string): Hint {
  if (status === 401) {
    return {
      advice: 'check "cloud", "power-apps-resource" and the credential inputs',
      help: 'the-token-is-for-another-service'
    }
  }
  if (status === 403) {
    return {
      advice: `check that the account may edit this connector in this environment; ${FOR_APPLICATIONS}`,
      help: 'a-permission-is-missing'
    }
  }
  if (status === 404) {
    return {
      advice: 'check "environment-id", "connector-id" and "power-apps-url"',
      help: 'the-connector-or-the-environment-is-not-found'
    }
  }
  if (status === 429 || status >= 500) return { advice: 'run the job again later', help: 'the-service-is-busy' }
  // As `readServiceError` says of an answer that explains nothing.
  if (/^(no explanation|a web page)\b/.test(message)) {
    return {
      advice: 'run the job again, and if it stays like that, check whether a proxy stands in between',
      help: 'the-service-refuses-the-content'
    }
  }
  return { advice: 'mend what the message of the service names', help: 'the-service-refuses-the-content' }
}

const APPLICATION_USER =
  'in the Power Platform admin center, at the settings of the environment under "Users + permissions, Application users"'

/**
 * The first row whose pattern is in "code message" wins. Source: Microsoft's reference of Web service error codes of Dataverse,
 * its description of service protection limits, and recorded answers.
 */
export const DATAVERSE_HINTS: readonly ServiceHint[] = [
  {
    match: /\b0x80072560\b|not a member of the organization/i,
    advice: `add the application as an Application User of this environment and give it the security role System Customizer (${APPLICATION_USER}), or let the account be a user of the environment; check "environment-url" too`,
    help: 'a-permission-is-missing'
  },
  {
    match: /\bprvReadConnector\b/,
    advice: `give the application or account a security role with Read on the table Connector, such as System Customizer (${APPLICATION_USER})`,
    help: 'a-permission-is-missing'
  },
  {
    match: /\bprvWriteConnector\b/,
    advice: `give the application or account a security role with Write on the table Connector, such as System Customizer (${APPLICATION_USER})`,
    help: 'a-permission-is-missing'
  },
  {
    match: /\bprvCreateConnector\b/,
    advice: `give the application or account a security role with Create on the table Connector, such as System Customizer (${APPLICATION_USER})`,
    help: 'a-permission-is-missing'
  },
  {
    match: /\bprv[A-Z]\w+|\b0x80040220\b/,
    advice: `give the application or account a security role with the privilege that the message names (${APPLICATION_USER})`,
    help: 'a-permission-is-missing'
  },
  {
    match: /\b0x80048306\b|does not have \w+Access right/,
    advice:
      'give the role of the application or account Read and Write on the table Connector at the level of the organization, or share the row with it',
    help: 'a-permission-is-missing'
  },
  {
    match: /\b0x8007232[126]\b/,
    advice:
      'the application or account has called this environment too much within five minutes, here or in other jobs: wait, and run the job again',
    help: 'the-service-is-busy'
  },
  {
    match: /\b0x80060882\b/,
    advice:
      'somebody else changed the connector meanwhile: run the job again, which starts from the connector as it is then',
    help: 'somebody-else-changed-the-connector'
  },
  {
    match: /\b0x8006088D\b/i,
    advice: 'ask an administrator to switch optimistic concurrency on for the table Connector, or run the job again',
    help: 'the-service-refuses-the-content'
  },
  {
    match: /\b0x80040217\b/,
    advice: 'check "connector-id" and "environment-url": the row of a connector has another id in every environment',
    help: 'the-connector-or-the-environment-is-not-found'
  },
  {
    match: /\b0x80044331\b|exceeded the maximum allowed length/i,
    advice:
      'what is written is longer than this environment takes: choose fewer operations with "include-operations" and "exclude-operations"',
    help: 'the-service-refuses-the-content'
  }
]

/** What to do about a refusal of Dataverse, or of the Power Apps service that Dataverse hands on. */
export function hintForDataverse(status: number, code: string, message: string): Hint {
  const text = `${code} ${message}`
  // The codes of Dataverse are numbers; one in words is of the service behind it.
  const behind = /^[A-Za-z]\w+$/.test(code)
  const known = [...DATAVERSE_HINTS, ...(behind ? SERVICE_HINTS : [])].find(({ match }) => match.test(text))
  return known ? { advice: known.advice, help: known.help } : hintForDataverseStatus(status, message)
}

function hintForDataverseStatus(status: number, message: string): Hint {
  if (status === 401) {
    return {
      advice:
        'check "environment-url", "tenant-id" and "cloud": the token is for another organization, or its user is not known in this one',
      help: 'the-token-is-for-another-service'
    }
  }
  if (status === 403) {
    return {
      advice: `check the security roles of the application or account (${APPLICATION_USER})`,
      help: 'a-permission-is-missing'
    }
  }
  if (status === 404) {
    return {
      advice: 'check "environment-url" and "connector-id"',
      help: 'the-connector-or-the-environment-is-not-found'
    }
  }
  if (status === 412) return { advice: 'run the job again', help: 'somebody-else-changed-the-connector' }
  return hintForStatus(status, message)
}
