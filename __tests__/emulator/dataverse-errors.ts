/** The error answers of Dataverse: numbers as codes, and texts in which another service's error can be. */
import { emptyAnswer, jsonAnswer } from './exchange.ts'
import type { Answer } from './exchange.ts'

/** A refusal on its way to the client. */
export class DataverseRefusal extends Error {
  override readonly name = 'DataverseRefusal'
  readonly answer: Answer

  constructor(status: number, code: string, message: string) {
    super(message)
    this.answer = dataverseError(status, code, message)
  }
}

/** An error with the annotations that a client gets with `odata.include-annotations`. */
export function dataverseError(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {}
): Answer {
  const annotations = {
    '@Microsoft.PowerApps.CDS.ErrorDetails.ApiExceptionSourceKey': 'Plugin/Microsoft.Crm.ObjectModel.ConnectorService',
    '@Microsoft.PowerApps.CDS.HelpLink': `http://go.microsoft.com/fwlink/?LinkID=398563&error=Microsoft.Crm.CrmException%3a${code}`,
    '@Microsoft.PowerApps.CDS.InnerError.Message': message
  }
  return jsonAnswer(status, { error: { code, message, ...annotations } }, headers)
}

/** A refusal without a word, as for a token that isn't for this organization. */
export function unauthorized(): Answer {
  const challenge =
    'Bearer authorization_uri=https://login.microsoftonline.com/common/oauth2/authorize, resource_id=https://org.example/'
  return emptyAnswer(401, { 'www-authenticate': challenge })
}

/** What Dataverse says when the Power Apps service, which it calls while it writes, refused. */
export function refusedBehind(code: string, message: string): DataverseRefusal {
  const inner = JSON.stringify({ error: { code, message } })
  const outer = JSON.stringify({
    error: { code: 'ApiHubsRequestFailed', message: `The request failed with client error: '${inner}'.` }
  })
  return new DataverseRefusal(
    400,
    '0x80040265',
    `The API call failed with http status code 'BadRequest' and response content '${outer}'`
  )
}

/** The service protection limits, by the number of their error. */
export const protectionLimits = {
  '0x80072322': 'Number of requests exceeded the limit of 6000 over time window of 300 seconds.',
  '0x80072321':
    'Combined execution time of incoming requests exceeded limit of 1200000 milliseconds over time window of 300 seconds.',
  '0x80072326': 'Number of concurrent requests exceeded the limit of 52.'
} as const
