/** What a change means, in the words of those who make apps and flows. */
import type { Json } from '../../definition/json.ts'
import { CHANGE_RULES, type ChangeRule } from './change-rules.ts'

/** What a sentence is about. */
export interface Subject {
  /** The operation as makers see it: its summary, or else its id. Empty for the connector as a whole. */
  readonly operation: string
  readonly path: string
  readonly before: Json | undefined
  readonly after: Json | undefined
  /** Another name that belongs to it: the new name of an operation, the title of a policy. */
  readonly other?: string | undefined
  /** How many changes the sentence stands for. */
  readonly count?: number
}

const MAX_NAME = 80
const MAX_VALUES = 5

/** Most names: nothing in them has to be looked at. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/

type Sentence = (subject: Subject) => string

const SENTENCES: Readonly<Record<ChangeRule, Sentence>> = {
  HostChanged: ({ before, after }) =>
    `All apps and flows call the host ${quoted(after, 'nothing')} instead of ${quoted(before)}`,
  BasePathChanged: ({ before, after }) =>
    `All apps and flows call paths under ${quoted(after)} instead of ${quoted(before)}`,
  SchemeChanged: ({ before, after }) => `All apps and flows call over ${quoted(after)} instead of ${quoted(before)}`,
  SecurityChanged: securitySentence,
  ScriptOperationMissing: ({ operation }) =>
    `The custom code is for the operation ${quoted(operation)}, which is gone, and no longer runs for it`,
  PolicyOperationMissing: ({ operation, other }) =>
    `The policy ${quoted(other)} is for the operation ${quoted(operation)}, which is gone, and no longer applies`,
  OperationRemoved: ({ operation, other }) =>
    `Apps and flows that use ${quoted(operation)} fail, because it is gone` +
    (other === undefined ? '' : `: renamed to ${quoted(other)}?`),
  OperationHidden: ({ operation }) => `Makers no longer find ${quoted(operation)}: it is hidden from them`,
  PathChanged: ({ operation, before, after }) =>
    `Apps and flows that use ${quoted(operation)} call ${quoted(before)}, which has moved to ${quoted(after)}`,
  VerbChanged: ({ operation, before, after }) =>
    `Apps and flows that use ${quoted(operation)} call it with ${text(before)}, which has become ${text(after)}`,
  TriggerKindChanged: ({ operation, before, after }) =>
    `Flows that use ${quoted(operation)} need it as ${oneOf(before)}, and it is now ${oneOf(after)}`,
  ParameterRemoved: subject =>
    `Flows that use ${quoted(subject.operation)} give ${placeWords(subject)}, ` +
    (subject.after === undefined || subject.after === 'read-only' ? gone(subject) : renamed(subject)),
  ParameterLocationChanged: subject =>
    `Flows that use ${quoted(subject.operation)} give ${placeWords(subject)}, ` +
    `which has moved from ${requestPart(subject.before)} to ${requestPart(subject.after)}`,
  RequiredInputAdded: subject =>
    `Flows that use ${quoted(subject.operation)} fail until they give ${placeWords(subject)}, which is new and required`,
  InputBecameRequired: subject =>
    `Flows that use ${quoted(subject.operation)} without ${placeWords(subject)} fail, because it is now required`,
  InputTypeChanged: subject =>
    `Flows that use ${quoted(subject.operation)} give ${placeWords(subject)} as ${oneOf(subject.before)}, ` +
    `and it is now ${oneOf(subject.after)}`,
  InputFieldRemoved: subject =>
    `Flows that use ${quoted(subject.operation)} give ${placeWords(subject)}, ${gone(subject)}`,
  InputEnumNarrowed: subject =>
    subject.before === undefined
      ? `Flows that use ${quoted(subject.operation)} may give ${placeWords(subject)} another value than it now takes: ${values(subject.after)}`
      : `Flows that use ${quoted(subject.operation)} may give ${placeWords(subject)} a value that it no longer takes: ${values(subject.before)}`,
  InputBecameInternal: subject =>
    `Makers no longer see ${placeWords(subject)} of ${quoted(subject.operation)}: it is hidden from them`,
  OutputFieldRemoved: subject =>
    `Flows that use ${quoted(subject.operation)} lose ${placeWords(subject)}` +
    (subject.after === undefined ? '' : ', which is hidden from makers'),
  OutputTypeChanged: subject =>
    `Flows that use ${quoted(subject.operation)} get ${placeWords(subject)} as ${oneOf(subject.after)} ` +
    `instead of ${oneOf(subject.before)}`,
  DynamicOperationRemoved: subject =>
    `Makers who use ${quoted(subject.operation)} can not fill in ${placeWords(subject)}: ` +
    `the operation ${quoted(subject.before)}, which it asks, is gone`,
  OperationAdded: ({ operation, other }) =>
    `Makers can use the new operation ${quoted(operation)}` +
    (other === undefined ? '' : `, which may be ${quoted(other)} under a new name`),
  OperationDeprecated: ({ operation }) => `${quoted(operation)} is deprecated: makers should use another operation`,
  InputAdded: subject => `Makers can give ${placeWords(subject)} to ${quoted(subject.operation)}`,
  InputEnumWidened: subject =>
    `Makers can give ${placeWords(subject)} of ${quoted(subject.operation)} ` +
    (subject.after === undefined ? 'any value' : `further values: ${values(subject.after)}`),
  DefaultChanged: subject =>
    `${capitalised(placeWords(subject))} of ${quoted(subject.operation)} has ` +
    (subject.before === undefined && subject.after === undefined
      ? 'another default, which makers do not see'
      : `the default ${value(subject.after)} instead of ${value(subject.before)}`),
  OutputFieldAdded: subject => `Makers can use ${placeWords(subject)} that ${quoted(subject.operation)} now gives`,
  OutputEnumWidened: subject =>
    `${capitalised(placeWords(subject))} of ${quoted(subject.operation)} can have ` +
    (subject.after === undefined ? 'any value' : `further values: ${values(subject.after)}`),
  TextChanged: ({ operation, count = 1 }) =>
    (operation === ''
      ? 'Makers read other texts about the connector'
      : `Makers read other texts in ${quoted(operation)}`) + (count === 1 ? '' : `, at ${count} places`)
}

/** One sentence without a full stop; what it quotes from the documents is one line and cut where it is long. */
export function sentenceOf(rule: ChangeRule, subject: Subject): string {
  return SENTENCES[rule](subject)
}

