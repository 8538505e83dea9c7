/** The job summary: Markdown for people, the outcome first. */
import type { OperationRef } from '../checks/changes/operations.ts'
import { lossRules } from '../definition/convert/losses.ts'
import { block, code, firstOf, folded, link, plain, table } from './markdown.ts'
import { count, countOperations, type Operation, type Report, type ReportedFinding } from './report.ts'

const MAX_OPERATIONS = 100
const MAX_LINES = 50
const MAX_LOSSES_OF_A_RULE = 10
/** Characters of a finding, a loss or a note. */
const MAX_SENTENCE = 600
/** Characters of an error: it can name many inputs. */
const MAX_ERROR = 4000

const HEADINGS: Readonly<Record<Operation, string>> = {
  updated: 'Custom connector updated',
  unchanged: 'Custom connector unchanged',
  planned: 'Plan for the custom connector',
  validated: 'Definition for a custom connector validated',
  downloaded: 'Custom connector downloaded',
  failed: 'Custom connector: the run failed'
}

/** @returns GitHub-flavoured Markdown that ends with a line break */
export function renderSummary(report: Report): string {
  const parts = [
    `## ${HEADINGS[report.operation]}`,
    leadIn(report),
    facts(report),
    operations(report),
    forMakers(report),
    findings(report),
    losses(report),
    list('Notes', report.notes),
    list('Annotations of the connector that found no place any more', report.lostAnnotations),
    packageNote(report)
  ]
  return `${parts.filter(part => part !== '').join('\n\n')}\n`
}

function leadIn(report: Report): string {
  switch (report.operation) {
    case 'updated':
      return 'The connector now holds the definition below; it was read back to prove that.'
    case 'unchanged':
      return 'The connector is already what it should be. Nothing was written.'
    case 'planned':
      return report.changed === true
        ? 'This is what an update would do. Nothing was written.'
        : 'An update would change nothing. Nothing was written.'
    case 'validated':
      return 'The definition passes the checks.'
    case 'downloaded':
      return ''
    case 'failed':
      return report.error === undefined ? '' : failure(report.error, report)
  }
}

function failure(error: string, { remedy, help }: Report): string {
  return [
    `> [!CAUTION]\n> ${plain(error, MAX_ERROR)}`,
    ...(remedy.length > 0 ? [block(remedy)] : []),
    ...(help === undefined ? [] : [`More about this: ${link(help)}`])
  ].join('\n\n')
}

function facts({ connector, revision, definition, operation }: Report): string {
  const { before, after } = revision
  const moved = before !== undefined && after !== undefined && before !== after
  const rows: readonly (readonly [string, string | undefined])[] = [
    [
      'Connector',
      connector.name &&
        [connector.displayName ?? '', connector.name]
          .filter(Boolean)
          .map(text => code(text))
          .join(' ')
    ],
    ['Environment', connector.environmentId && code(connector.environmentId)],
    ['Revision', moved ? `${code(before)} → ${code(after)}` : code(after ?? before ?? '')],
    ['API version', definition.apiVersion && code(definition.apiVersion)],
    [
      operation === 'planned' ? 'Definition now (SHA-256)' : 'Definition (SHA-256)',
      definition.sha256 && code(definition.sha256)
    ],
    ['Redirect URL', connector.redirectUrl && code(connector.redirectUrl)]
  ]
  const [first, ...others] = rows.flatMap(([name, value]) => (value ? [[name, value]] : []))
  return first ? table(first, others) : ''
}

function operations({ operations: changes, otherChanges }: Report): string {
  if (!changes) return ''
  const { added, changed, removed } = changes
  const rows = [
    ...removed.map(ref => ['removed', ref] as const),
    ...added.map(ref => ['added', ref] as const),
    ...changed.map(ref => ['changed', ref] as const)
  ]
  const shown = rows.slice(0, MAX_OPERATIONS).map(([what, ref]) => row(what, ref))
  return [
    '### Operations',
    `${countOperations(changes)}.`,
    table(['', 'Operation', 'Call', 'Summary'], shown),
    rows.length > MAX_OPERATIONS ? `… and ${rows.length - MAX_OPERATIONS} more` : '',
    otherChanges.length > 0 ? `Also changed: ${otherChanges.map(part => code(part)).join(', ')}.` : ''
  ]
    .filter(part => part !== '')
    .join('\n\n')
}

function row(what: string, ref: OperationRef): string[] {
  const renamed = ref.renamedFrom === undefined ? '' : ` (renamed from ${code(ref.renamedFrom)}?)`
  return [
    what,
    `${code(ref.operationId)}${renamed}`,
    code(`${ref.method.toUpperCase()} ${ref.path}`),
    code(ref.summary ?? '')
  ]
}

function forMakers({ operation, operations: changes, changed }: Report): string {
  if (operation !== 'updated' && !(operation === 'planned' && changed === true)) return ''
  const steps = [
    'Canvas apps: remove the connector from the app and add it again to see new and changed operations.',
    'Flows: new operations show when an action is added; open and save actions whose operation changed.',
    ...((changes?.removed.length ?? 0) > 0
      ? ['Apps and flows that use a removed operation fail when they reach it: replace it there.']
      : [])
  ]
  return `### What makers must do\n\n${steps.map(step => `- ${step}`).join('\n')}`
}

function findings({ findings: all = [] }: Report): string {
  if (all.length === 0) return ''
  const of = (wanted: ReportedFinding['severity']): ReportedFinding[] =>
    all.filter(({ severity }) => severity === wanted)
  const [errors, warnings, infos] = [of('error'), of('warning'), of('info')]
  const lines = firstOf([...errors, ...warnings, ...infos], MAX_LINES, ({ rule, severity, pointer, message }) =>
    [`- ${severity}: ${sentence(message)}`, code(pointer), code(rule ?? '')].filter(part => part !== '').join(' ')
  )
  const title = `Checks: ${count(errors.length, 'error')}, ${count(warnings.length, 'warning')}, ${count(infos.length, 'remark')}`
  return errors.length > 0 ? `### ${title}\n\n${lines.join('\n')}` : folded(title, lines.join('\n'))
}

function list(title: string, texts: readonly string[]): string {
  if (texts.length === 0) return ''
  return folded(`${title} (${texts.length})`, firstOf(texts, MAX_LINES, text => `- ${sentence(text)}`).join('\n'))
}

/** A sentence of ours, in which names of the document stand. */
function sentence(text: string): string {
  return plain(text, MAX_SENTENCE)
}

/** Grouped by rule, the most frequent first. */
function losses({ losses: all }: Report): string {
  if (all.length === 0) return ''
  const groups = [...Map.groupBy(all, ({ rule }) => rule)].sort(([, a], [, b]) => b.length - a.length)
  const parts = groups.map(([rule, group]) => {
    const lines = firstOf(
      group,
      MAX_LOSSES_OF_A_RULE,
      ({ pointer, message }) => `  - ${sentence(message)}: ${code(pointer)}`
    )
    return [
      `- ${lossRules[rule]} (${group.length}, ${code(rule)})`,
      ...lines.map(line => (line.startsWith('  ') ? line : `  - ${line}`))
    ].join('\n')
  })
  return folded(`What of the API document could not be taken over as it was (${all.length})`, parts.join('\n'))
}

function packageNote({ packagePath }: Report): string {
  return packagePath === undefined
    ? ''
    : `The connector as it was before this run lies in ${code(packagePath)} on the runner, in paconn's layout.`
}
