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

/** Calls back for every object of the document that has a shape, in the document's order. */
export function eachShapedObject(index: DefinitionIndex, visit: (object: Shaped) => void): void {
  visitDocument(index.root, visit)
  for (const path of index.paths) {
    const { value, place, template } = path
    visit({ shape: shapes.path, value, place, words: () => `path ${quote(template)}`, operation: undefined })
  }
  for (const operation of index.operations) {
    const { value, place } = operation
    visit({ shape: shapes.operation, value, place, words: () => operationWords(operation), operation })
    visitDocs(value, place, () => operationWords(operation), operation, visit)
  }
  for (const parameter of index.parameters) {
    const { value, place, location, users } = parameter
    const shape = location === 'body' ? shapes.body : shapes.parameter
    visit({ shape, value, place, words: () => parameterWords(parameter), operation: users[0] })
  }
  for (const response of index.responses) {
    const { value, place, users } = response
    visit({
      shape: shapes.response,
      value,
      place,
      words: () => responseWords(response),
      operation: users[0]?.operation
    })
  }
  for (const node of index.schemas) {
    // Parameters have been seen above, with their name and location.
    if (node.kind === 'parameter') continue
    const { value, place, kind } = node
    visit({ shape: shapes[kind], value, place, words: () => schemaWords(node), operation: operationOf(node) })
  }
}

function visitDocument(root: JsonObject, visit: (object: Shaped) => void): void {
  const common = { words: () => 'the document', operation: undefined }
  visit({ shape: shapes.root, value: root, place: documentPlace, ...common })
  const info = objectAt(root, 'info')
  if (info !== undefined) {
    const place = at(documentPlace, 'info')
    visit({ shape: shapes.info, value: info, place, words: () => "'info'", operation: undefined })
    for (const name of ['contact', 'license'] as const) {
      const value = objectAt(info, name)
      if (value !== undefined) {
        const words = () => `'${name}' of 'info'`
        visit({ shape: shapes[name], value, place: at(place, name), words, operation: undefined })
      }
    }
  }
  visitDocs(root, documentPlace, () => 'the document', undefined, visit)
  for (const [number, tag] of (arrayAt(root, 'tags') ?? []).entries()) {
    const place = at(documentPlace, 'tags', number)
    if (isObject(tag))
      visit({ shape: shapes.tag, value: tag, place, words: () => `tag ${number + 1}`, operation: undefined })
  }
}

function visitDocs(
  holder: JsonObject,
  place: Place,
  of: () => string,
  operation: OperationNode | undefined,
  visit: (object: Shaped) => void
): void {
  const value = objectAt(holder, 'externalDocs')
  if (value === undefined) return
  const words = () => `'externalDocs' of ${of()}`
  visit({ shape: shapes.externalDocs, value, place: at(place, 'externalDocs'), words, operation })
}
