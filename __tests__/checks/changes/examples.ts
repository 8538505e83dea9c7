/** One change of the example definition for each rule: what the tests try, and what docs/rules.md shows. */
import type { ChangeRule } from '../../../src/checks/changes/change.ts'
import { isObject, objectAt, type Json, type JsonObject } from '../../../src/definition/json.ts'
import { create, example, hook, list, order, type Patch } from '../rules/example.ts'

export interface ChangeExample {
  readonly rule: ChangeRule
  /** What the definition has before, beside what the example has. */
  readonly before?: Patch
  readonly change: Patch
  /** `properties` of apiProperties.json. */
  readonly properties?: JsonObject
}

const customer = `${list}|parameters|0`
const region: JsonObject = { name: 'region', in: 'query', type: 'string' }
const gone: Patch = { 'paths|/customers': undefined }

function listCustomers(): Json {
  const path = objectAt(objectAt(example(), 'paths') ?? {}, '/customers')
  return isObject(path) ? (path['get'] ?? null) : null
}

export const changeExamples: readonly ChangeExample[] = [
  { rule: 'HostChanged', change: { host: 'orders.contoso.example' } },
  { rule: 'BasePathChanged', change: { basePath: '/v2' } },
  { rule: 'SchemeChanged', change: { schemes: ['http'] } },
  { rule: 'SecurityChanged', change: { 'securityDefinitions|key': { type: 'basic' } } },
  { rule: 'ScriptOperationMissing', change: gone, properties: { scriptOperations: ['ListCustomers'] } },
  {
    rule: 'PolicyOperationMissing',
    change: gone,
    properties: {
      policyTemplateInstances: [
        {
          templateId: 'setheader',
          title: 'Language',
          parameters: { 'x-ms-apimTemplate-operationName': ['ListCustomers'] }
        }
      ]
    }
  },
  { rule: 'OperationRemoved', change: gone },
  { rule: 'OperationHidden', change: { [`${list}|x-ms-visibility`]: 'internal' } },
  { rule: 'PathChanged', change: { ...gone, 'paths|/clients|get': listCustomers() } },
  { rule: 'VerbChanged', change: { 'paths|/customers|get': undefined, 'paths|/customers|post': listCustomers() } },
  { rule: 'TriggerKindChanged', change: { [`${hook}|x-ms-trigger`]: 'batch' } },
  { rule: 'ParameterRemoved', change: { [`${list}|parameters`]: [] } },
  { rule: 'ParameterLocationChanged', change: { [`${customer}|in`]: 'header' } },
  { rule: 'RequiredInputAdded', change: { [`${list}|parameters|1`]: { ...region, required: true } } },
  { rule: 'InputBecameRequired', change: { [`${customer}|required`]: true } },
  { rule: 'InputTypeChanged', change: { [`${customer}|type`]: 'integer' } },
  { rule: 'InputFieldRemoved', change: { 'definitions|NewOrder|properties|price': undefined } },
  { rule: 'InputEnumNarrowed', change: { [`${customer}|enum`]: ['Contoso', 'Fabrikam'] } },
  { rule: 'InputBecameInternal', change: { [`${customer}|x-ms-visibility`]: 'internal' } },
  { rule: 'OutputFieldRemoved', change: { 'definitions|Customer|properties|name': undefined } },
  { rule: 'OutputTypeChanged', change: { 'definitions|Customer|properties|name|type': 'integer' } },
  {
    rule: 'DynamicOperationRemoved',
    before: {
      [`${customer}|x-ms-dynamic-values`]: { operationId: 'ListCustomers', 'value-path': 'id', 'value-title': 'name' }
    },
    change: gone
  },
  {
    rule: 'OperationAdded',
    change: { 'paths|/status|get': { operationId: 'GetStatus', responses: { '200': { description: 'Up' } } } }
  },
  { rule: 'OperationDeprecated', change: { [`${create}|deprecated`]: true } },
  { rule: 'InputAdded', change: { [`${list}|parameters|1`]: region } },
  {
    rule: 'InputEnumWidened',
    before: { [`${customer}|enum`]: ['Contoso'] },
    change: { [`${customer}|enum`]: ['Contoso', 'Fabrikam'] }
  },
  {
    rule: 'DefaultChanged',
    before: { [`${customer}|default`]: 'Contoso' },
    change: { [`${customer}|default`]: 'Fabrikam' }
  },
  { rule: 'OutputFieldAdded', change: { 'definitions|Customer|properties|city': { type: 'string' } } },
  { rule: 'OutputEnumWidened', change: { [`${order}|properties|status|enum`]: ['open', 'paid', 'sent'] } },
  { rule: 'TextChanged', change: { [`${list}|summary`]: 'List all orders' } }
]
