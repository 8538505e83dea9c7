import { describe, expect, test } from '@jest/globals'
import { gitHubContext } from '../../src/github/context.ts'

const variables = {
  GITHUB_API_URL: 'https://api.github.com',
  GITHUB_EVENT_NAME: 'pull_request',
  GITHUB_EVENT_PATH: '/event.json',
  GITHUB_REPOSITORY: 'contoso/orders',
  GITHUB_RUN_ID: '17',
  GITHUB_SERVER_URL: 'https://github.example',
  GITHUB_SHA: 'abc'
}
const event = (fullName: string | null) => () =>
  JSON.stringify({ pull_request: { number: 12, head: { repo: fullName === null ? null : { full_name: fullName } } } })

describe('where a run takes place', () => {
  test('is told by the runner', () => {
    expect(gitHubContext(variables, event('contoso/orders'))).toEqual({
      apiUrl: 'https://api.github.com',
      runUrl: 'https://github.example/contoso/orders/actions/runs/17',
      commitUrl: 'https://github.example/contoso/orders/commit/abc',
      pullRequest: { owner: 'contoso', repository: 'orders', number: 12, fromFork: false, privileged: false }
    })
  })

  test.each([['someone/orders'], [null]])('a pull request from %j is from a fork', fullName => {
    expect(gitHubContext(variables, event(fullName)).pullRequest).toMatchObject({ fromFork: true })
  })

  test('a run by pull_request_target has the rights of the repository, also for a fork', () => {
    const given = { ...variables, GITHUB_EVENT_NAME: 'pull_request_target' }
    expect(gitHubContext(given, event('someone/orders')).pullRequest).toMatchObject({
      fromFork: true,
      privileged: true
    })
  })

  test.each<[string, Record<string, string>, () => string]>([
    ['another event', { ...variables, GITHUB_EVENT_NAME: 'push' }, event('contoso/orders')],
    [
      'an event file that can not be read',
      variables,
      () => {
        throw new Error('ENOENT')
      }
    ],
    ['an event file that is no JSON', variables, () => '<html>'],
    ['an event without a pull request', variables, () => '{"issue":{}}'],
    ['an event whose number is none', variables, () => '{"pull_request":{"number":"12; rm"}}']
  ])('there is no pull request in %s', (_, given, read) => {
    expect(gitHubContext(given, read).pullRequest).toBeUndefined()
  })

  test('nothing is known outside of a runner', () => {
    expect(gitHubContext({}, event('a/b'))).toEqual({
      apiUrl: 'https://api.github.com',
      runUrl: undefined,
      commitUrl: undefined,
      pullRequest: undefined
    })
  })
})
