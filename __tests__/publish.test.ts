import { afterAll, beforeEach, expect, test } from '@jest/globals'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gitHubContext } from '../src/github/context.ts'
import type { Http } from '../src/http.ts'
import { publish } from '../src/publish.ts'
import { newReport, type Report } from '../src/report/report.ts'
import { Secrets } from '../src/secrets.ts'
import { memoryLog, temporaryFiles as files } from './collaborators.ts'
import { parseOutputs } from './emulator/runner-commands.ts'
import { outsideCode } from './report/inert.ts'

const base = mkdtempSync(path.join(tmpdir(), 'publish-'))
const [outputFile, summaryFile] = [path.join(base, 'output'), path.join(base, 'summary')]
const before = { ...process.env }
process.env['GITHUB_OUTPUT'] = outputFile
process.env['GITHUB_STEP_SUMMARY'] = summaryFile

beforeEach(() => {
  for (const file of [outputFile, summaryFile]) writeFileSync(file, '')
})
afterAll(() => {
  process.env = before
  rmSync(base, { recursive: true, force: true })
})

const noNetwork: Http = {
  send: () => Promise.reject(new Error('There is no network here.'))
}

interface Published {
  readonly lines: string[]
  readonly outputs: Record<string, string>
  readonly summary: string
  readonly report: string
  readonly everything: string
}

async function published(
  changes: Partial<Report>,
  {
    secrets = [],
    summary = true,
    folder = path.join(base, 'run')
  }: { secrets?: string[]; summary?: boolean; folder?: string } = {}
): Promise<Published> {
  const log = memoryLog()
  const known = new Secrets(() => undefined)
  for (const secret of secrets) known.add(secret)
  const settings = { summary, comment: 'never' as const, gitHubToken: '', teamsWebhookUrl: '' }
  const publisher = { log, secrets: known, folder, files, http: noNetwork, github: gitHubContext({}, () => '') }
  await publish({ ...newReport('2026-01-01T00:00:00Z'), ...changes }, settings, publisher)
  const [output, written] = [readFileSync(outputFile, 'utf8'), readFileSync(summaryFile, 'utf8')]
  const outputs = parseOutputs(output)
  const file = path.join(folder, 'report.json')
  const report = existsSync(file) ? readFileSync(file, 'utf8') : ''
  return { lines: log.lines, outputs, summary: written, report, everything: [output, written, report].join('\n') }
}

test('a run leaves its report, its summary, its outputs, and its outcome as the last line', async () => {
  const { lines, outputs, summary } = await published({ operation: 'unchanged', connector: { name: 'shared_x' } })
  expect(lines).toEqual(['shared_x is already what it should be: nothing was written. Revision unknown.'])
  expect(outputs).toMatchObject({ operation: 'unchanged', 'connector-id': 'shared_x' })
  expect(summary).toContain('## Custom connector unchanged')
  expect(JSON.parse(readFileSync(outputs['report'] ?? '', 'utf8'))).toMatchObject({
    version: 1,
    operation: 'unchanged'
  })
})

test('a run that failed says what to copy and where more is said, and its error last', async () => {
  const { lines } = await published({
    error: 'Could not sign in: no; try.',
    remedy: ['permissions:', '  id-token: write'],
    help: 'docs/troubleshooting.md#x'
  })
  expect(lines).toEqual([
    'permissions:',
    '  id-token: write',
    'More about this: docs/troubleshooting.md#x',
    'Could not sign in: no; try.'
  ])
})

test('the summary can be left out', async () => {
  expect((await published({}, { summary: false })).summary).toBe('')
})

test('a report that can not be written is a warning, and its output is empty', async () => {
  writeFileSync(path.join(base, 'file'), '')
  const { lines, outputs } = await published({ operation: 'unchanged' }, { folder: path.join(base, 'file', 'run') })
  expect(lines[0]).toMatch(/^Could not write .*report\.json: .*; see that the folder can be written to/)
  expect(outputs).toMatchObject({ operation: 'unchanged', report: '' })
})

test.each<[string, string]>([
  ['that is a number', '1'],
  ['that is a word of JSON', 'null'],
  ['with quotes and braces', '"}{"'],
  ['that is a member of the report', 'operation'],
  ['with a bar', 'pass|word'],
  ['with blanks in a row', 'pass  word'],
  ['with backticks', 'pass`word'],
  ['of several lines', 'first line of it\nsecond line of it']
])('a secret %s gets nowhere, and the report stays JSON', async (_, secret) => {
  const text = `before ${secret} after`
  const ref = { operationId: 'a', method: 'get' as const, path: '/a', summary: text }
  const { report, summary, everything } = await published(
    {
      error: text,
      notes: [text],
      remedy: [text],
      help: text,
      operations: { added: [ref], changed: [], removed: [] },
      connector: { redirectUrl: text }
    },
    { secrets: [secret] }
  )
  expect(() => JSON.parse(report) as unknown).not.toThrow()
  expect(summary).toContain('`before *** after`')
  const forms = ['pass|word', 'pass\\|word', 'pass word', 'pass`word', 'first line', 'second line', '"}{"']
  for (const form of forms) expect(everything).not.toContain(form)
})

test('a secret that the summary cuts apart is not shown in part', async () => {
  const secret = 'a-secret-of-some-length'
  const { summary } = await published({ notes: [`${'x'.repeat(290)}${secret}`] }, { secrets: [secret] })
  expect(summary).not.toContain('a-secret')
})

test('the removal of a signature leaves the Markdown around it whole', async () => {
  const { summary } = await published({ notes: ['<b>x</b> see https://a.example/?sig=abc'], error: 'sig=abc' })
  expect(summary).not.toContain('abc')
  for (const line of summary.split('\n')) expect(outsideCode(line)).not.toContain('<b>')
})
