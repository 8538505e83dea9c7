/** Puts text between two lines of a file. @throws when one of them is missing */
export function between(file: string, content: string, start: string, end: string, text: string): string {
  const from = content.indexOf(start)
  const to = content.indexOf(end)
  if (from < 0 || to < from) throw new Error(`${file} lacks the lines "${start}" and "${end}".`)
  const lineStart = content.lastIndexOf('\n', to) + 1
  return `${content.slice(0, from)}${start}\n${text}\n${content.slice(lineStart)}`
}
