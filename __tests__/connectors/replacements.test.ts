import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  contentWith,
  readReplacements,
  type ReplacementFiles,
  type Replacements,
  withoutPlace
} from '../../src/connectors/replacements.ts'
import { Secrets } from '../../src/secrets.ts'
import { messageOf, temporaryFiles } from '../collaborators.ts'
import { bytes, connector, definition, png } from './content.ts'

let folder: string
const none: ReplacementFiles = { apiPropertiesFile: undefined, iconFile: undefined, scriptFile: undefined }

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'replacements-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function file(content: string | Uint8Array): Promise<string> {
  const name = path.join(folder, 'file')
  await writeFile(name, content)
  return name
}

function read(files: Partial<ReplacementFiles>, masked: string[] = []): Promise<Replacements> {
  const secrets = new Secrets(value => masked.push(value))
  return Promise.resolve().then(() => readReplacements({ ...none, ...files }, { secrets, files: temporaryFiles }))
}

const sentence = (input: string, why: string): string =>
  `Could not use "${input}" (${path.join(folder, 'file')}): ${why}; correct the file or the input.`

describe('files of the workspace', () => {
  test('replace only what they are given for', async () => {
    expect(await read({})).toEqual({})
    expect(await read({ iconFile: await file(png) })).toEqual({ icon: png })
    expect(await read({ scriptFile: await file('class Script {}') })).toEqual({ script: bytes('class Script {}') })
    const properties = { iconBrandColor: '#fff' }
    expect(await read({ apiPropertiesFile: await file(JSON.stringify({ properties })) })).toEqual({ properties })
  })

  test('may have a byte order mark', async () => {
    const apiPropertiesFile = await file('\uFEFF{"properties":{"publisher":"x"}}')
    expect(await read({ apiPropertiesFile })).toEqual({ properties: { publisher: 'x' } })
  })

  test.each<[string, string]>([
    ['{"connectionParameters":{}}', 'it has no "properties" object, as apiProperties.json must have'],
    ['{"properties":[]}', 'it has no "properties" object, as apiProperties.json must have'],
    [
      '{"properties":{"displayName":"x","tier":"y","publisher":"z"}}',
      'the service does not know displayName, tier; valid are connectionParameters, connectionParameterSets, ' +
        'iconBrandColor, scriptOperations, capabilities, policyTemplateInstances, publisher, stackOwner'
    ]
  ])('are refused as properties: %s', async (text, why) => {
    expect(await messageOf(read({ apiPropertiesFile: await file(text) }))).toBe(sentence('api-properties-file', why))
  })

  test('that do not parse are refused with the name of the input', async () => {
    expect(await messageOf(read({ apiPropertiesFile: await file('{"properties":') }))).toContain(
      '"api-properties-file"'
    )
  })

  test('are refused as icon or code when they are something else', async () => {
    expect(await messageOf(read({ iconFile: await file('MZ') }))).toBe(sentence('icon-file', 'it is not an image'))
    expect(await messageOf(read({ scriptFile: await file('') }))).toBe(sentence('script-file', 'it is empty'))
  })

  test('that went away are told so', async () => {
    expect(await messageOf(read({ scriptFile: path.join(folder, 'file') }))).toBe(
      sentence('script-file', 'there is no such file')
    )
  })

  test('have client secrets, which are masked', async () => {
    const properties = { connectionParameters: { token: { oauthsettings: { clientSecret: 'of the file' } } } }
    const masked: string[] = []
    await read({ apiPropertiesFile: await file(JSON.stringify({ properties })) }, masked)
    expect(masked).toContain('of the file')
  })
})

describe('the new content', () => {
  const own = connector({ properties: { publisher: 'Contoso' }, icon: png, script: bytes('x') })

  test('is the connector with another definition where nothing is replaced', () => {
    const { properties, icon, script } = own
    const next = { ...definition, host: 'new.example' }
    expect(contentWith(own, next, {})).toEqual({ definition: next, properties, icon, script })
  })

  test('has the parts that are replaced, whole', () => {
    const replaced = { properties: { capabilities: ['actions'] }, script: bytes('y') }
    expect(contentWith(own, definition, replaced)).toEqual({ definition, icon: png, ...replaced })
  })

  test('has only what its backend has a place for, and it can be told what has none', () => {
    const narrow = connector({ storable: ['iconBrandColor'] })
    const properties = { iconBrandColor: '#fff', publisher: 'Contoso', stackOwner: 'Contoso' }
    expect(contentWith(narrow, definition, { properties }).properties).toEqual({ iconBrandColor: '#fff' })
    expect(withoutPlace(narrow, { properties })).toEqual(['publisher', 'stackOwner'])
    expect(withoutPlace(narrow, {})).toEqual([])
    expect(withoutPlace(connector(), { properties })).toEqual([])
  })

  test('is refused when it has operations for custom code, but no code', () => {
    const properties = { scriptOperations: ['a', 'b'] }
    expect(() => contentWith(connector(), definition, { properties })).toThrow(
      /"scriptOperations" names 2 operation.*"script-file"/
    )
    expect(contentWith(connector(), definition, { properties: { scriptOperations: [] } }).script).toBeUndefined()
    expect(contentWith(connector(), definition, { properties, script: bytes('x') }).properties).toEqual(properties)
  })
})
