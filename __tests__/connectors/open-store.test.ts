import { describe, expect, test } from '@jest/globals'
import { type CloudName, CLOUDS } from '../../src/clouds.ts'
import { backendOf } from '../../src/connectors/open-store.ts'
import type { Target } from '../../src/connectors/target.ts'
import { testWorld } from '../collaborators.ts'
import { type Given, load } from '../inputs/source.ts'

function targetOf(given: Given): Target {
  const inputs = load(given)
  if (inputs.mode === 'validate') throw new Error('This mode has no target.')
  return inputs.target
}

/** One environment of each cloud. */
const environments: Readonly<Record<CloudName, string>> = {
  Public: 'https://contoso.crm4.dynamics.com',
  UsGov: 'https://contoso.crm9.dynamics.com',
  UsGovHigh: 'https://contoso.crm.microsoftdynamics.us',
  UsGovDod: 'https://contoso.crm.appsplatform.us',
  China: 'https://contoso.crm.dynamics.cn'
}
const clouds = Object.entries(environments) as [CloudName, string][]

describe('a token is asked for', () => {
  test.each(clouds)('the Power Apps service of the cloud %s, to the slash', cloud => {
    expect(backendOf(targetOf({ cloud })).resource).toBe(CLOUDS[cloud].powerAppsResource)
  })

  test.each(clouds)('the environment of the cloud %s, and nothing else: %s', (cloud, url) => {
    expect(backendOf(targetOf({ cloud, 'environment-url': `${url}/main.aspx` })).resource).toBe(url)
  })

  test('the service that the workflow names', () => {
    const given = { 'power-apps-resource': 'https://x.example/', 'power-apps-url': 'https://api.x.example' }
    expect(backendOf(targetOf(given))).toMatchObject({
      resource: 'https://x.example/',
      description: 'the Power Apps service at https://api.x.example'
    })
  })
})

test.each<[Given, string]>([
  [{}, 'Power Apps'],
  [{ 'environment-url': environments.Public }, 'Dataverse']
])('with %j the store is that of %s', (given, name) => {
  const backend = backendOf(targetOf(given))
  const settings = { certificationRules: false, oAuthClientSecret: undefined }
  expect(backend.open(settings, { value: 'token', objectId: 'id' }, testWorld()).name).toBe(name)
})
