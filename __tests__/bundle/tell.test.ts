/** The comment on a pull request and the card for Teams, with the compiled bundle. */
import { describe, expect } from '@jest/globals'
import { jsonAnswer } from '../emulator/exchange.ts'
import { apiDocument } from '../emulator/seeds/orders-definition.ts'
import { gitHubToken } from '../emulator/seeds/ids.ts'
import { objectAt } from '../../src/definition/json.ts'
import { scenario, type Stage } from './scenario.ts'

const pullRequest = (head = 'contoso/orders') => ({
  event: { name: 'pull_request', payload: { pull_request: { number: 12, head: { repo: { full_name: head } } } } }
})
const plan = { mode: 'plan', 'github-token': gitHubToken }
const bodiesOf = ({ emulator }: Stage): string[] => emulator.state.gitHub.comments.map(({ body }) => body)

/** The API's document is what the connector has already. */
async function withoutChanges(stage: Stage): Promise<void> {
  await stage.run()
  stage.emulator.journal.clear()
}

describe('the comment on a pull request', () => {
  scenario('is made once and kept up to date', async stage => {
    const first = await stage.run(plan, pullRequest())
    expect(first.log).toContain('Comment on pull request 12: created')
    expect(bodiesOf(stage)).toHaveLength(1)
    expect(bodiesOf(stage)[0]).toMatch(
      /^<!-- update-custom-connector [0-9a-f]{16} -->\n\n### Plan for the custom connector/
    )
    const again = await stage.run(plan, pullRequest())
    expect(again.log).toContain('Comment on pull request 12: unchanged')
    stage.emulator.state.api.document = {
      ...stage.emulator.state.api.document,
      paths: {
        ...objectAt(apiDocument, 'paths'),
        '/new': { get: { operationId: 'New_Get', summary: 'New', responses: { '200': { description: 'OK' } } } }
      }
    }
    const other = await stage.run(plan, pullRequest())
    expect(other.log).toContain('Comment on pull request 12: updated')
    expect(bodiesOf(stage)).toHaveLength(1)
    expect(bodiesOf(stage)[0]).toContain('`New_Get`')
    expect(stage.count('create-comment')).toBe(1)
  })

  scenario('goes back to "no changes", and is not made where there are none', async stage => {
    await stage.run(plan, pullRequest())
    await withoutChanges(stage)
    const none = await stage.run(plan, pullRequest())
    expect(none.outputs).toMatchObject({ operation: 'planned', changed: 'false' })
    expect(bodiesOf(stage)[0]).toContain('No changes: the connector would stay as it is.')
    stage.emulator.state.gitHub.comments.length = 0
    const silent = await stage.run(plan, pullRequest())
    expect(silent.log).toContain('Comment on pull request 12: not needed')
    expect(bodiesOf(stage)).toEqual([])
  })

  scenario('leaves a comment alone that somebody from outside has copied the marker into', async stage => {
    await stage.run(plan, pullRequest())
    const [ours] = stage.emulator.state.gitHub.comments
    const foreign = {
      id: 1,
      body: `${ours?.body.split('\n')[0] ?? ''}\nAll is well.`,
      user: { login: 'mallory', type: 'User' as const },
      author_association: 'CONTRIBUTOR'
    }
    stage.emulator.state.gitHub.comments.splice(0, 1, foreign)
    await stage.run(plan, pullRequest())
    expect(bodiesOf(stage)).toHaveLength(2)
    expect(foreign.body).toContain('All is well.')
  })

  scenario('is found behind hundreds of others', async stage => {
    await stage.run(plan, pullRequest())
    const others = Array.from({ length: 250 }, (_, index) => ({
      id: index,
      body: 'Nice',
      user: { login: 'dev', type: 'User' as const },
      author_association: 'MEMBER'
    }))
    stage.emulator.state.gitHub.comments.unshift(...others)
    const run = await stage.run(plan, pullRequest())
    expect(run.log).toContain('Comment on pull request 12: unchanged')
  })

  scenario('that may not be written is a warning naming the permission', async stage => {
    stage.emulator.state.gitHub.access = 'read'
    const run = await stage.run(plan, pullRequest('mallory/orders'))
    expect(run.exitCode).toBe(0)
    const [warning] = run.annotations.filter(({ level }) => level === 'warning')
    expect(warning?.message).toMatch(/comment on the pull request.*HTTP 403.*fork.*"permissions: pull-requests: write"/)
  })

  scenario('that GitHub does not answer for is a warning', async stage => {
    const fault = { kind: 'answer', applied: false, answer: jsonAnswer(502, {}) } as const
    stage.emulator.fault({ call: 'list-comments', times: Infinity }, fault)
    const run = await stage.run(plan, pullRequest())
    expect(run.exitCode).toBe(0)
    expect(run.log).toContain('Could not comment on the pull request: GitHub answered HTTP 502')
    expect(bodiesOf(stage)).toEqual([])
  })

  scenario('is never written on a push, for "never", or without a token', async stage => {
    await stage.run(plan)
    await stage.run({ ...plan, comment: 'never' }, pullRequest())
    await stage.run({ ...plan, 'github-token': '' }, pullRequest())
    await stage.run({ ...plan, mode: 'download' }, pullRequest())
    expect(stage.emulator.requests.filter(({ role }) => role === 'gitHub')).toEqual([])
  })

  scenario('is sent to the API of GitHub with the token, which goes nowhere else', async stage => {
    await stage.run(plan, pullRequest())
    const carriers = stage.emulator.requests.filter(({ headers }) => headers['authorization']?.includes(gitHubToken))
    expect(new Set(carriers.map(({ role }) => role))).toEqual(new Set(['gitHub']))
  })
})

