/** GitHub's REST API, as far as comments on a pull request go. */
import { isObject, stringAt } from '../../src/definition/json.ts'
import { answer, jsonAnswer } from './exchange.ts'
import type { Answer, CallName, CallRequest, RoleService } from './exchange.ts'
import { gitHubToken } from './seeds/ids.ts'
import type { State } from './state.ts'

export const pullRequestNumber = 12
const MAX_CHARACTERS = 65_536

/** Number of comments on a page at most; `per_page` can ask for fewer. */
const MAX_PAGE = 100

export class GitHub implements RoleService {
  readonly #state: State
  #nextId = 1000

  constructor(state: State) {
    this.#state = state
  }

  call({ method, url }: CallRequest): CallName {
    const { repository } = this.#state.gitHub
    if (url.pathname === `/repos/${repository}/issues/${pullRequestNumber}/comments`) {
      if (method === 'GET') return 'list-comments'
      return method === 'POST' ? 'create-comment' : 'unknown'
    }
    const isComment = url.pathname.startsWith(`/repos/${repository}/issues/comments/`)
    return isComment && method === 'PATCH' ? 'update-comment' : 'unknown'
  }

  answer(request: CallRequest): Answer {
    const call = this.call(request)
    const { access, comments } = this.#state.gitHub
    if (!/^(?:token|bearer) /i.test(request.headers['authorization'] ?? ''))
      return problem(401, 'Requires authentication')
    if (!request.headers['authorization']?.endsWith(` ${gitHubToken}`)) return problem(401, 'Bad credentials')
    if (call === 'unknown' || access === 'none') return problem(404, 'Not Found')
    if (!request.headers['user-agent']) return answer(403, 'text/html', 'Request forbidden by administrative rules.')
    if (call === 'list-comments') return this.#page(request.url)
    if (access === 'read') return problem(403, 'Resource not accessible by integration')
    const given: unknown = JSON.parse(request.body.toString('utf8'))
    const body = isObject(given) ? stringAt(given, 'body') : undefined
    if (body === undefined || body.length > MAX_CHARACTERS) return problem(422, 'Validation Failed')
    if (call === 'create-comment') {
      const comment = { id: this.#nextId++, body, user: bot, author_association: 'NONE' }
      comments.push(comment)
      return jsonAnswer(201, comment)
    }
    const comment = comments.find(({ id }) => request.url.pathname.endsWith(`/${id}`))
    if (!comment) return problem(404, 'Not Found')
    comment.body = body
    return jsonAnswer(200, comment)
  }

  #page(url: URL): Answer {
    const size = Math.min(Number(url.searchParams.get('per_page') ?? '30'), MAX_PAGE)
    const page = Number(url.searchParams.get('page') ?? '1')
    const { comments } = this.#state.gitHub
    const next = new URL(url)
    next.searchParams.set('page', String(page + 1))
    const hasMore = comments.length > page * size
    return jsonAnswer(
      200,
      comments.slice((page - 1) * size, page * size),
      hasMore ? { link: `<${next.href}>; rel="next"` } : {}
    )
  }
}

const bot = { login: 'github-actions[bot]', type: 'Bot' } as const

function problem(status: number, message: string): Answer {
  return jsonAnswer(status, { message, documentation_url: 'https://docs.github.com/rest' })
}
