/** The checks before a write: our own rules first, since they need no network, then those of the backend. */
import { checkDefinition } from './checks/check-definition.ts'
import type { ConnectorContent } from './connectors/connector.ts'
import type { ConnectorStore } from './connectors/store.ts'
import type { JsonObject } from './definition/json.ts'
import type { KeepPart } from './definition/keep.ts'
import { ActionError } from './errors.ts'
import type { PreparationInputs, ValidateInputs } from './inputs.ts'
import type { FilePlace } from './log.ts'
import { count, type Report, type ReportedFinding } from './report/report.ts'
import type { World } from './world.ts'

/** Lines of the log for the findings of one source; the summary has more, the report all. */
const MAX_LINES = 20
const OUR_RULES = 'the rules for connectors'

/** Annotations of one severity that a run can have (GitHub's limit for a step). */
const MAX_ANNOTATIONS = 10

/** @throws ActionError when there are errors, or warnings where these count as errors */
export async function check(
  store: ConnectorStore,
  content: ConnectorContent,
  inputs: PreparationInputs,
  report: Report,
  world: World
): Promise<void> {
  const { definition, properties } = content
  const certification = inputs.certificationRules
  gate(checkDefinition(definition, { properties, certification }), OUR_RULES, inputs, report, world)
  const { by, findings } = await store.validate(content)
  gate(findings, by, inputs, report, world)
}

/** Rules about what a connector adds to the document: without a baseline nobody knows. */
const OF_THE_CONNECTOR: Readonly<Record<string, KeepPart>> = { HostMissing: 'host', SchemesMissing: 'schemes' }

/**
 * The same by our own rules alone; the findings become annotations on the API document where that is a file.
 * @param place where something of the definition stands in the document, when it is a file
 * @throws ActionError as `check` does
 */
export function checkOffline(
  { definition, properties }: Pick<ConnectorContent, 'definition'> & { readonly properties?: JsonObject | undefined },
  inputs: ValidateInputs,
  place: (pointer: string) => FilePlace | undefined,
  report: Report,
  world: World
): void {
  const certification = inputs.certificationRules
  const all = checkDefinition(definition, { certification, ...(properties ? { properties } : {}) })
  const findings = all.filter(({ rule }) => {
    const part = inputs.baselineFile === undefined ? OF_THE_CONNECTOR[rule] : undefined
    return part === undefined || !inputs.definition.keep.has(part)
  })
  annotate(findings, place, world)
  gate(findings, OUR_RULES, inputs, report, world)
}

function gate(
  findings: readonly ReportedFinding[],
  source: string,
  { failOnWarnings }: PreparationInputs,
  report: Report,
  { log }: World
): void {
  report.findings = [...(report.findings ?? []), ...findings]
  tell(findings, source, log)
  const fatal = findings.filter(({ severity }) => severity === 'error' || (severity === 'warning' && failOnWarnings))
  if (fatal.length > 0) throw refusal(fatal, source)
}

function annotate(
  findings: readonly ReportedFinding[],
  place: (pointer: string) => FilePlace | undefined,
  { log }: World
): void {
  for (const severity of ['error', 'warning'] as const) {
    for (const finding of findings.filter(found => found.severity === severity).slice(0, MAX_ANNOTATIONS)) {
      const at = place(finding.pointer)
      if (at) log[severity](describe(finding), at)
    }
  }
}

function tell(findings: readonly ReportedFinding[], source: string, log: World['log']): void {
  const shown = findings.filter(({ severity }) => severity !== 'info')
  for (const finding of shown.slice(0, MAX_LINES)) log.info(`${finding.severity}: ${describe(finding)}`)
  if (shown.length > MAX_LINES) log.info(`… and ${shown.length - MAX_LINES} more`)
  if (shown.length === 0) log.info(`No error and no warning by ${source}`)
}

function refusal(fatal: readonly ReportedFinding[], source: string): ActionError {
  const [first] = fatal
  return new ActionError({
    what: 'the definition did not pass the checks',
    why: `${count(fatal.length, 'finding')} by ${source}, first: ${first ? describe(first) : ''}`,
    advice: 'correct the API document; nothing was written'
  })
}

function describe({ rule, pointer, message }: ReportedFinding): string {
  const place = pointer === '' ? '' : ` at ${pointer}`
  return `${message.replace(/[\s.]+$/, '')}${place}${rule === undefined ? '' : ` (${rule})`}`
}
