/** Which hosts a run calls for certain. */
import type { Target } from '../connectors/target.ts'
import type { Inputs } from '../inputs.ts'

/** Addresses of these hosts, each once: who signs in, who keeps the connector, and the API. */
export function hostsOf(inputs: Inputs): readonly string[] {
  const urls = [
    ...('target' in inputs ? [inputs.target.authorityUrl, backendUrl(inputs.target)] : []),
    ...('definition' in inputs && inputs.definition.source.kind === 'url' ? [inputs.definition.source.url] : [])
  ]
  return [...new Set(urls.map(url => new URL(url).origin))]
}

function backendUrl(target: Target): string {
  return target.backend === 'power-apps' ? target.powerAppsUrl : target.environmentUrl
}
