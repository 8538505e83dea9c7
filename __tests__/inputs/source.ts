/** Inputs as the runner would hand them over, from a record. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { InputError } from '../../src/errors.ts'
import { Files } from '../../src/files.ts'
import { type InputSource, type Inputs, loadInputs } from '../../src/inputs.ts'

export type Given = Readonly<Record<string, string>>

/** What a workflow with a user name gives at least. */
export const minimal: Given = {
  'connector-id': 'shared_orders-5f0123456789abcdef',
  'environment-id': '9b4f0a6e-52d8-4d0c-a1f7-6c83e21d5b90',
  'swagger-url': 'https://orders.example/swagger.json',
  'user-name': 'pipeline@contoso.example',
  'password-secret': 'Pw-7kQz!vR4mXn'
}

export interface RecordingSource extends InputSource {
  /** Names that were asked for, in their order. */
  readonly asked: string[]
  readonly masked: string[]
}

export function sourceOf(given: Given, workspace = '/workspace'): RecordingSource {
  const asked: string[] = []
  const masked: string[] = []
  const value = (name: string): string => {
    asked.push(name)
    return given[name] ?? ''
  }
  return {
    asked,
    masked,
    workspace,
    files: new Files([workspace, given['RUNNER_TEMP'] ?? workspace]),
    get: name => value(name).trim(),
    getExact: value,
    // Their names are in upper case, so that they can stand beside the inputs.
    variable: name => given[name] ?? '',
    mask: text => masked.push(text)
  }
}

/** @param changes to the minimal inputs; an empty string takes one away */
export function load(changes: Given = {}, workspace?: string): Inputs {
  return loadInputs(sourceOf({ ...minimal, ...changes }, workspace))
}

/** What is wrong with the inputs; empty when nothing is. */
export function mistakesOf(changes: Given, workspace?: string): readonly string[] {
  try {
    load(changes, workspace)
    return []
  } catch (error) {
    if (error instanceof InputError) return error.mistakes
    throw error
  }
}

/** Calls with a folder that holds these files, and removes it. */
export function inWorkspace<T>(files: Given, work: (workspace: string) => T): T {
  const workspace = mkdtempSync(path.join(tmpdir(), 'workspace-'))
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(workspace, name), text)
    return work(workspace)
  } finally {
    rmSync(workspace, { recursive: true, force: true })
  }
}
