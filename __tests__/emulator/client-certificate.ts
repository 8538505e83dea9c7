/** Certificates that applications sign in with, made for a test. */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { generate } from 'selfsigned'

export interface ClientCertificate {
  /** PEM, what an administrator uploads. */
  readonly certificate: string
  /** PEM, PKCS#8, not encrypted. */
  readonly key: string
  /** SHA-256 over the DER form, base64url. */
  readonly thumbprint: string
}

export interface CertificateOptions {
  readonly keyType?: 'rsa' | 'ec'
  /** Of an RSA key. Default 2048. */
  readonly keySize?: number
  readonly notBefore?: Date
  readonly notAfter?: Date
}

const day = 24 * 60 * 60 * 1000

export async function makeClientCertificate(options: CertificateOptions = {}): Promise<ClientCertificate> {
  const { keyType = 'rsa', keySize = 2048 } = options
  const made = await generate([{ name: 'commonName', value: 'Connector pipeline' }], {
    keyType,
    keySize,
    algorithm: 'sha256',
    notBeforeDate: options.notBefore ?? new Date(Date.now() - day),
    notAfterDate: options.notAfter ?? new Date(Date.now() + 90 * day)
  })
  return { certificate: made.cert, key: made.private, thumbprint: thumbprintOf(made.cert) }
}

/** The key encrypted, as `openssl pkcs12 -in app.pfx -out app.pem` writes it. */
export function encryptKey(key: string, passphrase: string): string {
  return createPrivateKey(key).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }).toString()
}

/** The `x5t#S256` of a certificate in PEM. */
export function thumbprintOf(certificate: string): string {
  return Buffer.from(new X509Certificate(certificate).fingerprint256.replaceAll(':', ''), 'hex').toString('base64url')
}
