/** Rules on schemas, and on parameters and headers as far as they have a type. */
import { arrayAt, objectAt, own, stringAt, type JsonObject } from '../../definition/json.ts'
import type { DefinitionIndex, SchemaNode } from '../model/nodes.ts'
import { at } from '../model/place.ts'
import { operationOf, quote, schemaWords, sentence } from '../model/words.ts'
import type { Rule } from './rule.ts'

export const schemas: readonly Rule[] = [
  {
    id: 'ArrayHasNoItems',
    section: 'Arrays',
    severity: 'warning',
    what: 'An array does not say what it holds',
    why: 'Makers see a list without fields, and can not use what is in it but by an expression.',
    mend: 'Add `items`.',
    on: 'schema',
    keywords: ['type'],
    check(node, report) {
      if (node.type !== 'array' || own(node.value, 'items') !== undefined) return
      report(
        node.place,
        `${sentence(schemaWords(node))} is an array without 'items': say what it holds.`,
        operationOf(node)
      )
    }
  },
  {
    id: 'RequiredPropertyArrayEmpty',
    section: 'Arrays',
    severity: 'error',
    what: '`required` is an empty list',
    why: 'Swagger 2.0 wants a name in it, or no list.',
    mend: 'Remove it.',
    on: 'schema',
    keywords: ['required'],
    check(node, report) {
      if (node.kind !== 'schema' || arrayAt(node.value, 'required')?.length !== 0) return
      report(at(node.place, 'required'), `'required' of ${schemaWords(node)} is empty: remove it.`, operationOf(node))
    }
  },
  {
    id: 'RequiredPropertyDefinitionMissing',
    section: 'Properties',
    severity: 'warning',
    what: 'A schema requires a property that it does not define',
    why: 'The field is not there to be filled in, and the check of what is sent can fail for its lack.',
    mend: 'Define the property, or take it from `required`.',
    on: 'schema',
    keywords: ['required'],
    check(node, report) {
      const { value } = node
      // Other parts of an allOf, or whoever extends the schema by one, may define the property.
      if (node.kind !== 'schema' || node.role === 'part' || own(value, 'allOf') !== undefined) return
      if (own(value, 'properties') === undefined && node.type !== 'object') return
      const properties = objectAt(value, 'properties') ?? {}
      arrayAt(value, 'required')?.forEach((name, position) => {
        if (typeof name !== 'string' || Object.hasOwn(properties, name)) return
        const message = `${sentence(schemaWords(node))} requires ${quote(name)}, which it doesn't define: define it, or remove it from 'required'.`
        report(at(node.place, 'required', position), message, operationOf(node))
      })
    }
  },
  {
    id: 'RequiredPropertyNotOnObject',
    section: 'Properties',
    severity: 'warning',
    what: 'A schema that is no object has `required`',
    why: 'The list is for the properties of objects and has no effect here.',
    mend: 'Remove it.',
    on: 'schema',
    keywords: ['required'],
    check(node, report) {
      if (node.kind !== 'schema' || node.type === undefined || node.type === 'object') return
      if (own(node.value, 'required') === undefined) return
      const message = `${sentence(schemaWords(node))} is of type ${quote(node.type)} and has 'required': that is for objects, remove it.`
      report(at(node.place, 'required'), message, operationOf(node))
    }
  },
  {
    id: 'RequiredReadOnlyPropertyNotAllowedAsInput',
    section: 'Properties',
    severity: 'warning',
    what: 'A property of a request is required and `readOnly`',
    why: 'A maker must give it and must not: the designer hides it, and the call fails for its lack.',
    mend: 'Remove one of the two, or use a schema of its own for the request.',
    on: 'schema',
    keywords: ['readOnly'],
    check(node, report) {
      if (!node.required || !node.root.input || own(node.value, 'readOnly') !== true) return
      // A definition that responses share is right to have it.
      if (node.root.output) return
      const message = `${sentence(schemaWords(node))} is required in a request but 'readOnly': remove one of the two.`
      report(node.place, message, operationOf(node))
    }
  },
  {
    // 'uniqueItems' is the example of Microsoft's documentation; published connectors have it, so it is no error.
    id: 'SwaggerKeywordNotSupported',
    section: 'Not supported',
    severity: 'info',
    what: 'A schema has `uniqueItems`, `discriminator` or `xml`',
    why: 'Connectors pass over it: lists are not checked, types are not told apart, and everything is JSON.',
    mend: 'Nothing, if the API checks it. Else remove it.',
    on: 'object',
    keywords: ['uniqueItems', 'discriminator', 'xml'],
    check({ value, place, words, operation }, report, _index, keyword) {
      if (own(value, keyword) === false) return
      const message = `${sentence(words())} has '${keyword}', which connectors don't support: remove it.`
      report(at(place, keyword), message, operation)
    }
  },
  {
    id: 'SchemaTypeFileNotValid',
    section: 'Response',
    severity: 'error',
    what: 'A schema inside a body or response is of type `file`',
    why: 'Only form data and a response as a whole can be a file.',
    mend: 'Use a text of the format `byte`, which holds the content in base64.',
    on: 'schema',
    keywords: ['type'],
    check(node, report) {
      if (node.type !== 'file' || node.kind === 'parameter') return
      if (node.root.kind === 'response' && node.role === 'root') return
      const message = `${sentence(schemaWords(node))} is of type 'file': only form data and a response as a whole can be, use a string of format 'byte'.`
      report(at(node.place, 'type'), message, operationOf(node))
    }
  },
  {
    id: 'InvalidStringBinaryProperty',
    section: 'Properties',
    severity: 'warning',
    what: 'A property is a text of the format `binary`',
    why: 'JSON has no place for bytes. Only a whole body or a part of a form can be binary.',
    mend: 'Use the format `byte`.',
    on: 'schema',
    keywords: ['format'],
    check(node, report) {
      if (node.type !== 'string' || stringAt(node.value, 'format') !== 'binary') return
      if (node.kind === 'parameter' ? node.root.parameter?.location === 'formData' : node.role === 'root') return
      const message = `${sentence(schemaWords(node))} is binary: only a whole body or a form data parameter can be, use format 'byte'.`
      report(at(node.place, 'format'), message, operationOf(node))
    }
  },
  {
    id: 'UnrecognizedTypeFormat',
    section: 'Operations',
    severity: 'info',
    what: 'A schema has a format that connectors do not know',
    why: 'The format has no effect on the field in the designer.',
    mend: 'Nothing, or remove it.',
    on: 'schema',
    keywords: ['format'],
    check(node, report) {
      const format = stringAt(node.value, 'format')
      if (format === undefined || node.type === undefined || !Object.hasOwn(formats, node.type)) return
      if (formats[node.type]?.includes(format) === true) return
      const message = `${sentence(schemaWords(node))} is '${node.type}' with the format ${quote(format)}, which connectors don't know: remove it.`
      report(at(node.place, 'format'), message, operationOf(node))
    }
  },
  {
    id: 'DiscriminatorMustBeARequiredStringProperty',
    section: 'Metadata',
    severity: 'error',
    what: 'The `discriminator` is no required text property of its schema',
    why: 'Swagger 2.0 tells types apart by that property, so it must be there.',
    mend: 'Make it a property of type `string` and list it in `required`.',
    on: 'schema',
    keywords: ['discriminator'],
    check(node, report, { resolver }) {
      const name = stringAt(node.value, 'discriminator')
      if (name === undefined) return
      const property = resolver.schema(own(objectAt(node.value, 'properties') ?? {}, name))
      const required = (arrayAt(node.value, 'required') ?? []).includes(name)
      if (required && property !== undefined && stringAt(property, 'type') === 'string') return
      const message = `The 'discriminator' ${quote(name)} of ${schemaWords(node)} isn't a required string property: make it one.`
      report(at(node.place, 'discriminator'), message, operationOf(node))
    }
  },
  {
    id: 'RequiredLoopInSchemaNotAllowed',
    section: 'Response',
    severity: 'error',
    what: 'A definition requires itself',
    why: 'No value can be written down, since it would have no end.',
    mend: 'Make one of the properties on the way optional.',
    on: 'document',
    check(index, report) {
      for (const [node, name] of requiredLoops(index)) {
        const message = `Definition ${quote(name)} requires itself through ${schemaWords(node)}, so no value can be written down: make one of the properties optional.`
        report(node.place, message)
      }
    }
  },
  {
    id: 'InvalidCustomEditorExtensionDictionaryValue',
    section: 'Response',
    severity: 'warning',
    what: 'The editor `dictionary` stands on something that is no dictionary',
    why: 'The designer can show rows of names and values only for an object with any names.',
    mend: 'Make it an object with `additionalProperties`, or remove `x-ms-editor`.',
    on: 'schema',
    keywords: ['x-ms-editor'],
    check(node, report) {
      if (stringAt(node.value, 'x-ms-editor') !== 'dictionary' || isDictionary(node.value)) return
      const message = `${sentence(schemaWords(node))} has the editor 'dictionary' but isn't an object with 'additionalProperties': make it one.`
      report(at(node.place, 'x-ms-editor'), message, operationOf(node))
    }
  }
]

