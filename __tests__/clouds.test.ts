import { expect, test } from '@jest/globals'
import { CLOUDS, cloudsOfDataverseHost } from '../src/clouds.ts'

test.each([
  ['Public', 'api.powerapps.com', 'https://service.powerapps.com/', 'login.microsoftonline.com'],
  ['UsGov', 'gov.api.powerapps.us', 'https://gov.service.powerapps.us/', 'login.microsoftonline.com'],
  ['UsGovHigh', 'high.api.powerapps.us', 'https://high.service.powerapps.us/', 'login.microsoftonline.us'],
  ['UsGovDod', 'api.apps.appsplatform.us', 'https://service.apps.appsplatform.us/', 'login.microsoftonline.us'],
  ['China', 'api.powerapps.cn', 'https://service.powerapps.cn/', 'login.chinacloudapi.cn']
] as const)('the cloud %s is at %s, with tokens for %s from %s', (name, host, powerAppsResource, authority) => {
  expect(CLOUDS[name]).toMatchObject({
    powerAppsUrl: `https://${host}`,
    powerAppsResource,
    authorityUrl: `https://${authority}`
  })
})

test.each<[string, string[]]>([
  ['contoso.crm.dynamics.com', ['Public']],
  ['contoso.crm4.dynamics.com', ['Public']],
  ['Contoso.CRM27.dynamics.com', ['Public']],
  ['contoso.api.crm4.dynamics.com', ['Public']],
  ['contoso.crm9.dynamics.com', ['Public', 'UsGov']],
  ['contoso.crm.microsoftdynamics.us', ['UsGovHigh']],
  ['contoso.crm.appsplatform.us', ['UsGovDod']],
  ['contoso.crm.dynamics.cn', ['China']],
  ['crm.dynamics.com', []],
  ['contoso.crm.dynamics.com.evil.example', []],
  ['contosocrm.dynamics.com', []],
  ['contoso.crmx.dynamics.com', []],
  ['contoso.crm.dynamicsxcom', []],
  ['127.0.0.1', []]
])('the Dataverse host %s is of %j', (host, clouds) => {
  expect(cloudsOfDataverseHost(host)).toEqual(clouds)
})

test('there are no other clouds', () => {
  expect(Object.keys(CLOUDS)).toHaveLength(5)
})
