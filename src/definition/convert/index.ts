/**
 * Any OpenAPI 3.0, 3.1 or 3.2 document as a Swagger 2.0 definition, and Swagger 2.0 documents without what the platform
 * refuses. Pure: neither source is changed, the same source gives the same result.
 */
import { DefinitionError } from '../../errors.ts'
import { isObject, objectAt, own, put, stringAt, type JsonObject } from '../json.ts'
import { cleaned } from './clean.ts'
import { at, createContext, type Context } from './context.ts'
import { putExtension } from './extensions.ts'
import { lossRules, type Loss, type LossRule } from './losses.ts'
import { convertPaths } from './operations.ts'
import { sharedEntries } from './parameters.ts'
import { pruneUnused } from '../prune.ts'
import { convertDefinitions, nameSchemas } from './schemas.ts'
import { convertSecurity, convertSecuritySchemes } from './security.ts'
import { convertServers } from './servers.ts'
import { shapeDocument } from './shape-document.ts'

export { lossRules, type Loss, type LossRule }

/** A Swagger 2.0 definition, and everything of the source that it could not take over as it was. */
export interface Conversion {
  readonly definition: JsonObject
  readonly losses: Loss[]
}

export interface ConversionOptions {
  /** Where the document was downloaded from: relative servers, and documents without any, are there. */
  readonly servedFrom?: URL
  /** Operation ids of the connector, by verb and path (`get /orders`): for operations that have none in the document. */
  readonly knownIds?: ReadonlyMap<string, string>
}

/**
 * Converts an OpenAPI 3.x document. The definition is valid against the official schema of Swagger 2.0 whatever the
 * document holds. Throws a `DefinitionError`: `not-openapi` for something else than OpenAPI 3.x, `unsupported` for
 * references to other documents, `limit` for nesting beyond any use.
 */
export function convertToSwagger2(document: JsonObject, options: ConversionOptions = {}): Conversion {
  const { definition, context } = convert(document, options)
  return { definition, losses: context.losses.list(document) }
}

/** A conversion that knows where in the source the objects stand that it is made of. */
export interface TracedConversion {
  readonly definition: JsonObject
  /** A pointer into the source; `undefined` for what stands as in the source below something that has one. */
  readonly originOf: (node: JsonObject) => string | undefined
}

/** The same conversion once more: hardly anyone asks where something stands, so the first one doesn't remember. */
export function traceConversion(document: JsonObject): TracedConversion {
  const { definition, context } = convert(document, {})
  return { definition, originOf: node => context.origins.get(node) }
}

function convert(document: JsonObject, options: ConversionOptions): { definition: JsonObject; context: Context } {
  requireVersion(/^3\.\d+(\.|$)/.test(stringAt(document, 'openapi') ?? ''), 'OpenAPI 3', 'openapi')
  const context = createContext(document, false, options.knownIds)
  const components = objectAt(document, 'components') ?? {}
  nameSchemas(context, objectAt(components, 'schemas') ?? {}, '/components/schemas')
  const converted = convertDocument(context, options.servedFrom)
  requireOneDocument(context)
  const shaped = shapeDocument(context, converted)
  reportUnused(context, components)
  return { definition: pruneUnused(shaped).definition, context }
}

/**
 * Mends a Swagger 2.0 document: keywords and constructs that the official schema or the platform refuses. A document
 * without any comes out equal. Throws like `convertToSwagger2`.
 */
export function cleanSwagger2(document: JsonObject, options: Pick<ConversionOptions, 'knownIds'> = {}): Conversion {
  requireVersion(
    ['2.0', 2].some(version => own(document, 'swagger') === version),
    'Swagger 2.0',
    'swagger'
  )
  const context = createContext(document, true, options.knownIds)
  const mended = cleaned(context)
  requireOneDocument(context)
  return { definition: shapeDocument(context, mended), losses: context.losses.list(document) }
}

function requireVersion(isRight: boolean, format: string, member: string): void {
  if (isRight) return
  throw new DefinitionError('not-openapi', {
    what: 'could not use the API document',
    why: `its "${member}" does not say that it is a document of ${format}`,
    advice: 'check that this is the address or file of the API document'
  })
}

function requireOneDocument(context: Context): void {
  if (context.external.size === 0) return
  const all = [...context.external]
  const shown = all.slice(0, 5).map(reference => `"${reference}"`)
  throw new DefinitionError('unsupported', {
    what: 'could not convert the API document',
    why: `it refers to other documents: ${shown.join(', ')}${all.length > 5 ? ` and ${all.length - 5} more` : ''}`,
    advice:
      'put them into one document where the API is built, since references to other files and addresses are not followed'
  })
}

/** Members of the document that are not taken over under their own name. */
const handled = new Set([
  'openapi',
  '$self',
  'jsonSchemaDialect',
  'servers',
  'components',
  'security',
  'webhooks',
  'paths'
])

function convertDocument(context: Context, servedFrom: URL | undefined): JsonObject {
  const { document } = context
  const out: JsonObject = { swagger: '2.0', info: own(document, 'info') ?? {} }
  const { host, basePath, schemes } = convertServers(context, servedFrom)
  if (host !== undefined) out['host'] = host
  if (basePath !== undefined) out['basePath'] = basePath
  if (schemes !== undefined) out['schemes'] = schemes
  const securityDefinitions = convertSecuritySchemes(context)
  out['paths'] = convertPaths(context, securityDefinitions)
  for (const [name, value] of Object.entries(document)) {
    if (name.startsWith('x-')) putExtension(context, out, name, value, '')
    else if (!handled.has(name)) put(out, name, value)
  }
  putSections(context, out, securityDefinitions)
  for (const name of Object.keys(objectAt(document, 'webhooks') ?? {})) {
    context.losses.add(
      'webhook',
      at('/webhooks', name),
      'a connector can not describe webhooks, left out; a webhook trigger may do'
    )
  }
  return out
}

function putSections(context: Context, out: JsonObject, securityDefinitions: JsonObject): void {
  const definitions = convertDefinitions(context)
  const sections = {
    definitions,
    parameters: sharedEntries(context.shared.parameters.known.values()),
    responses: sharedEntries(context.shared.responses.known.values()),
    securityDefinitions
  }
  for (const [name, section] of Object.entries(sections)) if (Object.keys(section).length > 0) out[name] = section
  const security = own(context.document, 'security')
  const kept = security === undefined ? undefined : convertSecurity(context, security, '/security', securityDefinitions)
  if (kept !== undefined) out['security'] = kept
}

/** Components that nothing led to while converting. */
function reportUnused(context: Context, components: JsonObject): void {
  for (const section of ['schemas', 'parameters', 'responses', 'requestBodies', 'headers', 'examples', 'pathItems']) {
    for (const [name, entry] of Object.entries(objectAt(components, section) ?? {})) {
      if (context.touched.has(entry) && isObject(entry)) continue
      context.losses.add('unused', at('/components', section, name), 'no operation uses it, left out')
    }
  }
}
