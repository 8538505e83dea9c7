/** Texts of documents and services can be of any length and any making: what is done to them goes over them once. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { newAssetFault } from '../src/connectors/assets.ts'
import { parseConnectorId, parseEnvironmentId } from '../src/connectors/ids.ts'
import { refusal } from '../src/connectors/power-apps/refusal.ts'
import { readFindings } from '../src/connectors/power-apps/validation.ts'
import { convertToSwagger2 } from '../src/definition/convert/index.ts'
import { referableName } from '../src/definition/convert/names.ts'
import { compileGlob } from '../src/definition/glob.ts'
import { DEFAULT_KEEP, keepFromConnector } from '../src/definition/keep.ts'
import { isHtml, retryAfterSeconds } from '../src/http.ts'
import { harmless } from '../src/log.ts'
import { describeFinding } from '../src/report/lines.ts'
import { code, linked, plain } from '../src/report/markdown.ts'
import { Secrets } from '../src/secrets.ts'
import { httpResponse } from './collaborators.ts'

/** What patterns look for, so that they begin often and end in vain. */
const parts = [
  ...[
    'a',
    'a.',
    '.',
    ' ',
    '\n',
    '\r\n',
    '\t',
    ':',
    '::',
    ';',
    '-',
    '/',
    '://',
    '@',
    '%2',
    '<',
    '<!--',
    '-->',
    '<title',
    '<svg'
  ],
  ...[
    '{',
    '}',
    '"',
    "'",
    '`',
    '\\',
    '|',
    '*',
    '(',
    '[',
    '##[',
    '&',
    'sig=',
    'Bearer ',
    'eyJ',
    '-eyJ',
    '.eyJ',
    '\u0000',
    '\ud83d'
  ],
  ...[
    'Error : ',
    '{"error":{"message":"',
    '<!doctype svg',
    '<?xml ',
    'try again in 1',
    'shared_',
    'Trace ID:',
    'AADSTS1'
  ]
]
const CHARACTERS = 200_000
/** Milliseconds of the processor; what goes over such a text again and again takes many seconds. */
const MOST = 400

const secrets = new Secrets(() => undefined)
secrets.add('Pw-7kQz!vR4mXn')

const document = {
  openapi: '3.0.0',
  info: { title: 'T', version: '1' },
  host: 'a.example',
  schemes: ['https'],
  paths: {}
}

const functions: Readonly<Record<string, (text: string) => unknown>> = {
  'the removal of secrets': text => secrets.redact(text),
  'a line of the log': harmless,
  'a code span': code,
  'a sentence in Markdown': text => plain(text, 600),
  'a link': text => linked('text', `https://a.example/${text}`),
  'a finding of the checks': text => describeFinding({ severity: 'error', pointer: '', message: text }),
  'an error of the service': text => refusal('try', httpResponse(502, text)).message,
  'an error of the service in its envelope': text =>
    refusal('try', httpResponse(400, { error: { code: text, message: text, details: [{ message: text }] } })).message,
  'an error page': text => refusal('try', httpResponse(502, `<html>${text}`)).message,
  'findings of the service': readFindings,
  'what tells a page': text => isHtml(httpResponse(200, text)),
  'what a service asks to wait': text => retryAfterSeconds(httpResponse(429, text)),
  'what tells an icon': text => newAssetFault('icon', Buffer.from(text)),
  'what tells custom code': text => newAssetFault('script', Buffer.from(text)),
  'a name that a reference can hold': referableName,
  'the address of a server': text => convertToSwagger2({ ...document, servers: [{ url: `/${text}` }] }),
  'the address of a connector': text =>
    keepFromConnector({
      ...{ api: document, connector: document, keep: DEFAULT_KEEP, explicit: { host: '', basePath: '', scheme: '' } },
      connectorServiceUrl: `https://a.example/${text}`
    }),
  'a connector id': parseConnectorId,
  'an environment id': parseEnvironmentId,
  'a glob': compileGlob('*a*/b?c*')
}

describe('a text of any making takes time by its length alone', () => {
  test.each(Object.entries(functions))('in %s', (_, work) => {
    const unit = fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 3 }).map(list => list.join(''))
    // Each part by itself first, then some together.
    fc.assert(
      fc.property(unit, fc.constantFrom('', 'x', '"}'), (repeated, end) => {
        const text = repeated.repeat(Math.ceil(CHARACTERS / repeated.length)) + end
        const before = process.threadCpuUsage()
        work(text)
        const { user, system } = process.threadCpuUsage(before)
        expect((user + system) / 1000).toBeLessThan(MOST)
      }),
      { numRuns: 60, examples: parts.flatMap(part => [[part, 'x'] as [string, string]]) }
    )
  })
})
