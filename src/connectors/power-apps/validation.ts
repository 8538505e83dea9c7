/** The findings of validateApiSwagger: a text of lines `<Severity> : <JSON pointer> : <text>`, some without the pointer. */
import type { ServiceFinding } from '../store.ts'

const LINE = /^\s*(Critical|Error|Warning)\s*:\s*(?:(.*?)\s*:\s)?(.*)$/i

/**
 * Reads the text of the service.
 * @returns a finding a line; a line of another form belongs to the one before it, or is a warning of its own
 */
export function readFindings(text: string): readonly ServiceFinding[] {
  const findings: ServiceFinding[] = []
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue
    const [, severity, pointer = '', message] = LINE.exec(line) ?? []
    const previous = findings.at(-1)
    if (severity !== undefined && message !== undefined) {
      findings.push({ severity: /^warning$/i.test(severity) ? 'warning' : 'error', pointer, message: message.trim() })
    } else if (previous) {
      findings[findings.length - 1] = { ...previous, message: `${previous.message} ${line.trim()}` }
    } else {
      findings.push({ severity: 'warning', pointer: '', message: line.trim() })
    }
  }
  return findings
}
