/** action.yml, as the generated files need it. */
import { load } from 'js-yaml'
import { isObject, type JsonObject, objectAt, own, stringAt } from '../../src/definition/json.ts'

export interface Entry {
  readonly name: string
  readonly description: string
  /** As the runner hands it over; empty when there is none. */
  readonly default: string
  /** The comment above the group that the entry stands in. YAML readers drop comments. */
  readonly group: string
}

export interface Manifest {
  readonly inputs: readonly Entry[]
  readonly outputs: readonly Entry[]
}

/** @throws when a section or a description is missing */
export function manifestFrom(text: string): Manifest {
  const document: unknown = load(text)
  const entries = (section: 'inputs' | 'outputs'): Entry[] => {
    const members = isObject(document) ? objectAt(document, section) : undefined
    if (!members) throw new Error(`action.yml has no ${section}.`)
    const groups = groupsOf(text, section)
    return Object.keys(members).map(name => entryOf(name, objectAt(members, name) ?? {}, groups.get(name) ?? ''))
  }
  return { inputs: entries('inputs'), outputs: entries('outputs') }
}

function entryOf(name: string, entry: JsonObject, group: string): Entry {
  const description = stringAt(entry, 'description')
  if (description === undefined) throw new Error(`action.yml has no description of ${name}.`)
  const value = own(entry, 'default')
  const isScalar = value !== undefined && value !== null && typeof value !== 'object'
  return { name, description, default: isScalar ? String(value) : '', group }
}

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
