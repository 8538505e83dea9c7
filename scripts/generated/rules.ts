/** docs/rules.md, from the tables of rules and from the cases that the tests try. */
import { changeExamples } from '../../__tests__/checks/changes/examples.ts'
import { cases } from '../../__tests__/checks/rules/cases.ts'
import { patched, pointerTo, type Case, type Patch } from '../../__tests__/checks/rules/example.ts'
import { CHANGE_RULES, type ChangeRule, changeRules } from '../../src/checks/changes/change-rules.ts'
import { compareDefinitions } from '../../src/checks/changes/compare.ts'
import { checkDefinition } from '../../src/checks/check-definition.ts'
import { notOffline } from '../../src/checks/rules/not-offline.ts'
import type { Rule } from '../../src/checks/rules/rule.ts'
import { rules } from '../../src/checks/rules/table.ts'
import type { Json } from '../../src/definition/json.ts'

/** A value of an example that is longer is cut short, so is a list of changes. */
const LONGEST_VALUE = 160
const MOST_CHANGES = 8

const intro = `# Rules

What the action looks at before anything is sent: what the update [changes](#changes) for apps and flows, the definition of the
connector, and whether its policies and its custom code still fit it. The rules on the definition have the ids of
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
  const contents = [CHANGES, ...sections, LAST].map(title => `- [${title}](#${anchor(title)})`)
  const parts = sections.map(section => {
    const members = rules.filter(rule => rule.section === section).sort((a, b) => (a.id < b.id ? -1 : 1))
    return `## ${section}\n\n${members.map(described).join('\n')}`
  })
  return [intro, `${contents.join('\n')}\n`, changes(), ...parts, notDecided()].join('\n')
}

const CHANGES = 'Changes'

const changesIntro = `What an update changes for the apps and flows that use the connector. They hold on to operations by
their ids, to inputs by names and to outputs by paths, so that is how the definitions are compared.

- **breaking**: apps or flows that work today would fail or lose something. \`on-breaking\` says what comes of it, and
  \`allowed-changes\` accepts single ones.
- **info**: worth knowing.
- **cosmetic**: only texts are others.

In the examples \`has\` is what the definition, or its properties, have before and after, \`changes\` what the update changes, and
\`says\` what the run says of it.
`

function changes(): string {
  return `## ${CHANGES}\n\n${changesIntro}\n${changeRules.map(describedChange).join('\n')}`
}

function describedChange(rule: ChangeRule): string {
  const { severity, what, why, mend } = CHANGE_RULES[rule]
  const found = changeExamples.find(example => example.rule === rule)
  if (!found) throw new Error(`No example of ${rule}.`)
  const { before = {}, change, properties } = found
  const has = [...Object.keys(before), ...(properties ? [''] : [])].length > 0
  const side = (patch: Patch) => ({ definition: patched(patch), ...(properties ? { properties } : {}) })
  const told = compareDefinitions(side(before), side({ ...before, ...change })).find(it => it.rule === rule)
  if (!told) throw new Error(`The example of ${rule} is not told.`)
  const lines = [
    ...(has ? [`has       ${changeOf(before, properties, 10)}`] : []),
    `changes   ${changeOf(change, undefined, 10)}`,
    `says      ${shortened(told.message)}`
  ]
  return `### ${rule}\n\n**${severity}**: ${what}. ${why}\n\n${mend}\n\n\`\`\`text\n${lines.join('\n')}\n\`\`\`\n`
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

function changeOf(patch: Patch, properties: Json | undefined, indent = 13): string {
  const changes = Object.entries(patch).map(([path, value]) => `${path.replaceAll('|', ' › ')} ${stateOf(value)}`)
  const files = properties === undefined ? [] : [`apiProperties.json › properties ${stateOf(properties)}`]
  const lines = [...changes, ...files]
  const more = lines.length > MOST_CHANGES ? [`… and ${lines.length - MOST_CHANGES} more`] : []
  return [...lines.slice(0, MOST_CHANGES), ...more].join(`\n${' '.repeat(indent)}`) || 'the definition as it is'
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
