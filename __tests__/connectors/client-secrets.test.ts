import { describe, expect, test } from '@jest/globals'
import {
  hasClientSecret,
  lacksClientSecret,
  withClientSecret,
  withoutClientSecrets
} from '../../src/connectors/client-secrets.ts'
import type { JsonObject } from '../../src/definition/json.ts'

function properties(...settings: JsonObject[]): JsonObject {
  return {
    connectionParameters: Object.fromEntries(settings.map((oAuthSettings, index) => [`p${index}`, { oAuthSettings }]))
  }
}

describe('a client secret', () => {
  test('is set in every OAuth setting, and the original stays what it is', () => {
    const before = properties({ clientId: 'a' }, { clientSecret: 'old' })
    expect(withClientSecret(before, 'new')).toEqual(
      properties({ clientId: 'a', clientSecret: 'new' }, { clientSecret: 'new' })
    )
    expect(before).toEqual(properties({ clientId: 'a' }, { clientSecret: 'old' }))
  })

  test('that is none is left out: it would erase the one that is there', () => {
    const empty = [{ clientSecret: '' }, { clientSecret: null }, { clientSecret: {} }]
    expect(withClientSecret(properties(...empty), undefined)).toEqual(properties({}, {}, {}))
  })

  test.each<[JsonObject, boolean, boolean]>([
    [{ clientSecret: 'x' }, true, false],
    [{ clientSecret: '' }, false, false],
    [{ clientSecret: null }, false, false],
    [{}, false, true]
  ])('in %j is there: %s, is not spoken of: %s', (settings, has, lacks) => {
    expect([hasClientSecret(properties(settings)), lacksClientSecret(properties(settings))]).toEqual([has, lacks])
  })

  test('is not spoken of where there is no sign-in', () => {
    expect([hasClientSecret({}), lacksClientSecret({})]).toEqual([false, false])
  })

  test('is taken away and told, but for references to environment variables', () => {
    const told: string[] = []
    const reference = { clientSecret: '@environmentVariables("x")' }
    const clean = withoutClientSecrets(properties({ clientSecret: 'a' }, reference, { clientSecret: null }), secret =>
      told.push(secret)
    )
    expect(clean).toEqual(properties({}, reference, {}))
    expect(told).toEqual(['a'])
  })
})
