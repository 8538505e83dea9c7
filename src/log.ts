/** The job's log: the only way to it, so that nothing secret and no workflow command of somebody else's gets there. */
import * as core from '@actions/core'
import type { FilePlace } from './definition/source-place.ts'
import type { Secrets } from './secrets.ts'

/** What an annotation has beside its message. */
export interface Annotated {
  /** Shown above the message. */
  readonly title?: string | undefined
  /** Where in the workspace; the run as a whole when not given. */
  readonly at?: FilePlace | undefined
}

export interface Log {
  /** One factual line. */
  info(line: string): void
  /** Only with step debug logging (`ACTIONS_STEP_DEBUG`). */
  debug(line: string): void
  /** An annotation on the run, or on a line of a file. */
  warning(message: string, annotated?: Annotated): void
  /** An annotation on the run, or on a line of a file; doesn't end the run. */
  error(message: string, annotated?: Annotated): void
  /** Lines from here on belong to the titled group, until the next one or `endGroup`. */
  group(title: string): void
  endGroup(): void
}

/** The log of a GitHub Actions runner. Every text is redacted and made harmless first. */
export function runnerLog(secrets: Secrets): Log {
  let open = false
  const clean = (text: string): string => harmless(secrets.redact(text))
  const endGroup = (): void => {
    if (open) core.endGroup()
    open = false
  }
  return {
    info: line => {
      core.info(clean(line))
    },
    debug: line => {
      core.debug(clean(line))
    },
    warning: (message, annotated) => {
      core.warning(clean(message), properties(clean, annotated))
    },
    error: (message, annotated) => {
      core.error(clean(message), properties(clean, annotated))
    },
    group: title => {
      endGroup()
      core.startGroup(clean(title))
      open = true
    },
    endGroup
  }
}

function properties(clean: (text: string) => string, { title, at }: Annotated = {}): core.AnnotationProperties {
  return {
    ...(title === undefined ? {} : { title: clean(title) }),
    ...(at === undefined ? {} : { file: at.file, startLine: at.line, startColumn: at.column })
  }
}

/**
 * One line that the runner can't take for a command of ours.
 *
 * The runner acts on `::name::` at the start of a line, white space aside, and on `##[name]` anywhere in it
 * (actions/runner, ActionCommand.cs). Texts of documents and services pass through here, so line breaks and other control
 * characters become visible escapes.
 */
export function harmless(text: string): string {
  return text
    .replaceAll(/\r?\n/g, ' ⏎ ')
    .replaceAll(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, character => {
      return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
    })
    .replaceAll('##[', '# #[')
    .replace(/^(\s*):(?=:)/, '$1: ')
}
