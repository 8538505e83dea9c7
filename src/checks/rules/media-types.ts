/** Rules on `consumes` and `produces`. */
import { arrayAt, isObject, objectAt, own, stringAt, type Json } from '../../definition/json.ts'
import type { OperationNode, ParameterNode } from '../model/nodes.ts'
import { at } from '../model/place.ts'
import { operationWords, quote, sentence } from '../model/words.ts'
import type { Rule } from './rule.ts'
import { shapes } from './shapes.ts'

/** The list of the validator's documentation; any JSON type is as good as application/json. */
const supported = ['application/json', 'text/plain', 'multipart/form-data', 'application/x-www-form-urlencoded']
const forms = ['multipart/form-data', 'application/x-www-form-urlencoded']

export const mediaTypes: readonly Rule[] = [
  {
    id: 'MimeTypeNotValid',
    section: 'Properties',
    severity: 'error',
    what: '`consumes` or `produces` has something that is no media type',
    why: 'Nobody can send or read it, and the service refuses it.',
    mend: 'Write a media type such as `application/json`.',
    on: 'object',
    keywords: ['consumes', 'produces'],
    check({ value, place, words, operation }, report, _index, keyword) {
      for (const [position, type] of (arrayAt(value, keyword) ?? []).entries()) {
        if (typeof type === 'string' && /^[^\s/;]+\/[^\s/;]+\s*(?:;.*)?$/.test(type)) continue
        const message = `'${keyword}' of ${words()} has ${quote(type)}: write a media type such as application/json.`
        report(at(place, keyword, position), message, operation)
      }
    }
  },
  {
    id: 'MimeTypeNotSupported',
    section: 'Not supported',
    severity: 'info',
    what: '`consumes` has a media type that the designer can not write',
    why: 'Makers fill in fields, and only JSON, plain text and forms can be made of them.',
    mend: 'Let the API take one of these too, or leave it if makers send the content as a whole.',
    on: 'object',
    keywords: ['consumes'],
    check({ shape, value, place, words, operation }, report) {
      if (shape !== shapes.operation && shape !== shapes.root) return
      for (const [position, type] of (arrayAt(value, 'consumes') ?? []).entries()) {
        if (typeof type !== 'string' || isSupported(type)) continue
        const message = `'consumes' of ${words()} has ${quote(type)}, which the designer can't write: use one of ${supported.join(', ')}.`
        report(at(place, 'consumes', position), message, operation)
      }
    }
  },
  {
    id: 'ConsumesMissing',
    section: 'Operations',
    severity: 'warning',
    what: 'An operation sends a body and does not say as what',
    why: 'The platform takes it for JSON, also where it is a form.',
    mend: 'Name the media type in `consumes`.',
    on: 'operation',
    check(operation, report) {
      // The service itself writes an empty list at the top of documents; a body without any is taken for JSON.
      const emptied = arrayAt(operation.value, 'consumes')?.length === 0 && sends(operation, 'formData', 'body')
      const untold = (operation.consumes ?? []).length === 0 && sends(operation, 'formData')
      if (!emptied && !untold) return
      const message = `${sentence(operationWords(operation))} sends a body but has no 'consumes': name its media type.`
      report(operation.place, message, operation)
    }
  },
  {
    id: 'MimeTypeNotCompatibleWithRequestContentSchemaType',
    section: 'Operations',
    severity: 'warning',
    what: 'What an operation sends can not be written as the media type that it consumes',
    why: 'An object is no plain text, and a file is no JSON: the API gets what it can not read.',
    mend: 'Name a media type that fits, such as `multipart/form-data` for files.',
    on: 'operation',
    check(operation, report) {
      const types = essences(operation.consumes)
      const kind = contentKind(operation)
      if (types.length === 0 || kind === undefined || types.some(type => fits(type, kind))) return
      const message = `${sentence(operationWords(operation))} sends ${kind} but consumes ${quote(types.join(', '))}: name a media type that fits.`
      report(operation.place, message, operation)
    }
  },
  {
    id: 'StringBinaryNotSupportedForFormUrlEncoded',
    section: 'Operations',
    severity: 'error',
    what: 'A parameter of a form that is sent as `application/x-www-form-urlencoded` is binary',
    why: 'That form holds text only.',
    mend: 'Let the operation consume `multipart/form-data`.',
    on: 'operation',
    check(operation, report) {
      const types = essences(operation.consumes)
      if (types.length === 0 || types.some(type => type !== 'application/x-www-form-urlencoded')) return
      for (const { parameter, place } of operation.parameters) {
        if (parameter?.location !== 'formData' || !isBinary(parameter)) continue
        const message = `Parameter ${quote(parameter.name)} of ${operationWords(operation)} is binary: let the operation consume multipart/form-data.`
        report(place, message, operation)
      }
    }
  },
  {
    // "Error : …/examples/X : The response example 'X' is not produced by the operation" is what a save is refused with
    // (https://github.com/hobru/power-platform-neptune-api-factory/issues/2).
    id: 'ResponseExampleMustBeProducedByOperation',
    section: 'Response',
    severity: 'error',
    what: 'A response has an example of a media type that the operation does not produce',
    why: 'The service refuses the definition when it is saved, though its validation may pass.',
    mend: 'Add the media type to `produces`, or remove the example.',
    on: 'response',
    check({ value, place, users }, report) {
      for (const type of Object.keys(objectAt(value, 'examples') ?? {})) {
        const user = users.find(({ operation }) => !produces(operation, essence(type)))
        if (user === undefined || type.startsWith('x-')) continue
        const message = `Response ${quote(user.status)} of ${operationWords(user.operation)} has an example for ${quote(type)}, which is not in its 'produces': add the type there, or remove the example.`
        report(at(place, 'examples', type), message, user.operation)
      }
    }
  }
]

