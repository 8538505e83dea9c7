/** Renderings that have to stay under a limit of the service that shows them. */

/**
 * The rendering with the most rows that is small enough. Sizes are counted, not guessed: one character can take four bytes.
 * @param rows numbers of rows to try, from many to few
 * @param maxBytes in UTF-8
 */
export function fitting(
  rows: readonly [number, ...number[]],
  maxBytes: number,
  render: (rows: number) => string
): string {
  let text = ''
  for (const limit of rows) {
    text = render(limit)
    if (Buffer.byteLength(text) <= maxBytes) return text
  }
  return cut(text, maxBytes)
}

/** What no number of rows makes small enough is cut between two lines. */
function cut(text: string, maxBytes: number): string {
  const end = '\n… cut: too large\n'
  let kept = ''
  for (const line of text.split(/(?<=\n)/)) {
    if (Buffer.byteLength(kept + line + end) > maxBytes) break
    kept += line
  }
  return kept + end
}
