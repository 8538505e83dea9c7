/** docs/rules.md, from the tables of rules and from the cases that the tests try. */
import { cases } from '../../__tests__/checks/rules/cases.ts'
import { patched, pointerTo, type Case, type Patch } from '../../__tests__/checks/rules/example.ts'
import { checkDefinition } from '../../src/checks/check-definition.ts'
import { notOffline } from '../../src/checks/rules/not-offline.ts'
import type { Rule } from '../../src/checks/rules/rule.ts'
import { rules } from '../../src/checks/rules/table.ts'
import type { Json } from '../../src/definition/json.ts'

/** A value of an example that is longer is cut short, so is a list of changes. */
const LONGEST_VALUE = 160
const MOST_CHANGES = 8

const intro = `# Rules

What the action looks at before anything is sent: the definition of the connector, and whether its policies and its custom code
still fit it. The rules have the ids of
[Microsoft's validator](https://learn.microsoft.com/connectors/custom-connectors/certification-swagger-validator-rules) where it
has them. This file is made from the rules themselves by \`npm run generate\`.

- **error**: the service would refuse the definition, or the connector could not call anything. The run fails.
- **warning**: it works, but makers suffer in the designer, or a part of the connector has no effect. With \`fail-on-warnings\`
  the run fails.
- **info**: worth knowing.

Microsoft publishes neither severities nor limits for most rules. Here they follow from what the service is known to answer and
from published connectors, which have passed its validation: what many of them have is no error. The rules marked
_certification_ apply only with \`certification-rules: true\`, which also makes \`RequiredPropertyMissing\` ask for the texts and
metadata that a published connector needs.

The examples change one small definition of an API for orders: \`breaks it\` breaks the rule, \`comes near\` does not, and \`says\`
is what the run says of the first. The tests run all of them.
`

/** @returns Markdown */
export function rulesDocument(): string {
  const sections = [...new Set(rules.map(({ section }) => section))]
  const contents = [...sections, LAST].map(title => `- [${title}](#${anchor(title)})`)
  const parts = sections.map(section => {
    const members = rules.filter(rule => rule.section === section).sort((a, b) => (a.id < b.id ? -1 : 1))
    return `## ${section}\n\n${members.map(described).join('\n')}`
  })
  return [intro, `${contents.join('\n')}\n`, ...parts, notDecided()].join('\n')
}

const LAST = 'Not decided offline'

function notDecided(): string {
  const reasons = notOffline.map(({ id, section, reason }) => `- \`${id}\` (${section}): ${reason}`)
  return `## ${LAST}\n\nOnly the service itself can tell. Its findings are reported as they come.\n\n${reasons.join('\n')}\n`
}

function described({ id, severity, certification, what, why, mend }: Rule): string {
  const kind = `**${severity}**${certification === true ? ', _certification_' : ''}`
  return `### ${id}\n\n${kind}: ${what}. ${why}\n\n${mend}\n\n${example(id)}\n`
}

function example(id: string): string {
  const found = cases.find(({ rule }) => rule === id)
  if (!found) throw new Error(`No case of ${id}.`)
  const { bad, good, properties, goodProperties } = found
  const lines = [
    `breaks it    ${changeOf(bad, properties)}`,
    `comes near   ${changeOf(good, goodProperties ?? properties)}`,
    `says         ${messageOf(found)}`
  ]
  return `\`\`\`text\n${lines.join('\n')}\n\`\`\``
}

function messageOf({ rule, bad, at, properties }: Case): string {
  const context = { certification: true, ...(properties === undefined ? {} : { properties }) }
  const finding = checkDefinition(patched(bad), context).find(it => it.rule === rule && it.pointer === pointerTo(at))
  if (!finding) throw new Error(`The case of ${rule} does not break it.`)
  return shortened(finding.message)
}

function changeOf(patch: Patch, properties: Json | undefined): string {
  const changes = Object.entries(patch).map(([path, value]) => `${path.replaceAll('|', ' › ')} ${stateOf(value)}`)
  const files = properties === undefined ? [] : [`apiProperties.json › properties ${stateOf(properties)}`]
  const lines = [...changes, ...files]
  const more = lines.length > MOST_CHANGES ? [`… and ${lines.length - MOST_CHANGES} more`] : []
  return [...lines.slice(0, MOST_CHANGES), ...more].join(`\n${' '.repeat(13)}`) || 'the definition as it is'
}

function stateOf(value: Json | undefined): string {
  return value === undefined ? 'removed' : `= ${shortened(JSON.stringify(value))}`
}

function shortened(text: string): string {
  return text.length <= LONGEST_VALUE * 2 ? text : `${text.slice(0, LONGEST_VALUE)} … (${text.length} characters)`
}

function anchor(title: string): string {
  return title.toLowerCase().replaceAll(' ', '-')
}
