/** The seeded connectors. */
import { isObject } from '../../../src/definition/json.ts'
import type { JsonObject } from '../../../src/definition/json.ts'
import type { StoredConnector } from '../state.ts'
import { normalise, serialise } from '../stored-definition.ts'
import { ordersIcon } from './icons.ts'
import { ids, oauthClientSecret } from './ids.ts'
import { connectorDefinition } from './orders-definition.ts'

const created = '2025-03-04T08:15:30.1234567Z'
const changed = '2026-10-01T09:30:00.7654321Z'

/** Custom code with characters beyond ASCII, and with the line ends of the system it was written on. */
export const ordersScript = Buffer.from(
  [
    'public class Script : ScriptBase',
    '{',
    '    // Prüft die Bestellung – “quotes” and an ä must survive.',
    '    public override async Task<HttpResponseMessage> ExecuteAsync()',
    '    {',
    '        return await this.Context.SendAsync(this.Context.Request, this.CancellationToken).ConfigureAwait(false);',
    '    }',
    '}',
    ''
  ].join('\r\n'),
  'utf8'
)

const oAuthToken: JsonObject = {
  type: 'oauthSetting',
  oAuthSettings: {
    identityProvider: 'oauth2',
    clientId: 'b7d1e0f4-6a25-4c98-93be-0d5f7a18c2e6',
    scopes: ['orders.write'],
    redirectMode: 'GlobalPerConnector',
    redirectUrl: 'https://global.consent.azure-apim.net/redirect/orders-20-28contoso-29-5f0123456789abcdef',
    properties: { IsFirstParty: 'False', IsOnbehalfofLoginSupported: false },
    customParameters: {
      authorizationUrl: { value: 'https://login.contoso.example/authorize' },
      tokenUrl: { value: 'https://login.contoso.example/token' },
      refreshUrl: { value: 'https://login.contoso.example/token' }
    }
  },
  uiDefinition: null
}

const regionParameter: JsonObject = {
  type: 'string',
  uiDefinition: {
    displayName: 'Region',
    description: 'Where the orders are',
    // The service takes booleans and strings here, and gives back what it got.
    constraints: { required: 'true', clearText: true }
  }
}

/** What both rich connectors have. */
const sharedProperties: JsonObject = {
  description: 'Reads and writes the orders of Contoso – “every” order.',
  backendService: { serviceUrl: 'https://orders.contoso.example/api/v2' },
  iconBrandColor: '#d93b1e',
  capabilities: ['actions'],
  policyTemplateInstances: [
    {
      templateId: 'setheader',
      title: 'Name the client',
      parameters: {
        'x-ms-apimTemplateParameter.name': 'x-client',
        'x-ms-apimTemplateParameter.value': "@connectionParameters('region')",
        'x-ms-apimTemplateParameter.existsAction': 'override',
        'x-ms-apimTemplate-policySection': 'Request',
        'x-ms-apimTemplate-operationName': ['Orders_List', 'Orders_Get']
      }
    }
  ],
  scriptOperations: ['Orders_Create'],
  publisher: 'Contoso',
  stackOwner: 'Contoso'
}

const ordersProperties: JsonObject = {
  ...sharedProperties,
  connectionParameters: { token: oAuthToken, region: regionParameter }
}

const parameterSetsProperties: JsonObject = {
  ...sharedProperties,
  connectionParameterSets: {
    uiDefinition: { displayName: 'Authentication', description: 'How to sign in' },
    values: [
      {
        name: 'oauth',
        uiDefinition: { displayName: 'Sign in', description: 'With an account of your own' },
        parameters: { token: oAuthToken, region: regionParameter },
        metadata: { allowSharing: false }
      },
      {
        name: 'service',
        uiDefinition: { displayName: 'Key', description: 'With a key' },
        parameters: {
          api_key: { type: 'securestring', uiDefinition: { displayName: 'Key', constraints: { required: 'true' } } }
        }
      },
      // Sets without parameters exist, and older clients crash on them.
      { name: 'anonymous', uiDefinition: { displayName: 'Nobody', description: 'Without signing in' } }
    ]
  }
}

const statusDefinition: JsonObject = {
  swagger: '2.0',
  info: { title: 'Status', version: '1.0' },
  host: 'status.contoso.example',
  basePath: '/',
  schemes: ['https'],
  paths: {
    '/status': { get: { operationId: 'GetStatus', responses: { default: { description: 'The status' } } } }
  }
}

const stockDefinition: JsonObject = {
  swagger: '2.0',
  info: { title: 'Stock', description: 'Counts what is left', version: '2.1.0' },
  host: '@environmentVariables("contoso_StockHost")',
  basePath: '/api',
  schemes: ['https'],
  paths: {
    '/stock/{article}': {
      get: {
        operationId: 'Stock_Get',
        summary: 'Get stock',
        parameters: [{ name: 'article', in: 'path', required: true, type: 'string', 'x-ms-summary': 'Article' }],
        responses: { '200': { description: 'What is left', schema: { type: 'integer', format: 'int32' } } }
      }
    }
  },
  securityDefinitions: { api_key: { type: 'apiKey', in: 'header', name: 'x-api-key' } },
  security: [{ api_key: [] }]
}

/** All seeded connectors, by name. */
export function seedConnectors(): Map<string, StoredConnector> {
  const { orders, plain, apiKey, parameterSets } = ids.connectors
  const rich = { icon: ordersIcon, script: ordersScript }
  const connectors: StoredConnector[] = [
    {
      ...connector(orders, 'Orders (Contoso)', ordersProperties, connectorDefinition),
      ...rich,
      clientSecrets: new Map([['connectionParameters/token', oauthClientSecret]])
    },
    connector(plain, 'Status', { backendService: { serviceUrl: 'https://status.contoso.example/' } }, statusDefinition),
    connector(
      apiKey,
      'Stock',
      {
        description: 'Counts what is left',
        backendService: { serviceUrl: 'https://@environmentVariables("contoso_StockHost")/api' },
        iconBrandColor: '#007ee5',
        capabilities: [],
        connectionParameters: {
          api_key: {
            type: 'securestring',
            uiDefinition: { displayName: 'Key', constraints: { required: true, clearText: false } }
          }
        }
      },
      stockDefinition
    ),
    {
      ...connector(parameterSets, 'Orders sets', parameterSetsProperties, connectorDefinition),
      ...rich,
      clientSecrets: new Map([['connectionParameterSets/values/oauth/parameters/token', oauthClientSecret]])
    }
  ]
  return new Map(connectors.map(one => [one.name, one]))
}

function connector(name: string, displayName: string, properties: JsonObject, definition: JsonObject): StoredConnector {
  const copy: unknown = structuredClone(properties)
  return {
    name,
    displayName,
    environment: ids.environment,
    properties: isObject(copy) ? copy : {},
    definition: serialise(normalise(definition)),
    clientSecrets: new Map(),
    createdTime: created,
    changedTime: changed
  }
}
