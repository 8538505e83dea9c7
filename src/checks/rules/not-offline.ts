/** Microsoft's rules that can't be decided from the files alone, with the reason. */
import type { Section } from './rule.ts'

export interface NotOffline {
  readonly id: string
  readonly section: Section
  readonly reason: string
}

export const notOffline: readonly NotOffline[] = [
  {
    id: 'OperationIdTooLong',
    section: 'Operations',
    reason: 'The greatest length is not published.'
  },
  {
    id: 'OperationSchemaCountExceedsMaxAllowed',
    section: 'Operations',
    reason:
      'The limit of schemas for a whole operation is not published; the one for a single body (512) is, and is checked.'
  },
  {
    id: 'ProductionStatusOnBetaService',
    section: 'Properties',
    reason: 'Whether the API behind the connector is in beta is not in the files.'
  },
  {
    id: 'SchemaTooDeep',
    section: 'Response',
    reason: 'The greatest depth is not published.'
  },
  {
    id: 'TotalSchemaCountExceedsMaxAllowed',
    section: 'Response',
    reason: 'The limit of schemas for the whole document is not published.'
  }
]
