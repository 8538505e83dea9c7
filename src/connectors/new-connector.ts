/** What a connector needs beside its definition when it is made, as far as the definition says it. */
import { isObject, type JsonObject, objectAt, own, stringAt } from '../definition/json.ts'
import { ActionError } from '../errors.ts'
import { type ApiProperty, type ConnectorContent, hasOAuth } from './connector.ts'
import { contentWith, type Replacements } from './replacements.ts'

/** What the maker portal gives a connector for which nobody chooses a colour. */
const BRAND_COLOR = '#007ee5'

/**
 * The content of a new connector.
 * @param files what the workflow gives beside the definition
 * @param storable the API properties that the backend has a place for
 * @throws ActionError when the definition signs in with OAuth, and no connection parameter says how
 */
export function newContent(
  definition: JsonObject,
  files: Replacements,
  storable: readonly ApiProperty[]
): ConnectorContent {
  const given = files.properties ?? {}
  const properties = { iconBrandColor: BRAND_COLOR, ...parametersFor(definition, given), ...given }
  const nothing = { properties: {}, icon: undefined, script: undefined, storable }
  return contentWith(nothing, definition, { ...files, properties })
}

/**
 * The connection parameters that the definition asks for, in the form that the maker portal gives them. Those of
 * `api-properties-file` win, also when there are none in it on purpose.
 */
function parametersFor(definition: JsonObject, given: JsonObject): JsonObject {
  const scheme = securityScheme(definition)
  const type = scheme && stringAt(scheme, 'type')
  if (type === 'oauth2') {
    if (!hasOAuth(given)) throw withoutOAuthSettings()
    return {}
  }
  const isGiven = own(given, 'connectionParameters') ?? own(given, 'connectionParameterSets')
  if (isGiven !== undefined) return {}
  if (type === 'apiKey') {
    return { connectionParameters: { api_key: secret('API key', 'The key with which the API is called', false, 2) } }
  }
  if (type !== 'basic') return {}
  return {
    connectionParameters: {
      username: secret('User name', 'The name with which the API is called', true, 2),
      password: secret('Password', 'The password that belongs to the name', false, 3)
    }
  }
}

/** The platform uses the first definition of security, and no other. */
function securityScheme(definition: JsonObject): JsonObject | undefined {
  const [first] = Object.values(objectAt(definition, 'securityDefinitions') ?? {})
  return isObject(first) ? first : undefined
}

/** @param clearText whether makers see what they type */
function secret(displayName: string, description: string, clearText: boolean, tabIndex: number): JsonObject {
  const constraints = { tabIndex, clearText, required: 'true' }
  return { type: 'securestring', uiDefinition: { displayName, description, tooltip: description, constraints } }
}

function withoutOAuthSettings(): ActionError {
  return new ActionError({
    what: 'did not create the connector',
    why: 'its security is OAuth 2, and an API document does not say which client signs in, and with which identity provider',
    advice:
      'give "api-properties-file" with a connection parameter that has "oAuthSettings", and the secret of the client as "oauth-client-secret"'
  })
}
