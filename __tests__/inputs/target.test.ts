import { describe, expect, test } from '@jest/globals'
import { CLOUDS } from '../../src/clouds.ts'
import { type Given, inWorkspace, load, mistakesOf } from './source.ts'

const guid = '5d0c8a71-4e2b-4f93-a6d8-1b7c90e3f254'
const url = 'https://contoso.crm4.dynamics.com'
/** What Dataverse needs, in place of the environment's id. */
const dataverse: Given = { 'environment-url': url, 'environment-id': '', 'connector-id': guid }

function target(changes: Given = {}) {
  const inputs = load(changes)
  if (inputs.mode === 'validate') throw new Error('This mode has no target.')
  return inputs.target
}

describe('the backend', () => {
  test.each<[string, Given, string]>([
    ['is Power Apps without the address of the environment', {}, 'power-apps'],
    ['is Dataverse with it', { 'environment-url': url }, 'dataverse'],
    ['is Power Apps where that is said', { 'environment-url': url, backend: 'power-apps' }, 'power-apps'],
    ['is Dataverse where that is said', { 'environment-url': url, backend: 'Dataverse' }, 'dataverse']
  ])('%s', (_, given, backend) => {
    expect(target(given).backend).toBe(backend)
  })

  test('Dataverse needs the address of the environment, and no id of it', () => {
    expect(mistakesOf({ backend: 'dataverse', 'environment-id': '' })).toEqual([
      expect.stringMatching(/^"environment-url" is not given, which the backend dataverse needs/)
    ])
    expect(mistakesOf(dataverse)).toEqual([])
    expect(target(dataverse)).toMatchObject({ environmentId: '', environmentUrl: url, allowManaged: false })
    expect(target({ ...dataverse, 'environment-id': guid })).toMatchObject({ environmentId: guid })
  })

  test('Power Apps needs the id of the environment, and a name of the connector', () => {
    expect(mistakesOf({ ...dataverse, backend: 'power-apps' })).toEqual([
      '"environment-id" is not given',
      expect.stringMatching(/GUID of a Dataverse row/)
    ])
  })

  test('an id of the environment that is wrong is told on either', () => {
    expect(mistakesOf({ ...dataverse, 'environment-id': 'Default' })).toEqual([expect.stringContaining('"Default"')])
  })
})

test.each<[string, string, string]>([
  [guid, 'connectorid', guid],
  ['shared_orders-5f0123456789abcdef', 'connectorinternalid', 'shared_orders-5f0123456789abcdef'],
  ['contoso_orders', 'name', 'contoso_orders']
])('the connector "%s" is the row whose %s is that', (given, column, value) => {
  expect(target({ ...dataverse, 'connector-id': given })).toMatchObject({
    key: { column, value },
    connectorName: value
  })
})

describe('the address of the environment', () => {
  test.each([
    url,
    `${url}/`,
    `${url}/main.aspx?appid=1#x`,
    `${url}/api/data/v9.2/`,
    'https://CONTOSO.crm4.dynamics.com:443/'
  ])('is the origin of %s', given => {
    expect(target({ ...dataverse, 'environment-url': given })).toMatchObject({ environmentUrl: url })
    expect(load({ ...dataverse, 'environment-url': given }).given['environment-url']).toBe(url)
  })

  test.each([
    'http://contoso.crm4.dynamics.com',
    'contoso.crm4.dynamics.com',
    'https://user:word@contoso.crm4.dynamics.com',
    'https://:word@contoso.crm4.dynamics.com'
  ])('is not %s, and that is not repeated', given => {
    const mistakes = mistakesOf({ ...dataverse, 'environment-url': given })
    expect(mistakes).toEqual([expect.stringMatching(/^"environment-url" is not an https:\/\/ address/)])
    expect(mistakes.join()).not.toContain('word@')
  })

  test.each([
    ['Public', 'https://contoso.crm.dynamics.com'],
    ['UsGov', 'https://contoso.crm9.dynamics.com'],
    ['UsGovHigh', 'https://contoso.crm.microsoftdynamics.us'],
    ['UsGovDod', 'https://contoso.crm.appsplatform.us'],
    ['China', 'https://contoso.crm.dynamics.cn']
  ] as const)('in the cloud %s goes with the authority of that cloud, and with no other cloud', (cloud, given) => {
    expect(target({ ...dataverse, cloud, 'environment-url': given })).toMatchObject({
      cloud,
      environmentUrl: given,
      authorityUrl: CLOUDS[cloud].authorityUrl
    })
    const other = cloud === 'China' ? 'UsGovHigh' : 'China'
    expect(mistakesOf({ ...dataverse, cloud: other, 'environment-url': given })).toEqual([
      expect.stringMatching(`^"environment-url" is an address of the cloud .*${cloud}.*, but "cloud" is ${other}$`)
    ])
  })

  test('may be at another host, with a warning', () => {
    const inputs = load({ ...dataverse, 'environment-url': 'https://127.0.0.1:8443/x' })
    expect(inputs.warnings).toEqual([expect.stringMatching(/has the host 127\.0\.0\.1:8443, which is not known/)])
    expect(load(dataverse).warnings).toEqual([])
  })
})

describe('on Dataverse', () => {
  test('an icon is refused with the reason, where it would be written', () => {
    inWorkspace({ 'icon.png': '' }, workspace => {
      const given = { ...dataverse, 'icon-file': 'icon.png' }
      expect(mistakesOf(given, workspace)).toEqual([expect.stringMatching(/^"icon-file" .*thumbnail/)])
      expect(mistakesOf({ ...given, mode: 'plan' }, workspace)).toHaveLength(1)
      expect(mistakesOf({ ...given, mode: 'download', 'swagger-url': '' }, workspace)).toEqual([])
      expect(mistakesOf({ 'icon-file': 'icon.png' }, workspace)).toEqual([])
    })
  })

  test('a client secret needs the file with the parameters that it belongs to', () => {
    inWorkspace({ 'properties.json': '{}' }, workspace => {
      const given = { ...dataverse, 'oauth-client-secret': 'secret of the connector' }
      expect(mistakesOf(given, workspace)).toEqual([
        expect.stringMatching(/^"oauth-client-secret" needs "api-properties-file" on Dataverse/)
      ])
      expect(mistakesOf({ ...given, 'api-properties-file': 'properties.json' }, workspace)).toEqual([])
    })
  })

  test('these are told together with wrong credentials', () => {
    const given = { ...dataverse, 'oauth-client-secret': 'secret of the connector', 'user-name': '' }
    expect(mistakesOf(given)).toHaveLength(2)
  })
})
