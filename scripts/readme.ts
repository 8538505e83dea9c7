/**
 * Writes the tables of inputs and outputs in README.md from action.yml.
 *
 *   npm run readme               writes them
 *   npm run readme -- --check    fails when they aren't up to date
 */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { load } from 'js-yaml'
import { isObject, type JsonObject, objectAt, own, stringAt } from '../src/definition/json.ts'

const root = path.dirname(import.meta.dirname)
const manifestFile = path.join(root, 'action.yml')
const readmeFile = path.join(root, 'README.md')

/** The README with its tables as action.yml says. @throws when a marker is missing */
export function withTables(readme: string, manifest: string): string {
  const document: unknown = load(manifest)
  const inputs = sectionOf(document, 'inputs')
  const outputs = sectionOf(document, 'outputs')
  return between(
    between(readme, 'inputs', inputTables(inputs, groupsOf(manifest, 'inputs'))),
    'outputs',
    outputTable(outputs)
  )
}

function sectionOf(manifest: unknown, name: string): JsonObject {
  const section = isObject(manifest) ? objectAt(manifest, name) : undefined
  if (!section) throw new Error(`action.yml has no ${name}.`)
  return section
}

/** The comment above each group of a section, by the names of the group's members. YAML readers drop comments. */
function groupsOf(manifest: string, section: string): ReadonlyMap<string, string> {
  const groups = new Map<string, string>()
  let inSection = false
  let group = ''
  for (const line of manifest.split('\n')) {
    if (/^\S/.test(line)) inSection = line.startsWith(`${section}:`)
    if (!inSection) continue
    group = /^ {2}# (.+)$/.exec(line)?.[1] ?? group
    const name = /^ {2}([\w-]+):/.exec(line)?.[1]
    if (name !== undefined) groups.set(name, group)
  }
  return groups
}

function inputTables(inputs: JsonObject, groups: ReadonlyMap<string, string>): string {
  const titles = [...new Set(Object.keys(inputs).map(name => groups.get(name) ?? ''))]
  return titles
    .map(title => {
      const members = Object.entries(inputs).filter(([name]) => (groups.get(name) ?? '') === title)
      const hasDefaults = members.some(([, input]) => defaultOf(input) !== '')
      const rows = members.map(([name, input]) => [
        code(name),
        ...(hasDefaults ? [defaultOf(input)] : []),
        descriptionOf(name, input)
      ])
      return `### ${title}\n\n${table(['Input', ...(hasDefaults ? ['Default'] : []), 'Meaning'], rows)}`
    })
    .join('\n\n')
}

function outputTable(outputs: JsonObject): string {
  const rows = Object.entries(outputs).map(([name, output]) => [code(name), descriptionOf(name, output)])
  return table(['Output', 'Meaning'], rows)
}

function descriptionOf(name: string, entry: unknown): string {
  const text = isObject(entry) ? stringAt(entry, 'description') : undefined
  if (text === undefined) throw new Error(`action.yml has no description of ${name}.`)
  return cell(text)
}

function defaultOf(input: unknown): string {
  const value = isObject(input) ? own(input, 'default') : undefined
  return value === undefined || value === null || typeof value === 'object' ? '' : code(String(value))
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n')
}

function code(text: string): string {
  return `\`${cell(text)}\``
}

function cell(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ').replaceAll('|', '\\|')
}

/** Puts text between the two markers of that name. Prettier would pad every cell to the longest one, so it is told not to. */
function between(readme: string, name: string, text: string): string {
  const start = `<!-- ${name}: made from action.yml by "npm run readme" -->`
  const end = `<!-- end of ${name} -->`
  const from = readme.indexOf(start)
  const to = readme.indexOf(end)
  if (from < 0 || to < from) throw new Error(`README.md lacks the lines "${start}" and "${end}".`)
  const body = `<!-- prettier-ignore-start -->\n\n${text}\n\n<!-- prettier-ignore-end -->`
  return `${readme.slice(0, from)}${start}\n${body}\n${readme.slice(to)}`
}

if (import.meta.main) {
  const readme = readFileSync(readmeFile, 'utf8')
  const wanted = withTables(readme, readFileSync(manifestFile, 'utf8'))
  if (process.argv.includes('--check')) {
    if (readme !== wanted) {
      console.error('The tables of README.md are not what action.yml says: run "npm run readme".')
      process.exitCode = 1
    }
  } else if (readme !== wanted) {
    writeFileSync(readmeFile, wanted)
    console.log('Wrote the tables of README.md.')
  } else {
    console.log('The tables of README.md are up to date.')
  }
}
