/** Rules on enums, defaults, and whether a field that makers don't see gets its value. */
import { arrayAt, isObject, own, stringAt, type Json } from '../../definition/json.ts'
import type { SchemaNode } from '../model/nodes.ts'
import { at } from '../model/place.ts'
import { operationOf, quote, schemaWords, sentence } from '../model/words.ts'
import type { Rule } from './rule.ts'
import { hasType, jsonType } from './shapes.ts'

export const values: readonly Rule[] = [
  {
    id: 'EnumMustContainAtLeastOneElement',
    section: 'Properties',
    severity: 'error',
    what: '`enum` is an empty list',
    why: 'No value would be allowed.',
    mend: 'List the values, or remove it.',
    on: 'schema',
    keywords: ['enum'],
    check(node, report) {
      if (arrayAt(node.value, 'enum')?.length !== 0) return
      report(
        at(node.place, 'enum'),
        `'enum' of ${schemaWords(node)} is empty: list a value, or remove it.`,
        operationOf(node)
      )
    }
  },
  {
    id: 'InvalidEnumValue',
    section: 'Operations',
    severity: 'warning',
    what: 'A value of `enum` has another type than the schema',
    why: 'Makers can choose it, and the API gets a value that it does not take.',
    mend: 'Write the values in the type of the schema, or correct the type.',
    on: 'schema',
    keywords: ['enum'],
    check(node, report) {
      arrayAt(node.value, 'enum')?.forEach((value, position) => {
        if (value === null || hasType(value, node.type)) return
        const message = `'enum' of ${schemaWords(node)} has ${quote(value)} of type ${jsonType(value)}: make it ${node.type ?? ''}, as the schema says.`
        report(at(node.place, 'enum', position), message, operationOf(node))
      })
    }
  },
  {
    id: 'DefaultValueMustMatchType',
    section: 'Properties',
    severity: 'warning',
    what: '`default` has another type than the schema',
    why: 'The designer fills it in, and the API gets a value that it does not take.',
    mend: 'Write it in the type of the schema.',
    on: 'schema',
    keywords: ['default'],
    check(node, report) {
      const value = own(node.value, 'default')
      if (value === undefined || value === null || hasType(value, node.type)) return
      const message = `The 'default' ${quote(value)} of ${schemaWords(node)} is of type ${jsonType(value)}: make it ${node.type ?? ''}.`
      report(at(node.place, 'default'), message, operationOf(node))
    }
  },
  {
    id: 'DuplicateEnumValuesInExtension',
    section: 'Operations',
    severity: 'warning',
    what: '`x-ms-enum-values` names a value twice',
    why: 'Makers see two names for one value.',
    mend: 'Give each value one display name.',
    on: 'schema',
    keywords: ['x-ms-enum-values'],
    check(node, report) {
      const seen = new Set<Json>()
      for (const [position, entry] of enumValues(node)) {
        const value = isObject(entry) ? own(entry, 'value') : undefined
        if (value === undefined) continue
        if (seen.has(value)) {
          const message = `'x-ms-enum-values' of ${schemaWords(node)} names ${quote(value)} twice: give each value one display name.`
          report(at(node.place, 'x-ms-enum-values', position), message, operationOf(node))
        }
        seen.add(value)
      }
    }
  },
  {
    id: 'InvalidEnumValuesExtensionValue',
    section: 'Operations',
    severity: 'warning',
    what: '`x-ms-enum-values` has a value that is not in `enum`',
    why: 'Makers can choose a value that the API does not take.',
    mend: 'Add it to `enum`, or correct it.',
    on: 'schema',
    keywords: ['x-ms-enum-values'],
    check(node, report) {
      const allowed = arrayAt(node.value, 'enum') ?? (node.type === 'array' ? itemEnum(node) : undefined)
      if (allowed === undefined) return
      for (const [position, entry] of enumValues(node)) {
        const value = isObject(entry) ? own(entry, 'value') : undefined
        if (value === undefined || allowed.includes(value)) continue
        const message = `'x-ms-enum-values' of ${schemaWords(node)} has ${quote(value)}, which isn't in its 'enum': add it there, or correct it.`
        report(at(node.place, 'x-ms-enum-values', position, 'value'), message, operationOf(node))
      }
    }
  },
  {
    id: 'MissingEnumValuesDisplayName',
    section: 'Properties',
    severity: 'warning',
    what: 'A value of `x-ms-enum-values` has no display name',
    why: 'The list in the designer has an empty line.',
    mend: 'Add `displayName`.',
    on: 'schema',
    keywords: ['x-ms-enum-values'],
    check(node, report) {
      for (const [position, entry] of enumValues(node)) {
        if (!isObject(entry) || own(entry, 'displayName') !== undefined) continue
        const message = `'x-ms-enum-values' of ${schemaWords(node)} has no 'displayName' for ${quote(own(entry, 'value'))}: add it.`
        report(at(node.place, 'x-ms-enum-values', position), message, operationOf(node))
      }
    }
  },
  {
    // A parameter; the same in a body is the next rule.
    id: 'PropertyMustBeRequired',
    section: 'Properties',
    severity: 'warning',
    what: 'A parameter that makers do not see has a default and is optional',
    why: 'What nobody sees nobody fills in, and a default of an optional parameter is not sent.',
    mend: 'Add `"required": true`: the default is then sent with every call.',
    on: 'schema',
    keywords: ['x-ms-visibility'],
    check(node, report) {
      if (node.kind !== 'parameter' || own(node.value, 'required') === true || !isHiddenWithDefault(node)) return
      const message = `${sentence(schemaWords(node))} is internal with a default but optional, so it is never sent: add "required": true.`
      report(node.place, message, operationOf(node))
    }
  },
  {
    id: 'InternalPropertyWithDefaultOptional',
    section: 'Properties',
    severity: 'warning',
    what: 'A property of a request that makers do not see has a default and is optional',
    why: 'What nobody sees nobody fills in, and the default may not be sent.',
    mend: 'List it in `required`: the default is then sent with every call.',
    on: 'schema',
    keywords: ['x-ms-visibility'],
    check(node, report) {
      if (node.role !== 'property' || node.required || !node.root.input || !isHiddenWithDefault(node)) return
      const message = `${sentence(schemaWords(node))} is internal with a default but optional, so it may not be sent: list it in 'required'.`
      report(node.place, message, operationOf(node))
    }
  }
]

function isHiddenWithDefault({ value }: SchemaNode): boolean {
  return stringAt(value, 'x-ms-visibility') === 'internal' && own(value, 'default') !== undefined
}

function enumValues({ value }: SchemaNode): [number, Json][] {
  return [...(arrayAt(value, 'x-ms-enum-values') ?? []).entries()]
}

function itemEnum({ value }: SchemaNode): Json[] | undefined {
  const items = own(value, 'items')
  return isObject(items) ? arrayAt(items, 'enum') : undefined
}
