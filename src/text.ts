/** Small work on texts of any length. */

/**
 * The text without these characters at its end. A pattern such as `/x+$/` looks from every place to the end of its run, which
 * takes minutes for a long run within a text of somebody else's.
 * @param characters each of which goes, white space to be named too
 */
export function withoutTrailing(text: string, characters: string): string {
  let end = text.length
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1
  return text.slice(0, end)
}

/** The text without these characters at its start. */
export function withoutLeading(text: string, characters: string): string {
  let start = 0
  while (start < text.length && characters.includes(text.charAt(start))) start += 1
  return text.slice(start)
}
