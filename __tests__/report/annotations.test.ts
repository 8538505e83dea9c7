import { expect, test } from '@jest/globals'
import { annotationsOf } from '../../src/report/annotations.ts'
import type { ReportedFinding } from '../../src/report/report.ts'
import { change, many, report } from './reports.ts'

const finding = (severity: ReportedFinding['severity'], index: number): ReportedFinding => ({
  rule: `Rule${index}`,
  severity,
  pointer: `/paths/${index}`,
  message: `What is wrong ${index}`
})

test('breaking changes and errors are errors, warnings are warnings, remarks and accepted changes none', () => {
  const place = { file: 'api/swagger.json', line: 12, column: 5 }
  expect(
    annotationsOf(
      report({
        operation: 'planned',
        changes: [
          change('Orders_Get', { place }),
          change('Orders_List', { accepted: true }),
          change('Orders_Add', { severity: 'info' })
        ],
        findings: [finding('warning', 1), { ...finding('error', 2), place }, finding('info', 3)]
      })
    )
  ).toEqual([
    {
      level: 'error',
      title: 'Breaking change: OutputFieldRemoved',
      message: 'Flows that use "Orders_Get" lose the field "total"',
      at: place
    },
    { level: 'error', title: 'Rule2', message: 'What is wrong 2 at /paths/2 (Rule2)', at: place },
    { level: 'warning', title: 'Rule1', message: 'What is wrong 1 at /paths/1 (Rule1)' }
  ])
})

test('changes that "on-breaking: allow" lets through are none', () => {
  expect(annotationsOf(report({ inputs: { 'on-breaking': 'allow' }, changes: [change('a')] }))).toEqual([])
})

test('there are at most ten of a level, and the last says how many more there are', () => {
  const annotations = annotationsOf(
    report({
      operation: 'planned',
      changes: many(7, index => change(`Op${index}`)),
      findings: [...many(30, index => finding('error', index)), ...many(30, index => finding('warning', index))]
    })
  )
  const of = (level: string) => annotations.filter(annotation => annotation.level === level)
  expect([of('error').length, of('warning').length]).toEqual([10, 10])
  expect(of('error').filter(({ title }) => title.startsWith('Breaking'))).toHaveLength(7)
  expect(of('error').at(-1)).toMatchObject({ title: '28 more' })
  expect(of('warning').at(-1)).toMatchObject({ title: '21 more' })
})

test('the outcome of a run that failed and warnings of the log count too', () => {
  const annotations = annotationsOf(
    report({
      operation: 'failed',
      error: 'x',
      warnings: ['a', 'b', 'c'],
      changes: many(20, index => change(`Op${index}`)),
      findings: many(20, index => finding('warning', index))
    })
  )
  const of = (level: string) => annotations.filter(annotation => annotation.level === level).length
  expect([of('error'), of('warning')]).toEqual([9, 7])
  expect(annotationsOf(report({ warnings: many(12, String), findings: [finding('warning', 1)] }))).toEqual([])
})
