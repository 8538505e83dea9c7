/** What the renderings say alike. */
import type { OperationChanges } from '../checks/changes/operations.ts'
import type { Report } from './report.ts'

/** The environment's id, or its address where the id isn't given, as Dataverse allows. */
export function environmentOf({ connector, inputs }: Pick<Report, 'connector' | 'inputs'>): string | undefined {
  return connector.environmentId ?? inputs['environment-url']
}

/** "1 warning", "2 warnings" */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** "1 operation added, 2 changed, 0 removed" */
export function countOperations({ added, changed, removed }: OperationChanges): string {
  return `${count(added.length, 'operation')} added, ${changed.length} changed, ${removed.length} removed`
}

/** "1 change breaks apps and flows", "2 changes break apps and flows" */
export function countBreaking(number: number): string {
  return number === 1 ? '1 change breaks apps and flows' : `${number} changes break apps and flows`
}

/** How many changes there are, those included that one stands for. */
export function total(changes: readonly { readonly more?: number }[]): number {
  return changes.reduce((sum, { more = 1 }) => sum + more, 0)
}

/** `"a"`, `"a" and "b"`, `"a", "b" and 3 more`: names in quotes, at most `limit` of them. */
export function quoted(names: readonly string[], limit: number): string {
  const shown = names.slice(0, limit).map(name => `"${name}"`)
  const more = names.length - shown.length
  const parts = more > 0 ? [...shown, `${more} more`] : shown
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`
}
