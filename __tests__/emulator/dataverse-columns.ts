/** The columns of the table `connector`: their types, what may be written, and how long texts may be. */
import type { Json } from '../../src/definition/json.ts'

interface ColumnType {
  readonly type: 'text' | 'number' | 'truth'
  readonly writable: boolean
  readonly length?: number
}

const text = (length: number): ColumnType => ({ type: 'text', writable: true, length })
const readOnly = (type: ColumnType['type']): ColumnType => ({ type, writable: false })

/** Source: Microsoft's reference of the table. */
const columns: Readonly<Record<string, ColumnType>> = {
  connectorid: text(36),
  name: text(500),
  displayname: text(200),
  description: text(1000),
  connectorinternalid: text(400),
  connectortype: { type: 'number', writable: true },
  openapidefinition: text(1_000_000),
  connectionparameters: text(500_000),
  connectionparametersets: text(500_000),
  policytemplateinstances: text(500_000),
  scriptoperations: text(500_000),
  customcodeblobcontent: text(500_000),
  iconblob: text(13_981_014),
  iconbrandcolor: text(100),
  capabilities: text(4000),
  interfaces: text(4000),
  ismanaged: readOnly('truth'),
  statecode: { type: 'number', writable: true },
  statuscode: { type: 'number', writable: true },
  createdon: readOnly('text'),
  modifiedon: readOnly('text'),
  versionnumber: readOnly('number')
}

export function isColumn(name: string): boolean {
  return Object.hasOwn(columns, name)
}

/** Why a value can't be written to a column; `undefined` when it can. */
export function typeFault(name: string, value: Json): string | undefined {
  const column = columns[name]
  if (column === undefined) return `Invalid property '${name}' was found in entity 'Microsoft.Dynamics.CRM.connector'.`
  if (!column.writable) return `The property '${name}' is read-only.`
  if (value === null || typeof value === (column.type === 'text' ? 'string' : 'number')) return undefined
  return `Cannot convert the literal '${JSON.stringify(value).slice(0, 40)}' to the expected type 'Edm.${column.type === 'text' ? 'String' : 'Int32'}' of '${name}'.`
}

/** Why a text is too long for a column; `undefined` when it isn't. */
export function lengthFault(name: string, value: Json, definitionLength: number): string | undefined {
  const most = name === 'openapidefinition' ? definitionLength : columns[name]?.length
  if (typeof value !== 'string' || most === undefined || value.length <= most) return undefined
  return `A validation error occurred. The length of the '${name}' attribute of the 'connector' entity exceeded the maximum allowed length of '${most}'.`
}
