/** The part of GitHub that gives a job ID tokens, if the job has the permission `id-token: write`. */
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { answer, emptyAnswer, jsonAnswer } from './exchange.ts'
import type { Answer, CallName, CallRequest, RoleService } from './exchange.ts'
import { signToken } from './json-web-token.ts'
import { now } from './state.ts'
import type { ActionsJob, State } from './state.ts'

/** Path and query of the address that the runner gives the job. */
export const idTokenPath =
  '/12/idtoken/5f0c1d3e-7a86-4b29-9d4e-2c6b8f013a57/e1b7a2d4-0c63-4f58-8e9a-7d15f4c2b690?api-version=2.0'

let keys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject } | undefined

/** GitHub's key, one for all emulators of a process and only when it is needed: RSA keys take a while to make. */
function githubKeys() {
  return (keys ??= generateKeyPairSync('rsa', { modulusLength: 2048 }))
}

/** What Entra ID fetches from the issuer. */
export function githubKey(): KeyObject {
  return githubKeys().publicKey
}

export class ActionsService implements RoleService {
  readonly #state: State
  readonly #secrets = new Set<string>()

  constructor(state: State) {
    this.#state = state
  }

  call(request: CallRequest): CallName {
    return request.url.pathname === idTokenPath.split('?')[0] ? 'id-token' : 'unknown'
  }

  answer(request: CallRequest): Answer {
    if (this.call(request) !== 'id-token') return emptyAnswer(404)
    if (request.method !== 'GET') return emptyAnswer(405, { allow: 'GET' })
    if (request.headers['authorization'] !== `Bearer ${this.#state.actions.requestToken}`) {
      return jsonAnswer(401, { message: 'The request token is missing, expired or not of this job.' })
    }
    if (request.url.searchParams.get('api-version') !== '2.0') {
      return jsonAnswer(400, { message: 'A version is needed to serve this request.' })
    }
    const { job } = this.#state.actions
    const audience = request.url.searchParams.get('audience') ?? `https://github.com/${job.owner}`
    const token = signToken({ kid: 'emulator' }, this.#claims(audience), githubKeys().privateKey)
    this.#secrets.add(token).add(token.slice(token.lastIndexOf('.') + 1))
    return answer(200, 'application/json; charset=utf-8', JSON.stringify({ count: token.length, value: token }))
  }

  /** Every token that was given out, and its signature by itself. */
  secrets(): string[] {
    return [...this.#secrets]
  }

  #claims(audience: string) {
    const { job, issuer, tokenLifetime } = this.#state.actions
    const issued = Math.floor(now(this.#state).getTime() / 1000)
    const repository = `${job.owner}/${job.repository}`
    const workflow = `${repository}/.github/workflows/deploy.yml@${job.ref}`
    return {
      jti: randomUUID(),
      sub: subjectOf(job),
      aud: audience,
      ref: job.ref,
      sha: '6dcb09b5b57875f334f61aebed695e2e4193db5e',
      repository,
      repository_owner: job.owner,
      repository_owner_id: job.ownerId,
      run_id: '1234567890',
      run_number: '42',
      run_attempt: '1',
      repository_visibility: 'private',
      repository_id: job.repositoryId,
      actor_id: '583231',
      actor: 'octocat',
      workflow: 'Deploy',
      head_ref: '',
      base_ref: '',
      event_name: job.event,
      ref_protected: 'true',
      ref_type: job.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
      workflow_ref: workflow,
      job_workflow_ref: workflow,
      runner_environment: 'github-hosted',
      ...(job.environment === undefined ? {} : { environment: job.environment }),
      iss: issuer,
      nbf: issued,
      exp: issued + tokenLifetime,
      iat: issued
    }
  }
}

/** An environment goes before a pull request, and that before the branch or tag. A colon in a name would look like a part. */
function subjectOf(job: ActionsJob): string {
  if (job.subject !== undefined) return job.subject
  const repository = job.immutableSubject
    ? `${job.owner}@${job.ownerId}/${job.repository}@${job.repositoryId}`
    : `${job.owner}/${job.repository}`
  const escaped = (name: string) => name.replaceAll(':', '%3A')
  if (job.environment !== undefined) return `repo:${repository}:environment:${escaped(job.environment)}`
  return `repo:${repository}:${job.event === 'pull_request' ? 'pull_request' : `ref:${escaped(job.ref)}`}`
}
