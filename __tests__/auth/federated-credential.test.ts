import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { federationHelp } from '../../src/auth/federated-credential.ts'
import type { IdTokenClaims } from '../../src/auth/id-token.ts'

const claims: IdTokenClaims = {
  issuer: 'https://token.actions.githubusercontent.com',
  subject: 'repo:contoso/orders:ref:refs/heads/main',
  audience: 'api://AzureADTokenExchange',
  repository: 'contoso/orders',
  repositoryId: '731502846',
  ownerId: '9481726'
}
const immutable = 'repo:contoso@9481726/orders@731502846:ref:refs/heads/main'

interface Credential {
  readonly name: string
  readonly issuer: string
  readonly subject: string
  readonly audiences: string[]
}

/** The JSON documents among the lines, as somebody would copy them. */
function credentialsIn(changes: Partial<IdTokenClaims> = {}): Credential[] {
  const text = (federationHelp({ ...claims, ...changes }, 'app').remedy ?? []).join('\n')
  return [...text.matchAll(/^\{$.*?^\}$/gms)].map(([json]) => JSON.parse(json) as Credential)
}

test('the lines name what the token says, the command, and the parameters in both forms of the subject', () => {
  expect(federationHelp(claims, 'a58e27c0').remedy).toEqual([
    'The ID token of this job says:',
    '  issuer:   https://token.actions.githubusercontent.com',
    '  subject:  repo:contoso/orders:ref:refs/heads/main',
    '  audience: api://AzureADTokenExchange',
    'What the application needs, to save as credential.json:',
    '{',
    '  "name": "github-contoso-orders-ref-refs-heads-main",',
    '  "issuer": "https://token.actions.githubusercontent.com",',
    '  "subject": "repo:contoso/orders:ref:refs/heads/main",',
    '  "audiences": [',
    '    "api://AzureADTokenExchange"',
    '  ]',
    '}',
    'az ad app federated-credential create --id a58e27c0 --parameters credential.json',
    'GitHub gives repositories that are created, renamed or transferred since 2026-07-15 subjects with ids, and others subjects without.',
    'The same with a subject of the other form, should this repository change over:',
    '{',
    '  "name": "github-contoso-9481726-orders-731502846-ref-refs-heads-main",',
    '  "issuer": "https://token.actions.githubusercontent.com",',
    `  "subject": "${immutable}",`,
    '  "audiences": [',
    '    "api://AzureADTokenExchange"',
    '  ]',
    '}'
  ])
})

test('the sentence has the three values and the application', () => {
  const { advice, help } = federationHelp(claims, 'a58e27c0')
  for (const text of [claims.issuer, claims.subject, claims.audience, 'a58e27c0']) expect(advice).toContain(text)
  expect(help).toBe('no-federated-credential-matches')
})

describe('the other form of the subject', () => {
  test.each([
    ['repo:contoso/orders:pull_request', 'repo:contoso@9481726/orders@731502846:pull_request'],
    ['repo:contoso/orders:environment:production', 'repo:contoso@9481726/orders@731502846:environment:production'],
    [immutable, 'repo:contoso/orders:ref:refs/heads/main']
  ])('of %s is %s', (subject, other) => {
    expect(credentialsIn({ subject }).map(credential => credential.subject)).toEqual([subject, other])
  })

  test.each<[string, Partial<IdTokenClaims>]>([
    ['an organization has a form of its own', { subject: 'repository_id:731502846:ref:refs/heads/main' }],
    ['a reusable workflow is named instead', { subject: 'job_workflow_ref:contoso/x/.github/workflows/y.yml@v1' }],
    ['the repository is another one', { subject: 'repo:contoso/other:pull_request' }],
    ['the ids are not known', { ownerId: '', repositoryId: '' }],
    ['the repository is not known', { repository: '' }]
  ])('is left out where %s', (_, changes) => {
    expect(credentialsIn(changes)).toHaveLength(1)
  })
})

test('the name is one that Entra ID takes, and the subject survives, whatever branches are called', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.string({ unit: 'grapheme-ascii', minLength: 100, maxLength: 300 })
      ),
      branch => {
        const subject = `repo:contoso/orders:ref:refs/heads/${branch}`
        const credentials = credentialsIn({ subject })
        expect(credentials[0]?.subject).toBe(subject)
        for (const { name } of credentials) expect(name).toMatch(/^[A-Za-z0-9][A-Za-z0-9_-]{2,119}$/)
      }
    )
  )
})
