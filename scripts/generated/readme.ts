/** The tables of inputs and outputs in README.md. */
import { between } from './between.ts'
import type { Entry, Manifest } from './manifest.ts'

/** The README with its tables as action.yml says. @throws when a marker is missing */
export function withTables(readme: string, { inputs, outputs }: Manifest): string {
  return put(put(readme, 'inputs', inputTables(inputs)), 'outputs', outputTable(outputs))
}

function inputTables(inputs: readonly Entry[]): string {
  const titles = [...new Set(inputs.map(({ group }) => group))]
  return titles
    .map(title => {
      const members = inputs.filter(({ group }) => group === title)
      const hasDefaults = members.some(input => input.default !== '')
      const rows = members.map(input => [
        code(input.name),
        ...(hasDefaults ? [input.default === '' ? '' : code(input.default)] : []),
        cell(input.description)
      ])
      return `### ${title}\n\n${table(['Input', ...(hasDefaults ? ['Default'] : []), 'Meaning'], rows)}`
    })
    .join('\n\n')
}

function outputTable(outputs: readonly Entry[]): string {
  const rows = outputs.map(({ name, description }) => [code(name), cell(description)])
  return table(['Output', 'Meaning'], rows)
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

/** Prettier would pad every cell to the longest one, so it is told not to. */
function put(readme: string, name: string, text: string): string {
  const start = `<!-- ${name}: made from action.yml by "npm run generate" -->`
  const body = `<!-- prettier-ignore-start -->\n\n${text}\n\n<!-- prettier-ignore-end -->`
  return between('README.md', readme, start, `<!-- end of ${name} -->`, body)
}
