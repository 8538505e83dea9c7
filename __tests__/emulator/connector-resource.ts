/** A stored connector as a GET shows it. */
import type { JsonObject } from '../../src/definition/json.ts'
import type { BlobStorage } from './blob-storage.ts'
import type { StoredConnector } from './state.ts'
import { modified, parse } from './stored-definition.ts'

const hour = 60 * 60 * 1000
const maker = {
  id: '8d2f61c4-0a53-4c1e-9f77-2b64d0e5a931',
  displayName: 'Mara Maker',
  email: 'mara.maker@contoso.example',
  type: 'User',
  tenantId: '00000000-0000-0000-0000-000000000000',
  userPrincipalName: 'mara.maker@contoso.example'
}

/**
 * The resource. Its URLs are signed anew each time; secrets are not in it; `swagger` is the gateway's document, not the
 * author's.
 */
export function connectorResource(connector: StoredConnector, storage: BlobStorage, isReadBack: boolean): JsonObject {
  const { name, properties } = connector
  const gateway = `https://europe-001.azure-apim.net/apim/${name.replace(/^shared_/, '')}`
  const script = connector.script && {
    scriptDefinitionUrl: storage.signedUrl(
      `scripts/${name}/script.csx`,
      isReadBack ? 'read-back-script' : 'script',
      hour
    )
  }
  return {
    name,
    id: `/providers/Microsoft.PowerApps/apis/${name}`,
    type: 'Microsoft.PowerApps/apis',
    properties: {
      displayName: connector.displayName,
      iconUri: connector.icon
        ? storage.signedUrl(`icons/${name}/icon.png`, isReadBack ? 'read-back-icon' : 'icon', 5 * 24 * hour)
        : storage.defaultIconUrl,
      ...properties,
      isCustomApi: true,
      connectionParameters: properties['connectionParameters'] ?? null,
      runtimeUrls: [gateway],
      primaryRuntimeUrl: gateway,
      metadata: { source: 'powerapps-user-defined', brandColor: properties['iconBrandColor'] ?? '#007ee5' },
      capabilities: properties['capabilities'] ?? [],
      ...script,
      apiDefinitions: {
        originalSwaggerUrl: storage.signedUrl(
          `definitions/${name}/apiDefinition.swagger.json`,
          isReadBack ? 'read-back-definition' : 'original-definition',
          hour
        ),
        modifiedSwaggerUrl: storage.signedUrl(`definitions/${name}/modified.swagger.json`, 'unknown', hour)
      },
      swagger: modified(parse(connector.definition), name),
      createdBy: maker,
      modifiedBy: maker,
      createdTime: connector.createdTime,
      changedTime: connector.changedTime,
      environment: {
        id: `/providers/Microsoft.PowerApps/environments/${connector.environment}`,
        name: connector.environment
      },
      tier: 'NotSpecified',
      publisher: properties['publisher'] ?? 'Mara Maker',
      almMode: 'Environment',
      ...connector.serviceProperties
    }
  }
}
