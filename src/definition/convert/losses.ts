/** What a conversion could not carry over: the rules, and the list that is filled while converting. */
import { isObject, own, type Json, type JsonObject } from '../json.ts'

/** Every rule of a loss, with what it means; the report groups by rule. */
export const lossRules = {
  'added-item-type': 'An array that does not say what its items are; the platform needs to know',
  'added-parameter': 'A part of the path that no parameter describes',
  'added-response': 'An operation without any response',
  'all-of-conflict': 'Parts of an `allOf` that contradict each other',
  callback: 'Callbacks, which a connector can not describe',
  'cookie-parameter': 'A parameter in a cookie, which a connector can not send',
  'definition-ref': 'A definition that is nothing but a reference to another one',
  deprecated: 'A mark that something smaller than an operation is deprecated',
  discriminator: 'What tells the variants of a schema apart',
  duplicate: 'Something that is there twice',
  encoding: 'How the parts of a form are encoded',
  examples: 'Further examples, or examples where Swagger 2.0 has no place for them',
  'extension-not-known': 'An `x-ms-…` that the platform does not know',
  'file-type': '`type: file` where Swagger 2.0 does not allow it',
  'form-value': 'A form field that is more than a plain value, or a form that is no list of fields',
  'format-not-known': 'A `format` that the platform does not know',
  'invalid-value': 'A value that is not what the specification says',
  keyword: 'A keyword that Swagger 2.0 does not have',
  link: 'Links from a response to other operations',
  'media-type': 'Further media types with another schema',
  method: 'Operations of a method that Swagger 2.0 does not have',
  'operation-id-duplicate': 'An operation id that several operations have',
  'operation-id-made': 'An operation without an id',
  'parameter-style': 'A way to write a parameter that Swagger 2.0 does not have',
  'parameter-type': 'A parameter that is more than a plain value or a list of plain values',
  'ref-cycle': 'References that go round in a circle',
  'ref-not-found': 'A reference to something that is not there',
  'ref-siblings': 'What stands next to a reference; the platform wants a reference alone',
  renamed: 'A name with characters that a reference can not hold',
  'response-status': 'A range of statuses, or a status that Swagger 2.0 does not have',
  'security-flow': 'Further flows of an OAuth 2 scheme, or a part of a flow',
  'security-requirement': 'A security requirement of an operation or of the API',
  'security-scheme': 'A security scheme that a connector can not use as it is',
  server: 'Further servers, servers of paths and operations, or parts of a server',
  'too-deep': 'Schemas nested or merged beyond any use',
  'type-list': 'Several types at once',
  'union-merged': 'A `oneOf` or `anyOf` whose variants became one schema',
  'union-untyped': 'A `oneOf` or `anyOf` whose variants have too little in common',
  unused: 'A component that no operation uses',
  webhook: 'Webhooks of the document',
  'write-only': 'A mark that a field is only sent'
} as const

/** The longest part of a pointer that leads somewhere. */
function existing(document: JsonObject, pointer: string): string {
  let node: Json = document
  let end = 0
  for (const segment of pointer.split('/').slice(1)) {
    const name = segment.replaceAll('~1', '/').replaceAll('~0', '~')
    const child: Json | undefined = Array.isArray(node)
      ? node[Number(name)]
      : isObject(node)
        ? own(node, name)
        : undefined
    if (child === undefined) break
    node = child
    end += segment.length + 1
  }
  return pointer.slice(0, end)
}

export type LossRule = keyof typeof lossRules

/** One construct that did not survive as it was: the rule, where it stands in the source, and what became of it. */
export interface Loss {
  readonly rule: LossRule
  /** RFC 6901 pointer into the source document. */
  readonly pointer: string
  /** What became of it, as a sentence without a full stop. */
  readonly message: string
}

/** A list of losses without repetitions: shared parts of a document are met more than once. */
export class Losses {
  readonly #known = new Set<string>()
  readonly #list: Loss[] = []

  add(rule: LossRule, pointer: string, message: string): void {
    const key = `${rule} ${pointer} ${message}`
    if (this.#known.has(key)) return
    this.#known.add(key)
    this.#list.push({ rule, pointer, message })
  }

  /**
   * All losses in the order they were met. A pointer into a merged schema can end in a member that its source has not
   * itself: it is cut to the part that is there.
   */
  list(document: JsonObject): Loss[] {
    return this.#list.map(loss => ({ ...loss, pointer: existing(document, loss.pointer) }))
  }
}
