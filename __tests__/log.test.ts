import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import fc from 'fast-check'
import { type Log, runnerLog } from '../src/log.ts'
import { Secrets } from '../src/secrets.ts'

let printed: string
let log: Log
let secrets: Secrets

beforeEach(() => {
  printed = ''
  jest.spyOn(process.stdout, 'write').mockImplementation(chunk => {
    printed += String(chunk)
    return true
  })
  secrets = new Secrets(() => undefined)
  log = runnerLog(secrets)
})
afterEach(() => {
  jest.restoreAllMocks()
})

/** Every line that the runner, or a viewer of the log, may see. */
function lines(): string[] {
  return printed.replace(/\r?\n$/, '').split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/)
}

const bidi = /[\u202A-\u202E\u2066-\u2069]/

/** Strings that are mostly what an attacker would try. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '::',
        ':',
        '#',
        '##[',
        '[',
        'error',
        '::add-mask::x',
        '::error file=a::b',
        '##[group]',
        ' ',
        '\t'
      ),
      fc.constantFrom('\n', '\r', '\r\n', '\u2028', '\u0085', '\u202E', '\u2066', '\uFEFF', '\0', '\u001B[31m', '%0A'),
      fc.string({ unit: 'binary', maxLength: 5 })
    ),
    { maxLength: 12 }
  )
  .map(parts => parts.join(''))

describe('a text of somebody else in the log', () => {
  test.each([
    ['::add-mask::secret', ': :add-mask::secret'],
    ['  ::error file=a::b', '  : :error file=a::b'],
    ['fine\n::set-output name=x::y', 'fine ⏎ ::set-output name=x::y'],
    ['fine\r\n::error::y', 'fine ⏎ ::error::y'],
    ['fine\r::error::y', 'fine\\u000d::error::y'],
    ['see ##[error]here', 'see # #[error]here'],
    ['###[group]x', '## #[group]x'],
    ['\u202Eevil\u2066', '\\u202eevil\\u2066'],
    ['\u001B[31mred', '\\u001b[31mred'],
    ['schema: a::b is fine', 'schema: a::b is fine']
  ])('%j is the line %j', (text, line) => {
    log.info(text)
    expect(lines()).toEqual([line])
  })

  test('is never a command of the runner, whatever it is', () => {
    fc.assert(
      fc.property(hostile, text => {
        printed = ''
        log.info(text)
        expect(lines()).toHaveLength(1)
        const [line = ''] = lines()
        expect(line.trimStart().startsWith('::')).toBe(false)
        expect(line).not.toContain('##[')
        expect(line).not.toMatch(bidi)
      }),
      { numRuns: 500 }
    )
  })

  test.each(['warning', 'error', 'debug', 'group'] as const)(
    'is only the text of the %s that it is meant to be',
    kind => {
      fc.assert(
        fc.property(hostile, text => {
          printed = ''
          log.endGroup()
          printed = ''
          log[kind](text)
          expect(lines()).toHaveLength(1)
          expect(lines()[0]).toMatch(new RegExp(`^::${kind}::`))
          expect(lines()[0]).not.toMatch(bidi)
          expect(lines()[0]).not.toContain('##[')
        })
      )
    }
  )
})

test.each(['info', 'debug', 'warning', 'error', 'group'] as const)('%s shows no secret', kind => {
  secrets.add('hunter2-hunter2')
  secrets.add('two\nlines of it')
  log[kind]('login with hunter2-hunter2 and two\nlines of it, sig=abc')
  expect(printed).toContain('login with *** and ***, sig=***')
})

test('a group ends where the next one starts, and ends only once', () => {
  log.group('One')
  log.group('Two')
  log.endGroup()
  log.endGroup()
  expect(lines()).toEqual(['::group::One', '::endgroup::', '::group::Two', '::endgroup::'])
})
