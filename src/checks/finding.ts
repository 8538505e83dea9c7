/** What the checks of a definition take and give. */
import type { JsonObject } from '../definition/json.ts'

/** error: the service would refuse it or the connector would be dead; warning: the designer suffers; info: worth knowing. */
export type Severity = 'error' | 'warning' | 'info'

/** One thing that a rule found. */
export interface Finding {
  /** The rule's id: Microsoft's own where there is one. */
  readonly rule: string
  readonly severity: Severity
  /** JSON pointer into the definition; one that starts with `/properties/` points into apiProperties.json. */
  readonly pointer: string
  readonly operationId?: string
  /** One sentence: the operation or definition, the place, the value, what to do. */
  readonly message: string
}

/** What is known besides the definition. */
export interface Context {
  /** The member `properties` of apiProperties.json, or of the connector as the service returns it. */
  readonly properties?: JsonObject
  /** Whether the rules that only matter for Microsoft's certification apply too. */
  readonly certification?: boolean
}
