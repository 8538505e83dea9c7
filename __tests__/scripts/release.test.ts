/** What speaks against a release, and which tags one moves. */
import { describe, expect, test } from '@jest/globals'
import { releaseOf } from '../../scripts/release.ts'

const changelog = `# Changelog

## Unreleased

## 1.4.0 - 2026-11-22

### Added

- A mode.

### Fixed

- A fault.

## 1.3.9 - 2026-10-01

- Something else.
`
const found = { packageVersion: '1.4.0', changelog, tags: ['v1', 'v1.3.9', 'v1.3.10', 'v0.9.0', 'v1.4.0-rc.1', ''] }

describe('a release', () => {
  test('has the entries of its version as notes', () => {
    expect(releaseOf('1.4.0', found).notes).toBe('### Added\n\n- A mode.\n\n### Fixed\n\n- A fault.\n')
  })

  test('with the last section of the changelog has its entries too', () => {
    expect(releaseOf('1.3.9', { ...found, packageVersion: '1.3.9', tags: [] }).notes).toBe('- Something else.\n')
  })

  test.each<[what: string, version: string, tags: string[], major: string, newest: boolean]>([
    ['the newest one', '1.4.0', found.tags, 'v1', true],
    ['the very first one', '1.4.0', [], 'v1', true],
    ['an older minor version, mended', '1.4.0', ['v1.10.0'], '', false],
    ['an older major version, mended', '1.4.0', ['v1.3.0', 'v2.0.0'], 'v1', false],
    ['one after a pre-release of the next', '1.4.0', ['v2.0.0-rc.1'], 'v1', true],
    ['a pre-release', '2.0.0-rc.1', [], '', false]
  ])('%s moves what it may', (_, version, tags, major, newest) => {
    const text = changelog.replace('## 1.4.0', `## ${version}`)
    expect(releaseOf(version, { packageVersion: version, changelog: text, tags })).toMatchObject({
      major,
      newest,
      prerelease: version.includes('-')
    })
  })
})

describe('no release is made', () => {
  test.each<[what: string, version: string, other: Partial<typeof found>, why: string]>([
    ['of something that is no version', 'v1.4', {}, '"v1.4" is no version such as 1.2.3'],
    [
      'of another version than that of package.json',
      '1.4.0',
      { packageVersion: '1.3.9' },
      'package.json has version 1.3.9'
    ],
    ['of a version that is there', '1.4.0', { tags: ['v1.4.0'] }, 'the tag v1.4.0 exists'],
    ['without a section in the changelog', '1.4.0', { changelog: '## 1.3.9 - 2026-10-01\n\n- x\n' }, 'has no entries'],
    ['without a date', '1.4.0', { changelog: '## 1.4.0\n\n- x\n' }, 'has no entries under "## 1.4.0 - <date>"'],
    ['with an empty section', '1.4.0', { changelog: '## 1.4.0 - 2026-11-22\n\n## 1.3.9\n' }, 'has no entries'],
    [
      'while entries wait for a version',
      '1.4.0',
      { changelog: changelog.replace('## Unreleased\n', '## Unreleased\n\n- New.\n') },
      'still has entries under "Unreleased"'
    ]
  ])('%s', (_, version, other, why) => {
    expect(() => releaseOf(version, { ...found, ...other })).toThrow(why)
  })

  test('and all reasons are told at once', () => {
    expect(() => releaseOf('1.4.1', { ...found, tags: ['v1.4.1'] })).toThrow(
      /package\.json.*the tag v1\.4\.1.*no entries/
    )
  })
})
