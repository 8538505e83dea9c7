/** The seeded rows of the table `connector`. */
import type { JsonObject } from '../../../src/definition/json.ts'
import type { StoredConnector, StoredRow } from '../state.ts'
import { parse } from '../stored-definition.ts'
import { ordersScript, seedConnectors } from './connectors.ts'
import { ids, oauthClientSecret } from './ids.ts'

/** 2 to the power of 53: as doubles, this version and the next one are the same. */
export const firstVersion = 9_007_199_254_740_992n

/** The one capability that seeded connectors have, as the choice has it. */
const actions = '118690005'

/** All seeded rows, by GUID: the connectors of the Power Apps service that are in a solution, and some that make trouble. */
export function seedRows(): Map<string, StoredRow> {
  const connectors = seedConnectors()
  const of = (name: string): StoredConnector => {
    const connector = connectors.get(name)
    if (connector === undefined) throw new Error(`There is no seeded connector '${name}'.`)
    return connector
  }
  const { orders, plain, parameterSets, managed, wrongType, twin, otherTwin } = ids.rows
  const plainColumns = columnsOf(of(ids.connectors.plain), 'contoso_status')
  const rows: StoredRow[] = [
    row(orders, columnsOf(of(ids.connectors.orders), 'contoso_orders-20-28contoso-29'), ['connectionparameters/token']),
    row(plain, plainColumns),
    row(parameterSets, columnsOf(of(ids.connectors.parameterSets), 'contoso_orders-20sets'), [
      'connectionparametersets/values/oauth/parameters/token'
    ]),
    row(managed, {
      ...plainColumns,
      name: 'fabrikam_status',
      displayname: 'Status of Fabrikam',
      connectorinternalid: 'shared_fabrikam-5f0a1b2c3d4e5f6071',
      ismanaged: true
    }),
    row(wrongType, {
      ...plainColumns,
      name: 'contoso_mcp',
      displayname: 'MCP',
      connectorinternalid: 'shared_mcp-5f0a1b2c3d4e5f6072',
      connectortype: 2
    }),
    row(twin, {
      ...plainColumns,
      name: 'contoso_twin',
      displayname: 'Twin',
      connectorinternalid: 'shared_twin-5f0a1b2c3d4e5f6073'
    }),
    row(otherTwin, {
      ...plainColumns,
      name: 'contoso_twin',
      displayname: 'Other twin',
      connectorinternalid: 'shared_twin-5f0a1b2c3d4e5f6073',
      ismanaged: true
    })
  ]
  return new Map(rows.map(one => [one.id, one]))
}

/** A connector of the Power Apps service as a row: the same texts, without what the table has no column for. */
function columnsOf(
  { name, displayName, properties, definition, script }: StoredConnector,
  rowName: string
): JsonObject {
  const text = (member: string) => JSON.stringify(properties[member] ?? null)
  return {
    name: rowName,
    displayname: displayName,
    description: properties['description'] ?? null,
    connectorinternalid: name,
    connectortype: 1,
    openapidefinition: JSON.stringify(parse(definition)),
    connectionparameters: text('connectionParameters'),
    connectionparametersets:
      properties['connectionParameterSets'] === undefined ? null : text('connectionParameterSets'),
    policytemplateinstances: text('policyTemplateInstances'),
    scriptoperations: text('scriptOperations'),
    customcodeblobcontent: script === undefined ? null : ordersScript.toString('utf8'),
    iconblob: 'iVBORw0KGgo=',
    iconbrandcolor: properties['iconBrandColor'] ?? null,
    capabilities: JSON.stringify(properties['capabilities']) === '["actions"]' ? actions : null
  }
}

function row(id: string, columns: JsonObject, secretPlaces: readonly string[] = []): StoredRow {
  return {
    id,
    columns: { ...columns },
    version: firstVersion,
    modifiedOn: '2026-10-01T09:30:00Z',
    clientSecrets: new Map(secretPlaces.map(place => [place, oauthClientSecret])),
    served: typeof columns['openapidefinition'] === 'string' ? columns['openapidefinition'] : ''
  }
}
