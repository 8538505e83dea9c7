import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { outputsOf, writeOutputs } from '../src/outputs.ts'
import { complete } from '../src/report/complete.ts'
import { newReport } from '../src/report/report.ts'
import { parseOutputs } from './emulator/runner-commands.ts'

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

describe('outputs in the file of the runner', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'outputs-'))
  const before = process.env['GITHUB_OUTPUT']
  afterAll(() => {
    if (before === undefined) delete process.env['GITHUB_OUTPUT']
    else process.env['GITHUB_OUTPUT'] = before
    rmSync(folder, { recursive: true, force: true })
  })

  test('are one line each, whatever a document says, and add none', () => {
    const file = path.join(folder, 'output')
    process.env['GITHUB_OUTPUT'] = file
    for (const version of [
      '1\nevil=x',
      '1\r\nevil<<EOF\r\nx\r\nEOF',
      '1\u2028evil=x',
      '\u00851\r',
      'EOF\nghadelimiter'
    ]) {
      writeFileSync(file, '')
      const outputs = outputsOf(complete({ ...newReport(''), definition: { apiVersion: version } }), '')
      writeOutputs(outputs, text => text)
      const written = parseOutputs(readFileSync(file, 'utf8'))
      expect(Object.keys(written).sort()).toEqual(Object.keys(outputs).sort())
      expect(written['api-version']).not.toMatch(/[\p{Cc}\u2028\u2029]/u)
    }
  })
})
