/** What a new definition breaks, and whether that is allowed. */
import { acceptChanges } from './checks/changes/allowed.ts'
import { compareDefinitions, type Side } from './checks/changes/compare.ts'
import { compareOperations } from './checks/changes/operations.ts'
import { operationsOf } from './definition/operations.ts'
import { pointer } from './definition/json.ts'
import type { FilePlace } from './definition/source-place.ts'
import { ActionError } from './errors.ts'
import type { GateInputs } from './inputs.ts'
import { changeLines } from './report/lines.ts'
import type { Report, ReportedChange } from './report/report.ts'
import { countBreaking, countOperations, total } from './report/words.ts'
import { warn, type World } from './world.ts'

/** Finds out what changes for apps and flows; the report and the log are told. */
export function compare(
  { before, after }: { readonly before: Side; readonly after: Side },
  { allowedChanges }: GateInputs,
  place: (pointer: string) => FilePlace | undefined,
  report: Report,
  world: World
): void {
  report.operations = compareOperations(before.definition, after.definition)
  const changes = compareDefinitions(before, after)
  const { accepted, unmatched } = acceptChanges(changes, allowedChanges)
  const pointers = new Map(
    [...operationsOf(after.definition)].map(({ id, path, method }) => [id, pointer('paths', path, method)])
  )
  const isAccepted = new Set(accepted)
  report.changes = changes.map(change => {
    const at = pointers.get(change.operationId)
    const found = at === undefined ? undefined : place(at)
    return { ...change, accepted: isAccepted.has(change), ...(found ? { place: found } : {}) }
  })
  world.log.info(countOperations(report.operations))
  for (const line of changeLines(report.changes)) world.log.info(line)
  for (const line of unmatched) {
    warn(report, world, `"${line}" of "allowed-changes" accepts nothing: there is no such breaking change`)
  }
}

/**
 * Ends the run where `on-breaking` says so.
 * @param subject what doesn't happen: "did not update shared_orders"
 * @throws ActionError naming the first breaking change
 */
export function gate(gates: GateInputs, subject: string, report: Report): void {
  const breaking = barring(gates, report)
  const [first] = breaking
  if (!first) return
  const entry = [first.rule, first.operationId].filter(Boolean).join(' ')
  throw new ActionError({
    what: subject,
    why: `${countBreaking(total(breaking))}, first: ${first.message} (${entry})`,
    advice: `nothing was written; keep the API compatible, or accept what is meant by lines such as "${entry}" in "allowed-changes"`
  })
}

/** The changes that `on-breaking` ends the run for. */
export function barring({ onBreaking }: GateInputs, { changes = [] }: Report): readonly ReportedChange[] {
  if (onBreaking !== 'fail') return []
  return changes.filter(({ severity, accepted }) => severity === 'breaking' && !accepted)
}
