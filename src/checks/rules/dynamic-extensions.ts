/** Rules on the extensions themselves: where they stand, which of the two generations is needed, what they find in a response. */
import { isObject, objectAt, own, stringAt, type JsonObject } from '../../definition/json.ts'
import { dynamicExtensions } from '../model/dynamic.ts'
import { bodyOf, fieldsNamed, follow, parameterNamed, successSchema } from '../model/fields.ts'
import type { DefinitionIndex, DynamicExtension, DynamicNode } from '../model/nodes.ts'
import { at } from '../model/place.ts'
import { dynamicWords, operationWords, parameterWords, quote, schemaWords, sentence } from '../model/words.ts'
import type { Report, Rule } from './rule.ts'

export const dynamicRules: readonly Rule[] = [
  {
    id: 'DynamicExtensionDefinitionNotAllowedInParameter',
    section: 'Operations',
    severity: 'error',
    what: 'A body parameter has an `x-ms-dynamic-*` itself',
    why: 'For a body the extension belongs to its schema.',
    mend: 'Move it into `schema`.',
    on: 'parameter',
    check(parameter, report) {
      if (parameter.location !== 'body') return
      for (const name of dynamicExtensions) {
        if (own(parameter.value, name) === undefined) continue
        const message = `${sentence(parameterWords(parameter))} is the body and has '${name}' itself: move it into its 'schema'.`
        report(at(parameter.place, name), message, parameter.users[0])
      }
    }
  },
  {
    id: 'DynamicListExtensionRequiredForNonParameterReferences',
    section: 'Operations',
    severity: 'warning',
    what: '`x-ms-dynamic-values` refers to a field of the body',
    why: 'It knows parameters only, so the field is not found and the list stays empty in newer designers.',
    mend: 'Add `x-ms-dynamic-list` beside it, which refers to the field by its path.',
    on: 'dynamic',
    check(node, report, index) {
      modernNeeded(node, 'x-ms-dynamic-values', 'x-ms-dynamic-list', 'field', report, index)
    }
  },
  {
    id: 'DynamicListExtensionRequiredForAmbiguousReferences',
    section: 'Operations',
    severity: 'warning',
    what: '`x-ms-dynamic-values` refers to a name that several fields or parameters have',
    why: 'Nobody can tell which one is meant.',
    mend: 'Add `x-ms-dynamic-list` beside it, which refers by a path.',
    on: 'dynamic',
    check(node, report, index) {
      modernNeeded(node, 'x-ms-dynamic-values', 'x-ms-dynamic-list', 'ambiguous', report, index)
    }
  },
  {
    id: 'DynamicPropertiesExtensionRequiredForNonParameterReferences',
    section: 'Operations',
    severity: 'warning',
    what: '`x-ms-dynamic-schema` refers to a field of the body',
    why: 'It knows parameters only, so the field is not found and the fields stay unknown in newer designers.',
    mend: 'Add `x-ms-dynamic-properties` beside it, which refers to the field by its path.',
    on: 'dynamic',
    check(node, report, index) {
      modernNeeded(node, 'x-ms-dynamic-schema', 'x-ms-dynamic-properties', 'field', report, index)
    }
  },
  {
    id: 'DynamicPropertiesExtensionRequiredForAmbiguousReferences',
    section: 'Operations',
    severity: 'warning',
    what: '`x-ms-dynamic-schema` refers to a name that several fields or parameters have',
    why: 'Nobody can tell which one is meant.',
    mend: 'Add `x-ms-dynamic-properties` beside it, which refers by a path.',
    on: 'dynamic',
    check(node, report, index) {
      modernNeeded(node, 'x-ms-dynamic-schema', 'x-ms-dynamic-properties', 'ambiguous', report, index)
    }
  },
  {
    id: 'DynamicPropertiesExtensionRequiredForPropertiesValuePath',
    section: 'Operations',
    severity: 'warning',
    what: '`x-ms-dynamic-schema` points to the properties of a schema, not to the schema',
    why: 'Newer designers take a whole schema, with its required fields.',
    mend: 'Add `x-ms-dynamic-properties` beside it, with the path of the schema.',
    on: 'dynamic',
    check(node, report) {
      const path = node.extension === 'x-ms-dynamic-schema' ? stringAt(node.value, 'value-path') : undefined
      if (
        path === undefined ||
        !endsInProperties.test(path) ||
        own(node.holder.value, 'x-ms-dynamic-properties') !== undefined
      )
        return
      const message = `${sentence(dynamicWords(node))} points to the properties of a schema (${quote(path)}): add 'x-ms-dynamic-properties', which points to the schema.`
      report(at(node.place, 'value-path'), message, node.sources[0])
    }
  },
  {
    id: 'DynamicPropertiesItemValuePathMismatch',
    section: 'Operations',
    severity: 'warning',
    what: '`x-ms-dynamic-properties` and `x-ms-dynamic-schema` beside it point to different places',
    why: 'Older and newer designers show different fields.',
    mend: 'Make `itemValuePath` the same place, without `properties` at its end.',
    on: 'dynamic',
    check(node, report) {
      const older =
        node.extension === 'x-ms-dynamic-properties' ? objectAt(node.holder.value, 'x-ms-dynamic-schema') : undefined
      const path = older && stringAt(older, 'value-path')
      if (older === undefined || stringAt(older, 'operationId') !== stringAt(node.value, 'operationId')) return
      const expected = (path ?? '').replace(endsInProperties, '')
      const actual = stringAt(node.value, 'itemValuePath') ?? ''
      if (actual === expected) return
      const message = `'itemValuePath' of ${dynamicWords(node)} is ${quote(actual)}, but 'x-ms-dynamic-schema' points to ${quote(path)}: make it ${quote(expected)}.`
      report(node.place, message, node.sources[0])
    }
  },
  {
    id: 'DynamicTreeExtensionMissing',
    section: 'Operations',
    severity: 'warning',
    what: 'A file picker is declared by `x-ms-dynamic-values` only',
    why: 'Newer designers show folders and files by `x-ms-dynamic-tree`.',
    mend: 'Add `x-ms-dynamic-tree` beside it.',
    on: 'dynamic',
    check(node, report) {
      if (
        stringAt(node.value, 'capability') !== 'file-picker' ||
        own(node.holder.value, 'x-ms-dynamic-tree') !== undefined
      )
        return
      const message = `${sentence(schemaWords(node.holder))} is picked from files by 'x-ms-dynamic-values' only: add 'x-ms-dynamic-tree'.`
      report(node.place, message, node.sources[0])
    }
  },
  {
    id: 'InvokedOperationShouldProduceArray',
    section: 'Operations',
    severity: 'warning',
    what: 'An operation that fills a list does not answer with an array at the path that is given',
    why: 'The list stays empty.',
    mend: 'Correct the path, or declare the array in the response.',
    on: 'dynamic',
    check(node, report, index) {
      const list = listOf(node, index)
      if (list === undefined || list.state === 'array' || list.state === 'open' || node.target === undefined) return
      const where = list.path === '' ? 'as its whole response' : `at ${quote(list.path)}`
      const message = `${sentence(dynamicWords(node))} expects an array from ${operationWords(node.target)} ${where}, which its response doesn't declare: correct the path or the response.`
      report(node.place, message, node.sources[0])
    }
  },
  {
    id: 'InvokedOperationShouldProduceProperty',
    section: 'Operations',
    severity: 'warning',
    what: 'An operation that fills a list or gives a schema does not declare the field that is taken from its answer',
    why: 'The list shows nothing, or the fields stay unknown.',
    mend: 'Correct the path, or declare the field in the response.',
    on: 'dynamic',
    check(node, report, index) {
      const start = itemsOf(node, index)
      if (start === undefined || node.target === undefined) return
      for (const name of pathMembers[node.extension] ?? []) {
        const path = stringAt(node.value, name)
        if (path === undefined || follow(start, path, index.resolver).state !== 'missing') continue
        const message = `'${name}' of ${dynamicWords(node)} expects ${quote(path)} from ${operationWords(node.target)}, which its response doesn't declare: correct the path or the response.`
        report(at(node.place, name), message, node.sources[0])
      }
    }
  }
]

