/** How the connector reaches its API: `host`, `schemes` and `basePath`. */

import { DefinitionError } from '../../errors.ts'
import { withoutTrailing } from '../../text.ts'
import { arrayAt, stringAt, type JsonObject } from '../json.ts'
import type { KeepInput } from '../keep.ts'
import type { KeepNote } from './note.ts'

/** Inputs that win over both sides; an empty string counts as not given. */
export interface ExplicitReach {
  readonly host?: string
  readonly basePath?: string
  readonly scheme?: string
}

type Origin = 'input' | 'variable' | 'connector' | 'api' | 'service-url' | 'document-url'

/** A value and where it is from; `undefined` where that has none. */
interface Candidate<T> {
  readonly origin: Origin
  readonly value: T | undefined
}
interface Chosen<T> {
  readonly origin: Origin
  readonly value: T
}

const ORIGIN_NAMES: Readonly<Record<Origin, string>> = {
  input: 'the input',
  variable: "the connector's environment variable",
  connector: 'the connector',
  api: 'the API document',
  'service-url': "the connector's service URL",
  'document-url': 'the address that served the API document'
}

/**
 * Sets `host`, `schemes` and `basePath`. An explicit value wins, then an environment variable of the connector
 * (`@environmentVariables("…")`, kept to the byte: the platform resolves it), then the side that `keep` says, then the
 * other side, then the connector's service URL, then the address that served the document (Swagger 2.0, Swagger Object).
 *
 * `basePath` comes from the document when it declares one. The connector's stands in only where the document's host isn't
 * used either: a base path belongs to its host.
 *
 * @throws DefinitionError `incomplete` when there is no host or no scheme: such a connector would be dead
 */
export function keepReach(definition: JsonObject, input: KeepInput): KeepNote[] {
  const notes: KeepNote[] = []
  const host = chooseHost(input, notes)
  const schemes = chooseSchemes(input, notes)
  if (host === undefined || schemes === undefined) throw incomplete(host === undefined, schemes === undefined, input)
  definition['host'] = host.value
  definition['schemes'] = [...schemes.value]
  const basePath = chooseBasePath(input, host.origin, notes)
  if (basePath !== undefined) definition['basePath'] = basePath.value
  else if (input.keep.has('base-path')) delete definition['basePath']
  return notes
}

function incomplete(noHost: boolean, noScheme: boolean, { connector }: KeepInput): DefinitionError {
  const missing = noHost && noScheme ? 'host and no scheme' : noHost ? 'host' : 'scheme'
  const inputs = noHost && noScheme ? 'inputs "host" and "scheme"' : `input "${missing}"`
  const isNew = Object.keys(connector).length === 0
  const nobody = isNew ? 'the API document does not say' : 'neither the API document nor the connector says'
  return new DefinitionError('incomplete', {
    what: 'could not prepare the definition',
    why: `${nobody} where the API is: there is no ${missing}`,
    advice: `give the ${inputs}`
  })
}

function chooseHost(input: KeepInput, notes: KeepNote[]): Chosen<string> | undefined {
  const api = textAt(input.api, 'host')
  const connector = textAt(input.connector, 'host')
  const chosen = choose<string>([
    { origin: 'input', value: given(input.explicit.host) },
    { origin: 'variable', value: isVariable(connector) ? connector : undefined },
    ...bothSides(input.keep.has('host'), connector, api),
    { origin: 'service-url', value: webUrl(input.connectorServiceUrl)?.host },
    { origin: 'document-url', value: webUrl(input.servedFrom)?.host }
  ])
  addNote(notes, 'host', chosen, api, connector, text => text.toLowerCase())
  return chosen
}

function chooseSchemes(input: KeepInput, notes: KeepNote[]): Chosen<readonly string[]> | undefined {
  const api = schemesAt(input.api)
  const connector = schemesAt(input.connector)
  const explicit = given(input.explicit.scheme)
  const chosen = choose<readonly string[]>([
    { origin: 'input', value: explicit === undefined ? undefined : [explicit] },
    ...bothSides(input.keep.has('schemes'), connector, api),
    { origin: 'service-url', value: schemeOf(webUrl(input.connectorServiceUrl)) },
    { origin: 'document-url', value: schemeOf(webUrl(input.servedFrom)) }
  ])
  addNote(notes, 'schemes', chosen, api, connector, schemes => [...schemes].sort().join(' '))
  return chosen
}

