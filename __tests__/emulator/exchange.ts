/** What every role of the emulator takes and gives: a request that was read whole, and an answer. */

/** The parts the emulator plays; each has a port, so each is an origin of its own. */
export type Role = 'login' | 'actions' | 'powerApps' | 'dataverse' | 'blob' | 'api' | 'mirror' | 'gitHub' | 'teams'

/** The calls by which faults, hooks and assertions select requests. */
export type CallName =
  | 'discovery'
  | 'openid-configuration'
  | 'token'
  | 'id-token'
  | 'get-connector'
  | 'read-back'
  | 'list-connectors'
  | 'validate'
  | 'storage'
  | 'update'
  | 'create'
  | 'original-definition'
  | 'icon'
  | 'script'
  | 'read-back-definition'
  | 'read-back-icon'
  | 'read-back-script'
  | 'default-icon'
  | 'upload-icon'
  | 'upload-script'
  | 'api-document'
  | 'mirror-document'
  | 'list-comments'
  | 'create-comment'
  | 'update-comment'
  | 'teams-message'
  | 'unknown'

export interface CallRequest {
  readonly role: Role
  readonly method: string
  /** The whole URL, with the host that the client asked for. */
  readonly url: URL
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** One role's behaviour: which call a request is, and what the answer to it is. */
export interface RoleService {
  call(request: CallRequest): CallName
  answer(request: CallRequest): Answer
}

export function answer(
  status: number,
  contentType: string,
  body: string | Buffer,
  headers: Record<string, string> = {}
): Answer {
  return { status, headers: { 'content-type': contentType, ...headers }, body: Buffer.from(body) }
}

export function jsonAnswer(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return answer(status, 'application/json; charset=utf-8', JSON.stringify(value), headers)
}

export function htmlAnswer(status: number, title: string, headers: Record<string, string> = {}): Answer {
  const page = `<!DOCTYPE html>\r\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\r\n`
  return answer(status, 'text/html; charset=utf-8', page, headers)
}

export function emptyAnswer(status: number, headers: Record<string, string> = {}): Answer {
  return { status, headers, body: Buffer.alloc(0) }
}
