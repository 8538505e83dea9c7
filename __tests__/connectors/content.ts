/** Connectors as tests need them: complete, with what differs put in. */
import { API_PROPERTIES, type Connector, type ConnectorContent } from '../../src/connectors/connector.ts'
import type { JsonObject } from '../../src/definition/json.ts'

export const definition: JsonObject = {
  swagger: '2.0',
  info: { title: 'Orders', description: 'Reads orders', version: '1.4.0' },
  host: 'orders.example',
  basePath: '/api/v2',
  schemes: ['https', 'http'],
  paths: { '/orders': { get: { operationId: 'Orders_List', responses: { '200': { description: 'ok' } } } } }
}

export const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3)

export function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}

export function content(changes: Partial<ConnectorContent> = {}): ConnectorContent {
  return { definition, properties: {}, icon: undefined, script: undefined, ...changes }
}

export function connector(changes: Partial<Connector> = {}): Connector {
  return {
    ...content(),
    name: 'shared_orders-5f0123456789abcdef',
    displayName: 'Orders',
    description: 'As the connector says',
    revision: '2026-01-01T00:00:00.0000001Z',
    serviceUrl: 'https://orders.example/api/v2',
    redirectUrl: '',
    storable: API_PROPERTIES,
    ...changes
  }
}
