/** What an update of a connector changes for the apps and flows that use it. */
import { objectAt, own, stringAt, type JsonObject } from '../../definition/json.ts'
import type { Operation } from '../../definition/operations.ts'
import type { Change } from './change.ts'
import { ChangeList } from './change-list.ts'
import { lostCompanions } from './companions.ts'
import { compareConnectionParameters } from './connection-parameters.ts'
import { compareOperation } from './operation-changes.ts'
import { operationsById, renames } from './operation-pairs.ts'
import { Pair } from './pair.ts'
import { compareReach } from './reach.ts'
import { isSameText } from './schema-reader.ts'
import { SchemaComparison } from './schemas.ts'
import { compareSecurity } from './security.ts'
import { spread } from './spread.ts'

/** A connector before or after the update. */
export interface Side {
  /** Swagger 2.0, as the service stores it or as it is sent. */
  readonly definition: JsonObject
  /** The member `properties` of apiProperties.json; where a side doesn't know it, it isn't compared. */
  readonly properties?: JsonObject
}

type Operations = ReadonlyMap<string, Operation>

/**
 * Compares by operation id, inputs by place, name and path, outputs by path. The same pair always gives the same list:
 * breaking changes, then others, then texts; of these the connector's, then those of the operations in the order of
 * `after`, then those of the removed ones in the order of `before`; of an operation by path.
 *
 * Takes any two JSON objects, however malformed, and never throws. The cost is linear in the size of both. Where an
 * operation has very many changes, they are counted from some point on (`Change.more`). What the service rewrites when it
 * stores a definition (see `definition/stored.ts`) is no change.
 */
export function compareDefinitions(before: Side, after: Side): readonly Change[] {
  const old = operationsById(before.definition)
  const current = operationsById(after.definition)
  const gone = new Set([...old.keys()].filter(id => !current.has(id)))
  const list = new ChangeList(['', ...current.keys(), ...gone])
  addComings(old, current, list)
  const properties = after.properties ?? before.properties ?? {}
  for (const { rule, operationId, at, policy } of lostCompanions(properties, gone, current.keys())) {
    list.add(rule, { operationId, name: operationId, path: at, other: policy })
  }
  addDifferences(before, after, { old, current, gone }, list)
  return list.sorted()
}

/** Operations that come and go. */
function addComings(old: Operations, current: Operations, list: ChangeList): void {
  const oldIds = renames(old, current)
  const newIds = new Map([...oldIds].map(([id, oldId]) => [oldId, id]))
  for (const [operationId, operation] of old) {
    if (current.has(operationId)) continue
    const name = nameOf(operationId, operation)
    list.add('OperationRemoved', { operationId, name, path: '', other: newIds.get(operationId) })
  }
  for (const [operationId, operation] of current) {
    if (old.has(operationId)) continue
    const name = nameOf(operationId, operation)
    list.add('OperationAdded', { operationId, name, path: '', other: oldIds.get(operationId) })
  }
}

/** What differs in the connector as a whole, and in the operations of both sides. */
function addDifferences(
  before: Side,
  after: Side,
  { old, current, gone }: { old: Operations; current: Operations; gone: ReadonlySet<string> },
  list: ChangeList
): void {
  const schemas = new SchemaComparison(before.definition, after.definition, gone)
  const subjects = [{ operationId: '', name: '' }]
  const pairs = [compareConnectors(before, after)]
  for (const [operationId, operation] of current) {
    const counterpart = old.get(operationId)
    if (counterpart === undefined) continue
    subjects.push({ operationId, name: nameOf(operationId, counterpart, operation) })
    pairs.push(compareOperation(counterpart, operation, schemas))
  }
  schemas.finish()
  for (const [index, spreading] of spread(pairs).entries()) {
    const subject = subjects[index]
    if (subject !== undefined) list.addSpread(subject, spreading)
  }
}

function compareConnectors(before: Side, after: Side): Pair {
  const pair = new Pair()
  compareReach(before.definition, after.definition, pair)
  compareSecurity(before.definition, after.definition, pair)
  if (before.properties && after.properties) compareConnectionParameters(before.properties, after.properties, pair)
  const [old, current] = [objectAt(before.definition, 'info') ?? {}, objectAt(after.definition, 'info') ?? {}]
  if (!['title', 'description'].every(name => isSameText(own(old, name), own(current, name)))) {
    pair.add('TextChanged', 'info')
  }
  return pair
}

/** What makers call the operation: its summary where one of the sides has one, the first of them. */
function nameOf(id: string, ...sides: readonly Operation[]): string {
  const summaries = sides.map(({ operation }) => stringAt(operation, 'summary')?.trim())
  return summaries.find(summary => summary !== undefined && summary !== '') ?? id
}
