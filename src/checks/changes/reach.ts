/** Whether the connector calls its API elsewhere. */
import { arrayAt, stringAt, type JsonObject } from '../../definition/json.ts'
import type { Pair } from './pair.ts'

const PORTS: Readonly<Record<string, string>> = { http: ':80', https: ':443' }

/**
 * Compares host, base path and scheme by what they mean: hosts whatever their capitals, the port that a scheme has anyway,
 * `/` for no base path, and of the schemes the first, which alone is called; without any it is https, as in the wizard.
 */
export function compareReach(before: JsonObject, after: JsonObject, pair: Pair): void {
  const [oldScheme, scheme] = [schemeOf(before), schemeOf(after)]
  const [oldHost, host] = [hostOf(before, oldScheme), hostOf(after, scheme)]
  const [oldPath, path] = [basePathOf(before), basePathOf(after)]
  if (oldHost !== '' && oldHost !== host) pair.add('HostChanged', 'host', oldHost, host === '' ? undefined : host)
  if (oldPath !== path) pair.add('BasePathChanged', 'basePath', oldPath, path)
  if (oldScheme !== scheme) pair.add('SchemeChanged', 'schemes', oldScheme, scheme)
}

function schemeOf(definition: JsonObject): string {
  const [first] = arrayAt(definition, 'schemes') ?? []
  return typeof first === 'string' ? first.toLowerCase() : 'https'
}

function hostOf(definition: JsonObject, scheme: string): string {
  const host = (stringAt(definition, 'host') ?? '').trim().toLowerCase()
  const port = PORTS[scheme]
  return port !== undefined && host.endsWith(port) ? host.slice(0, -port.length) : host
}

/** The service joins host and base path with a slash where there is none. */
function basePathOf(definition: JsonObject): string {
  const path = (stringAt(definition, 'basePath') ?? '').trim().replace(/\/+$/, '')
  return path === '' || /^[/@]/.test(path) ? path || '/' : `/${path}`
}
