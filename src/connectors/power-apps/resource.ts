/** The connector as the Power Apps service describes it (GET), narrowed once. */
import { isObject, type JsonObject, objectAt, own, stringAt } from '../../definition/json.ts'
import { ActionError } from '../../errors.ts'
import { API_PROPERTIES, redirectUrlOf } from '../connector.ts'

export interface ConnectorResource {
  readonly name: string
  readonly displayName: string
  readonly description: string
  /** `changedTime`, ISO 8601 with seven decimals: the service's only mark of a change. */
  readonly changedTime: string
  readonly serviceUrl: string
  /** Signed, about an hour valid, fetched without the token. */
  readonly originalSwaggerUrl: string
  /** Signed; `undefined` for the default icon, whose address has no signature. */
  readonly iconUrl: string | undefined
  readonly scriptUrl: string | undefined
  readonly properties: JsonObject
  readonly redirectUrl: string
}

/**
 * @param expected name of the connector and id of the environment that were asked for
 * @throws ActionError when the answer isn't a custom connector of that environment
 */
export function readResource(
  value: unknown,
  expected: { readonly name: string; readonly environmentId: string }
): ConnectorResource {
  const resource = isObject(value) ? value : {}
  const properties = objectAt(resource, 'properties')
  if (!properties) throw unusable('the answer of the service has no "properties"', 'check "connector-id"')
  if (own(properties, 'isCustomApi') === false) {
    throw unusable('it is not a custom connector', 'give the id of a custom connector')
  }
  const environment = stringAt(objectAt(properties, 'environment') ?? {}, 'name')
  if (environment !== undefined && environment.toLowerCase() !== expected.environmentId.toLowerCase()) {
    throw unusable(`it belongs to the environment ${environment}`, 'check "environment-id"')
  }
  const originalSwaggerUrl = stringAt(objectAt(properties, 'apiDefinitions') ?? {}, 'originalSwaggerUrl')
  if (!originalSwaggerUrl) {
    throw unusable(
      'the service names no original definition for it',
      'open the connector in the maker portal and save it once, then run the job again'
    )
  }
  if (!originalSwaggerUrl.startsWith('https://')) {
    throw unusable('the address of its definition is not https://', 'check "power-apps-url"')
  }
  const iconUri = stringAt(properties, 'iconUri')
  const scriptUrl = stringAt(properties, 'scriptDefinitionUrl')
  return {
    name: stringAt(resource, 'name') ?? expected.name,
    displayName: stringAt(properties, 'displayName') ?? '',
    description: stringAt(properties, 'description') ?? '',
    changedTime: stringAt(properties, 'changedTime') ?? '',
    serviceUrl: stringAt(objectAt(properties, 'backendService') ?? {}, 'serviceUrl') ?? '',
    originalSwaggerUrl,
    iconUrl: iconUri && isSigned(iconUri) ? iconUri : undefined,
    scriptUrl: scriptUrl === '' ? undefined : scriptUrl,
    properties: pick(properties),
    redirectUrl: redirectUrlOf(properties)
  }
}

function pick(properties: JsonObject): JsonObject {
  return Object.fromEntries(
    API_PROPERTIES.flatMap(name => {
      const value = own(properties, name)
      return value === undefined ? [] : [[name, value]]
    })
  )
}

/** A custom icon has a shared access signature, a default one hasn't [known]. */
function isSigned(url: string): boolean {
  return URL.canParse(url) && new URL(url).searchParams.has('sig')
}

function unusable(why: string, advice: string): ActionError {
  return new ActionError({ what: 'could not use the connector', why, advice })
}
