/** Rules on members of objects: of the right type, required, known, and from the list of values where there is one. */
import { isObject, objectAt, own, stringAt, type Json, type JsonObject } from '../../definition/json.ts'
import type { DefinitionIndex } from '../model/nodes.ts'
import { at, documentPlace, type Place } from '../model/place.ts'
import { operationWords, parameterWords, quote, schemaWords, sentence } from '../model/words.ts'
import type { Shaped } from './objects.ts'
import type { Report, Rule } from './rule.ts'
import { hasType, jsonType, shapes } from './shapes.ts'

export const structure: readonly Rule[] = [
  {
    id: 'SpecificationVersionIncorrect',
    section: 'Properties',
    severity: 'error',
    what: '`swagger` is something else than the text "2.0"',
    why: 'The platform takes Swagger 2.0 alone and tells it by this member, as a text and not as the number 2.',
    mend: 'Write `"swagger": "2.0"`.',
    on: 'document',
    check({ root }, report) {
      const version = own(root, 'swagger')
      if (version === '2.0' || version === undefined) return
      const message = `The document's 'swagger' is ${quote(version)} (${jsonType(version)}): connectors take the string "2.0" only.`
      report(at(documentPlace, 'swagger'), message)
    }
  },
  {
    id: 'JsonTypeIncorrect',
    section: 'Properties',
    severity: 'error',
    what: 'A member has a value of another type than Swagger 2.0 gives it',
    why: 'The service reads the document by its schema and refuses what does not fit.',
    mend: 'Give the member a value of the type that the finding names.',
    on: 'object',
    check: checkTypes
  },
  {
    id: 'RequiredPropertyMissing',
    section: 'Properties',
    severity: 'error',
    what: 'An object lacks a member that it must have',
    why: 'Without a type, a name or a location nobody knows what the object means. With `certification-rules` texts for makers are required too.',
    mend: 'Add the member that the finding names.',
    on: 'object',
    check(object, report, index) {
      const { shape, value, place, words, operation } = object
      if (own(value, '$ref') !== undefined) return
      const required = index.context.certification === true ? forCertification(object) : shape.required
      for (const name of required) {
        if (own(value, name) === undefined) report(place, `${sentence(words())} lacks '${name}': add it.`, operation)
      }
    }
  },
  {
    id: 'ExtensionNameNotValid',
    section: 'Properties',
    severity: 'error',
    what: 'An object has a member that Swagger 2.0 does not know there',
    why: 'The service refuses unknown members. Often it is a word of OpenAPI 3 or a slip of the pen.',
    mend: 'Remove the member, or begin its name with `x-` if it is an extension.',
    on: 'object',
    check({ shape, value, place, words, operation }, report) {
      for (const name in value) {
        if (name.startsWith('x-') || name === '$ref' || Object.hasOwn(shape.members, name)) continue
        const advice = `remove it, or begin its name with 'x-' if it is an extension`
        report(
          at(place, name),
          `${sentence(words())} has ${quote(name)}, which Swagger 2.0 doesn't know there: ${advice}.`,
          operation
        )
      }
    }
  },
  {
    id: 'RequiredValueEmpty',
    section: 'Metadata',
    severity: 'error',
    what: 'A member that must be there is an empty text',
    why: 'An empty name or title stands for nothing, and the service refuses it.',
    mend: 'Give it a value.',
    on: 'object',
    check({ shape, value, place, words, operation }, report) {
      const names = shape === shapes.operation ? ['operationId'] : shape === shapes.response ? [] : shape.required
      for (const name of names) {
        if (stringAt(value, name)?.trim() !== '') continue
        report(at(place, name), `${sentence(words())} has an empty '${name}': give it a value.`, operation)
      }
    }
  },
  {
    id: 'AdditionalPropertyNotAllowed',
    section: 'Properties',
    severity: 'warning',
    what: 'An extension of Microsoft has a member that it does not know',
    why: 'The member has no effect, and what was meant by it does not happen.',
    mend: 'Correct its name, or remove it.',
    on: 'document',
    check(index, report) {
      for (const { holder, extension, part } of index.dynamics) {
        // A tree has two invocations and is looked at once.
        if (part === 'browse' && objectAt(objectAt(holder.value, extension) ?? {}, 'open') !== undefined) continue
        strays(holder, extension, () => schemaWords(holder), report)
      }
      for (const node of index.operations) strays(node, 'x-ms-api-annotation', () => operationWords(node), report)
    }
  },
  {
    id: 'JsonValueNotInEnum',
    section: 'Properties',
    severity: 'error',
    what: 'A member has a value outside its list of values',
    why: 'The service or the designer does not know what to do with it.',
    mend: 'Take one of the values that the finding lists.',
    on: 'document',
    check: checkEnums
  }
]

/** What Microsoft's validator asks of connectors to be certified, seen in its output on pull requests for connectors. */
function forCertification({ shape, value, operation }: Shaped): readonly string[] {
  if (shape === shapes.root) return [...shape.required, 'x-ms-connector-metadata']
  if (shape === shapes.info) return [...shape.required, 'description', 'contact']
  if (shape === shapes.operation) return ['summary', 'description']
  const hidden = [value, operation?.value].some(
    of => of !== undefined && stringAt(of, 'x-ms-visibility') === 'internal'
  )
  if (shape === shapes.parameter && !hidden) return [...shape.required, 'description', 'x-ms-summary']
  return shape.required
}

