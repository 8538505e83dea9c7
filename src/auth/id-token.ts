/**
 * GitHub's ID token for this job, which says to Entra ID who runs.
 *
 * It is fetched over our own network path, not by the toolkit's client. Measured with the same faults, that one gives up at
 * the first connection that breaks, at a 429 and at a 500, waits three minutes for an answer that doesn't come, and can't be
 * stopped together with the run. It tries 502, 503 and 504 again, ten times, and loses what the service said.
 */
import { type JsonObject, objectAt, stringAt } from '../definition/json.ts'
import { ActionError } from '../errors.ts'
import { bodyText, type Http, type HttpResponse } from '../http.ts'
import type { Secrets } from '../secrets.ts'
import { objectIn, tokenClaims } from './json-web-token.ts'

/** What the runner gives a job that has the permission `id-token: write`. */
export interface IdTokenEndpoint {
  /** `ACTIONS_ID_TOKEN_REQUEST_URL`, with a query. */
  readonly url: string
  /** `ACTIONS_ID_TOKEN_REQUEST_TOKEN`, a secret. */
  readonly requestToken: string
}

export interface IdToken {
  /** A secret. */
  readonly value: string
  readonly claims: IdTokenClaims
}

/** What Entra ID compares with a federated credential, and what the other form of the subject is made from. Not secret. */
export interface IdTokenClaims {
  readonly issuer: string
  readonly subject: string
  readonly audience: string
  /** `owner/name` */
  readonly repository: string
  readonly repositoryId: string
  readonly ownerId: string
}

const WHAT = "could not get GitHub's ID token"
const TIMEOUT_SECONDS = 20
const MAX_BYTES = 256 * 1024
const ATTEMPTS = 4

/** The permission, as lines to copy. A job that names one permission loses all others, so what checkout needs is there too. */
export const ID_TOKEN_PERMISSION: readonly string[] = [
  'Add this to the job, or to the top of the workflow:',
  'permissions:',
  '  id-token: write # for the sign-in',
  '  contents: read # for actions/checkout'
]

/**
 * Fetches a token, which is good for some minutes: best when it is needed.
 * @throws ActionError when GitHub refuses, answers something else, or does not answer
 */
export async function fetchIdToken(
  { url, requestToken }: IdTokenEndpoint,
  audience: string,
  http: Http,
  secrets: Secrets
): Promise<IdToken> {
  const response = await http.send({
    label: "get GitHub's ID token",
    method: 'GET',
    url: `${url}${url.includes('?') ? '&' : '?'}audience=${encodeURIComponent(audience)}`,
    headers: { accept: 'application/json', authorization: `Bearer ${requestToken}` },
    timeoutSeconds: TIMEOUT_SECONDS,
    maxBytes: MAX_BYTES,
    attempts: ATTEMPTS,
    repeatable: true,
    redirects: 'return'
  })
  const body = objectIn(bodyText(response))
  const value = response.status === 200 ? stringAt(body, 'value') : undefined
  if (!value) throw refusal(response, body)
  secrets.add(value)
  return { value, claims: readClaims(value) }
}

function readClaims(token: string): IdTokenClaims {
  const claims = tokenClaims(token)
  const text = (name: string): string => stringAt(claims, name) ?? ''
  return {
    issuer: text('iss'),
    subject: text('sub'),
    audience: text('aud'),
    repository: text('repository'),
    repositoryId: text('repository_id'),
    ownerId: text('repository_owner_id')
  }
}

function refusal(response: HttpResponse, body: JsonObject): ActionError {
  const { status } = response
  const words = stringAt(body, 'message') ?? stringAt(objectAt(body, 'error') ?? {}, 'message')
  const why = `${new URL(response.url).host} answered HTTP ${status} without a token${words === undefined ? '' : `: ${words}`}`
  const denied = status === 401 || status === 403
  const again = status === 200 ? 'check whether a proxy stands in between' : 'run the job again'
  return new ActionError({
    what: WHAT,
    why: why.replace(/[\s.]+$/, ''),
    advice: denied
      ? 'give the job the permission "id-token: write", which runs for pull requests from forks do not get'
      : again,
    help: 'the-job-gets-no-id-token',
    ...(denied ? { remedy: ID_TOKEN_PERMISSION } : {})
  })
}
