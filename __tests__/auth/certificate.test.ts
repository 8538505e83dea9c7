import { createPrivateKey, X509Certificate } from 'node:crypto'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { type ClientCertificate, readClientCertificate } from '../../src/auth/certificate.ts'
import { type ClientCertificate as Made, encryptKey, makeClientCertificate } from '../emulator/client-certificate.ts'

const password = 'Kp-5mQ!certificate'
const now = new Date()
const year = 365 * 24 * 60 * 60 * 1000

let made: Made
let other: Made

beforeAll(async () => {
  made = await makeClientCertificate()
  other = await makeClientCertificate()
})

function read(pem: string, given = ''): ClientCertificate {
  const result = readClientCertificate(pem, given, now)
  if ('mistake' in result) throw new Error(result.mistake)
  return result
}

function mistakeOf(pem: string, given = ''): string {
  const result = readClientCertificate(pem, given, now)
  return 'mistake' in result ? result.mistake : ''
}

/** The key in the other ways in which OpenSSL writes it. */
function keyAs(type: 'pkcs1' | 'pkcs8', passphrase?: string): string {
  const key = createPrivateKey(made.key)
  const encryption = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase }
  return key.export({ type, format: 'pem', ...encryption }).toString()
}

describe('a certificate with its key', () => {
  const forms: readonly (readonly [string, () => string, string])[] = [
    ['in PKCS#8', () => made.certificate + made.key, ''],
    ['in PKCS#8 with a password that it does not need', () => made.certificate + made.key, password],
    ['in encrypted PKCS#8', () => encryptKey(made.key, password) + made.certificate, password],
    ['in PKCS#1', () => keyAs('pkcs1') + made.certificate, ''],
    ['in encrypted PKCS#1', () => keyAs('pkcs1', password) + made.certificate, password],
    ['with Windows line breaks', () => (made.certificate + made.key).replaceAll(/\r?\n/g, '\r\n'), ''],
    ['without a line break at the end', () => (made.certificate + made.key).trim(), ''],
    [
      'among the bag attributes that openssl pkcs12 writes',
      () => `Bag Attributes\n    localKeyID: 01\n${made.key}\nBag Attributes\n  subject=CN=x\n${made.certificate}`,
      ''
    ],
    ['behind the certificate of its authority', () => other.certificate + made.certificate + made.key, '']
  ]

  test.each(forms)('%s is read', (_, pem, given) => {
    const { thumbprint, expires, privateKey } = read(pem(), given)
    const certificate = new X509Certificate(made.certificate)
    expect(Buffer.from(thumbprint, 'hex').toString('base64url')).toBe(made.thumbprint)
    expect(expires).toEqual(certificate.validToDate)
    expect(certificate.checkPrivateKey(privateKey)).toBe(true)
  })

  test('shows nothing of the key where the credential is shown', () => {
    expect(JSON.stringify(read(made.certificate + made.key))).not.toMatch(/PRIVATE|MII/)
  })
})

describe('what is no certificate with its key is told in a sentence', () => {
  /** The members of a PFX that come before anything secret: a sequence, and the version 3. */
  const pfx = Buffer.concat([Buffer.from([0x30, 0x82, 0x0a, 0x10, 0x02, 0x01, 0x03, 0x30, 0x82]), Buffer.alloc(64, 7)])

  const wrong: readonly (readonly [string, () => string, string, RegExp])[] = [
    ['the certificate alone', () => made.certificate, '', /no PRIVATE KEY block: the PEM must have both/],
    ['the key alone', () => made.key, '', /no CERTIFICATE block: the PEM must have both/],
    [
      'somebody else’s key',
      () => made.certificate + other.key,
      '',
      /PRIVATE KEY .* does not belong to the CERTIFICATE/
    ],
    ['two keys', () => made.certificate + made.key + other.key, '', /has 2 PRIVATE KEY blocks/],
    [
      'an encrypted key without the password',
      () => made.certificate + encryptKey(made.key, password),
      '',
      /is encrypted, and "client-certificate-password" is not given or empty/
    ],
    [
      'an encrypted key in PKCS#1 without the password',
      () => made.certificate + keyAs('pkcs1', password),
      '',
      /is encrypted, and "client-certificate-password" is not given or empty/
    ],
    [
      'an encrypted key with a wrong password',
      () => made.certificate + encryptKey(made.key, password),
      'wrong',
      /can not be decrypted with "client-certificate-password" \(ERR_OSSL_[A-Z_]+\)/
    ],
    ['base64 of a PFX file', () => pfx.toString('base64'), '', /base64 of a PFX file.*openssl pkcs12/],
    [
      'base64 of a PEM file',
      () => Buffer.from(made.certificate + made.key).toString('base64'),
      '',
      /base64 of a PEM file: give the file as it is/
    ],
    ['a file name', () => 'certificates/app.pem', '', /is not PEM: it has no block/],
    [
      'base64 of a bare certificate',
      () => new X509Certificate(made.certificate).raw.toString('base64'),
      '',
      /is not PEM/
    ],
    [
      'a key without its line breaks',
      () => made.certificate + made.key.replaceAll('\n', ' '),
      '',
      /PRIVATE KEY block .* can not be read .*line breaks are lost/
    ],
    [
      'a certificate without its line breaks',
      () => made.certificate.replaceAll(/\r?\n/g, '\\n') + made.key,
      '',
      /CERTIFICATE block .* can not be read: its line breaks are lost/
    ],
    [
      'a certificate with a typing error',
      () => made.certificate.replace('\nMII', '\nXII') + made.key,
      '',
      /CERTIFICATE block of "client-certificate" can not be read$/
    ]
  ]

  test.each(wrong)('%s', (_, pem, given, mistake) => {
    expect(mistakeOf(pem(), given)).toMatch(mistake)
  })

  test.each(wrong)('%s shows nothing of the value', (_, pem, given) => {
    const mistake = mistakeOf(pem(), given)
    const lines = pem().split(/\r?\n| |\\n/)
    expect(lines.filter(line => line.length > 20 && mistake.includes(line))).toEqual([])
    if (given !== '') expect(mistake).not.toContain(given === 'wrong' ? ' wrong' : given)
  })

  test('a key of an elliptic curve, which Entra ID does not take', async () => {
    const curve = await makeClientCertificate({ keyType: 'ec' })
    expect(mistakeOf(curve.certificate + curve.key)).toBe(
      'the key in "client-certificate" is ec, and Entra ID takes RSA only'
    )
  })

  test('an RSA key that is too short to sign with', async () => {
    const short = await makeClientCertificate({ keySize: 1024 })
    expect(mistakeOf(short.certificate + short.key)).toMatch(/has 1024 bits, and must have 2048 or more/)
  })

  test('a certificate that has expired, with the time', async () => {
    const notAfter = new Date(Math.floor((now.getTime() - 1000) / 1000) * 1000)
    const expired = await makeClientCertificate({ notBefore: new Date(now.getTime() - year), notAfter })
    expect(mistakeOf(expired.certificate + expired.key)).toBe(
      `the certificate in "client-certificate" expired at ${notAfter.toISOString()}: make and upload a new one`
    )
  })

  test('a certificate that is not valid yet, with the time', async () => {
    const notBefore = new Date(Math.ceil((now.getTime() + 60_000) / 1000) * 1000)
    const early = await makeClientCertificate({ notBefore, notAfter: new Date(now.getTime() + year) })
    expect(mistakeOf(early.certificate + early.key)).toMatch(`is not valid before ${notBefore.toISOString()}`)
  })
})
