/** What the emulator remembers: who may do what, the connectors, the blobs, and how the services behave. Tests change it. */
import type { JsonObject } from '../../src/definition/json.ts'
import type { Answer } from './exchange.ts'

export interface User {
  readonly userName: string
  password: string
  readonly objectId: string
  /** Sign-in needs a second factor, which a password alone can't give: AADSTS50076. */
  requiresMfa: boolean
  /** Somebody consented to the client application for this user; otherwise AADSTS65001. */
  consented: boolean
  /** `make` custom connectors, only `read` them, or nothing in the environment. */
  access: 'make' | 'read' | 'none'
}

/** Whose ID tokens an application is signed in for. */
export interface FederatedCredential {
  readonly issuer: string
  subject: string
  audiences: string[]
}

/** A public client has neither secret nor certificates nor federated credentials. */
export interface Application {
  readonly clientId: string
  secret?: string
  /** PEM, as they were uploaded. */
  readonly certificates: string[]
  readonly federatedCredentials: FederatedCredential[]
  readonly objectId: string
  access: 'make' | 'read' | 'none'
}

/** The job that GitHub gives ID tokens. */
export interface ActionsJob {
  owner: string
  readonly ownerId: string
  repository: string
  readonly repositoryId: string
  ref: string
  event: string
  environment?: string
  /** Repositories that are created, renamed or transferred since 2026-07-15 have their ids in the subject. */
  immutableSubject: boolean
  /** An organization can make a subject of its own. */
  subject?: string
}

/** Where in a connector a client secret is kept, such as `connectionParameters/token`. */
export type SecretPlace = string

export interface StoredConnector {
  readonly name: string
  environment: string
  displayName: string
  /** The members of `properties` that a client may send, as they are stored; never with a secret in them. */
  properties: JsonObject
  /** Members of `properties` that are the service's own, such as `xrmConnectorId`; updates don't touch them. */
  serviceProperties?: JsonObject
  /** The author's document in the bytes that the signed URL serves. */
  definition: Buffer
  /** Absent: the default icon. */
  icon?: Buffer
  script?: Buffer
  readonly clientSecrets: Map<SecretPlace, string>
  readonly createdTime: string
  changedTime: string
}

/** A row of the Dataverse table `connector`. */
export interface StoredRow {
  /** GUID in lower case. */
  readonly id: string
  /** By name; never with a secret in them. */
  readonly columns: JsonObject
  version: bigint
  /** ISO 8601, to the second. */
  modifiedOn: string
  /** What the runtime has; the places begin with the column's name. */
  readonly clientSecrets: Map<SecretPlace, string>
  /** The definition that apps and flows are served, which isn't always the row's. */
  served: string
}

/**
 * What the Power Apps service makes of a row that is written: it takes it, it refuses it (the row stays, or is written
 * nevertheless), it ignores it, or Dataverse answers and neither of them does anything.
 */
export type Runtime = 'follows' | 'refuses' | 'refuses-after-write' | 'ignores' | 'swallows'

/** What a security role allows on the table. */
export type Privilege = 'prvCreateConnector' | 'prvReadConnector' | 'prvWriteConnector'

export interface StoredBlob {
  content: Buffer
  contentType: string
  readonly etag: string
  /** Blocks that were put and not yet committed, by id. */
  readonly blocks: Map<string, Buffer>
}

export interface PullRequestComment {
  readonly id: number
  body: string
  readonly user: { readonly login: string; readonly type: 'Bot' | 'User' }
  readonly author_association: string
}

export interface State {
  /** What the services take the time to be, as an offset to the machine's clock in milliseconds. */
  clockOffset: number
  login: {
    readonly tenantId: string
    /** The tenant's domain name, good in its place. */
    readonly tenantDomain: string
    readonly users: User[]
    readonly applications: Application[]
    /** Seconds that an access token is good for. */
    tokenLifetime: number
  }
  actions: {
    /** What the runner gives a job with `permissions: id-token: write`. */
    readonly requestToken: string
    issuer: string
    readonly job: ActionsJob
    /** Seconds that an ID token is good for. */
    tokenLifetime: number
  }
  powerApps: {
    /** The one audience that is taken, trailing slash included. */
    audience: string
    readonly environments: string[]
    readonly connectors: Map<string, StoredConnector>
    /** Findings that validation reports beside its own: `<Severity> : <JSON pointer> : <text>`. */
    validationFindings: string[]
    /** Findings that only `enableConnectorCertificationRules` brings out. */
    certificationFindings: string[]
    /** Some regions refuse the member `stackOwner`. */
    refusesStackOwner: boolean
    refusesAppTokens: boolean
    /** Connectors that one page of a list has. */
    pageSize: number
    /** A stored definition isn't the one that was sent: what the service makes of it, for tests of the read-back. */
    rewrite: (definition: JsonObject) => JsonObject
  }
  dataverse: {
    /** By GUID in lower case. */
    readonly rows: Map<string, StoredRow>
    /** The latest that was given to a row. */
    version: bigint
    /** Whether `If-Match` can name a version; some tables only know `*`. */
    optimisticConcurrency: boolean
    readonly missingPrivileges: Set<Privilege>
    /** Characters that the column `openapidefinition` takes. */
    definitionLength: number
    runtime: Runtime
    /** What is made of a definition when it is stored, for tests of the read-back. */
    rewrite: (definition: JsonObject) => JsonObject
  }
  storage: {
    /** By `<account>/<container>/<name>`. */
    readonly blobs: Map<string, StoredBlob>
    /** Requests that a real storage account would have refused for what a client must not do. */
    readonly violations: string[]
  }
  api: {
    /** How often the document's URL answers 503 before it works. */
    warmUp: number
    document: JsonObject
    /** Answers that come first, in this order; each is used up. */
    queue: Answer[]
    /** The answer from then on instead of the document. */
    instead?: Answer | undefined
  }
  gitHub: {
    readonly repository: string
    /** What the job's token may do with pull requests. */
    access: 'write' | 'read' | 'none'
    /** Of the one pull request there is, number 12. */
    readonly comments: PullRequestComment[]
  }
  /** Cards that the Teams workflow took. */
  readonly teamsMessages: JsonObject[]
}

/** The services' time. */
export function now(state: State): Date {
  return new Date(Date.now() + state.clockOffset)
}

let ticks = 0

/** A time as the service writes it: seven decimals, never the same twice. */
export function timestamp(state: State): string {
  ticks = (ticks + 1) % 10_000
  return now(state)
    .toISOString()
    .replace('Z', `${String(ticks).padStart(4, '0')}Z`)
}
