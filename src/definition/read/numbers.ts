/** Numbers that a double can't hold. */

import type { Place } from './source-text.ts'

/** An integer of the document that is written back as another one, such as 9007199254740993. */
export interface RoundedNumber extends Place {
  readonly text: string
}

/** Enough to tell a reader what happens. */
export const MAX_ROUNDED = 20

/** True for an integer in digits whose nearest double is another number. */
export function isRounded(text: string, value: number): boolean {
  return text.length > 15 && /^[-+]?\d+$/.test(text) && BigInt(text.replace('+', '')) !== BigInt(value)
}
