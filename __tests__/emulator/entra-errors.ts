/** The error answers of Entra ID that an unattended sign-in can meet. */
import { randomUUID } from 'node:crypto'
import { jsonAnswer } from './exchange.ts'
import type { Answer } from './exchange.ts'

interface EntraError {
  readonly status: number
  readonly error: string
  readonly text: (subject: string) => string
  readonly suberror?: string
}

function noRecord(what: string): string {
  return `No matching federated identity record found for presented assertion ${what}. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation`
}

/** By number; `subject` is the user, application, tenant or whatever else the text names. */
const table = {
  50013: {
    status: 401,
    error: 'invalid_client',
    text: () =>
      'Assertion failed signature validation. [Reason - The provided signature value did not match the expected signature value.]'
  },
  50027: {
    status: 400,
    error: 'invalid_request',
    text: subject => `JWT token is invalid or malformed: ${subject}.`
  },
  50034: {
    status: 400,
    error: 'invalid_grant',
    text: subject =>
      `The user account ${subject} does not exist in the directory. To sign into this application, the account must be added to the directory.`
  },
  50059: {
    status: 400,
    error: 'invalid_request',
    text: () => 'No tenant-identifying information found in either the request or implied by any provided credentials.'
  },
  50076: {
    status: 400,
    error: 'invalid_grant',
    suberror: 'basic_action',
    text: subject =>
      `Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '${subject}'.`
  },
  50126: {
    status: 400,
    error: 'invalid_grant',
    text: () => 'Error validating credentials due to invalid username or password.'
  },
  65001: {
    status: 400,
    error: 'invalid_grant',
    suberror: 'consent_required',
    text: subject =>
      `The user or administrator has not consented to use the application with ID '${subject}'. Send an interactive authorization request for this user and resource.`
  },
  70011: {
    status: 400,
    error: 'invalid_scope',
    text: subject =>
      `The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope ${subject} is not valid.`
  },
  70021: {
    status: 400,
    error: 'invalid_request',
    text: subject => `No matching federated identity record found for presented assertion. ${subject}`
  },
  70025: {
    status: 401,
    error: 'invalid_client',
    text: subject => `The client '${subject}'(Connector pipeline) has no configured federated identity credentials.`
  },
  90002: {
    status: 400,
    error: 'invalid_request',
    text: subject =>
      `Tenant '${subject}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. This may happen if there are no active subscriptions for the tenant.`
  },
  700016: {
    status: 400,
    error: 'unauthorized_client',
    text: subject =>
      `Application with identifier '${subject}' was not found in the directory. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.`
  },
  700021: {
    status: 401,
    error: 'invalid_client',
    text: subject =>
      `Client assertion application identifier doesn't match 'client_id' parameter. Expected application identifier is '${subject}'.`
  },
  700023: {
    status: 401,
    error: 'invalid_client',
    text: () => 'Client assertion audience claim does not match Realm issuer.'
  },
  700024: {
    status: 401,
    error: 'invalid_client',
    text: subject => `Client assertion is not within its valid time range. ${subject}`
  },
  700025: {
    status: 401,
    error: 'invalid_client',
    text: () => "Client is public so neither 'client_assertion' nor 'client_secret' should be presented."
  },
  700027: {
    status: 401,
    error: 'invalid_client',
    text: subject =>
      `The certificate with identifier used to sign the client assertion is not registered on application. ${subject}`
  },
  700211: {
    status: 401,
    error: 'invalid_client',
    text: subject => noRecord(`issuer '${subject}'`)
  },
  700212: {
    status: 401,
    error: 'invalid_client',
    text: subject => noRecord(`audience '${subject}'`)
  },
  700213: {
    status: 401,
    error: 'invalid_client',
    text: subject => noRecord(`subject '${subject}'`)
  },
  7002138: {
    status: 401,
    error: 'invalid_client',
    text: subject =>
      noRecord(
        `subject '${subject}'. The subject matches with case-insensitive comparison, but not with case-sensitive comparison`
      )
  },
  7000215: {
    status: 401,
    error: 'invalid_client',
    text: subject =>
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${subject}'.`
  },
  7000218: {
    status: 401,
    error: 'invalid_client',
    text: () => "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."
  }
} satisfies Record<number, EntraError>

export type EntraErrorNumber = keyof typeof table

/** The answer, with the trace that every error of Entra ID carries. */
export function entraError(
  number: EntraErrorNumber,
  subject: string,
  time: Date,
  correlationId = randomUUID() as string
): Answer {
  const { status, error, text, suberror }: EntraError = table[number]
  const timestamp = `${time.toISOString().slice(0, 19).replace('T', ' ')}Z`
  const traceId = randomUUID()
  return jsonAnswer(status, {
    error,
    error_description: `AADSTS${number}: ${text(subject)} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [number],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `https://login.microsoftonline.com/error?code=${number}`,
    ...(suberror === undefined ? {} : { suberror })
  })
}
