/** What all parts of one conversion share: the source, its references, the losses, the definitions. */
import { DefinitionError } from '../../errors.ts'
import type { Json, JsonObject } from '../json.ts'
import { Losses } from './losses.ts'
import { Names } from './names.ts'

/** A part of the source and where it stands. */
export interface Located<T extends Json = JsonObject> {
  readonly node: T
  readonly pointer: string
}

/** What is known of one schema of the source: its conversion where it is used in place, its name where it has one. */
export interface SchemaEntry {
  name?: string
  inPlace?: JsonObject
  /** True while it is being converted: what refers to it then waits for the end. */
  isOpen?: boolean
}

/** Entries of `parameters` or `responses`: by their source, and by name as they come out. */
export interface SharedSection {
  readonly names: Names
  readonly known: Map<JsonObject, { readonly name: string; readonly out: JsonObject } | undefined>
}

function sharedSection(): SharedSection {
  return { names: new Names(), known: new Map() }
}

export interface Context {
  readonly document: JsonObject
  readonly losses: Losses
  /** True where the source is Swagger 2.0 already and only what is refused gets mended. */
  readonly swagger: boolean
  /** Where a node stands in the source, for nodes that merging or converting has moved. */
  readonly origins: WeakMap<object, string>
  /** What references have led to. */
  readonly touched: Set<Json>
  /** Ids that the connector has, by `keyOf` the operation: the first choice where the source has none. */
  readonly knownIds: ReadonlyMap<string, string>
  /** References to other documents. */
  readonly external: Set<string>
  readonly resolved: Map<string, Located<Json> | undefined>
  anchors?: Map<string, Located>
  readonly schemas: Map<JsonObject, SchemaEntry>
  readonly definitions: Map<string, JsonObject>
  readonly definitionNames: Names
  /** Names of the component schemas, given before anything else asks for one. */
  readonly componentNames: Map<JsonObject, string>
  /** Names that had to change, with the old one. */
  readonly renamed: Map<string, Located<string>>
  readonly queue: { name: string; schema: Located }[]
  readonly flattened: Map<JsonObject, JsonObject>
  readonly flattening: Set<JsonObject>
  /** Schemas made for several variants of one property, by the variants' identity. */
  readonly combined: Map<string, JsonObject>
  readonly identities: Map<Json, number>
  readonly nullable: Map<JsonObject, JsonObject>
  /** Schemas that are nothing but references, with what they lead to in the end. */
  readonly aliases: Map<JsonObject, Located>
  /** Parameters and responses of the components that operations refer to. */
  readonly shared: { parameters: SharedSection; responses: SharedSection }
  /** References to parameters and responses that lead somewhere in the result. */
  readonly sections: Set<string>
  /** How deep the schema under conversion is nested, and how many properties may still be merged. */
  readonly limits: { depth: number; merges: number }
}

/** Levels of nesting in the source; deeper is an error, since every later step walks the document too. */
const deepest = 400

/** More nodes than any document that may be read has: a node of YAML that contains itself several times. */
const mostNodes = 20_000_000

/** A context for one document. Throws a `DefinitionError` (`limit`) where it is nested beyond any use. */
export function createContext(
  document: JsonObject,
  swagger: boolean,
  knownIds: ReadonlyMap<string, string> = new Map()
): Context {
  const nodes = measure(document)
  return {
    document,
    swagger,
    knownIds,
    losses: new Losses(),
    origins: new WeakMap(),
    touched: new Set(),
    external: new Set(),
    resolved: new Map(),
    schemas: new Map(),
    definitions: new Map(),
    definitionNames: new Names(),
    componentNames: new Map(),
    renamed: new Map(),
    queue: [],
    flattened: new Map(),
    flattening: new Set(),
    combined: new Map(),
    identities: new Map(),
    nullable: new Map(),
    aliases: new Map(),
    shared: { parameters: sharedSection(), responses: sharedSection() },
    sections: new Set(),
    limits: { depth: 0, merges: 5000 + 4 * nodes }
  }
}

/**
 * The number of objects and arrays, shared ones as often as they are used. A node that contains itself comes to the limit
 * of depth, or that of the number where it contains itself several times.
 */
function measure(document: JsonObject): number {
  let count = 0
  visit(document, 0)
  return count

  function visit(node: Json | undefined, depth: number): void {
    if (typeof node !== 'object' || node === null) return
    count += 1
    if (depth > deepest || count > mostNodes) throw tooDeep()
    if (Array.isArray(node)) for (const item of node) visit(item, depth + 1)
    else for (const name in node) visit(node[name], depth + 1)
  }
}

function tooDeep(): DefinitionError {
  return new DefinitionError('limit', {
    what: 'could not convert the API document',
    why: `it is nested more than ${deepest} levels deep`,
    advice: 'check what generates it, most likely it expands a type that contains itself'
  })
}

/** The pointer of a member: `at('/paths', '/pets')` is `/paths/~1pets`. */
export function at(pointer: string, ...segments: readonly (string | number)[]): string {
  let path = pointer
  for (const segment of segments) {
    const text = String(segment)
    path += `/${/[~/]/.test(text) ? text.replaceAll('~', '~0').replaceAll('/', '~1') : text}`
  }
  return path
}

/** Remembers where in the source a node stands that conversion has made. */
export function standing(context: Context, node: JsonObject, pointer: string): JsonObject {
  context.origins.set(node, pointer)
  return node
}

/** A number for each node, so that several of them make a key. */
export function identity(context: Context, node: Json): number {
  let number = context.identities.get(node)
  if (number === undefined) {
    number = context.identities.size
    context.identities.set(node, number)
  }
  return number
}
