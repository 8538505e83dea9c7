/** Signing in and being refused, with the compiled bundle. */
import { describe, expect } from '@jest/globals'
import { errorOf, scenario } from './scenario.ts'

const noUser = { 'user-name': '', 'password-secret': '' }

describe('a sign-in', () => {
  scenario('with a client secret works where the service takes app-only tokens', async stage => {
    const { ids, credentials } = stage.emulator
    const run = await stage.run({
      ...noUser,
      'app-id': ids.application,
      'client-secret': credentials.applicationSecret
    })
    expect(run.outputs['operation']).toBe('updated')
    expect(run.log).toContain(`client secret of application ${ids.application}`)
  })

  scenario('with a client secret that the service refuses says what app-only tokens need', async stage => {
    stage.emulator.state.powerApps.refusesAppTokens = true
    const { ids, credentials } = stage.emulator
    const run = await stage.run({
      ...noUser,
      'app-id': ids.application,
      'client-secret': credentials.applicationSecret
    })
    expect(errorOf(run)).toContain('management application')
  })

  scenario('with a wrong password names the inputs', async stage => {
    expect(errorOf(await stage.run({ 'password-secret': 'not the password' }))).toMatch(/AADSTS50126.*password-secret/)
  })

  scenario('that needs a second factor says why a password is not enough', async stage => {
    for (const user of stage.emulator.state.login.users) user.requiresMfa = true
    expect(errorOf(await stage.run())).toMatch(/AADSTS50076.*multi-factor/)
  })

  scenario('without consent says who has to give it', async stage => {
    for (const user of stage.emulator.state.login.users) user.consented = false
    expect(errorOf(await stage.run())).toMatch(/AADSTS65001.*administrator/)
  })

  scenario('with a token for another audience names the input', async stage => {
    const run = await stage.run({ 'power-apps-resource': 'https://service.powerapps.com' })
    expect(errorOf(run)).toMatch(/InvalidAuthenticationAudience.*power-apps-resource/)
  })
})

describe('an account', () => {
  scenario('without rights in the environment is told which role it needs', async stage => {
    for (const user of stage.emulator.state.login.users) user.access = 'none'
    expect(errorOf(await stage.run())).toMatch(/403.*Environment Maker/)
  })

  scenario('that may only read is refused at the update, with nothing written', async stage => {
    for (const user of stage.emulator.state.login.users) user.access = 'read'
    const before = structuredClone(stage.emulator.connector())
    expect(errorOf(await stage.run())).toMatch(/Environment Maker/)
    expect(stage.emulator.connector()).toEqual(before)
  })
})

describe('a wrong id', () => {
  scenario('of the connector says that ids differ between environments', async stage => {
    const run = await stage.run({ 'connector-id': 'shared_nothing-5f0123456789abcdef' })
    expect(errorOf(run)).toMatch(/ApiResourceNotFound.*another id in every environment/)
  })

  scenario('of the environment is named', async stage => {
    const run = await stage.run({ 'environment-id': '00000000-0000-0000-0000-000000000000' })
    expect(errorOf(run)).toMatch(/environment-id/)
  })
})

describe('wrong inputs', () => {
  scenario('are told all at once, before anything is called', async stage => {
    const run = await stage.run({
      mode: 'deploy',
      'connector-id': 'orders',
      cloud: 'Mars',
      'swagger-url': 'ftp://x',
      summary: 'yes'
    })
    const error = errorOf(run)
    for (const name of ['mode', 'connector-id', 'cloud', 'swagger-url', 'summary']) expect(error).toContain(`"${name}"`)
    expect(error).toContain('UsGovHigh')
    expect(stage.emulator.requests).toEqual([])
  })
})
