/** Reads Markdown as GitHub does, far enough to tell what is text in a code span and what could come to life. */

/** Text of somebody else in tests holds this word, so that it can be found wherever it ends up. */
export const MARK = 'zEVILz'

/**
 * What of a line stands outside code spans (CommonMark 6.1: a run of backticks ends at the next run of the same length).
 * @throws when a run of backticks has no end, and so everything after it would be live
 */
export function outsideCode(line: string): string {
  let rest = line
  let outside = ''
  for (let open = /`+/.exec(rest); open; open = /`+/.exec(rest)) {
    const [fence] = open
    outside += rest.slice(0, open.index)
    rest = rest.slice(open.index + fence.length)
    const close = [...rest.matchAll(/`+/g)].find(([run]) => run.length === fence.length)
    if (!close) throw new Error(`The code span of this line has no end: ${line}`)
    rest = rest.slice(close.index + fence.length)
  }
  return outside + rest
}

/** The cells of a table's row: GitHub splits at every bar without a backslash before it, in code spans too. */
export function cellsOf(row: string): string[] {
  const cells = row.split(/(?<!\\)\|/)
  if (cells.at(0)?.trim() !== '' || cells.at(-1)?.trim() !== '') throw new Error(`No row: ${row}`)
  return cells.slice(1, -1).map(cell => cell.trim().replaceAll('\\|', '|'))
}

/** The text of a code span that is all of the cell. */
export function codeIn(cell: string): string {
  const [, , shown = ''] = /^(`+)(.*)\1$/.exec(cell) ?? []
  return shown.trim()
}

/** Lines that are rows of tables, without the rows of dashes. */
export function rowsOf(markdown: string): string[] {
  return markdown.split('\n').filter(line => line.startsWith('|') && !/^\|[ |-]*-[ |-]*\|$/.test(line))
}
