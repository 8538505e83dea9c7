/** `servers` to `host`, `basePath` and `schemes`. */
import { isObject, own, stringAt, type Json, type JsonObject } from '../json.ts'
import { withoutLeading, withoutTrailing } from '../../text.ts'
import { at, type Context } from './context.ts'

/** What Swagger 2.0 says about where an API is; `basePath` only where the document itself says it. */
export interface Place {
  host?: string
  basePath?: string
  schemes?: string[]
}

/**
 * The place of the first server, its variables by their defaults. A relative address, and a document without servers,
 * are where the document was served from, if that is known (OpenAPI 3: the default is `/`, relative to the document).
 */
export function convertServers(context: Context, servedFrom: URL | undefined): Place {
  const servers = own(context.document, 'servers')
  if (servers !== undefined && !Array.isArray(servers)) {
    context.losses.add('invalid-value', '/servers', 'not a list of servers, left out')
  }
  const [first, ...others] = Array.isArray(servers) ? servers : []
  if (first === undefined) return originOf(servedFrom)
  const place = placeOf(context, first, '/servers/0', servedFrom)
  others.forEach((server, index) => {
    addServer(context, place, server, at('/servers', index + 1), servedFrom)
  })
  return place
}

/** Servers of a path or an operation: a connector has one host. */
export function dropServers(context: Context, value: Json, pointer: string): void {
  if (Array.isArray(value) && value.length === 0) return
  context.losses.add('server', pointer, 'a connector has one host, so the server of the document is used here too')
}

/** A further server only counts where it is the first one under another scheme. */
function addServer(context: Context, place: Place, server: Json, pointer: string, servedFrom: URL | undefined): void {
  const other = placeOf(context, server, pointer, servedFrom)
  const [scheme] = other.schemes ?? []
  if (place.host !== undefined && other.host === place.host && (other.basePath ?? '/') === (place.basePath ?? '/')) {
    if (scheme !== undefined && place.schemes?.includes(scheme) !== true) place.schemes?.push(scheme)
    return
  }
  context.losses.add('server', pointer, 'a connector has one host, only the first server is used')
}

function originOf(servedFrom: URL | undefined): Place {
  if (servedFrom === undefined) return {}
  return { host: servedFrom.host, schemes: [servedFrom.protocol.slice(0, -1)] }
}

const absolute = /^(?<scheme>[a-z][a-z0-9+.-]*):\/\/(?<host>[^/?#]*)(?<path>[^?#]*)(?<rest>.*)$/is

function placeOf(context: Context, server: Json, pointer: string, servedFrom: URL | undefined): Place {
  const url = isObject(server) ? stringAt(server, 'url') : undefined
  if (!isObject(server) || url === undefined) {
    context.losses.add('invalid-value', pointer, 'a server needs a "url", left out')
    return {}
  }
  const text = withDefaults(context, server, url.trim(), pointer)
  const { scheme, host, path, rest } = absolute.exec(text)?.groups ?? {}
  if (scheme === undefined || host === undefined) return relativePlace(context, text, pointer, servedFrom)
  if (rest !== undefined && rest !== '') {
    context.losses.add('server', at(pointer, 'url'), `"${rest}" at the end of the address left out`)
  }
  const place: Place = { basePath: basePathOf(path ?? '') }
  const lower = scheme.toLowerCase()
  if (['http', 'https', 'ws', 'wss'].includes(lower)) place.schemes = [lower]
  else context.losses.add('server', at(pointer, 'url'), `"${scheme}" is no scheme of Swagger 2.0, left out`)
  const bare = host.includes('("') ? host : host.slice(host.lastIndexOf('@') + 1)
  if (bare !== host) context.losses.add('server', at(pointer, 'url'), 'user and password in the address left out')
  if (/^[^{}/ :\\]+(?::\d+)?$/.test(bare)) place.host = bare
  else context.losses.add('server', at(pointer, 'url'), `"${bare}" is no host, so the definition has none`)
  return place
}

function relativePlace(context: Context, url: string, pointer: string, servedFrom: URL | undefined): Place {
  const path = url.replace(/[?#].*$/s, '')
  if (servedFrom === undefined) {
    context.losses.add(
      'server',
      at(pointer, 'url'),
      'this is relative to where the document is, which is not known here'
    )
    return { basePath: basePathOf(path) }
  }
  // Braces of variables without a default would come out escaped, so the path is joined as text where it can be.
  const joined =
    path.startsWith('/') || !URL.canParse(path, servedFrom.href) ? path : new URL(path, servedFrom).pathname
  return { ...originOf(servedFrom), basePath: basePathOf(joined) }
}

/** A base path as Swagger 2.0 wants it: it starts with a slash and ends without one. */
function basePathOf(path: string): string {
  return `/${withoutTrailing(withoutLeading(path, '/'), '/')}`
}

function withDefaults(context: Context, server: JsonObject, url: string, pointer: string): string {
  const variables = own(server, 'variables')
  return url.replaceAll(/\{([^{}]*)\}/g, (placeholder, name: string) => {
    const variable = isObject(variables) ? own(variables, name) : undefined
    const value = isObject(variable) ? own(variable, 'default') : undefined
    if (typeof value !== 'string' && typeof value !== 'number') {
      context.losses.add('server', at(pointer, 'url'), `the variable "${name}" has no default`)
      return placeholder
    }
    context.losses.add('server', at(pointer, 'variables', name), `always its default, "${value}"`)
    return String(value)
  })
}
