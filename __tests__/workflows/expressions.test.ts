/** The evaluation of expressions that the other tests of workflows rest on. */
import { describe, expect, test } from '@jest/globals'
import type { Json } from '../../src/definition/json.ts'
import { evaluate, holds, interpolate, type Scope, type Status } from './expressions.ts'

const scope = (status: Status = 'success'): Scope => ({
  status,
  contexts: {
    github: { event_name: 'push', ref_name: 'master' },
    inputs: { mode: '', 'swagger-file': '', deep: { list: ['a', 'b'] } },
    steps: { connector: { outputs: { 'package-path': '/tmp/package' } } }
  }
})

describe('an expression', () => {
  test.each<[string, Json]>([
    ["'it''s'", "it's"],
    ['github.event_name', 'push'],
    ["github['ref_name']", 'master'],
    ['steps.connector.outputs.package-path', '/tmp/package'],
    ['steps.none.outputs.x', null],
    ["github.event_name == 'PUSH'", true],
    ["inputs.mode || 'update'", 'update'],
    ["github.ref_name == 'master' && 'production' || 'test'", 'production'],
    ["github.ref_name == 'develop' && 'production' || 'test'", 'test'],
    ["(inputs.swagger-file == '' && 'x') || ''", 'x'],
    ["steps.none.outputs.x != ''", false],
    ['!contains(fromJSON(\'["develop", "main"]\'), github.ref_name)', true],
    ["format('{0}-package', inputs.mode || 'test')", 'test-package'],
    ['1 == 1.0', true]
  ])('%s is %j', (expression, value) => {
    expect(evaluate(expression, scope())).toEqual(value)
  })

  test.each(['nobody.name', 'hashFiles(github)', "github.event_name 'x'", 'a ==', '(inputs.mode', '"x"'])(
    '%s is refused rather than guessed at',
    expression => {
      expect(() => evaluate(expression, scope())).toThrow(/is not (known here|understood)/)
    }
  )

  test('stands anywhere in a text', () => {
    expect(interpolate('a-${{ github.ref_name }}-${{inputs.mode}}.', scope())).toBe('a-master-.')
  })
})

describe('a condition', () => {
  test.each<[string | undefined, Status, boolean]>([
    [undefined, 'success', true],
    [undefined, 'failure', false],
    ["github.event_name == 'push'", 'success', true],
    ["github.event_name == 'push'", 'failure', false],
    ["${{ !cancelled() && steps.connector.outputs.package-path != '' }}", 'failure', true],
    ["${{ always() && steps.none.outputs.package-path != '' }}", 'success', false],
    ['${{ failure() }}', 'failure', true]
  ])('%s after a %s is %s', (condition, status, runs) => {
    expect(holds(condition, scope(status))).toBe(runs)
  })
})
