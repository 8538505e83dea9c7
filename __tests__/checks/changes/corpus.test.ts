/** Real connectors, real updates of them, and definitions converted from OpenAPI 3. */
import { describe, expect, test } from '@jest/globals'
import { changeRules, CHANGE_RULES } from '../../../src/checks/changes/change-rules.ts'
import { compareDefinitions } from '../../../src/checks/changes/compare.ts'
import { compareOperations } from '../../../src/checks/changes/operations.ts'
import { convertToSwagger2 } from '../../../src/definition/convert/index.ts'
import { copyOf, type JsonObject } from '../../../src/definition/json.ts'
import { DefinitionError } from '../../../src/errors.ts'
import { corpusDocuments } from '../../definition/convert/support.ts'
import { connectors, updates } from '../../definition/corpus.ts'
import { describeCorpus } from '../../definition/describe-corpus.ts'
import { reordered } from '../../definition/stripped.ts'
import { normalise, parse, serialise } from '../../emulator/stored-definition.ts'
import { inlined } from './rewritten.ts'

function changesOf(before: JsonObject, after: JsonObject): ReturnType<typeof compareDefinitions> {
  return compareDefinitions({ definition: before }, { definition: after })
}

describeCorpus('175 real updates', () => {
  const all = updates().map(({ name, before, after }) => ({ name, before, after, changes: changesOf(before, after) }))

  test('are compared in far less than 2 s together', () => {
    const started = performance.now()
    for (const { before, after } of all) changesOf(before, after)
    expect(all).toHaveLength(175)
    // A second or less on its own; other tests run at the same time.
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  test('give the same bytes when they are read and compared again', () => {
    for (const { before, after, changes } of all) {
      expect(JSON.stringify(changesOf(copyOf(before), copyOf(after)))).toBe(JSON.stringify(changes))
    }
  })

  test('give findings in order, each with the severity of its rule', () => {
    const severities = ['breaking', 'info', 'cosmetic']
    for (const { changes } of all) {
      const ranks = changes.map(({ severity }) => severities.indexOf(severity))
      expect(ranks).toEqual(ranks.toSorted((a, b) => a - b))
      for (const { rule, severity } of changes) expect(severity).toBe(CHANGE_RULES[rule].severity)
    }
  })

  test('give sentences of one line that name the operation and have no full stop', () => {
    for (const { message, operationId } of all.flatMap(({ changes }) => changes)) {
      expect(message).toMatch(/^[A-Z"][^\n\r]*[^\s.]$/)
      expect(message).not.toMatch(/undefined|\[object|"none"/)
      if (operationId !== '') expect(message).toMatch(/".+"/)
    }
  })

  test('have operations that come and go as the ids say, and only changes in others that have changed', () => {
    for (const { name, before, after, changes } of all) {
      const { added, changed, removed } = compareOperations(before, after)
      const told = (rule: string): string[] =>
        changes.filter(change => change.rule === rule).map(({ operationId }) => operationId)
      expect({ name, ids: told('OperationAdded') }).toEqual({ name, ids: added.map(({ operationId }) => operationId) })
      expect({ name, ids: told('OperationRemoved') }).toEqual({
        name,
        ids: removed.map(({ operationId }) => operationId)
      })
      const others = changes.filter(({ rule }) => rule !== 'OperationAdded' && rule !== 'OperationRemoved')
      const ids = new Set(['', ...changed.map(({ operationId }) => operationId)])
      expect(others.filter(({ operationId }) => !ids.has(operationId))).toEqual([])
    }
  })

  test('break apps and flows as often as is known of real updates', () => {
    const share = (...rules: string[]): number =>
      all.filter(({ changes }) => changes.some(({ rule }) => rules.includes(rule))).length / all.length
    // Of 971 updates 11.5, 8.3, 7.1, 6.5, 6.5, 5.5, 42.5 %; of 175 of them a few percent more or less.
    expect(share('OutputFieldRemoved')).toBeCloseTo(0.115, 1)
    expect(share('OutputTypeChanged')).toBeCloseTo(0.083, 1)
    expect(share('ParameterRemoved', 'ParameterLocationChanged')).toBeCloseTo(0.071, 1)
    expect(share('PathChanged')).toBeCloseTo(0.065, 1)
    expect(share('InputFieldRemoved')).toBeCloseTo(0.065, 1)
    expect(share('OperationRemoved')).toBeCloseTo(0.055, 1)
    expect(share('OperationAdded')).toBeCloseTo(0.425, 1)
    expect(share(...changeRules)).toBeLessThan(1)
  })
})

describeCorpus('a definition and the same one written in another way have no difference', () => {
  const documents = [...connectors().map(({ name, document }) => ({ name, document })), ...converted()]

  function converted(): { name: string; document: JsonObject }[] {
    return corpusDocuments('openapi3').flatMap(([name, document]) => {
      try {
        return [{ name, document: convertToSwagger2(document).definition }]
      } catch (error) {
        // References to other documents are refused.
        if (error instanceof DefinitionError) return []
        throw error
      }
    })
  }

  function expectNone(rewrite: (document: JsonObject) => JsonObject | undefined): number {
    let count = 0
    for (const { name, document } of documents) {
      const rewritten = rewrite(document)
      if (rewritten === undefined) continue
      count++
      expect({ name, changes: changesOf(document, rewritten) }).toEqual({ name, changes: [] })
      expect({ name, changes: changesOf(rewritten, document) }).toEqual({ name, changes: [] })
    }
    return count
  }

  test('the same', () => {
    expect(expectNone(copyOf)).toBeGreaterThan(350)
  })

  test('members, paths and operations the other way round', () => {
    expect(expectNone(document => reordered(document) as JsonObject)).toBeGreaterThan(350)
  })

  test('what is behind references in their place, where that has an end', () => {
    expect(expectNone(inlined)).toBeGreaterThan(280)
  })

  test('as the service stores it', () => {
    expect(expectNone(document => parse(serialise(normalise(document))))).toBeGreaterThan(350)
  })
})

describe('the table of rules', () => {
  test('has what, why and how to mend for each rule, the first without a full stop', () => {
    for (const { what, why, mend } of Object.values(CHANGE_RULES)) {
      expect(what).toMatch(/^[A-Z].*[^.]$/)
      expect(why).toMatch(/^[A-Z`].*\.$/)
      expect(mend).toMatch(/^[A-Z`].*\.$/)
    }
  })

  test('has the rules that are known to users under their names and severities', () => {
    const breaking = changeRules.filter(rule => CHANGE_RULES[rule].severity === 'breaking')
    expect(breaking.toSorted()).toEqual(
      (
        'OperationRemoved OperationHidden PathChanged VerbChanged ParameterRemoved ParameterLocationChanged ' +
        'RequiredInputAdded InputBecameRequired InputTypeChanged InputFieldRemoved InputEnumNarrowed ' +
        'InputBecameInternal OutputFieldRemoved OutputTypeChanged TriggerKindChanged DynamicOperationRemoved ' +
        'HostChanged BasePathChanged SchemeChanged SecurityChanged ScriptOperationMissing PolicyOperationMissing'
      )
        .split(' ')
        .sort()
    )
    const info = changeRules.filter(rule => CHANGE_RULES[rule].severity === 'info')
    expect(info.toSorted()).toEqual(
      'DefaultChanged InputAdded InputEnumWidened OperationAdded OperationDeprecated OutputEnumWidened OutputFieldAdded'.split(
        ' '
      )
    )
    expect(changeRules.filter(rule => CHANGE_RULES[rule].severity === 'cosmetic')).toEqual(['TextChanged'])
  })
})
