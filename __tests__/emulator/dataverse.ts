/** The table `connector` of an environment's Dataverse Web API, as strict as it may be. */
import { randomUUID } from 'node:crypto'
import { isObject } from '../../src/definition/json.ts'
import type { JsonObject } from '../../src/definition/json.ts'
import { isColumn } from './dataverse-columns.ts'
import { DataverseRefusal, unauthorized } from './dataverse-errors.ts'
import { applyColumns, checkBody, create, upsert } from './dataverse-update.ts'
import { answer, emptyAnswer } from './exchange.ts'
import type { Answer, CallName, CallRequest, RoleService } from './exchange.ts'
import type { Journal } from './journal.ts'
import { now } from './state.ts'
import type { Privilege, State, StoredRow } from './state.ts'
import type { Tokens } from './tokens.ts'

const tablePath = '/api/data/v9.2/connectors'
const rowPath = /^\/api\/data\/v9\.2\/connectors\(([^)]*)\)$/
const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

export class Dataverse implements RoleService {
  readonly #state: State
  readonly #tokens: Tokens
  readonly #journal: Journal

  constructor(state: State, tokens: Tokens, journal: Journal) {
    this.#state = state
    this.#tokens = tokens
    this.#journal = journal
  }

  /** The names that the calls of the Power Apps service have, so that a fault or an assertion fits either backend. */
  call({ method, url, headers }: CallRequest): CallName {
    const isRow = rowPath.test(url.pathname)
    if (!isRow && url.pathname !== tablePath) return 'unknown'
    if (method === 'PATCH' && isRow) return 'update'
    if (method === 'POST' && !isRow) return 'create'
    if (method !== 'GET') return 'unknown'
    if (!isRow && decodeURIComponent(url.search).includes('$filter=displayname eq ')) return 'list-connectors'
    const isAfterWrite = this.#journal.requests.some(
      earlier =>
        earlier.role === 'dataverse' &&
        (earlier.call === 'update' || earlier.call === 'create') &&
        earlier.headers['authorization'] === headers['authorization']
    )
    return isAfterWrite ? 'read-back' : 'get-connector'
  }

  answer(request: CallRequest): Answer {
    const id = randomUUID()
    const trace = { 'x-ms-service-request-id': id, req_id: id, 'odata-version': '4.0', 'cache-control': 'no-cache' }
    const { status, headers, body } = this.#answerOrRefuse(request)
    return { status, headers: { ...headers, ...trace }, body }
  }

  #answerOrRefuse(request: CallRequest): Answer {
    try {
      if (!this.#isSignedIn(request)) return unauthorized()
      requireODataHeaders(request)
      return this.#route(request)
    } catch (error) {
      if (error instanceof DataverseRefusal) return error.answer
      throw error
    }
  }

  #route(request: CallRequest): Answer {
    const call = this.call(request)
    if (call === 'update') return this.#update(request)
    if (call === 'create') return this.#create(request)
    if (call === 'get-connector' || call === 'read-back' || call === 'list-connectors') {
      this.#requirePrivilege(request, 'prvReadConnector')
      return rowPath.test(request.url.pathname) ? this.#retrieve(request) : this.#query(request)
    }
    const path = request.url.pathname.split('/').at(-1) ?? ''
    throw new DataverseRefusal(404, '0x8006088a', `Resource not found for the segment '${path}'.`)
  }

  #retrieve(request: CallRequest): Answer {
    const row = this.#state.dataverse.rows.get(idOf(request))
    if (row === undefined) throw noSuchRow(idOf(request))
    return rowAnswer(request, row)
  }

  #query(request: CallRequest): Answer {
    const [column, value] = filterOf(request)
    const rows = [...this.#state.dataverse.rows.values()].filter(row => row.columns[column] === value)
    const selected = rows.map(row => shown(row, selectOf(request)))
    return json(200, { '@odata.context': contextOf(request), value: selected })
  }

  #update(request: CallRequest): Answer {
    const id = idOf(request)
    const match = request.headers['if-match']
    const body = jsonBody(request)
    this.#requirePrivilege(request, 'prvWriteConnector')
    const row = this.#state.dataverse.rows.get(id)
    if (row === undefined && match !== undefined) throw noSuchRow(id)
    if (row !== undefined) this.#requireVersion(row, match)
    checkBody(body, this.#state)
    if (row === undefined) upsert(id, body, this.#state)
    else applyColumns(row, body, this.#state)
    const written = this.#state.dataverse.rows.get(id)
    if (wantsRow(request) && written !== undefined) return rowAnswer(request, written)
    return emptyAnswer(204, { 'odata-entityid': `${request.url.origin}${tablePath}(${id})` })
  }

  #create(request: CallRequest): Answer {
    const body = jsonBody(request)
    this.#requirePrivilege(request, 'prvCreateConnector')
    checkBody(body, this.#state)
    const row = create(body, this.#state)
    const address = `${request.url.origin}${tablePath}(${row.id})`
    if (!wantsRow(request)) return emptyAnswer(204, { 'odata-entityid': address })
    const { headers, body: shownRow } = rowAnswer(request, row)
    return { status: 201, headers: { ...headers, location: address, 'odata-entityid': address }, body: shownRow }
  }

  #requireVersion(row: StoredRow, match: string | undefined): void {
    if (match === undefined || match === '*') return
    if (!this.#state.dataverse.optimisticConcurrency)
      throw new DataverseRefusal(412, '0x8006088d', 'Optimistic concurrency is not enabled for the entity connector.')
    if (match !== etagOf(row))
      throw new DataverseRefusal(
        412,
        '0x80060882',
        "The version of the existing record doesn't match the RowVersion property provided."
      )
  }

  #isSignedIn({ headers, url }: CallRequest): boolean {
    const token = /^Bearer (\S+)$/i.exec(headers['authorization'] ?? '')?.[1]
    const claims = token === undefined ? undefined : this.#tokens.find(token)
    return claims?.audience === url.origin && claims.expires > now(this.#state)
  }

  #requirePrivilege({ headers }: CallRequest, privilege: Privilege): void {
    const { login, dataverse } = this.#state
    const objectId = this.#tokens.find((headers['authorization'] ?? '').slice('Bearer '.length))?.objectId ?? ''
    const user = [...login.users, ...login.applications].find(known => known.objectId === objectId)
    if (user === undefined || user.access === 'none')
      throw new DataverseRefusal(403, '0x80072560', 'The user is not a member of the organization.')
    const isGiven = user.access === 'make' || privilege === 'prvReadConnector'
    if (!isGiven || dataverse.missingPrivileges.has(privilege))
      throw new DataverseRefusal(
        403,
        '0x80040220',
        `Principal user (Id=${objectId}, type=8, roleCount=1, privilegeCount=42, accessMode='4 Non-interactive'), is missing ${privilege} privilege (Id=a4986ba0-6c85-40a9-bb00-fd6000ac0f55) on OTC=372 for entity 'connector' (LocalizedName='Connector'). Consider adding missed privilege to one of the principal (user/team) roles.`
      )
  }
}

function wantsRow({ headers }: CallRequest): boolean {
  return (headers['prefer'] ?? '').split(',').includes('return=representation')
}

export function etagOf(row: StoredRow): string {
  return `W/"${row.version}"`
}

function requireODataHeaders({ headers }: CallRequest): void {
  const isRight = headers['odata-version'] === '4.0' && headers['odata-maxversion'] === '4.0'
  if (!isRight || !(headers['accept'] ?? '').includes('application/json'))
    throw new DataverseRefusal(
      400,
      '0x80060888',
      'OData-Version, OData-MaxVersion or Accept are missing or not supported.'
    )
}

function idOf({ url }: CallRequest): string {
  const id = rowPath.exec(url.pathname)?.[1] ?? ''
  if (guid.test(id)) return id.toLowerCase()
  throw new DataverseRefusal(400, '0x80060888', `Bad Request - Error in query syntax: '${id}' is no key.`)
}

function noSuchRow(id: string): DataverseRefusal {
  return new DataverseRefusal(404, '0x80040217', `Entity 'connector' With Id = ${id} Does Not Exist`)
}

/** A parameter of the query as OData reads it: `+` is no space. */
function parameter({ url }: CallRequest, name: string): string | undefined {
  const raw = url.search
    .slice(1)
    .split('&')
    .find(pair => decodeURIComponent(pair.split('=')[0] ?? '') === name)
  return raw === undefined ? undefined : decodeURIComponent(raw.slice(raw.indexOf('=') + 1))
}

function selectOf(request: CallRequest): readonly string[] | undefined {
  const columns = parameter(request, '$select')?.split(',')
  const unknown = columns?.find(column => !isColumn(column))
  if (unknown === undefined) return columns
  throw new DataverseRefusal(
    400,
    '0x80060888',
    `Could not find a property named '${unknown}' on type 'Microsoft.Dynamics.CRM.connector'.`
  )
}

function filterOf(request: CallRequest): readonly [column: string, value: string] {
  const filter = parameter(request, '$filter') ?? ''
  const [, column = '', value = ''] = /^(\w+) eq '((?:[^']|'')*)'$/.exec(filter) ?? []
  if (isColumn(column)) return [column, value.replaceAll("''", "'")]
  throw new DataverseRefusal(400, '0x80060888', `Syntax error in '${filter}', or a list without a filter.`)
}

