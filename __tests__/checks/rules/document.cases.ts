/** Cases of the document as a whole, limits, security and webhooks. */
import { hook, list, order, status, type Case, type Patch } from './example.ts'

const url = 'definitions|Hook|properties|url'
const oauth = {
  type: 'oauth2',
  flow: 'accessCode',
  authorizationUrl: 'https://a.example',
  tokenUrl: 'https://t.example',
  scopes: { read: '' }
}
const columns = (count: number): Patch => ({
  'definitions|Wide': {
    type: 'object',
    properties: Object.fromEntries(Array.from({ length: count }, (_, index) => [`c${index}`, { type: 'string' }]))
  }
})
const wide = { $ref: '#/definitions/Wide' }
/** A description that makes the whole document that many bytes long. */
const filled = (missing: number): Patch => ({
  'definitions|Filler': { description: 'x'.repeat(1024 * 1024 - missing) }
})
export const documentCases: readonly Case[] = [
  { rule: 'SpecificationVersionIncorrect', bad: { swagger: 2 }, at: 'swagger', good: { swagger: '2.0' } },
  {
    rule: 'HostNameNotValid',
    bad: { host: 'https://api.example' },
    at: 'host',
    good: { host: '@environmentVariables("api_host")' }
  },
  { rule: 'HostNameNotValid', bad: { host: 'api.example/v1' }, at: 'host', good: { host: 'localhost:8080' } },
  { rule: 'BasePathNotValid', bad: { basePath: 'v1' }, at: 'basePath', good: { basePath: '/' } },
  { rule: 'SchemesArrayEmpty', bad: { schemes: [] }, at: 'schemes', good: { schemes: ['http'] } },
  { rule: 'SchemeNotValid', bad: { schemes: ['https', 'HTTPS'] }, at: 'schemes|1', good: { schemes: ['https', 'ws'] } },
  {
    rule: 'SchemeNotSupported',
    bad: { schemes: ['https', 'wss'] },
    at: 'schemes|1',
    good: { schemes: ['https', 'tcp'] }
  },
  {
    rule: 'TagRedefined',
    bad: { tags: [{ name: 'a' }, { name: 'b' }, { name: 'a' }] },
    at: 'tags|2',
    good: { tags: [{ name: 'a' }, { name: 'A' }] }
  },
  {
    rule: 'ContactEmailNotValid',
    bad: { 'info|contact|email': 'help@contoso' },
    at: 'info|contact|email',
    good: { 'info|contact|email': 'a.b+c@mail.contoso.example' }
  },
  {
    rule: 'UrlNotValid',
    bad: { 'info|contact|url': 'www.contoso.example' },
    at: 'info|contact|url',
    good: { 'info|contact|url': 'http://a' }
  },
  {
    rule: 'MimeTypeNotValid',
    bad: { [`${list}|produces`]: ['json'] },
    at: `${list}|produces|0`,
    good: { [`${list}|produces`]: ['a/b; c=d'] }
  },
  {
    rule: 'JsonTypeIncorrect',
    bad: { [`${list}|summary`]: 7 },
    at: `${list}|summary`,
    good: { [`${list}|summary`]: '7' }
  },
  {
    rule: 'JsonTypeIncorrect',
    bad: { [`${order}|properties|id`]: 'string' },
    at: `${order}|properties|id`,
    good: { [`${order}|example`]: 7 }
  },
  {
    rule: 'JsonValueNotInEnum',
    bad: { [`${list}|parameters|0|x-ms-visibility`]: 'hidden' },
    at: `${list}|parameters|0|x-ms-visibility`,
    good: { [`${list}|parameters|0|x-ms-visibility`]: 'none' }
  },
  {
    rule: 'RequiredPropertyMissing',
    bad: { 'info|version': undefined },
    at: 'info',
    good: { 'info|termsOfService': undefined }
  },
  {
    rule: 'RequiredPropertyMissing',
    bad: { [`${list}|responses|200|description`]: undefined },
    at: `${list}|responses|200`,
    good: { [`${list}|responses|200|description`]: '' }
  },
  {
    rule: 'RequiredValueEmpty',
    bad: { 'info|title': ' ' },
    at: 'info|title',
    good: { [`${list}|responses|200|description`]: '' }
  },
  {
    rule: 'ExtensionNameNotValid',
    bad: { [`${order}|nullable`]: true },
    at: `${order}|nullable`,
    good: { [`${order}|x-nullable`]: true }
  },
  {
    rule: 'AdditionalPropertyNotAllowed',
    bad: { [`${status}|x-ms-dynamic-values`]: { operationId: 'ListOrders', itemsPath: 'value' } },
    at: `${status}|x-ms-dynamic-values|itemsPath`,
    good: { [`${status}|x-ms-dynamic-list`]: { operationId: 'ListOrders', itemsPath: 'value' } }
  },
  { rule: 'HostMissing', bad: { host: undefined }, at: '', good: { basePath: undefined } },
  { rule: 'SchemesMissing', bad: { schemes: undefined }, at: '', good: { basePath: undefined } },
  { rule: 'DefinitionSizeExceedsMaxAllowed', bad: filled(0), at: '', good: filled(10_000) },
  { rule: 'BodySchemaCountExceedsMaxAllowed', bad: columns(512), at: 'definitions|Wide', good: columns(511) },
  {
    rule: 'BodySchemaCountExceedsMaxAllowed',
    bad: { ...columns(256), 'definitions|Twice': { properties: { a: wide, b: wide } } },
    at: 'definitions|Twice',
    good: { ...columns(256), 'definitions|Twice': { properties: { a: wide, b: { $ref: '#/definitions/Twice' } } } }
  },
  {
    rule: 'SecurityRequirementMustBeDefined',
    bad: { [`${list}|security`]: [{ other: [] }] },
    at: `${list}|security|0|other`,
    good: { [`${list}|security`]: [{ key: [] }] }
  },
  {
    rule: 'SecurityRequirementMustHaveValue',
    bad: { security: [{ key: null }] },
    at: 'security|0|key',
    good: { security: [{}] }
  },
  {
    rule: 'SecurityRequirementMustHaveEmptyValue',
    bad: { security: [{ key: ['read'] }] },
    at: 'security|0|key',
    good: { security: [{ key: [] }] }
  },
  {
    rule: 'OAuthSecurityRequirementValueMustBeScopeName',
    bad: { securityDefinitions: { o: oauth }, security: [{ o: ['read', 'write'] }] },
    at: 'security|0|o|1',
    good: { securityDefinitions: { o: oauth }, security: [{ o: ['read'] }] }
  },
  {
    rule: 'SecuritySchemePropertyRequired',
    bad: { 'securityDefinitions|key|name': undefined },
    at: 'securityDefinitions|key',
    good: { securityDefinitions: { o: oauth } }
  },
  {
    rule: 'SecuritySchemePropertyNotValid',
    bad: { 'securityDefinitions|key|scopes': {} },
    at: 'securityDefinitions|key|scopes',
    good: { 'securityDefinitions|key|description': 'Ask the shop' }
  },
  {
    rule: 'ClientCredentialsFlowNotSupported',
    bad: { securityDefinitions: { o: { ...oauth, flow: 'application' } } },
    at: 'securityDefinitions|o|flow',
    good: { securityDefinitions: { o: oauth } }
  },
  {
    rule: 'OnlyFirstSecurityDefinitionIsUsed',
    bad: { 'securityDefinitions|o': oauth },
    at: 'securityDefinitions|o',
    good: { securityDefinitions: { o: oauth } }
  },
  {
    rule: 'NotificationUrlNotAllowedInThisPosition',
    bad: { [`${status}|x-ms-notification-url`]: true },
    at: `${status}|x-ms-notification-url`,
    good: { [`${url}|description`]: 'Where to' }
  },
  {
    rule: 'NotificationUrlNotInternal',
    bad: { [`${url}|x-ms-visibility`]: 'advanced' },
    at: url,
    good: { 'definitions|Hook|x-ms-visibility': 'internal', [`${url}|x-ms-visibility`]: undefined }
  },
  {
    rule: 'NotificationUrlNotRequired',
    bad: { 'definitions|Hook|required': undefined },
    at: url,
    good: { [`${hook}|parameters|0|required`]: false }
  },
  { rule: 'NotificationUrlNotString', bad: { [`${url}|type`]: 'object' }, at: url, good: { [`${url}|format`]: 'uri' } }
]
