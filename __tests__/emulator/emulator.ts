/** All roles together, in this process: Entra ID, GitHub's ID tokens, the Power Apps service, blob storage, Dataverse, an API. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ActionsService, idTokenPath } from './actions-service.ts'
import { BlobStorage } from './blob-storage.ts'
import { makeCredentials, trustInThisProcess } from './certificate.ts'
import { makeClientCertificate } from './client-certificate.ts'
import type { CertificateOptions, ClientCertificate } from './client-certificate.ts'
import { Dataverse } from './dataverse.ts'
import { touch } from './dataverse-update.ts'
import type { Answer, CallName, CallRequest, Role, RoleService } from './exchange.ts'
import { FaultPlans } from './faults.ts'
import type { Fault, FaultSelection } from './faults.ts'
import { GitHub } from './github.ts'
import { Holds } from './holds.ts'
import type { Hold, When } from './holds.ts'
import { Journal } from './journal.ts'
import type { RecordedRequest } from './journal.ts'
import { Login } from './login.ts'
import { documentPath, OrdersApi } from './orders-api.ts'
import { PowerApps } from './power-apps.ts'
import { credentials, gitHubToken, ids, oauthClientSecret, webhookSignature } from './seeds/ids.ts'
import { seedState } from './seeds/state.ts'
import { listen } from './server.ts'
import type { ConnectionFault, Delivery, Network, RawRequest, Server } from './server.ts'
import { Signatures } from './signatures.ts'
import { timestamp } from './state.ts'
import type { Application, State, StoredConnector, StoredRow } from './state.ts'
import { TeamsWorkflow, webhookPath } from './teams-workflow.ts'
import { Tokens } from './tokens.ts'

export interface EmulatorOptions {
  /** Milliseconds that a service thinks about each request. Default 0. */
  readonly latency?: number
  /** Milliseconds of a round trip; a new connection costs two of them and a request one. Default 0. */
  readonly roundTrip?: number
  /** How often the API answers 503 before its document is there. Default 0. */
  readonly warmUp?: number
  /** Signed URLs as `https://<account>.blob.<suffix>:<port>/…`. Default: the account in the path. */
  readonly storageSuffix?: string
}

type Hook = (request: RecordedRequest) => void | Promise<void>

export interface Emulator {
  /** The origins; `swagger` is the URL of the API's document, `teamsWebhook` that of the workflow that takes messages. */
  readonly addresses: Readonly<Record<Role | 'swagger' | 'teamsWebhook', string>>
  readonly ids: typeof ids
  readonly credentials: typeof credentials
  /** What the runner adds to the environment of a job with `permissions: id-token: write`. */
  readonly idTokenVariables: Readonly<Record<'ACTIONS_ID_TOKEN_REQUEST_URL' | 'ACTIONS_ID_TOKEN_REQUEST_TOKEN', string>>
  /** The certificate authority in a file, for NODE_EXTRA_CA_CERTS. */
  readonly caFile: string
  /** Makes this process trust the authority, for clients that run in it. */
  trust(): void
  readonly state: State
  readonly network: Network
  readonly journal: Journal
  /** Every request since the start, or since `journal.clear()`. */
  readonly requests: readonly RecordedRequest[]
  /** How many connections finished their handshake. */
  readonly connections: number
  /** The seeded application that `ids.application` names. */
  readonly application: Application
  /** Makes a certificate and uploads it to that application. Its key is one of the secrets. */
  uploadCertificate(options?: CertificateOptions): Promise<ClientCertificate>
  /** The seeded connector that `ids.connector` names, or the one with this name. */
  connector(name?: string): StoredConnector
  /** The seeded row of that connector, or the one with this GUID. */
  row(id?: string): StoredRow
  /** Plans a fault for the next fitting call; a name is short for `{ call: name }`. */
  fault(selection: CallName | FaultSelection, fault: Fault): void
  clearFaults(): void
  /** Drops the next connections to a role before the TLS handshake. */
  refuseConnections(role: Role, count?: number): void
  /** Lets the next connections to a role fail. */
  disturbConnections(role: Role, fault: ConnectionFault, count: number): void
  /** Stops listening for a role: from now on the system refuses connections. */
  stopListening(role: Role): void
  /** Runs the action once, when the first such call has had its effect and before it is answered. */
  between(call: CallName, action: Hook): void
  /** Stops the next fitting call, before it has its effect or before it is answered, until it is let go. */
  hold(selection: CallName | FaultSelection, when: When): Hold
  /** Changes a connector as another maker would: its time of change moves. */
  changeByOther(change: (connector: StoredConnector) => void, name?: string): void
  /** The same for a row of Dataverse, which gets its next version. */
  changeRowByOther(change: (row: StoredRow) => void, id?: string): void
  /** What an access token of this emulator is for. */
  audienceOf(token: string): string | undefined
  /** Everything secret that there is: passwords, client secrets, tokens, signatures. */
  secrets(): string[]
  close(): Promise<void>
}

