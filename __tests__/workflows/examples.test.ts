/** The example workflows, played against the emulator as they stand there; those that call the reusable one have its tests. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import type { Emulator } from '../emulator/emulator.ts'
import { outputsOf, type Repository, scenario, troublesOf } from './emulated.ts'
import { hasShell, jobOf, type PlayedJob } from './job.ts'

const read = (file: string): string => readFileSync(new URL(`../../docs/examples/${file}`, import.meta.url), 'utf8')
const SUBJECT = 'repo:contoso/orders:environment:production'

function definitionOf({ state, ids }: Emulator): string {
  const definition = state.dataverse.rows.get(ids.rows.orders)?.columns['openapidefinition']
  return typeof definition === 'string' ? definition : ''
}

scenario(
  'deploy-api.yml waits for the version that was deployed, and updates',
  SUBJECT,
  async (repository, emulator) => {
    const job = jobOf(read('deploy-api.yml'), 'connector')
    const { origin } = new URL(emulator.addresses.swagger)
    const vars = { API_URL: origin }
    const played = await repository.play(job, { event: 'push', env: { VERSION: '1.4.0' }, vars })
    expect(troublesOf(played)).toEqual([])
    expect(outputsOf(played, 'connector')).toMatchObject({ operation: 'updated', 'api-version': '1.4.0' })
    expect([...repository.artifacts.keys()]).toEqual(['connector-package'])
  }
)

scenario('teams-notification.yml updates, and tells the channel', SUBJECT, async (repository, emulator) => {
  const job = jobOf(read('teams-notification.yml'), 'connector')
  const steps = Array.isArray(job['steps']) && !hasShell ? job['steps'].slice(0, 1) : (job['steps'] ?? [])
  const secrets = { TEAMS_WEBHOOK_URL: emulator.addresses.teamsWebhook }
  const played = await repository.play({ ...job, steps }, { event: 'push', secrets })
  expect(troublesOf(played)).toEqual([])
  expect(emulator.state.teamsMessages).toHaveLength(1)
  if (hasShell)
    expect(played.steps.at(-1)?.log).toMatch(/^The connector has version 1\.4\.0 now, with 0 breaking changes/)
})

describe('pull-request.yml', () => {
  const workflow = read('pull-request.yml')
  const play = (repository: Repository, job: string): Promise<PlayedJob> =>
    repository.play(jobOf(workflow, job), { event: 'pull_request' })

  const sentence = 'validates without credentials, and then plans with what that job built'
  if (!hasShell) test.skip(sentence, () => undefined)
  else
    scenario(sentence, 'repo:contoso/orders:environment:connector-plan', async (repository, emulator) => {
      const before = definitionOf(emulator)
      const built = JSON.stringify(emulator.state.api.document)
      repository.files['build-swagger.sh'] = `#!/bin/sh\ncat > "$1" <<'EOF'\n${built}\nEOF\n`
      repository.files['connector/apiDefinition.swagger.json'] = before
      expect(troublesOf(await play(repository, 'validate'))).toEqual([])
      expect(emulator.requests).toEqual([])
      const plan = await play(repository, 'plan')
      expect(troublesOf(plan)).toEqual([])
      expect(outputsOf(plan, 'plan')).toMatchObject({ operation: 'planned', changed: 'true', 'operations-added': '1' })
      expect(Object.keys(repository.artifacts.get('connector-definition') ?? {})).toEqual([
        'apiDefinition.swagger.json'
      ])
      expect(definitionOf(emulator)).toBe(before)
    })
})

describe('move-from-paconn.yml', () => {
  scenario("updates from the folder, as paconn's own update did", SUBJECT, async (repository, emulator) => {
    const { ids, credentials, state } = emulator
    const settings = {
      connectorId: ids.connector,
      environment: ids.environment,
      apiDefinition: 'apiDefinition.swagger.json'
    }
    const document = { ...state.api.document, host: 'moved.contoso.example' }
    repository.files['connector/production/settings.json'] = JSON.stringify(settings)
    repository.files['connector/production/apiDefinition.swagger.json'] = JSON.stringify(document)
    const job = jobOf(read('move-from-paconn.yml'), 'update')
    const vars = { CONNECTOR_USER: credentials.userName }
    const played = await repository.play(job, {
      event: 'push',
      vars,
      secrets: { CONNECTOR_PASSWORD: credentials.password }
    })
    expect(troublesOf(played)).toEqual([])
    expect(state.powerApps.connectors.get(ids.connector)?.properties).toMatchObject({
      backendService: { serviceUrl: 'https://moved.contoso.example/api/v2' }
    })
  })
})

describe('the example of a creation', () => {
  const job = jobOf(read('create-connector.yml'), 'connector')
  const oAuth = { identityProvider: 'oauth2', clientId: 'orders', scopes: [], redirectMode: 'Global' }
  const properties = { connectionParameters: { token: { type: 'oauthSetting', oAuthSettings: oAuth } } }
  const made = ({ state }: Emulator) =>
    [...state.dataverse.rows.values()].filter(row => row.columns['displayname'] === 'Orders')

  const sentence = 'creates at the first run by hand, and updates from then on'
  if (!hasShell) test.skip(sentence, () => undefined)
  else
    scenario(sentence, SUBJECT, async (repository, emulator) => {
      repository.files['connector/apiProperties.json'] = JSON.stringify({ properties })
      const secrets = { CONNECTOR_OAUTH_SECRET: 'oC7-of-the-example' }
      const byHand = { event: 'workflow_dispatch' as const, inputs: { environment: 'production' }, secrets }

      const early = await repository.play(job, { event: 'push', secrets, vars: { CONNECTOR_ID: '' } })
      expect([early.succeeded, made(emulator).length]).toEqual([true, 0])

      const first = await repository.play(job, { ...byHand, vars: { CONNECTOR_ID: '' } })
      expect(troublesOf(first)).toEqual([])
      const { operation, 'connector-id': id = '' } = outputsOf(first, 'connector')
      expect([operation, made(emulator).length]).toEqual(['created', 1])
      expect([...(made(emulator)[0]?.clientSecrets.values() ?? [])]).toEqual(['oC7-of-the-example'])
      expect(first.steps.at(-1)?.log).toContain(`gh variable set CONNECTOR_ID --env production --body ${id}`)

      emulator.state.api.document = { ...emulator.state.api.document, info: { title: 'Orders', version: '2.0.0' } }
      const later = await repository.play(job, { event: 'push', secrets, vars: { CONNECTOR_ID: id } })
      expect(troublesOf(later)).toEqual([])
      expect([outputsOf(later, 'connector')['operation'], made(emulator).length]).toEqual(['updated', 1])

      const again = await repository.play(job, { ...byHand, vars: { CONNECTOR_ID: '' } })
      // By the GUID of its row, which is an id of it too.
      expect(troublesOf(again)[0]).toContain(`already: ${made(emulator)[0]?.id ?? '?'}`)
      expect(made(emulator)).toHaveLength(1)
    })
})
