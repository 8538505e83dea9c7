/**
 * Writes what is made from other files of the project.
 *
 *   npm run generate               writes it
 *   npm run generate -- --check    fails when something isn't up to date
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Figures } from './bench/figures.ts'
import { manifestFrom } from './generated/manifest.ts'
import { withFigures } from './generated/performance.ts'
import { withTables } from './generated/readme.ts'
import { rulesDocument } from './generated/rules.ts'
import { actionTypes } from './generated/types.ts'
import { withPassedInputs } from './generated/update-connector.ts'

const root = path.dirname(import.meta.dirname)
const read = (file: string): string =>
  existsSync(path.join(root, file)) ? readFileSync(path.join(root, file), 'utf8') : ''
const manifest = manifestFrom(read('action.yml'))

export interface GeneratedFile {
  readonly file: string
  readonly current: string
  /** What it has to be. */
  readonly wanted: string
}

export const generatedFiles: readonly GeneratedFile[] = Object.entries<(current: string) => string>({
  'README.md': current => withTables(current, manifest),
  'action-types.yml': () => actionTypes(manifest),
  'docs/rules.md': rulesDocument,
  'docs/performance.md': current => withFigures(current, JSON.parse(read('docs/performance.json')) as Figures),
  '.github/workflows/update-connector.yml': current => withPassedInputs(current, manifest)
}).map(([file, make]) => {
  const current = read(file)
  return { file, current, wanted: make(current) }
})

if (import.meta.main) {
  for (const { file, wanted } of generatedFiles.filter(({ current, wanted }) => current !== wanted)) {
    if (process.argv.includes('--check')) {
      console.error(`${file} is not what it is made from: run "npm run generate".`)
      process.exitCode = 1
    } else {
      writeFileSync(path.join(root, file), wanted)
      console.log(`Wrote ${file}.`)
    }
  }
}