/** Starts all roles; resolves when every one is listening. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const state = seedState(options.warmUp ?? 0)
  const network: Network = { latency: options.latency ?? 0, roundTrip: options.roundTrip ?? 0 }
  const journal = new Journal()
  const tokens = new Tokens()
  const signatures = new Signatures()
  const storage = new BlobStorage(state, signatures, options.storageSuffix)
  const actions = new ActionsService(state)
  const keys: string[] = []
  const services: Record<Role, RoleService> = {
    login: new Login(state, tokens),
    actions,
    powerApps: new PowerApps(state, tokens, storage, journal),
    dataverse: new Dataverse(state, tokens, journal),
    blob: storage,
    api: new OrdersApi(state, 'api-document'),
    mirror: new OrdersApi(state, 'mirror-document'),
    gitHub: new GitHub(state),
    teams: new TeamsWorkflow(state)
  }
  const plans = new FaultPlans()
  const hooks: { call: CallName; action: Hook }[] = []
  const holds = new Holds()
  const exchange = new Exchange(journal, plans, hooks, holds)

  const tls = await makeCredentials(options.storageSuffix ?? 'localhost')
  const folder = mkdtempSync(path.join(tmpdir(), 'emulator-'))
  const caFile = path.join(folder, 'ca.pem')
  writeFileSync(caFile, tls.ca)
  const roles = Object.keys(services) as Role[]
  const servers = {} as Record<Role, Server>
  for (const role of roles)
    servers[role] = await listen(
      tls,
      network,
      () => (journal.connections += 1),
      raw => exchange.respond(role, services[role], raw)
    )
  const origin = (role: Role) => `https://127.0.0.1:${servers[role].port}`
  storage.origin = origin('blob')

  return {
    addresses: {
      login: origin('login'),
      actions: origin('actions'),
      powerApps: origin('powerApps'),
      dataverse: origin('dataverse'),
      blob: origin('blob'),
      api: origin('api'),
      mirror: origin('mirror'),
      gitHub: origin('gitHub'),
      teams: origin('teams'),
      teamsWebhook: origin('teams') + webhookPath,
      swagger: origin('api') + documentPath
    },
    ids,
    credentials,
    idTokenVariables: {
      ACTIONS_ID_TOKEN_REQUEST_URL: origin('actions') + idTokenPath,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: credentials.idTokenRequestToken
    },
    caFile,
    trust: () => {
      trustInThisProcess(tls.ca)
    },
    state,
    network,
    journal,
    get requests() {
      return journal.requests
    },
    get connections() {
      return journal.connections
    },
    application: applicationOf(state),
    uploadCertificate: async certificateOptions => {
      const made = await makeClientCertificate(certificateOptions)
      applicationOf(state).certificates.push(made.certificate)
      keys.push(...linesOf(made.key))
      return made
    },
    connector: name => connectorOf(state, name),
    row: id => rowOf(state, id),
    fault: (selection, fault) => {
      plans.add(typeof selection === 'string' ? { call: selection } : selection, fault)
    },
    clearFaults: () => {
      plans.clear()
    },
    refuseConnections: (role, count = 1) => {
      servers[role].disturb('dropped', count)
    },
    disturbConnections: (role, fault, count) => {
      servers[role].disturb(fault, count)
    },
    stopListening: role => {
      void servers[role].stopListening()
    },
    hold: (selection, when) => holds.add(typeof selection === 'string' ? { call: selection } : selection, when),
    between: (call, action) => hooks.push({ call, action }),
    changeByOther: (change, name) => {
      const connector = connectorOf(state, name)
      change(connector)
      connector.changedTime = timestamp(state)
    },
    changeRowByOther: (change, id) => {
      const row = rowOf(state, id)
      change(row)
      touch(row, state)
    },
    audienceOf: token => tokens.find(token)?.audience,
    secrets: () => [
      ...new Set([...storedSecrets(state), ...keys, ...tokens.secrets(), ...actions.secrets(), ...signatures.secrets()])
    ],
    close: async () => {
      holds.releaseAll()
      await Promise.all(roles.map(role => servers[role].close()))
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

function connectorOf(state: State, name: string = ids.connector): StoredConnector {
  const connector = state.powerApps.connectors.get(name)
  if (connector === undefined) throw new Error(`The emulator has no connector '${name}'.`)
  return connector
}

function applicationOf(state: State): Application {
  const application = state.login.applications.find(({ clientId }) => clientId === ids.application)
  if (application === undefined) throw new Error('The emulator has no application.')
  return application
}

/** The lines of a private key that tell something, any of which would be a leak. */
function linesOf(key: string): string[] {
  return key.split('\n').filter(line => line.length >= 32 && !line.startsWith('-----'))
}

