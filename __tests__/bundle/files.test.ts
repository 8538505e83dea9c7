/** Files that inputs name: none outside of the workspace and the runner's temp folder is read or written. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect } from '@jest/globals'
import { errorOf, scenario } from './scenario.ts'

const foreign = 'what somebody else keeps on this runner'

/** A file beside workspace and temp folder, and a link to it and to its folder in the workspace. */
function besides({ workspace }: { readonly workspace: string }): void {
  const outside = path.join(workspace, '..', 'outside')
  mkdirSync(outside)
  for (const name of ['key', 'settings.json']) writeFileSync(path.join(outside, name), foreign)
  symlinkSync(path.join(outside, 'key'), path.join(workspace, 'link'))
  symlinkSync(outside, path.join(workspace, 'folder'))
}

describe('a run calls nobody, shows nothing of the file and says which input leads out', () => {
  for (const value of ['../outside/key', 'link', 'folder/key']) {
    for (const name of ['swagger-file', 'overlay-file', 'api-properties-file', 'icon-file', 'script-file']) {
      scenario(
        `"${name}" as ${value}`,
        async stage => {
          const only = name === 'swagger-file' ? { 'swagger-url': '' } : {}
          const run = await stage.run({ ...only, [name]: value }, { arrange: besides })
          expect(errorOf(run)).toBe(
            `An input is not valid: "${name}" is "${value}", which leads out of the workspace and of the runner's temp folder: name a place in one of them; correct the "with:" block of the step.`
          )
          expect(stage.emulator.requests).toEqual([])
        },
        { secrets: [foreign] }
      )
    }
  }
})

describe('a package folder', () => {
  for (const value of ['../outside', 'folder', 'folder/deeper']) {
    scenario(`is not ${value}, which leads out`, async stage => {
      const run = await stage.run({ 'package-directory': value }, { arrange: besides })
      expect(errorOf(run)).toContain(`"package-directory" is "${value}", which leads out of the workspace`)
      expect(stage.emulator.requests).toEqual([])
    })
  }

  scenario('that became a link during the run is not written to', async stage => {
    let outside = ''
    stage.emulator.between('get-connector', () => {
      symlinkSync(outside, path.join(outside, '..', 'workspace', 'package'))
    })
    const run = await stage.run(
      { 'package-directory': 'package' },
      {
        arrange: folders => {
          besides(folders)
          outside = path.join(folders.workspace, '..', 'outside')
        }
      }
    )
    expect(errorOf(run)).toMatch(/^Could not write .*package: it leads out of the workspace/)
    expect(stage.count('update')).toBe(0)
  })

  scenario('whose files are links gets files in their place, and what they led to stays', async stage => {
    let left = ''
    stage.emulator.between('read-back', () => {
      left = readFileSync(path.join(outside, 'settings.json'), 'utf8')
    })
    let outside = ''
    const run = await stage.run(
      { 'package-directory': 'package' },
      {
        arrange: folders => {
          besides(folders)
          outside = path.join(folders.workspace, '..', 'outside')
          mkdirSync(path.join(folders.workspace, 'package'))
          symlinkSync(path.join(outside, 'settings.json'), path.join(folders.workspace, 'package', 'settings.json'))
        }
      }
    )
    expect(run.outputs['operation']).toBe('updated')
    expect(left).toBe(foreign)
    expect(JSON.parse(run.files.get('workspace/package/settings.json')?.toString() ?? '')).toMatchObject({
      connectorId: stage.emulator.ids.connector
    })
  })
})

describe('without a runner', () => {
  const alone = { GITHUB_WORKSPACE: undefined, RUNNER_TEMP: undefined }

  scenario('the working directory is the workspace, and the run makes a folder of its own', async stage => {
    const workspace = { 'api/swagger.json': JSON.stringify(stage.emulator.state.api.document) }
    const files = { 'swagger-url': '', 'swagger-file': 'api/swagger.json', 'package-directory': 'package' }
    const run = await stage.run(files, { workspace, env: alone })
    expect(run.outputs['operation']).toBe('updated')
    expect(run.files.has('workspace/package/settings.json')).toBe(true)
    expect(run.outputs['report']).toMatch(/custom-connector-.*report\.json$/)
  })

  scenario('what lies beside it is refused', async stage => {
    const run = await stage.run({ 'icon-file': '../outside/key' }, { arrange: besides, env: alone })
    expect(errorOf(run)).toContain('"icon-file" is "../outside/key", which leads out of the workspace')
  })
})
