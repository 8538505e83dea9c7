/** Which connector of which environment a run works on, and which backend keeps it. */
import type { CloudName } from '../clouds.ts'
import type { RowKey } from './ids.ts'

interface AnyTarget {
  /** What the connector is called until it was read: what the workflow gives, decoded. Empty for one that is yet to be made. */
  readonly connectorName: string
  /** A GUID, or `Default-` and a GUID; empty when it isn't known, as on Dataverse it need not be. */
  readonly environmentId: string
  readonly cloud: CloudName
  /** Of the Power Apps service, which settings for paconn name too; without a slash at its end. */
  readonly powerAppsUrl: string
  /** Where tokens are issued. */
  readonly authorityUrl: string
}

/** A connector as the Power Apps service keeps it. */
export interface OnPowerApps extends AnyTarget {
  readonly backend: 'power-apps'
  /** Audience of the service's tokens, compared letter by letter. */
  readonly powerAppsResource: string
}

/** A connector as a row of the Dataverse table `connector`, which is where solutions have it. */
export interface OnDataverse extends AnyTarget {
  readonly backend: 'dataverse'
  /** The origin, such as `https://contoso.crm4.dynamics.com`: where calls go, and what their token is for. */
  readonly environmentUrl: string
  /** `undefined` for a connector that is yet to be made. */
  readonly key: RowKey | undefined
  /** Whether a managed connector may get the unmanaged layer that an update makes. */
  readonly allowManaged: boolean
}

export type Target = OnPowerApps | OnDataverse
