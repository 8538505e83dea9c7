/** Rules on responses. */
import { objectAt } from '../../definition/json.ts'
import { at } from '../model/place.ts'
import { operationWords, quote, responseWords } from '../model/words.ts'
import type { Rule } from './rule.ts'

export const responses: readonly Rule[] = [
  {
    id: 'ResponseMustBeDefaultOrHttpStatusCode',
    section: 'Response',
    severity: 'error',
    what: 'A response is named neither `default` nor by an HTTP status',
    why: 'No answer has such a status.',
    mend: 'Name it by its status, such as `200`. In OpenAPI 3 `2XX` is fine, and is converted.',
    on: 'operation',
    check(operation, report) {
      for (const { status, place } of operation.responses) {
        if (status === 'default' || /^[1-5]\d\d$/.test(status)) continue
        const message = `Response ${quote(status)} of ${operationWords(operation)} is neither an HTTP status nor 'default': rename it.`
        report(place, message, operation)
      }
    }
  },
  {
    // Header names are compared without regard to case (RFC 9110, 5.1).
    id: 'ResponseHeadersAreNotUnique',
    section: 'Response',
    severity: 'error',
    what: 'Two headers of a response differ in case only',
    why: 'Names of headers are the same whatever their case (RFC 9110).',
    mend: 'Remove one.',
    on: 'response',
    check(response, report) {
      const seen = new Map<string, string>()
      for (const name of Object.keys(objectAt(response.value, 'headers') ?? {})) {
        const first = seen.get(name.toLowerCase())
        if (first !== undefined) {
          const message = `Headers ${quote(first)} and ${quote(name)} of ${responseWords(response)} differ in case only: remove one.`
          report(at(response.place, 'headers', name), message, response.users[0]?.operation)
        }
        seen.set(name.toLowerCase(), name)
      }
    }
  }
]
