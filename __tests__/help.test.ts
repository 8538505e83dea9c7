/** The page that errors lead to, held against the topics and the catalogues of hints. */
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { SIGN_IN_HINTS } from '../src/auth/hints.ts'
import { HELP_TOPICS, helpAddress } from '../src/help.ts'
import { DATAVERSE_HINTS, SERVICE_HINTS } from '../src/hints.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const page = readFileSync(path.join(root, 'docs/troubleshooting.md'), 'utf8')

/** The sections of the page by the anchors that GitHub gives their headings. */
const sections = new Map(
  page
    .split(/^(?=## )/m)
    .slice(1)
    .map(section => {
      const heading = /^## (.+)$/m.exec(section)?.[1] ?? ''
      return [
        heading
          .toLowerCase()
          .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
          .replaceAll(' ', '-'),
        section
      ] as const
    })
)
const sources = globSync('src/**/*.ts', { cwd: root })
  .filter(file => file !== path.join('src', 'help.ts'))
  .map(file => readFileSync(path.join(root, file), 'utf8'))

describe('the page of troubles', () => {
  test('has a section for every topic, and no others', () => {
    expect([...sections.keys()].sort()).toEqual([...HELP_TOPICS].sort())
  })

  test.each(HELP_TOPICS)('says in "%s" when that is printed, what it means and what to do', topic => {
    const section = sections.get(topic) ?? ''
    expect(section).toMatch(/^\*\*Printed for\*\* /m)
    expect(section.split(/\s+/).length).toBeGreaterThan(40)
  })

  test.each(HELP_TOPICS)('is led to by an error for "%s"', topic => {
    expect(sources.filter(text => text.includes(`'${topic}'`))).not.toEqual([])
  })

  test.each(Object.entries(SIGN_IN_HINTS))('names %s where the hint leads', (code, { help }) => {
    expect(sections.get(help)).toContain(`\`${code}\``)
  })

  test.each([...SERVICE_HINTS, ...DATAVERSE_HINTS].map(({ match, help }) => [String(match), match, help] as const))(
    'names a code or a text of %s where the hint leads',
    (_, match, help) => {
      const named = [...(sections.get(help) ?? '').matchAll(/`([^`]+)`/g)].map(([, text = '']) => text)
      expect(named.some(text => match.test(text))).toBe(true)
    }
  )
})

describe('the address of a topic', () => {
  const runner: Readonly<Record<string, string>> = {
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_ACTION_REPOSITORY: 'contoso/update-custom-connector',
    GITHUB_ACTION_REF: '6dcb09b5b57875f334f61aebed695e2e4193db5e'
  }
  const address = (changes: Readonly<Record<string, string>>): string => {
    const variables = { ...runner, ...changes }
    return helpAddress('the-service-is-busy', name => variables[name] ?? '')
  }

  test('is the page of the version that runs', () => {
    expect(address({})).toBe(
      'https://github.com/contoso/update-custom-connector/blob/6dcb09b5b57875f334f61aebed695e2e4193db5e/docs/troubleshooting.md#the-service-is-busy'
    )
    expect(address({ GITHUB_ACTION_REF: 'releases/v1', GITHUB_SERVER_URL: 'https://ghe.contoso.example:8443' })).toBe(
      'https://ghe.contoso.example:8443/contoso/update-custom-connector/blob/releases/v1/docs/troubleshooting.md#the-service-is-busy'
    )
  })

  test.each([
    { GITHUB_ACTION_REPOSITORY: '' },
    { GITHUB_ACTION_REF: '' },
    { GITHUB_SERVER_URL: '' },
    { GITHUB_SERVER_URL: 'http://github.com' },
    { GITHUB_ACTION_REPOSITORY: 'a/b/../c' },
    { GITHUB_ACTION_REF: 'v1> <b>' },
    { GITHUB_ACTION_REF: 'v1\nx' }
  ])('is a file where the runner does not say where the action is from: %j', changes => {
    expect(address(changes)).toBe('docs/troubleshooting.md#the-service-is-busy')
  })
})
