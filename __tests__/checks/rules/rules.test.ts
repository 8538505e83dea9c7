/** Every rule of the table finds its fault where it is, and leaves alone what only comes near it. */
import { describe, expect, test } from '@jest/globals'
import { checkDefinition } from '../../../src/checks/check-definition.ts'
import type { JsonObject } from '../../../src/definition/json.ts'
import { rules } from '../../../src/checks/rules/table.ts'
import { cases } from './cases.ts'
import { example, patched, pointerTo, type Patch } from './example.ts'

function findings(patch: Patch, properties: JsonObject | undefined, rule: string) {
  const context = { certification: true, ...(properties === undefined ? {} : { properties }) }
  return checkDefinition(patched(patch), context).filter(finding => finding.rule === rule)
}

test('the example that the cases change has no finding at all', () => {
  expect(checkDefinition(example(), { certification: true })).toEqual([])
})

test('every rule of the table has a case, and every case a rule of the table', () => {
  const covered = new Set(cases.map(({ rule }) => rule))
  expect([...covered].sort()).toEqual(rules.map(({ id }) => id).sort())
})

describe.each(cases)('$rule', ({ rule, bad, at, good, properties, goodProperties }) => {
  const found = findings(bad, properties, rule)

  test(`reports the fault once, at ${at === '' ? 'the document' : at.replaceAll('|', ' › ')}`, () => {
    expect(found.map(({ pointer }) => pointer)).toEqual([pointerTo(at)])
  })

  test('says in one sentence what to do', () => {
    for (const { message } of found) expect(message).toMatch(/^[^a-z].*[:,] .+\.$/s)
  })

  test('has the severity of the table', () => {
    const severity = rules.find(({ id }) => id === rule)?.severity
    expect(new Set(found.map(finding => finding.severity))).toEqual(new Set([severity]))
  })

  test('leaves alone what only comes near', () => {
    expect(findings(good, goodProperties ?? properties, rule)).toEqual([])
  })
})

test.each(rules)('$id is explained in sentences', ({ what, why, mend }) => {
  expect(what).toMatch(/^[A-Z`].*[^.]$/)
  for (const text of [why, mend]) expect(text).toMatch(/^[A-Z`].*\.$/)
})