/** Those of Swagger 2.0 and of published connectors, `date-no-tz` and `html` of the platform, and a few that are common. */
const formats: Readonly<Record<string, readonly string[]>> = {
  integer: ['int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64', 'unixtime'],
  number: ['float', 'double', 'decimal', 'byte', 'int32', 'int64'],
  string: [
    ...['byte', 'binary', 'date', 'date-time', 'date-no-tz', 'time', 'password', 'uuid', 'guid', 'uri', 'url', 'email'],
    ...['html', 'enum', 'char', 'duration', 'hostname', 'ipv4', 'ipv6']
  ]
}

function isDictionary(value: JsonObject): boolean {
  const additional = own(value, 'additionalProperties')
  return stringAt(value, 'type') === 'object' && additional !== false && additional !== undefined
}

/** The required properties that close a circle of definitions, with the definition that it comes back to. */
function requiredLoops(index: DefinitionIndex): [SchemaNode, string][] {
  const edges = new Map<string, [SchemaNode, string][]>()
  for (const node of index.schemas) {
    if (node.root.kind !== 'definition' || node.role === 'items' || node.role === 'additional') continue
    const reference = own(node.value, '$ref')
    if (reference === undefined || !alwaysThere(node)) continue
    const resolution = index.resolver.resolve(reference, 'definitions')
    if (resolution.state !== 'found') continue
    const from = edges.get(node.root.name)
    if (from === undefined) edges.set(node.root.name, [[node, resolution.name]])
    else from.push([node, resolution.name])
  }
  return closingEdges(edges)
}

/** Whether every step from the definition's root down to the node is required. */
function alwaysThere(node: SchemaNode): boolean {
  if (node.role === 'root') return false
  for (let current = node; current.parent !== undefined; current = current.parent) {
    if (current.role === 'items' || current.role === 'additional') return false
    if (current.role === 'property' && !current.required) return false
  }
  return true
}

/** The edges of a graph that lead back into the path they were reached by: a depth-first search with its own stack. */
function closingEdges(edges: ReadonlyMap<string, readonly [SchemaNode, string][]>): [SchemaNode, string][] {
  const found: [SchemaNode, string][] = []
  const state = new Map<string, 'open' | 'done'>()
  for (const start of edges.keys()) {
    if (state.has(start)) continue
    const stack: { name: string; next: number }[] = [{ name: start, next: 0 }]
    state.set(start, 'open')
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const edge = edges.get(top.name)?.[top.next++]
      if (edge === undefined) {
        state.set(top.name, 'done')
        stack.pop()
      } else if (state.get(edge[1]) === 'open') found.push(edge)
      else if (!state.has(edge[1])) {
        state.set(edge[1], 'open')
        stack.push({ name: edge[1], next: 0 })
      }
    }
  }
  return found
}