function rowOf(state: State, id: string = ids.rows.orders): StoredRow {
  const row = state.dataverse.rows.get(id)
  if (row === undefined) throw new Error(`The emulator has no row '${id}'.`)
  return row
}

function storedSecrets(state: State): string[] {
  return [
    oauthClientSecret,
    gitHubToken,
    webhookSignature,
    ...Object.values(credentials).filter(value => value !== credentials.userName),
    ...state.login.users.map(user => user.password),
    ...state.login.applications.flatMap(application => application.secret ?? []),
    ...[...state.powerApps.connectors.values(), ...state.dataverse.rows.values()].flatMap(({ clientSecrets }) => [
      ...clientSecrets.values()
    ])
  ]
}

/** Takes a request to its role, and lets planned faults and hooks have their way with it. */
class Exchange {
  readonly #journal: Journal
  readonly #plans: FaultPlans
  readonly #hooks: { call: CallName; action: Hook }[]
  readonly #holds: Holds
  readonly #start = performance.now()
  #number = 0

  constructor(journal: Journal, plans: FaultPlans, hooks: { call: CallName; action: Hook }[], holds: Holds) {
    this.#holds = holds
    this.#journal = journal
    this.#plans = plans
    this.#hooks = hooks
  }

  async respond(role: Role, service: RoleService, raw: RawRequest): Promise<Delivery> {
    const { method, headers, body, connection, onNewConnection } = raw
    const url = new URL(raw.target, `https://${headers['host'] ?? 'localhost'}`)
    const request: CallRequest = { role, method, url, headers, body }
    const call = service.call(request)
    const fault = this.#plans.next(call, request)
    const time = performance.now() - this.#start
    const record: RecordedRequest = {
      ...request,
      number: (this.#number += 1),
      call,
      connection,
      onNewConnection,
      time,
      fault
    }
    this.#journal.requests.push(record)
    await this.#holds.pass('before', call, request)
    const delivery = await deliver(fault, () => service.answer(request))
    if ('answer' in delivery) record.answer = delivery.answer
    record.duration = performance.now() - this.#start - time
    const due = this.#hooks.findIndex(hook => hook.call === call)
    if (due >= 0) for (const hook of this.#hooks.splice(due, 1)) await hook.action(record)
    await this.#holds.pass('after', call, request)
    return delivery
  }
}

async function deliver(fault: Fault | undefined, answer: () => Answer): Promise<Delivery> {
  switch (fault?.kind) {
    case undefined:
      return { kind: 'whole', answer: answer() }
    case 'delay':
      await delay(fault.milliseconds)
      return { kind: 'whole', answer: answer() }
    case 'reset':
      if (fault.applied) answer()
      return { kind: 'reset' }
    case 'close':
      return { kind: 'close' }
    case 'hang':
      if (fault.applied) answer()
      return { kind: 'hang' }
    case 'cut-body':
      return { kind: 'cut-body', answer: answer() }
    case 'drip':
      return { ...fault, answer: answer() }
    case 'answer':
      if (fault.applied) answer()
      return { kind: 'whole', answer: fault.answer }
    case 'late-effect':
      // Nobody waits for it, so the emulator may be closed before it comes.
      setTimeout(answer, fault.milliseconds).unref()
      return fault.answer === undefined ? { kind: 'hang' } : { kind: 'whole', answer: fault.answer }
    case 'alter':
      return { kind: 'whole', answer: fault.alter(answer()) }
  }
}
