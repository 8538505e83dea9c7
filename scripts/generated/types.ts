/** The types of inputs and outputs, taken from what the action accepts, so that they can't drift apart. */
import { mistakesOf } from '../../__tests__/inputs/source.ts'
import type { Entry, Manifest } from './manifest.ts'

export type Type =
  | { readonly type: 'string' | 'boolean' | 'integer' | 'float' }
  | { readonly type: 'enum'; readonly values: readonly string[] }
  | { readonly type: 'list'; readonly separator: string; readonly item: Type }

/** A value that no input with a list of values has, and that is no number. */
const PROBE = '~'
/** Inputs with an item on each line, which take any text as an item. */
const LINES = ['swagger-headers', 'include-operations', 'exclude-operations', 'allowed-changes']
const COUNTS = ['operations-added', 'operations-changed', 'operations-removed', 'breaking-changes', 'warnings']

/** The action says of a wrong value which ones are valid: that sentence tells the type. */
export function inputType({ name }: Entry): Type {
  if (LINES.includes(name)) return { type: 'list', separator: '\n', item: { type: 'string' } }
  const mistake = mistakesOf({ [name]: PROBE }).find(text => text.startsWith(`"${name}" `)) ?? ''
  if (mistake.includes('valid is a whole number')) return { type: 'integer' }
  if (mistake.includes('valid is a number')) return { type: 'float' }
  const values = (/; valid are (.+)$/.exec(mistake)?.[1] ?? '').split(/, | and /)
  if (values.some(value => !/^[\w-]+$/.test(value))) return { type: 'string' }
  if (values.join() === 'true,false') return { type: 'boolean' }
  const choice: Type = { type: 'enum', values }
  return mistake.startsWith(`"${name}" has `) ? { type: 'list', separator: ',', item: choice } : choice
}

/** Outputs are never read by the action, so what they hold is said by their descriptions and by the list of the counts. */
export function outputType({ name, description }: Entry): Type {
  if (COUNTS.includes(name)) return { type: 'integer' }
  if (description.startsWith('`true` when ')) return { type: 'boolean' }
  const values = /, one of (.+)\.$/.exec(description)?.[1]?.match(/(?<=`)[a-z-]+(?=`)/g)
  return values ? { type: 'enum', values } : { type: 'string' }
}

/** The manifest of types of github-actions-typing. */
export function actionTypes({ inputs, outputs }: Manifest): string {
  const section = (entries: readonly Entry[], typeOf: (entry: Entry) => Type): string =>
    entries.map(entry => `  ${entry.name}:\n${yaml(typeOf(entry), '    ')}`).join('\n')
  return [
    '# The types of the inputs and outputs, for tools that write typed workflows',
    '# (https://github.com/typesafegithub/github-actions-typing). Made by "npm run generate".',
    'inputs:',
    section(inputs, inputType),
    '',
    'outputs:',
    section(outputs, outputType),
    ''
  ].join('\n')
}

function yaml(type: Type, indent: string): string {
  const lines = [`${indent}type: ${type.type}`]
  if (type.type === 'enum') {
    lines.push(`${indent}allowed-values:`, ...type.values.map(value => `${indent}  - ${value}`))
  }
  if (type.type === 'list') {
    const separator = type.separator === '\n' ? String.raw`"\n"` : `'${type.separator}'`
    lines.push(`${indent}separator: ${separator}`, `${indent}list-item:`, yaml(type.item, `${indent}  `))
  }
  return lines.join('\n')
}