function chooseBasePath(input: KeepInput, hostOrigin: Origin, notes: KeepNote[]): Chosen<string> | undefined {
  const api = textAt(input.api, 'basePath')
  const connector = textAt(input.connector, 'basePath')
  const declared: Candidate<string> = { origin: 'api', value: api }
  const stored: Candidate<string> = { origin: 'connector', value: connector }
  const isConnectorsHost = hostOrigin !== 'api' && (input.keep.has('host') || hostOrigin !== 'input')
  const chosen = choose<string>([
    { origin: 'input', value: given(input.explicit.basePath) },
    { origin: 'variable', value: isVariable(connector) ? connector : undefined },
    ...(input.keep.has('base-path') ? [stored] : isConnectorsHost ? [declared, stored] : [declared]),
    { origin: 'service-url', value: hostOrigin === 'service-url' ? pathOf(input.connectorServiceUrl) : undefined }
  ])
  addNote(notes, 'base-path', chosen, api, connector, text => text)
  return chosen
}

function bothSides<T>(keep: boolean, connector: T | undefined, api: T | undefined): Candidate<T>[] {
  const sides: Candidate<T>[] = [
    { origin: 'connector', value: connector },
    { origin: 'api', value: api }
  ]
  return keep ? sides : sides.toReversed()
}

function choose<T>(candidates: readonly Candidate<T>[]): Chosen<T> | undefined {
  for (const { origin, value } of candidates) if (value !== undefined) return { origin, value }
  return undefined
}

/** Says where the two sides differ, and where a value is from neither of them. */
function addNote<T extends string | readonly string[]>(
  notes: KeepNote[],
  subject: 'host' | 'schemes' | 'base-path',
  chosen: Chosen<T> | undefined,
  api: T | undefined,
  connector: T | undefined,
  normalise: (value: T) => string
): void {
  if (chosen === undefined) return
  const differ = api !== undefined && connector !== undefined && normalise(api) !== normalise(connector)
  const isMadeUp = chosen.origin === 'service-url' || chosen.origin === 'document-url'
  if (!differ && !isMadeUp) return
  const others = [
    ...(chosen.origin === 'api' ? [] : [`the API document has ${shown(api ?? '')}`]),
    ...(chosen.origin === 'connector' || chosen.origin === 'variable'
      ? []
      : [`the connector has ${shown(connector ?? '')}`])
  ]
  const sides = differ ? `: ${others.join(', ')}` : ''
  const text = `${subject} is ${shown(chosen.value)}, from ${ORIGIN_NAMES[chosen.origin]}${sides}`
  notes.push({ subject, text })
}

function shown(value: string | readonly string[]): string {
  return typeof value === 'string' ? value : value.join(', ')
}

/** A value that says something: an empty host or base path counts as none. */
function textAt(document: JsonObject, name: string): string | undefined {
  return given(stringAt(document, name))
}

function given(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text
}

function schemesAt(document: JsonObject): readonly string[] | undefined {
  const schemes = arrayAt(document, 'schemes')?.filter(scheme => typeof scheme === 'string' && scheme.trim() !== '')
  return schemes?.length ? schemes.map(String) : undefined
}

function isVariable(text: string | undefined): boolean {
  return text?.includes('@environmentVariables(') ?? false
}

/** A URL that can say where an API is; a file can't. */
function webUrl(url: URL | string | undefined): URL | undefined {
  const parsed = typeof url === 'string' ? URL.parse(url) : url
  return parsed?.host && /^https?:$/.test(parsed.protocol) ? parsed : undefined
}

function schemeOf(url: URL | undefined): readonly string[] | undefined {
  return url && [url.protocol.slice(0, -1)]
}

function pathOf(url: string | undefined): string | undefined {
  return given(withoutTrailing(webUrl(url)?.pathname ?? '', '/'))
}
