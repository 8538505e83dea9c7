/** The objects of a document that Swagger 2.0 gives a shape. */
import { arrayAt, isObject, objectAt, type JsonObject } from '../../definition/json.ts'
import type { DefinitionIndex, OperationNode } from '../model/nodes.ts'
import { at, documentPlace, type Place } from '../model/place.ts'
import { operationOf, operationWords, parameterWords, quote, responseWords, schemaWords } from '../model/words.ts'
import { shapes, type Shape } from './shapes.ts'

/** An object of the document that has a shape. */
export interface Shaped {
  readonly shape: Shape
  readonly value: JsonObject
  readonly place: Place
  readonly words: () => string
  readonly operation: OperationNode | undefined
}

/** Every object of the document that has a shape, in the document's order. */
export function* shapedObjects(index: DefinitionIndex): Generator<Shaped> {
  yield* documentObjects(index.root)
  for (const path of index.paths) {
    yield {
      shape: shapes.path,
      value: path.value,
      place: path.place,
      words: () => `path ${quote(path.template)}`,
      operation: undefined
    }
  }
  for (const operation of index.operations) {
    const { value, place } = operation
    yield { shape: shapes.operation, value, place, words: () => operationWords(operation), operation }
    yield* docsOf(value, place, operationWords(operation), operation)
  }
  for (const parameter of index.parameters) {
    const { value, place, location, users } = parameter
    const shape = location === 'body' ? shapes.body : shapes.parameter
    yield { shape, value, place, words: () => parameterWords(parameter), operation: users[0] }
  }
  for (const response of index.responses) {
    const { value, place, users } = response
    yield { shape: shapes.response, value, place, words: () => responseWords(response), operation: users[0]?.operation }
  }
  for (const node of index.schemas) {
    // Parameters have been seen above, with their name and location.
    if (node.kind === 'parameter') continue
    const { value, place, kind } = node
    yield { shape: shapes[kind], value, place, words: () => schemaWords(node), operation: operationOf(node) }
  }
}

function* documentObjects(root: JsonObject): Generator<Shaped> {
  const common = { words: () => 'the document', operation: undefined }
  yield { shape: shapes.root, value: root, place: documentPlace, ...common }
  const info = objectAt(root, 'info')
  if (info !== undefined) {
    const place = at(documentPlace, 'info')
    yield { shape: shapes.info, value: info, place, words: () => "'info'", operation: undefined }
    for (const name of ['contact', 'license'] as const) {
      const value = objectAt(info, name)
      if (value !== undefined) {
        yield {
          shape: shapes[name],
          value,
          place: at(place, name),
          words: () => `'${name}' of 'info'`,
          operation: undefined
        }
      }
    }
  }
  yield* docsOf(root, documentPlace, 'the document', undefined)
  for (const [number, tag] of (arrayAt(root, 'tags') ?? []).entries()) {
    const place = at(documentPlace, 'tags', number)
    if (isObject(tag))
      yield { shape: shapes.tag, value: tag, place, words: () => `tag ${number + 1}`, operation: undefined }
  }
}

function* docsOf(
  holder: JsonObject,
  place: Place,
  of: string,
  operation: OperationNode | undefined
): Generator<Shaped> {
  const value = objectAt(holder, 'externalDocs')
  const words = () => `'externalDocs' of ${of}`
  if (value !== undefined)
    yield { shape: shapes.externalDocs, value, place: at(place, 'externalDocs'), words, operation }
}
