/** Markdown for GitHub, in which text of documents and services stays text. */

/** Longest piece of foreign text that is shown, in UTF-16 units. */
const MAX_TEXT = 300

/**
 * Text of unknown origin as a code span: no markup, HTML, link, image or mention in it comes to life. Longer text is cut.
 */
export function code(text: string): string {
  const shown = oneLine(text, MAX_TEXT)
  if (shown === '') return ''
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  const pad = longest > 0 ? ' ' : ''
  return `${fence}${pad}${shown}${pad}${fence}`
}

/**
 * A sentence with parts of unknown origin as plain text: characters that mean something to Markdown or HTML, or that could
 * start a link or a mention, are written as entities. Longer text is cut.
 */
export function plain(text: string, maxLength: number): string {
  return oneLine(text, maxLength)
    .replaceAll(/[^\p{L}\p{N} ,;()'"“”–…?%-]/gu, character => `&#${character.codePointAt(0) ?? 0};`)
    .replaceAll('&#64;', '&#64;&#8203;')
}

/** A table of cells that are Markdown already. Nothing when there are no rows. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  // GitHub splits a row at every bar that isn't escaped, also within code, and removes the escape there.
  const line = (cells: readonly string[]): string => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n')
}

function oneLine(text: string, maxLength: number): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
  return line.length > maxLength ? `${line.slice(0, maxLength).toWellFormed()}…` : line.toWellFormed()
}

/** The first items, and a last line that says how many more there are. */
export function firstOf<T>(items: readonly T[], limit: number, render: (item: T) => string): string[] {
  const shown = items.slice(0, limit).map(render)
  return items.length > limit ? [...shown, `… and ${items.length - limit} more`] : shown
}

/** An address as a link, if it is made of nothing that could be more than an address, else as a code span. */
export function link(address: string): string {
  return /^https:\/\/[\w.:/#-]+$/.test(address) ? `<${address}>` : code(address)
}

/** Lines to copy, as they are. */
export function block(lines: readonly string[]): string {
  const longest = Math.max(2, ...lines.flatMap(line => [...line.matchAll(/`+/g)].map(([ticks]) => ticks.length)))
  const fence = '`'.repeat(longest + 1)
  return [fence, ...lines.map(line => line.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ')), fence].join('\n')
}

/** A part that is folded until somebody opens it. */
export function folded(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`
}

/** A link with a text of ours to an address that a run knows. An address that could end the link early is made harmless. */
export function linked(text: string, url: string): string {
  const address = URL.canParse(url) ? new URL(url).href.replaceAll(/[()<>\s|`\\]/g, encodeURIComponent) : ''
  return address === '' ? text : `[${text}](${address.replaceAll('(', '%28').replaceAll(')', '%29')})`
}
