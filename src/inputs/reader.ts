/** Reads single inputs and gathers what is wrong with them, so that all mistakes are told at once. */
import { statSync } from 'node:fs'
import path from 'node:path'
import type { Help } from '../errors.ts'
import { type Files, LEADS_OUT } from '../files.ts'

/** Where inputs come from: the runner, or a test. */
export interface InputSource {
  /** The input's value without white space around it; empty when it isn't given. */
  get(name: string): string
  /** The same to the letter, for secrets. */
  getExact(name: string): string
  /** A variable of the step's environment; empty when it isn't set. */
  variable(name: string): string
  /** Hides a value from now on. */
  mask(value: string): void
  /** The folder that relative paths start from. */
  readonly workspace: string
  /** The files that inputs may name. */
  readonly files: Pick<Files, 'holds' | 'read'>
}

export class InputReader {
  readonly mistakes: string[] = []
  help: Help | undefined
  /** What is allowed but unwise. */
  readonly warnings: string[] = []
  /** Inputs that were given, for the report; of a secret only that it was. */
  readonly given: Record<string, string> = {}
  readonly #source: InputSource
  readonly #filled = new Map<string, { readonly value: string; readonly origin: string }>()

  constructor(source: InputSource) {
    this.#source = source
  }

  /**
   * @param text starts with the quoted name of the input; when its value stood elsewhere, the reader is told where
   * @param help what goes along with the mistake; that of the first one that has some is told
   */
  mistake(text: string, help?: Help): void {
    const origin = this.#filled.get(/^"([a-z-]+)"/.exec(text)?.[1] ?? '')?.origin
    this.mistakes.push(origin === undefined ? text : `${text} (from ${origin})`)
    this.help ??= help
  }

  warning(text: string): void {
    this.warnings.push(text)
  }

  /** Whether the step itself gives the input. */
  isGiven(name: string): boolean {
    return this.#source.get(name) !== ''
  }

  /**
   * A value for an input that the step doesn't give, or gives as the default that the runner fills in.
   * @param origin where the value stands, for mistakes
   * @returns whether the value was taken
   */
  fillIn(name: string, value: string, origin: string, standard = ''): boolean {
    if (!['', standard.toLowerCase()].includes(this.#source.get(name).toLowerCase())) return false
    this.#filled.set(name, { value, origin })
    return true
  }

  /** Any text; empty when not given. */
  text(name: string): string {
    const value = this.#filled.get(name)?.value ?? this.#source.get(name)
    if (value !== '') this.given[name] = value
    return value
  }

  /** A value that is masked the moment it is read. Line breaks at the end, as files have them, don't belong to it. */
  secret(name: string): string {
    const value = this.#source.getExact(name).replace(/[\r\n]+$/, '')
    if (value.trim() === '') return ''
    this.#source.mask(value)
    this.given[name] = '(secret)'
    return value
  }

  /** A variable of the step's environment that the runner sets. */
  variable(name: string): string {
    return this.#source.variable(name)
  }

  /** The same for a variable that is a secret: masked the moment it is read. */
  secretVariable(name: string): string {
    const value = this.#source.variable(name)
    this.#source.mask(value)
    return value
  }

  /** One of the names, whatever their case; the first one when the input isn't given. */
  choice<const Name extends string>(name: string, names: readonly [Name, ...Name[]]): Name {
    const value = this.text(name)
    if (value === '') return names[0]
    const found = names.find(candidate => candidate.toLowerCase() === value.toLowerCase())
    if (found === undefined) this.mistake(`"${name}" is "${value}"; valid are ${listOf(names)}`)
    return found ?? names[0]
  }

  /** `true` or `false`, as YAML 1.2 writes them. */
  boolean(name: string, fallback: boolean): boolean {
    const value = this.text(name)
    if (value === '') return fallback
    if (/^(true|True|TRUE)$/.test(value)) return true
    if (/^(false|False|FALSE)$/.test(value)) return false
    this.mistake(`"${name}" is "${value}"; valid are true and false`)
    return fallback
  }

  /** A number within bounds, both included. */
  number(
    name: string,
    fallback: number,
    bounds: { readonly min: number; readonly max: number; readonly whole: boolean }
  ): number {
    const value = this.text(name)
    if (value === '') return fallback
    const number = /^\d+(\.\d+)?$/.test(value) ? Number(value) : NaN
    if (number >= bounds.min && number <= bounds.max && (!bounds.whole || Number.isInteger(number))) return number
    this.mistake(
      `"${name}" is "${value}"; valid is a ${bounds.whole ? 'whole ' : ''}number from ${bounds.min} to ${bounds.max}`
    )
    return fallback
  }

  /** Items on lines of their own or separated by commas. */
  list(name: string): string[] {
    return this.text(name)
      .split(/[\n,]/)
      .map(item => item.trim())
      .filter(item => item !== '')
  }

  /** An https address without a slash at its end; `fallback` when the input isn't given. */
  httpsUrl(name: string, fallback: string): string {
    const value = this.text(name)
    if (value === '') return fallback
    if (URL.canParse(value)) {
      const url = new URL(value)
      if (url.protocol === 'https:' && url.username + url.password + url.search + url.hash === '') {
        return url.href.replace(/\/+$/, '')
      }
    }
    this.mistake(`"${name}" is "${value}"; valid is an https:// address without user name, query and fragment`)
    return fallback
  }

  /** The absolute path of a file that must exist; `undefined` when the input isn't given. */
  file(name: string): string | undefined {
    const value = this.text(name)
    if (value === '') return undefined
    const file = this.#inside(name, value)
    if (this.#source.files.holds(file) && !statSync(file, { throwIfNoEntry: false })?.isFile()) {
      this.mistake(
        `"${name}" is "${value}", but there is no such file (does the job check out the repository before this step?)`
      )
    }
    return file
  }

  /** An absolute path, whether or not there is something; `undefined` when the input isn't given. */
  path(name: string): string | undefined {
    const value = this.text(name)
    return value === '' ? undefined : this.#inside(name, value)
  }

  #inside(name: string, value: string): string {
    const file = path.resolve(this.#source.workspace, value)
    if (!this.#source.files.holds(file)) this.mistake(`"${name}" is "${value}", which ${LEADS_OUT}`)
    return file
  }
}

/** "a, b and c" */
export function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}
