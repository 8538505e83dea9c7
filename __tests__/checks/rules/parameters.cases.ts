/** Cases of parameters, bodies, responses and references. */
import { body, create, list, order, read, status, upload, type Case } from './example.ts'

const content = 'definitions|Order|properties'
const fetching = { 'x-ms-notification': { operationId: 'OnOrder' }, 'x-ms-trigger': 'batch' }
const fetched = (more: object) => ({
  'paths|/poll|get': {
    operationId: 'Poll',
    responses: { '200': { description: 'Done' } },
    parameters: [{ name: 'shop', in: 'query', type: 'string', ...more }],
    ...fetching
  },
  'paths|/hooks|post|parameters|1': { name: 'shop', in: 'query', type: 'string' }
})
const typed = (type: string) => ({ name: 'A', in: 'query', type })

export const parameterCases: readonly Case[] = [
  {
    rule: 'FileParameterMustBeInFormData',
    bad: { [`${list}|parameters|0|type`]: 'file' },
    at: `${list}|parameters|0|type`,
    good: { [`${upload}|parameters|0|name`]: 'other' }
  },
  {
    rule: 'ParameterListContainsFormDataAndBody',
    bad: { [`${upload}|parameters|1`]: { name: 'body', in: 'body', schema: {} } },
    at: `${upload}|parameters`,
    good: { [`${upload}|parameters|1`]: { name: 'body', in: 'query', type: 'string' } }
  },
  {
    rule: 'ParameterReferenceNotFound',
    bad: { parameters: { top: typed('string') }, [`${list}|parameters|0`]: { $ref: '#/parameters/Top' } },
    at: `${list}|parameters|0|$ref`,
    good: { parameters: { top: typed('string') }, [`${list}|parameters|0`]: { $ref: '#/parameters/top' } }
  },
  {
    rule: 'ParameterReferenceNotValid',
    bad: { [`${list}|parameters|0`]: { $ref: 'parameters.json#/top' } },
    at: `${list}|parameters|0|$ref`,
    good: { [`${list}|parameters|0`]: { $ref: '#/parameters/a~1b' }, parameters: { 'a/b': typed('string') } }
  },
  {
    rule: 'ParameterRefLoopNotAllowed',
    bad: { parameters: { a: { $ref: '#/parameters/b' }, b: typed('string') } },
    at: 'parameters|a|$ref',
    good: { parameters: { $ref: typed('string') } }
  },
  {
    rule: 'ParamtersWithSameNameMustHaveSameTypeAndVisibility',
    bad: fetched({ 'x-ms-visibility': 'advanced' }),
    at: 'paths|/poll|get|parameters|0',
    good: fetched({ description: 'Which shop' })
  },
  {
    rule: 'PathParameterMissingEncoding',
    bad: { [`${read}|parameters|0|x-ms-url-encoding`]: undefined },
    at: `${read}|parameters|0`,
    good: { [`${read}|parameters|0|x-ms-url-encoding`]: undefined, [`${read}|parameters|0|type`]: 'integer' }
  },
  {
    rule: 'QueryParameterEncodingNotSupported',
    bad: { [`${list}|parameters|0|x-ms-url-encoding`]: 'single' },
    at: `${list}|parameters|0|x-ms-url-encoding`,
    good: { [`${read}|parameters|0|x-ms-url-encoding`]: 'double' }
  },
  {
    rule: 'ReservedParameterIsUsed',
    bad: { [`${list}|parameters|0`]: { name: 'Content-Length', in: 'header', type: 'integer' } },
    at: `${list}|parameters|0|name`,
    good: { [`${list}|parameters|0`]: { name: 'Content-Language', in: 'header', type: 'string' } }
  },
  {
    rule: 'ResponseRefLoopNotAllowed',
    bad: { responses: { a: { $ref: '#/responses/b' }, b: { description: 'Done' } } },
    at: 'responses|a|$ref',
    good: { responses: { b: { description: 'Done' } }, [`${list}|responses|404`]: { $ref: '#/responses/b' } }
  },
  {
    rule: 'AllowEmptyValueOnlyValidForQueryFormData',
    bad: { [`${read}|parameters|0|allowEmptyValue`]: true },
    at: `${read}|parameters|0|allowEmptyValue`,
    good: { [`${list}|parameters|0|allowEmptyValue`]: true, [`${read}|parameters|0|allowEmptyValue`]: false }
  },
  {
    rule: 'CollectionFormatValueNotSupported',
    bad: { [`${list}|parameters|0|collectionFormat`]: 'multi' },
    at: `${list}|parameters|0|collectionFormat`,
    good: { [`${list}|parameters|0|collectionFormat`]: 'csv' }
  },
  {
    rule: 'MimeTypeNotSupported',
    bad: { [`${create}|consumes`]: ['application/xml'] },
    at: `${create}|consumes|0`,
    good: { [`${create}|consumes`]: ['application/merge-patch+json'], [`${create}|produces`]: ['application/xml'] }
  },
  {
    rule: 'PathItemRefNotSuppored',
    bad: { 'paths|/other|$ref': '#/paths/~1orders' },
    at: 'paths|/other|$ref',
    good: { [`${list}|parameters|0`]: { $ref: '#/parameters/a' } }
  },
  {
    rule: 'SwaggerKeywordNotSupported',
    bad: { [`${order}|uniqueItems`]: true },
    at: `${order}|uniqueItems`,
    good: { [`${order}|uniqueItems`]: false }
  },
  {
    rule: 'BodyParameterPropertyNotValid',
    bad: { [`${create}|parameters|0|type`]: 'object' },
    at: `${create}|parameters|0|type`,
    good: { [`${create}|parameters|0|description`]: 'An object' }
  },
  {
    rule: 'BodyParameterSchemaRequired',
    bad: { [body]: undefined },
    at: `${create}|parameters|0`,
    good: { [body]: {} }
  },
  {
    rule: 'NonBodyParameterSchemaNotValid',
    bad: { [`${list}|parameters|0|schema`]: { type: 'string' } },
    at: `${list}|parameters|0|schema`,
    good: { [`${list}|parameters|0|x-schema`]: { type: 'string' } }
  },
  {
    rule: 'DefaultResponseHasSchema',
    bad: { [`${list}|responses|default`]: { description: 'No', schema: { type: 'string' } } },
    at: `${list}|responses|default`,
    good: { [`${list}|responses|default`]: { description: 'No' } }
  },
  {
    rule: 'ResponseExampleMustBeProducedByOperation',
    bad: { [`${list}|responses|200|examples`]: { 'text/plain': 'x' } },
    at: `${list}|responses|200|examples|text/plain`,
    good: { [`${list}|responses|200|examples`]: { 'application/json; charset=utf-8': 'x' } }
  },
  {
    rule: 'ResponseHeadersAreNotUnique',
    bad: { [`${list}|responses|200|headers`]: { ETag: { type: 'string' }, Etag: { type: 'string' } } },
    at: `${list}|responses|200|headers|Etag`,
    good: { [`${list}|responses|200|headers`]: { ETag: { type: 'string' }, 'E-Tag': { type: 'string' } } }
  },
  {
    rule: 'ResponseMustBeDefaultOrHttpStatusCode',
    bad: { [`${list}|responses|2XX`]: { description: 'Done' } },
    at: `${list}|responses|2XX`,
    good: { [`${list}|responses|299`]: { description: 'Done' } }
  },
  {
    rule: 'ResponseReferenceNotFound',
    bad: { [`${list}|responses|404`]: { $ref: '#/responses/Missing' } },
    at: `${list}|responses|404|$ref`,
    good: { [`${list}|responses|404`]: { $ref: '#/responses/b' }, 'responses|b|description': 'No' }
  },
  {
    rule: 'ResponseReferenceNotValid',
    bad: { [`${list}|responses|404`]: { $ref: '#/definitions/Order' } },
    at: `${list}|responses|404|$ref`,
    good: { [`${list}|responses|404`]: { $ref: '#/responses/Missing' } }
  },
  {
    rule: 'SchemaDefinitionSetIncorrectly',
    bad: { [`${list}|responses`]: { '202': { description: 'Later', schema: { type: 'string' } } } },
    at: `${list}|responses`,
    good: { [`${list}|responses|202`]: { description: 'Later', schema: { type: 'string' } } }
  },
  {
    rule: 'SchemaReferenceNotFound',
    bad: { [`${content}|line`]: { $ref: '#/definitions/Line' } },
    at: `${content}|line|$ref`,
    good: { [`${content}|line`]: { $ref: '#/definitions/Customer/properties/id' } }
  },
  {
    rule: 'SchemaReferenceNotValid',
    bad: { [`${content}|line`]: { $ref: '#/components/schemas/Line' } },
    at: `${content}|line|$ref`,
    good: { [`${content}|$ref`]: { type: 'string' } }
  },
  {
    rule: 'JsonPointerNotValid',
    bad: { [`${content}|line`]: { $ref: '#/definitions/a~2b' } },
    at: `${content}|line|$ref`,
    good: { [`${content}|line`]: { $ref: '#/definitions/a~1b%25' }, 'definitions|a/b%': { type: 'string' } }
  },
  {
    rule: 'AdditionalPropertyNotAllowedAdjacentToRef',
    bad: { [`${content}|customer`]: { $ref: '#/definitions/Customer', description: 'Who' } },
    at: `${content}|customer|description`,
    good: { [`${content}|customer`]: { $ref: '#/definitions/Customer' }, [`${status}|description`]: 'State' }
  },
  {
    rule: 'SchemaRefLoopNotAllowed',
    bad: { 'definitions|A': { $ref: '#/definitions/A' } },
    at: 'definitions|A|$ref',
    good: {
      'definitions|A': { $ref: '#/definitions/B' },
      'definitions|B': { properties: { a: { $ref: '#/definitions/A' } } }
    }
  }
]
