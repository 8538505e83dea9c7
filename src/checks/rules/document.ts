/** Rules on what stands at the top of the document: how the API is reached, and who stands behind it. */
import { arrayAt, isObject, stringAt } from '../../definition/json.ts'
import { at, documentPlace } from '../model/place.ts'
import { quote, sentence } from '../model/words.ts'
import type { Rule } from './rule.ts'
import { shapes } from './shapes.ts'

/** A value that the platform fills in per environment; it is never looked into. */
const placeholder = '@environmentVariables('

export const documentRules: readonly Rule[] = [
  {
    id: 'HostNameNotValid',
    section: 'Properties',
    severity: 'error',
    what: '`host` is no bare host name',
    why: 'Calls go to scheme, host and base path put together. With a scheme or a path in it the address is wrong.',
    mend: 'Write the name alone, with a port if need be, and put a path into `basePath`. The input `host` sets it too.',
    on: 'document',
    check({ root }, report) {
      const host = stringAt(root, 'host')
      if (host === undefined || host === '' || host.includes(placeholder)) return
      if (/^(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}])?\.?|\[[0-9a-fA-F:.]+\])(?::\d{1,5})?$/u.test(host)) return
      report(at(documentPlace, 'host'), `'host' is ${quote(host)}: write the bare host name, without scheme or path.`)
    }
  },
  {
    id: 'BasePathNotValid',
    section: 'Properties',
    severity: 'error',
    what: '`basePath` does not begin with a slash',
    why: 'Put behind the host it makes another host name.',
    mend: 'Begin it with `/`. The input `base-path` sets it too.',
    on: 'document',
    check({ root }, report) {
      const basePath = stringAt(root, 'basePath')
      if (basePath === undefined || basePath.startsWith('/') || basePath.includes(placeholder)) return
      report(at(documentPlace, 'basePath'), `'basePath' is ${quote(basePath)}: begin it with '/'.`)
    }
  },
  {
    id: 'SchemesArrayEmpty',
    section: 'Arrays',
    severity: 'error',
    what: '`schemes` is an empty list',
    why: 'The connector has no way to call the API.',
    mend: 'Name `https` in it.',
    on: 'object',
    keywords: ['schemes'],
    check({ value, place, words, operation }, report) {
      if (arrayAt(value, 'schemes')?.length !== 0) return
      report(at(place, 'schemes'), `'schemes' of ${words()} is empty: name "https".`, operation)
    }
  },
  {
    id: 'SchemeNotValid',
    section: 'Properties',
    severity: 'error',
    what: '`schemes` has a word that is no scheme',
    why: 'The service refuses it.',
    mend: 'Use `https`, or `http` where there is nothing else.',
    on: 'object',
    keywords: ['schemes'],
    check({ value, place, words, operation }, report) {
      for (const [position, scheme] of (arrayAt(value, 'schemes') ?? []).entries()) {
        if (typeof scheme === 'string' && ['http', 'https', 'ws', 'wss'].includes(scheme)) continue
        report(
          at(place, 'schemes', position),
          `'schemes' of ${words()} has ${quote(scheme)}: use "https" or "http".`,
          operation
        )
      }
    }
  },
  {
    id: 'SchemeNotSupported',
    section: 'Response',
    severity: 'error',
    what: '`schemes` has a WebSocket scheme',
    why: 'Connectors speak HTTP only.',
    mend: 'Name `https`, and remove `ws` and `wss`.',
    on: 'object',
    keywords: ['schemes'],
    check({ value, place, words, operation }, report) {
      for (const [position, scheme] of (arrayAt(value, 'schemes') ?? []).entries()) {
        if (scheme !== 'ws' && scheme !== 'wss') continue
        const message = `'schemes' of ${words()} has the WebSocket scheme ${quote(scheme)}: connectors speak "https" or "http" only.`
        report(at(place, 'schemes', position), message, operation)
      }
    }
  },
  {
    id: 'ArrayDuplicateValue',
    section: 'Operations',
    severity: 'error',
    what: 'A list has the same value twice',
    why: 'Swagger 2.0 wants each value once, and the service refuses the list.',
    mend: 'Remove one of the two.',
    on: 'object',
    keywords: ['required', 'enum', 'consumes', 'produces', 'schemes'],
    check({ value, place, words, operation }, report, _index, keyword) {
      const list = arrayAt(value, keyword) ?? []
      if (list.length < 2) return
      // Two equal objects in an enum do no harm and are not looked for.
      const positions = Map.groupBy(list.keys(), position => list[position])
      for (const [entry, [, second, ...more]] of positions) {
        if (entry === undefined || second === undefined) continue
        const often = more.length === 0 ? 'twice: remove one.' : `${more.length + 2} times: keep one.`
        report(at(place, keyword, second), `'${keyword}' of ${words()} has ${quote(entry)} ${often}`, operation)
      }
    }
  },
  {
    id: 'TagRedefined',
    section: 'Properties',
    severity: 'error',
    what: 'Two tags have the same name',
    why: 'Names of tags must be unique in Swagger 2.0.',
    mend: 'Remove one of them.',
    on: 'document',
    check({ root }, report) {
      const seen = new Set<string>()
      for (const [position, tag] of (arrayAt(root, 'tags') ?? []).entries()) {
        const name = isObject(tag) ? stringAt(tag, 'name') : undefined
        if (name === undefined) continue
        if (seen.has(name))
          report(at(documentPlace, 'tags', position), `'tags' defines ${quote(name)} twice: remove one.`)
        seen.add(name)
      }
    }
  },
  {
    id: 'ContactEmailNotValid',
    section: 'Properties',
    severity: 'error',
    what: 'The address of the contact is no email address',
    why: 'The service refuses it, and nobody could write to it.',
    mend: 'Write a plain address such as `name@example.com`, without a display name.',
    on: 'object',
    keywords: ['email'],
    check({ shape, value, place }, report) {
      const email = shape === shapes.contact ? stringAt(value, 'email') : undefined
      if (email === undefined || /^[\x21-\x3f\x41-\x7e]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/.test(email)) return
      report(
        at(place, 'email'),
        `The contact's 'email' is ${quote(email)}: write a plain address such as name@example.com.`
      )
    }
  },
  {
    id: 'UrlNotValid',
    section: 'Properties',
    severity: 'error',
    what: 'A URL of the contact, the licence or the documentation is not absolute',
    why: 'Outside the API there is nothing that a relative URL could start from.',
    mend: 'Write it whole, with `https://`.',
    on: 'object',
    keywords: ['url'],
    check({ shape, value, place, words, operation }, report) {
      if (shape !== shapes.contact && shape !== shapes.license && shape !== shapes.externalDocs) return
      const url = stringAt(value, 'url')
      if (url === undefined || isAbsoluteUrl(url)) return
      report(
        at(place, 'url'),
        `${sentence(words())} has the 'url' ${quote(url)}: write an absolute one, with https://.`,
        operation
      )
    }
  }
]

function isAbsoluteUrl(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:/.test(text) && URL.canParse(text)
}
