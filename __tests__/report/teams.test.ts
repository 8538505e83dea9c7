import { describe, expect, test } from '@jest/globals'
import { type AdaptiveCard, teamsMessage } from '../../src/report/teams.ts'
import { isObject, type Json } from '../../src/definition/json.ts'
import type { CompleteReport } from '../../src/report/complete.ts'
import { attacks } from './inert.ts'
import { change, many, operation, report } from './reports.ts'

const updated = report({
  operation: 'updated',
  changed: true,
  connector: { name: 'shared_orders', displayName: 'Orders', environmentId: 'env-1' },
  revision: { before: '1', after: '2' },
  definition: { apiVersion: '1.4.0' },
  links: { run: 'https://github.com/o/r/actions/runs/1', makerPortal: 'https://make.powerapps.com/environments/env-1' },
  operations: { added: [operation('a')], changed: [operation('b')], removed: [] },
  changes: [change('b'), change('c', { accepted: true })]
})

function cardOf(of: CompleteReport): AdaptiveCard {
  const [attachment] = teamsMessage(of).attachments
  if (!attachment) throw new Error('The message has no card.')
  return attachment.content
}

const linesOf = (card: AdaptiveCard): string[] =>
  card.body.map(({ inlines }) => inlines.map(({ text }) => text).join(''))

describe('the card', () => {
  test('says what was updated, what breaks first, and where to go', () => {
    const card = cardOf(updated)
    expect(linesOf(card)).toEqual([
      'Custom connector updated',
      'Connector: Orders · shared_orders',
      'Environment: env-1',
      'Revision: 2',
      'API version: 1.4.0',
      '1 change breaks apps and flows',
      '• Flows that use "b" lose the field "total"',
      '1 operation added, 1 changed, 0 removed.',
      ...updated.nextSteps
    ])
    expect(card.actions).toEqual([
      { type: 'Action.OpenUrl', title: 'Open the run', url: 'https://github.com/o/r/actions/runs/1' },
      {
        type: 'Action.OpenUrl',
        title: 'Open the maker portal',
        url: 'https://make.powerapps.com/environments/env-1'
      }
    ])
    expect(card.fallbackText).toBe('Custom connector updated: Orders')
  })

  test('says why an update failed', () => {
    const card = cardOf(report({ operation: 'failed', error: 'Could not sign in: no; try.' }))
    expect(linesOf(card)).toEqual(['Custom connector: the update failed', 'Could not sign in: no; try.'])
    expect(card.actions).toEqual([])
  })

  test('has text in text runs alone, where Teams takes nothing for markup', () => {
    for (const attack of attacks) {
      const card = cardOf(
        report({
          ...updated,
          connector: { name: attack, displayName: attack, environmentId: attack },
          changes: [change('b', { message: attack })]
        })
      )
      expect(elementTypes(JSON.parse(JSON.stringify(card)) as Json)).toEqual(
        new Set(['AdaptiveCard', 'RichTextBlock', 'TextRun', 'Action.OpenUrl'])
      )
      for (const { inlines } of card.body) for (const { text } of inlines) expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    }
  })

  test('fits into what Teams takes, and says how many breaking changes it leaves out', () => {
    const long = '\u{1F511}'.repeat(400)
    const message = teamsMessage(
      report({ ...updated, changes: many(500, index => change(`x${index}`, { message: long })) })
    )
    expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThanOrEqual(26_000)
    const lines = linesOf(cardOf(report({ ...updated, changes: many(25, index => change(`x${index}`)) })))
    expect(lines).toContain('25 changes break apps and flows')
    expect(lines).toContain('… and 15 more')
  })
})

/** Every `type` in the card. */
function elementTypes(value: Json): Set<string> {
  if (Array.isArray(value)) return new Set(value.flatMap(item => [...elementTypes(item)]))
  if (!isObject(value)) return new Set()
  const inner = Object.values(value).flatMap(item => [...elementTypes(item)])
  return new Set(typeof value['type'] === 'string' ? [value['type'], ...inner] : inner)
}
