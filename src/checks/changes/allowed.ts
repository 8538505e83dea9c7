/** Breaking changes that a workflow accepts: the input `allowed-changes`. */
import type { Change } from './change.ts'
import { changeRules, isChangeRule } from './change-rules.ts'

/** A line of the input: a rule, or a rule in one operation. A rule that breaks nothing may be named, and fits nothing. */
export interface AllowedChange {
  readonly rule: string
  /** `operationId`, or verb and path of an operation without one; missing: every operation, and the connector itself. */
  readonly operationId?: string
  /** The line as given. */
  readonly line: string
}

/** Which breaking changes are accepted. */
export interface Acceptance {
  /** Those that are not. */
  readonly breaking: readonly Change[]
  readonly accepted: readonly Change[]
  /** The lines that no breaking change fits. */
  readonly unmatched: readonly string[]
}

/**
 * Reads lines `Rule` or `Rule operationId`. What follows the rule is one operation id, blanks included (`GET /orders`);
 * capitals count. Blank lines say nothing.
 *
 * @returns what is allowed, and a sentence for each line that can't be meant
 */
export function parseAllowedChanges(lines: readonly string[]): {
  allowed: readonly AllowedChange[]
  mistakes: readonly string[]
} {
  const allowed: AllowedChange[] = []
  const mistakes: string[] = []
  for (const given of lines) {
    const line = given.trim()
    if (line === '') continue
    const [, rule = '', operationId = ''] = /^(\S+)\s*(.*)$/s.exec(line) ?? []
    if (!isChangeRule(rule)) {
      mistakes.push(`"allowed-changes" names no rule with "${rule}": is "${nearestRule(rule)}" meant?`)
    } else allowed.push({ rule, ...(operationId === '' ? {} : { operationId }), line })
  }
  return { allowed, mistakes }
}

/** Parts the breaking changes; what breaks nothing needs no permission and is in neither list. */
export function acceptChanges(changes: readonly Change[], allowed: readonly AllowedChange[]): Acceptance {
  const rules = Map.groupBy(allowed, ({ rule, operationId }) => keyOf(rule, operationId))
  const matched = new Set<string>()
  const breaking: Change[] = []
  const accepted: Change[] = []
  for (const change of changes) {
    if (change.severity !== 'breaking') continue
    const keys = [keyOf(change.rule, undefined), keyOf(change.rule, change.operationId)].filter(key => rules.has(key))
    for (const key of keys) matched.add(key)
    if (keys.length > 0) accepted.push(change)
    else breaking.push(change)
  }
  const unmatched = allowed.filter(({ rule, operationId }) => !matched.has(keyOf(rule, operationId)))
  return { breaking, accepted, unmatched: unmatched.map(({ line }) => line) }
}

function keyOf(rule: string, operationId: string | undefined): string {
  return JSON.stringify([rule, operationId ?? null])
}

function nearestRule(name: string): string {
  const wanted = name.slice(0, 64).toLowerCase()
  const distances = changeRules.map(rule => [editDistance(wanted, rule.toLowerCase()), rule] as const)
  return distances.reduce((best, candidate) => (candidate[0] < best[0] ? candidate : best))[1]
}

/** How many letters have to be put in, left out or replaced (Levenshtein). */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [row, letter] of a.split(/(?:)/u).entries()) {
    const current = [row + 1]
    for (const [column, other] of b.split(/(?:)/u).entries()) {
      const replaced = (previous[column] ?? 0) + (letter === other ? 0 : 1)
      current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1))
    }
    previous = current
  }
  return previous.at(-1) ?? 0
}
