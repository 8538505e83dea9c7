import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { OperationRef } from '../../src/checks/changes/operations.ts'
import type { CompleteReport } from '../../src/report/complete.ts'
import type { Operation, Report } from '../../src/report/report.ts'
import { renderSummary } from '../../src/report/summary.ts'
import { attacks, cellsOf, codeIn, liveLines, MARK, outsideCode, rowsOf } from './inert.ts'
import { change, many, operation, report } from './reports.ts'

/** A report that knows everything, each text of which is made by the function. */
function full(kind: Operation, text: (place: string) => string): CompleteReport {
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
    changes: [
      change(text('broken'), { path: text('path'), message: text('breaks') }),
      change(text('taken'), { path: text('path'), message: text('accepted'), accepted: true }),
      change(text('new'), { severity: 'info', path: text('path'), message: text('harmless') }),
      change(text('said'), { severity: 'cosmetic', path: text('path'), message: text('text') })
    ],
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

/** Checks that nothing of the texts that could come to life stands outside a code span, and that every row has its cells. */
function expectInert(markdown: string): void {
  expect(liveLines(markdown)).toEqual([])
}

describe('a hostile report', () => {
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
  test('is cut, and says by how much', () => {
    const long = 'x'.repeat(10_000)
    const markdown = renderSummary(
      report({
        operation: 'failed',
        error: long,
        operations: {
          added: many(250, index => operation(`Added_${index}`, { summary: long })),
          changed: many(20, index => operation(`Changed_${index}`)),
          removed: []
        },
        changes: many(220, index => change(`Changed_${index}`, { message: long })),
        findings: many(280, () => ({ severity: 'warning' as const, pointer: '/x', message: long })),
        notes: many(270, () => long)
      })
    )
    expect(markdown).toContain('250 operations added, 20 changed, 0 removed.')
    expect(markdown).toContain('### Breaking changes (220)')
    expect(markdown).toContain('\n… and 50 more\n')
    expect(markdown).toContain('\n… and 80 more\n')
    expect(markdown).toContain('\n… and 70 more\n')
    expect(markdown).toContain('\n… and 20 more\n')
    expect(rowsOf(markdown)).toHaveLength(201 + 201 + 21)
    expect(markdown).toContain(`${'x'.repeat(4000)}…`)
    expectInert(markdown)
  })

  test('stays under a mebibyte, counted in bytes, with fewer rows', () => {
    const long = '\u{1F511}'.repeat(150)
    const markdown = renderSummary(
      report({
        operation: 'planned',
        changed: true,
        operations: {
          added: [],
          changed: many(500, index => operation(`Op_${index}`, { summary: long })),
          removed: []
        },
        changes: many(500, index => change(long + String(index), { message: long.repeat(4), path: long })),
        notes: many(500, () => long.repeat(4))
      })
    )
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(1024 * 1024)
    expect(markdown).toContain('### Breaking changes (500)')
    expect(markdown).toContain('\n… and 400 more\n')
    expectInert(markdown)
  })

  test('shows errors before warnings, so that none is cut away', () => {
    const warnings = many(260, () => ({ severity: 'warning' as const, pointer: '', message: 'w' }))
    const markdown = renderSummary(
      report({ findings: [...warnings, { severity: 'error', pointer: '', message: 'fatal' }] })
    )
    expect(markdown).toContain('### Checks: 1 error, 260 warnings, 0 remarks')
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
    expect(renderSummary(known).split('\n')[0]).toBe('## Custom connector updated: `title`')
    expect(rowsOf(renderSummary(known)).slice(0, 6)).toEqual([
      '| Revision | `before` → `after2` |',
      '| Connector | `name` |',
      '| Environment | `environment` |',
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
    expect(rowsOf(markdown).filter(row => row.includes('GET path') || row.includes('Call'))).toEqual([
      '| Removed | Call | Summary |',
      '| `removed` (renamed from `old id`?) | `GET path` | `summary` |',
      '| Added | Call | Summary |',
      '| `added` (renamed from `old id`?) | `GET path` | `summary` |',
      '| Changed | Call | Summary |',
      '| `changed` (renamed from `old id`?) | `GET path` | `summary` |'
    ])
    expect(markdown).toContain('Also changed: `other`.')
  })

  test('what breaks in words for makers, each with the line that accepts it', () => {
    const markdown = renderSummary(report({ operation: 'planned', changed: true, changes: [change('Orders_Get')] }))
    expect(markdown).toContain('> [!WARNING]\n> An update would go through, but 1 change breaks apps and flows')
    expect(rowsOf(markdown).slice(-2)).toEqual([
      '| What breaks | Where | Entry for `allowed-changes` |',
      '| Flows that use &#34;Orders&#95;Get&#34; lose the field &#34;total&#34; | `response/200/total` | `OutputFieldRemoved Orders_Get` |'.replaceAll(
        '&#34;',
        '"'
      )
    ])
  })

  test('what is accepted and what breaks nothing, folded', () => {
    const markdown = renderSummary(full('planned', place => place))
    expect(markdown).toContain('accepts (1)</summary>')
    expect(markdown).toContain('<summary>Changes that break nothing (1)</summary>')
    expect(markdown).toContain('<summary>Changed texts (1)</summary>')
  })

  test('what makers must do, where they must', () => {
    const todo = '### What makers must do'
    const step = (changes: Partial<Report>): string => renderSummary(report({ changed: true, ...changes }))
    expect(step({ operation: 'updated', changes: [change('Orders_Get')] })).toContain(
      'Flows&#58; open those that use "Orders&#95;Get", correct the action, and save them'
    )
    expect(step({ operation: 'planned' })).toContain(`${todo} after the update`)
    expect(step({ operation: 'planned', changed: false })).not.toContain(todo)
    expect(step({ operation: 'failed', changes: [change('x')] })).not.toContain(todo)
  })

  test('where to go next, as links to pages of the run alone', () => {
    const markdown = renderSummary(
      report({ links: { run: 'https://github.com/o/r/actions/runs/1', commit: 'https://github.com/o/r/commit/(x)' } })
    )
    expect(markdown).toContain(
      '[This run](https://github.com/o/r/actions/runs/1) · [Commit](https://github.com/o/r/commit/%28x%29)'
    )
  })

  test('where the package lies', () => {
    expect(renderSummary(report({ packagePath: '/tmp/package' }))).toContain('lies in `/tmp/package` on the runner')
  })
})
