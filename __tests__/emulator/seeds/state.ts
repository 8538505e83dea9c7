/** A state as every emulator starts with. */
import type { State } from '../state.ts'
import { seedConnectors } from './connectors.ts'
import { credentials, ids } from './ids.ts'
import { apiDocument } from './orders-definition.ts'
import { firstVersion, seedRows } from './rows.ts'

const githubIssuer = 'https://token.actions.githubusercontent.com'

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
        {
          clientId: ids.publicClient,
          certificates: [],
          federatedCredentials: [],
          objectId: '3a7c5e19-d8f2-46b0-9e41-b05c7d2f8a66',
          access: 'none'
        },
        {
          clientId: ids.application,
          secret: credentials.applicationSecret,
          certificates: [],
          federatedCredentials: [
            {
              issuer: githubIssuer,
              subject: 'repo:contoso/orders:ref:refs/heads/main',
              audiences: ['api://AzureADTokenExchange']
            }
          ],
          objectId: ids.applicationObject,
          access: 'make'
        }
      ],
      tokenLifetime: 3599
    },
    actions: {
      requestToken: credentials.idTokenRequestToken,
      issuer: githubIssuer,
      job: {
        owner: 'contoso',
        ownerId: '9481726',
        repository: 'orders',
        repositoryId: '731502846',
        ref: 'refs/heads/main',
        event: 'push',
        immutableSubject: false
      },
      tokenLifetime: 300
    },
    powerApps: {
      audience: 'https://service.powerapps.com/',
      environments: [ids.environment, ids.defaultEnvironment],
      connectors: seedConnectors(),
      validationFindings: [],
      certificationFindings: [],
      refusesStackOwner: false,
      refusesAppTokens: false,
      pageSize: 3,
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
    api: { warmUp, document: structuredClone(apiDocument), queue: [] },
    gitHub: { repository: 'contoso/orders', access: 'write', comments: [] },
    teamsMessages: []
  }
}
