import { expect, test } from '@jest/globals'
import { annotationsIn, masksIn, parseOutputs, renderLog, withoutMaskCommands } from './runner-commands.ts'

const log = [
  '::add-mask::s3cret',
  '::group::Sign in',
  'The token is s3cret.',
  '::endgroup::',
  '::warning title=Host,file=a%2Cb.json::100%25 of it%0Ais s3cret',
  '::debug::nobody sees this'
].join('\n')

test('annotations are read with their properties, unescaped', () => {
  expect(annotationsIn(log)).toEqual([
    { level: 'warning', message: '100% of it\nis s3cret', properties: { title: 'Host', file: 'a,b.json' } }
  ])
})

test('masks are read, and their commands are not in what a runner shows', () => {
  expect(masksIn(log)).toEqual(['s3cret'])
  expect(withoutMaskCommands(log)).not.toContain('add-mask')
})

test('the log is shown with groups, named annotations and masks', () => {
  expect(renderLog(log)).toBe('▼ Sign in\n  The token is ***.\nWarning: 100% of it\nis ***')
})

test('outputs are read in both forms, and one without an end is a mistake', () => {
  expect(parseOutputs('a=1=2\nb<<END\nx\ny=z\nEND\n')).toEqual({ a: '1=2', b: 'x\ny=z' })
  expect(() => parseOutputs('b<<END\nx\n')).toThrow("'b' has no end")
})