function checkTypes(object: Shaped, report: Report): void {
  const { shape, value } = object
  for (const name in value) {
    const expected = Object.hasOwn(shape.members, name) ? shape.members[name] : undefined
    const member = value[name]
    if (expected === undefined || member === undefined) continue
    if (!hasType(member, expected)) wrongType(object, report, member, expected, name)
    else if (Object.hasOwn(objectMaps, name) && isObject(member) && (shape === shapes.root || name === 'properties')) {
      for (const key in member) {
        const entry = member[key]
        if (entry !== undefined && !isObject(entry)) wrongType(object, report, entry, 'object', name, key)
      }
    }
  }
}

function wrongType(
  { place, words, operation }: Shaped,
  report: Report,
  member: Json,
  expected: string,
  ...path: string[]
): void {
  const message = `'${path.join('/')}' of ${words()} is of type ${jsonType(member)}: make it ${expected}.`
  report(at(place, ...path), message, operation)
}

/** Members that map names to objects. */
const objectMaps = { paths: 1, definitions: 1, parameters: 1, responses: 1, securityDefinitions: 1, properties: 1 }

const tree = [
  'operationId',
  'parameters',
  'itemsPath',
  'itemValuePath',
  'itemTitlePath',
  'itemFullTitlePath',
  'itemIsParent'
]

/** What the extensions may hold, from Microsoft's reference of them and from published connectors. */
const extensionMembers: Readonly<Record<string, readonly string[]>> = {
  'x-ms-dynamic-values': [
    'operationId',
    'builtInOperation',
    'capability',
    'parameters',
    'value-collection',
    'value-path',
    'value-title'
  ],
  'x-ms-dynamic-list': ['operationId', 'builtInOperation', 'parameters', 'itemsPath', 'itemValuePath', 'itemTitlePath'],
  'x-ms-dynamic-schema': ['operationId', 'parameters', 'value-path'],
  'x-ms-dynamic-properties': ['operationId', 'parameters', 'itemValuePath'],
  'x-ms-dynamic-tree': ['settings', 'open', 'browse'],
  'x-ms-dynamic-tree/open': tree,
  'x-ms-dynamic-tree/browse': tree,
  'x-ms-api-annotation': ['status', 'family', 'revision', 'replacement'],
  'x-ms-api-annotation/replacement': ['api', 'operationId']
}

function strays(node: { value: JsonObject; place: Place }, name: string, words: () => string, report: Report): void {
  const extension = objectAt(node.value, name)
  if (extension === undefined) return
  const visit = (value: JsonObject, path: string, place: Place) => {
    for (const [member, below] of Object.entries(value)) {
      const inside = `${path}/${member}`
      if (!(extensionMembers[path] ?? []).includes(member)) {
        report(
          at(place, member),
          `'${path}' of ${words()} has ${quote(member)}, which the extension doesn't know: remove it.`
        )
      } else if (Object.hasOwn(extensionMembers, inside) && isObject(below)) visit(below, inside, at(place, member))
    }
  }
  visit(extension, name, at(node.place, name))
}

const locations = ['query', 'header', 'path', 'formData', 'body']
const simpleTypes = ['string', 'number', 'integer', 'boolean', 'array']
const typesOf = {
  schema: [...simpleTypes, 'object', 'null', 'file'],
  parameter: [...simpleTypes, 'file'],
  items: simpleTypes,
  header: simpleTypes
}

/** From Microsoft's reference of the extensions; "none" and "" are what its designer writes for the default. */
const visibilities = ['important', 'advanced', 'internal', 'none', '']
const triggers = ['single', 'batch']
const encodings = ['single', 'double']

function checkEnums(index: DefinitionIndex, report: Report): void {
  type Holder = Pick<Shaped, 'value' | 'place'>
  const among = <T extends Holder>(node: T, name: string, allowed: string[], words: (node: T) => string) => {
    const value = stringAt(node.value, name)
    if (value === undefined || allowed.includes(value)) return
    const choice = allowed.filter(option => option !== '').join(', ')
    report(at(node.place, name), `'${name}' of ${words(node)} is ${quote(value)}: use one of ${choice}.`)
  }
  for (const operation of index.operations) {
    among(operation, 'x-ms-visibility', visibilities, operationWords)
    among(operation, 'x-ms-trigger', triggers, operationWords)
  }
  for (const parameter of index.parameters) {
    among(parameter, 'in', locations, parameterWords)
    among(parameter, 'x-ms-url-encoding', encodings, parameterWords)
  }
  for (const node of index.schemas) {
    among(node, 'type', typesOf[node.kind], schemaWords)
    among(node, 'x-ms-visibility', visibilities, schemaWords)
  }
  for (const [name, scheme] of Object.entries(objectAt(index.root, 'securityDefinitions') ?? {})) {
    const node = isObject(scheme) ? { value: scheme, place: at(documentPlace, 'securityDefinitions', name) } : undefined
    if (node === undefined) continue
    const words = () => `security definition ${quote(name)}`
    among(node, 'type', ['basic', 'apiKey', 'oauth2'], words)
    among(node, 'in', ['query', 'header'], words)
    among(node, 'flow', ['implicit', 'password', 'application', 'accessCode'], words)
  }
}
