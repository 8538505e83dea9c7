/** Sends a message to a Teams workflow. */
import { ActionError } from './errors.ts'
import { type Http, isHtml } from './http.ts'
import type { TeamsMessage } from './report/teams.ts'

const TIMEOUT_SECONDS = 20
const MAX_BYTES = 1024 * 1024
const ATTEMPTS = 3

/**
 * @param webhookUrl holds its own credential, so it is a secret
 * @throws ActionError when the message isn't taken
 */
export async function postToTeams(webhookUrl: string, message: TeamsMessage, http: Http): Promise<void> {
  const response = await http.send({
    label: 'post to Teams',
    method: 'POST',
    url: webhookUrl,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(message),
    timeoutSeconds: TIMEOUT_SECONDS,
    maxBytes: MAX_BYTES,
    attempts: ATTEMPTS,
    repeatable: false,
    redirects: 'return'
  })
  const { status, body } = response
  const isPage = body.byteLength > 0 && isHtml(response)
  if (status >= 200 && status < 300 && !isPage) return
  throw new ActionError({
    what: 'could not post to Teams',
    why: `the webhook answered HTTP ${status}${isPage ? ' with a web page' : ''}`,
    advice: 'check in Teams that the workflow behind "teams-webhook-url" still exists and is turned on'
  })
}
