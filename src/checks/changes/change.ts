/** One thing that an update changes for apps and flows. */
import type { Json } from '../../definition/json.ts'
import type { CHANGE_RULES, ChangeRule } from './change-rules.ts'

export type { ChangeRule }
export type ChangeSeverity = (typeof CHANGE_RULES)[ChangeRule]['severity']

export interface Change {
  readonly rule: ChangeRule
  readonly severity: ChangeSeverity
  /** `operationId`, or `GET /orders` where the operation has none; empty: the connector as a whole. */
  readonly operationId: string
  /**
   * Where in the operation, empty for the operation itself: `query/limit`, `body/items[]/price`, `response/200/id`,
   * `response-header/200/X-Total`, `notification/id` (what a webhook sends). `[]` are the items of a list, `*` the values of
   * a dictionary. What is nested deeper than any designer shows has `…` for the middle of its path.
   */
  readonly path: string
  /** Short facts: a type, the values that an enum lost, a URL. Missing where there was nothing or it says nothing. */
  readonly before?: Json
  readonly after?: Json
  /** How many more changes of this rule the operation has than are told one by one; this one stands for them. */
  readonly more?: number
  /** One sentence for makers, without a full stop; what it quotes from the documents is plain text. */
  readonly message: string
}
