/** The table of rules is complete. */
import { expect, test } from '@jest/globals'
import { notOffline } from '../../src/checks/rules/not-offline.ts'
import { rules } from '../../src/checks/rules/table.ts'

/** How many rules Microsoft's list has in each section. */
const published = {
  Operations: 72,
  Arrays: 3,
  'Not supported': 4,
  Parameters: 11,
  Properties: 36,
  Response: 20,
  Security: 4,
  Webhooks: 4,
  Metadata: 20
}
const ours = ['Platform limits', 'Connector']

test('every rule of the published list is either checked or excused, and none twice', () => {
  const all = [...rules, ...notOffline].filter(({ section }) => !ours.includes(section))
  const counts = Object.groupBy(all, ({ section }) => section)
  expect(Object.fromEntries(Object.entries(counts).map(([section, list]) => [section, list.length]))).toEqual(published)
  expect(new Set([...rules, ...notOffline].map(({ id }) => id)).size).toBe(rules.length + notOffline.length)
})

test('at least 140 of the published rules are checked', () => {
  expect(rules.filter(({ section }) => !ours.includes(section)).length).toBeGreaterThanOrEqual(140)
})
