/**
 * Writes docs/rules-offline.md from the table of rules: `node scripts/run.mjs __tests__/checks/rules-document.ts`.
 * A test keeps the two equal.
 */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { notOffline } from '../../src/checks/rules/not-offline.ts'
import type { Rule } from '../../src/checks/rules/rule.ts'
import { rules } from '../../src/checks/rules/table.ts'

export const documentFile = path.resolve(import.meta.dirname, '../../docs/rules-offline.md')

const intro = `# Rules that are checked offline

Before anything is sent, the definition is checked against the rules of Microsoft's validator, under the ids of
[its documentation](https://learn.microsoft.com/connectors/custom-connectors/certification-swagger-validator-rules), and against
the limits of the platform. This file is written from the table of rules in \`src/checks/rules/\`.

- **error**: the service would refuse the definition, or the connector could not call anything.
- **warning**: it works, but makers suffer in the designer, or a part of the connector has no effect.
- **info**: worth knowing.

Microsoft publishes neither severities nor limits for most rules. Here they follow from what the service is known to answer and
from published connectors, which have passed its validation: what many of them have is no error. The rules marked
_certification_ apply only with \`certification-rules: true\`, which also makes \`RequiredPropertyMissing\` ask for the texts and
metadata that a published connector needs.
`

/** The text of the document. */
export function rulesDocument(): string {
  const sections = [...new Set(rules.map(rule => rule.section))]
  const lists = sections.map(section => {
    const lines = rules.filter(rule => rule.section === section).map(line)
    return `## ${section}\n\n${lines.sort().join('\n')}\n`
  })
  const reasons = notOffline.map(({ id, section, reason }) => `- \`${id}\` (${section}): ${reason}`)
  const rest = `## Not decided offline\n\nOnly the service itself can tell; its findings are reported as they come.\n\n${reasons.join('\n')}\n`
  return [intro, ...lists, rest].join('\n')
}

function line({ id, severity, certification }: Rule): string {
  return `- \`${id}\`: ${severity}${certification === true ? ', _certification_' : ''}`
}

if (import.meta.main) writeFileSync(documentFile, rulesDocument())
