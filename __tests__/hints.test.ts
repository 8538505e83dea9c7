import { describe, expect, test } from '@jest/globals'
import { hintForDataverse, hintForService } from '../src/hints.ts'

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

describe('what to do about a refusal of Dataverse', () => {
  const principal = "Principal user (Id=x), is missing prvReadConnector privilege on OTC=372 for entity 'connector'"

  test.each<[number, string, string, RegExp]>([
    [403, '0x80072560', 'The user is not a member of the organization.', /Application User.*System Customizer/],
    [403, '', 'The user is not a member of the organization.', /Application User/],
    [403, '0x80040220', principal, /Read on the table Connector, such as System Customizer/],
    [403, '', principal.replace('Read', 'Write'), /Write on the table Connector, such as System Customizer/],
    [403, '0x80040220', 'is missing prvReadSolution privilege', /the privilege that the message names/],
    [403, '0x80048306', 'user with id x does not have WriteAccess right(s)', /level of the organization/],
    [404, '0x80040217', "Entity 'connector' With Id = x Does Not Exist", /"connector-id" and "environment-url"/],
    [412, '0x80060882', '', /changed the connector meanwhile/],
    [412, '0x8006088D', '', /optimistic concurrency/],
    [412, '0x8006088d', '', /optimistic concurrency/],
    [429, '0x80072322', '', /too much within five minutes/],
    [429, '0x80072321', '', /too much within five minutes/],
    [429, '0x80072326', '', /too much within five minutes/],
    [400, '0x80044331', '', /"include-operations"/],
    [400, '', 'exceeded the maximum allowed length', /"include-operations"/],
    [400, 'BadRequest', 'Specified swagger has the following errors', /API document/],
    [400, 'InvalidScriptDefinitionUrlWithNonNullOperations', '', /"script-file"/],
    [403, 'EnvironmentAccess', '', /Environment Maker/],
    // Words of the other service's table count in errors of that service alone.
    [400, '0x80040265', 'Forbidden', /message of the service/]
  ])('HTTP %d %s %s', (status, code, message, advice) => {
    expect(hintForDataverse(status, code, message).advice).toMatch(advice)
  })

  test.each<[number, RegExp]>([
    [401, /the token is for another organization, or its user is not known/],
    [403, /security roles/],
    [404, /"environment-url" and "connector-id"/],
    [412, /run the job again/],
    [429, /later/],
    [503, /later/],
    [409, /message of the service/]
  ])('HTTP %d without a known code', (status, advice) => {
    expect(hintForDataverse(status, '', '').advice).toMatch(advice)
  })
})
