/** Any API document as the Swagger 2.0 that a connector takes. */

import { cleanSwagger2, type Conversion, convertToSwagger2 } from './convert/index.ts'
import type { JsonObject } from './json.ts'
import { operationIdsByPlace } from './operations.ts'
import type { ApiDescription } from './specification.ts'

/**
 * Converts OpenAPI 3, and mends in Swagger 2.0 what the platform refuses. Operations without an id get the one that the
 * connector has for the same verb and path, since apps and flows hold on to it.
 *
 * @param connector the connector's definition as stored
 * @param servedFrom where the document was downloaded from; `undefined` for a file
 * @throws DefinitionError for references to other documents and for nesting beyond any use
 */
export function toSwagger2(
  { document, specification }: ApiDescription,
  connector: JsonObject,
  servedFrom: URL | undefined
): Conversion {
  const knownIds = operationIdsByPlace(connector)
  if (specification.kind === 'swagger') return cleanSwagger2(document, { knownIds })
  return convertToSwagger2(document, { knownIds, ...(servedFrom === undefined ? {} : { servedFrom }) })
}
