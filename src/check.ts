/** The checks before a write: our own rules first, since they need no network, then the service's validation. */
import { checkDefinition } from './checks/check-definition.ts'
import type { ConnectorContent } from './connectors/connector.ts'
import type { ConnectorStore } from './connectors/store.ts'
import { ActionError } from './errors.ts'
import type { ChangeInputs } from './inputs.ts'
import { count, type Report, type ReportedFinding } from './report/report.ts'
import type { World } from './world.ts'

/** @throws ActionError when there are errors, or warnings where these count as errors */
export async function check(
  store: ConnectorStore,
  { definition, properties }: ConnectorContent,
  inputs: ChangeInputs,
  report: Report,
  { log }: World
): Promise<void> {
  const certification = inputs.certificationRules
  const sources: readonly (() => Promise<readonly ReportedFinding[]>)[] = [
    () => Promise.resolve(checkDefinition(definition, { properties, certification })),
    () => store.validate(definition)
  ]
  report.findings = []
  for (const [index, find] of sources.entries()) {
    const findings = await find()
    report.findings = [...report.findings, ...findings]
    const source = index === 0 ? 'the rules for connectors' : `the validation of ${store.name}`
    tell(findings, source, log)
    const fatal = findings.filter(
      ({ severity }) => severity === 'error' || (severity === 'warning' && inputs.failOnWarnings)
    )
    if (fatal.length > 0) throw refusal(fatal, source)
  }
}

function tell(findings: readonly ReportedFinding[], source: string, log: World['log']): void {
  const shown = findings.filter(({ severity }) => severity !== 'info')
  for (const finding of shown) log.info(`${finding.severity}: ${describe(finding)}`)
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
