/** The parts that job summary and pull request comment are put together from: Markdown, nothing when there is nothing to say. */
import type { OperationRef } from '../checks/changes/operations.ts'
import { lossRules } from '../definition/convert/losses.ts'
import { type CompleteReport, countFindings } from './complete.ts'
import { block, code, firstOf, folded, link, linked, plain, table } from './markdown.ts'
import { storingLines } from './lines.ts'
import type { Operation, ReportedChange, ReportedFinding } from './report.ts'
import { count, countBreaking, countOperations, environmentOf, total } from './words.ts'

/** Characters of a finding, a loss or a note. */
const MAX_SENTENCE = 600
/** Characters of an error: it can name many inputs. */
const MAX_ERROR = 4000
/** Rows of a table of operations that are shown unfolded. */
const OPEN_ROWS = 12
const LOSSES_OF_A_RULE = 10

const HEADINGS: Readonly<Record<Operation, string>> = {
  updated: 'Custom connector updated',
  unchanged: 'Custom connector unchanged',
  planned: 'Plan for the custom connector',
  validated: 'Definition for a custom connector validated',
  downloaded: 'Custom connector downloaded',
  created: 'Custom connector created',
  failed: 'Custom connector: the run failed'
}

/** Puts sections under each other, each set apart by an empty line. */
export function joined(sections: readonly string[]): string {
  return `${sections.filter(section => section !== '').join('\n\n')}\n`
}

export function heading({ operation, connector }: CompleteReport): string {
  const name = connector.displayName ?? connector.name
  return `## ${HEADINGS[operation]}${name === undefined ? '' : `: ${code(name)}`}`
}

/** What happened, in a box where it needs attention. */
export function leadIn(report: CompleteReport): string {
  const breaking = report.breakingCount
  switch (report.operation) {
    case 'updated':
      return breaking > 0
        ? box('WARNING', `The connector was updated, and ${countBreaking(breaking)}.`)
        : 'The connector now holds the new definition; it was read back to prove that.'
    case 'unchanged':
      return 'The connector is already what it should be. Nothing was written.'
    case 'planned':
      if (report.changed !== true) return 'An update would change nothing. Nothing was written.'
      return breaking > 0
        ? box('WARNING', `An update would go through, but ${countBreaking(breaking)}. Nothing was written.`)
        : 'This is what an update would do. Nothing was written.'
    case 'validated':
      return breaking > 0
        ? box('WARNING', `The definition passes the checks, but against the baseline ${countBreaking(breaking)}.`)
        : 'The definition passes the checks.'
    case 'downloaded':
      return ''
    case 'created':
      return created(report)
    case 'failed':
      return failure(report)
  }
}

function created({ connector }: CompleteReport): string {
  const lines = storingLines(connector.name ?? '')
  return [
    'The connector was made of the API document; it was read back to prove that.',
    ...(lines.length > 0 ? [block(lines)] : [])
  ].join('\n\n')
}

function failure({ outcome, remedy, help }: CompleteReport): string {
  return [
    box('CAUTION', outcome),
    ...(remedy.length > 0 ? [block(remedy)] : []),
    ...(help === undefined ? [] : [`More about this: ${link(help)}`])
  ].join('\n\n')
}

function box(kind: 'WARNING' | 'CAUTION', text: string): string {
  return `> [!${kind}]\n> ${plain(text, MAX_ERROR)}`
}

