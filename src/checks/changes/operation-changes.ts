/** What an update changes in one operation, its id aside. */
import { own, type Json } from '../../definition/json.ts'
import type { Operation } from '../../definition/operations.ts'
import { templateOf } from './operation-pairs.ts'
import { Pair } from './pair.ts'
import { compareParameters } from './parameters.ts'
import { compareOutputs } from './responses.ts'
import { isInternal, isSameText } from './schema-reader.ts'
import type { SchemaComparison } from './schemas.ts'

/** Two operations of the same id; what lies behind references is found when `schemas` is finished. */
export function compareOperation(before: Operation, after: Operation, schemas: SchemaComparison): Pair {
  const pair = new Pair()
  compareCalls(before, after, pair)
  compareMarks(before, after, pair)
  compareParameters(before, after, schemas, pair)
  compareOutputs(before, after, schemas, pair)
  return pair
}

function compareCalls(before: Operation, after: Operation, pair: Pair): void {
  if (templateOf(before.path) !== templateOf(after.path)) pair.add('PathChanged', '', before.path, after.path)
  if (before.method !== after.method)
    pair.add('VerbChanged', '', before.method.toUpperCase(), after.method.toUpperCase())
}

function compareMarks({ operation: before }: Operation, { operation: after }: Operation, pair: Pair): void {
  const isHidden = (operation: typeof before): boolean => isInternal(own(operation, 'x-ms-visibility'))
  if (isHidden(after) && !isHidden(before)) pair.add('OperationHidden', '', undefined, 'internal')
  if (own(after, 'deprecated') === true && own(before, 'deprecated') !== true) pair.add('OperationDeprecated', '')
  const kinds = [triggerKind(own(before, 'x-ms-trigger')), triggerKind(own(after, 'x-ms-trigger'))] as const
  if (kinds[0] !== kinds[1]) pair.add('TriggerKindChanged', '', ...kinds)
  const isSame = ['summary', 'description'].every(name => isSameText(own(before, name), own(after, name)))
  if (!isSame) pair.add('TextChanged', '')
}

/** `single` (an item at a time) or `batch` (a list of them); an operation without the mark is an action. */
function triggerKind(mark: Json | undefined): string {
  if (mark === undefined) return 'action'
  return typeof mark === 'string' ? `${mark.toLowerCase()} trigger` : 'trigger'
}
