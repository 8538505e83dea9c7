/** The settings of paconn: which inputs they fill, who wins, and what is refused. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { InputError } from '../../src/errors.ts'
import { type Inputs, loadInputs } from '../../src/inputs.ts'
import { type Given, inWorkspace, minimal, sourceOf } from './source.ts'

/** What the settings of a connector do not hold. */
const credentials: Given = {
  'user-name': minimal['user-name'] ?? '',
  'password-secret': minimal['password-secret'] ?? '',
  'settings-file': 'connector/settings.json'
}
const settings = {
  connectorId: minimal['connector-id'],
  environment: minimal['environment-id'],
  apiProperties: 'apiProperties.json',
  apiDefinition: 'apiDefinition.swagger.json',
  icon: 'icon.png',
  script: null,
  powerAppsUrl: 'https://api.powerapps.com',
  powerAppsApiVersion: '2016-11-01'
}
const files = {
  'connector/apiProperties.json': '{}',
  'connector/apiDefinition.swagger.json': '{}',
  'connector/icon.png': 'icon',
  'own.png': 'own',
  'api/swagger.yaml': 'openapi: 3.0.0'
}

interface Run {
  readonly inputs: Inputs
  readonly masked: readonly string[]
  readonly workspace: string
}

/** The inputs of a step with these settings; an object is written as JSON. */
function read(content: object | string | Buffer, given: Given = {}): Run {
  const text = typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content)
  const workspace = mkdtempSync(path.join(tmpdir(), 'workspace-'))
  try {
    for (const [name, bytes] of Object.entries({ ...files, 'connector/settings.json': text })) {
      mkdirSync(path.dirname(path.join(workspace, name)), { recursive: true })
      writeFileSync(path.join(workspace, name), bytes)
    }
    const source = sourceOf({ ...credentials, ...given }, workspace)
    return { inputs: loadInputs(source), masked: source.masked, workspace }
  } finally {
    rmSync(workspace, { recursive: true, force: true })
  }
}

function mistakesIn(content: object | string | Buffer, given: Given = {}): readonly string[] {
  try {
    read(content, given)
    return []
  } catch (error) {
    if (error instanceof InputError) return error.mistakes
    throw error
  }
}

