/** A state as every emulator starts with. */
import type { State } from '../state.ts'
import { seedConnectors } from './connectors.ts'
import { credentials, ids } from './ids.ts'
import { apiDocument } from './orders-definition.ts'
import { firstVersion, seedRows } from './rows.ts'

/** @param warmUp how often the API answers 503 before its document is there */
export function seedState(warmUp: number): State {
  return {
    clockOffset: 0,
    login: {
      tenantId: ids.tenant,
      tenantDomain: ids.tenantDomain,
      users: [
        {
          userName: credentials.userName,
          password: credentials.password,
          objectId: ids.userObject,
          requiresMfa: false,
          consented: true,
          access: 'make'
        }
      ],
      applications: [
        { clientId: ids.publicClient, objectId: '3a7c5e19-d8f2-46b0-9e41-b05c7d2f8a66', access: 'none' },
        {
          clientId: ids.application,
          secret: credentials.applicationSecret,
          objectId: ids.applicationObject,
          access: 'make'
        }
      ],
      tokenLifetime: 3599
    },
    powerApps: {
      audience: 'https://service.powerapps.com/',
      environments: [ids.environment, ids.defaultEnvironment],
      connectors: seedConnectors(),
      validationFindings: [],
      certificationFindings: [],
      refusesStackOwner: false,
      refusesAppTokens: false,
      rewrite: definition => definition
    },
    dataverse: {
      rows: seedRows(),
      version: firstVersion,
      optimisticConcurrency: true,
      missingPrivileges: new Set(),
      definitionLength: 1_000_000,
      runtime: 'follows',
      rewrite: definition => definition
    },
    storage: { blobs: new Map(), violations: [] },
    api: { warmUp, document: structuredClone(apiDocument), queue: [] }
  }
}
