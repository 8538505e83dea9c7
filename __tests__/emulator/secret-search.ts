/** Looks for the secrets of a run in all that it left, in every form in which one could be shown by mistake. */
import { appendFileSync } from 'node:fs'
import type { ActionRun } from './run-action.ts'

export interface SecretSearch {
  /** Secrets that turned up. */
  readonly leaked: readonly string[]
  /** How many there were to look for, in how many forms and bytes. */
  readonly secrets: number
  readonly forms: number
  readonly bytes: number
}

/** Inputs whose values are secrets. Of a certificate with its key every line is one. */
const SECRET_INPUTS = [
  'password-secret',
  'client-secret',
  'client-certificate',
  'client-certificate-password',
  'oauth-client-secret',
  'github-token'
]

/**
 * @param secrets of the services: tokens, signatures, stored secrets, and those that a test adds
 * @param inputs of the step, whose secret values are looked for too
 */
export function searchForSecrets(
  run: ActionRun,
  secrets: readonly string[],
  inputs: Readonly<Record<string, string>>
): SecretSearch {
  const everything = run.everything()
  const all = [...new Set([...secrets, ...secretsIn(inputs)])].filter(secret => secret !== '')
  const forms = all.map(secret => [secret, formsOf(secret)] as const)
  const search = {
    leaked: forms.filter(([, ways]) => ways.some(form => everything.includes(form))).map(([secret]) => secret),
    secrets: all.length,
    forms: forms.reduce((sum, [, ways]) => sum + ways.length, 0),
    bytes: Buffer.byteLength(everything)
  }
  count(search)
  return search
}

/** A line for each run, which `npm run secrets` adds up. */
function count({ leaked, ...counts }: SecretSearch): void {
  const file = process.env['SECRET_COUNTS']
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ ...counts, leaked: leaked.length })}\n`)
}

function secretsIn(inputs: Readonly<Record<string, string>>): string[] {
  const values = SECRET_INPUTS.flatMap(name => keyLines(inputs[name] ?? ''))
  const headers = (inputs['swagger-headers'] ?? '').split('\n').map(line => line.slice(line.indexOf(':') + 1).trim())
  // What follows the name of a scheme is the secret by itself.
  const tokens = headers.flatMap(value => [value, value.replace(/^\w+ +/, '')])
  const webhook = inputs['teams-webhook-url'] ?? ''
  const query = URL.canParse(webhook) ? [...new URL(webhook).searchParams.entries()] : []
  return [...values, ...tokens, ...query.filter(([name]) => name === 'sig').map(([, value]) => value)]
}

/** A text of several lines is shown line by line; frames such as BEGIN CERTIFICATE, and certificates, are public. */
function keyLines(value: string): string[] {
  const key = /-----BEGIN [A-Z ]*PRIVATE KEY-----([\s\S]*?)-----END/.exec(value)?.[1]
  if (key === undefined) return value.includes('-----BEGIN') ? [] : [value.trim()]
  return key.split(/\r?\n/).filter(line => line.length >= 32)
}

/** As it is, percent-encoded, in JSON, and in base64 wherever it stands in a longer text. */
export function formsOf(secret: string): string[] {
  const wanted = [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
    ...[0, 1, 2].flatMap(offset => {
      const core = base64At(secret, offset)
      return [core, core.replaceAll('+', '-').replaceAll('/', '_')]
    })
  ]
  return [...new Set(wanted)].filter(form => form.length >= 6)
}

/** The characters that the secret alone decides when it begins so many bytes behind a group of three. */
function base64At(secret: string, offset: number): string {
  const bytes = Buffer.from(secret)
  const whole = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
  const bits = 8 * (offset + bytes.length)
  return whole.slice(Math.ceil((8 * offset) / 6), Math.floor(bits / 6))
}
