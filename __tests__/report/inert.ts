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

/** What neither Markdown nor HTML acts on. */
const inert = /^[\p{L}\p{N} ,;()'"“”–…?=%$^-]*$/u

/**
 * Lines in which something of a marked text could come to life: outside a code span a character that means something must
 * be an entity, and a row must have as many cells as its table.
 */
export function liveLines(markdown: string): string[] {
  let columns = 0
  const isLive = (text: string): boolean => text.includes(MARK) && !inert.test(text.replaceAll(/&#\d+;/g, ''))
  return markdown.split('\n').filter(line => {
    if (!line.startsWith('|')) {
      columns = 0
      return isLive(outsideCode(line).replace(/^(?:> | *- (?:error: |warning: |info: )?|#+ )/, ''))
    }
    const cells = cellsOf(line)
    columns ||= cells.length
    return cells.length !== columns || cells.some(cell => isLive(outsideCode(cell)))
  })
}

/** Texts that a hostile document could hold. */
export const attacks = [
  '<img src=x onerror=alert(1)>',
  '</summary></details><h1>',
  '[click](https://evil.example)',
  '![x](https://evil.example/x.png)',
  '@octocat #1 https://evil.example',
  '` leave the code',
  '``` leave | it',
  'a | b | c',
  'trailing \\',
  '\\| \\\\|',
  'line\n\n# heading\n\n- [ ] task',
  '\r\n| a | b | c | d | e |\r\n',
  '| --- | --- |',
  '<!-- comment',
  '> [!TIP]',
  '$`x`$ ~~~ ```mermaid',
  '\u202Egnp.exe\u2066'
]
