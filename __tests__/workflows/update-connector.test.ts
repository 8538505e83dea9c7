/** The reusable workflow, played step by step against the emulator. */
import { readFileSync } from 'node:fs'
import { expect } from '@jest/globals'
import { load } from 'js-yaml'
import { isObject, type JsonObject } from '../../src/definition/json.ts'
import { inputsOfCall, type Repository, scenario, type Start, troublesOf } from './emulated.ts'
import { jobOf, type PlayedJob } from './job.ts'

const text = readFileSync(new URL('../../.github/workflows/update-connector.yml', import.meta.url), 'utf8')
const document: unknown = load(text)
const workflow = isObject(document) ? document : {}
const job = jobOf(text, 'connector')

const SUBJECT = 'repo:contoso/orders:environment:test'

async function called(repository: Repository, inputs: JsonObject, start: Partial<Start> = {}): Promise<PlayedJob> {
  const played = await repository.play(job, {
    event: 'push',
    ...start,
    inputs: inputsOfCall(workflow, { environment: 'test', ...inputs })
  })
  expect(troublesOf(played)).toEqual([])
  return played
}

scenario('updates on a push, gives back the outputs, and keeps package and report', SUBJECT, async repository => {
  const { outputs } = await called(repository, {}, { branch: 'develop' })
  expect(outputs).toMatchObject({
    operation: 'updated',
    changed: 'true',
    'operations-added': '1',
    'api-version': '1.4.0',
    'package-artifact': 'test-package'
  })
  expect(outputs['connector-id']).toMatch(/^shared_orders/)
  expect(Object.keys(repository.artifacts.get('test-package') ?? {})).toEqual(
    expect.arrayContaining(['apiDefinition.swagger.json', 'apiProperties.json', 'settings.json'])
  )
  expect(Object.keys(repository.artifacts.get('test-report') ?? {}).sort()).toEqual([
    'apiDefinition.swagger.json',
    'report.json'
  ])
})

scenario(
  'plans on any other branch, with a document that another job has built',
  SUBJECT,
  async (repository, emulator) => {
    repository.artifacts.set('swagger', { 'swagger.json': Buffer.from(JSON.stringify(emulator.state.api.document)) })
    const given = { artifact: 'swagger', 'swagger-file': 'swagger.json', name: 'orders' }
    const { outputs } = await called(repository, given, { branch: 'feature' })
    expect(outputs).toMatchObject({ operation: 'planned', changed: 'true', 'package-artifact': 'orders-package' })
    expect(emulator.requests.map(({ call }) => call)).not.toContain('api-document')
    expect(emulator.requests.map(({ call }) => call)).not.toContain('update')
  }
)

scenario(
  'creates, tells the id, and updates what it created once that is a variable',
  SUBJECT,
  async (repository, emulator) => {
    const { api, dataverse } = emulator.state
    const addresses = { authorizationUrl: 'https://login.example/authorize', tokenUrl: 'https://login.example/token' }
    const oAuth = { type: 'oauth2', flow: 'accessCode', scopes: {}, ...addresses }
    api.document = { ...api.document, securityDefinitions: { oAuth }, security: [{ oAuth: [] }] }
    const settings = { identityProvider: 'oauth2', clientId: 'orders', scopes: [], redirectMode: 'Global' }
    const properties = { connectionParameters: { token: { type: 'oauthSetting', oAuthSettings: settings } } }
    repository.files['properties.json'] = JSON.stringify({ properties })
    const secrets = { CONNECTOR_OAUTH_SECRET: 'oC7-of-the-environment' }
    const start: Start = { event: 'workflow_dispatch', vars: { CONNECTOR_ID: '' }, secrets }
    const form = { environment: 'test', mode: 'create', 'api-properties-file': 'properties.json' }
    const created = await repository.play(job, { ...start, inputs: form })
    expect(troublesOf(created)).toEqual([])
    const id = created.outputs['connector-id'] ?? ''
    expect(created.outputs).toMatchObject({ operation: 'created', changed: 'true', 'package-artifact': '' })
    expect(id).toMatch(/^shared_/)
    const row = [...dataverse.rows.values()].find(({ columns }) => columns['connectorinternalid'] === id)
    expect([...(row?.clientSecrets.values() ?? [])]).toEqual(['oC7-of-the-environment'])
    // The secret is there all the same, and must not get in the way.
    const known = { secrets, vars: { CONNECTOR_ID: id } }
    expect((await called(repository, {}, known)).outputs).toMatchObject({ operation: 'unchanged', 'connector-id': id })
    expect((await called(repository, { mode: 'create' }, known)).outputs['operation']).toBe('unchanged')
  }
)

scenario(
  'signs in with the password of an account on the Power Apps service',
  SUBJECT,
  async (repository, emulator) => {
    const { ids, credentials } = emulator
    const vars = {
      ENVIRONMENT_URL: '',
      APP_ID: '',
      ENVIRONMENT_ID: ids.environment,
      CONNECTOR_ID: ids.connector,
      CONNECTOR_USER: credentials.userName
    }
    const secrets = { CONNECTOR_PASSWORD: credentials.password }
    const { outputs } = await called(repository, { mode: 'update' }, { vars, secrets })
    expect(outputs).toMatchObject({ operation: 'updated', 'connector-id': ids.connector })
  }
)

scenario('keeps the report of a run that failed, and fails', SUBJECT, async repository => {
  const inputs = inputsOfCall(workflow, { environment: 'test', 'expected-version': '9.9.9', 'swagger-retries': 0 })
  const played = await repository.play(job, { event: 'push', inputs })
  expect([played.succeeded, played.outputs['operation'], [...repository.artifacts.keys()]]).toEqual([
    false,
    'failed',
    ['test-report']
  ])
})
