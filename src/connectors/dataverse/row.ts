/** A row of the table `connector` as the Web API returns it, narrowed once. Source: Microsoft's reference of the table. */
import { isObject, type JsonObject, own, stringAt } from '../../definition/json.ts'
import { ActionError } from '../../errors.ts'

/** The columns that are read. `iconblob` is not among them: it is a thumbnail, which can't be written reliably. */
export const COLUMNS = [
  'connectorid',
  'name',
  'displayname',
  'description',
  'connectorinternalid',
  'connectortype',
  'openapidefinition',
  'connectionparameters',
  'connectionparametersets',
  'policytemplateinstances',
  'scriptoperations',
  'customcodeblobcontent',
  'iconbrandcolor',
  'capabilities',
  'ismanaged',
  'statecode',
  'versionnumber'
] as const

export type Column = (typeof COLUMNS)[number]

export interface ConnectorRow {
  /** GUID. */
  readonly id: string
  /** As `If-Match` wants it: `W/"12345"`. */
  readonly etag: string
  /** The digits of `versionnumber`, which is a number of 64 bits: more than a double can tell apart. */
  readonly revision: string
  readonly isManaged: boolean
  readonly isActive: boolean
  /** What a text column, or a choice, holds; empty when it holds nothing. */
  text(column: Column): string
}

/** Of the column `connectortype`: 1 = custom connector, 0 = not specified, 2 = connectionless. */
export const CUSTOM_CONNECTOR = 1

/** Parses an answer of the Web API without losing a digit of the version: as a number it could be that of another state. */
export function parseRows(text: string): unknown {
  return JSON.parse(text, (name: string, value: unknown, context?: { readonly source?: string }): unknown =>
    name === 'versionnumber' && typeof value === 'number' ? (context?.source ?? String(value)) : value
  )
}

/** @throws ActionError when it is no row, or the row of something else than a custom connector */
export function readRow(value: unknown): ConnectorRow {
  const row = isObject(value) ? value : {}
  const id = stringAt(row, 'connectorid') ?? ''
  const etag = stringAt(row, '@odata.etag') ?? ''
  const revision = revisionOf(row)
  if (id === '' || etag === '' || revision === '') {
    throw unusable(
      'the answer of Dataverse has no "connectorid", "@odata.etag" or "versionnumber"',
      'check "environment-url"'
    )
  }
  const type = own(row, 'connectortype')
  if (type !== CUSTOM_CONNECTOR) {
    throw unusable(
      `it is not a custom connector (connectortype ${JSON.stringify(type)})`,
      'give the id of a custom connector'
    )
  }
  return {
    id,
    etag,
    revision,
    isManaged: own(row, 'ismanaged') === true,
    isActive: (own(row, 'statecode') ?? 0) === 0,
    text: column => stringAt(row, column) ?? ''
  }
}

/** The revision of the row that an answer shows; empty when it shows none. */
export function revisionIn(text: string): string {
  try {
    const row = parseRows(text)
    return isObject(row) ? revisionOf(row) : ''
  } catch {
    return ''
  }
}

function revisionOf(row: JsonObject): string {
  return stringAt(row, 'versionnumber') ?? /^W\/"(\d+)"$/.exec(stringAt(row, '@odata.etag') ?? '')?.[1] ?? ''
}

/** What tells several rows apart: "Orders (contoso_orders, 9b4f…)". */
export function describeRow(value: unknown): string {
  const row: JsonObject = isObject(value) ? value : {}
  const names = [stringAt(row, 'name'), stringAt(row, 'connectorid')].filter(text => text !== undefined)
  return `${stringAt(row, 'displayname') ?? ''} (${names.join(', ')}${own(row, 'ismanaged') === true ? ', managed' : ''})`.trim()
}

function unusable(why: string, advice: string): ActionError {
  return new ActionError({ what: 'could not use the connector', why, advice })
}
