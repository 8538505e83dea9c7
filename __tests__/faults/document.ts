/** docs/faults.md: the tables of what a run makes of each fault, and what it says. */
import path from 'node:path'
import { cases, type FaultCase, times } from './cases.ts'
import { sections } from './calls.ts'
import type { Outcome, Times } from './expectations.ts'
import type { Played } from './play.ts'

export const documentFile = path.resolve(import.meta.dirname, '../../docs/faults.md')

/** What a table shows of a case: played, or to be expected. */
export interface Shown {
  readonly outcome: Played['outcome']
  readonly calls: number | undefined
}

const WORDS: Readonly<Record<Outcome, string>> = {
  updated: 'updated',
  'updated with a warning': 'warning',
  'nothing written': 'nothing written',
  unclear: 'unclear',
  'not proven': 'not proven'
}

const intro = `# What a run makes of each fault

Every call of an update meets every fault, once and every time, in ${cases.length} runs of the compiled action against the emulator.
\`npm run faults\` plays them and writes this file; \`npm test\` plays those at the update itself and some at every other call.
Waits pass faster in these runs than in real ones; nothing else differs.

| In the tables | Exit code | Output \`changed\` | The connector afterwards |
| --- | --- | --- | --- |
| ${WORDS.updated} | 0 | \`true\` | holds what was sent, which was read back |
| ${WORDS['updated with a warning']} | 0 | \`true\` | the same; a comment or message could not be written, and the log has a warning |
| ${WORDS['nothing written']} | 1 | \`false\` | is what it was |
| ${WORDS.unclear} | 1 | empty | is what it was, or holds what was sent; the error says that it is not known, and names the package folder |
| ${WORDS['not proven']} | 1 | empty | the same, but the service took the update; the error says so, and names the package folder |

In brackets stands how often the call was made, if more than once. After each run the log, the summary, the outputs, the report and
every other file were searched for every secret of the run, and the requests for secrets that went to another service than theirs.
`

/** The part that follows from the cases alone. */
export function tables(shownOf: (one: FaultCase) => Shown | undefined): string {
  const parts = sections.flatMap(section => [
    `## ${section}`,
    ...times.flatMap(time => [
      time === 'once' ? 'The fault happens once:' : 'The fault happens every time:',
      table(section, time, shownOf)
    ])
  ])
  return [intro, ...parts.map(part => `${part}\n`)].join('\n')
}

function table(section: string, time: Times, shownOf: (one: FaultCase) => Shown | undefined): string {
  const rows = cases.filter(one => one.call.section === section && one.times === time)
  const columns = [...new Set(rows.map(({ call }) => call.name))]
  const body = [...Map.groupBy(rows, ({ name }) => name)].map(([name, ofFault]) => {
    const cells = columns.map(column => {
      const found = ofFault.find(({ call }) => call.name === column)
      const shown = found && shownOf(found)
      return shown ? cell(shown) : ''
    })
    return `| ${[name, ...cells].join(' | ')} |`
  })
  const head = ['Fault', ...columns.map(column => `\`${column}\``)]
  return [`| ${head.join(' | ')} |`, `| ${head.map(() => '---').join(' | ')} |`, ...body].join('\n')
}

function cell({ outcome, calls }: Shown): string {
  const word = outcome === 'something else' ? outcome : WORDS[outcome]
  return calls === undefined || calls < 2 ? word : `${word} (${calls})`
}

/** What the log says, by call: each sentence with the faults that it is about. */
export function sentences(played: ReadonlyMap<FaultCase, Played>): string {
  const told = [...played].filter(([, { message }]) => message !== '')
  const parts = [...Map.groupBy(told, ([one]) => one.call.name)].map(([name, ofCall]) => {
    const lines = [...Map.groupBy(ofCall, ([, { message }]) => sentence(message))].map(([text, of]) => {
      const faults = [...new Set(of.map(([one]) => one.name))]
      return `- ${text}\n\n  _${faults.join(', ')}_\n`
    })
    return `### \`${name}\`\n\n${lines.join('\n')}`
  })
  return `## What the log says\n\n${parts.join('\n')}`
}

const PLACEHOLDERS: readonly (readonly [RegExp, string])[] = [
  [/\bHTTP \d{3}\b/g, 'HTTP ⟨status⟩'],
  [/\bEmulated\d{3}\b/g, '⟨code⟩'],
  [/\b\d{3} Emulated fault\b/g, '⟨message⟩'],
  [/\bshared_[\w.-]+[\w]/g, '⟨connector⟩'],
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '⟨id⟩'],
  [/https:\/\/127\.0\.0\.1:\d+/g, '⟨address⟩'],
  [/127\.0\.0\.1:\d+/g, '⟨host⟩'],
  [/(?:[A-Z]:)?[\\/][^ ;,]*[\\/]package\b/g, '⟨folder⟩'],
  // The system's word for a connection that broke depends on the moment.
  [/\((?:ECONNRESET|UND_ERR_SOCKET|EPIPE)\)/g, '(⟨code⟩)']
]

/** A message without what differs from run to run. */
export function sentence(message: string): string {
  return PLACEHOLDERS.reduce((text, [pattern, placeholder]) => text.replaceAll(pattern, placeholder), message)
}
