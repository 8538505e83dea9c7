/** The inputs that say which connector of which environment is meant, and which backend keeps it. */
import { type CloudName, CLOUDS, cloudsOfDataverseHost } from '../clouds.ts'
import { parseConnectorId, parseEnvironmentId, type Parsed, parseRowKey } from '../connectors/ids.ts'
import type { Target } from '../connectors/target.ts'
import { type InputReader, listOf } from './reader.ts'

/**
 * Every input of the group is read whichever backend it is for, so that all mistakes are told at once.
 * @param connector whether the id of one is needed
 */
export function readTarget(reader: InputReader, connector: 'existing' | 'new'): Target {
  const need = connector === 'new' ? 'optional' : 'needed'
  const cloud = reader.choice('cloud', Object.keys(CLOUDS) as [CloudName, ...CloudName[]])
  const endpoints = CLOUDS[cloud]
  const backend = reader.choice('backend', ['auto', 'power-apps', 'dataverse'])
  const environmentUrl = readEnvironmentUrl(reader, cloud)
  const onDataverse = backend === 'dataverse' || (backend === 'auto' && environmentUrl !== undefined)
  const everywhere = {
    environmentId: readId(reader, 'environment-id', parseEnvironmentId, onDataverse ? 'optional' : 'needed') ?? '',
    cloud,
    powerAppsUrl: reader.httpsUrl('power-apps-url', endpoints.powerAppsUrl),
    authorityUrl: reader.httpsUrl('authority-url', endpoints.authorityUrl)
  }
  // Compared letter by letter by the service, so taken as it is.
  const powerAppsResource = reader.text('power-apps-resource') || endpoints.powerAppsResource
  const allowManaged = reader.boolean('allow-managed', false)
  if (!onDataverse) {
    const connectorName = readId(reader, 'connector-id', parseConnectorId, need) ?? ''
    return { ...everywhere, backend: 'power-apps', connectorName, powerAppsResource }
  }
  if (environmentUrl === undefined) {
    reader.mistake(
      '"environment-url" is not given, which the backend dataverse needs: the address of the environment, such as https://contoso.crm4.dynamics.com (Power Platform admin center, Environments)'
    )
  }
  const key = readId(reader, 'connector-id', parseRowKey, need)
  return {
    ...everywhere,
    backend: 'dataverse',
    connectorName: key?.value ?? '',
    key,
    environmentUrl: environmentUrl ?? '',
    allowManaged
  }
}

/** What of the connector the workflow replaces beside its definition; `undefined` = not given. */
export interface ReplacedParts {
  readonly apiPropertiesFile: string | undefined
  readonly iconFile: string | undefined
  readonly oAuthClientSecret: string | undefined
}

/** Refuses what the backend can't write, before anything is called. */
export function checkParts(reader: InputReader, target: Target, parts: ReplacedParts): void {
  if (target.backend !== 'dataverse') return
  if (parts.iconFile !== undefined) {
    reader.mistake(
      '"icon-file" is given, but Dataverse keeps no more than a thumbnail of an icon and can not be relied on to store a new one: leave it out, or use the backend power-apps'
    )
  }
  if (parts.oAuthClientSecret !== undefined && parts.apiPropertiesFile === undefined) {
    reader.mistake(
      '"oauth-client-secret" needs "api-properties-file" on Dataverse: the connection parameters go along with the secret, and those that Dataverse shows have gaps where secrets and environment variables were'
    )
  }
}

/** @returns nothing when the input isn't given, or is wrong, which the reader has been told then */
function readId<Value>(
  reader: InputReader,
  name: string,
  parse: (given: string) => Parsed<Value>,
  need: 'needed' | 'optional'
): Value | undefined {
  const given = reader.text(name)
  if (given === '' && need === 'optional') return undefined
  const parsed: Parsed<Value> = given === '' ? { mistake: `"${name}" is not given` } : parse(given)
  if ('value' in parsed) return parsed.value
  reader.mistake(parsed.mistake)
  return undefined
}

/**
 * The origin of the environment's address, which people copy with a path behind it. A token is asked for this very origin and
 * sent to no other, so a host that no pattern fits is taken, with a warning; one that is in another cloud can't be meant.
 * @returns nothing when the input isn't given; an empty text when it is wrong
 */
function readEnvironmentUrl(reader: InputReader, cloud: CloudName): string | undefined {
  const given = reader.text('environment-url')
  if (given === '') return undefined
  const url = URL.canParse(given) ? new URL(given) : undefined
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') {
    reader.given['environment-url'] = '(not valid)'
    reader.mistake(
      '"environment-url" is not an https:// address without user name and password; valid is the address of the environment, such as https://contoso.crm4.dynamics.com'
    )
    return ''
  }
  reader.given['environment-url'] = url.origin
  const clouds = cloudsOfDataverseHost(url.hostname)
  if (clouds.length === 0) {
    reader.warning(
      `"environment-url" has the host ${url.host}, which is not known as one of Dataverse: the run signs in for that host and calls it`
    )
  } else if (!clouds.includes(cloud)) {
    reader.mistake(`"environment-url" is an address of the cloud ${listOf(clouds)}, but "cloud" is ${cloud}`)
  }
  return url.origin
}
