/** A certificate authority, the server certificate that it signs, and one that it doesn't. */
import { randomUUID } from 'node:crypto'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { generate } from 'selfsigned'

export interface Credentials {
  /** PEM of the authority: what a client has to trust. */
  readonly ca: string
  readonly certificate: string
  readonly key: string
  /** A certificate for the same names that the authority hasn't signed. */
  readonly unknown: { readonly certificate: string; readonly key: string }
}

const day = 24 * 60 * 60 * 1000

const made = new Map<string, Promise<Credentials>>()

/**
 * Makes an authority and a leaf for loopback names, once: making keys is the dearest part of starting an emulator.
 *
 * @param storageSuffix the suffix of host-style storage names (`<account>.blob.<suffix>`)
 */
export function makeCredentials(storageSuffix: string): Promise<Credentials> {
  const credentials = made.get(storageSuffix) ?? generateCredentials(storageSuffix)
  made.set(storageSuffix, credentials)
  return credentials
}

/** Elliptic curve keys, because RSA keys take a second to make. */
async function generateCredentials(storageSuffix: string): Promise<Credentials> {
  const validity = { notBeforeDate: new Date(Date.now() - day), notAfterDate: new Date(Date.now() + 30 * day) }
  // A name of its own: a process that trusts several authorities tells them apart by their names.
  const authority = await generate([{ name: 'commonName', value: `Emulator CA ${randomUUID()}` }], {
    ...validity,
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true }
    ]
  })
  const names = [...new Set(['localhost', '*.localhost', '*.blob.localhost', `*.blob.${storageSuffix}`])]
  const leaf = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...validity,
    keyType: 'ec',
    algorithm: 'sha256',
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          ...names.map(value => ({ type: 2 as const, value })),
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' }
        ]
      }
    ]
  })
  const unknown = await generate([{ name: 'commonName', value: 'localhost' }], { ...validity, keyType: 'ec' })
  return {
    ca: authority.cert,
    certificate: leaf.cert,
    key: leaf.private,
    unknown: { certificate: unknown.cert, key: unknown.private }
  }
}

/** Makes this process trust an authority, for tests whose client runs in it; NODE_EXTRA_CA_CERTS is read only at start. */
export function trustInThisProcess(ca: string): void {
  setDefaultCACertificates([...getCACertificates('default'), ca])
}
