import { expect, test } from '@jest/globals'
import { CLOUDS } from '../src/clouds.ts'

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

test('there are no other clouds', () => {
  expect(Object.keys(CLOUDS)).toHaveLength(5)
})
