/** A workflow of Teams that posts what its webhook receives. */
import { isObject, own } from '../../src/definition/json.ts'
import { emptyAnswer, jsonAnswer } from './exchange.ts'
import type { Answer, CallName, CallRequest, RoleService } from './exchange.ts'
import { webhookSignature } from './seeds/ids.ts'
import type { State } from './state.ts'

const path = '/workflows/8f2c4e6a0b1d3f57/triggers/manual/paths/invoke'
export const webhookPath = `${path}?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=${webhookSignature}`

/** The size that Teams takes of a message. */
const MAX_BYTES = 28 * 1024

export class TeamsWorkflow implements RoleService {
  readonly #state: State

  constructor(state: State) {
    this.#state = state
  }

  call({ method, url }: CallRequest): CallName {
    return method === 'POST' && url.pathname === path ? 'teams-message' : 'unknown'
  }

  answer(request: CallRequest): Answer {
    if (this.call(request) === 'unknown') return emptyAnswer(404)
    if (request.url.searchParams.get('sig') !== webhookSignature) {
      return jsonAnswer(401, {
        error: { code: 'DirectApiAuthorizationRequired', message: 'The request must be signed.' }
      })
    }
    if (request.body.byteLength > MAX_BYTES) return emptyAnswer(413)
    const message: unknown = JSON.parse(request.body.toString('utf8'))
    if (!isObject(message) || !Array.isArray(own(message, 'attachments'))) {
      return jsonAnswer(400, { error: { code: 'TriggerInputSchemaMismatch', message: 'The input is not a message.' } })
    }
    this.#state.teamsMessages.push(message)
    return emptyAnswer(202)
  }
}
