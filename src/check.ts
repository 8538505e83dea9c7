/** The checks before a write: our own rules first, since they need no network, then the service's validation. */
import { checkDefinition } from './checks/check-definition.ts'
import type { ConnectorContent } from './connectors/connector.ts'
import type { ConnectorStore } from './connectors/store.ts'
import { ActionError } from './errors.ts'
import type { ChangeInputs } from './inputs.ts'
import { count, type Report, type ReportedFinding } from './report/report.ts'
import type { World } from './world.ts'

/** Lines of the log for the findings of one source; the summary has more, the report all. */
const MAX_LINES = 20

/** @throws ActionError when there are errors, or warnings where these count as errors */
export async function check(
  store: ConnectorStore,
  { definition, properties }: ConnectorContent,
  inputs: ChangeInputs,
  report: Report,
  { log }: World
): Promise<void> {
  const gate = (findings: readonly ReportedFinding[], source: string): void => {
    report.findings = [...(report.findings ?? []), ...findings]
    tell(findings, source, log)
    const fatal = findings.filter(
      ({ severity }) => severity === 'error' || (severity === 'warning' && inputs.failOnWarnings)
    )
    if (fatal.length > 0) throw refusal(fatal, source)
  }
  gate(
    checkDefinition(definition, { properties, certification: inputs.certificationRules }),
    'the rules for connectors'
  )
  gate(await store.validate(definition), `the validation of ${store.name}`)
}

function tell(findings: readonly ReportedFinding[], source: string, log: World['log']): void {
  const shown = findings.filter(({ severity }) => severity !== 'info')
  for (const finding of shown.slice(0, MAX_LINES)) log.info(`${finding.severity}: ${describe(finding)}`)
  if (shown.length > MAX_LINES) log.info(`… and ${shown.length - MAX_LINES} more`)
  if (shown.length === 0) log.info(`Nothing wrong by ${source}`)
}

function refusal(fatal: readonly ReportedFinding[], source: string): ActionError {
  const [first] = fatal
  return new ActionError({
    what: 'did not update the connector',
    why: `${count(fatal.length, 'finding')} by ${source}, first: ${first ? describe(first) : ''}`,
    advice: 'correct the API document; nothing was written'
  })
}

function describe({ rule, pointer, message }: ReportedFinding): string {
  const place = pointer === '' ? '' : ` at ${pointer}`
  return `${message.replace(/[\s.]+$/, '')}${place}${rule === undefined ? '' : ` (${rule})`}`
}
