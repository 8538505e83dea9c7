import { expect, test } from '@jest/globals'
import { readFindings } from '../../../src/connectors/power-apps/validation.ts'

const finding = (severity: 'error' | 'warning', pointer: string, message: string) => ({ severity, pointer, message })

test.each([
  ['nothing', '', []],
  ['blank lines', ' \r\n\n', []],
  [
    'a warning',
    'Warning : #/paths/~1a : It has no summary.',
    [finding('warning', '#/paths/~1a', 'It has no summary.')]
  ],
  ['an error', 'Error : /info : x', [finding('error', '/info', 'x')]],
  ['a critical finding as an error', 'Critical : /info : x', [finding('error', '/info', 'x')]],
  ['severities in other letters', 'WARNING : /info : x', [finding('warning', '/info', 'x')]],
  ['an empty pointer', 'Error :  : x', [finding('error', '', 'x')]],
  ['no pointer', 'Error : All is lost', [finding('error', '', 'All is lost')]],
  ['colons within the text', 'Error : /a : see: b : c', [finding('error', '/a', 'see: b : c')]],
  ['colons within the pointer', 'Error : /paths/~1a:b/get : x', [finding('error', '/paths/~1a:b/get', 'x')]],
  ['no blanks', 'Error:/a: x', [finding('error', '/a', 'x')]],
  [
    'several lines, of which some go on',
    'Error : /a : one\r\n  and more\r\nWarning : /b : two',
    [finding('error', '/a', 'one and more'), finding('warning', '/b', 'two')]
  ],
  ['another form as a warning', 'All is well', [finding('warning', '', 'All is well')]]
])('findings are read from %s', (_, text, findings) => {
  expect(readFindings(text)).toEqual(findings)
})