/** Connector, environment, revision and the like. */
export function facts(report: CompleteReport): string {
  const { connector, revision, definition, operation } = report
  const environment = environmentOf(report)
  const { before, after } = revision
  const moved = before !== undefined && after !== undefined && before !== after
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Revision', moved ? `${code(before)} → ${code(after)}` : code(after ?? before ?? '')],
    ['Connector', connector.name && code(connector.name)],
    ['Environment', environment && code(environment)],
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

/** Links to the pages that a reader goes to next. */
export function links({ links: { makerPortal, run, commit } }: CompleteReport): string {
  return [
    ...(makerPortal === undefined ? [] : [linked('Custom connectors in the maker portal', makerPortal)]),
    ...(run === undefined ? [] : [linked('This run', run)]),
    ...(commit === undefined ? [] : [linked('Commit', commit)])
  ].join(' · ')
}

/** In a maker's words, each with the line that would accept it. */
export function breakingChanges({ breaking, breakingCount }: CompleteReport, rows: number): string {
  if (breaking.length === 0) return ''
  return [`### Breaking changes (${breakingCount})`, changeTable(breaking, rows)].join('\n\n')
}

/** What `allowed-changes` accepts, then what breaks nothing. */
export function otherFlowChanges({ changes = [] }: CompleteReport, rows: number): string {
  const accepted = changes.filter(change => change.accepted)
  const infos = changes.filter(({ severity }) => severity === 'info')
  const texts = changes.filter(({ severity }) => severity === 'cosmetic')
  return [
    accepted.length > 0
      ? folded(
          `Breaking changes that <code>allowed-changes</code> accepts (${total(accepted)})`,
          changeTable(accepted, rows)
        )
      : '',
    infos.length > 0 ? folded(`Changes that break nothing (${total(infos)})`, sentences(infos, rows)) : '',
    texts.length > 0 ? folded(`Changed texts (${total(texts)})`, sentences(texts, rows)) : ''
  ]
    .filter(part => part !== '')
    .join('\n\n')
}

function changeTable(changes: readonly ReportedChange[], rows: number): string {
  const shown = changes
    .slice(0, rows)
    .map(({ rule, operationId, path, message }) => [
      plain(message, MAX_SENTENCE),
      code(path),
      code([rule, operationId].filter(Boolean).join(' '))
    ])
  return [
    table(['What breaks', 'Where', 'Entry for `allowed-changes`'], shown),
    ...more(changes.length - shown.length)
  ].join('\n\n')
}

function sentences(changes: readonly ReportedChange[], rows: number): string {
  return firstOf(changes, rows, ({ message, path }) =>
    [`- ${plain(message, MAX_SENTENCE)}`, code(path)].filter(Boolean).join(' ')
  ).join('\n')
}

/** Added, changed and removed operations, long lists folded. */
export function operations({ operations: changes, otherChanges, breaking }: CompleteReport, rows: number): string {
  if (!changes) return ''
  const { added, changed, removed } = changes
  const broken = new Set(breaking.map(({ operationId }) => operationId))
  if (added.length + changed.length + removed.length + otherChanges.length === 0) return ''
  return [
    '### Operations',
    `${countOperations(changes)}.`,
    operationTable('Removed', removed, broken, rows),
    operationTable('Added', added, broken, rows),
    operationTable('Changed', changed, broken, rows),
    otherChanges.length > 0 ? `Also changed: ${otherChanges.map(part => code(part)).join(', ')}.` : ''
  ]
    .filter(part => part !== '')
    .join('\n\n')
}

function operationTable(
  title: string,
  refs: readonly OperationRef[],
  broken: ReadonlySet<string>,
  rows: number
): string {
  if (refs.length === 0) return ''
  const shown = refs.slice(0, rows).map(ref => {
    const renamed = ref.renamedFrom === undefined ? '' : ` (renamed from ${code(ref.renamedFrom)}?)`
    const breaks = title === 'Changed' && broken.has(ref.operationId) ? ' **breaks**' : ''
    return [
      `${code(ref.operationId)}${renamed}${breaks}`,
      code(`${ref.method.toUpperCase()} ${ref.path}`),
      code(ref.summary ?? '')
    ]
  })
  const body = [table([title, 'Call', 'Summary'], shown), ...more(refs.length - shown.length)].join('\n\n')
  return refs.length > OPEN_ROWS ? folded(`${title} (${refs.length})`, body) : body
}

function more(hidden: number): string[] {
  return hidden > 0 ? [`… and ${hidden} more`] : []
}

/** What to do now. */
export function nextSteps({ nextSteps: steps, operation }: CompleteReport): string {
  if (steps.length === 0) return ''
  const title = operation === 'planned' ? 'What makers must do after the update' : 'What makers must do now'
  return `### ${title}\n\n${steps.map(step => `- ${sentence(step)}`).join('\n')}`
}

/** Open where there are errors, folded else. */
export function findings(report: CompleteReport, rows: number): string {
  const { findings: all = [] } = report
  if (all.length === 0) return ''
  const of = (wanted: ReportedFinding['severity']): ReportedFinding[] =>
    all.filter(({ severity }) => severity === wanted)
  const errors = of('error')
  const lines = firstOf([...errors, ...of('warning'), ...of('info')], rows, ({ rule, severity, pointer, message }) =>
    [`- ${severity}: ${sentence(message)}`, code(pointer), code(rule ?? '')].filter(part => part !== '').join(' ')
  )
  const title = `Checks: ${countFindings(report)}`
  return errors.length > 0 ? `### ${title}\n\n${lines.join('\n')}` : folded(title, lines.join('\n'))
}

/** Sentences under a folded title. */
export function list(title: string, texts: readonly string[], rows: number): string {
  if (texts.length === 0) return ''
  return folded(`${title} (${texts.length})`, firstOf(texts, rows, text => `- ${sentence(text)}`).join('\n'))
}

/** Grouped by rule, the most frequent first. */
export function losses({ losses: all }: CompleteReport, rows: number): string {
  if (all.length === 0) return ''
  const groups = [...Map.groupBy(all, ({ rule }) => rule)].sort(([, a], [, b]) => b.length - a.length)
  const parts = groups.map(([rule, group]) => {
    const lines = firstOf(
      group,
      Math.min(rows, LOSSES_OF_A_RULE),
      ({ pointer, message }) => `  - ${sentence(message)}: ${code(pointer)}`
    )
    return [
      `- ${lossRules[rule]} (${group.length}, ${code(rule)})`,
      ...lines.map(line => (line.startsWith('  ') ? line : `  - ${line}`))
    ].join('\n')
  })
  return folded(`What of the API document could not be taken over as it was (${all.length})`, parts.join('\n'))
}

export function packageNote({ packagePath }: CompleteReport): string {
  return packagePath === undefined
    ? ''
    : `The connector as it was before this run lies in ${code(packagePath)} on the runner, in paconn's layout.`
}

/** "3 warnings" and the like that a short rendering only counts; empty without any. */
export function foldedCounts(report: CompleteReport): string {
  const parts = [
    ...(report.losses.length > 0
      ? [`${count(report.losses.length, 'construct')} of the API document could not be taken over as it was`]
      : []),
    ...(report.findings?.length ? [`checks: ${countFindings(report)}`] : []),
    ...(report.warnings.length > 0 ? [count(report.warnings.length, 'warning')] : [])
  ]
  return parts.length === 0 ? '' : `${parts.join('; ')}. The job summary has them all.`
}

/** A sentence of ours, in which names of the document stand. */
function sentence(text: string): string {
  return plain(text, MAX_SENTENCE)
}