/** The media type without its parameters. */
function essence(type: string): string {
  return (type.split(';', 1)[0] ?? '').trim().toLowerCase()
}

function essences(types: readonly Json[] | undefined): string[] {
  return (types ?? []).filter(type => typeof type === 'string').map(essence)
}

/** Where nothing is told, any media type will do, but not a name that isn't one. */
function produces(operation: OperationNode, type: string): boolean {
  const types = essences(operation.produces)
  return types.length === 0 ? type.includes('/') : types.includes(type)
}

function isJson(type: string): boolean {
  return type === 'application/json' || type === 'text/json' || type.endsWith('+json')
}

function isSupported(type: string): boolean {
  const bare = essence(type)
  return supported.includes(bare) || isJson(bare) || bare === '*/*'
}

function sends(operation: OperationNode, ...locations: string[]): boolean {
  return operation.parameters.some(({ parameter }) => locations.includes(parameter?.location ?? ''))
}

function isBinary({ value }: ParameterNode): boolean {
  return (
    stringAt(value, 'type') === 'file' ||
    (stringAt(value, 'type') === 'string' && stringAt(value, 'format') === 'binary')
  )
}

function contentKind(operation: OperationNode): 'a form' | 'a file' | 'an object' | undefined {
  const form = operation.parameters.filter(({ parameter }) => parameter?.location === 'formData')
  if (form.some(({ parameter }) => parameter !== undefined && stringAt(parameter.value, 'type') === 'file'))
    return 'a file'
  if (form.length > 0) return 'a form'
  const body = operation.parameters.find(({ parameter }) => parameter?.location === 'body')?.parameter
  const schema = body && own(body.value, 'schema')
  return isObject(schema) && stringAt(schema, 'type') === 'object' ? 'an object' : undefined
}

function fits(type: string, kind: string): boolean {
  if (type === '*/*') return true
  if (kind === 'a file') return type === 'multipart/form-data'
  return kind === 'a form'
    ? forms.includes(type)
    : !forms.includes(type) && !/^(?:text\/plain|application\/octet-stream)$/.test(type)
}
