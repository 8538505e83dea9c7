/** Orders: the API's document as it is generated from its code, and the connector's definition as a maker left it. */
import type { JsonObject } from '../../../src/definition/json.ts'

const orderProperties: JsonObject = {
  id: { type: 'integer', format: 'int32' },
  customer: { type: 'string' },
  status: { type: 'string', enum: ['Open', 'Shipped', 'Cancelled'] },
  total: { type: 'number', format: 'double' }
}
const newOrder: JsonObject = {
  type: 'object',
  required: ['customer'],
  properties: { customer: { type: 'string' }, note: { type: 'string' } }
}
const idParameter: JsonObject = { name: 'id', in: 'path', required: true, type: 'integer', format: 'int32' }

function orderAnswer(description: string): JsonObject {
  return { description, schema: { $ref: '#/definitions/Order' } }
}

/** What a generator such as Swashbuckle writes: internal host, no summaries, no `x-ms-*`; one operation more. */
export const apiDocument: JsonObject = {
  swagger: '2.0',
  info: {
    title: 'Orders',
    description: 'Reads and writes the orders of Contoso – “every” order.',
    version: '1.4.0'
  },
  host: 'orders-blue.internal.contoso.example:8443',
  basePath: '/api/v2',
  schemes: ['https'],
  consumes: ['application/json'],
  produces: ['application/json'],
  paths: {
    '/orders': {
      get: {
        tags: ['Orders'],
        operationId: 'Orders_List',
        parameters: [
          { name: 'status', in: 'query', type: 'string' },
          { name: 'top', in: 'query', type: 'integer', format: 'int32' }
        ],
        responses: {
          '200': { description: 'Success', schema: { type: 'array', items: { $ref: '#/definitions/Order' } } }
        }
      },
      post: {
        tags: ['Orders'],
        operationId: 'Orders_Create',
        parameters: [{ name: 'order', in: 'body', required: true, schema: { $ref: '#/definitions/NewOrder' } }],
        responses: { '201': orderAnswer('Created') }
      }
    },
    '/orders/{id}': {
      get: {
        tags: ['Orders'],
        operationId: 'Orders_Get',
        parameters: [idParameter],
        responses: { '200': orderAnswer('Success'), '404': { description: 'Not Found' } }
      }
    },
    '/orders/{id}/cancel': {
      post: {
        tags: ['Orders'],
        operationId: 'Orders_Cancel',
        parameters: [idParameter],
        responses: { '200': orderAnswer('Success') }
      }
    },
    '/orders/{id}/ship': {
      post: {
        tags: ['Orders'],
        operationId: 'Orders_Ship',
        summary: 'Ship an order',
        description: 'Marks the order as shipped.',
        parameters: [idParameter, { name: 'carrier', in: 'query', type: 'string' }],
        responses: { '200': orderAnswer('Success') }
      }
    }
  },
  definitions: {
    Order: { type: 'object', properties: { ...orderProperties, shippedOn: { type: 'string', format: 'date-time' } } },
    NewOrder: newOrder
  }
}

function annotatedProperty(name: string, title: string): JsonObject {
  return { ...(orderProperties[name] as JsonObject), 'x-ms-summary': title }
}

const annotatedId: JsonObject = { ...idParameter, 'x-ms-summary': 'Order number', 'x-ms-url-encoding': 'single' }

/** What the connector has: public host, OAuth, and texts and annotations made by hand. */
export const connectorDefinition: JsonObject = {
  swagger: '2.0',
  info: {
    title: 'Orders (Contoso)',
    description: 'Reads and writes the orders of Contoso – “every” order.',
    version: '1.3.0',
    contact: { name: 'Order desk', email: 'orders@contoso.example' }
  },
  host: 'orders.contoso.example',
  basePath: '/api/v2',
  schemes: ['https'],
  consumes: ['application/json'],
  produces: ['application/json'],
  paths: {
    '/orders': {
      get: {
        tags: ['Orders'],
        operationId: 'Orders_List',
        summary: 'List orders',
        description: 'Lists the orders, newest first – with “every” state.',
        'x-ms-visibility': 'important',
        parameters: [
          {
            name: 'status',
            in: 'query',
            type: 'string',
            'x-ms-summary': 'State',
            'x-ms-dynamic-values': {
              operationId: 'Orders_List',
              'value-path': 'status',
              'value-title': 'status'
            }
          }
        ],
        responses: {
          '200': { description: 'Success', schema: { type: 'array', items: { $ref: '#/definitions/Order' } } }
        }
      },
      post: {
        tags: ['Orders'],
        operationId: 'Orders_Create',
        summary: 'Create an order',
        description: 'Creates an order for a customer.',
        parameters: [{ name: 'order', in: 'body', required: true, schema: { $ref: '#/definitions/NewOrder' } }],
        responses: { '201': orderAnswer('Created') }
      }
    },
    '/orders/{id}': {
      get: {
        tags: ['Orders'],
        operationId: 'Orders_Get',
        summary: 'Get an order',
        description: 'Gets one order by its number.',
        'x-ms-visibility': 'advanced',
        parameters: [annotatedId],
        responses: { '200': orderAnswer('Success'), '404': { description: 'Not Found' } }
      }
    },
    '/orders/{id}/cancel': {
      post: {
        tags: ['Orders'],
        operationId: 'Orders_Cancel',
        summary: 'Cancel an order',
        description: 'Cancels an order that was not shipped.',
        parameters: [annotatedId],
        responses: { '200': orderAnswer('Success') }
      }
    }
  },
  definitions: {
    Order: {
      type: 'object',
      properties: {
        id: annotatedProperty('id', 'Order number'),
        customer: annotatedProperty('customer', 'Customer'),
        status: annotatedProperty('status', 'State'),
        total: annotatedProperty('total', 'Total')
      }
    },
    NewOrder: newOrder
  },
  securityDefinitions: {
    oauth2: {
      type: 'oauth2',
      flow: 'accessCode',
      authorizationUrl: 'https://login.contoso.example/authorize',
      tokenUrl: 'https://login.contoso.example/token',
      scopes: { 'orders.write': 'Read and write orders' }
    }
  },
  security: [{ oauth2: ['orders.write'] }]
}
