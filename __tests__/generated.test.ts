/** Files that are made from other files are what they would be made to now, and say what the action does. */
import { describe, expect, test } from '@jest/globals'
import { generatedFiles } from '../scripts/generate.ts'
import { manifestFrom } from '../scripts/generated/manifest.ts'
import { withTables } from '../scripts/generated/readme.ts'
import { inputType, outputType } from '../scripts/generated/types.ts'

test.each(generatedFiles)('$file is up to date', ({ current, wanted }) => {
  expect(current).toBe(wanted)
})

const entry = (name: string, description = 'Text.') => ({ name, description, default: '', group: '' })

describe('the type of', () => {
  test.each<[string, object]>([
    ['fail-on-warnings', { type: 'boolean' }],
    ['swagger-retries', { type: 'integer' }],
    ['swagger-timeout', { type: 'float' }],
    ['scheme', { type: 'enum', values: ['https', 'http'] }],
    ['include-operations', { type: 'list', separator: '\n', item: { type: 'string' } }],
    ['connector-id', { type: 'string' }],
    ['tenant-id', { type: 'string' }],
    ['host', { type: 'string' }],
    ['icon-file', { type: 'string' }]
  ])('the input %s is what the action takes', (name, type) => {
    expect(inputType(entry(name))).toEqual(type)
  })

  test('a list of given values has them as its items', () => {
    expect(inputType(entry('keep'))).toMatchObject({ type: 'list', separator: ',', item: { type: 'enum' } })
  })

  test.each<[string, string, object]>([
    ['changed', '`true` when it was changed, otherwise `false`.', { type: 'boolean' }],
    ['operation', 'What happened, one of `updated` and `failed`.', { type: 'enum', values: ['updated', 'failed'] }],
    ['warnings', 'How many.', { type: 'integer' }],
    ['report', 'Path of a file.', { type: 'string' }]
  ])('the output %s is what its description says', (name, description, type) => {
    expect(outputType(entry(name, description))).toEqual(type)
  })
})

describe('the tables of README.md', () => {
  const manifest = manifestFrom(`
inputs:
  # Target
  one:
    description: A | B
  two:
    description: With a default.
    default: 'true'
  # Other
  three:
    description: |
      Two
      lines.
outputs:
  four:
    description: Out.
`)
  const markers = ['inputs', 'outputs'].map(
    name => `<!-- ${name}: made from action.yml by "npm run generate" -->\nold\n<!-- end of ${name} -->`
  )

  test('have the groups of action.yml, its defaults where there are some, and one line a cell', () => {
    const text = withTables(markers.join('\n\n'), manifest)
    expect(text).toContain('### Target\n\n| Input | Default | Meaning |')
    expect(text).toContain('| `one` |  | A \\| B |\n| `two` | `true` | With a default. |')
    expect(text).toContain('### Other\n\n| Input | Meaning |\n| --- | --- |\n| `three` | Two lines. |')
    expect(text).toContain('| `four` | Out. |')
    expect(text).not.toContain('old')
  })

  test('need their markers', () => {
    expect(() => withTables('# Title', manifest)).toThrow('README.md lacks the lines')
  })
})