const endsInProperties = /(?:^|\/)properties$/

/** The members of an extension that hold a path into one item, or for schemas into the response. */
const pathMembers: Readonly<Partial<Record<DynamicExtension, readonly string[]>>> = {
  'x-ms-dynamic-values': ['value-path', 'value-title'],
  'x-ms-dynamic-list': ['itemValuePath', 'itemTitlePath'],
  'x-ms-dynamic-tree': ['itemValuePath', 'itemTitlePath', 'itemFullTitlePath'],
  'x-ms-dynamic-schema': ['value-path'],
  'x-ms-dynamic-properties': ['itemValuePath']
}

type List =
  | { readonly state: 'array'; readonly items: JsonObject | undefined; readonly path: string }
  | { readonly state: 'open' | 'other'; readonly path: string }

/** The list that fills a dropdown or tree; `undefined` for extensions that need none. */
function listOf(node: DynamicNode, { resolver }: DefinitionIndex): List | undefined {
  if (node.extension === 'x-ms-dynamic-schema' || node.extension === 'x-ms-dynamic-properties') return undefined
  if (node.target === undefined) return undefined
  const path = stringAt(node.value, node.extension === 'x-ms-dynamic-values' ? 'value-collection' : 'itemsPath') ?? ''
  const field = follow(successSchema(node.target, resolver), path, resolver)
  if (field.state !== 'found') return { state: field.state === 'open' ? 'open' : 'other', path }
  const type = stringAt(field.schema, 'type')
  if (type === 'array') return { state: 'array', items: resolver.schema(own(field.schema, 'items')), path }
  const declared =
    type !== undefined && (type !== 'object' || Object.keys(objectAt(field.schema, 'properties') ?? {}).length > 0)
  return { state: declared ? 'other' : 'open', path }
}

function itemsOf(node: DynamicNode, index: DefinitionIndex): JsonObject | undefined {
  const list = listOf(node, index)
  if (list !== undefined) return list.state === 'array' ? list.items : undefined
  return node.target && successSchema(node.target, index.resolver)
}

/**
 * The older extensions refer to parameters by bare name; where that is a field of the body, or could be two things,
 * only the newer ones with their paths say what is meant.
 */
function modernNeeded(
  node: DynamicNode,
  older: DynamicExtension,
  newer: DynamicExtension,
  kind: 'field' | 'ambiguous',
  report: Report,
  { resolver }: DefinitionIndex
): void {
  const [source] = node.sources
  if (node.extension !== older || source === undefined || isObject(own(node.holder.value, newer))) return
  for (const { reference, place } of node.parameters) {
    const body = bodyOf(source)
    if (reference === undefined || body === undefined) continue
    const fields = fieldsNamed(body, reference, resolver).length
    const named = parameterNamed(source, reference) === undefined ? 0 : 1
    const actual = named + fields > 1 ? 'ambiguous' : fields === 1 ? 'field' : undefined
    if (actual !== kind) continue
    const what = kind === 'field' ? 'a field of the body' : 'more than one field or parameter'
    const message = `${sentence(dynamicWords(node))} refers to ${quote(reference)}, which is ${what} in ${operationWords(source)}: add '${newer}' with its path.`
    report(place, message, source)
  }
}
