/** The message for Microsoft Teams: an Adaptive Card, as a Teams workflow's webhook takes it. */
import type { CompleteReport } from './complete.ts'
import type { Operation } from './report.ts'
import { countBreaking, countOperations, environmentOf } from './words.ts'

/** Teams refuses messages over 28 KB; what stands around the card needs a little of that. */
const MAX_BYTES = 26_000
/** Breaking changes that are listed, fewer where the card would be too large. */
const ROWS = [10, 5, 2, 0] as const
const MAX_TEXT = 300

interface TextRun {
  readonly type: 'TextRun'
  readonly text: string
  readonly weight?: 'Bolder'
  readonly size?: 'Large'
  readonly color?: 'Attention' | 'Good' | 'Warning'
  readonly isSubtle?: boolean
  readonly fontType?: 'Monospace'
}

/**
 * All text is in rich text blocks: Teams takes the text of any other element as Markdown, and a name from an API document
 * could put a link into it. Source: the schema explorer of Adaptive Cards on TextBlock and TextRun.
 */
interface RichTextBlock {
  readonly type: 'RichTextBlock'
  readonly inlines: readonly TextRun[]
  readonly spacing?: 'None' | 'Small' | 'Medium'
  readonly separator?: boolean
}

interface OpenUrl {
  readonly type: 'Action.OpenUrl'
  readonly title: string
  readonly url: string
}

/** The part of Adaptive Cards 1.5 that is used here. */
export interface AdaptiveCard {
  readonly $schema: 'http://adaptivecards.io/schemas/adaptive-card.json'
  readonly type: 'AdaptiveCard'
  readonly version: '1.5'
  readonly fallbackText: string
  readonly body: readonly RichTextBlock[]
  readonly actions: readonly OpenUrl[]
}

/** What the webhook of a Teams workflow is sent. */
export interface TeamsMessage {
  readonly type: 'message'
  readonly attachments: readonly {
    readonly contentType: 'application/vnd.microsoft.card.adaptive'
    readonly content: AdaptiveCard
  }[]
}

const TITLES: Readonly<Partial<Record<Operation, string>>> = {
  updated: 'Custom connector updated',
  created: 'Custom connector created',
  failed: 'Custom connector: the update failed'
}

/** @returns at most 26,000 bytes as JSON */
export function teamsMessage(report: CompleteReport): TeamsMessage {
  const small = ROWS.map(rows => messageWith(report, rows)).find(
    message => Buffer.byteLength(JSON.stringify(message)) <= MAX_BYTES
  )
  return small ?? messageWith(report, 0)
}

function messageWith(report: CompleteReport, rows: number): TeamsMessage {
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: cardWith(report, rows) }]
  }
}

function cardWith(report: CompleteReport, rows: number): AdaptiveCard {
  const { connector, operation } = report
  const title = titleOf(report)
  const name = connector.displayName ?? connector.name ?? ''
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.5',
    fallbackText: name === '' ? title : `${title}: ${oneLine(name)}`,
    body: [
      block([run(title, { weight: 'Bolder', size: 'Large', color: operation === 'failed' ? 'Attention' : 'Good' })]),
      ...facts(report),
      ...(operation === 'failed' ? [block([run(report.outcome)], { spacing: 'Medium', separator: true })] : []),
      ...breaking(report, rows),
      ...(report.operations && operation !== 'failed'
        ? [block([run(`${countOperations(report.operations)}.`)], { spacing: 'Medium', separator: true })]
        : []),
      ...report.nextSteps.map(step => block([run(step, { isSubtle: true })], { spacing: 'Small' }))
    ],
    actions: actions(report)
  }
}

/** In the mode `create` what failed can be an update too, of a connector whose id is given. */
function titleOf({ operation, inputs }: CompleteReport): string {
  const isCreate = inputs['mode']?.toLowerCase() === 'create'
  return operation === 'failed' && isCreate
    ? 'Custom connector: the run failed'
    : (TITLES[operation] ?? 'Custom connector')
}

function facts(report: CompleteReport): RichTextBlock[] {
  const { connector, revision, definition } = report
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Connector', [connector.displayName, connector.name].filter(Boolean).join(' · ')],
    ['Environment', environmentOf(report)],
    ['Revision', revision.after ?? revision.before],
    ['API version', definition.apiVersion]
  ]
  return rows.flatMap(([name, value]) =>
    value ? [block([run(`${name}: `, { isSubtle: true }), run(value)], { spacing: 'Small' })] : []
  )
}

function breaking({ breaking: changes, breakingCount }: CompleteReport, rows: number): RichTextBlock[] {
  if (changes.length === 0) return []
  const title = run(countBreaking(breakingCount), { weight: 'Bolder', color: 'Warning' })
  const shown = changes.slice(0, rows)
  const hidden = changes.length - shown.length
  return [
    block([title], { spacing: 'Medium', separator: true }),
    ...shown.map(({ message }) => block([run(`• ${message}`)], { spacing: 'Small' })),
    ...(hidden > 0 && shown.length > 0 ? [block([run(`… and ${hidden} more`)], { spacing: 'Small' })] : [])
  ]
}

function actions({ links: { run: runUrl, makerPortal } }: CompleteReport): OpenUrl[] {
  return [
    ...(runUrl === undefined ? [] : [{ type: 'Action.OpenUrl' as const, title: 'Open the run', url: runUrl }]),
    ...(makerPortal === undefined
      ? []
      : [{ type: 'Action.OpenUrl' as const, title: 'Open the maker portal', url: makerPortal }])
  ]
}

function block(inlines: readonly TextRun[], look: Pick<RichTextBlock, 'spacing' | 'separator'> = {}): RichTextBlock {
  return { type: 'RichTextBlock', inlines, ...look }
}

function run(text: string, look: Omit<TextRun, 'type' | 'text'> = {}): TextRun {
  return { type: 'TextRun', text: oneLine(text), ...look }
}

function oneLine(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
  return (line.length > MAX_TEXT ? `${line.slice(0, MAX_TEXT)}…` : line).toWellFormed()
}
