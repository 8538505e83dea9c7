/** The error answers of the Power Apps resource provider. */
import { jsonAnswer } from './exchange.ts'
import type { Answer } from './exchange.ts'

/** A refusal on its way to the client. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly answer: Answer

  constructor(status: number, code: string, message: string) {
    super(message)
    this.answer = jsonAnswer(status, envelope(code, message))
  }
}

function envelope(code: string, message: string): object {
  return { error: { code, message } }
}

/** The body of the request isn't what the service understands. */
export function invalidContent(text: string): Refusal {
  return new Refusal(400, 'InvalidRequestContent', text)
}

/** The text in which the service's JSON reader names a member that it doesn't know. */
export function unknownMember(member: string, type: string, path: string): Refusal {
  return invalidContent(
    `The request content was invalid and could not be deserialized: 'Could not find member '${member}' on object of type '${type}'. Path '${path}', line 1, position 1.'.`
  )
}

/** An error of a service behind, as text in the message of a wrapper. */
export function wrapped(status: number, wrapper: string, code: string, message: string): Refusal {
  const inner = JSON.stringify(envelope(code, message))
  return new Refusal(
    status,
    wrapper,
    wrapper === 'AzureResourceManagerRequestFailed'
      ? `Request to Azure Resource Manager failed with error: '${inner}'.`
      : `Request to Azure API Hubs failed with status '${status}' and error: '${inner}'.`
  )
}

/** As `wrapped`, one level deeper: the text of the inner message is JSON again. */
export function wrappedTwice(status: number, code: string, message: string): Refusal {
  return wrapped(status, 'ApiHubsRequestFailed', 'BadRequest', JSON.stringify(envelope(code, message)))
}