/** Stands for changes that aren't told one by one. */
export function sentenceOfMore(rule: ChangeRule, operation: string, count: number): string {
  return `${CHANGE_RULES[rule].what}: ${count} more in ${quoted(operation)}`
}

function securitySentence({ path, before, after }: Subject): string {
  return `Owners of connections have to sign in again: ${securityWords(path, before, after)}`
}

function securityWords(path: string, before: Json | undefined, after: Json | undefined): string {
  const isKind = /^security\/[^/]*$/.test(path)
  if (path.endsWith('/scopes')) return `these scopes are no longer asked for: ${values(before)}`
  if (isKind && before === undefined) return `the API now asks for ${quoted(after)}`
  if (isKind && after === undefined) return `the API no longer takes ${quoted(before)}`
  if (isKind) return `the API now asks for ${quoted(after)} instead of ${quoted(before)}`
  if (path.endsWith('/required')) return `a connection now needs ${quoted(path.split('/').at(-2))}`
  if (before === undefined) return `a connection now needs ${quoted(lastName(path))}`
  if (after === undefined) return `a connection no longer has ${quoted(lastName(path))}`
  return `${quoted(lastName(path))} has become ${quoted(after)} instead of ${quoted(before)}`
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function gone({ after }: Subject): string {
  return after === 'read-only' ? 'which can no longer be set' : 'which is gone'
}

function renamed({ path, before, after }: Subject): string {
  if (path !== 'body') return `which is gone: renamed to ${quoted(after)}?`
  return `whose fields they know as those of ${quoted(before)}: it is called ${quoted(after)} now`
}

/** `the input "limit"`, `the field "lines[]/price"`, `the items of the field "tags"`, `the body`, `its output`. */
function placeWords({ path }: Subject): string {
  const [, root = '', rest = ''] = /^(body|response\/[^/[]+|notification)(.*)$/s.exec(path) ?? []
  if (root === '') return parameterWords(path)
  const items = /(?:\[\])*$/.exec(rest)?.[0] ?? ''
  const name = rest.slice(0, rest.length - items.length).replace(/^(?:\[\])*\//, '')
  const whole = root === 'body' ? 'the body' : root === 'notification' ? 'what it sends' : 'its output'
  return `${'the items of '.repeat(items.length / 2)}${name === '' ? whole : `the field ${quoted(name)}`}`
}

function parameterWords(path: string): string {
  const [place, ...names] = path.split('/')
  if (names.length === 0) return 'its form'
  if (place === 'response-header') return `the header ${quoted(names.slice(1).join('/'))}`
  return `the input ${quoted(names.join('/'))}`
}

function requestPart(place: Json | undefined): string {
  const parts: Readonly<Record<string, string>> = {
    query: 'the query',
    header: 'the headers',
    path: 'the path',
    formData: 'the form',
    body: 'the body'
  }
  return parts[text(place)] ?? quoted(place)
}

/** `a string`, `an array`, `a batch trigger`, `anything`. */
function oneOf(kind: Json | undefined): string {
  if (kind === undefined) return 'anything'
  return `${/^[aeio]/.test(text(kind)) ? 'an' : 'a'} ${oneLine(text(kind))}`
}

function values(list: Json | undefined): string {
  const all = Array.isArray(list) ? list : []
  const shown = all.slice(0, MAX_VALUES).map(value)
  return all.length > MAX_VALUES ? `${shown.join(', ')} …` : shown.join(', ')
}

function value(json: Json | undefined): string {
  if (json === undefined) return 'none'
  return typeof json === 'string' ? quoted(json) : oneLine(JSON.stringify(json))
}

function quoted(name: Json | undefined, none = 'none'): string {
  return name === undefined ? none : `"${oneLine(text(name))}"`
}

function text(json: Json | undefined): string {
  return typeof json === 'string' ? json : JSON.stringify(json ?? null)
}

/** Of a long path or name the beginning and the end tell most. */
function oneLine(long: string): string {
  if (long.length <= MAX_NAME && PLAIN.test(long)) return long
  const line = long.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
  if (line.length <= MAX_NAME) return line.toWellFormed()
  return `${line.slice(0, MAX_NAME / 2).toWellFormed()}…${line.slice(-MAX_NAME / 2).toWellFormed()}`
}

function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
