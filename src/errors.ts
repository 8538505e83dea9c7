/**
 * What went wrong, why, and what to do.
 *
 * Everything that a user or an administrator can mend is an `ActionError`; any other exception is a defect of ours.
 */
import type { HelpTopic } from './help.ts'

/** The three parts of an error's sentence, none of which ends with a full stop, and what goes along with it. */
export interface ErrorParts {
  /** What failed: "could not download the connector". */
  readonly what: string
  /** Why: status, service code, request id, in the reader's words. */
  readonly why: string
  /** What to do about it. */
  readonly advice: string
  /** Where more is said about it. */
  readonly help?: HelpTopic | undefined
  /** Lines to copy: what to add to the workflow, what to create. They stand in log and summary, beside the sentence. */
  readonly remedy?: readonly string[] | undefined
}

/** What can be said beside an error's own words. */
export type Help = Pick<ErrorParts, 'help' | 'remedy'>

/** A failure that its reader can act on. The message is one sentence of the three parts. */
export class ActionError extends Error {
  override readonly name: string = 'ActionError'
  readonly parts: ErrorParts

  constructor(parts: ErrorParts, options?: ErrorOptions) {
    super(`${capitalise(parts.what)}: ${parts.why}; ${parts.advice}.`, options)
    this.parts = parts
  }
}

/** Inputs that are missing, contradict each other or aren't valid: all of them at once. */
export class InputError extends ActionError {
  override readonly name = 'InputError'
  readonly mistakes: readonly string[]

  constructor(mistakes: readonly string[], help: Help = {}) {
    super({
      what: mistakes.length === 1 ? 'an input is not valid' : `${mistakes.length} inputs are not valid`,
      why: mistakes.join('; '),
      advice: 'correct the "with:" block of the step',
      ...help
    })
    this.mistakes = mistakes
  }
}

/** Why a document can't be used. `html`, `empty` and `syntax` can pass when an app that is starting up has started. */
export type DefinitionFault = 'html' | 'empty' | 'syntax' | 'not-openapi' | 'unsupported' | 'limit' | 'incomplete'

/** An API document or a connector's definition that can't be used. */
export class DefinitionError extends ActionError {
  override readonly name = 'DefinitionError'
  readonly fault: DefinitionFault

  constructor(fault: DefinitionFault, parts: ErrorParts, options?: ErrorOptions) {
    super(parts, options)
    this.fault = fault
  }
}

/** The connector isn't any more what it was when this run read it. Nothing was written. */
export class ChangedInBetweenError extends ActionError {
  override readonly name = 'ChangedInBetweenError'

  constructor(connector: string, before: string, now: string) {
    super({
      what: `did not update ${connector}`,
      why: `somebody else changed it while this run prepared its update (revision ${before || 'unknown'} became ${now || 'unknown'})`,
      advice:
        'nothing was written; run the job again, and let only one run at a time work on a connector ("concurrency" in the workflow)',
      help: 'somebody-else-changed-the-connector'
    })
  }
}

/** An update was sent, and nothing tells whether the service applied it. */
export class UnclearUpdateError extends ActionError {
  override readonly name = 'UnclearUpdateError'

  /**
   * @param why how the update ended, and what was found out since
   * @param packagePath folder of the package from before, where it is known
   */
  constructor(connector: string, why: string, options?: ErrorOptions & { readonly packagePath?: string }) {
    const folder = options?.packagePath ?? 'the folder of the output package-path'
    super(
      {
        what: `could not tell whether the update of ${connector} was applied`,
        why,
        advice: `look at the connector in the maker portal before you run the job again; the package from before lies in ${folder}`,
        help: 'nobody-knows-whether-the-update-was-applied'
      },
      options
    )
  }
}

/** A new connector was sent, and nothing tells whether the service made it. */
export class UnclearCreationError extends ActionError {
  override readonly name = 'UnclearCreationError'

  /** @param why how the creation ended, and what was found out since */
  constructor(title: string, why: string, options?: ErrorOptions) {
    super(
      {
        what: `could not tell whether the connector "${title}" was created`,
        why,
        advice:
          'look for it in the maker portal before you run the job again; if it is there, give its id as "connector-id"',
        help: 'nobody-knows-whether-the-update-was-applied'
      },
      options
    )
  }
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
