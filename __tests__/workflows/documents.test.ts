/** The workflows of README.md and of the documents, and the roll-back, played against the emulator as they stand there. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { isObject, type Json, type JsonObject, own } from '../../src/definition/json.ts'
import type { Emulator } from '../emulator/emulator.ts'
import type { FederatedCredential } from '../emulator/state.ts'
import { outputsOf, scenario, troublesOf } from './emulated.ts'
import { hasShell, jobOf } from './job.ts'

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')
const readme = read('README.md')

/** The YAML block of a document that holds this text, steps alone as the job `example`. */
function blockWith(document: string, text: string): string {
  const found = [...document.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, yaml = '']) => yaml)
  const block = found.find(yaml => yaml.includes(text))
  if (block === undefined) throw new Error(`No block has "${text}".`)
  const head = 'jobs:\n  example:\n    permissions:\n      id-token: write\n    environment: production\n    steps:\n'
  return block.startsWith('- ') ? head + block.replaceAll(/^(?=.)/gm, '      ') : block
}

/** Of the federated credential that the command in the README creates. */
const SUBJECT = (JSON.parse(/--parameters '(\{.*?\})'/s.exec(readme)?.[1] ?? '') as FederatedCredential).subject

/** What the row of the connector holds, as apps and flows use it. */
function stored({ state, ids }: Emulator): Json | undefined {
  const definition = state.dataverse.rows.get(ids.rows.orders)?.columns['openapidefinition']
  return typeof definition === 'string' ? (JSON.parse(definition) as Json) : undefined
}

describe('the quick start', () => {
  const quickStart = blockWith(readme, 'name: Connector\n')
  const job = jobOf(quickStart, 'connector')

  test('stores the very variables that its workflows read', () => {
    const set = [...readme.matchAll(/^gh variable set (\w+) --env production --body \S+/gm)].map(([, name]) => name)
    const used = new Set([...readme.matchAll(/\$\{\{ vars\.(\w+) \}\}/g)].map(([, name]) => name))
    expect([...used].sort()).toEqual(set.sort())
  })

  scenario('shows the change in a plan, and makes it in an update', SUBJECT, async (repository, emulator) => {
    const before = stored(emulator)
    const plan = await repository.play(job, { event: 'workflow_dispatch', inputs: { mode: 'plan' } })
    expect(troublesOf(plan)).toEqual([])
    expect(outputsOf(plan, 'connector')).toMatchObject({ operation: 'planned', changed: 'true' })
    expect(stored(emulator)).toEqual(before)
    const update = await repository.play(job, { event: 'workflow_dispatch', inputs: { mode: 'update' } })
    expect(outputsOf(update, 'connector')).toMatchObject({ operation: 'updated', 'operations-added': '1' })
    expect(stored(emulator)).not.toEqual(before)
    expect(Object.keys(repository.artifacts.get('connector-package') ?? {})).toContain('settings.json')
  })

  scenario('is not let in without the permission for an ID token', SUBJECT, async repository => {
    const played = await repository.play(
      { ...job, permissions: {} },
      { event: 'workflow_dispatch', inputs: { mode: 'plan' } }
    )
    expect(played.succeeded).toBe(false)
    expect(troublesOf(played)[0]).toContain('id-token: write')
  })

  scenario('goes with a deployment, and with the step that tells what changed', SUBJECT, async repository => {
    const deployed = jobOf(blockWith(readme, 'name: Deploy\n'), 'connector')
    const tell = jobOf(blockWith(readme, '- name: Tell what changed'), 'example')
    const [step] = stepsOf(deployed)
    const steps = [{ ...step, id: 'connector' }, ...(hasShell ? stepsOf(tell) : [])]
    const played = await repository.play({ ...deployed, steps }, { event: 'push' })
    expect(troublesOf(played)).toEqual([])
    expect(outputsOf(played, 'connector')['operation']).toBe('updated')
    if (hasShell) expect(played.steps.at(-1)?.log).toMatch(/^API version 1\.4\.0, 1 operations added, 0 removed/)
  })
})

