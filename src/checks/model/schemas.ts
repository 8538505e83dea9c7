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
  readonly references: ReferenceNode[]
  /** Adds a schema, or a parameter or header with a type of its own, and everything below it. */
  add(value: Json | undefined, place: Place, kind: SchemaNode['kind'], root: SchemaRoot): void
}

type Child = Pick<SchemaNode, 'place' | 'kind' | 'root' | 'parent' | 'role' | 'name' | 'required'>

export function createSchemaWalk(resolver: Resolver): SchemaWalk {
  const schemas: SchemaNode[] = []
  const references: ReferenceNode[] = []

  function visit(value: Json | undefined, child: Child, depth: number): void {
    if (!isObject(value) || depth > deepest) return
    const { place, kind, root, parent, role, name, required } = child
    const type = stringAt(value, 'type')
    const node: SchemaNode = { place, value, kind, root, parent, role, name, required, type }
    schemas.push(node)
    const reference = kind === 'schema' ? own(value, '$ref') : undefined
    if (reference !== undefined) references.push(noteReference(reference, node, resolver))
    if (kind === 'schema') {
      visitProperties(node, depth + 1)
      visitRest(node, depth + 1)
    } else visitMember('items', 'items', node, depth + 1)
  }

  function visitMember(member: string, role: SchemaNode['role'], node: SchemaNode, depth: number): void {
    const below = own(node.value, member)
    if (!isObject(below)) return
    const kind = node.kind === 'schema' ? 'schema' : 'items'
    const place = { parent: node.place, segment: member }
    visit(below, { place, kind, root: node.root, parent: node, role, name: undefined, required: false }, depth)
  }

  function visitProperties(node: SchemaNode, depth: number): void {
    const properties = objectAt(node.value, 'properties')
    if (properties === undefined) return
    const required = new Set(arrayAt(node.value, 'required'))
    const list: Place = { parent: node.place, segment: 'properties' }
    const { root } = node
    for (const name of Object.keys(properties)) {
      const place: Place = { parent: list, segment: name }
      const common = { place, kind: 'schema', root, parent: node, role: 'property' } as const
      visit(own(properties, name), { ...common, name, required: required.has(name) }, depth)
    }
  }

  function visitRest(node: SchemaNode, depth: number): void {
    visitMember('items', 'items', node, depth)
    visitMember('additionalProperties', 'additional', node, depth)
    const { root } = node
    for (const [index, part] of arrayAt(node.value, 'allOf')?.entries() ?? []) {
      const common = { kind: 'schema', root, parent: node, role: 'part' } as const
      visit(part, { ...common, place: at(node.place, 'allOf', index), name: undefined, required: false }, depth)
    }
  }

  return {
    schemas,
    references,
    add(value, place, kind, root) {
      visit(value, { place, kind, root, parent: undefined, role: 'root', name: undefined, required: false }, 0)
    }
  }
}

function noteReference(target: Json, node: SchemaNode, resolver: Resolver): ReferenceNode {
  const resolution = resolver.resolve(target, 'definitions')
  if (resolution.state === 'found') node.root.references.add(resolution.name)
  const { place, value } = node
  const words = () => schemaWords(node)
  return { kind: 'schema', place, holder: value, target, state: resolution.state, words, operation: operationOf(node) }
}