describe('the card for Teams', () => {
  scenario('is posted after an update, and only then', async stage => {
    const webhook = { 'teams-webhook-url': stage.emulator.addresses.teamsWebhook }
    await stage.run({ ...webhook, mode: 'plan' })
    expect(stage.count('teams-message')).toBe(0)
    await stage.run(webhook)
    expect(stage.count('teams-message')).toBe(1)
    const [message] = stage.emulator.state.teamsMessages
    expect(JSON.stringify(message)).toContain('Custom connector updated')
    const again = await stage.run(webhook)
    expect(again.outputs['operation']).toBe('unchanged')
    expect(stage.count('teams-message')).toBe(1)
  })

  scenario('is posted for an update that failed', async stage => {
    const webhook = { 'teams-webhook-url': stage.emulator.addresses.teamsWebhook }
    stage.emulator.state.powerApps.validationFindings.push('Error : #/paths : Nothing fits.')
    const run = await stage.run(webhook)
    expect(run.exitCode).toBe(1)
    expect(JSON.stringify(stage.emulator.state.teamsMessages)).toMatch(/the update failed.*did not pass the checks/)
  })

  scenario('that is not taken is a warning without the address', async stage => {
    const run = await stage.run({ 'teams-webhook-url': `${stage.emulator.addresses.teamsWebhook}-gone` })
    expect(run.outputs['operation']).toBe('updated')
    const [warning] = run.annotations.filter(({ level }) => level === 'warning')
    expect(warning?.message).toMatch(/post to Teams.*HTTP 401.*teams-webhook-url/)
    expect(run.everything()).not.toContain('/workflows/')
  })

  scenario('goes to https alone', async stage => {
    const run = await stage.run({ 'teams-webhook-url': 'http://example.com/hook?sig=x1y2z3x1y2z3' })
    expect(run.exitCode).toBe(1)
    expect(run.log).toContain('"teams-webhook-url" is not an https:// address')
    expect(run.everything()).not.toContain('x1y2z3')
  })
})

describe('a pull request from a fork whose run has the rights of the repository', () => {
  const payload = { pull_request: { number: 12, head: { repo: { full_name: 'someone/orders' } } } }

  scenario('is a warning, for its author may decide what goes to the connector', async stage => {
    const event = { name: 'pull_request_target', payload }
    const run = await stage.run({ comment: 'never', mode: 'plan' }, { event })
    expect(run.log).toContain('works for a pull request from a fork ("pull_request_target")')
    expect(run.outputs['operation']).toBe('planned')
  })

  scenario('is none where the run has no rights', async stage => {
    const run = await stage.run({ comment: 'never', mode: 'plan' }, { event: { name: 'pull_request', payload } })
    expect(run.log).not.toContain('pull_request_target')
  })
})
