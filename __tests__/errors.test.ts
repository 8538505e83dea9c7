import { expect, test } from '@jest/globals'
import { ActionError, ChangedInBetweenError, DefinitionError, InputError } from '../src/errors.ts'

test('an error is one sentence: what failed, why, and what to do', () => {
  const parts = { what: 'could not read x', why: 'it answered HTTP 404', advice: 'check the address' }
  expect(new ActionError(parts).message).toBe('Could not read x: it answered HTTP 404; check the address.')
  expect(new DefinitionError('syntax', parts)).toMatchObject({ name: 'DefinitionError', fault: 'syntax', parts })
})

test('mistakes in the inputs are told together', () => {
  expect(new InputError(['"a" is missing']).message).toBe(
    'An input is not valid: "a" is missing; correct the "with:" block of the step.'
  )
  expect(new InputError(['"a" is missing', '"b" is "x"']).message).toBe(
    '2 inputs are not valid: "a" is missing; "b" is "x"; correct the "with:" block of the step.'
  )
})

test('what goes along with an error stands beside its sentence', () => {
  const help = { help: 'the-job-gets-no-id-token', remedy: ['permissions:'] } as const
  const parts = { what: 'could not x', why: 'y', advice: 'z', ...help }
  expect(new ActionError(parts)).toMatchObject({ message: 'Could not x: y; z.', parts: help })
  expect(new InputError(['"a" is missing'], help)).toMatchObject({
    message: 'An input is not valid: "a" is missing; correct the "with:" block of the step.',
    parts: help
  })
})

test('a connector that somebody else changed is named with both revisions', () => {
  expect(new ChangedInBetweenError('shared_x', '', '2026').message).toBe(
    'Did not update shared_x: somebody else changed it while this run prepared its update (revision unknown became 2026); ' +
      'nothing was written; run the job again, and let only one run at a time work on a connector ("concurrency" in the workflow).'
  )
})
