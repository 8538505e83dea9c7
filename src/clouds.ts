/** The Microsoft clouds, as data. */

export interface Cloud {
  /** Host of the Power Apps resource provider. */
  readonly powerAppsUrl: string
  /** Audience of its tokens, compared by the service letter by letter: the slash at the end belongs to it. */
  readonly powerAppsResource: string
  /** Where tokens are issued. */
  readonly authorityUrl: string
  /** Audience of an ID token that is exchanged for one of this cloud: what its portal writes into a federated credential. */
  readonly federationAudience: string
  /** The maker portal, for links. */
  readonly makerPortalUrl: string
  /** Hosts of Dataverse environments, in lower case. Regions get numbers, and new ones keep coming: none is listed. */
  readonly dataverseHosts: RegExp
}

export type CloudName = 'Public' | 'UsGov' | 'UsGovHigh' | 'UsGovDod' | 'China'

/**
 * Sources: the endpoint tables of Microsoft's Power Apps administration modules, its documentation of sovereign clouds and of
 * the Dataverse service's regions, and for the audiences its documentation of federated credentials. GCC (`UsGov`) signs in at
 * the public Entra ID.
 */
export const CLOUDS: Readonly<Record<CloudName, Cloud>> = {
  Public: {
    powerAppsUrl: 'https://api.powerapps.com',
    powerAppsResource: 'https://service.powerapps.com/',
    authorityUrl: 'https://login.microsoftonline.com',
    federationAudience: 'api://AzureADTokenExchange',
    makerPortalUrl: 'https://make.powerapps.com',
    dataverseHosts: /^(?:[a-z0-9-]+\.)+crm\d*\.dynamics\.com$/
  },
  UsGov: {
    powerAppsUrl: 'https://gov.api.powerapps.us',
    powerAppsResource: 'https://gov.service.powerapps.us/',
    authorityUrl: 'https://login.microsoftonline.com',
    federationAudience: 'api://AzureADTokenExchange',
    makerPortalUrl: 'https://make.gov.powerapps.us',
    dataverseHosts: /^(?:[a-z0-9-]+\.)+crm9\.dynamics\.com$/
  },
  UsGovHigh: {
    powerAppsUrl: 'https://high.api.powerapps.us',
    powerAppsResource: 'https://high.service.powerapps.us/',
    authorityUrl: 'https://login.microsoftonline.us',
    federationAudience: 'api://AzureADTokenExchangeUSGov',
    makerPortalUrl: 'https://make.high.powerapps.us',
    dataverseHosts: /^(?:[a-z0-9-]+\.)+crm\.microsoftdynamics\.us$/
  },
  UsGovDod: {
    powerAppsUrl: 'https://api.apps.appsplatform.us',
    powerAppsResource: 'https://service.apps.appsplatform.us/',
    authorityUrl: 'https://login.microsoftonline.us',
    federationAudience: 'api://AzureADTokenExchangeUSGov',
    makerPortalUrl: 'https://make.apps.appsplatform.us',
    dataverseHosts: /^(?:[a-z0-9-]+\.)+crm\.appsplatform\.us$/
  },
  China: {
    powerAppsUrl: 'https://api.powerapps.cn',
    powerAppsResource: 'https://service.powerapps.cn/',
    authorityUrl: 'https://login.chinacloudapi.cn',
    federationAudience: 'api://AzureADTokenExchangeChina',
    makerPortalUrl: 'https://make.powerapps.cn',
    dataverseHosts: /^(?:[a-z0-9-]+\.)+crm\.dynamics\.cn$/
  }
}

const CLOUD_NAMES = Object.keys(CLOUDS) as CloudName[]

/** The clouds that can have a Dataverse environment at this host; none for a host that no pattern fits. */
export function cloudsOfDataverseHost(host: string): readonly CloudName[] {
  return CLOUD_NAMES.filter(name => CLOUDS[name].dataverseHosts.test(host.toLowerCase()))
}
