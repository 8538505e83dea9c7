/** Ids as people copy them from the maker portal, from URLs and from other tools. */

const CONNECTOR_NAME = /^shared_[A-Za-z0-9._-]+$/
const RESOURCE_ID = /^\/?providers\/Microsoft\.PowerApps\/(?:scopes\/[^/]+\/)?apis\/([^/]+)\/?$/i
const GUID = /^\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?$/i
/** Names of rows have the prefix of a publisher, and what isn't a letter or a digit is encoded: `contoso_orders-20api`. */
const ROW_NAME = /^[A-Za-z][A-Za-z0-9._-]{0,499}$/
const ENVIRONMENT_ID = /^(?:Default-)?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** The value that was meant, or why it isn't one. */
export type Parsed<Value = string> = { readonly value: Value } | { readonly mistake: string }

/** By which column a row of the Dataverse table `connector` is found. */
export interface RowKey {
  readonly column: 'connectorid' | 'connectorinternalid' | 'name'
  readonly value: string
}

/**
 * The connector's name from what was given: `shared_…`, percent-encoded or not, or the full resource id.
 * Names are `shared_`, the encoded title, and one or two hashes (`-5f` and 16 hex digits; older ones `.5f`).
 */
export function parseConnectorId(given: string): Parsed {
  const text = decodeOnce(given.trim())
  const name = RESOURCE_ID.exec(text)?.[1] ?? text
  if (CONNECTOR_NAME.test(name)) return { value: name }
  if (GUID.test(name)) {
    return {
      mistake: `"connector-id" is ${name}, the GUID of a Dataverse row; the Power Apps backend needs the name that starts with "shared_" (maker portal, Custom connectors, Edit: it stands in the address), and the Dataverse backend needs "environment-url"`
    }
  }
  return {
    mistake: `"connector-id" is "${given}"; valid are a name such as shared_orders-5f0123456789abcdef-5f0123456789abcdef, percent-encoded or not, and /providers/Microsoft.PowerApps/apis/shared_…`
  }
}

/** The row from what was given: its GUID, the `shared_…` name in every form that Power Apps takes, or the row's own name. */
export function parseRowKey(given: string): Parsed<RowKey> {
  const text = decodeOnce(given.trim())
  if (GUID.test(text)) return { value: { column: 'connectorid', value: text.replaceAll(/[{}]/g, '').toLowerCase() } }
  const name = RESOURCE_ID.exec(text)?.[1] ?? text
  if (CONNECTOR_NAME.test(name)) return { value: { column: 'connectorinternalid', value: name } }
  if (ROW_NAME.test(name)) return { value: { column: 'name', value: name } }
  return {
    mistake: `"connector-id" is "${given}"; valid on Dataverse are the GUID of the connector's row, its name such as shared_orders-5f0123456789abcdef, percent-encoded or not, and the row's own name such as contoso_orders`
  }
}

/** The environment's id, kept exactly as given: `Default-` belongs to it. */
export function parseEnvironmentId(given: string): Parsed {
  return ENVIRONMENT_ID.test(given)
    ? { value: given }
    : {
        mistake: `"environment-id" is "${given}"; valid are a GUID and Default-<tenant GUID>, as in the maker portal's address`
      }
}

function decodeOnce(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
