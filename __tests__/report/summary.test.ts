import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { OperationRef } from '../../src/checks/changes/operations.ts'
import { newReport, type Operation, type Report } from '../../src/report/report.ts'
import { renderSummary } from '../../src/report/summary.ts'
import { cellsOf, codeIn, MARK, outsideCode, rowsOf } from './inert.ts'

function report(changes: Partial<Report> = {}): Report {
  return { ...newReport('2026-01-01T00:00:00Z'), ...changes }
}

function operation(id: string, more: Partial<OperationRef> = {}): OperationRef {
  return { operationId: id, method: 'get', path: `/${id}`, summary: `Does ${id}`, ...more }
}

/** A report that knows everything, each text of which is made by the function. */
function full(kind: Operation, text: (place: string) => string): Report {
  const ref = (place: string): OperationRef =>
    operation(text(place), { path: text('path'), summary: text('summary'), renamedFrom: text('old id') })
  return report({
    operation: kind,
    changed: true,
    connector: {
      name: text('name'),
      displayName: text('title'),
      environmentId: text('environment'),
      redirectUrl: text('redirect')
    },
    revision: { before: text('before'), after: `${text('after')}2` },
    definition: { sha256: text('hash'), apiVersion: text('version'), path: text('file') },
    operations: { added: [ref('added')], changed: [ref('changed')], removed: [ref('removed')] },
    otherChanges: [text('other')],
    notes: [text('note')],
    lostAnnotations: [text('lost')],
    findings: [
      { severity: 'error', pointer: text('pointer'), message: text('error') },
      { severity: 'warning', pointer: '', message: text('warning') }
    ],
    warnings: [text('warned')],
    packagePath: text('package'),
    error: text('failure')
  })
}

const kinds: readonly Operation[] = ['updated', 'unchanged', 'planned', 'downloaded', 'failed']

