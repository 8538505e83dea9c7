/**
 * Expressions of workflows, as far as ours use them: literals, contexts, operators and functions.
 * Source: GitHub's page "Evaluate expressions in workflows and actions".
 */
import { isObject, type Json, type JsonObject, own } from '../../src/definition/json.ts'

/** What a job has come to, for `success()` and its like. */
export type Status = 'success' | 'failure' | 'cancelled'

export interface Scope {
  /** `github`, `inputs`, `steps` and so on. */
  readonly contexts: JsonObject
  readonly status: Status
}

/** The text with the value of every `${{ … }}` in its place. @throws on what isn't known here */
export function interpolate(text: string, scope: Scope): string {
  return text.replaceAll(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => textOf(evaluate(expression, scope)))
}

/** Whether a step with this `if` runs: without a status function only while nothing has failed. */
export function holds(condition: string | undefined, scope: Scope): boolean {
  if (condition === undefined) return scope.status === 'success'
  const expression = /^\s*\$\{\{(.*)\}\}\s*$/s.exec(condition)?.[1] ?? condition
  const hasStatus = /\b(?:success|failure|cancelled|always)\(\)/.test(expression)
  return (hasStatus || scope.status === 'success') && isTruthy(evaluate(expression, scope))
}

/** @throws on what isn't known here */
export function evaluate(expression: string, scope: Scope): Json {
  const parser = new Parser(expression, scope)
  return parser.whole()
}

type Calculation = (...values: readonly Json[]) => Json

const TOKEN = /\s*(?:'(?:[^']|'')*'|-?\d+(?:\.\d+)?|[A-Za-z_][\w-]*|==|!=|&&|\|\||[!().,[\]])/y

/** Recursive descent; both sides of an operator are evaluated, for nothing here has effects. */
class Parser {
  readonly #scope: Scope
  readonly #text: string
  readonly #tokens: string[] = []
  #next = 0

  constructor(text: string, scope: Scope) {
    this.#text = text
    this.#scope = scope
    const pattern = new RegExp(TOKEN)
    const end = text.trimEnd().length
    while (pattern.lastIndex < end) {
      const token = pattern.exec(text)?.[0].trim()
      if (token === undefined) throw this.#unexpected()
      this.#tokens.push(token)
    }
  }

  whole(): Json {
    const value = this.#or()
    if (this.#next < this.#tokens.length) throw this.#unexpected()
    return value
  }

  #or(): Json {
    let value = this.#and()
    while (this.#take('||')) {
      const other = this.#and()
      value = isTruthy(value) ? value : other
    }
    return value
  }

  #and(): Json {
    let value = this.#equal()
    while (this.#take('&&')) {
      const other = this.#equal()
      value = isTruthy(value) ? other : value
    }
    return value
  }

  #equal(): Json {
    const value = this.#not()
    if (this.#take('==')) return isEqual(value, this.#not())
    if (this.#take('!=')) return !isEqual(value, this.#not())
    return value
  }

  #not(): Json {
    return this.#take('!') ? !isTruthy(this.#not()) : this.#member()
  }

  #member(): Json {
    let value = this.#primary()
    for (;;) {
      if (this.#take('.')) value = memberOf(value, this.#shift())
      else if (this.#take('[')) {
        value = memberOf(value, textOf(this.#or()))
        this.#expect(']')
      } else return value
    }
  }

  #primary(): Json {
    const token = this.#shift()
    if (token === '(') {
      const value = this.#or()
      this.#expect(')')
      return value
    }
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'")
    if (/^-?\d/.test(token)) return Number(token)
    if (!/^\w/.test(token)) throw this.#unexpected()
    if (token === 'true' || token === 'false') return token === 'true'
    if (token === 'null') return null
    return this.#take('(') ? this.#call(token) : this.#context(token)
  }

  #call(name: string): Json {
    const values: Json[] = []
    while (!this.#take(')')) {
      values.push(this.#or())
      if (!this.#take(',') && this.#tokens[this.#next] !== ')') throw this.#unexpected()
    }
    const calculate = functionsOf(this.#scope.status)[name]
    if (!calculate) throw new Error(`The function ${name} is not known here.`)
    return calculate(...values)
  }

  #context(name: string): Json {
    const value = own(this.#scope.contexts, name)
    if (value === undefined) throw new Error(`The context ${name} is not known here.`)
    return value
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#next] !== token) return false
    this.#next++
    return true
  }

  #shift(): string {
    const token = this.#tokens[this.#next++]
    if (token === undefined) throw this.#unexpected()
    return token
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw this.#unexpected()
  }

  #unexpected(): Error {
    return new Error(`The expression "${this.#text}" is not understood.`)
  }
}

function functionsOf(status: Status): Readonly<Record<string, Calculation>> {
  return {
    success: () => status === 'success',
    failure: () => status === 'failure',
    cancelled: () => status === 'cancelled',
    always: () => true,
    fromJSON: (text = '') => JSON.parse(textOf(text)) as Json,
    format: (text = '', ...values) =>
      textOf(text).replaceAll(/\{(\d+)\}/g, (_, index: string) => textOf(values[Number(index)] ?? null)),
    contains: (all = null, wanted = null) =>
      Array.isArray(all)
        ? all.some(item => isEqual(item, wanted))
        : textOf(all).toLowerCase().includes(textOf(wanted).toLowerCase())
  }
}

/** What isn't there is nothing: a step that did not run, an output that was not set. */
function memberOf(value: Json, name: string): Json {
  return isObject(value) ? (own(value, name) ?? null) : null
}

function isTruthy(value: Json): boolean {
  return value !== null && value !== false && value !== '' && value !== 0
}

/** Texts are equal whatever their case; values of two types are compared as numbers. */
function isEqual(one: Json, other: Json): boolean {
  if (typeof one === 'string' && typeof other === 'string') return one.toLowerCase() === other.toLowerCase()
  return typeof one === typeof other ? one === other : numberOf(one) === numberOf(other)
}

function numberOf(value: Json): number {
  return typeof value === 'object' && value !== null ? NaN : Number(value ?? 0)
}

function textOf(value: Json): string {
  if (value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
