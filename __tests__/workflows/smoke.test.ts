/** The job of CI that runs the action on a runner, played here step by step: it starts the emulator itself. */
import { readdirSync, readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { hasShell, jobOf, playJob } from './job.ts'

const workflow = readFileSync(new URL('../../.github/workflows/ci.yml', import.meta.url), 'utf8')
const smoke = jobOf(workflow, 'smoke')
if (!hasShell) console.warn('The job "smoke" of CI is not played: there is no bash with jq on this machine.')

const root = fileURLToPath(new URL('../../', import.meta.url))

/** A checkout of this project: links to what it holds, in a folder that the job can write to. */
function linkProject(workspace: string): void {
  for (const name of readdirSync(root).filter(name => name !== '.git')) {
    symlinkSync(path.join(root, name), path.join(workspace, name))
  }
}

const stage = {
  contexts: { github: { event_name: 'push' } },
  // The project is there, and so is Node.
  actions: { 'actions/checkout': () => undefined, 'actions/setup-node': () => undefined },
  prepare: linkProject
}

;(hasShell ? test : test.skip)(
  'the smoke job of CI updates, plans, downloads and creates on both backends',
  async () => {
    const { steps, succeeded } = await playJob(smoke, stage)
    const failed = steps.filter(({ outcome }) => outcome !== 'success').map(({ name }) => name)
    // The creation of what is there has to fail.
    expect([failed, steps.at(-1)?.log]).toEqual([['twice'], expect.stringContaining('updated unchanged planned')])
    expect(succeeded).toBe(true)
  },
  180_000
)