describe('settings', () => {
  test('fill the inputs that are not given, with paths from the folder that they lie in', () => {
    const { inputs, workspace } = read(settings)
    const folder = path.join(workspace, 'connector')
    expect(inputs).toMatchObject({
      mode: 'update',
      target: { connectorName: settings.connectorId, environmentId: settings.environment },
      definition: { source: { kind: 'file', path: path.join(folder, 'apiDefinition.swagger.json') } },
      replacements: {
        apiPropertiesFile: path.join(folder, 'apiProperties.json'),
        iconFile: path.join(folder, 'icon.png'),
        scriptFile: undefined
      },
      warnings: []
    })
    expect(inputs.notes).toContain(
      `"connector-id" is ${String(settings.connectorId)}, from "connectorId" of connector/settings.json`
    )
  })

  test('are told in the report as if the step had given them', () => {
    expect(read(settings).inputs.given).toMatchObject({
      'connector-id': settings.connectorId,
      'icon-file': path.join('connector', 'icon.png'),
      'settings-file': 'connector/settings.json'
    })
  })

  test.each<[input: string, value: string, member: string]>([
    ['connector-id', 'shared_other-5f0123456789abcdef', 'connectorId'],
    ['environment-id', 'Default-9b4f0a6e-52d8-4d0c-a1f7-6c83e21d5b90', 'environment'],
    ['swagger-file', 'api/swagger.yaml', 'apiDefinition'],
    ['swagger-url', 'https://orders.example/swagger.json', 'apiDefinition'],
    ['icon-file', 'own.png', 'icon'],
    ['power-apps-url', 'https://127.0.0.1:8443', 'powerAppsUrl'],
    ['cloud', 'China', 'powerAppsUrl']
  ])('yield to %s when the step gives it, and the log says so', (input, value, member) => {
    const { inputs } = read(settings, { [input]: value })
    expect(inputs.given[input]).toBe(value)
    expect(inputs.notes).toContain(`"${input}" is given, so "${member}" of connector/settings.json is not used`)
    expect(inputs.warnings).toEqual([])
  })

  test('give the document by their file only where no address is given', () => {
    const { inputs } = read(settings, { 'swagger-url': 'https://orders.example/swagger.json' })
    expect(inputs).toMatchObject({ definition: { source: { kind: 'url' } } })
  })

  test('say who signs in where', () => {
    const { inputs } = read({
      ...settings,
      clientId: '5f0b4a4e-8f5d-4f43-9c1e-0a8f6c9d1b22',
      tenant: 'contoso.example',
      authorityUrl: 'https://login.microsoftonline.us/',
      resource: 'https://high.service.powerapps.us/',
      flowUrl: 'https://api.flow.microsoft.com',
      flowApiVersion: '2016-11-01'
    })
    expect(inputs).toMatchObject({
      credential: { appId: '5f0b4a4e-8f5d-4f43-9c1e-0a8f6c9d1b22', tenantId: 'contoso.example' },
      target: {
        authorityUrl: 'https://login.microsoftonline.us',
        powerAppsResource: 'https://high.service.powerapps.us/'
      },
      warnings: []
    })
  })

  test('that sign in to any tenant, as paconn does by default, leave the tenant open', () => {
    expect(read({ ...settings, tenant: 'common' }).inputs).toMatchObject({ credential: { tenantId: 'organizations' } })
  })

  test.each([settings.powerAppsUrl, 'https://gov.api.powerapps.us/', 'https://api.powerapps.cn'])(
    'with the address %s mean the whole cloud, though the step has the default of "cloud"',
    powerAppsUrl => {
      const { inputs } = read({ ...settings, powerAppsUrl }, { cloud: 'Public' })
      const clouds: Record<string, string> = { gov: 'UsGov', 'api.powerapps.cn': 'China' }
      const expected = Object.entries(clouds).find(([part]) => powerAppsUrl.includes(part))?.[1] ?? 'Public'
      expect(inputs).toMatchObject({ target: { cloud: expected, powerAppsUrl: powerAppsUrl.replace(/\/$/, '') } })
    }
  )

  test('are not asked for files where the mode takes none', () => {
    const { inputs } = read({ ...settings, icon: 'not-there-yet.png' }, { mode: 'download' })
    expect(inputs).toMatchObject({ mode: 'download', target: { connectorName: settings.connectorId } })
    expect(inputs.given['icon-file']).toBeUndefined()
  })

  test('with a byte-order mark, in UTF-16, and with null and empty values are read', () => {
    const text = JSON.stringify({ ...settings, icon: '', apiProperties: null })
    for (const content of [`\uFEFF${text}`, Buffer.from(`\uFEFF${text}`, 'utf16le')]) {
      expect(read(content).inputs).toMatchObject({
        target: { connectorName: settings.connectorId },
        replacements: { apiPropertiesFile: undefined, iconFile: undefined }
      })
    }
  })

  test('that were written on Windows find their files', () => {
    const { inputs, workspace } = read({ ...settings, apiDefinition: String.raw`..\api\swagger.yaml` })
    expect(inputs).toMatchObject({ definition: { source: { path: path.join(workspace, 'api', 'swagger.yaml') } } })
  })
})

describe('a warning is given for', () => {
  test.each<[string, object, string]>([
    ['members that paconn does not know', { colour: 1, version: 2 }, '"colour" and "version" of'],
    ['another version of the service', { powerAppsApiVersion: '2020-06-01' }, 'is 2020-06-01 and is not used'],
    ['a service that is not one of Microsoft', { powerAppsUrl: 'https://proxy.example' }, 'https://proxy.example'],
    ['a token service that is not one of Microsoft', { authorityUrl: 'https://sts.example' }, 'https://sts.example']
  ])('%s', (_, extra, warning) => {
    expect(read({ ...settings, ...extra }).inputs.warnings).toEqual([expect.stringContaining(warning)])
  })

  test('a secret, which is masked, not used and not shown', () => {
    const { inputs, masked } = read({ ...settings, clientSecret: 'value-of-the-secret' })
    expect(inputs.warnings).toEqual([
      expect.stringMatching(/^"clientSecret" of .* looks like a secret and is not used/)
    ])
    expect(masked).toContain('value-of-the-secret')
    expect(JSON.stringify({ ...inputs, credential: {} })).not.toContain('value-of-the-secret')
  })
})

