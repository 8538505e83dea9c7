/** Rules on the operation that a dynamic extension invokes, and on what it hands to it. */
import { isObject, objectAt, own, stringAt, type Json } from '../../definition/json.ts'
import { bodyOf, fieldsNamed, follow, parameterNamed, typeOf } from '../model/fields.ts'
import type { DefinitionIndex, DynamicParameter, OperationNode } from '../model/nodes.ts'
import { at, documentPlace, type Place } from '../model/place.ts'
import { dynamicWords, operationWords, quote, sentence } from '../model/words.ts'
import { argumentsOf, sourceOf } from './dynamic-sources.ts'
import type { Rule } from './rule.ts'
import { hasType, jsonType } from './shapes.ts'

export const dynamicParameters: readonly Rule[] = [
  {
    id: 'OperationIdNotFound',
    section: 'Operations',
    severity: 'error',
    what: 'The definition names an operation that it does not hold',
    why: 'The list, the subscription or the test of a connection that needs it does not work.',
    mend: 'Correct the id, keep the operation, or take the extension away.',
    on: 'document',
    check(index, report) {
      for (const { place, id, words, operation } of invokedIds(index)) {
        if (index.operationsById.has(id)) continue
        report(
          place,
          `${sentence(words())} names the operation ${quote(id)}, which the document doesn't hold: correct or remove it.`,
          operation
        )
      }
    }
  },
  {
    id: 'OneOfPropertiesRequired',
    section: 'Properties',
    severity: 'warning',
    what: 'An `x-ms-dynamic-*` names no operation',
    why: 'Nothing fills the list.',
    mend: 'Add `operationId`, `capability` or `builtInOperation`.',
    on: 'dynamic',
    check(node, report) {
      const ways = ['operationId', 'capability', 'builtInOperation']
      if (!ways.some(name => own(node.value, name) !== undefined)) {
        report(
          node.place,
          `${sentence(dynamicWords(node))} names no operation: add one of ${ways.join(', ')}.`,
          node.sources[0]
        )
      }
    }
  },
  {
    id: 'OperationMissingRequiredProperty',
    section: 'Operations',
    severity: 'warning',
    what: 'An operation is invoked without a parameter that it requires',
    why: 'The call fails, and the list stays empty.',
    mend: 'Hand the parameter over in `parameters`.',
    on: 'dynamic',
    check(node, report) {
      const given = new Set(node.parameters.map(parameter => parameter.name.split('/', 1)[0]))
      for (const { parameter } of node.target?.parameters ?? []) {
        const { name, location, value } = parameter ?? {}
        if (name === undefined || value === undefined || location === 'body' || given.has(name)) continue
        if (own(value, 'required') !== true || own(value, 'default') !== undefined) continue
        const message = `${sentence(dynamicWords(node))} invokes ${quote(node.target?.id)} without its required parameter ${quote(name)}: hand it over.`
        report(node.place, message, node.sources[0])
      }
    }
  },
  {
    id: 'OperationParameterNameNotFound',
    section: 'Operations',
    severity: 'warning',
    what: 'An `x-ms-dynamic-*` hands over or refers to a parameter that is not there',
    why: 'The value goes nowhere or comes from nowhere.',
    mend: 'Correct the name, or remove it.',
    on: 'dynamic',
    check(node, report, index) {
      for (const parameter of node.parameters) {
        const { target } = node
        if (target !== undefined && !takes(target, parameter.name, index)) {
          const message = `${sentence(dynamicWords(node))} hands over ${quote(parameter.name)}, which ${operationWords(target)} doesn't take: correct or remove it.`
          report(parameter.place, message, node.sources[0])
        }
        const { reference } = parameter
        const [source] = node.sources
        if (reference === undefined || source === undefined) continue
        if (node.sources.some(user => sourceOf(user, reference, index).state !== 'missing')) continue
        const message = `${sentence(dynamicWords(node))} refers to ${quote(reference)}, which ${operationWords(source)} doesn't have: correct the reference.`
        report(parameter.place, message, node.sources[0])
      }
    }
  },
  {
    id: 'OperationParameterNameIsAmbiguous',
    section: 'Operations',
    severity: 'warning',
    what: 'An operation is invoked with a name that is both a parameter and a field of its body',
    why: 'Nobody can tell which one gets the value.',
    mend: 'Rename one of them.',
    on: 'dynamic',
    check(node, report, index) {
      for (const { name, place } of node.parameters) {
        const body = node.target && bodyOf(node.target)
        if (node.target === undefined || body === undefined || parameterNamed(node.target, name) === undefined) continue
        const schema = index.resolver.schema(own(body.value, 'schema'))
        if (body.name === name || follow(schema, name, index.resolver).state !== 'found') continue
        const message = `${sentence(dynamicWords(node))} hands over ${quote(name)}, which is a parameter and a body field of ${operationWords(node.target)}: rename one.`
        report(place, message, node.sources[0])
      }
    }
  },
  {
    id: 'OperationParameterRequiredMismatch',
    section: 'Operations',
    severity: 'info',
    what: 'An operation needs a parameter for a list, and takes it from an input that is optional',
    why: 'The list stays empty until a maker has filled that input in.',
    mend: 'Make the input required, or let the operation do without it.',
    on: 'dynamic',
    check(node, report, index) {
      for (const { parameter, wanted, source, required } of argumentsOf(node, index)) {
        if (own(wanted.value, 'required') !== true || own(wanted.value, 'default') !== undefined || required) continue
        const message = `${sentence(dynamicWords(node))} needs ${quote(parameter.reference)} for the required ${quote(parameter.name)}, but ${operationWords(source)} has it optional: nothing is listed until it is filled in.`
        report(parameter.place, message, source)
      }
    }
  },
  {
    id: 'OperationParameterTypeMismatch',
    section: 'Operations',
    severity: 'warning',
    what: 'An operation is invoked with a value of another type than its parameter has',
    why: 'The call fails, and the list stays empty.',
    mend: 'Make the types agree.',
    on: 'dynamic',
    check(node, report, index) {
      for (const { parameter, wanted, source, schema } of argumentsOf(node, index)) {
        const expected = typeOf(wanted.value)
        const actual = typeOf(schema)
        if (expected === undefined || actual === undefined || agree(actual, expected)) continue
        const message = `${sentence(dynamicWords(node))} hands ${quote(parameter.reference)} of type ${actual} to parameter ${quote(parameter.name)} of type ${expected}: make the types agree.`
        report(parameter.place, message, source)
      }
    }
  },
  {
    id: 'OperationParameterStaticTypeMismatch',
    section: 'Operations',
    severity: 'warning',
    what: 'An operation is invoked with a fixed value of another type than its parameter has',
    why: 'The call fails, and the list stays empty.',
    mend: 'Correct the value.',
    on: 'dynamic',
    check(node, report) {
      for (const parameter of node.parameters) {
        const wanted = node.target && parameterNamed(node.target, parameter.name)
        if (wanted === undefined || parameter.kind !== 'static' || fitsStatic(parameter.value, typeOf(wanted.value)))
          continue
        const message = `${sentence(dynamicWords(node))} hands ${quote(parameter.value)} of type ${jsonType(parameter.value)} to parameter ${quote(parameter.name)} of type ${typeOf(wanted.value) ?? ''}: correct the value.`
        report(parameter.place, message, node.sources[0])
      }
    }
  },
  {
    id: 'SourcePropertyInternal',
    section: 'Parameters',
    severity: 'warning',
    what: 'An `x-ms-dynamic-*` takes a value from an input that makers do not see',
    why: 'The input is empty, so the list stays empty.',
    mend: 'Show the input, or hand over a fixed value.',
    on: 'dynamic',
    check(node, report, index) {
      for (const { parameter, source, internal } of argumentsOf(node, index)) {
        if (!internal) continue
        const message = `${sentence(dynamicWords(node))} refers to ${quote(parameter.reference)} of ${operationWords(source)}, which is internal: show it, or hand over a fixed value.`
        report(parameter.place, message, source)
      }
    }
  },
  {
    id: 'SelectedItemValuePathNotAllowedInThisPosition',
    section: 'Operations',
    severity: 'error',
    what: '`selectedItemValuePath` stands outside `browse` of `x-ms-dynamic-tree`',
    why: 'Only when a tree is opened further there is an item that was selected.',
    mend: 'Use `value` or `parameterReference`.',
    on: 'dynamic',
    check(node, report) {
      for (const { kind, place, name } of node.parameters) {
        if (kind !== 'selected' || node.part === 'browse') continue
        const message = `${sentence(dynamicWords(node))} has 'selectedItemValuePath' for ${quote(name)}: only 'browse' of 'x-ms-dynamic-tree' can have it, use a value or reference.`
        report(at(place, 'selectedItemValuePath'), message, node.sources[0])
      }
    }
  }
]

