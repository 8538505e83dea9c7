/** The examples of docs/rules.md are told by the comparison as what they are examples of. */
import { expect, test } from '@jest/globals'
import { CHANGE_RULES, changeRules } from '../../../src/checks/changes/change-rules.ts'
import { compareDefinitions } from '../../../src/checks/changes/compare.ts'
import { patched } from '../rules/example.ts'
import { changeExamples } from './examples.ts'

test('there is an example of every rule', () => {
  expect(changeExamples.map(({ rule }) => rule)).toEqual(changeRules)
})

test.each(changeExamples)('$rule is told', ({ rule, before = {}, change, properties }) => {
  const sides = [before, { ...before, ...change }].map(patch => ({
    definition: patched(patch),
    ...(properties ? { properties } : {})
  }))
  const [old, current] = sides
  if (!old || !current) throw new Error('There are two sides.')
  expect(compareDefinitions(old, old)).toEqual([])
  expect(compareDefinitions(old, current).map(found => found.rule)).toContain(rule)
})

test.each(Object.entries(CHANGE_RULES))('%s is explained in sentences', (_, { what, why, mend }) => {
  expect(what).toMatch(/^[A-Z`].*[^.]$/)
  for (const text of [why, mend]) expect(text).toMatch(/^[A-Z`].*\.$/)
})
