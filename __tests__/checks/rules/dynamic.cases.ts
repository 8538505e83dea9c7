/** Cases of the extensions that invoke another operation. */
import type { JsonObject } from '../../../src/definition/json.ts'
import { create, list, type Case, type Patch } from './example.ts'

const customer = 'definitions|NewOrder|properties|customer'
const price = 'definitions|NewOrder|properties|price'
const values = 'x-ms-dynamic-values'
const schema = 'x-ms-dynamic-schema'
const properties = 'x-ms-dynamic-properties'
const tree = 'x-ms-dynamic-tree'

/** A dropdown of customers. */
const customers: JsonObject = { operationId: 'ListCustomers', 'value-path': 'id', 'value-title': 'name' }
/** A schema for a kind. */
const schemas = (parameters: JsonObject, more: JsonObject = {}): JsonObject => ({
  operationId: 'GetSchema',
  'value-path': 'schema',
  parameters,
  ...more
})

/** Gives the operation that is invoked one more parameter, and puts the extension at the field `customer`. */
const listing = (parameter: JsonObject, parameters: JsonObject, more: Patch = {}): Patch => ({
  'paths|/customers|get|parameters|0': { in: 'query', ...parameter },
  [`${customer}|${values}`]: { ...customers, parameters },
  ...more
})
const region = { name: 'region', type: 'string' }

