/** MSAL's requests, sent through the one network path. */
import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node'
import { isObject } from '../definition/json.ts'
import { ActionError } from '../errors.ts'
import { bodyText, type Http, type HttpResponse, isHtml, isTransientStatus } from '../http.ts'

const TIMEOUT_SECONDS = 30
const MAX_BYTES = 1024 * 1024
const ATTEMPTS = 4

/**
 * MSAL's network module over `http`. The label of its calls in the log is "sign in".
 * @param failed is told why a call failed: MSAL itself would replace that by an error of its own
 */
export function msalNetwork(http: Http, failed: (error: ActionError) => void): INetworkModule {
  const attempt = async <T>(
    method: 'GET' | 'POST',
    url: string,
    options: NetworkRequestOptions | undefined
  ): Promise<NetworkResponse<T>> => {
    const response = await http.send({
      label: 'sign in',
      method,
      url,
      headers: { ...options?.headers },
      ...(options?.body === undefined ? {} : { body: options.body }),
      timeoutSeconds: TIMEOUT_SECONDS,
      maxBytes: MAX_BYTES,
      attempts: ATTEMPTS,
      repeatable: true,
      redirects: 'return'
    })
    const text = bodyText(response)
    if (isHtml(response) || !isOfTokenService(text, response.status)) throw notOfTokenService(url, response)
    return {
      headers: Object.fromEntries(response.headers),
      // MSAL names the shape of what it asked for; it checks the members itself.
      body: JSON.parse(text) as T,
      status: response.status
    }
  }
  const send: typeof attempt = async (method, url, options) => {
    try {
      return await attempt(method, url, options)
    } catch (error) {
      if (error instanceof ActionError) failed(error)
      throw error
    }
  }
  return {
    sendGetRequestAsync: (url, options) => send('GET', url, options),
    sendPostRequestAsync: (url, options) => send('POST', url, options)
  }
}

/** JSON, and of an error that of OAuth, whose `error` is a text (RFC 6749, section 5.2). MSAL would make a riddle of another. */
function isOfTokenService(text: string, status: number): boolean {
  try {
    const body: unknown = JSON.parse(text)
    return status < 400 || (isObject(body) && typeof body['error'] === 'string')
  } catch {
    return false
  }
}

function notOfTokenService(url: string, response: HttpResponse): ActionError {
  return new ActionError({
    what: 'could not sign in',
    why: `${new URL(url).host} answered HTTP ${response.status} without the JSON of a token service`,
    advice: isTransientStatus(response)
      ? 'run the job again later, and if it stays like that, check whether a proxy stands in between'
      : 'check "authority-url" and "cloud", and whether a proxy stands in between',
    help: 'the-token-service-does-not-answer'
  })
}
