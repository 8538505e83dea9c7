import { expect, test } from '@jest/globals'
import { outputsOf } from '../src/outputs.ts'
import { complete } from '../src/report/complete.ts'
import { newReport } from '../src/report/report.ts'

const ref = { operationId: 'a', method: 'get' as const, path: '/a' }
const change = { rule: 'OutputFieldRemoved' as const, operationId: 'a', path: 'response/200/x', message: 'm' }

test('the outputs are what the report knows', () => {
  const report = {
    ...newReport('2026-01-01T00:00:00Z'),
    operation: 'updated' as const,
    changed: true,
    connector: { name: 'shared_x', redirectUrl: 'https://r.example/' },
    revision: { before: '1', after: '2' },
    definition: { sha256: 'abc', apiVersion: '1.4.0', path: '/d.json' },
    operations: { added: [ref, ref], changed: [ref], removed: [] },
    changes: [
      { ...change, severity: 'breaking' as const, accepted: false },
      { ...change, severity: 'breaking' as const, accepted: true },
      { ...change, severity: 'info' as const, accepted: false }
    ],
    findings: [
      { severity: 'warning' as const, pointer: '', message: 'w' },
      { severity: 'error' as const, pointer: '', message: 'e' }
    ],
    packagePath: '/package'
  }
  expect(outputsOf(complete(report), '/report.json')).toEqual({
    operation: 'updated',
    changed: 'true',
    'connector-revision': '2',
    'previous-revision': '1',
    'definition-sha256': 'abc',
    'api-version': '1.4.0',
    'connector-id': 'shared_x',
    'operations-added': '2',
    'operations-changed': '1',
    'operations-removed': '0',
    'breaking-changes': '1',
    warnings: '1',
    report: '/report.json',
    'definition-path': '/d.json',
    'package-path': '/package',
    'redirect-url': 'https://r.example/'
  })
})

test('what did not change is said, and what is unknown is empty', () => {
  const report = newReport('2026-01-01T00:00:00Z')
  expect(outputsOf(complete({ ...report, changed: false, findings: [] }), '')).toMatchObject({
    changed: 'false',
    warnings: '0'
  })
  expect(outputsOf(complete(report), '')).toMatchObject({
    changed: '',
    warnings: '',
    'operations-added': '',
    'breaking-changes': '',
    report: ''
  })
})
