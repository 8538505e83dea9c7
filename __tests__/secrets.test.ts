import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Secrets } from '../src/secrets.ts'

function secretsWith(...values: string[]): { readonly secrets: Secrets; readonly masked: string[] } {
  const masked: string[] = []
  const secrets = new Secrets(value => masked.push(value))
  for (const value of values) secrets.add(value)
  return { secrets, masked }
}

const redact = (text: string): string => secretsWith().secrets.redact(text)

describe('a secret that was added', () => {
  const password = 'p&w "ü" \\ 100%/+|`x'

  test.each([
    ['as it is', password],
    ['in a URL', encodeURIComponent(password)],
    ['in JSON', JSON.stringify(password)],
    ['amid other text', `before${password}after`],
    ['more than once', `${password} and ${password}`]
  ])('is not shown %s', (_, text) => {
    const shown = secretsWith(password).secrets.redact(text)
    expect(shown).toContain('***')
    expect(shown).not.toContain('100')
  })

  test('of several lines is not shown line by line either, but for lines that say nothing', () => {
    const key = '-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG\r\n}\nnBgkqhkiG9w0BAQEFAASC\n'
    const { secrets, masked } = secretsWith(key)
    expect(secrets.redact(key)).toBe('***')
    expect(secrets.redact('step: MIIEvQIBADANBgkqhkiG')).toBe('step: ***')
    expect(secrets.redact('{ a } b')).toBe('{ a } b')
    expect(masked).toContain('nBgkqhkiG9w0BAQEFAASC')
  })

  test('is told to the runner once, in each form', () => {
    const { secrets, masked } = secretsWith('a b"c')
    secrets.add('a b"c')
    expect(masked).toEqual(['a b"c', 'a%20b%22c', 'a b\\"c'])
  })

  test('that contains another one is replaced whole', () => {
    expect(secretsWith('token', 'token-of-the-pipeline').secrets.redact('token-of-the-pipeline')).toBe('***')
  })

  test('that is empty hides nothing', () => {
    const { secrets, masked } = secretsWith('')
    expect([secrets.redact('all of this'), masked]).toEqual(['all of this', []])
  })

  test('never survives, whatever it is and in whatever form it comes', () => {
    // With an asterisk a secret could look like what stands in its place.
    const value = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).filter(text => !text.includes('*'))
    const form = fc.constantFrom(
      (text: string) => text,
      (text: string) => encodeURIComponent(text.toWellFormed()),
      (text: string) => JSON.stringify(text).slice(1, -1)
    )
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 3 }), form, fc.string(), fc.string(), (all, as, a, b) => {
        const { secrets } = secretsWith(...all)
        const shown = secrets.redact(`${a}${all.map(as).join(' ')}${b}`)
        for (const one of all) expect(shown).not.toContain(as(one))
      })
    )
  })
})

describe('what looks like a secret is not shown, whoever sent it', () => {
  const jwt = `eyJ${'h'.repeat(20)}.eyJ${'c'.repeat(20)}.${'s'.repeat(43)}`

  test.each([
    [
      'https://a.blob.example/c/icon.png?sv=1&sig=Ab%2Bc%3D&se=2',
      'https://a.blob.example/c/icon.png?sv=1&sig=***&se=2'
    ],
    ['url=https%3A%2F%2Fa%3Fsig%3DAbc', 'url=https%3A%2F%2Fa%3Fsig%3D***'],
    ['{"url":"https://a/?SIG=abc"}', '{"url":"https://a/?SIG=***"}'],
    ['authorization: Bearer abcdefgh.123-_~+/=', 'authorization: Bearer ***'],
    [`the token ${jwt} was refused`, 'the token *** was refused'],
    ['https://user:pass@host.example/path', 'https://***@host.example/path'],
    // Not secrets: a word that only ends alike, and an address for mail.
    ['design=blue Bearer short', 'design=blue Bearer short'],
    ['mailto:orders@contoso.example', 'mailto:orders@contoso.example']
  ])('%s', (text, shown) => {
    expect(redact(text)).toBe(shown)
  })

  test('and what stands around it in Markdown stays', () => {
    expect(redact('`?sig=abc` | `next`')).toBe('`?sig=***` | `next`')
  })
})

describe('the signature of a signed URL', () => {
  test('is hidden by itself, decoded and encoded', () => {
    const { secrets } = secretsWith()
    secrets.addSignatureOf('https://a.blob.example/c?sv=1&sig=Abc%2Bdef%3D')
    expect(secrets.redact('Abc+def= Abc%2Bdef%3D')).toBe('*** ***')
  })

  test.each(['not a URL', 'https://a.example/?sv=1', ''])('is looked for without harm in "%s"', url => {
    const { secrets, masked } = secretsWith()
    secrets.addSignatureOf(url)
    expect(masked).toEqual([])
  })
})
