import { describe, expect, test } from '@jest/globals'
import { hintForSignIn, isFederationMismatch, SIGN_IN_HINTS } from '../../src/auth/hints.ts'

describe('what to do about a refused sign-in', () => {
  test.each<[string, RegExp]>([
    ['AADSTS50034', /does not exist/],
    ['AADSTS50053', /locked/],
    ['AADSTS50055', /expired/],
    ['AADSTS50056', /no password/],
    ['AADSTS50057', /disabled/],
    ['AADSTS50072', /multi-factor authentication/],
    ['AADSTS50074', /multi-factor authentication/],
    ['AADSTS50076', /multi-factor authentication.*sign in with an application/],
    ['AADSTS50079', /multi-factor authentication/],
    ['AADSTS50158', /conditional access/],
    ['AADSTS530035', /security defaults/],
    ['AADSTS53000', /managed device/],
    ['AADSTS53003', /conditional access.*the account or the application/],
    ['AADSTS530032', /security policy/],
    ['AADSTS530034', /home tenant/],
    ['AADSTS65001', /consented.*"app-id"/],
    ['AADSTS65002', /app registration of your own/],
    ['AADSTS7000218', /Allow public client flows/],
    ['AADSTS7000215', /client secret is wrong.*value \(not its id\)/],
    ['AADSTS7000222', /client secret has expired/],
    ['AADSTS700025', /public client/],
    ['AADSTS700027', /upload the certificate/],
    ['AADSTS50012', /upload the certificate/],
    ['AADSTS700030', /subject of this certificate/],
    ['AADSTS700024', /clock/],
    ['AADSTS700021', /"app-id"/],
    ['AADSTS7002381', /GitHub enterprises/],
    ['AADSTS700016', /"app-id" and "tenant-id"/],
    ['AADSTS7000229', /az ad sp create/],
    ['AADSTS7000112', /disabled/],
    ['AADSTS50059', /"tenant-id"/],
    ['AADSTS90002', /"tenant-id" and "cloud"/],
    ['AADSTS90038', /"cloud"/],
    ['AADSTS900382', /"cloud"/],
    ['AADSTS900023', /"tenant-id"/],
    ['AADSTS500011', /"power-apps-resource"/],
    ['AADSTS650052', /subscription/],
    ['missing_tenant_id_error', /"organizations"/],
    ['endpoints_resolution_error', /"authority-url"/]
  ])('%s', (code, advice) => {
    expect(hintForSignIn(code).advice).toMatch(advice)
  })

  test.each(['AADSTS1', 'AADSTS999999', 'toString', ''])('that has the unknown code "%s"', code => {
    expect(hintForSignIn(code).advice).toBe('check the credential inputs, "tenant-id" and "cloud"')
  })

  test.each(Object.keys(SIGN_IN_HINTS))('%s is the end of a sentence', code => {
    expect(SIGN_IN_HINTS[code]?.advice).toMatch(/^[a-z].*[^.;]$/)
  })
})

describe('that no federated credential fits', () => {
  const mismatches = ['70021', '70025', '700211', '700212', '7002121', '700213', '7002137', '7002138']

  test.each([...mismatches, '7002139'])('is said by AADSTS%s', number => {
    expect(isFederationMismatch(`AADSTS${number}`)).toBe(true)
    expect(hintForSignIn(`AADSTS${number}`)).toMatchObject({
      advice: expect.stringMatching(/issuer, subject and audience/),
      help: 'no-federated-credential-matches'
    })
  })

  // The numbers of wrong and expired secrets begin alike.
  test.each(['7000215', '7000222', '700216', '700024', '700027', '70011', '7002381'])(
    'is not said by AADSTS%s',
    number => {
      expect(isFederationMismatch(`AADSTS${number}`)).toBe(false)
    }
  )
})
