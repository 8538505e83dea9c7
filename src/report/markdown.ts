/** Markdown for GitHub, in which text of documents and services stays text. */

/** Longest piece of foreign text that is shown, in UTF-16 units. */
const MAX_TEXT = 300

/**
 * Text of unknown origin as a code span: no markup, HTML, link, image or mention in it comes to life, in tables either.
 * Longer text is cut.
 */
export function code(text: string, maxLength = MAX_TEXT): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
  const shown = line.length > maxLength ? `${line.slice(0, maxLength).toWellFormed()}…` : line.toWellFormed()
  if (shown === '') return ''
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  const pad = longest > 0 ? ' ' : ''
  // GitHub splits a table's row at every bar that isn't escaped, also within code, and removes the escape there.
  return `${fence}${pad}${shown.replaceAll('|', '\\|')}${pad}${fence}`
}

/** A table of cells that are Markdown already. Nothing when there are no rows. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n')
}

/** The first items, and a last line that says how many more there are. */
export function firstOf<T>(items: readonly T[], limit: number, render: (item: T) => string): string[] {
  const shown = items.slice(0, limit).map(render)
  return items.length > limit ? [...shown, `… and ${items.length - limit} more`] : shown
}

/** A part that is folded until somebody opens it. */
export function folded(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`
}
