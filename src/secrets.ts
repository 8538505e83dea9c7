/**
 * What must never be shown, and the removal of it from everything that is.
 *
 * The runner masks what it was told to mask in the log only. Summary, outputs, report and errors are ours to keep clean, so
 * every text passes `redact` before it leaves the process.
 */

/** What stands in the place of a secret. */
export const REDACTED = '***'

/**
 * Shapes that are secrets whoever sent them, in the order they are looked for. Each pattern goes over a text once: it can't
 * begin within what it has looked at in vain, or a long name in a document would take minutes.
 */
const PATTERNS: readonly { readonly pattern: RegExp; readonly replacement: string | ((match: string) => string) }[] = [
  // The signature of a shared access signature (Azure Storage), also percent-encoded inside another URL.
  { pattern: /(?:\b|(?<=%[0-9a-f]{2}))(sig(?:=|%3D))[^&\s"'<>\\`]+/gi, replacement: `$1${REDACTED}` },
  { pattern: /\b(Bearer\s+)[A-Za-z0-9._~+/-]{8,}=*/gi, replacement: `$1${REDACTED}` },
  { pattern: /[A-Za-z0-9_.-]{23,}/g, replacement: withoutToken },
  // User information in a URL.
  { pattern: /(:\/\/)[^/\s"'<>@]+@/g, replacement: `$1${REDACTED}@` }
]

/** JSON web tokens: header and payload both start with {" in base64url, and a dot is between them. */
function withoutToken(run: string): string {
  const header = run.indexOf('eyJ')
  const payload = run.lastIndexOf('.eyJ')
  const isToken = header >= 0 && payload - header >= 11 && run.length - payload >= 12
  return isToken ? run.slice(0, header) + REDACTED : run
}

export class Secrets {
  readonly #values = new Set<string>()
  readonly #mask: (value: string) => void

  /** @param mask tells the runner to hide a value in the log from now on (`::add-mask::`) */
  constructor(mask: (value: string) => void) {
    this.#mask = mask
  }

  /** Hides a value from now on, in the log and in every text that is redacted. An empty value is none. */
  add(value: string): void {
    for (const form of formsOf(value)) {
      if (form === '' || this.#values.has(form)) continue
      this.#values.add(form)
      this.#mask(form)
    }
  }

  /** Hides the signature of a signed URL (the `sig` parameter of a shared access signature). Anything else is ignored. */
  addSignatureOf(url: string): void {
    if (!URL.canParse(url)) return
    const signature = new URL(url).searchParams.get('sig')
    if (signature !== null) this.add(signature)
  }

  /** The text without any secret that was added and without anything that looks like one. */
  redact(text: string): string {
    let clean = text
    // Longest first: a secret that contains another one is replaced whole.
    for (const value of [...this.#values].sort((a, b) => b.length - a.length)) clean = clean.replaceAll(value, REDACTED)
    for (const { pattern, replacement } of PATTERNS) {
      clean =
        typeof replacement === 'string' ? clean.replace(pattern, replacement) : clean.replace(pattern, replacement)
    }
    return clean
  }
}

/** The forms in which a value turns up in URLs, JSON and multi-line output. */
function formsOf(value: string): Set<string> {
  const forms = new Set([value, encodeURIComponent(value.toWellFormed()), JSON.stringify(value).slice(1, -1)])
  // A log shows a value of several lines line by line. Very short lines (the `{` of a JSON key) would garble everything.
  for (const line of value.split(/\r?\n/)) if (line.trim().length >= 8) forms.add(line)
  return forms
}
