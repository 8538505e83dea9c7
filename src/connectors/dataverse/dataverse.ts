/** The connector store of Dataverse, where a connector of a solution is a row of the table `connector`. */
import { randomUUID } from 'node:crypto'
import type { AccessToken } from '../../auth/tokens.ts'
import { isObject, type JsonObject, stringAt } from '../../definition/json.ts'
import { ActionError, ChangedInBetweenError } from '../../errors.ts'
import type { Http } from '../../http.ts'
import type { Log } from '../../log.ts'
import type { Retrier } from '../../retry.ts'
import type { Secrets } from '../../secrets.ts'
import { type Connector, type ConnectorContent, titleOf } from '../connector.ts'
import type { RowKey } from '../ids.ts'
import type { ConnectorStore, Validation } from '../store.ts'
import { DataverseClient } from './client.ts'
import { changedColumns, connectorOf, lengthFindings, newColumns, STORABLE } from './mapping.ts'
import { type ConnectorRow, describeRow, readRow } from './row.ts'
import { createRow } from './row-creation.ts'
import { RowUpdate } from './row-update.ts'

export interface DataverseOptions {
  /** The origin, such as `https://contoso.crm4.dynamics.com`. */
  readonly environmentUrl: string
  /** `undefined` for a connector that is yet to be made. */
  readonly key: RowKey | undefined
  readonly allowManaged: boolean
  readonly oAuthClientSecret: string | undefined
}

interface DataverseWorld {
  readonly http: Http
  readonly log: Log
  readonly secrets: Secrets
  readonly retrier: Retrier
}

const DOWNLOAD = 'download the connector'

export class DataverseStore implements ConnectorStore {
  readonly name = 'Dataverse'
  readonly storable = STORABLE
  readonly #options: DataverseOptions
  readonly #client: DataverseClient
  readonly #world: DataverseWorld
  /** Of the row to make, where the target names none. */
  readonly #newId = randomUUID()
  /** `undefined` until the connector is made. */
  #key: RowKey | undefined
  /** As it was read last. From the first time on it is read by its GUID. */
  #row: ConnectorRow | undefined

  constructor(options: DataverseOptions, token: AccessToken, world: DataverseWorld) {
    this.#options = options
    this.#key = options.key
    this.#client = new DataverseClient(options.environmentUrl, token, world.http)
    this.#world = world
  }

  async download(): Promise<Connector> {
    const isFirst = this.#row === undefined
    const row = await this.#read()
    if (isFirst) this.#tell(row)
    return connectorOf(row, this.#world.secrets)
  }

  /** A row is read in one piece. */
  isUnchanged(): Promise<boolean> {
    return Promise.resolve(true)
  }

  async validate(content: ConnectorContent): Promise<Validation> {
    this.#world.log.info(
      'Dataverse has no validation of its own: beside the rules for connectors only its limits are checked'
    )
    const by = 'the limits of Dataverse'
    if (this.#key === undefined) {
      const columns = this.#newColumns(titleOf(content.definition), content)
      return { by, findings: lengthFindings(columns, '') }
    }
    const row = this.#row ?? (await this.#read())
    this.#assertMayWrite(row)
    const columns = this.#columns(connectorOf(row, this.#world.secrets), content)
    return { by, findings: lengthFindings(columns, row.text('openapidefinition')) }
  }

  prepareUpdate(): void {
    // All of an update goes in the one request that makes it.
  }

  async update(connector: Connector, content: ConnectorContent, sending = (): void => undefined): Promise<void> {
    const row = this.#row ?? (await this.#read())
    if (row.revision !== connector.revision) {
      throw new ChangedInBetweenError(connector.name, connector.revision, row.revision)
    }
    this.#assertMayWrite(row)
    const columns = this.#columns(connector, content)
    this.#world.log.info(`Writing ${Object.keys(columns).join(', ')}, and no other column`)
    const input = { row, name: connector.name, columns, hasScript: content.script !== undefined }
    sending()
    await new RowUpdate(input, this.#client, this.#world).run()
  }

  async findByTitle(title: string): Promise<readonly string[]> {
    const rows = await this.#client.findRowsByTitle('look for a connector of that title', title)
    return rows.flatMap(row => (isObject(row) ? (stringAt(row, 'connectorid') ?? []) : []))
  }

  async create(title: string, content: ConnectorContent, sending = (): void => undefined): Promise<string> {
    const columns = this.#newColumns(title, content)
    this.#world.log.info(`Writing ${Object.keys(columns).join(', ')}`)
    sending()
    await createRow({ id: this.#newId, title, columns }, this.#client, this.#world)
    this.#key = { column: 'connectorid', value: this.#newId }
    return this.#newId
  }

  #newColumns(title: string, content: ConnectorContent): JsonObject {
    return newColumns(this.#newId, title, content, this.#options.oAuthClientSecret)
  }

  #columns(connector: Connector, content: ConnectorContent): ReturnType<typeof changedColumns> {
    return changedColumns(connector, content, this.#options.oAuthClientSecret)
  }

  async #read(): Promise<ConnectorRow> {
    const key = this.#row ? { column: 'connectorid' as const, value: this.#row.id } : this.#key
    if (key === undefined) throw new Error('No connector was made yet.')
    const [found, ...others] = await this.#client.findRows(DOWNLOAD, key)
    if (found === undefined) throw this.#noRow(key)
    if (others.length > 0) throw severalRows(key, [found, ...others])
    this.#row = readRow(found)
    return this.#row
  }

  #tell({ id, isManaged, isActive }: ConnectorRow): void {
    this.#world.log.info(`Row ${id} of the table connector at ${this.#options.environmentUrl}`)
    if (isManaged) this.#world.log.info('The connector is managed, which means that it came with a solution')
    if (!isActive) this.#world.log.info('The row is inactive')
  }

  /** An update of a managed connector makes an unmanaged layer, which hides what later versions of the solution bring. */
  #assertMayWrite({ isManaged }: ConnectorRow): void {
    if (!isManaged || this.#options.allowManaged) return
    throw new ActionError({
      what: 'did not update the connector',
      why: 'it is managed, and an update would put an unmanaged layer over it, which hides what later versions of its solution bring',
      advice: 'update it where the solution is made, or set "allow-managed" to true',
      help: 'the-connector-is-managed'
    })
  }

  #noRow({ column, value }: RowKey): ActionError {
    return new ActionError({
      what: `could not ${DOWNLOAD}`,
      why: `the table connector at ${this.#options.environmentUrl} has no row whose ${column} is ${value}, or none that this account may see`,
      advice:
        'check "connector-id" and "environment-url"; a connector that is in no solution has no row: for that one set "backend" to power-apps, with "environment-id"',
      help: 'the-connector-or-the-environment-is-not-found'
    })
  }
}

function severalRows({ column, value }: RowKey, rows: readonly unknown[]): ActionError {
  return new ActionError({
    what: `could not ${DOWNLOAD}`,
    why: `${rows.length} rows have the ${column} ${value}: ${rows.map(describeRow).join('; ')}`,
    advice: 'give the GUID of the one that is meant as "connector-id"',
    help: 'the-connector-or-the-environment-is-not-found'
  })
}
