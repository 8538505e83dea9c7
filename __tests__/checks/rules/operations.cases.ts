/** Cases of the section "Operations", without paths, annotations and dynamic extensions. */
import { create, hook, list, read, status, upload, type Case } from './example.ts'

const responses = { '200': { description: 'Done' } }
const twin = (operationId: string) => ({ operationId, responses })
const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`paths|/many/${index}|get`, twin(`Many${index}`)]))
export const operationCases: readonly Case[] = [
  {
    rule: 'ArrayDuplicateValue',
    bad: { [`${status}|enum`]: ['open', 'paid', 'open'] },
    at: `${status}|enum|2`,
    good: { [`${status}|enum`]: ['open', 'paid', 'Open'] }
  },
  {
    rule: 'BodyOrFormDataParameterInFetchOperationNotAllowed',
    bad: { [`${list}|parameters|0`]: { name: 'body', in: 'body', schema: {} } },
    at: `${list}|parameters|0`,
    good: {
      [`paths|/orders|delete`]: { operationId: 'D', parameters: [{ name: 'body', in: 'body', schema: {} }], responses }
    }
  },
  {
    rule: 'ConnectionIdParameterNotAllowed',
    bad: { [`${list}|parameters|0|name`]: 'connectionId' },
    at: `${list}|parameters|0|name`,
    good: { [`${list}|parameters|0|name`]: 'connection-id' }
  },
  {
    rule: 'ConsumesMissing',
    bad: { [`${upload}|consumes`]: [] },
    at: upload,
    good: { consumes: [] }
  },
  {
    rule: 'DuplicateEnumValuesInExtension',
    bad: {
      [`${status}|x-ms-enum-values`]: [
        { value: 'open', displayName: 'A' },
        { value: 'open', displayName: 'B' }
      ]
    },
    at: `${status}|x-ms-enum-values|1`,
    good: {
      [`${status}|x-ms-enum-values`]: [
        { value: 'open', displayName: 'A' },
        { value: 'paid', displayName: 'A' }
      ]
    }
  },
  {
    rule: 'DuplicateOperationPath',
    bad: { 'paths|/orders/{key}|get': twin('GetByKey') },
    at: 'paths|/orders/{key}|get',
    good: { 'paths|/orders/{key}|post': twin('PostByKey') }
  },
  {
    rule: 'InvalidEnumValue',
    bad: { [`${status}|enum`]: ['open', 2] },
    at: `${status}|enum|1`,
    good: { [`${status}|enum`]: ['open', '2', null] }
  },
  {
    rule: 'InvalidEnumValuesExtensionValue',
    bad: { [`${status}|x-ms-enum-values`]: [{ value: 'closed', displayName: 'Closed' }] },
    at: `${status}|x-ms-enum-values|0|value`,
    good: { [`${status}|x-ms-enum-values`]: [{ value: 'paid', displayName: 'Paid' }] }
  },
  {
    rule: 'InvalidFormDataParameterName',
    bad: { [`${upload}|parameters|0|name`]: 'Größe' },
    at: `${upload}|parameters|0|name`,
    good: { [`${upload}|parameters|0|name`]: 'file size' }
  },
  {
    rule: 'InvalidNextLinkNameValue',
    bad: { [`${list}|x-ms-pageable|nextLinkName`]: 'next' },
    at: `${list}|x-ms-pageable|nextLinkName`,
    good: { [`${list}|x-ms-pageable|nextLinkName`]: '@odata.nextLink' }
  },
  {
    rule: 'MimeTypeNotCompatibleWithRequestContentSchemaType',
    bad: { [`${upload}|consumes`]: ['application/json'] },
    at: upload,
    good: { [`${upload}|consumes`]: ['application/json', 'multipart/form-data'] }
  },
  {
    rule: 'NotificationExtensionNotSupportedInWebhookOperation',
    bad: { [`${hook}|x-ms-notification|operationId`]: 'OnOrder' },
    at: `${hook}|x-ms-notification`,
    good: { [`${list}|x-ms-notification|operationId`]: 'OnOrder' }
  },
  {
    rule: 'NotificationExtensionSupportedForTriggerOnly',
    bad: { [`${list}|x-ms-notification|operationId`]: 'OnOrder' },
    at: `${list}|x-ms-notification`,
    good: { [`${list}|x-ms-notification|operationId`]: 'OnOrder', [`${list}|x-ms-trigger`]: 'batch' }
  },
  {
    rule: 'NotificationOperationMustBeWebhook',
    bad: { [`${list}|x-ms-notification|operationId`]: 'GetOrder' },
    at: `${list}|x-ms-notification|operationId`,
    good: { [`${list}|x-ms-notification|operationId`]: 'OnOrder' }
  },
  {
    rule: 'OperationHasManyResponsesWithSchema',
    bad: { [`${list}|responses|400`]: { description: 'No', schema: { type: 'string' } } },
    at: `${list}|responses`,
    good: { [`${list}|responses|400`]: { description: 'No', schema: {} } }
  },
  {
    rule: 'OperationIdNotUnique',
    bad: { [`${list}|operationId`]: 'GetOrder' },
    at: `${read}|operationId`,
    good: { [`${list}|operationId`]: 'GetOrders' }
  },
  {
    rule: 'OperationIdRequired',
    bad: { [`${list}|operationId`]: undefined },
    at: list,
    good: { [`${list}|summary`]: undefined }
  },
  {
    rule: 'OperationIdSanitized',
    bad: { [`${list}|operationId`]: 'List orders' },
    at: `${list}|operationId`,
    good: { [`${list}|operationId`]: 'List_orders-V2' }
  },
  {
    rule: 'OperationMissingPathParameter',
    bad: { [`${read}|parameters`]: [] },
    at: read,
    good: {
      [`${read}|parameters`]: [],
      'paths|/orders/{id}|parameters': [{ name: 'id', in: 'path', required: true, type: 'integer' }]
    }
  },
  {
    rule: 'OperationMustHaveNotificationContentExtension',
    bad: { 'paths|/hooks|x-ms-notification-content': undefined },
    at: hook,
    good: { 'paths|/hooks|x-ms-notification-content': undefined, [`${hook}|x-ms-trigger`]: undefined }
  },
  {
    rule: 'OperationMustHaveResponse',
    bad: { [`${list}|responses`]: {} },
    at: list,
    good: { [`${list}|responses`]: { default: { description: 'Done' } }, [`${hook}|responses`]: {} }
  },
  {
    rule: 'OperationParametersAreNotUnique',
    bad: {
      parameters: { top: { name: 'top', in: 'query', type: 'integer' } },
      [`${list}|parameters`]: [{ $ref: '#/parameters/top' }, { $ref: '#/parameters/top' }]
    },
    at: `${list}|parameters|1`,
    good: {
      parameters: {
        top: { name: 'top', in: 'query', type: 'integer' },
        skip: { name: 'skip', in: 'query', type: 'integer' }
      },
      [`${list}|parameters`]: [{ $ref: '#/parameters/top' }, { $ref: '#/parameters/skip' }]
    }
  },
  {
    rule: 'OperationParametersContainDuplicateParameter',
    bad: { [`${list}|parameters|1`]: { name: 'customer', in: 'query', type: 'integer' } },
    at: `${list}|parameters|1`,
    good: { [`${list}|parameters|1`]: { name: 'customer', in: 'header', type: 'string' } }
  },
  {
    rule: 'OperationParametersContainMultipleBodyParameters',
    bad: { [`${create}|parameters|1`]: { name: 'more', in: 'body', schema: {} } },
    at: `${create}|parameters|1`,
    good: { [`${create}|parameters|1`]: { name: 'more', in: 'query', type: 'string' } }
  },
  {
    rule: 'OperationShouldHaveSuccessfulResponse',
    bad: { [`${list}|responses`]: { '404': { description: 'No' } } },
    at: `${list}|responses`,
    good: { [`${list}|responses`]: { '204': { description: 'Done' } } }
  },
  {
    rule: 'OperationSummaryTooLong',
    bad: { [`${list}|summary`]: 'x'.repeat(120) },
    at: `${list}|summary`,
    good: { [`${list}|summary`]: 'x'.repeat(119) }
  },
  {
    rule: 'RestrictedCharactersInSummary',
    bad: { [`${list}|summary`]: 'List orders & lines' },
    at: `${list}|summary`,
    good: { [`${list}|summary`]: "List the shop's orders (all), or one" }
  },
  {
    rule: 'StringBinaryNotSupportedForFormUrlEncoded',
    bad: { [`${upload}|consumes`]: ['application/x-www-form-urlencoded'] },
    at: `${upload}|parameters|0`,
    good: { [`${upload}|consumes`]: ['application/x-www-form-urlencoded'], [`${upload}|parameters|0|type`]: 'string' }
  },
  { rule: 'TotalOperationsCountExceedsMaxAllowed', bad: many(250), at: 'paths', good: many(249) },
  {
    rule: 'UnrecognizedTypeFormat',
    bad: { [`${status}|format`]: 'iban' },
    at: `${status}|format`,
    good: { [`${status}|format`]: 'date-no-tz' }
  },
  {
    rule: 'WebhookOperationsMissingNotificationUrlProperty',
    bad: { 'definitions|Hook|properties|url|x-ms-notification-url': undefined },
    at: hook,
    good: {
      'definitions|Hook|properties|url|x-ms-notification-url': undefined,
      [`${hook}|parameters|1`]: { name: 'callback', in: 'query', type: 'string', 'x-ms-notification-url': true }
    }
  }
]
