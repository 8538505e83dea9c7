/** What a rule is: an id, how bad it is, and one function over one kind of node of the index. */
import type { Severity } from '../finding.ts'
import type {
  DefinitionIndex,
  DynamicNode,
  OperationNode,
  ParameterNode,
  PathNode,
  ReferenceNode,
  ResponseNode,
  SchemaNode
} from '../model/nodes.ts'
import type { Place } from '../model/place.ts'
import type { Shaped } from './objects.ts'

/** The sections of Microsoft's list, and two of our own. */
export type Section =
  | 'Operations'
  | 'Arrays'
  | 'Not supported'
  | 'Parameters'
  | 'Properties'
  | 'Response'
  | 'Security'
  | 'Webhooks'
  | 'Metadata'
  | 'Platform limits'
  | 'Connector'

/** Says that a rule is broken at a place. */
export type Report = (place: Place, message: string, operation?: OperationNode) => void

/** The kinds of nodes that rules look at, in the order in which findings are listed. */
export interface RuleNodes {
  document: DefinitionIndex
  /** Any object that Swagger 2.0 gives a shape. */
  object: Shaped
  path: PathNode
  operation: OperationNode
  parameter: ParameterNode
  response: ResponseNode
  reference: ReferenceNode
  schema: SchemaNode
  dynamic: DynamicNode
}

interface RuleOn<K extends keyof RuleNodes> {
  readonly id: string
  readonly section: Section
  readonly severity: Severity
  /** Only where the certification rules are asked for. */
  readonly certification?: true
  /** What is found, as a sentence without a full stop; in Markdown, like the next two. */
  readonly what: string
  /** What comes of it. */
  readonly why: string
  /** What to do about it. */
  readonly mend: string
  readonly on: K
  /** For a rule about certain members: it is asked once for each of them that the schema or object has, and told which. */
  readonly keywords?: readonly string[]
  check(node: RuleNodes[K], report: Report, index: DefinitionIndex, keyword: string): void
}

export type Rule = { [K in keyof RuleNodes]: RuleOn<K> }[keyof RuleNodes]
