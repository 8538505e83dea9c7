/** The one place that tells the backends apart: what a token for one is asked for, and the store that it opens. */
import type { AccessToken } from '../auth/tokens.ts'
import type { Http } from '../http.ts'
import type { Log } from '../log.ts'
import type { Retrier } from '../retry.ts'
import type { Secrets } from '../secrets.ts'
import { DataverseStore } from './dataverse/dataverse.ts'
import { PowerAppsStore } from './power-apps/power-apps.ts'
import type { ConnectorStore } from './store.ts'
import type { Target } from './target.ts'

/** What a store does its work with. */
interface StoreWorld {
  readonly http: Http
  readonly log: Log
  readonly secrets: Secrets
  readonly retrier: Retrier
  readonly signal: AbortSignal
}

/** What a workflow decides of reading and writing a connector. */
export interface StoreSettings {
  readonly certificationRules: boolean
  readonly oAuthClientSecret: string | undefined
}

/** A backend, before anybody has signed in to it. */
export interface Backend {
  /** Where the connector is kept, for the log. */
  readonly description: string
  /** What the token is for: its scope is this and `/.default`. */
  readonly resource: string
  /** Where its calls go. */
  readonly url: string
  open(settings: StoreSettings, token: AccessToken, world: StoreWorld): ConnectorStore
}

/** The backend that keeps the connector of the target. */
export function backendOf(target: Target): Backend {
  switch (target.backend) {
    case 'power-apps':
      return {
        description: `the Power Apps service at ${target.powerAppsUrl}`,
        resource: target.powerAppsResource,
        url: target.powerAppsUrl,
        open: (settings, token, world) => new PowerAppsStore({ ...target, ...settings }, token, world)
      }
    case 'dataverse':
      return {
        description: `Dataverse at ${target.environmentUrl}`,
        // No other host's tokens fit here, and this one fits no other host.
        resource: target.environmentUrl,
        url: target.environmentUrl,
        open: (settings, token, world) => new DataverseStore({ ...target, ...settings }, token, world)
      }
  }
}
