/**
 * What the release workflow asks before it makes a release: `node scripts/run.mjs scripts/release.ts 1.2.3`.
 *
 * Prints the release notes and gives the workflow, as outputs of its step, the tags that are to move. Fails when package.json,
 * the changelog or the tags say that this is no version to release.
 */
import { execFileSync } from 'node:child_process'
import { appendFileSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** Major, minor and patch version, and what a pre-release has behind them. */
const VERSION = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$/

export interface Release {
  /** The tag to move along, such as `v1`; empty when none does. */
  readonly major: string
  /** Whether no other version is newer, which is what GitHub shows as the latest release. */
  readonly newest: boolean
  readonly prerelease: boolean
  /** The entries of the changelog, as Markdown. */
  readonly notes: string
}

/**
 * @param version the version that is asked for
 * @param found what the repository says: the version of package.json, the changelog, the tags that there are
 * @throws Error with all that speaks against the release
 */
export function releaseOf(
  version: string,
  found: { readonly packageVersion: string; readonly changelog: string; readonly tags: readonly string[] }
): Release {
  const numbers = parse(version)
  const notes = entriesOf(found.changelog, String.raw`${version.replaceAll('.', '\\.')} - \d{4}-\d{2}-\d{2}`)
  const against = [
    ...(numbers ? [] : [`"${version}" is no version such as 1.2.3`]),
    ...(version === found.packageVersion ? [] : [`package.json has version ${found.packageVersion}`]),
    ...(found.tags.includes(`v${version}`) ? [`the tag v${version} exists, and such a tag never moves`] : []),
    ...(notes ? [] : [`CHANGELOG.md has no entries under "## ${version} - <date>"`]),
    ...(entriesOf(found.changelog, 'Unreleased') ? ['CHANGELOG.md still has entries under "Unreleased"'] : [])
  ]
  if (!numbers || against.length > 0) throw new Error(`v${version} can not be released: ${against.join('; ')}.`)
  const prerelease = version.includes('-')
  const released = found.tags.filter(tag => !tag.includes('-')).map(tag => parse(tag.replace(/^v/, '')))
  const others = released.filter(other => other !== undefined)
  const isNewestOf = (versions: readonly Numbers[]): boolean =>
    !prerelease && versions.every(other => compare(other, numbers) < 0)
  return {
    major: isNewestOf(others.filter(([major]) => major === numbers[0])) ? `v${numbers[0]}` : '',
    newest: isNewestOf(others),
    prerelease,
    notes: `${notes}\n`
  }
}

type Numbers = readonly [major: number, minor: number, patch: number]

function parse(version: string): Numbers | undefined {
  const [, major, minor, patch] = VERSION.exec(version) ?? []
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)]
}

function compare(one: Numbers, other: Numbers): number {
  const index = one.findIndex((number, position) => number !== other[position])
  return index < 0 ? 0 : (one[index] ?? 0) - (other[index] ?? 0)
}

/** What stands under a heading of the second level, without the white space around it; empty when there is none. */
function entriesOf(changelog: string, heading: string): string {
  return new RegExp(`^## ${heading}\\n(.*?)(?=^## |(?![^]))`, 'ms').exec(changelog)?.[1]?.trim() ?? ''
}

if (import.meta.main) {
  const root = path.dirname(import.meta.dirname)
  const read = (file: string): string => readFileSync(path.join(root, file), 'utf8')
  try {
    const { notes, ...outputs } = releaseOf(process.argv[2] ?? '', {
      packageVersion: (JSON.parse(read('package.json')) as { version: string }).version,
      changelog: read('CHANGELOG.md'),
      tags: execFileSync('git', ['tag', '--list', 'v*'], { cwd: root, encoding: 'utf8' }).split('\n')
    })
    const lines = Object.entries(outputs).map(([name, value]) => `${name}=${String(value)}\n`)
    if (process.env['GITHUB_OUTPUT'] !== undefined) appendFileSync(process.env['GITHUB_OUTPUT'], lines.join(''))
    process.stdout.write(notes)
  } catch (error) {
    console.error(`::error::${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  }
}
