import { describe, expect, test } from '@jest/globals'
import { acceptChanges, parseAllowedChanges } from '../../../src/checks/changes/allowed.ts'
import type { Change, ChangeRule } from '../../../src/checks/changes/change.ts'
import { CHANGE_RULES } from '../../../src/checks/changes/change-rules.ts'

const change = (rule: ChangeRule, operationId: string): Change => {
  return { rule, severity: CHANGE_RULES[rule].severity, operationId, path: '', message: rule }
}
const removed = change('OutputFieldRemoved', 'GetOrder')
const nameless = change('OutputFieldRemoved', 'GET /orders')
const host = change('HostChanged', '')
const added = change('OperationAdded', 'NewOrder')
const all = [host, removed, nameless, added]

function accept(...lines: string[]): ReturnType<typeof acceptChanges> {
  return acceptChanges(all, parseAllowedChanges(lines).allowed)
}

describe('a line of allowed changes', () => {
  test('is a rule, or a rule and an operation id, which may have blanks', () => {
    expect(parseAllowedChanges(['HostChanged', ' OutputFieldRemoved\tGET /orders ', '', '  '])).toEqual({
      allowed: [
        { rule: 'HostChanged', line: 'HostChanged' },
        { rule: 'OutputFieldRemoved', operationId: 'GET /orders', line: 'OutputFieldRemoved\tGET /orders' }
      ],
      mistakes: []
    })
  })

  test.each([
    ['outputfieldremoved', 'OutputFieldRemoved'],
    ['OutputFeildRemoved GetOrder', 'OutputFieldRemoved'],
    ['HostChange', 'HostChanged'],
    ['ParameterAdded', 'ParameterRemoved'],
    ['constructor', 'HostChanged'],
    ['x'.repeat(100_000), 'HostChanged']
  ])('is a mistake with another name: %.30s', (line, nearest) => {
    const { allowed, mistakes } = parseAllowedChanges([line])
    expect(allowed).toEqual([])
    expect(mistakes).toEqual([expect.stringMatching(/^"allowed-changes" names no rule with ".+": is ".+" meant\?$/)])
    if (line.length < 100) expect(mistakes[0]).toContain(`"${nearest}"`)
  })
})

describe('of the breaking changes', () => {
  test('none is accepted without a line', () => {
    expect(accept()).toEqual({ breaking: [host, removed, nameless], accepted: [], unmatched: [] })
  })

  test('those of a rule are accepted in every operation, and in the connector itself', () => {
    expect(accept('OutputFieldRemoved', 'HostChanged')).toEqual({
      breaking: [],
      accepted: [host, removed, nameless],
      unmatched: []
    })
  })

  test('those of a rule and an operation are accepted in that operation alone', () => {
    expect(accept('OutputFieldRemoved GET /orders')).toEqual({
      breaking: [host, removed],
      accepted: [nameless],
      unmatched: []
    })
  })

  test('lines that fit none are told, those about an operation with other capitals among them', () => {
    expect(accept('OutputFieldRemoved getOrder', 'HostChanged GetOrder', 'PathChanged').unmatched).toEqual([
      'OutputFieldRemoved getOrder',
      'HostChanged GetOrder',
      'PathChanged'
    ])
  })

  test('a line twice, or beside a wider one, fits as often', () => {
    expect(
      accept('OutputFieldRemoved', 'OutputFieldRemoved GetOrder', 'OutputFieldRemoved GetOrder').unmatched
    ).toEqual([])
  })

  test('what breaks nothing needs no permission: a line for it fits nothing', () => {
    expect(accept('OperationAdded')).toMatchObject({ accepted: [], unmatched: ['OperationAdded'] })
  })
})