describe('the guide to the sign-in', () => {
  const guide = read('docs/setup.md')

  scenario('ends with a plan', SUBJECT, async repository => {
    const played = await repository.play(jobOf(blockWith(guide, 'name: Connector\n'), 'connector'), {
      event: 'workflow_dispatch'
    })
    expect([troublesOf(played), played.steps[0]?.outputs['operation']]).toEqual([[], 'planned'])
  })

  scenario(
    'has a step for a client secret, which needs no permission',
    SUBJECT,
    async (repository, { credentials }) => {
      const job = jobOf(blockWith(guide, 'client-secret: '), 'example')
      const secrets = { CONNECTOR_CLIENT_SECRET: credentials.applicationSecret }
      const played = await repository.play({ ...job, permissions: {} }, { event: 'push', secrets })
      expect([troublesOf(played), played.steps[0]?.outputs['operation']]).toEqual([[], 'updated'])
    }
  )

  scenario('has a step for an account on the Power Apps service', SUBJECT, async (repository, emulator) => {
    const { ids, credentials } = emulator
    const job = jobOf(blockWith(guide, 'password-secret: '), 'example')
    const secrets = { CONNECTOR_PASSWORD: credentials.password }
    const vars = { ENVIRONMENT_ID: ids.environment, CONNECTOR_ID: ids.connector, CONNECTOR_USER: credentials.userName }
    const played = await repository.play({ ...job, permissions: {} }, { event: 'push', secrets, vars })
    expect([troublesOf(played), played.steps[0]?.outputs['operation']]).toEqual([[], 'updated'])
  })
})

describe('a roll-back', () => {
  const quickStart = jobOf(blockWith(readme, 'name: Connector\n'), 'connector')
  const document = read('docs/roll-back.md')

  scenario('puts the package of a run back on Dataverse', SUBJECT, async (repository, emulator) => {
    const before = stored(emulator)
    await repository.play(quickStart, { event: 'workflow_dispatch', inputs: { mode: 'update' } })
    expect(stored(emulator)).not.toEqual(before)
    const job = jobOf(blockWith(document, 'name: Roll the connector back'), 'roll-back')
    const inputs = { environment: 'production', 'run-id': '1' }
    const played = await repository.play(job, { event: 'workflow_dispatch', inputs })
    expect(troublesOf(played)).toEqual([])
    expect(stored(emulator)).toEqual(before)
  })

  scenario('is an example for the Power Apps service', SUBJECT, async (repository, emulator) => {
    const { ids, credentials } = emulator
    const connector = () => structuredClone(emulator.state.powerApps.connectors.get(ids.connector))
    const before = connector()
    const secrets = { CONNECTOR_PASSWORD: credentials.password }
    const vars = { CONNECTOR_USER: credentials.userName, CONNECTOR_ID: ids.connector, ENVIRONMENT_ID: ids.environment }
    const update = withAccount(quickStart)
    const first = await repository.play(update, {
      event: 'workflow_dispatch',
      inputs: { mode: 'update' },
      vars,
      secrets
    })
    expect(outputsOf(first, 'connector')['operation']).toBe('updated')
    const job = jobOf(read('docs/examples/roll-back.yml'), 'roll-back')
    const inputs = { environment: 'production', 'run-id': '1', mode: 'update' }
    const played = await repository.play(job, { event: 'workflow_dispatch', inputs, vars, secrets })
    expect(troublesOf(played)).toEqual([])
    const after = connector()
    expect([after?.properties, after?.icon, after?.script]).toEqual([before?.properties, before?.icon, before?.script])
  })

  scenario('has a download beside it that changes nothing', SUBJECT, async (repository, emulator) => {
    const played = await repository.play(jobOf(blockWith(document, 'mode: download'), 'example'), { event: 'push' })
    expect(troublesOf(played)).toEqual([])
    expect(emulator.requests.map(({ call }) => call)).not.toContain('update')
  })
})

/** What the README says to give for a connector outside of solutions. */
function withAccount(job: JsonObject): JsonObject {
  const steps = stepsOf(job).map(step => {
    const given = own(step, 'with')
    if (step['id'] !== 'connector' || !isObject(given)) return step
    const { 'environment-url': _, 'app-id': __, 'tenant-id': ___, ...others } = given
    const account = {
      'environment-id': '${{ vars.ENVIRONMENT_ID }}',
      'user-name': '${{ vars.CONNECTOR_USER }}',
      'password-secret': '${{ secrets.CONNECTOR_PASSWORD }}'
    }
    return { ...step, with: { ...others, ...account } }
  })
  return { ...job, steps }
}

function stepsOf(job: JsonObject): JsonObject[] {
  const steps = own(job, 'steps')
  return Array.isArray(steps) ? steps.filter(isObject) : []
}
