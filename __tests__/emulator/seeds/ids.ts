/** Ids and credentials of the seeded tenant. The secrets are distinctive, so that a search for them finds nothing else. */

const tenant = '3f1e9a52-7c64-4b0d-8e21-5a9d0c7b6e14'

export const ids = {
  tenant,
  tenantDomain: 'contoso.example',
  environment: '9b4f0a6e-52d8-4d0c-a1f7-6c83e21d5b90',
  defaultEnvironment: `Default-${tenant}`,
  userObject: 'c2a7d5e8-1b94-4f36-9e0a-d47f8b6310c5',
  applicationObject: '6d90f3b1-e458-4c72-b6a9-28e1c05f7d3a',
  /** The public client of the Azure CLI. */
  publicClient: '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
  application: 'a58e27c0-93f6-4d1b-8c45-f07b6d2e9a31',
  /** The rich connector: OAuth, icon, script, policies, hand-made annotations. */
  connector: 'shared_orders-20-28contoso-29-5f0123456789abcdef-5f8d3e1a7c5b9f2046',
  connectors: {
    orders: 'shared_orders-20-28contoso-29-5f0123456789abcdef-5f8d3e1a7c5b9f2046',
    plain: 'shared_status-5f4c7a0e9d1b3f5826',
    apiKey: 'shared_stock-5f9e2b6d4f8a1c0735-5f1a5c7e3b9d0f2864',
    parameterSets: 'shared_orders-20sets-5f7d1f3b5a9c0e2486-5f2e4a6c8b0d1f3597'
  },
  /** GUIDs of rows in Dataverse: of connectors that are in a solution, and of some that make trouble. */
  rows: {
    orders: '5d0c8a71-4e2b-4f93-a6d8-1b7c90e3f254',
    plain: '7f3b1e96-08c4-4a5d-b2e7-c94d61a08f33',
    parameterSets: 'e1a94c07-d56f-4b28-93c0-2f8e7d516ab4',
    managed: '24b6f0d8-9a13-4c7e-8f52-d03e5b9176ca',
    wrongType: 'b85e2d3c-7104-4f6a-9e18-6ac0f2d4735e',
    twin: '0c9d7e42-31fa-4b85-a7c6-58e1b02f9d63',
    otherTwin: 'f6a2083b-5c9e-4d17-8b40-e97d13c65a28'
  }
} as const

export const credentials = {
  userName: 'pipeline@contoso.example',
  password: 'Pw-7kQz!vR4mXn-of-the-pipeline',
  applicationSecret: 'aS8Q~Kx2.application-secret_vW9tLm4Zr',
  /** With which a job asks GitHub for an ID token. */
  idTokenRequestToken: 'gT6W~pX1.id-token-request_qR8nVb2Ys'
} as const

/** What OAuth connectors have as client secret, which no answer of the service shows. */
export const oauthClientSecret = 'oC5Q~nB7.connector-secret_hY3uJk8Tq'

/** The job's token for the repository. */
export const gitHubToken = 'ghs_tK4xV9pQ2mZ7wL1nB8cR5dJ3hF6gS0aYuEiO'

/** What the address of the Teams workflow is signed with. */
export const webhookSignature = 'wH3-sIgN_q8Zr2Lk7Tv5Xn9Bm4Jc6Pd1'
