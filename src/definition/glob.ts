/** Globs of inputs: `*` is any text (also across `/`), `?` any one character, everything else itself; case counts. */

/** A predicate for the glob, made once and used for many texts. */
export function compileGlob(glob: string): (text: string) => boolean {
  if (!/[*?]/.test(glob)) return text => text === glob
  const pattern = Array.from(glob.replaceAll(/\*+/g, '*'))
  return text => matches(pattern, Array.from(text))
}

/**
 * Tries what follows the last `*` at one place after the other. An earlier `*` never has to take more, so the work is at
 * most the product of the lengths, whatever the glob; a regular expression made from one can take exponential time.
 */
function matches(pattern: readonly string[], text: readonly string[]): boolean {
  let inPattern = 0
  let inText = 0
  let afterStar = -1
  let starTook = 0
  while (inText < text.length) {
    const wanted = pattern[inPattern]
    if (wanted === '*') {
      inPattern += 1
      afterStar = inPattern
      starTook = inText
    } else if (wanted === '?' || (wanted !== undefined && wanted === text[inText])) {
      inPattern += 1
      inText += 1
    } else if (afterStar >= 0) {
      starTook += 1
      inText = starTook
      inPattern = afterStar
    } else {
      return false
    }
  }
  while (pattern[inPattern] === '*') inPattern += 1
  return inPattern === pattern.length
}
