/** Where a run takes place: what the runner tells of repository, commit and event. */
import { isObject, objectAt, own, stringAt, type Json } from '../definition/json.ts'

export interface PullRequest {
  readonly owner: string
  readonly repository: string
  readonly number: number
  /** Whether its branch is of another repository: its runs get no secrets and a token that can only read. */
  readonly fromFork: boolean
  /** Whether the run has the repository's own rights and secrets all the same, as one by `pull_request_target` has. */
  readonly privileged: boolean
}

export interface GitHubContext {
  /** Address of the REST API, which a token of this repository may be sent to. */
  readonly apiUrl: string
  /** The page of this run; `undefined` outside of a runner. */
  readonly runUrl: string | undefined
  readonly commitUrl: string | undefined
  /** The pull request that started the run, if one did. */
  readonly pullRequest: PullRequest | undefined
}

const PRIVILEGED_EVENT = 'pull_request_target'
/** Events that belong to a pull request. */
const PULL_REQUEST_EVENTS: readonly string[] = ['pull_request', PRIVILEGED_EVENT]

/**
 * @param variables the step's environment
 * @param readEvent the text of the file that `GITHUB_EVENT_PATH` names; may throw
 */
export function gitHubContext(
  variables: Readonly<Record<string, string | undefined>>,
  readEvent: (file: string) => string
): GitHubContext {
  const server = variables['GITHUB_SERVER_URL'] ?? 'https://github.com'
  const repository = variables['GITHUB_REPOSITORY'] ?? ''
  const [runId, sha] = [variables['GITHUB_RUN_ID'], variables['GITHUB_SHA']]
  const page = `${server}/${repository}`
  return {
    apiUrl: variables['GITHUB_API_URL'] ?? 'https://api.github.com',
    runUrl: repository && runId ? `${page}/actions/runs/${runId}` : undefined,
    commitUrl: repository && sha ? `${page}/commit/${sha}` : undefined,
    pullRequest: PULL_REQUEST_EVENTS.includes(variables['GITHUB_EVENT_NAME'] ?? '')
      ? pullRequestOf(
          readJson(variables['GITHUB_EVENT_PATH'], readEvent),
          repository,
          variables['GITHUB_EVENT_NAME'] ?? ''
        )
      : undefined
  }
}

function pullRequestOf(event: Json | undefined, fullName: string, eventName: string): PullRequest | undefined {
  const [owner = '', repository = ''] = fullName.split('/')
  const pullRequest = isObject(event) ? objectAt(event, 'pull_request') : undefined
  const number = pullRequest && own(pullRequest, 'number')
  if (!pullRequest || typeof number !== 'number' || !owner || !repository) return undefined
  const headRepository = objectAt(objectAt(pullRequest, 'head') ?? {}, 'repo')
  // A fork that was deleted meanwhile has no repository any more.
  const fromFork = headRepository === undefined || stringAt(headRepository, 'full_name') !== fullName
  return { owner, repository, number, fromFork, privileged: eventName === PRIVILEGED_EVENT }
}

function readJson(file: string | undefined, read: (file: string) => string): Json | undefined {
  if (file === undefined) return undefined
  try {
    return JSON.parse(read(file)) as Json
  } catch {
    return undefined
  }
}
