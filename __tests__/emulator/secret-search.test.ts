import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { ActionRun } from './run-action.ts'
import { formsOf, searchForSecrets } from './secret-search.ts'

const secret = 'Pw~1 "ü"/+&x'
const runWith = (text: string) => ({ everything: () => text }) as unknown as ActionRun

test.each([
  ['as it is', secret],
  ['percent-encoded', encodeURIComponent(secret)],
  ['as a form has it', new URLSearchParams({ a: secret }).toString()],
  ['in JSON', JSON.stringify({ a: secret })],
  ['in base64', Buffer.from(secret).toString('base64')],
  ['in the base64 of a longer text', Buffer.from(`user:${secret}, and more`).toString('base64')],
  ['in base64url', Buffer.from(`ab${secret}`).toString('base64url')]
])('a secret is found %s', (_, text) => {
  expect(searchForSecrets(runWith(`before ${text} after`), [secret], {}).leaked).toEqual([secret])
})

test('a secret is found in the base64 of any text around it, and not where it is not', () => {
  const text = fc.string({ maxLength: 12 })
  fc.assert(
    fc.property(text, fc.string({ minLength: 8, maxLength: 30 }), text, (before, value, after) => {
      const encoded = Buffer.from(before + value + after).toString('base64')
      expect(formsOf(value).some(form => encoded.includes(form))).toBe(true)
    })
  )
  expect(searchForSecrets(runWith('nothing of it here'), [secret], {}).leaked).toEqual([])
})

test('the secrets among the inputs are looked for too', () => {
  const key = `-----BEGIN PRIVATE KEY-----\n${'k'.repeat(64)}\n-----END PRIVATE KEY-----`
  const inputs = {
    'client-secret': 'of-the-app',
    'swagger-headers': 'X-Key: of-the-api\nAuthorization: Basic b2YgdGhlIHVzZXI=',
    'client-certificate': `-----BEGIN CERTIFICATE-----\npublic\n-----END CERTIFICATE-----\n${key}`,
    'teams-webhook-url': 'https://contoso.example/hook?sp=run&sig=of-the-webhook'
  }
  const all = ['of-the-app', 'of-the-api', 'b2YgdGhlIHVzZXI=', 'k'.repeat(64), 'of-the-webhook']
  const search = searchForSecrets(runWith(all.join(' ')), [], inputs)
  expect(search.leaked).toEqual(expect.arrayContaining(all))
  expect(search).toMatchObject({ secrets: 6, bytes: all.join(' ').length })
  expect(search.forms).toBeGreaterThan(6)
})
