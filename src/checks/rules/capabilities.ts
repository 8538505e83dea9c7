/** Rules on `filterFunctions` of `x-ms-capabilities`: what a column of a table can be filtered by. */
import { arrayAt, objectAt, type Json } from '../../definition/json.ts'
import type { SchemaNode } from '../model/nodes.ts'
import { at, type Place } from '../model/place.ts'
import { operationOf, quote, schemaWords, sentence } from '../model/words.ts'
import type { Rule } from './rule.ts'

/** The functions of OData filters and aggregations. Microsoft's own list is not published, so it is drawn widely. */
const functions = [
  ...['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'and', 'or', 'not', 'add', 'sub', 'mul', 'div', 'mod', 'null', 'case'],
  ...[
    'contains',
    'startswith',
    'endswith',
    'length',
    'indexof',
    'replace',
    'substring',
    'substringof',
    'tolower',
    'toupper'
  ],
  ...[
    'trim',
    'concat',
    'year',
    'month',
    'day',
    'hour',
    'minute',
    'second',
    'date',
    'time',
    'now',
    'totaloffsetminutes'
  ],
  ...[
    'totalseconds',
    'mindatetime',
    'maxdatetime',
    'round',
    'floor',
    'ceiling',
    'min',
    'max',
    'average',
    'sum',
    'count'
  ],
  ...[
    'countdistinct',
    'top',
    'distinct',
    'joininner',
    'joinleft',
    'joinright',
    'joinfull',
    'astype',
    'isof',
    'any',
    'all'
  ]
]

export const capabilities: readonly Rule[] = [
  {
    id: 'FilterFunctionsPropertyEmpty',
    section: 'Properties',
    severity: 'warning',
    what: '`filterFunctions` is an empty list',
    why: 'The column can not be filtered, which no list says as well.',
    mend: 'List the functions, or remove it.',
    on: 'schema',
    keywords: ['x-ms-capabilities'],
    check(node, report) {
      const [list, place] = filterFunctions(node)
      if (list?.length !== 0) return
      report(
        place,
        `'filterFunctions' of ${schemaWords(node)} is empty: list a function, or remove it.`,
        operationOf(node)
      )
    }
  },
  {
    id: 'FilterFunctionsPropertyHasDuplicates',
    section: 'Properties',
    severity: 'warning',
    what: '`filterFunctions` has a function twice',
    why: 'It is listed once.',
    mend: 'Remove one.',
    on: 'schema',
    keywords: ['x-ms-capabilities'],
    check(node, report) {
      const [list, place] = filterFunctions(node)
      const seen = new Set<Json>()
      for (const [position, name] of (list ?? []).entries()) {
        if (seen.has(name)) {
          report(
            at(place, position),
            `'filterFunctions' of ${schemaWords(node)} has ${quote(name)} twice: remove one.`,
            operationOf(node)
          )
        }
        seen.add(name)
      }
    }
  },
  {
    id: 'FilterFunctionsPropertyInInputSchema',
    section: 'Properties',
    severity: 'warning',
    what: 'A field that is only sent has `filterFunctions`',
    why: 'Rows are filtered when they are read.',
    mend: 'Remove it.',
    on: 'schema',
    keywords: ['x-ms-capabilities'],
    check(node, report) {
      const [list, place] = filterFunctions(node)
      if (list === undefined || !node.root.input || node.root.output) return
      report(
        place,
        `${sentence(schemaWords(node))} is sent, not received, and has 'filterFunctions': remove it.`,
        operationOf(node)
      )
    }
  },
  {
    id: 'FilterFunctionsPropertyInvalidValue',
    section: 'Properties',
    severity: 'warning',
    what: '`filterFunctions` has something that is no filter function',
    why: 'The platform does not know it and never uses it.',
    mend: 'Take a function of OData, such as `eq` or `contains`.',
    on: 'schema',
    keywords: ['x-ms-capabilities'],
    check(node, report) {
      const [list, place] = filterFunctions(node)
      for (const [position, name] of (list ?? []).entries()) {
        if (typeof name === 'string' && functions.includes(name)) continue
        const message = `'filterFunctions' of ${schemaWords(node)} has ${quote(name)}, which isn't a filter function such as 'eq' or 'contains': remove it.`
        report(at(place, position), message, operationOf(node))
      }
    }
  }
]

function filterFunctions(node: SchemaNode): [Json[] | undefined, Place] {
  const place = at(node.place, 'x-ms-capabilities', 'filterFunctions')
  return [arrayAt(objectAt(node.value, 'x-ms-capabilities') ?? {}, 'filterFunctions'), place]
}