/** What neither Markdown nor HTML acts on. */
const inert = /^[\p{L}\p{N} ,;()'"“”–…?=%$^-]*$/u

/** Checks that nothing of the texts that could come to life stands outside a code span, and that every row has its cells. */
function expectInert(markdown: string): void {
  expect(liveLines(markdown)).toEqual([])
}

function liveLines(markdown: string): string[] {
  let columns = 0
  return markdown.split('\n').filter(line => {
    if (!line.startsWith('|')) {
      columns = 0
      // In a sentence every character that means something is an entity.
      const outside = outsideCode(line)
      return (
        outside.includes(MARK) &&
        !inert.test(outside.replace(/^(?:> | *- (?:error: |warning: |info: )?)/, '').replaceAll(/&#\d+;/g, ''))
      )
    }
    const cells = cellsOf(line)
    columns ||= cells.length
    return cells.length !== columns || cells.some(cell => outsideCode(cell).includes(MARK))
  })
}

describe('a hostile report', () => {
  const attacks = [
    '<img src=x onerror=alert(1)>',
    '</summary></details><h1>',
    '[click](https://evil.example)',
    '![x](https://evil.example/x.png)',
    '@octocat #1 https://evil.example',
    '` leave the code',
    '``` leave | it',
    'a | b | c',
    'trailing \\',
    '\\| \\\\|',
    'line\n\n# heading\n\n- [ ] task',
    '\r\n| a | b | c | d | e |\r\n',
    '| --- | --- |',
    '<!-- comment',
    '> [!TIP]',
    '$`x`$ ~~~ ```mermaid',
    '\u202Egnp.exe\u2066'
  ]

  test.each(attacks)('comes to nothing: %j', attack => {
    for (const kind of kinds) expectInert(renderSummary(full(kind, place => `${MARK}${attack}${MARK} ${place}`)))
  })

  test('comes to nothing, whatever it says', () => {
    const text = fc
      .array(fc.oneof(fc.constantFrom(...attacks, '`', '|', '\\', MARK), fc.string({ unit: 'binary', maxLength: 8 })))
      .map(parts => `${MARK}${parts.join('')}${MARK}`)
    fc.assert(
      fc.property(fc.constantFrom(...kinds), text, (kind, hostile) => {
        expectInert(renderSummary(full(kind, () => hostile)))
      }),
      { numRuns: 100 }
    )
  })

  test.each(attacks)('comes to nothing in lines to copy and in an address: %j', attack => {
    const hostile = `${MARK}${attack}${MARK}`
    const markdown = renderSummary(report({ error: 'x', remedy: [hostile, `  ${hostile}`], help: hostile }))
    const outside = markdown.replace(/^(`{3,})\n.*?\n\1$/ms, '')
    expect(outside).not.toBe(markdown)
    for (const line of outside.split('\n')) expect(outsideCode(line)).not.toContain(MARK)
  })

  test('says all the same what was meant', () => {
    const markdown = renderSummary(full('updated', place => `a|b \`${place}\``))
    const cells = rowsOf(markdown).flatMap(cellsOf).map(codeIn)
    expect(cells).toEqual(expect.arrayContaining(['GET a|b `path`', 'a|b `summary`', 'a|b `environment`']))
  })
})

describe('a large report', () => {
  const many = <T>(length: number, item: (index: number) => T): T[] => Array.from({ length }, (_, index) => item(index))

  test('is cut, and says by how much', () => {
    const long = 'x'.repeat(10_000)
    const markdown = renderSummary(
      report({
        operation: 'failed',
        error: long,
        operations: {
          added: many(150, index => operation(`Added_${index}`, { summary: long })),
          changed: many(20, index => operation(`Changed_${index}`)),
          removed: []
        },
        findings: many(80, () => ({ severity: 'warning' as const, pointer: '/x', message: long })),
        notes: many(70, () => long)
      })
    )
    expect(markdown).toContain('150 operations added, 20 changed, 0 removed.')
    expect(markdown).toContain('\n… and 70 more\n')
    expect(markdown).toContain('\n… and 30 more\n')
    expect(markdown).toContain('\n… and 20 more\n')
    expect(rowsOf(markdown)).toHaveLength(101)
    // GitHub takes a mebibyte.
    expect(markdown.length).toBeLessThan(200_000)
    expect(markdown).toContain(`${'x'.repeat(4000)}…`)
    expectInert(markdown)
  })

  test('shows errors before warnings, so that none is cut away', () => {
    const warnings = many(60, () => ({ severity: 'warning' as const, pointer: '', message: 'w' }))
    const markdown = renderSummary(
      report({ findings: [...warnings, { severity: 'error', pointer: '', message: 'fatal' }] })
    )
    expect(markdown).toContain('### Checks: 1 error, 60 warnings, 0 remarks')
    expect(markdown).toContain('- error: fatal')
  })
})

describe('the summary says', () => {
  test.each<[Operation, boolean | undefined, string, string]>([
    ['updated', true, '## Custom connector updated', 'it was read back to prove that'],
    ['unchanged', false, '## Custom connector unchanged', 'Nothing was written.'],
    ['planned', true, '## Plan for the custom connector', 'This is what an update would do. Nothing was written.'],
    ['planned', false, '## Plan for the custom connector', 'An update would change nothing. Nothing was written.'],
    ['downloaded', false, '## Custom connector downloaded', '## '],
    ['failed', undefined, '## Custom connector: the run failed', '## ']
  ])('what happened first: %s (changed: %s)', (kind, changed, heading, sentence) => {
    const markdown = renderSummary(report({ operation: kind, ...(changed === undefined ? {} : { changed }) }))
    expect(markdown.split('\n')[0]).toBe(heading)
    expect(markdown).toContain(sentence)
    expect(markdown.endsWith('\n')).toBe(true)
  })

  test('why a run failed', () => {
    expect(renderSummary(report({ error: 'Could not sign in: no; try.' }))).toContain(
      '> [!CAUTION]\n> Could not sign in&#58; no; try&#46;'
    )
  })

  test('what to copy against that, and where more is said', () => {
    const help = 'https://github.com/a/b/blob/v1/docs/troubleshooting.md#x'
    const remedy = ['permissions:', '  id-token: write']
    expect(renderSummary(report({ error: 'No', remedy, help }))).toContain(
      `> No\n\n\`\`\`\npermissions:\n  id-token: write\n\`\`\`\n\nMore about this: <${help}>\n`
    )
    expect(renderSummary(report({ error: 'No' }))).not.toMatch(/```|More/)
  })

  test('what the connector is, and both revisions where it moved', () => {
    const known = full('updated', place => place)
    expect(rowsOf(renderSummary(known)).slice(0, 6)).toEqual([
      '| Connector | `title` `name` |',
      '| Environment | `environment` |',
      '| Revision | `before` → `after2` |',
      '| API version | `version` |',
      '| Definition (SHA-256) | `hash` |',
      '| Redirect URL | `redirect` |'
    ])
    expect(renderSummary({ ...known, revision: { before: 'same', after: 'same' } })).toContain('| Revision | `same` |')
    expect(renderSummary({ ...known, operation: 'planned' })).toContain('| Definition now (SHA-256) |')
    expect(rowsOf(renderSummary(report()))).toEqual([])
  })

  test('which operations change, those that go first', () => {
    const markdown = renderSummary(full('planned', place => place))
    expect(rowsOf(markdown).slice(-4)).toEqual([
      '|  | Operation | Call | Summary |',
      '| removed | `removed` (renamed from `old id`?) | `GET path` | `summary` |',
      '| added | `added` (renamed from `old id`?) | `GET path` | `summary` |',
      '| changed | `changed` (renamed from `old id`?) | `GET path` | `summary` |'
    ])
    expect(markdown).toContain('Also changed: `other`.')
  })

  test('what makers must do, where they must', () => {
    const removed = { added: [], changed: [], removed: [operation('x')] }
    const todo = '### What makers must do'
    expect(renderSummary(report({ operation: 'updated', operations: removed }))).toContain(
      'use a removed operation fail'
    )
    expect(renderSummary(report({ operation: 'planned', changed: true }))).toContain(todo)
    expect(renderSummary(report({ operation: 'planned', changed: false }))).not.toContain(todo)
    expect(renderSummary(report({ operation: 'failed', operations: removed }))).not.toContain(todo)
  })

  test('where the package lies', () => {
    expect(renderSummary(report({ packagePath: '/tmp/package' }))).toContain('lies in `/tmp/package` on the runner')
  })
})
