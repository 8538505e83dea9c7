/** The checks before a write: our own rules first, since they need no network, then those of the backend. */
import { checkDefinition } from './checks/check-definition.ts'
import type { ConnectorContent } from './connectors/connector.ts'
import type { ConnectorStore } from './connectors/store.ts'
import type { JsonObject } from './definition/json.ts'
import type { KeepPart } from './definition/keep.ts'
import { ActionError } from './errors.ts'
import type { PreparationInputs, ValidateInputs } from './inputs.ts'
import type { FilePlace } from './definition/source-place.ts'
import { describeFinding, findingLines } from './report/lines.ts'
import type { Report, ReportedFinding } from './report/report.ts'
import { count } from './report/words.ts'
import type { World } from './world.ts'

const OUR_RULES = 'the rules for connectors'

/** Where something of the definition stands in the API's document, when that is a file of the workspace. */
export type PlaceOf = (pointer: string) => FilePlace | undefined

/**
 * @param between called when our rules are passed, before the backend is asked
 * @throws ActionError when there are errors, or warnings where these count as errors
 */
export async function check(
  { store, content, between }: { store: ConnectorStore; content: ConnectorContent; between?: () => void },
  inputs: PreparationInputs,
  place: PlaceOf,
  report: Report,
  world: World
): Promise<void> {
  const { definition, properties } = content
  const certification = inputs.certificationRules
  pass(checkDefinition(definition, { properties, certification }), OUR_RULES, inputs, place, report, world)
  between?.()
  const { by, findings } = await store.validate(content)
  pass(findings, by, inputs, place, report, world)
}

/** Rules about what a connector adds to the document: without a baseline nobody knows. */
const OF_THE_CONNECTOR: Readonly<Record<string, KeepPart>> = { HostMissing: 'host', SchemesMissing: 'schemes' }

/**
 * The same by our own rules alone.
 * @throws ActionError as `check` does
 */
export function checkOffline(
  { definition, properties }: Pick<ConnectorContent, 'definition'> & { readonly properties?: JsonObject | undefined },
  inputs: ValidateInputs,
  place: PlaceOf,
  report: Report,
  world: World
): void {
  const certification = inputs.certificationRules
  const all = checkDefinition(definition, { certification, ...(properties ? { properties } : {}) })
  const findings = all.filter(({ rule }) => {
    const part = inputs.baselineFile === undefined ? OF_THE_CONNECTOR[rule] : undefined
    return part === undefined || !inputs.definition.keep.has(part)
  })
  pass(findings, OUR_RULES, inputs, place, report, world)
}

function pass(
  findings: readonly ReportedFinding[],
  source: string,
  { failOnWarnings }: PreparationInputs,
  place: PlaceOf,
  report: Report,
  { log }: World
): void {
  const placed = findings.map((finding): ReportedFinding => {
    const at = place(finding.pointer)
    return at ? { ...finding, place: at } : finding
  })
  report.findings = [...(report.findings ?? []), ...placed]
  for (const line of findingLines(placed, source)) log.info(line)
  const fatal = placed.filter(({ severity }) => severity === 'error' || (severity === 'warning' && failOnWarnings))
  if (fatal.length > 0) throw refusal(fatal, source)
}

function refusal(fatal: readonly ReportedFinding[], source: string): ActionError {
  const [first] = fatal
  return new ActionError({
    what: 'the definition did not pass the checks',
    why: `${count(fatal.length, 'finding')} by ${source}, first: ${first ? describeFinding(first) : ''}`,
    advice: 'correct the API document; nothing was written'
  })
}
