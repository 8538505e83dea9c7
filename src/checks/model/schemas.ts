/** The walk through everything that has a type, in the document's order; references are noted, never entered. */
import { arrayAt, isObject, objectAt, own, stringAt, type Json } from '../../definition/json.ts'
import type { ReferenceNode, SchemaNode, SchemaRoot } from './nodes.ts'
import { at, type Place } from './place.ts'
import type { Resolver } from './references.ts'
import { operationOf, schemaWords } from './words.ts'

/** Levels deeper than this are not looked at: no designer shows them, and the walk has to end on hostile documents. */
const deepest = 200

export interface SchemaWalk {
  readonly schemas: SchemaNode[]
  /** Those with an extension that invokes an operation. */
  readonly dynamic: SchemaNode[]
  readonly references: ReferenceNode[]
  /** Adds a schema, or a parameter or header with a type of its own, and everything below it. */
  add(value: Json | undefined, place: Place, kind: SchemaNode['kind'], root: SchemaRoot): void
}

type Child = Omit<SchemaNode, 'value' | 'type' | 'root'>

export function createSchemaWalk(resolver: Resolver): SchemaWalk {
  const schemas: SchemaNode[] = []
  const dynamic: SchemaNode[] = []
  const references: ReferenceNode[] = []

  function visit(value: Json | undefined, child: Child, root: SchemaRoot, depth: number): void {
    if (!isObject(value) || depth > deepest) return
    const { place, kind, parent, role, name, required } = child
    const node: SchemaNode = { place, value, kind, root, parent, role, name, required, type: stringAt(value, 'type') }
    schemas.push(node)
    root.top ??= node
    root.size += 1
    // One look at each member instead of asking for all that could be there: most schemas have few.
    for (const member in value) visitMember(member, node, depth + 1)
  }

  function visitMember(member: string, node: SchemaNode, depth: number): void {
    const isSchema = node.kind === 'schema'
    if (member === 'items') visitOne(member, 'items', node, depth)
    else if (member.startsWith('x-ms-dynamic-')) {
      if (dynamic.at(-1) !== node) dynamic.push(node)
    } else if (!isSchema) return
    else if (member === 'properties') visitProperties(node, depth)
    else if (member === 'additionalProperties') visitOne(member, 'additional', node, depth)
    else if (member === 'allOf') visitParts(node, depth)
    else if (member === '$ref') references.push(noteReference(node, resolver))
  }

  function visitOne(member: string, role: SchemaNode['role'], node: SchemaNode, depth: number): void {
    const below = own(node.value, member)
    const kind = node.kind === 'schema' ? 'schema' : 'items'
    const place = { parent: node.place, segment: member }
    visit(below, { place, kind, parent: node, role, name: undefined, required: false }, node.root, depth)
  }

  function visitProperties(node: SchemaNode, depth: number): void {
    const properties = objectAt(node.value, 'properties')
    if (properties === undefined) return
    const required = new Set(arrayAt(node.value, 'required'))
    const list: Place = { parent: node.place, segment: 'properties' }
    for (const name in properties) {
      const place: Place = { parent: list, segment: name }
      const child: Child = { place, kind: 'schema', parent: node, role: 'property', name, required: required.has(name) }
      visit(own(properties, name), child, node.root, depth)
    }
  }

  function visitParts(node: SchemaNode, depth: number): void {
    for (const [index, part] of arrayAt(node.value, 'allOf')?.entries() ?? []) {
      const place = at(node.place, 'allOf', index)
      visit(
        part,
        { place, kind: 'schema', parent: node, role: 'part', name: undefined, required: false },
        node.root,
        depth
      )
    }
  }

  return {
    schemas,
    dynamic,
    references,
    add(value, place, kind, root) {
      visit(value, { place, kind, parent: undefined, role: 'root', name: undefined, required: false }, root, 0)
    }
  }
}

/** Notes a reference, for the rules about references and for what its root uses. */
function noteReference(node: SchemaNode, resolver: Resolver): ReferenceNode {
  const { place, value, root } = node
  const target = own(value, '$ref') ?? null
  const resolution = resolver.resolve(target, 'definitions')
  if (resolution.state === 'found') {
    root.references.push(resolution)
    // What is referred to counts in the place of the reference.
    if (resolution.whole) root.size -= 1
  }
  const words = () => schemaWords(node)
  return { kind: 'schema', place, holder: value, target, state: resolution.state, words, operation: operationOf(node) }
}