function contextOf({ url }: CallRequest): string {
  return `${url.origin}/api/data/v9.2/$metadata#connectors`
}

function rowAnswer(request: CallRequest, row: StoredRow): Answer {
  const context = { '@odata.context': `${contextOf(request)}/$entity` }
  return json(200, { ...context, ...shown(row, selectOf(request)) }, { etag: etagOf(row) })
}

function shown(row: StoredRow, select: readonly string[] | undefined): JsonObject {
  const all: JsonObject = {
    ismanaged: false,
    statecode: 0,
    statuscode: 1,
    ...row.columns,
    connectorid: row.id,
    modifiedon: row.modifiedOn,
    versionnumber: String(row.version)
  }
  const names = select ?? Object.keys(all)
  const columns = Object.fromEntries([...new Set([...names, 'connectorid'])].map(name => [name, all[name] ?? null]))
  return { '@odata.etag': etagOf(row), ...columns }
}

/** Versions are numbers of 64 bits, which `JSON.stringify` can't write. */
function json(status: number, value: object, headers: Record<string, string> = {}): Answer {
  const text = JSON.stringify(value).replaceAll(/"versionnumber":"(\d+)"/g, '"versionnumber":$1')
  return answer(status, 'application/json; odata.metadata=minimal', text, headers)
}

function jsonBody({ headers, body }: CallRequest): JsonObject {
  const type = headers['content-type'] ?? ''
  if (!/^application\/json\b/i.test(type))
    throw new DataverseRefusal(415, '0x80060888', `The content type '${type}' is not supported.`)
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    if (isObject(value)) return value
  } catch {
    // Refused below.
  }
  throw new DataverseRefusal(400, '0x80048d19', 'Error identified in Payload provided by the user: no object.')
}
