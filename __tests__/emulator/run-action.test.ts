import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { startEmulator } from './emulator.ts'
import type { Emulator } from './emulator.ts'
import { emulatorInputs, manifestInputs, runAction } from './run-action.ts'

let emulator: Emulator
const folder = mkdtempSync(path.join(tmpdir(), 'bundle-'))

beforeAll(async () => {
  emulator = await startEmulator()
})
afterAll(async () => {
  await emulator.close()
  rmSync(folder, { recursive: true })
})

/** A step in place of the action. */
function bundle(code: string): string {
  const file = path.join(folder, `${String(Math.random()).slice(2)}.mjs`)
  writeFileSync(file, `import { appendFileSync, writeFileSync } from 'node:fs'\n${code}`)
  return file
}

test('a step gets every input of the manifest, given ones first, and the log, outputs, summary and files are gathered', async () => {
  const run = await runAction(emulatorInputs(emulator), {
    emulator,
    workspace: { 'docs/api.json': '{}' },
    bundle: bundle(`
      console.log('::add-mask::' + process.env['INPUT_PASSWORD-SECRET'])
      console.log('::group::Inputs\\nsigned in with ' + process.env['INPUT_PASSWORD-SECRET'] + '\\n::endgroup::')
      console.error('::error::no way')
      appendFileSync(process.env.GITHUB_OUTPUT, 'operation<<x\\nfailed\\nx\\n')
      appendFileSync(process.env.GITHUB_STEP_SUMMARY, '# Sum')
      writeFileSync(process.env.RUNNER_TEMP + '/inputs.json', JSON.stringify(process.env))
      process.exitCode = 1`)
  })
  expect(run).toMatchObject({ exitCode: 1, signal: null, outputs: { operation: 'failed' }, summary: '# Sum' })
  expect(run.annotations).toEqual([{ level: 'error', message: 'no way', properties: {} }])
  expect(run.masked).toEqual([emulator.credentials.password])
  expect(run.render()).toBe('▼ Inputs\n  signed in with ***\nError: no way\n')
  expect([...run.files.keys()].sort()).toEqual(['temp/inputs.json', 'workspace/docs/api.json'])
  expect(run.everything()).toContain('# Sum')

  const environment = JSON.parse(run.files.get('temp/inputs.json')?.toString('utf8') ?? '') as Record<string, string>
  for (const name of Object.keys(manifestInputs())) expect(environment).toHaveProperty([`INPUT_${name.toUpperCase()}`])
  expect(environment['INPUT_CONNECTOR-ID']).toBe(emulator.ids.connector)
  expect(environment['INPUT_MODE']).toBe('update')
})

test('a step reaches the emulator, trusts it, and has nothing of the test’s own proxies', async () => {
  process.env['HTTPS_PROXY'] = 'http://127.0.0.1:9'
  const run = await runAction(emulatorInputs(emulator), {
    emulator,
    bundle: bundle(
      `console.log((await fetch(process.env['INPUT_SWAGGER-URL'])).status, process.env.HTTPS_PROXY, process.env.LANG)`
    ),
    env: { LANG: 'C' }
  })
  delete process.env['HTTPS_PROXY']
  expect(run.log).toBe('200 undefined C\n')
})

test('a step that does not end is killed', async () => {
  const run = await runAction({}, { emulator, bundle: bundle('setInterval(() => {}, 1000)'), timeout: 200 })
  expect(run).toMatchObject({ exitCode: null, signal: 'SIGKILL' })
})

test('an input that the manifest does not have is a mistake in the test', async () => {
  await expect(runAction({ 'conector-id': 'x' }, { emulator })).rejects.toThrow('no input conector-id')
})
