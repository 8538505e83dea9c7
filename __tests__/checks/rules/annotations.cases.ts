/** Cases of `x-ms-api-annotation`. */
import type { JsonObject } from '../../../src/definition/json.ts'
import { list, type Case } from './example.ts'

const annotation = 'x-ms-api-annotation'
const family = (operationId: string, revision: number | undefined, more: JsonObject = {}) => ({
  operationId,
  responses: { '200': { description: 'Done' } },
  [annotation]: { family: 'Orders', ...(revision === undefined ? {} : { revision }), ...more }
})

export const annotationCases: readonly Case[] = [
  {
    rule: 'ApiAnnotationExtensionReplacementInfoForNonDeprecatedOperations',
    bad: { [`${list}|${annotation}|replacement`]: { api: 'orders', operationId: 'CreateOrder' } },
    at: `${list}|${annotation}|replacement`,
    good: {
      [`${list}|${annotation}|replacement`]: { api: 'orders', operationId: 'CreateOrder' },
      [`${list}|deprecated`]: true
    }
  },
  {
    rule: 'ApiAnnotationExtensionReplacementInfoMissingApiProperty',
    bad: { [`${list}|${annotation}|replacement|operationId`]: 'CreateOrder' },
    at: `${list}|${annotation}|replacement`,
    good: { [`${list}|${annotation}|replacement`]: { api: 'orders' } }
  },
  {
    rule: 'ApiAnnotationExtensionReplacementInfoMissingOperationIdProperty',
    bad: { [`${list}|${annotation}|replacement|api`]: 'orders' },
    at: `${list}|${annotation}|replacement`,
    good: { [`${list}|${annotation}|replacement`]: { operationId: 'CreateOrder' } }
  },
  {
    rule: 'OperationFamilyHasDuplicateRevisions',
    bad: { 'paths|/a|get': family('A', 1), 'paths|/b|get': family('B', 1) },
    at: `paths|/b|get|${annotation}|revision`,
    good: { 'paths|/a|get': family('A', 1), 'paths|/b|get': family('B', 2) }
  },
  {
    rule: 'OperationFamilyHasManyActiveOperations',
    bad: { 'paths|/a|get': family('A', 1), 'paths|/b|get': family('B', 2), 'paths|/c|get': family('C', 3) },
    at: `paths|/c|get|${annotation}`,
    good: {
      'paths|/a|get': { ...family('A', 1), deprecated: true },
      'paths|/b|get': family('B', 2),
      'paths|/c|get': family('C', 3)
    }
  },
  {
    rule: 'OperationFamilyHasManyActiveProductionOperations',
    bad: {
      'paths|/a|get': family('A', 1, { status: 'Production' }),
      'paths|/b|get': family('B', 2, { status: 'Production' })
    },
    at: `paths|/b|get|${annotation}`,
    good: {
      'paths|/a|get': family('A', 1, { status: 'Production' }),
      'paths|/b|get': family('B', 2, { status: 'Preview' })
    }
  },
  {
    rule: 'OperationFamilyHasManyEmptyRevisions',
    bad: { 'paths|/a|get': family('A', undefined), 'paths|/b|get': family('B', undefined) },
    at: `paths|/b|get|${annotation}`,
    good: { 'paths|/a|get': family('A', undefined), 'paths|/b|get': family('B', 2) }
  },
  {
    rule: 'OperationIdShouldEndWithRevision',
    bad: { [`${list}|${annotation}|revision`]: 2 },
    at: `${list}|operationId`,
    good: { [`${list}|${annotation}|revision`]: 1 }
  },
  {
    rule: 'OperationRevisionEmpty',
    bad: { [`${list}|${annotation}|family`]: 'Orders' },
    at: `${list}|${annotation}`,
    good: { [`${list}|${annotation}|status`]: 'Preview' }
  },
  {
    rule: 'OperationStatusAheadOfConnector',
    bad: { [`info|${annotation}|status`]: 'Preview', [`${list}|${annotation}|status`]: 'Production' },
    at: `${list}|${annotation}|status`,
    good: { [`info|${annotation}|status`]: 'Production', [`${list}|${annotation}|status`]: 'Production' }
  }
]
