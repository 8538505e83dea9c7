/** Which definitions a request needs, which a response, and which operations show a definition in the designer. */
import type { OperationNode, SchemaRoot } from './nodes.ts'

/** Marks each definition as input or output, through chains and circles of references. */
export function spreadUsage(roots: readonly SchemaRoot[]): void {
  const definitions = new Map(roots.filter(root => root.kind === 'definition').map(root => [root.name, root]))
  for (const side of ['input', 'output'] as const) {
    const waiting = roots.filter(root => root[side])
    for (let root = waiting.pop(); root !== undefined; root = waiting.pop()) {
      for (const { name } of root.references) {
        const definition = definitions.get(name)
        if (definition === undefined || definition[side]) continue
        definition[side] = true
        waiting.push(definition)
      }
    }
  }
}

/** A definition used more often than this is judged by its first users. */
const mostUsers = 16

/** Answers, for a root, the operations that use it: itself or through definitions. */
export function createUserLookup(roots: readonly SchemaRoot[]): (root: SchemaRoot) => readonly OperationNode[] {
  const referrers = new Map<string, SchemaRoot[]>()
  for (const root of roots) {
    for (const { name } of root.references) {
      const list = referrers.get(name)
      if (list === undefined) referrers.set(name, [root])
      else list.push(root)
    }
  }
  const known = new Map<SchemaRoot, readonly OperationNode[]>()

  function collect(start: SchemaRoot): readonly OperationNode[] {
    const users = new Set<OperationNode>()
    const seen = new Set([start])
    for (const root of seen) {
      for (const operation of directUsers(root)) users.add(operation)
      if (users.size >= mostUsers || seen.size >= mostUsers * mostUsers) break
      if (root.kind === 'definition') for (const referrer of referrers.get(root.name) ?? []) seen.add(referrer)
    }
    return [...users].slice(0, mostUsers)
  }

  return root => {
    const users = known.get(root) ?? collect(root)
    known.set(root, users)
    return users
  }
}

function directUsers(root: SchemaRoot): readonly OperationNode[] {
  if (root.parameter !== undefined) return root.parameter.users
  if (root.response !== undefined) return root.response.users.map(user => user.operation)
  return root.path?.operations ?? []
}
