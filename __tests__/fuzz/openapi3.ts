/** An OpenAPI 3 document with something of everything that the engine has an opinion on. */
import type { JsonObject } from '../../src/definition/json.ts'

export const openApi3: JsonObject = {
  openapi: '3.1.0',
  info: { title: 'Parcels', version: '2.1.0', description: 'Sends parcels' },
  servers: [{ url: 'https://{region}.contoso.example/v2', variables: { region: { default: 'eu' } } }],
  tags: [{ name: 'Parcels' }],
  security: [{ login: ['parcels.write'] }],
  paths: {
    '/parcels': {
      parameters: [{ $ref: '#/components/parameters/Page' }],
      get: {
        operationId: 'Parcels_List',
        tags: ['Parcels'],
        responses: {
          '200': {
            description: 'All',
            content: {
              'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Parcel' } } }
            }
          },
          '4XX': { $ref: '#/components/responses/Problem' }
        }
      },
      post: {
        operationId: 'Parcels_Create',
        requestBody: { $ref: '#/components/requestBodies/Parcel' },
        responses: { '201': { description: 'Made', headers: { Location: { schema: { type: 'string' } } } } },
        callbacks: { sent: { '{$request.body#/hook}': { post: { responses: { '200': { description: 'OK' } } } } } },
        'x-ms-trigger': 'single',
        'x-ms-notification-content': { schema: { $ref: '#/components/schemas/Parcel' } }
      }
    },
    '/parcels/{id}/label': {
      get: {
        operationId: 'Parcels_Label',
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'integer', format: 'int64' } },
          {
            name: 'format',
            in: 'query',
            schema: { type: ['string', 'null'], enum: ['pdf', null] },
            'x-ms-dynamic-values': {
              operationId: 'Parcels_List',
              'value-path': 'id',
              'value-title': 'kind',
              parameters: { id: { parameter: 'id' } }
            }
          }
        ],
        responses: {
          '200': {
            description: 'PDF',
            content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } }
          }
        }
      },
      put: {
        operationId: 'Parcels_Upload',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
        requestBody: {
          content: { 'multipart/form-data': { schema: { type: 'object', properties: { file: { format: 'binary' } } } } }
        },
        responses: { default: { description: 'Done' } }
      }
    }
  },
  components: {
    parameters: { Page: { name: 'page', in: 'query', schema: { type: 'integer', exclusiveMinimum: 0, default: 1 } } },
    responses: {
      Problem: { description: 'No', content: { 'application/problem+json': { schema: { type: 'object' } } } }
    },
    requestBodies: {
      Parcel: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Parcel' } } } }
    },
    schemas: {
      Parcel: {
        allOf: [{ $ref: '#/components/schemas/Named' }],
        type: 'object',
        required: ['kind'],
        properties: {
          kind: { const: 'parcel' },
          inside: { type: 'array', items: { $ref: '#/components/schemas/Parcel' } },
          content: { oneOf: [{ $ref: '#/components/schemas/Named' }, { type: 'string' }, { type: 'null' }] },
          weight: { type: 'number', multipleOf: 0.1, examples: [1.5] }
        },
        additionalProperties: { anyOf: [{ type: 'string' }, { type: 'integer' }] }
      },
      Named: { type: 'object', properties: { name: { type: 'string', maxLength: 30, 'x-ms-summary': 'Name' } } }
    },
    securitySchemes: {
      key: { type: 'apiKey', in: 'header', name: 'x-key' },
      login: {
        type: 'oauth2',
        flows: {
          authorizationCode: {
            authorizationUrl: 'https://login.contoso.example/authorize',
            tokenUrl: 'https://login.contoso.example/token',
            scopes: { 'parcels.write': 'Send parcels' }
          }
        }
      }
    }
  }
}
