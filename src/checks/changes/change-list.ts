/** Gathers changes, words them, and puts them in order. */
import type { Json } from '../../definition/json.ts'
import type { Change, ChangeSeverity } from './change.ts'
import { CHANGE_RULES, changeRules, type ChangeRule } from './change-rules.ts'
import { sentenceOf, sentenceOfMore } from './sentences.ts'
import type { Spread } from './spread.ts'
import { fact } from './values.ts'

/** What a change is about. */
interface About {
  readonly operationId: string
  /** As makers know the operation. */
  readonly name: string
  readonly path: string
  readonly before?: Json | undefined
  readonly after?: Json | undefined
  /** Another name for the sentence: the new name of the operation, the title of a policy. */
  readonly other?: string | undefined
  /** How many places it stands for. */
  readonly count?: number
}

const SEVERITIES: readonly ChangeSeverity[] = ['breaking', 'info', 'cosmetic']
const RANKS: ReadonlyMap<ChangeRule, number> = new Map(changeRules.map((rule, rank) => [rule, rank]))

export class ChangeList {
  readonly #changes: Change[] = []
  readonly #ranks: ReadonlyMap<string, number>

  /** @param operationIds all that changes can be about, in the order of the list; empty for the connector */
  constructor(operationIds: readonly string[]) {
    this.#ranks = new Map(operationIds.map((id, rank) => [id, rank]))
  }

  add(rule: ChangeRule, { operationId, name, path, before, after, other, count = 1 }: About): void {
    const message = sentenceOf(rule, { operation: name, path, before, after, other, count })
    this.#changes.push({
      rule,
      severity: CHANGE_RULES[rule].severity,
      operationId,
      path,
      ...(before === undefined ? {} : { before: shortened(before) }),
      ...(after === undefined ? {} : { after: shortened(after) }),
      message
    })
  }

  /** The changes of an operation, and for each rule one that stands for those that aren't told. Texts are one change. */
  addSpread(subject: Pick<About, 'operationId' | 'name'>, { found, more }: Spread): void {
    const texts = found.find(({ rule }) => rule === 'TextChanged')
    const countOfTexts = (texts ? 1 : 0) + (more.get('TextChanged') ?? 0)
    if (countOfTexts > 0) this.add('TextChanged', { ...subject, path: texts?.at ?? '', count: countOfTexts })
    for (const { rule, at, before, after } of found) {
      if (rule !== 'TextChanged') this.add(rule, { ...subject, path: at, before, after })
    }
    for (const [rule, count] of more) {
      if (rule === 'TextChanged') continue
      const { operationId, name } = subject
      const message = sentenceOfMore(rule, name, count)
      this.#changes.push({ rule, severity: CHANGE_RULES[rule].severity, operationId, path: '', more: count, message })
    }
  }

  /** By severity, operation, path, rule; what stands for more comes last in its operation. */
  sorted(): Change[] {
    const entries = this.#changes.map(change => ({
      change,
      severity: SEVERITIES.indexOf(change.severity),
      operation: this.#ranks.get(change.operationId) ?? Infinity,
      isMore: change.more === undefined ? 0 : 1,
      rule: RANKS.get(change.rule) ?? Infinity
    }))
    entries.sort(
      (a, b) =>
        a.severity - b.severity ||
        a.operation - b.operation ||
        a.isMore - b.isMore ||
        compareTexts(a.change.path, b.change.path) ||
        a.rule - b.rule ||
        compareTexts(a.change.message, b.change.message)
    )
    return entries.map(({ change }) => change)
  }
}

/** Names of types, paths and addresses can be of any length; lists are short already. */
function shortened(short: Json): Json {
  return typeof short === 'string' ? (fact(short) ?? '') : short
}

/** By code units, the same on every machine. */
function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
