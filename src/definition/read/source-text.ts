/** A document's text with its name, for errors and places that a reader can find again. */

import { DefinitionError, type DefinitionFault } from '../../errors.ts'

/** Where something stands in a text; both count from 1, columns in UTF-16 units as editors and GitHub annotations do. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** Nesting beyond this is no API description; every recursive step of later code may rely on it. */
export const MAX_DEPTH = 256

/**
 * Characters of a member's name; the longest in published connectors has 548. Every pointer and every message to a place has
 * the names that lead there, so that long ones cost time and memory by their product with what stands below them.
 */
export const MAX_NAME = 2000

export class SourceText {
  readonly text: string
  readonly name: string
  #lineStarts: number[] | undefined

  /** @param name what the reader calls it: a URL, a path, "the connector's definition". */
  constructor(text: string, name: string) {
    this.text = text
    this.name = name
  }

  /** The line and column of an offset; line ends are LF, CRLF and CR. */
  place(offset: number): Place {
    const starts = (this.#lineStarts ??= lineStarts(this.text))
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }

  /** An error about this document: `why` gets the place in front when there is one. */
  error(fault: DefinitionFault, why: string, advice: string, offset?: number): DefinitionError {
    let where = ''
    if (offset !== undefined) {
      const { line, column } = this.place(offset)
      where = `line ${line}, column ${column}: `
    }
    return new DefinitionError(fault, { what: `could not read ${this.name}`, why: `${where}${why}`, advice })
  }

  /** The text isn't what its format demands. */
  syntaxError(why: string, offset?: number): DefinitionError {
    return this.error('syntax', why, 'correct it where the API builds or serves the document', offset)
  }

  /** A number that isn't finite as a double; JSON can't say it. */
  rangeError(text: string, offset: number): DefinitionError {
    return this.syntaxError(`the number ${text.slice(0, 40)} is out of range`, offset)
  }

  duplicateError(name: string, offset: number): DefinitionError {
    return this.syntaxError(`the member ${JSON.stringify(name)} stands twice in the same object`, offset)
  }

  /** Refuses names that no API needs: one that would reach a prototype in code that assigns it, and very long ones. */
  checkName(name: string, offset: number): void {
    if (name === '__proto__') {
      throw this.error('unsupported', 'a member is named "__proto__"', 'rename the member', offset)
    }
    if (name.length > MAX_NAME) {
      const why = `the name of a member has ${name.length} characters, and at most ${MAX_NAME} are read`
      throw this.error('limit', why, 'shorten it', offset)
    }
  }

  depthError(offset: number): DefinitionError {
    return this.error('limit', `it is nested deeper than ${MAX_DEPTH} levels`, 'flatten it with definitions', offset)
  }
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (const match of text.matchAll(/\r\n?|\n/g)) starts.push(match.index + match[0].length)
  return starts
}
