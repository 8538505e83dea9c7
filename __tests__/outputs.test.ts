import { expect, test } from '@jest/globals'
import { outputsOf } from '../src/outputs.ts'
import { newReport } from '../src/report/report.ts'

const ref = { operationId: 'a', method: 'get' as const, path: '/a' }

test('the outputs are what the report knows', () => {
  const report = {
    ...newReport('2026-01-01T00:00:00Z'),
    operation: 'updated' as const,
    changed: true,
    connector: { name: 'shared_x', redirectUrl: 'https://r.example/' },
    revision: { before: '1', after: '2' },
    definition: { sha256: 'abc', apiVersion: '1.4.0', path: '/d.json' },
    operations: { added: [ref, ref], changed: [ref], removed: [] },
    findings: [
      { severity: 'warning' as const, pointer: '', message: 'w' },
      { severity: 'error' as const, pointer: '', message: 'e' }
    ],
    packagePath: '/package'
  }
  expect(outputsOf(report, '/report.json')).toEqual({
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
    'breaking-changes': '',
    warnings: '1',
    report: '/report.json',
    'definition-path': '/d.json',
    'package-path': '/package',
    'redirect-url': 'https://r.example/'
  })
})

test('what did not change is said, and what is unknown is empty', () => {
  const report = newReport('2026-01-01T00:00:00Z')
  expect(outputsOf({ ...report, changed: false, findings: [] }, '')).toMatchObject({ changed: 'false', warnings: '0' })
  expect(outputsOf(report, '')).toMatchObject({ changed: '', warnings: '', 'operations-added': '', report: '' })
})