interface InvokedId {
  readonly place: Place
  readonly id: string
  readonly words: () => string
  readonly operation: OperationNode | undefined
}

/** Every place where the definition names one of its own operations. */
function* invokedIds(index: DefinitionIndex): Generator<InvokedId> {
  for (const node of index.dynamics) {
    const id = stringAt(node.value, 'operationId')
    if (id !== undefined)
      yield { place: at(node.place, 'operationId'), id, words: () => dynamicWords(node), operation: node.sources[0] }
  }
  for (const operation of index.operations) {
    const id = stringAt(objectAt(operation.value, 'x-ms-notification') ?? {}, 'operationId')
    const words = () => `'x-ms-notification' of ${operationWords(operation)}`
    if (id !== undefined) yield { place: at(operation.place, 'x-ms-notification', 'operationId'), id, words, operation }
  }
  yield* capabilityIds(own(index.root, 'x-ms-capabilities'), at(documentPlace, 'x-ms-capabilities'), 0)
}

/** `testConnection`, and `open` and `browse` of a file picker. */
function* capabilityIds(value: Json | undefined, place: Place, depth: number): Generator<InvokedId> {
  if (!isObject(value) || depth > 2) return
  const id = stringAt(value, 'operationId')
  if (id !== undefined)
    yield { place: at(place, 'operationId'), id, words: () => "'x-ms-capabilities'", operation: undefined }
  for (const [name, below] of Object.entries(value)) yield* capabilityIds(below, at(place, name), depth + 1)
}

/** Whether an operation has a parameter, or a field of its body, that goes by that name. */
function takes(target: OperationNode, name: string, index: DefinitionIndex): boolean {
  if (parameterNamed(target, name) !== undefined) return true
  const body = bodyOf(target)
  if (body === undefined) return target.parameters.some(use => use.parameter === undefined)
  return sourceOf(target, name, index).state !== 'missing' || fieldsNamed(body, name, index.resolver).length > 0
}

function agree(actual: string, expected: string): boolean {
  return actual === expected || (actual === 'integer' && expected === 'number')
}

/** Text is fine for numbers and flags as long as it reads as one: a value in a URL is text anyway. */
function fitsStatic(value: DynamicParameter['value'], type: string | undefined): boolean {
  if (value === undefined || value === null || hasType(value, type)) return true
  if (typeof value !== 'string') return type === 'string' && typeof value !== 'object'
  if (value.trim() === '') return false
  return type === 'boolean'
    ? /^(?:true|false)$/i.test(value)
    : (type === 'number' || type === 'integer') && !Number.isNaN(Number(value))
}
