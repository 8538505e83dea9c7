/** Cases of certification, and of the connector's other parts. */
import type { JsonObject } from '../../../src/definition/json.ts'
import { create, list, type Case, type Patch } from './example.ts'

const metadata = 'x-ms-connector-metadata'
const categories = (value: string): Patch => ({ [`${metadata}|2|propertyValue`]: value })
const policy = (parameters: JsonObject): JsonObject => ({
  connectionParameters: { api_key: { type: 'securestring' } },
  policyTemplateInstances: [{ templateId: 'setheader', title: 'Set header', parameters }]
})

export const connectorCases: readonly Case[] = [
  {
    rule: 'FieldLengthExceeded',
    bad: { 'info|title': 'x'.repeat(31) },
    at: 'info|title',
    good: { 'info|title': 'x'.repeat(30) }
  },
  {
    rule: 'FieldLengthNotInRange',
    bad: { 'info|description': 'x'.repeat(29) },
    at: 'info|description',
    good: { 'info|description': 'x'.repeat(500) }
  },
  {
    rule: 'ValueContainsRestrictedWords',
    bad: { 'info|title': 'Contoso api' },
    at: 'info|title',
    good: { 'info|title': 'Contoso Apiary' }
  },
  {
    rule: 'ValueMustBeInEnglish',
    bad: { [`${create}|summary`]: 'Bestellung ändern' },
    at: `${create}|summary`,
    good: { [`${create}|summary`]: '“Change” – an order' }
  },
  {
    rule: 'ValueMustEndWithAlphanumeric',
    bad: { 'info|title': 'Contoso (Orders)' },
    at: 'info|title',
    good: { 'info|title': 'Contoso (Orders) 2' }
  },
  {
    rule: 'ConnectorMetadataPropertiesMissing',
    bad: { [`${metadata}|0|propertyName`]: 'Web' },
    at: metadata,
    good: { [`${metadata}|1|propertyName`]: 'Privacy Policy' }
  },
  {
    rule: 'InvalidConnectorCategory',
    bad: categories('Data;Shops'),
    at: `${metadata}|2|propertyValue`,
    good: categories('Data; social media')
  },
  {
    rule: 'TooManyConnectorCategories',
    bad: categories('AI;Data;Security'),
    at: `${metadata}|2|propertyValue`,
    good: categories('AI;Data;')
  },
  {
    rule: 'ScriptOperationNotFound',
    bad: { [`${list}|operationId`]: 'ListAll' },
    at: 'properties|scriptOperations|1',
    good: { [`${list}|summary`]: 'List all' },
    properties: { scriptOperations: ['GetOrder', 'ListOrders'] }
  },
  {
    rule: 'PolicyOperationNotFound',
    bad: { [`${list}|operationId`]: 'ListAll' },
    at: 'properties|policyTemplateInstances|0|parameters|x-ms-apimTemplate-operationName|1',
    good: { [`${list}|operationId`]: 'listOrders' },
    properties: policy({ 'x-ms-apimTemplate-operationName': ['GetOrder', 'ListOrders'] })
  },
  {
    rule: 'PolicyConnectionParameterNotFound',
    bad: {},
    at: 'properties|policyTemplateInstances|0|parameters|value',
    good: {},
    properties: policy({ value: "Token @connectionParameters('key')" }),
    goodProperties: policy({ value: "Token @connectionParameters('api_key')" })
  }
]
