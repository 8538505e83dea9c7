/** Client secrets in the OAuth settings of connection parameters. No service returns them. */
import { isObject, type JsonObject, own } from '../definition/json.ts'
import { ENVIRONMENT_VARIABLE, oAuthSettings } from './connector.ts'

/** A copy with the secret in every OAuth setting. Without a secret no setting has the key empty: "" or null would erase it. */
export function withClientSecret(properties: JsonObject, secret: string | undefined): JsonObject {
  const copy = structuredClone(properties)
  for (const settings of oAuthSettings(copy)) {
    if (secret !== undefined) settings['clientSecret'] = secret
    else if (!settings['clientSecret'] || isObject(settings['clientSecret']))
      Reflect.deleteProperty(settings, 'clientSecret')
  }
  return copy
}

/** True when an OAuth setting holds a secret. */
export function hasClientSecret(properties: JsonObject): boolean {
  return oAuthSettings(properties).some(
    settings => typeof settings['clientSecret'] === 'string' && settings['clientSecret'] !== ''
  )
}

/** True when an OAuth setting doesn't say what its secret is, not even that it has none ("" or null). */
export function lacksClientSecret(properties: JsonObject): boolean {
  return oAuthSettings(properties).some(settings => own(settings, 'clientSecret') === undefined)
}

/**
 * A copy without the secrets themselves; a reference to an environment variable is none.
 * @param secret is told every secret that was there
 */
export function withoutClientSecrets(properties: JsonObject, secret: (value: string) => void): JsonObject {
  const copy = structuredClone(properties)
  for (const settings of oAuthSettings(copy)) {
    const value = own(settings, 'clientSecret')
    if (typeof value === 'string' && value.includes(ENVIRONMENT_VARIABLE)) continue
    if (typeof value === 'string') secret(value)
    Reflect.deleteProperty(settings, 'clientSecret')
  }
  return copy
}
