/** The Dataverse store against an emulator, signed in, with what tests ask of it. */
import { acquireToken } from '../../../src/auth/tokens.ts'
import type { Connector, ConnectorContent } from '../../../src/connectors/connector.ts'
import { type DataverseOptions, DataverseStore } from '../../../src/connectors/dataverse/dataverse.ts'
import { isObject, type JsonObject, objectAt } from '../../../src/definition/json.ts'
import type { Http } from '../../../src/http.ts'
import { type TestWorld, testWorld } from '../../collaborators.ts'
import { type Emulator, startEmulator } from '../../emulator/emulator.ts'
import type { RecordedRequest } from '../../emulator/journal.ts'

export interface Stage {
  readonly emulator: Emulator
  /** @param http stands in for the network path of the store alone */
  open(
    changes?: Partial<DataverseOptions>,
    http?: (world: TestWorld) => Http
  ): Promise<{ readonly store: DataverseStore; readonly world: TestWorld }>
  /** The PATCH requests that were sent. */
  updates(): readonly RecordedRequest[]
  /** Their bodies. */
  bodies(): readonly JsonObject[]
}

export async function newStage(): Promise<Stage> {
  const emulator = await startEmulator()
  emulator.trust()
  const { addresses, credentials, ids } = emulator
  const updates = () => emulator.journal.of('update')
  return {
    emulator,
    open: async (changes = {}, http = world => world.http) => {
      const world = testWorld()
      const { userName, password } = credentials
      const token = await acquireToken(
        {
          credential: { kind: 'user', userName, password, tenantId: ids.tenant, appId: ids.publicClient },
          authorityUrl: addresses.login,
          resource: addresses.dataverse
        },
        world.http,
        world.secrets
      )
      const options: DataverseOptions = {
        environmentUrl: addresses.dataverse,
        key: { column: 'connectorid', value: ids.rows.orders },
        allowManaged: false,
        oAuthClientSecret: undefined,
        ...changes
      }
      return { store: new DataverseStore(options, token, { ...world, http: http(world) }), world }
    },
    updates,
    bodies: () =>
      updates().map(({ body }) => {
        const value: unknown = JSON.parse(body.toString('utf8'))
        return isObject(value) ? value : {}
      })
  }
}

/** The connector with another title, as the smallest change. */
export function renamed(connector: Connector, title = 'Renamed'): ConnectorContent {
  const { definition, properties, icon, script } = connector
  return { definition: { ...definition, info: { ...objectAt(definition, 'info'), title } }, properties, icon, script }
}
