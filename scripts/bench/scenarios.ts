/** What is measured. */
import { apiDocument } from '../../__tests__/emulator/seeds/orders-definition.ts'
import type { Json, JsonObject } from '../../src/definition/json.ts'
import { objectAt } from '../../src/definition/json.ts'
import type { Started } from './emulator-process.ts'

export interface Scenario {
  readonly name: string
  readonly backend: 'power-apps' | 'dataverse'
  /** How the run must end. */
  readonly operation: string
  readonly inputs: (started: Started) => Readonly<Record<string, string>>
  /** Whether the connector is brought up to date before. */
  readonly prepare: boolean
  /** The API's document, when it isn't the emulator's own. */
  readonly document?: () => JsonObject
}

const powerApps = { backend: 'power-apps', prepare: false } as const
const dataverse = { backend: 'dataverse', prepare: false } as const

export const scenarios: readonly Scenario[] = [
  { ...powerApps, name: 'update with icon and script', operation: 'updated', inputs: () => ({}) },
  {
    ...powerApps,
    name: 'update without',
    operation: 'updated',
    inputs: ({ connectors }) => ({ 'connector-id': connectors['plain'] ?? '', keep: 'none' })
  },
  { ...powerApps, name: 'unchanged', operation: 'unchanged', inputs: () => ({}), prepare: true },
  { ...powerApps, name: 'plan', operation: 'planned', inputs: () => ({ mode: 'plan' }) },
  { ...dataverse, name: 'update', operation: 'updated', inputs: () => ({}) },
  { ...dataverse, name: 'unchanged', operation: 'unchanged', inputs: () => ({}), prepare: true },
  { ...dataverse, name: 'plan', operation: 'planned', inputs: () => ({ mode: 'plan' }) },
  {
    ...powerApps,
    name: 'update from 10 MB',
    operation: 'updated',
    inputs: () => ({ 'include-operations': 'Orders_*' }),
    document: () => largeDocument(10e6)
  }
]

/** The API's document with more of the same beside it, up to a size. */
function largeDocument(bytes: number): JsonObject {
  const paths = objectAt(apiDocument, 'paths') ?? {}
  const once = JSON.stringify(paths)
  const copies = Math.floor((bytes * 0.99) / once.length)
  const more = Array.from({ length: copies }, (_, copy): [string, Json][] => {
    const text = once.replaceAll(/"operationId":"([^"]+)"/g, `"operationId":"Other${copy}_$1"`)
    return Object.entries(JSON.parse(text) as JsonObject).map(([name, item]): [string, Json] => [
      `/v${copy}${name}`,
      item
    ])
  })
  return { ...apiDocument, paths: { ...paths, ...Object.fromEntries(more.flat()) } }
}
