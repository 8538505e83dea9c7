/** Rules on `x-ms-api-annotation`: revisions of an operation, and what replaces it. */
import { objectAt, own, stringAt, type Json, type JsonObject } from '../../definition/json.ts'
import type { DefinitionIndex, OperationNode } from '../model/nodes.ts'
import { at } from '../model/place.ts'
import { operationWords, quote, sentence } from '../model/words.ts'
import type { Report, Rule } from './rule.ts'

const annotation = 'x-ms-api-annotation'

export const annotations: readonly Rule[] = [
  {
    id: 'ApiAnnotationExtensionReplacementInfoForNonDeprecatedOperations',
    section: 'Operations',
    severity: 'error',
    what: 'An operation names its replacement and is not deprecated',
    why: 'Makers are not told to use the other one.',
    mend: 'Add `"deprecated": true`, or remove `replacement`.',
    on: 'operation',
    check(operation, report) {
      if (replacementOf(operation) === undefined || own(operation.value, 'deprecated') === true) return
      const message = `${sentence(operationWords(operation))} names a replacement but isn't deprecated: add "deprecated": true, or remove it.`
      report(at(operation.place, annotation, 'replacement'), message, operation)
    }
  },
  {
    id: 'ApiAnnotationExtensionReplacementInfoMissingApiProperty',
    section: 'Operations',
    severity: 'error',
    what: 'A `replacement` does not name the API',
    why: 'The platform can not lead makers to it.',
    mend: 'Add `api`.',
    on: 'operation',
    check(operation, report) {
      replacementLacks('api', operation, report)
    }
  },
  {
    id: 'ApiAnnotationExtensionReplacementInfoMissingOperationIdProperty',
    section: 'Operations',
    severity: 'error',
    what: 'A `replacement` does not name the operation',
    why: 'The platform can not lead makers to it.',
    mend: 'Add `operationId`.',
    on: 'operation',
    check(operation, report) {
      replacementLacks('operationId', operation, report)
    }
  },
  {
    id: 'OperationRevisionEmpty',
    section: 'Operations',
    severity: 'info',
    what: 'An operation belongs to a family and has no `revision`',
    why: 'The platform offers the newest revision of a family and can not tell it.',
    mend: 'Number it.',
    on: 'operation',
    check(operation, report) {
      const family = familyOf(operation)
      if (family === undefined || revisionOf(operation) !== undefined) return
      const message = `${sentence(operationWords(operation))} belongs to the family ${quote(family)} without a 'revision': number it.`
      report(at(operation.place, annotation), message, operation)
    }
  },
  {
    id: 'OperationIdShouldEndWithRevision',
    section: 'Operations',
    severity: 'info',
    what: 'The id of a second or later revision does not end with its number',
    why: 'Makers can not tell the revisions apart by their ids.',
    mend: 'End it with `_V2` and so on, as long as nobody uses it. A used id is better left as it is.',
    on: 'operation',
    check(operation, report) {
      const revision = revisionOf(operation)
      // The first revision has no suffix: published connectors number it 1 without one.
      if (typeof revision !== 'number' || revision < 2 || operation.id === undefined) return
      const suffix = `_V${revision}`
      if (operation.id.toUpperCase().endsWith(suffix)) return
      const message = `The operationId ${quote(operation.id)} of revision ${revision} should end with ${quote(suffix)}: rename it before it is used.`
      report(at(operation.place, 'operationId'), message, operation)
    }
  },
  {
    id: 'OperationFamilyHasDuplicateRevisions',
    section: 'Operations',
    severity: 'warning',
    what: 'Two operations of a family have the same `revision`',
    why: 'The platform can not tell which one is newer.',
    mend: 'Number them apart.',
    on: 'document',
    check(index, report) {
      for (const [family, members] of families(index)) {
        const seen = new Map<Json, OperationNode>()
        for (const operation of members) {
          const revision = revisionOf(operation)
          const first = revision === undefined ? undefined : seen.get(revision)
          if (revision !== undefined && first === undefined) seen.set(revision, operation)
          if (first === undefined) continue
          const message = `${sentence(operationWords(operation))} has revision ${quote(revision)} of family ${quote(family)}, as has ${operationWords(first)}: number them apart.`
          report(at(operation.place, annotation, 'revision'), message, operation)
        }
      }
    }
  },
  {
    id: 'OperationFamilyHasManyEmptyRevisions',
    section: 'Operations',
    severity: 'warning',
    what: 'Several operations of a family have no `revision`',
    why: 'The platform can not tell which one is newer.',
    mend: 'Number all but the first.',
    on: 'document',
    check(index, report) {
      for (const [family, members] of families(index)) {
        const unnumbered = members.filter(operation => revisionOf(operation) === undefined)
        for (const operation of unnumbered.slice(1)) {
          const message = `${sentence(operationWords(operation))} is the second of family ${quote(family)} without a 'revision': number it.`
          report(at(operation.place, annotation), message, operation)
        }
      }
    }
  },
  {
    id: 'OperationFamilyHasManyActiveOperations',
    section: 'Operations',
    severity: 'warning',
    what: 'A family has more than two operations that are not deprecated',
    why: 'Makers are offered several versions of the same thing.',
    mend: 'Deprecate all but two.',
    on: 'document',
    check(index, report) {
      for (const [family, members] of families(index)) {
        const active = members.filter(isActive)
        const [, , third] = active
        if (third === undefined) continue
        const message = `Family ${quote(family)} has ${active.length} operations that aren't deprecated, ${quote(active.map(it => it.id).join(', '))}: deprecate all but two.`
        report(at(third.place, annotation), message, third)
      }
    }
  },
  {
    id: 'OperationFamilyHasManyActiveProductionOperations',
    section: 'Operations',
    severity: 'warning',
    what: 'A family has several operations in production that are not deprecated',
    why: 'Makers are offered several versions of the same thing.',
    mend: 'Deprecate the earlier ones.',
    on: 'document',
    check(index, report) {
      for (const [family, members] of families(index)) {
        const active = members.filter(operation => isActive(operation) && statusOf(operation.value) === 'Production')
        const [, second] = active
        if (second === undefined) continue
        const message = `Family ${quote(family)} has several operations in production, ${quote(active.map(it => it.id).join(', '))}: deprecate the earlier ones.`
        report(at(second.place, annotation), message, second)
      }
    }
  },
  {
    id: 'OperationStatusAheadOfConnector',
    section: 'Operations',
    severity: 'warning',
    what: 'An operation is in production and its connector is not',
    why: 'What a connector in preview promises for production does not hold.',
    mend: 'Set the status of the connector first.',
    on: 'operation',
    check(operation, report, { root }) {
      const connector = statusOf(objectAt(root, 'info') ?? {})
      if (connector === undefined || connector === 'Production' || statusOf(operation.value) !== 'Production') return
      const message = `${sentence(operationWords(operation))} is in 'Production' but the connector in ${quote(connector)}: let the connector go first.`
      report(at(operation.place, annotation, 'status'), message, operation)
    }
  }
]