export const dynamicCases: readonly Case[] = [
  {
    rule: 'DynamicExtensionDefinitionNotAllowedInParameter',
    bad: { [`${create}|parameters|0|${schema}`]: schemas({ kind: 'a' }) },
    at: `${create}|parameters|0|${schema}`,
    good: { [`definitions|NewOrder|${schema}`]: schemas({ kind: 'a' }) }
  },
  {
    rule: 'DynamicListExtensionRequiredForAmbiguousReferences',
    bad: listing(
      region,
      { region: { parameter: 'price' } },
      { [`${create}|parameters|1`]: { name: 'price', in: 'query', type: 'string' } }
    ),
    at: `${customer}|${values}|parameters|region`,
    good: listing(region, { region: { parameter: 'price' } })
  },
  {
    rule: 'DynamicListExtensionRequiredForNonParameterReferences',
    bad: listing(region, { region: { parameter: 'price' } }),
    at: `${customer}|${values}|parameters|region`,
    good: listing(
      region,
      { region: { parameter: 'price' } },
      { [`${customer}|x-ms-dynamic-list`]: { operationId: 'ListCustomers' } }
    )
  },
  {
    rule: 'DynamicPropertiesExtensionRequiredForAmbiguousReferences',
    bad: {
      [`${create}|parameters|1`]: { name: 'price', in: 'query', type: 'string' },
      [`${customer}|${schema}`]: schemas({ kind: { parameter: 'price' } })
    },
    at: `${customer}|${schema}|parameters|kind`,
    good: { [`${customer}|${schema}`]: schemas({ kind: { parameter: 'price' } }) }
  },
  {
    rule: 'DynamicPropertiesExtensionRequiredForNonParameterReferences',
    bad: { [`${customer}|${schema}`]: schemas({ kind: { parameter: 'price' } }) },
    at: `${customer}|${schema}|parameters|kind`,
    good: {
      [`${create}|parameters|1`]: { name: 'kind', in: 'query', type: 'string' },
      [`${customer}|${schema}`]: schemas({ kind: { parameter: 'kind' } })
    }
  },
  {
    rule: 'DynamicPropertiesExtensionRequiredForPropertiesValuePath',
    bad: { [`${customer}|${schema}`]: schemas({ kind: 'a' }, { 'value-path': 'schema/properties' }) },
    at: `${customer}|${schema}|value-path`,
    good: { [`${customer}|${schema}`]: schemas({ kind: 'a' }, { 'value-path': 'schema/myproperties' }) }
  },
  {
    rule: 'DynamicPropertiesItemValuePathMismatch',
    bad: {
      [`${customer}|${schema}`]: schemas({ kind: 'a' }, { 'value-path': 'schema/properties' }),
      [`${customer}|${properties}`]: { operationId: 'GetSchema', itemValuePath: 'schema/properties' }
    },
    at: `${customer}|${properties}`,
    good: {
      [`${customer}|${schema}`]: schemas({ kind: 'a' }, { 'value-path': 'schema/properties' }),
      [`${customer}|${properties}`]: { operationId: 'GetSchema', itemValuePath: 'schema' }
    }
  },
  {
    rule: 'DynamicTreeExtensionMissing',
    bad: { [`${customer}|${values}`]: { capability: 'file-picker' } },
    at: `${customer}|${values}`,
    good: { [`${customer}|${values}`]: { capability: 'file-picker' }, [`${customer}|${tree}`]: {} }
  },
  {
    rule: 'InvokedOperationShouldProduceArray',
    bad: { [`${customer}|${values}`]: { ...customers, operationId: 'GetOrder' } },
    at: `${customer}|${values}`,
    good: { [`${customer}|${values}`]: customers }
  },
  {
    rule: 'InvokedOperationShouldProduceProperty',
    bad: { [`${customer}|${values}`]: { ...customers, 'value-title': 'title' } },
    at: `${customer}|${values}|value-title`,
    good: { [`${customer}|${values}`]: { ...customers, 'value-title': 'title' }, 'definitions|Customer': {} }
  },
  {
    rule: 'OneOfPropertiesRequired',
    bad: { [`${customer}|${values}`]: { 'value-path': 'id' } },
    at: `${customer}|${values}`,
    good: { [`${customer}|${values}`]: { builtInOperation: 'AzureSubscriptions' } }
  },
  {
    rule: 'OperationIdNotFound',
    bad: { [`${customer}|${values}`]: { ...customers, operationId: 'listCustomers' } },
    at: `${customer}|${values}|operationId`,
    good: { [`${customer}|${values}`]: customers }
  },
  {
    rule: 'OperationIdNotFound',
    bad: { 'x-ms-capabilities': { testConnection: { operationId: 'Ping', parameters: {} } } },
    at: 'x-ms-capabilities|testConnection|operationId',
    good: { 'x-ms-capabilities': { testConnection: { operationId: 'ListOrders', parameters: {} } } }
  },
  {
    rule: 'OperationMissingRequiredProperty',
    bad: { [`${customer}|${schema}`]: schemas({}) },
    at: `${customer}|${schema}`,
    good: { [`${customer}|${schema}`]: schemas({}), 'paths|/schemas/{kind}|get|parameters|0|default': 'a' }
  },
  {
    rule: 'OperationParameterNameIsAmbiguous',
    bad: {
      [`${create}|parameters|1`]: { name: 'price', in: 'query', type: 'number' },
      [`${list}|parameters|0|${values}`]: { operationId: 'CreateOrder', parameters: { price: 1 } }
    },
    at: `${list}|parameters|0|${values}|parameters|price`,
    good: {
      [`${create}|parameters|1`]: { name: 'cost', in: 'query', type: 'number' },
      [`${list}|parameters|0|${values}`]: { operationId: 'CreateOrder', parameters: { price: 1, cost: 1 } }
    }
  },
  {
    rule: 'OperationParameterNameNotFound',
    bad: listing(region, { Region: 'EU' }),
    at: `${customer}|${values}|parameters|Region`,
    good: listing(region, { region: 'EU' })
  },
  {
    rule: 'OperationParameterNameNotFound',
    bad: listing(region, { region: { parameter: 'country' } }),
    at: `${customer}|${values}|parameters|region`,
    good: listing(region, { region: { parameterReference: 'body/price' } })
  },
  {
    rule: 'OperationParameterRequiredMismatch',
    bad: listing({ ...region, required: true }, { region: { parameterReference: 'body/price' } }),
    at: `${customer}|${values}|parameters|region`,
    good: listing(
      { ...region, required: true },
      { region: { parameterReference: 'body/price' } },
      { [`${price}|default`]: 1 }
    )
  },
  {
    rule: 'OperationParameterStaticTypeMismatch',
    bad: listing({ ...region, type: 'integer' }, { region: 'EU' }),
    at: `${customer}|${values}|parameters|region`,
    good: listing({ ...region, type: 'integer' }, { region: { value: '7' } })
  },
  {
    rule: 'OperationParameterTypeMismatch',
    bad: listing(region, { region: { parameterReference: 'body/price' } }),
    at: `${customer}|${values}|parameters|region`,
    good: listing(region, { region: { parameterReference: 'body/price' } }, { [`${price}|type`]: 'string' })
  },
  {
    rule: 'SelectedItemValuePathNotAllowedInThisPosition',
    bad: {
      [`${customer}|${tree}|open`]: {
        operationId: 'ListCustomers',
        parameters: { id: { selectedItemValuePath: 'id' } }
      }
    },
    at: `${customer}|${tree}|open|parameters|id|selectedItemValuePath`,
    good: {
      [`${customer}|${tree}|browse`]: {
        operationId: 'ListCustomers',
        parameters: { id: { selectedItemValuePath: 'id' } }
      }
    }
  },
  {
    rule: 'SourcePropertyInternal',
    bad: listing(
      region,
      { region: { parameterReference: 'body/price' } },
      { [`${price}|x-ms-visibility`]: 'internal' }
    ),
    at: `${customer}|${values}|parameters|region`,
    good: listing(
      region,
      { region: { parameterReference: 'body/price' } },
      { [`${price}|x-ms-visibility`]: 'advanced' }
    )
  }
]
