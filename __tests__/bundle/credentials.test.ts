/** The kinds of credentials of an application, with the compiled bundle. */
import { describe, expect } from '@jest/globals'
import { encryptKey, makeClientCertificate } from '../emulator/client-certificate.ts'
import { faults } from '../emulator/faults.ts'
import { errorOf, onDataverse, scenario, type Stage } from './scenario.ts'

const keyPassword = 'Kp-5mQ!of-the-certificate'
const idToken = { idToken: true }

/** The inputs of an application alone. */
function application({ emulator }: Stage): Record<string, string> {
  return { 'user-name': '', 'password-secret': '', 'app-id': emulator.ids.application }
}

/** The JSON documents among the lines of a log, as somebody would copy them. */
function jsonIn(log: string): unknown[] {
  return [...log.matchAll(/^\{$.*?^\}$/gms)].map(([json]) => JSON.parse(json) as unknown)
}

describe('workload identity federation', () => {
  scenario('updates the connector without any secret of the repository', async stage => {
    const run = await stage.run(application(stage), idToken)
    expect(run.outputs['operation']).toBe('updated')
    expect(run.log).toContain(`Signed in with workload identity federation of application`)
    const calls = stage.emulator.requests.map(({ call }) => call)
    expect(calls.slice(0, calls.indexOf('token') + 1).filter(call => call.includes('token'))).toEqual([
      'id-token',
      'token'
    ])
    expect(run.masked).toContain(stage.emulator.credentials.idTokenRequestToken)
  })

  scenario('without the permission of the job says which lines to add, before anything is called', async stage => {
    const run = await stage.run(application(stage))
    expect(errorOf(run)).toMatch(/^An input is not valid: .*"id-token: write".*forks.*Dependabot/)
    for (const text of [run.log, run.summary]) {
      expect(text).toMatch(/^permissions:\n {2}id-token: write.*\n {2}contents: read/m)
    }
    expect(stage.emulator.requests).toEqual([])
  })

  scenario('of another branch says which federated credential to create, in both forms', async stage => {
    stage.emulator.state.actions.job.ref = 'refs/heads/develop'
    const run = await stage.run(application(stage), idToken)
    const subject = 'repo:contoso/orders:ref:refs/heads/develop'
    expect(errorOf(run)).toMatch(/AADSTS700213: .*federated credential with exactly the issuer/)
    const { issuer } = stage.emulator.state.actions
    for (const text of [subject, issuer, 'api://AzureADTokenExchange']) expect(errorOf(run)).toContain(`"${text}"`)
    const credential = { issuer, audiences: ['api://AzureADTokenExchange'] }
    const wanted = [
      { ...credential, name: 'github-contoso-orders-ref-refs-heads-develop', subject },
      {
        ...credential,
        name: 'github-contoso-9481726-orders-731502846-ref-refs-heads-develop',
        subject: 'repo:contoso@9481726/orders@731502846:ref:refs/heads/develop'
      }
    ]
    expect(jsonIn(run.log)).toEqual(wanted)
    expect(jsonIn(run.summary)).toEqual(wanted)
    expect(run.log).toContain(`az ad app federated-credential create --id ${stage.emulator.ids.application}`)
  })

  scenario('works once what the error said was created', async stage => {
    const { application: registered, state } = stage.emulator
    state.actions.job.immutableSubject = true
    registered.federatedCredentials.length = 0
    const refused = await stage.run(application(stage), idToken)
    expect(errorOf(refused)).toContain('AADSTS70025')
    registered.federatedCredentials.push(jsonIn(refused.log)[0] as (typeof registered.federatedCredentials)[0])
    expect((await stage.run(application(stage), idToken)).outputs['operation']).toBe('updated')
  })

  scenario('updates the connector on Dataverse, with a token for the environment alone', async stage => {
    const run = await stage.run(onDataverse(stage, application(stage)), idToken)
    expect(run.outputs['operation']).toBe('updated')
    const [token] = stage.emulator.journal.of('token')
    expect(new URLSearchParams(token?.body.toString('utf8')).get('scope')).toBe(
      `${stage.emulator.addresses.dataverse}/.default`
    )
  })

  scenario('in a sovereign cloud asks for a token with the audience of that cloud', async stage => {
    const audience = 'api://AzureADTokenExchangeUSGov'
    for (const credential of stage.emulator.application.federatedCredentials) credential.audiences = [audience]
    const run = await stage.run({ ...application(stage), cloud: 'UsGovHigh' }, idToken)
    expect(run.outputs['operation']).toBe('updated')
  })

  scenario('is refused the ID token, and says what the job lacks', async stage => {
    stage.emulator.fault('id-token', faults.error(403, 'Forbidden', 'Not this job.'))
    const run = await stage.run(application(stage), idToken)
    expect(errorOf(run)).toMatch(/^Could not get GitHub's ID token: .* HTTP 403 .*Not this job; .*"id-token: write"/)
    expect(run.log).toMatch(/^ {2}id-token: write/m)
    expect(stage.count('token')).toBe(0)
  })

  scenario('gets the ID token at the second attempt when GitHub is busy', async stage => {
    stage.emulator.fault('id-token', faults.status(500))
    const run = await stage.run(application(stage), idToken)
    expect(run.outputs['operation']).toBe('updated')
    expect(run.log).toContain("get GitHub's ID token: attempt 1 of 4 failed: HTTP 500, waiting 1 s")
  })

  scenario('waits for an ID token that comes late', async stage => {
    stage.emulator.fault('id-token', faults.delay(2_000))
    expect((await stage.run(application(stage), idToken)).outputs['operation']).toBe('updated')
  })

  scenario('stands in for a client secret that is empty, and says so when it is refused', async stage => {
    stage.emulator.application.federatedCredentials.length = 0
    const run = await stage.run({ ...application(stage), 'client-secret': '' }, idToken)
    expect(errorOf(run)).toContain('Could not sign in with the workload identity federation of application')
  })
})

describe('a certificate', () => {
  scenario('with its key as PEM updates the connector, and is masked line by line', async stage => {
    const { certificate, key } = await stage.emulator.uploadCertificate()
    const run = await stage.run({ ...application(stage), 'client-certificate': certificate + key })
    expect(run.outputs['operation']).toBe('updated')
    expect(run.log).toMatch(/Signed in with certificate of application \S+ \(good until \d{4}-\d\d-\d\d\)/)
    const lines = (certificate + key).split(/\r?\n/).filter(line => line.length >= 8)
    expect(run.masked).toEqual(expect.arrayContaining(lines))
  })

  scenario(
    'with an encrypted key and its password updates the connector',
    async stage => {
      const { certificate, key } = await stage.emulator.uploadCertificate()
      const run = await stage.run({
        ...application(stage),
        'client-certificate': `${encryptKey(key, keyPassword)}${certificate}`,
        'client-certificate-password': keyPassword
      })
      expect(run.outputs['operation']).toBe('updated')
    },
    { secrets: [keyPassword] }
  )

  scenario('updates the connector on Dataverse', async stage => {
    const { certificate, key } = await stage.emulator.uploadCertificate()
    const run = await stage.run(onDataverse(stage, { ...application(stage), 'client-certificate': certificate + key }))
    expect(run.outputs['operation']).toBe('updated')
  })

  scenario(
    'with a wrong password is told before anything is called',
    async stage => {
      const { certificate, key } = await stage.emulator.uploadCertificate()
      const run = await stage.run({
        ...application(stage),
        'client-certificate': `${certificate}${encryptKey(key, 'another')}`,
        'client-certificate-password': keyPassword
      })
      expect(errorOf(run)).toMatch(/can not be decrypted with "client-certificate-password"/)
      expect(stage.emulator.requests).toEqual([])
    },
    { secrets: [keyPassword] }
  )

  scenario('that is not uploaded to the application says so, with its thumbprint', async stage => {
    const { certificate, key, thumbprint } = await makeClientCertificate()
    const run = await stage.run({ ...application(stage), 'client-certificate': certificate + key })
    const shown = Buffer.from(thumbprint, 'base64url').toString('hex').toUpperCase()
    expect(errorOf(run)).toMatch(new RegExp(`AADSTS700027: .*${shown}.*; upload the certificate`))
    expect(run.everything()).not.toContain(key.split('\n')[2])
  })

  scenario('beside a client secret is one kind too many', async stage => {
    const { certificate, key } = await stage.emulator.uploadCertificate()
    const run = await stage.run({
      ...application(stage),
      'client-certificate': certificate + key,
      'client-secret': stage.emulator.credentials.applicationSecret
    })
    expect(errorOf(run)).toMatch(/more than one kind.*"client-secret", "client-certificate"/)
  })
})

describe('an error', () => {
  const source = {
    GITHUB_ACTION_REPOSITORY: 'contoso/update-custom-connector',
    GITHUB_ACTION_REF: 'v0.1.0'
  }
  const page = 'docs/troubleshooting.md#the-user-name-or-the-password-is-not-accepted'

  scenario('names the page that says more, in the version of the action that runs', async stage => {
    const run = await stage.run({ 'password-secret': 'not the password' }, { env: source })
    const address = `https://github.com/contoso/update-custom-connector/blob/v0.1.0/${page}`
    expect(run.log).toContain(`More about this: ${address}`)
    expect(run.summary).toContain(`More about this: <${address}>`)
  })

  scenario('of an action in the workspace names the page as a file', async stage => {
    const run = await stage.run({ 'password-secret': 'not the password' })
    expect(run.log).toContain(`More about this: ${page}`)
    expect(run.summary).toContain(`More about this: \`${page}\``)
  })
})
