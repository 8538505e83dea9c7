import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { commentMarker, commentSubject, isWorthAComment, renderComment } from '../../src/report/comment.ts'
import { attacks, liveLines, MARK } from './inert.ts'
import { change, many, operation, report } from './reports.ts'

const connector = { name: 'shared_orders', displayName: 'Orders', environmentId: 'env' }

describe('a comment', () => {
  test('starts with a marker of its connector and environment, which no name can end', () => {
    const markers = [
      report({ connector }),
      report({ connector: { ...connector, environmentId: 'other' } }),
      report({ connector: { ...connector, name: 'shared_--><script>' } }),
      report({ inputs: { 'swagger-file': 'a.json', 'baseline-file': 'b.json' } }),
      report({ inputs: { 'swagger-file': 'c.json', 'baseline-file': 'b.json' } })
    ].map(renderComment)
    for (const text of markers) expect(text).toMatch(/^<!-- update-custom-connector [0-9a-f]{16} -->\n/)
    expect(new Set(markers.map(text => text.split('\n')[0])).size).toBe(markers.length)
    expect(commentMarker(commentSubject(report({ connector })))).toBe(
      renderComment(report({ connector })).split('\n')[0]
    )
  })

  test('does not depend on anything else of the run', () => {
    const marker = (more: object): string => commentMarker(commentSubject(report({ connector, ...more })))
    expect(marker({ operation: 'planned', changed: true, inputs: { mode: 'plan' } })).toBe(marker({}))
  })

  test('is worth making for changes, and for a gate that failed, but not where nothing changes', () => {
    expect(isWorthAComment(report({ operation: 'planned', changed: true, changes: [] }))).toBe(true)
    expect(isWorthAComment(report({ operation: 'validated', changed: false, changes: [change('a')] }))).toBe(true)
    expect(isWorthAComment(report({ operation: 'failed', changes: [change('a')] }))).toBe(true)
    expect(isWorthAComment(report({ operation: 'planned', changed: false, changes: [] }))).toBe(false)
    expect(isWorthAComment(report({ operation: 'validated', changed: false }))).toBe(false)
    expect(isWorthAComment(report({ operation: 'failed', error: 'no sign-in' }))).toBe(false)
  })

  test('goes back to saying that nothing changes', () => {
    const text = renderComment(report({ operation: 'planned', changed: false, connector, changes: [] }))
    expect(text).toContain('No changes: the connector would stay as it is.')
  })

  test('is at most 65,536 characters long, whatever there is to say', () => {
    const long = '\u{1F511}'.repeat(300)
    const text = renderComment(
      report({
        operation: 'planned',
        changed: true,
        connector: { ...connector, displayName: long },
        changes: many(5000, index => change(`${long}${index}`, { message: long, path: long })),
        operations: {
          added: many(500, index => operation(`A${index}`, { summary: long })),
          changed: many(5000, index => operation(`${long}${index}`, { summary: long })),
          removed: []
        }
      })
    )
    expect(text.length).toBeLessThanOrEqual(65_536)
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_536)
    expect(text).toContain('### Breaking changes (5000)')
    expect(text).toMatch(/… and \d+ more/)
    expect(liveLines(text)).toEqual([])
  })

  test.each(attacks)('shows text of the API as text: %j', attack => {
    const text = (place: string): string => `${MARK}${attack}${MARK} ${place}`
    const markdown = renderComment(
      report({
        operation: 'planned',
        changed: true,
        connector: { name: text('name'), displayName: text('title'), environmentId: text('environment') },
        changes: [
          change(text('broken'), { path: text('path'), message: text('message') }),
          change(text('added'), { severity: 'info', message: text('message'), path: text('path') })
        ],
        operations: { added: [operation(text('a'))], changed: [operation(text('c'))], removed: [operation(text('r'))] }
      })
    )
    expect(liveLines(markdown.split('\n').slice(1).join('\n'))).toEqual([])
  })

  test('mentions nobody, whatever a message says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const markdown = renderComment(
          report({ operation: 'planned', changed: true, changes: [change('a', { message: `${MARK}@${text}${MARK}` })] })
        )
        expect(liveLines(markdown)).toEqual([])
      }),
      { numRuns: 100 }
    )
  })
})