describe('a mistake is', () => {
  test.each<[string, string | Buffer, string]>([
    ['a comma too many', '{\n  "connectorId": "x",\n}', 'line 2, column 21: a comma too many'],
    ['a comment', '{\n  // mine\n}', 'line 2, column 3: "/" stands where a name in double quotes has to be'],
    ['a member twice', '{"icon": "a", "icon": "b"}', 'line 1, column 15: the member "icon" stands twice'],
    ['an array', '[]', 'it is an array instead of an object'],
    ['null', 'null', 'it is null instead of an object'],
    ['nothing', '', 'line 1, column 1: the document ends'],
    ['bytes that are no text', Buffer.from([0x7b, 0xff, 0x7d]), 'it is not valid UTF-8']
  ])('%s in the place of settings', (_, content, why) => {
    const [first] = mistakesIn(content, { 'swagger-url': 'https://orders.example/' })
    expect(first).toMatch(/^"settings-file" is "connector\/settings\.json", which can not be read: /)
    expect(first).toContain(why)
  })

  test.each<[string, object, string]>([
    ['a member that is no text', { connectorId: 7 }, '"connectorId" of connector/settings.json is not a text'],
    [
      'a value that its input would refuse',
      { environment: 'Contoso' },
      `"environment-id" is "Contoso"; valid are a GUID and Default-<tenant GUID>, as in the maker portal's address (from "environment" of connector/settings.json)`
    ],
    [
      'a file that is not there',
      { icon: 'gone.png' },
      `"icon-file" is "${path.join('connector', 'gone.png')}", but there is no such file (does the job check out the repository before this step?) (from "icon" of connector/settings.json)`
    ],
    [
      'a file outside the workspace',
      { icon: '../../icon.png' },
      '"icon" of connector/settings.json is "../../icon.png", which leads out of the workspace and of the runner\'s temp folder: name a place in one of them'
    ],
    [
      'an absolute path',
      { script: '/etc/hostname' },
      '"script" of connector/settings.json is "/etc/hostname", which leads out of the workspace and of the runner\'s temp folder: name a place in one of them'
    ]
  ])('%s', (_, extra, mistake) => {
    // What the settings fail to give is given, so that the mistake is the only one.
    const given = { 'connector-id': settings.connectorId ?? '', 'power-apps-url': settings.powerAppsUrl }
    expect(mistakesIn({ ...settings, ...extra }, given)).toEqual([mistake])
  })

  test('a link that leads out of the workspace', () => {
    inWorkspace({ 'settings.json': JSON.stringify({ ...settings, icon: 'link.png' }) }, workspace => {
      for (const name of ['apiProperties.json', 'apiDefinition.swagger.json']) {
        writeFileSync(path.join(workspace, name), '{}')
      }
      const outside = mkdtempSync(path.join(tmpdir(), 'outside-'))
      try {
        writeFileSync(path.join(outside, 'key'), 'x')
        symlinkSync(path.join(outside, 'key'), path.join(workspace, 'link.png'))
        const source = sourceOf({ ...credentials, 'settings-file': 'settings.json' }, workspace)
        expect(() => loadInputs(source)).toThrow(/"icon" of settings\.json is "link\.png", which leads out/)
      } finally {
        rmSync(outside, { recursive: true, force: true })
      }
    })
  })

  test('a settings file that is not there', () => {
    expect(mistakesIn(settings, { 'settings-file': 'gone.json', 'swagger-url': 'https://a.example/' })[0]).toMatch(
      /^"settings-file" is "gone\.json", but there is no such file/
    )
  })
})

test("settings of a package in the runner's temp folder name the files next to them", () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'package-'))
  try {
    writeFileSync(path.join(folder, 'api.json'), '{}')
    writeFileSync(
      path.join(folder, 'settings.json'),
      JSON.stringify({ ...settings, apiProperties: null, icon: null, apiDefinition: 'api.json' })
    )
    inWorkspace({}, workspace => {
      const given = { 'settings-file': path.join(folder, 'settings.json'), RUNNER_TEMP: folder }
      const source = sourceOf({ ...credentials, ...given }, workspace)
      expect(loadInputs(source)).toMatchObject({ definition: { source: { path: path.join(folder, 'api.json') } } })
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
