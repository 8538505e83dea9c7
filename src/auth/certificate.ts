/** A certificate with its key, from the PEM text of an input, checked as far as that goes without asking Entra ID. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'

export interface ClientCertificate {
  /** SHA-256 over the certificate's DER form, in hexadecimal: what Entra ID finds it by. */
  readonly thumbprint: string
  /** Decrypted; kept as an object, so that it doesn't turn up where a credential is shown. */
  readonly privateKey: KeyObject
  readonly expires: Date
}

interface Mistake {
  readonly mistake: string
}

const INPUT = '"client-certificate"'
/** jsonwebtoken, by which MSAL signs, takes no shorter key. */
const MIN_KEY_BITS = 2048
/** With its label and, where it has them, its headers. */
const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----.*?-----END \1-----/gs

/**
 * Reads a certificate and its private key from one PEM text, which may have a chain as well.
 * @param password of the key; empty = none
 * @param now what time it is, for the certificate's validity
 * @returns the certificate, or what is wrong in a sentence that names the input and shows nothing of its value
 */
export function readClientCertificate(pem: string, password: string, now: Date): ClientCertificate | Mistake {
  const blocks = [...pem.matchAll(BLOCK)].map(([text, label = '']) => ({ text, label }))
  if (blocks.length === 0) return { mistake: describeForeign(pem) }
  const certificates = readCertificates(blocks.filter(({ label }) => label === 'CERTIFICATE'))
  if ('mistake' in certificates) return certificates
  const key = readKey(
    blocks.filter(({ label }) => label.endsWith('PRIVATE KEY')).map(({ text }) => text),
    password
  )
  if ('mistake' in key) return key
  const certificate = certificates.list.find(candidate => candidate.checkPrivateKey(key.key))
  if (!certificate) return { mistake: `the PRIVATE KEY in ${INPUT} does not belong to the CERTIFICATE beside it` }
  return validityMistake(certificate, now) ?? { ...factsOf(certificate), privateKey: key.key }
}

function factsOf({ fingerprint256, validToDate }: X509Certificate): Omit<ClientCertificate, 'privateKey'> {
  return { thumbprint: fingerprint256.replaceAll(':', ''), expires: validToDate }
}

interface Block {
  readonly text: string
  readonly label: string
}

function readCertificates(blocks: readonly Block[]): { readonly list: readonly X509Certificate[] } | Mistake {
  if (blocks.length === 0) {
    return { mistake: `${INPUT} has no CERTIFICATE block: the PEM must have both the certificate and its private key` }
  }
  try {
    return { list: blocks.map(({ text }) => new X509Certificate(text)) }
  } catch {
    return { mistake: `the CERTIFICATE block of ${INPUT} can not be read${lineBreakNote(blocks[0]?.text ?? '')}` }
  }
}

function readKey(blocks: readonly string[], password: string): { readonly key: KeyObject } | Mistake {
  const [pem, ...more] = blocks
  if (pem === undefined) {
    return { mistake: `${INPUT} has no PRIVATE KEY block: the PEM must have both the certificate and its private key` }
  }
  if (more.length > 0)
    return { mistake: `${INPUT} has ${blocks.length} PRIVATE KEY blocks: leave the certificate's own` }
  const encrypted = /^-----BEGIN ENCRYPTED |^Proc-Type: 4,ENCRYPTED/m.test(pem)
  if (encrypted && password === '') {
    return {
      mistake: `the PRIVATE KEY in ${INPUT} is encrypted, and "client-certificate-password" is not given or empty`
    }
  }
  let key: KeyObject
  try {
    key = createPrivateKey({ key: pem, format: 'pem', ...(encrypted ? { passphrase: password } : {}) })
  } catch (error) {
    return { mistake: keyMistake(error, pem, encrypted) }
  }
  return unfitKey(key) ?? { key }
}

function keyMistake(error: unknown, pem: string, encrypted: boolean): string {
  // OpenSSL's reason, such as ERR_OSSL_BAD_DECRYPT. Its message can quote what it read.
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown reason'
  const note = lineBreakNote(pem)
  return encrypted && note === ''
    ? `the PRIVATE KEY in ${INPUT} can not be decrypted with "client-certificate-password" (${code})`
    : `the PRIVATE KEY block of ${INPUT} can not be read (${code})${note}`
}

/** Source: "Microsoft Entra ID currently supports only RSA", its guide to self-signed certificates. */
function unfitKey({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): Mistake | undefined {
  if (asymmetricKeyType !== 'rsa') {
    return {
      mistake: `the key in ${INPUT} is ${asymmetricKeyType ?? 'of an unknown kind'}, and Entra ID takes RSA only`
    }
  }
  const bits = asymmetricKeyDetails?.modulusLength ?? 0
  return bits < MIN_KEY_BITS
    ? { mistake: `the RSA key in ${INPUT} has ${bits} bits, and must have ${MIN_KEY_BITS} or more` }
    : undefined
}

function validityMistake({ validFromDate, validToDate }: X509Certificate, now: Date): Mistake | undefined {
  if (now > validToDate) {
    return { mistake: `the certificate in ${INPUT} expired at ${validToDate.toISOString()}: make and upload a new one` }
  }
  return now < validFromDate
    ? { mistake: `the certificate in ${INPUT} is not valid before ${validFromDate.toISOString()}` }
    : undefined
}

function lineBreakNote(block: string): string {
  return /^-----BEGIN [^-]+-----\r?\n/.test(block) ? '' : ': its line breaks are lost, so give the file as it is'
}

/** What was given in the place of PEM. */
function describeForeign(text: string): string {
  const squeezed = text.replaceAll(/\s/g, '')
  const bytes = /^[A-Za-z0-9+/]+=*$/.test(squeezed) ? Buffer.from(squeezed, 'base64') : Buffer.alloc(0)
  if (isPfx(bytes)) {
    return `${INPUT} is the base64 of a PFX file and must be PEM: convert the file with "openssl pkcs12 -in app.pfx -out app.pem"`
  }
  if (bytes.includes('-----BEGIN ')) return `${INPUT} is the base64 of a PEM file: give the file as it is`
  return `${INPUT} is not PEM: it has no block from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----`
}

/** A DER sequence whose first member is the integer 3 (RFC 7292, PFX). */
function isPfx(bytes: Buffer): boolean {
  if (bytes[0] !== 0x30) return false
  const length = bytes[1] ?? 0
  const header = length < 0x80 ? 2 : 2 + (length & 0x7f)
  return bytes.subarray(header, header + 3).equals(Buffer.from([2, 1, 3]))
}
