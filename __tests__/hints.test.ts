import { describe, expect, test } from '@jest/globals'
import { hintForService } from '../src/hints.ts'

describe('what to do about a refusal of the Power Apps service', () => {
  test.each<[number, string, string, RegExp]>([
    [401, 'InvalidAuthenticationAudience', '', /"power-apps-resource"/],
    [401, 'MissingAuthorizationHeaderAndClientCertificate', '', /"power-apps-resource"/],
    [403, 'EnvironmentAccess', '', /Environment Maker.*Dataverse backend.*management application/],
    [403, 'ServicePrincipalNotAllowed', 'The service principal is not allowed', /^an application .*Dataverse backend/],
    [403, '', 'App-only tokens are not supported', /Dataverse backend.*New-PowerAppManagementApp/],
    [403, '', "does not have permission 'ManageAnyCustomApi'", /Environment Maker/],
    [404, 'ApiResourceNotFound', '', /"connector-id" and "environment-id"/],
    [404, 'EnvironmentNotFound', '', /may see that environment/],
    [400, 'BadRequest', 'Environment property cannot be changed.', /belongs to another environment/],
    [400, 'InvalidRequestContent', 'Could not find member', /"api-properties-file"/],
    [400, 'ApiDefinitionCapabilitiesInvalid', '', /API document/],
    [400, '', 'Specified swagger has the following errors', /API document/],
    [400, 'InvalidScriptDefinitionUrlWithNonNullOperations', '', /"script-file"/],
    [502, 'CustomScriptProvisioningFailed', '', /later/]
  ])('HTTP %d %s %s', (status, code, message, advice) => {
    expect(hintForService(status, code, message).advice).toMatch(advice)
  })

  test.each<[number, RegExp]>([
    [401, /credential inputs/],
    [403, /may edit this connector.*Dataverse backend/],
    [404, /"environment-id", "connector-id" and "power-apps-url"/],
    [429, /later/],
    [503, /later/],
    [409, /message of the service/]
  ])('HTTP %d without a known code', (status, advice) => {
    expect(hintForService(status, 'Unheard', '').advice).toMatch(advice)
  })
})
