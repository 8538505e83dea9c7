/** Paths, operations, parameters and responses, their references resolved once. */
import { arrayAt, isObject, objectAt, own, stringAt, type Json, type JsonObject } from '../../definition/json.ts'
import type {
  OperationNode,
  ParameterNode,
  ParameterUse,
  PathNode,
  ReferenceNode,
  ResponseNode,
  ResponseUse,
  ResponseUser
} from './nodes.ts'
import { at, documentPlace, type Place } from './place.ts'
import type { Resolver, Section } from './references.ts'
import { operationWords, quote } from './words.ts'

/** The members of a path item that are operations (Swagger 2.0, Path Item Object). */
export const methods: readonly string[] = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch']

export interface Surface {
  readonly paths: PathNode[]
  readonly operations: OperationNode[]
  readonly parameters: ParameterNode[]
  readonly responses: ResponseNode[]
  readonly references: ReferenceNode[]
}

/** Who holds a list of parameters or responses, for the messages about its references. */
interface Owner {
  readonly words: () => string
  readonly operation: OperationNode | undefined
}

export function readSurface(root: JsonObject, resolver: Resolver): Surface {
  const reader = new SurfaceReader(root, resolver)
  reader.read()
  return reader.surface
}

class SurfaceReader {
  readonly surface: Surface = { paths: [], operations: [], parameters: [], responses: [], references: [] }
  readonly #root: JsonObject
  readonly #resolver: Resolver
  /** The shared ones by the object itself, which is what a reference leads to. */
  readonly #parameters = new Map<JsonObject, ParameterNode>()
  readonly #responses = new Map<JsonObject, ResponseNode>()

  constructor(root: JsonObject, resolver: Resolver) {
    this.#root = root
    this.#resolver = resolver
  }

  read(): void {
    for (const [template, value] of Object.entries(objectAt(this.#root, 'paths') ?? {})) {
      if (!template.startsWith('x-') && isObject(value)) this.#path(template, value)
    }
    for (const [name, value] of Object.entries(objectAt(this.#root, 'parameters') ?? {})) {
      if (isObject(value)) this.#shared(value, 'parameters', name)
    }
    for (const [name, value] of Object.entries(objectAt(this.#root, 'responses') ?? {})) {
      if (isObject(value)) this.#shared(value, 'responses', name)
    }
  }

  #path(template: string, value: JsonObject): void {
    const place = at(documentPlace, 'paths', template)
    const owner = { words: () => `path ${quote(template)}`, operation: undefined }
    const parameters = this.#parameterList(own(value, 'parameters'), at(place, 'parameters'), owner)
    const notificationContent = own(value, 'x-ms-notification-content')
    const path: PathNode = { place, template, value, parameters, operations: [], notificationContent }
    this.surface.paths.push(path)
    for (const [method, operation] of Object.entries(value)) {
      if (methods.includes(method) && isObject(operation)) this.#operation(path, method, operation)
    }
  }

  #operation(path: PathNode, method: string, value: JsonObject): void {
    const place = at(path.place, method)
    const ownParameters: ParameterUse[] = []
    const parameters: ParameterUse[] = []
    const responses: ResponseUse[] = []
    const inherited = (name: string) => arrayAt(value, name) ?? arrayAt(this.#root, name)
    const lists = { consumes: inherited('consumes'), produces: inherited('produces') }
    const id = stringAt(value, 'operationId')
    const node: OperationNode = { place, path, method, value, id, ownParameters, parameters, responses, ...lists }
    const owner = { words: () => operationWords(node), operation: node }
    ownParameters.push(...this.#parameterList(own(value, 'parameters'), at(place, 'parameters'), owner))
    parameters.push(...effective(ownParameters, path.parameters))
    // What stands at the operation itself was made with its user.
    for (const { parameter } of parameters) if (parameter?.users[0] !== node) parameter?.users.push(node)
    for (const [status, response] of Object.entries(objectAt(value, 'responses') ?? {})) {
      if (!status.startsWith('x-'))
        responses.push(this.#response({ operation: node, status }, response, at(place, 'responses', status), owner))
    }
    path.operations.push(node)
    this.surface.operations.push(node)
  }

  #parameterList(list: Json | undefined, place: Place, owner: Owner): ParameterUse[] {
    if (!Array.isArray(list)) return []
    return list.map((value, index) => {
      const here = at(place, index)
      if (!isObject(value)) return { place: here, parameter: undefined }
      if (own(value, '$ref') === undefined) {
        const users = owner.operation === undefined ? [] : [owner.operation]
        return { place: here, parameter: this.#parameter(value, here, undefined, users) }
      }
      const shared = this.#reference(value, here, 'parameters', owner)
      return { place: here, parameter: shared && this.#parameters.get(shared) }
    })
  }

  #response(user: ResponseUser, value: Json, place: Place, owner: Owner): ResponseUse {
    const { status } = user
    if (!isObject(value)) return { place, status, response: undefined }
    if (own(value, '$ref') !== undefined) {
      const target = this.#reference(value, place, 'responses', owner)
      const shared = target && this.#responses.get(target)
      shared?.users.push(user)
      return { place, status, response: shared }
    }
    const response: ResponseNode = { place, value, shared: undefined, users: [user] }
    this.surface.responses.push(response)
    return { place, status, response }
  }

  /** Notes a reference and makes the shared parameter or response it leads to known. */
  #reference(holder: JsonObject, place: Place, section: Section, owner: Owner): JsonObject | undefined {
    const target = own(holder, '$ref') ?? null
    const resolution = this.#resolver.resolve(target, section)
    const kind = section === 'parameters' ? 'parameter' : 'response'
    const { words, operation } = owner
    this.surface.references.push({ kind, place, holder, target, state: resolution.state, words, operation })
    if (resolution.state !== 'found') return undefined
    this.#shared(resolution.value, section, resolution.name)
    return resolution.value
  }

  #shared(value: JsonObject, section: Section, name: string): void {
    // What is itself a reference is a fault of its own (ParameterRefLoopNotAllowed), not a parameter.
    if (own(value, '$ref') !== undefined) return
    const place = at(documentPlace, section, name)
    if (section === 'parameters') {
      if (!this.#parameters.has(value)) this.#parameters.set(value, this.#parameter(value, place, name, []))
    } else if (!this.#responses.has(value)) {
      const response: ResponseNode = { place, value, shared: name, users: [] }
      this.#responses.set(value, response)
      this.surface.responses.push(response)
    }
  }

  #parameter(value: JsonObject, place: Place, shared: string | undefined, users: OperationNode[]): ParameterNode {
    const name = stringAt(value, 'name')
    const node: ParameterNode = { place, value, name, location: stringAt(value, 'in'), shared, users }
    this.surface.parameters.push(node)
    return node
  }
}

/** The operation's own parameters, then those of the path that none of them overrides (by name and location). */
function effective(mine: readonly ParameterUse[], inherited: readonly ParameterUse[]): ParameterUse[] {
  if (inherited.length === 0) return [...mine]
  const key = ({ parameter }: ParameterUse) => `${parameter?.location ?? ''} ${parameter?.name ?? ''}`
  const overridden = new Set(mine.map(key))
  return [...mine, ...inherited.filter(use => !overridden.has(key(use)))]
}
