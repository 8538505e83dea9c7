import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { writePackage } from '../../src/connectors/package-folder.ts'
import { temporaryFiles } from '../collaborators.ts'
import { bytes, connector, definition, png } from './content.ts'

const target = { environmentId: 'Default-x', powerAppsUrl: 'https://api.powerapps.com' }
let base: string

beforeEach(async () => {
  base = await mkdtemp(path.join(tmpdir(), 'package-'))
})
afterEach(() => rm(base, { recursive: true, force: true }))

async function json(folder: string, name: string): Promise<unknown> {
  return JSON.parse(await readFile(path.join(folder, name), 'utf8')) as unknown
}

test('a package has the files of paconn, in a folder that is made', async () => {
  const folder = path.join(base, 'made', 'here')
  const script = bytes('// ü\r\n')
  const properties = { connectionParameters: { key: { type: 'string' } }, iconBrandColor: '#fff' }
  const names = await writePackage(folder, connector({ properties, icon: png, script }), target, temporaryFiles)
  expect((await readdir(folder)).sort()).toEqual([...names].sort())
  expect(names).toEqual(['apiDefinition.swagger.json', 'apiProperties.json', 'icon.png', 'script.csx', 'settings.json'])
  expect(await json(folder, 'apiDefinition.swagger.json')).toEqual(definition)
  expect(await json(folder, 'apiProperties.json')).toEqual({ properties })
  expect(Uint8Array.from(await readFile(path.join(folder, 'icon.png')))).toEqual(png)
  expect(Uint8Array.from(await readFile(path.join(folder, 'script.csx')))).toEqual(script)
  expect(await json(folder, 'settings.json')).toEqual({
    connectorId: 'shared_orders-5f0123456789abcdef',
    environment: 'Default-x',
    apiProperties: 'apiProperties.json',
    apiDefinition: 'apiDefinition.swagger.json',
    icon: 'icon.png',
    script: 'script.csx',
    powerAppsUrl: 'https://api.powerapps.com',
    powerAppsApiVersion: '2016-11-01'
  })
})

test('an environment without a known id is left for paconn to ask for', async () => {
  await writePackage(base, connector(), { ...target, environmentId: '' }, temporaryFiles)
  expect(await json(base, 'settings.json')).toMatchObject({ environment: null })
})

test('what the connector does not have is not named, though an older file of that name lies there and stays', async () => {
  await writeFile(path.join(base, 'script.csx'), 'old')
  expect(await writePackage(base, connector(), target, temporaryFiles)).not.toContain('script.csx')
  const settings = await json(base, 'settings.json')
  expect(settings).toMatchObject({ icon: null })
  expect(settings).not.toHaveProperty('script')
  expect(await readFile(path.join(base, 'script.csx'), 'utf8')).toBe('old')
})
