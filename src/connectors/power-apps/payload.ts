/** The bodies of update and creation. The service refuses members that it doesn't know, so nothing of the GET is echoed unasked. */
import { type JsonObject, objectAt, own, stringAt } from '../../definition/json.ts'
import { ActionError } from '../../errors.ts'
import { withClientSecret } from '../client-secrets.ts'
import type { Connector, ConnectorContent } from '../connector.ts'

export interface UploadedAssets {
  /** Signed URLs of the container; `undefined` when there is nothing to upload. */
  readonly iconUri: string | undefined
  readonly scriptUri: string | undefined
}

export interface PayloadInput {
  /** Whose description stands in where the definition has none. */
  readonly connector: Pick<Connector, 'description'>
  readonly content: ConnectorContent
  readonly environmentId: string
  readonly assets: UploadedAssets
  /** Set in every OAuth connection parameter; `undefined` = the key is not sent at all, which keeps the stored secret. */
  readonly oAuthClientSecret: string | undefined
}

/** The `properties` of the PATCH, each member only when the connector has it. */
export function updateProperties(input: PayloadInput): JsonObject {
  const { connector, content, environmentId, assets } = input
  const info = objectAt(content.definition, 'info') ?? {}
  return {
    ...withClientSecret(content.properties, input.oAuthClientSecret),
    openApiDefinition: content.definition,
    backendService: { serviceUrl: serviceUrlOf(content.definition) },
    environment: { name: environmentId },
    description: stringAt(info, 'description') ?? connector.description,
    ...(assets.iconUri === undefined ? {} : { iconUri: assets.iconUri }),
    // Left out, the script could stay with other operations or go without a word: always said.
    scriptDefinitionUrl: assets.scriptUri ?? ''
  }
}

/** The `properties` of the POST that makes a connector: the only call that takes what makers see as its name. */
export function newProperties(title: string, input: Omit<PayloadInput, 'connector'>): JsonObject {
  return { displayName: title, ...updateProperties({ ...input, connector: { description: '' } }) }
}

/**
 * `scheme://host/basePath`, the scheme being the first one, as Microsoft's own tools do.
 * @throws ActionError when host or scheme is missing: the service would store a connector that reaches nothing
 */
export function serviceUrlOf(definition: JsonObject): string {
  const host = stringAt(definition, 'host') ?? ''
  const schemes = own(definition, 'schemes')
  const scheme = Array.isArray(schemes) && typeof schemes[0] === 'string' ? schemes[0] : ''
  if (host === '' || scheme === '') {
    throw new ActionError({
      what: 'did not write the connector',
      why: `the definition has no ${host === '' ? 'host' : 'scheme'}, and a connector without one reaches nothing`,
      advice: `give the ${host === '' ? '"host"' : '"scheme"'} input`
    })
  }
  const basePath = stringAt(definition, 'basePath') ?? ''
  // Without its slash a base path would run into the host and make another one of it.
  return `${scheme}://${host}${/^[^/@]/.test(basePath) ? '/' : ''}${basePath}`
}
