/** How the parts of a connector lie in the columns of its row. */
import { isObject, type Json, type JsonObject } from '../../definition/json.ts'
import { ActionError } from '../../errors.ts'
import type { ApiProperty } from '../connector.ts'
import type { Column } from './row.ts'

interface PropertyColumn {
  readonly property: ApiProperty
  readonly column: Column
  /** @returns nothing for a column that says nothing */
  readonly read: (text: string, column: Column) => Json | undefined
  /** @param value never null, an empty list or an empty object: these clear the column */
  readonly write: (value: Json) => string
}

/** The properties that have a column, in the order of `API_PROPERTIES`. `publisher` and `stackOwner` have none. */
export const PROPERTY_COLUMNS: readonly PropertyColumn[] = [
  { property: 'connectionParameters', column: 'connectionparameters', read: fromJson, write: JSON.stringify },
  { property: 'connectionParameterSets', column: 'connectionparametersets', read: fromJson, write: JSON.stringify },
  { property: 'iconBrandColor', column: 'iconbrandcolor', read: text => text, write: String },
  { property: 'scriptOperations', column: 'scriptoperations', read: fromJson, write: JSON.stringify },
  { property: 'capabilities', column: 'capabilities', read: fromChoices, write: toChoices },
  { property: 'policyTemplateInstances', column: 'policytemplateinstances', read: fromJson, write: JSON.stringify }
]

/**
 * Characters, in UTF-16, that the columns take. Source: Microsoft's reference of the table; `openapidefinition` has been seen
 * with half of it in some environments.
 */
export const MAX_LENGTHS: Readonly<Partial<Record<Column, number>>> = {
  name: 500,
  displayname: 200,
  description: 1000,
  openapidefinition: 1_000_000,
  connectionparameters: 500_000,
  connectionparametersets: 500_000,
  policytemplateinstances: 500_000,
  scriptoperations: 500_000,
  customcodeblobcontent: 500_000,
  iconbrandcolor: 100
}
export const SHORTER_DEFINITION = 500_000

/** The options of the choice `capability`. */
const CAPABILITIES: readonly (readonly [option: string, name: string])[] = [
  ['118690000', 'composite'],
  ['118690001', 'tabular'],
  ['118690002', 'blob'],
  ['118690003', 'gateway'],
  ['118690004', 'cloud'],
  ['118690005', 'actions']
]

/** JSON as text; the literal `null` stands for nothing. */
function fromJson(text: string, column: Column): Json | undefined {
  try {
    return (JSON.parse(text) as Json) ?? undefined
  } catch (error) {
    throw new ActionError(
      {
        what: 'could not use the connector',
        why: `the column ${column} of its row does not hold JSON`,
        advice: 'open the connector in the maker portal and save it once, then run the job again'
      },
      { cause: error }
    )
  }
}

/** Options separated by commas. One without a known name stays the number that it is. */
function fromChoices(text: string): Json {
  return text.split(',').map(option => CAPABILITIES.find(([known]) => known === option.trim())?.[1] ?? option.trim())
}

function toChoices(value: Json): string {
  return (Array.isArray(value) ? value : [value]).map(optionOf).join(',')
}

function optionOf(capability: Json): string {
  const option = CAPABILITIES.find(([, name]) => name === capability)?.[0]
  if (option !== undefined) return option
  if (typeof capability === 'string' && /^\d+$/.test(capability)) return capability
  throw new ActionError({
    what: 'did not update the connector',
    why: `Dataverse has no capability ${JSON.stringify(capability)}`,
    advice: `correct "capabilities" in "api-properties-file"; valid are ${CAPABILITIES.map(([, name]) => name).join(', ')}`
  })
}

/** The columns for properties that changed; a property that is gone clears its column. */
export function propertyColumns(properties: JsonObject, changed: readonly string[]): JsonObject {
  return Object.fromEntries(
    PROPERTY_COLUMNS.filter(({ property }) => changed.includes(property)).map(({ property, column, write }) => {
      const value = properties[property]
      return [column, value === undefined || isNothing(value) ? null : write(value)]
    })
  )
}

function isNothing(value: Json): boolean {
  if (value === null || value === '') return true
  return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0
}
