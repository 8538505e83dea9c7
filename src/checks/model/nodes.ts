/** The definition as its rules see it: every operation, parameter, response, schema and reference once, with its place. */
import type { Json, JsonObject } from '../../definition/json.ts'
import type { Context } from '../finding.ts'
import type { Place } from './place.ts'
import type { Resolver, Target } from './references.ts'

/** A member of `paths`. */
export interface PathNode {
  readonly place: Place
  readonly template: string
  readonly value: JsonObject
  readonly parameters: readonly ParameterUse[]
  readonly operations: OperationNode[]
  /** `x-ms-notification-content` of the path: what a webhook sends. */
  readonly notificationContent: Json | undefined
}

/** An HTTP method of a path. */
export interface OperationNode {
  readonly place: Place
  readonly path: PathNode
  readonly method: string
  readonly value: JsonObject
  readonly id: string | undefined
  /** The parameters as written at the operation. */
  readonly ownParameters: readonly ParameterUse[]
  /** The operation's own parameters, and those of the path that it does not override. */
  readonly parameters: readonly ParameterUse[]
  readonly responses: readonly ResponseUse[]
  /** The media types that hold for it: its own or the document's; `undefined` when neither says. */
  readonly consumes: readonly Json[] | undefined
  readonly produces: readonly Json[] | undefined
}

/** A parameter as written: at an operation, at a path, or under the document's `parameters`. */
export interface ParameterNode {
  readonly place: Place
  readonly value: JsonObject
  readonly name: string | undefined
  readonly location: string | undefined
  /** The name under the document's `parameters`. */
  readonly shared: string | undefined
  readonly users: OperationNode[]
}

/** An entry of a `parameters` list. */
export interface ParameterUse {
  readonly place: Place
  /** The parameter itself, through its reference; `undefined` when that leads nowhere. */
  readonly parameter: ParameterNode | undefined
}

/** A response as written: at an operation, or under the document's `responses`. */
export interface ResponseNode {
  readonly place: Place
  readonly value: JsonObject
  readonly shared: string | undefined
  readonly users: ResponseUser[]
}

export interface ResponseUser {
  readonly operation: OperationNode
  readonly status: string
}

/** A member of an operation's `responses`. */
export interface ResponseUse {
  readonly place: Place
  readonly status: string
  readonly response: ResponseNode | undefined
}

/** What a tree of schemas hangs from. */
export interface SchemaRoot {
  readonly kind: 'definition' | 'body' | 'response' | 'notification' | 'parameter' | 'header'
  /** The definition's, parameter's or header's name. */
  readonly name: string
  readonly parameter?: ParameterNode
  readonly response?: ResponseNode
  readonly path?: PathNode
  /** Whether a request, or a response or notification, leads here; for definitions known once the walk is over. */
  input: boolean
  output: boolean
  /** The schema itself; `undefined` where there is none. */
  top: SchemaNode | undefined
  /** How many schemas hang here, references left out. */
  size: number
  /** The definitions that it refers to, or into, each as often as it does. */
  readonly references: Target[]
}

/** Anything that has a type: a schema, a parameter outside the body, its items, a header. */
export interface SchemaNode {
  readonly place: Place
  readonly value: JsonObject
  readonly kind: 'schema' | 'parameter' | 'items' | 'header'
  readonly root: SchemaRoot
  readonly parent: SchemaNode | undefined
  /** What it is to its parent. */
  readonly role: 'root' | 'property' | 'items' | 'additional' | 'part'
  /** The property's name. */
  readonly name: string | undefined
  readonly required: boolean
  readonly type: string | undefined
}

/** An object with `$ref`. */
export interface ReferenceNode {
  readonly kind: 'schema' | 'parameter' | 'response'
  readonly place: Place
  readonly holder: JsonObject
  readonly target: Json
  readonly state: 'found' | 'syntax' | 'prefix' | 'missing'
  /** Whom to name in a message. */
  readonly words: () => string
  readonly operation: OperationNode | undefined
}

/** One parameter that a dynamic extension hands to the operation it invokes. */
export interface DynamicParameter {
  readonly place: Place
  /** The invoked operation's parameter. */
  readonly name: string
  readonly kind: 'reference' | 'static' | 'selected' | 'unknown'
  readonly reference: string | undefined
  readonly value: Json | undefined
}

export type DynamicExtension =
  'x-ms-dynamic-values' | 'x-ms-dynamic-list' | 'x-ms-dynamic-schema' | 'x-ms-dynamic-properties' | 'x-ms-dynamic-tree'

/** An extension that fills a field, or makes its schema, by invoking another operation. */
export interface DynamicNode {
  readonly extension: DynamicExtension
  /** For `x-ms-dynamic-tree`, which of its two operations. */
  readonly part: 'open' | 'browse' | undefined
  readonly place: Place
  readonly value: JsonObject
  readonly holder: SchemaNode
  readonly target: OperationNode | undefined
  readonly parameters: readonly DynamicParameter[]
  /** The operations whose designer card shows the field. */
  readonly sources: readonly OperationNode[]
}

/** The whole document, walked once. */
export interface DefinitionIndex {
  readonly root: JsonObject
  readonly context: Context
  readonly resolver: Resolver
  readonly paths: readonly PathNode[]
  readonly operations: readonly OperationNode[]
  /** By operation id; the first one where an id is used twice. */
  readonly operationsById: ReadonlyMap<string, OperationNode>
  readonly parameters: readonly ParameterNode[]
  readonly responses: readonly ResponseNode[]
  /** What schemas hang from, in the order of `schemas`. */
  readonly roots: readonly SchemaRoot[]
  readonly schemas: readonly SchemaNode[]
  readonly references: readonly ReferenceNode[]
  readonly dynamics: readonly DynamicNode[]
  /** The first operations that use what hangs from a root, through definitions too. */
  usersOf(root: SchemaRoot): readonly OperationNode[]
}
