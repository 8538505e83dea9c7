/** How a message names a place: in the words of the designer, not as a pointer. */
import type { DynamicNode, OperationNode, ParameterNode, ResponseNode, SchemaNode, SchemaRoot } from './nodes.ts'

/** A value as a message shows it: one line, quoted, cut to a readable length. */
export function quote(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  const text = String(value)
  const flat = text.replaceAll(/\s+/g, ' ')
  return `'${flat.length > 80 ? `${flat.slice(0, 77)}...` : flat}'`
}

export function operationWords(operation: OperationNode): string {
  return `operation ${operation.id === undefined ? `${operation.method.toUpperCase()} ${operation.path.template}` : quote(operation.id)}`
}

export function parameterWords(parameter: ParameterNode): string {
  const [user] = parameter.users
  const name = parameter.name === undefined ? 'a parameter without a name' : `parameter ${quote(parameter.name)}`
  if (parameter.shared !== undefined) return `shared parameter ${quote(parameter.shared)}`
  return user === undefined ? name : `${name} of ${operationWords(user)}`
}

export function responseWords(response: ResponseNode): string {
  const [user] = response.users
  if (response.shared !== undefined) return `shared response ${quote(response.shared)}`
  return user === undefined ? 'a response' : `response ${quote(user.status)} of ${operationWords(user.operation)}`
}

function rootWords(root: SchemaRoot): string {
  if (root.kind === 'definition') return `definition ${quote(root.name)}`
  if (root.kind === 'notification') return `the notification content of path ${quote(root.path?.template)}`
  if (root.parameter !== undefined) {
    const words = parameterWords(root.parameter)
    return root.kind === 'body' ? `the body, ${words}` : words
  }
  const words = root.response === undefined ? 'a response' : responseWords(root.response)
  return root.kind === 'header' ? `header ${quote(root.name)} of ${words}` : words
}

/** "property 'lines/[]/price' of definition 'Order'". */
export function schemaWords(node: SchemaNode): string {
  const inside: string[] = []
  for (let current = node; current.parent !== undefined; current = current.parent) {
    if (current.role === 'property') inside.unshift(current.name ?? '')
    else if (current.role === 'items') inside.unshift('[]')
    else if (current.role === 'additional') inside.unshift('*')
  }
  const words = rootWords(node.root)
  return inside.length === 0 ? words : `property ${quote(inside.join('/'))} of ${words}`
}

export function dynamicWords(node: DynamicNode): string {
  const part = node.part === undefined ? '' : ` (${node.part})`
  return `'${node.extension}'${part} of ${schemaWords(node.holder)}`
}

/** The operation that a schema belongs to alone. */
export function operationOf(node: SchemaNode): OperationNode | undefined {
  const { parameter, response } = node.root
  if (parameter !== undefined) return parameter.shared === undefined ? parameter.users[0] : undefined
  return response?.shared === undefined ? response?.users[0]?.operation : undefined
}

/** Starts a sentence. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