function annotationOf(value: JsonObject): JsonObject {
  return objectAt(value, annotation) ?? {}
}

function statusOf(value: JsonObject): string | undefined {
  return stringAt(annotationOf(value), 'status')
}

function familyOf({ value }: OperationNode): string | undefined {
  return stringAt(annotationOf(value), 'family')
}

function revisionOf({ value }: OperationNode): Json | undefined {
  return own(annotationOf(value), 'revision')
}

function replacementOf({ value }: OperationNode): JsonObject | undefined {
  return objectAt(annotationOf(value), 'replacement')
}

function isActive({ value }: OperationNode): boolean {
  return own(value, 'deprecated') !== true
}

function replacementLacks(name: string, operation: OperationNode, report: Report): void {
  const replacement = replacementOf(operation)
  if (replacement === undefined || own(replacement, name) !== undefined) return
  const message = `The replacement of ${operationWords(operation)} lacks '${name}': name the API and the operation that replace it.`
  report(at(operation.place, annotation, 'replacement'), message, operation)
}

function families(index: DefinitionIndex): Map<string, OperationNode[]> {
  const found = new Map<string, OperationNode[]>()
  for (const operation of index.operations) {
    const family = familyOf(operation)
    const members = family === undefined ? undefined : found.get(family)
    if (members !== undefined) members.push(operation)
    else if (family !== undefined) found.set(family, [operation])
  }
  return found
}
