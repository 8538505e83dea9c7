/** Which connections a run needs for certain, whatever it finds. */
import type { Target } from '../connectors/target.ts'
import type { Inputs } from '../inputs.ts'

/** An address for each connection: to who signs in, to who keeps the connector, to the API. */
export function hostsOf(inputs: Inputs): readonly string[] {
  return [
    ...('target' in inputs ? [inputs.target.authorityUrl, ...backendUrls(inputs.target, inputs.mode)] : []),
    ...('definition' in inputs && inputs.definition.source.kind === 'url' ? [inputs.definition.source.url] : [])
  ]
}

function backendUrls(target: Target, mode: Inputs['mode']): readonly string[] {
  if (target.backend === 'dataverse') return [target.environmentUrl]
  // For an update storage is asked for while the definition is validated.
  return mode === 'update' ? [target.powerAppsUrl, target.powerAppsUrl] : [target.powerAppsUrl]
}
