/** The one comment on a pull request that is kept up to date. */
import { ActionError } from '../errors.ts'
import { bodyText, type Http, type HttpResponse, isHtml } from '../http.ts'
import type { GitHubContext, PullRequest } from './context.ts'

const TIMEOUT_SECONDS = 20
const MAX_BYTES = 16 * 1024 * 1024
const ATTEMPTS = 3
const PAGE_SIZE = 100
const MAX_PAGES = 20

export interface CommentRequest {
  readonly context: GitHubContext
  readonly pullRequest: PullRequest
  /** Sent to the REST API of the context and nowhere else. */
  readonly token: string
  /** Starts the comment, and finds it again. */
  readonly marker: string
  /** Markdown, with the marker at its start. */
  readonly body: string
  /** Whether a comment is made where there is none yet. */
  readonly create: boolean
}

/** What became of the comment. */
export type CommentResult = 'created' | 'updated' | 'unchanged' | 'not needed'

/**
 * Creates the comment, or brings the one that is there up to date.
 * @throws ActionError when GitHub refuses, naming the permission
 */
export async function keepComment(request: CommentRequest, http: Http): Promise<CommentResult> {
  const { pullRequest, marker, body, create } = request
  const { owner, repository: repo, number } = pullRequest
  const send = await client(request, http)
  try {
    for (let page = 1; page <= MAX_PAGES; page++) {
      const { data } = await send('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
        owner,
        repo,
        issue_number: number,
        per_page: PAGE_SIZE,
        page
      })
      const found = data.find(comment => comment.body?.startsWith(marker) && isTrusted(comment))
      if (found?.body?.trimEnd() === body.trimEnd()) return 'unchanged'
      if (found) {
        await send('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
          owner,
          repo,
          comment_id: found.id,
          body
        })
        return 'updated'
      }
      if (data.length < PAGE_SIZE) break
    }
    if (!create) return 'not needed'
    await send('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', { owner, repo, issue_number: number, body })
    return 'created'
  } catch (error) {
    throw refusal(error, pullRequest)
  }
}

/** Somebody from outside could have written the marker into a comment of their own, and could change its text later. */
function isTrusted(comment: {
  readonly user: { readonly type: string } | null
  readonly author_association?: string
}): boolean {
  return comment.user?.type === 'Bot' || ['OWNER', 'MEMBER', 'COLLABORATOR'].includes(comment.author_association ?? '')
}

/** The client of GitHub's REST API over the one network path. */
async function client({ context, token }: CommentRequest, http: Http) {
  // Few runs comment: in this mode the module stays in the one file and is evaluated here, not at the start of every run.
  // eslint-disable-next-line no-restricted-syntax
  const { request } = await import(/* webpackMode: "eager" */ '@octokit/request')
  return request.defaults({
    baseUrl: context.apiUrl,
    headers: { authorization: `token ${token}` },
    request: { fetch: fetchOver(http) }
  })
}

type Method = Parameters<Http['send']>[0]['method']

function fetchOver(http: Http): (url: string, options: RequestInit) => Promise<Response> {
  return async (url, options) => {
    const method = (options.method ?? 'GET') as Method
    const response = await http.send({
      label: 'comment on the pull request',
      method,
      url,
      headers: Object.fromEntries(new Headers(options.headers)),
      ...(typeof options.body === 'string' ? { body: options.body } : {}),
      timeoutSeconds: TIMEOUT_SECONDS,
      maxBytes: MAX_BYTES,
      attempts: ATTEMPTS,
      // To create a comment twice would leave two of them.
      repeatable: method !== 'POST',
      redirects: 'return'
    })
    if (response.status < 400 && !isJson(response)) throw unexpected(response)
    return new Response(response.body.byteLength === 0 ? null : Buffer.from(response.body), {
      status: response.status,
      headers: response.headers
    })
  }
}

/** GitHub's client takes whatever comes with a good status for the answer. */
function isJson(response: HttpResponse): boolean {
  if (isHtml(response)) return false
  try {
    JSON.parse(bodyText(response))
    return true
  } catch {
    return false
  }
}

function unexpected({ status }: HttpResponse): ActionError {
  return new ActionError({
    what: 'could not comment on the pull request',
    why: `GitHub answered HTTP ${status} without the JSON that it answers with`,
    advice: 'check whether a proxy stands in between, or set "comment: never"'
  })
}

function refusal(error: unknown, { fromFork }: PullRequest): unknown {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined
  if (typeof status !== 'number') return error
  const permission = status === 401 || status === 403 || status === 404
  return new ActionError(
    {
      what: 'could not comment on the pull request',
      why: `GitHub answered HTTP ${status}${fromFork ? ', and a run for a fork gets a token that can only read' : ''}`,
      advice: permission
        ? 'give the job "permissions: pull-requests: write", or set "comment: never"'
        : 'run the job again, or set "comment: never"'
    },
    { cause: error }
  )
}
