import { describe, expect, test } from '@jest/globals'
import { mkdirSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { type CloudName, CLOUDS } from '../src/clouds.ts'
import { InputError } from '../src/errors.ts'
import { Files } from '../src/files.ts'
import { type ChangeInputs, loadInputs, runnerInputs } from '../src/inputs.ts'
import { Secrets } from '../src/secrets.ts'
import { manifestInputs } from './emulator/run-action.ts'
import { type Given, inWorkspace, load, minimal, mistakesOf, sourceOf } from './inputs/source.ts'

const known = Object.keys(manifestInputs())

function change(changes: Given = {}, workspace?: string): ChangeInputs {
  const inputs = load(changes, workspace)
  if (inputs.mode !== 'update' && inputs.mode !== 'plan') throw new Error('This mode changes nothing.')
  return inputs
}

describe('inputs that are not given', () => {
  test('mean what the manifest says', () => {
    expect(change()).toMatchObject({
      mode: 'update',
      report: { summary: true, comment: 'auto', gitHubToken: '', teamsWebhookUrl: '' },
      gates: { onBreaking: 'warn', allowedChanges: [] },
      certificationRules: false,
      failOnWarnings: false,
      oAuthClientSecret: undefined,
      packageDirectory: undefined,
      warnings: [],
      target: {
        backend: 'power-apps',
        cloud: 'Public',
        powerAppsUrl: CLOUDS.Public.powerAppsUrl,
        powerAppsResource: CLOUDS.Public.powerAppsResource,
        authorityUrl: CLOUDS.Public.authorityUrl
      },
      definition: {
        source: { kind: 'url', headers: {}, retries: 5, retryDelaySeconds: 15, timeoutSeconds: 30 },
        reach: { host: '', basePath: '', scheme: '' }
      },
      replacements: { apiPropertiesFile: undefined, iconFile: undefined, scriptFile: undefined }
    })
    expect([...change().definition.keep].sort()).toEqual(['annotations', 'host', 'schemes', 'security'])
  })

  test('are told, all at once', () => {
    expect(() => loadInputs(sourceOf({}))).toThrow(InputError)
    const mistakes = mistakesOf(Object.fromEntries(Object.keys(minimal).map(name => [name, ''])))
    expect(mistakes).toHaveLength(4)
    for (const name of ['"user-name"', '"client-secret"', '"swagger-url"', '"connector-id"', '"environment-id"']) {
      expect(mistakes.join('\n')).toContain(name)
    }
  })

  test('are not needed where the mode does without them', () => {
    expect(mistakesOf({ mode: 'download', 'swagger-url': '' })).toEqual([])
  })
})

describe('the mode create', () => {
  const url = 'https://contoso.crm4.dynamics.com'

  test.each<[string, Given, object]>([
    ['on Power Apps', {}, { backend: 'power-apps', connectorName: '' }],
    ['on Dataverse', { 'environment-url': url }, { backend: 'dataverse', connectorName: '', key: undefined }]
  ])('%s needs no id of a connector', (_, given, target) => {
    expect(load({ mode: 'create', 'connector-id': '', ...given })).toMatchObject({ mode: 'create', target })
  })

  test('with the id of one is an update of that, and says so', () => {
    expect(load({ mode: 'create' })).toMatchObject({
      mode: 'update',
      target: { connectorName: minimal['connector-id'] },
      notes: ['"connector-id" is given, so the mode create updates that connector']
    })
  })

  test('takes an id from paconn settings like any other', () => {
    inWorkspace({ 'settings.json': JSON.stringify({ connectorId: 'shared_a-5f0123456789abcdef' }) }, workspace => {
      const given = { mode: 'create', 'connector-id': '', 'settings-file': 'settings.json' }
      expect(load(given, workspace)).toMatchObject({ mode: 'update' })
    })
  })

  test('needs everything else that an update needs', () => {
    const mistakes = mistakesOf({ mode: 'create', 'connector-id': '', 'environment-id': '', 'swagger-url': '' })
    expect(mistakes.join()).toMatch(/"swagger-url".*"environment-id" is not given/)
    expect(mistakes).toHaveLength(2)
  })
})

test('all mistakes are told at once, each with its input', () => {
  const wrong = {
    'connector-id': 'orders',
    'environment-id': 'Default',
    mode: 'make',
    cloud: 'Mars',
    backend: 'sharepoint',
    keep: 'host, colour',
    host: 'https://a.example',
    'base-path': 'v2',
    scheme: 'ftp',
    summary: 'yes',
    'swagger-retries': '-1',
    'swagger-retry-delay': '301',
    'swagger-timeout': '0',
    'swagger-headers': 'no colon',
    'power-apps-url': 'http://a.example',
    'authority-url': 'nowhere',
    'api-properties-file': 'missing.json',
    'icon-file': 'missing.png',
    'script-file': 'missing.csx',
    'certification-rules': '1',
    'fail-on-warnings': 'no',
    'allow-managed': 'maybe',
    'tenant-id': 'a/b'
  }
  const mistakes = mistakesOf(wrong)
  expect(mistakes).toHaveLength(Object.keys(wrong).length)
  for (const name of Object.keys(wrong)) {
    expect(mistakes.filter(mistake => mistake.includes(`"${name}"`))).toHaveLength(1)
  }
})

describe('a wrong value is told with the valid ones', () => {
  test.each<[string, string, string]>([
    ['mode', 'make', '"mode" is "make"; valid are update, plan, validate, download and create'],
    ['cloud', 'Mars', '"cloud" is "Mars"; valid are Public, UsGov, UsGovHigh, UsGovDod and China'],
    ['backend', 'sharepoint', '"backend" is "sharepoint"; valid are auto, power-apps and dataverse'],
    ['summary', 'yes', '"summary" is "yes"; valid are true and false'],
    ['comment', 'always', '"comment" is "always"; valid are auto and never'],
    ['teams-webhook-url', 'http://contoso.example', '"teams-webhook-url" is not an https:// address'],
    ['on-breaking', 'stop', '"on-breaking" is "stop"; valid are warn, fail and allow'],
    ['summary', 'tRUE', '"summary" is "tRUE"; valid are true and false'],
    ['swagger-retries', '2.5', '"swagger-retries" is "2.5"; valid is a whole number from 0 to 1000'],
    ['swagger-retries', '1e3', '"swagger-retries" is "1e3"; valid is a whole number from 0 to 1000'],
    ['swagger-retry-delay', '301', '"swagger-retry-delay" is "301"; valid is a number from 0 to 300'],
    ['swagger-timeout', '0', '"swagger-timeout" is "0"; valid is a number from 0.1 to 600'],
    ['swagger-timeout', '30 s', '"swagger-timeout" is "30 s"; valid is a number from 0.1 to 600'],
    ['scheme', 'wss', '"scheme" is "wss"; valid are https and http'],
    ['base-path', 'v2', '"base-path" is "v2"; it must start with / and have no blanks, ? and #'],
    ['keep', 'none, host', '"keep" has "none" beside other parts'],
    [
      'keep',
      'host, colour',
      '"keep" has "colour"; valid are host, base-path, schemes, security, info, annotations and none'
    ],
    [
      'host',
      'a.example/api',
      '"host" is "a.example/api"; valid is a host name, with a port if need be, without scheme and path'
    ],
    ['tenant-id', '../x', '"tenant-id" is "../x"; valid are a GUID and a domain name such as contoso.onmicrosoft.com']
  ])('%s: %s', (name, value, mistake) => {
    expect(mistakesOf({ [name]: value })).toEqual([mistake])
  })

  test.each<[string, string]>([
    ['power-apps-url', 'http://api.powerapps.com'],
    ['power-apps-url', 'https://user@api.powerapps.com'],
    ['power-apps-url', 'https://:word@api.powerapps.com'],
    ['power-apps-url', 'https://api.powerapps.com?x=1'],
    ['authority-url', 'https://login.microsoftonline.com#x'],
    ['authority-url', 'login.microsoftonline.com']
  ])('%s: %s', (name, value) => {
    expect(mistakesOf({ [name]: value })).toEqual([
      `"${name}" is "${value}"; valid is an https:// address without user name, query and fragment`
    ])
  })

  test.each(['api-properties-file', 'icon-file', 'script-file', 'swagger-file'])(
    '%s: a file that is not there',
    name => {
      inWorkspace({ 'there.json': '{}' }, workspace => {
        const only = { 'swagger-url': name === 'swagger-file' ? '' : 'https://orders.example/' }
        expect(mistakesOf({ ...only, [name]: 'there.json' }, workspace)).toEqual([])
        const [mistake, ...more] = mistakesOf({ ...only, [name]: 'gone.json' }, workspace)
        expect(mistake).toMatch(new RegExp(`^"${name}" is "gone\\.json", but there is no such file .*check out`))
        expect(more).toEqual([])
        // A folder is no file.
        expect(mistakesOf({ ...only, [name]: '.' }, workspace)).toHaveLength(1)
      })
    }
  )
})

describe('a place outside of the workspace', () => {
  const fileInputs = known.filter(name => name.endsWith('-file'))

  test('is thought of for every input that names a file', () => {
    expect(fileInputs).toEqual(
      ['settings', 'swagger', 'overlay', 'baseline', 'api-properties', 'icon', 'script'].map(name => `${name}-file`)
    )
  })

  test.each([...fileInputs, 'package-directory'])('is refused as %s, whether or not there is something', name => {
    inWorkspace({ 'outside.json': '{}' }, folder => {
      const workspace = path.join(folder, 'workspace')
      mkdirSync(workspace)
      symlinkSync(path.join(folder, 'outside.json'), path.join(workspace, 'link.json'))
      const mode = name === 'baseline-file' ? { mode: 'validate' } : {}
      const only = { ...mode, 'swagger-url': name === 'swagger-file' ? '' : 'https://orders.example/' }
      for (const value of ['../outside.json', '../gone.json', path.join(folder, 'outside.json'), './link.json']) {
        expect(mistakesOf({ ...only, [name]: value }, workspace)).toEqual([
          `"${name}" is "${value}", which leads out of the workspace and of the runner's temp folder: name a place in one of them`
        ])
      }
    })
  })
})

describe('a good value', () => {
  test.each<[Given, object]>([
    [{ mode: 'Plan' }, { mode: 'plan' }],
    [{ summary: 'False' }, { report: { summary: false } }],
    [{ comment: 'Never' }, { report: { comment: 'never' } }],
    [
      { 'teams-webhook-url': 'https://contoso.example/hook?sig=x' },
      { report: { teamsWebhookUrl: 'https://contoso.example/hook?sig=x' } }
    ],
    [{ 'on-breaking': 'FAIL' }, { gates: { onBreaking: 'fail' } }],
    [
      { 'allowed-changes': 'OperationRemoved GET /orders' },
      { gates: { allowedChanges: [{ rule: 'OperationRemoved', operationId: 'GET /orders' }] } }
    ],
    [{ 'fail-on-warnings': 'TRUE' }, { failOnWarnings: true }],
    [{ 'certification-rules': 'true' }, { certificationRules: true }],
    [{ 'oauth-client-secret': 'x y\n' }, { oAuthClientSecret: 'x y' }],
    [{ cloud: 'usgovhigh' }, { target: { cloud: 'UsGovHigh', powerAppsUrl: 'https://high.api.powerapps.us' } }],
    [{ 'power-apps-url': 'https://127.0.0.1:8443/' }, { target: { powerAppsUrl: 'https://127.0.0.1:8443' } }],
    [{ 'power-apps-resource': 'https://x.example/' }, { target: { powerAppsResource: 'https://x.example/' } }],
    [{ 'authority-url': 'https://sts.example/adfs/' }, { target: { authorityUrl: 'https://sts.example/adfs' } }],
    [{ keep: 'HOST\n info ,' }, { definition: { keep: new Set(['host', 'info']) } }],
    [{ keep: 'None' }, { definition: { keep: new Set() } }],
    [{ host: 'api.example:8443' }, { definition: { reach: { host: 'api.example:8443' } } }],
    [
      { host: '@environmentVariables("contoso_Host/x")' },
      { definition: { reach: { host: '@environmentVariables("contoso_Host/x")' } } }
    ],
    [{ 'base-path': '/v2', scheme: 'HTTPS' }, { definition: { reach: { basePath: '/v2', scheme: 'https' } } }],
    [{ 'expected-version': '1.4.0' }, { definition: { source: { expectedVersion: '1.4.0' } } }],
    [
      { 'swagger-retries': '0', 'swagger-retry-delay': '0.5', 'swagger-timeout': '600' },
      { definition: { source: { retries: 0, retryDelaySeconds: 0.5, timeoutSeconds: 600 } } }
    ]
  ])('%j is taken as %j', (given, expected) => {
    expect(change(given)).toMatchObject(expected)
  })

  test("of a path may lie in the runner's temp folder", () => {
    inWorkspace({ 'icon.png': '' }, temp => {
      inWorkspace({}, workspace => {
        const given = { 'icon-file': path.join(temp, 'icon.png'), 'package-directory': path.join(temp, 'package') }
        const inputs = change({ ...given, RUNNER_TEMP: temp }, workspace)
        expect(inputs.replacements.iconFile).toBe(given['icon-file'])
        expect(inputs.packageDirectory).toBe(given['package-directory'])
      })
    })
  })

  test('of a path starts from the workspace', () => {
    inWorkspace({ 'icon.png': '' }, workspace => {
      const inputs = change({ 'icon-file': './icon.png', 'package-directory': 'out/package' }, workspace)
      expect(inputs.replacements.iconFile).toBe(path.join(workspace, 'icon.png'))
      expect(inputs.packageDirectory).toBe(path.join(workspace, 'out', 'package'))
    })
  })
})

describe('a secret', () => {
  const secret = {
    'client-secret': 'secret of the application',
    'client-certificate': '-----BEGIN CERTIFICATE-----\nMIIC of the application',
    'client-certificate-password': 'password of the certificate',
    'password-secret': 'Pw of the user',
    'oauth-client-secret': 'secret of the connector',
    'swagger-headers': 'x-api-key: key-of-the-api'
  }

  test('is masked before anything else is read', () => {
    const source = sourceOf({ ...minimal, ...secret })
    const maskedWhenAskedFor: Record<string, number> = {}
    const watched = {
      ...source,
      get: (name: string): string => {
        maskedWhenAskedFor[name] ??= source.masked.length
        return source.get(name)
      }
    }
    // Three kinds of credentials are two too many.
    expect(() => loadInputs(watched)).toThrow(InputError)
    expect(source.masked).toEqual(expect.arrayContaining([...Object.values(secret), 'key-of-the-api']))
    expect(maskedWhenAskedFor['app-id']).toBeGreaterThanOrEqual(4)
    expect(maskedWhenAskedFor['mode']).toBeGreaterThanOrEqual(5)
  })

  test('is masked though other inputs are wrong', () => {
    const source = sourceOf({ ...minimal, ...secret, mode: 'x', 'connector-id': '', 'user-name': '' })
    expect(() => loadInputs(source)).toThrow(InputError)
    expect(source.masked).toEqual(expect.arrayContaining([...Object.values(secret), 'key-of-the-api']))
  })

  test('is named in the report of inputs, and no more', () => {
    const others = { 'client-secret': '', 'client-certificate': '', 'client-certificate-password': '' }
    const given = load({
      ...secret,
      ...others,
      'swagger-url': 'https://a.example/doc?code=key#part',
      cloud: 'China'
    }).given
    expect(given).toMatchObject({
      'password-secret': '(secret)',
      'oauth-client-secret': '(secret)',
      'swagger-headers': '(secret)',
      'swagger-url': 'https://a.example/doc',
      cloud: 'China'
    })
    expect(JSON.stringify(given)).not.toMatch(/Pw of|secret of|key/)
    expect(given).not.toHaveProperty('host')
  })

  test('is taken to the letter, but for the line break at its end', () => {
    expect(change({ 'password-secret': ' p w \r\n' }).credential).toMatchObject({ password: ' p w ' })
    expect(mistakesOf({ 'password-secret': ' \n' })).toEqual([expect.stringContaining('"password-secret" is empty')])
  })
})

describe('an application', () => {
  const runner = {
    ACTIONS_ID_TOKEN_REQUEST_URL: 'https://actions.example/idtoken?api-version=2.0',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'gT6W of the job'
  }
  const application = { 'user-name': '', 'password-secret': '', 'app-id': 'app', 'tenant-id': 'contoso.example' }

  test.each<[CloudName, string]>([
    ['Public', 'api://AzureADTokenExchange'],
    ['UsGov', 'api://AzureADTokenExchange'],
    ['UsGovHigh', 'api://AzureADTokenExchangeUSGov'],
    ['UsGovDod', 'api://AzureADTokenExchangeUSGov'],
    ['China', 'api://AzureADTokenExchangeChina']
  ])('alone signs in by an ID token of the job, in %s for %s', (cloud, audience) => {
    expect(change({ ...application, ...runner, cloud }).credential).toEqual({
      kind: 'workload-identity',
      appId: 'app',
      tenantId: 'contoso.example',
      idTokens: {
        url: runner.ACTIONS_ID_TOKEN_REQUEST_URL,
        requestToken: runner.ACTIONS_ID_TOKEN_REQUEST_TOKEN
      },
      audience
    })
  })

  test('in a job without the permission is told what to add', () => {
    try {
      load(application)
      throw new Error('Nothing was thrown.')
    } catch (error) {
      expect(error).toMatchObject({
        mistakes: [expect.stringContaining('"id-token: write"')],
        parts: { help: 'the-job-gets-no-id-token', remedy: expect.arrayContaining(['permissions:']) }
      })
    }
  })

  test('never gets the token shown with which the job asks for an ID token', () => {
    const source = sourceOf({ ...minimal, ...runner })
    const { given } = loadInputs(source)
    expect(source.masked).toContain('gT6W of the job')
    expect(JSON.stringify(given)).not.toContain('gT6W')
  })
})

test('an address that is not one is not repeated, for it may hold a password', () => {
  for (const url of ['ftp://a.example/', 'https://user:word@a.example/', 'https://:word@a.example/', 'swagger.json']) {
    const mistakes = mistakesOf({ 'swagger-url': url })
    expect(mistakes[0]).toBe('"swagger-url" is not an https:// address without user name and password')
    expect(mistakes.join()).not.toContain('word@')
  }
})

test('the runner hands inputs over as variables: trimmed, but secrets to the letter', () => {
  const before = { ...process.env }
  const masked: string[] = []
  try {
    process.env['INPUT_CONNECTOR-ID'] = ' shared_x '
    process.env['INPUT_PASSWORD-SECRET'] = ' p '
    process.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] = 'of the job'
    delete process.env['ACTIONS_ID_TOKEN_REQUEST_URL']
    const source = runnerInputs(new Secrets(value => masked.push(value)), {
      workspace: '/home/runner/work',
      files: new Files([])
    })
    source.mask('secret')
    expect([source.get('connector-id'), source.getExact('password-secret'), source.get('mode')]).toEqual([
      'shared_x',
      ' p ',
      ''
    ])
    expect([
      source.variable('ACTIONS_ID_TOKEN_REQUEST_TOKEN'),
      source.variable('ACTIONS_ID_TOKEN_REQUEST_URL')
    ]).toEqual(['of the job', ''])
    expect([source.workspace, masked]).toEqual(['/home/runner/work', ['secret']])
  } finally {
    process.env = before
  }
})
