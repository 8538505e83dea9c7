/**
 * What the platform knows beyond Swagger 2.0, as data.
 *
 * From the published JSON schema of connector definitions (github.com/microsoft/PowerPlatformConnectors, schemas/) and,
 * for extensions, from what several published connectors use without being in that schema.
 */

/** Formats that the designers and the validator know. */
export const knownFormats: ReadonlySet<string> = new Set([
  'int32',
  'int64',
  'float',
  'double',
  'byte',
  'binary',
  'date',
  'date-time',
  'password',
  'date-no-tz',
  'email',
  'html',
  'uri',
  'uuid'
])

/** Formats in common use, in lower case, with the platform's format of the same meaning. */
const translatedFormats: ReadonlyMap<string, string> = new Map([
  ['guid', 'uuid'],
  ['url', 'uri'],
  ['datetime', 'date-time'],
  ['iso-datetime', 'date-time'],
  ['google-datetime', 'date-time'],
  ['decimal', 'double'],
  ['int8', 'int32'],
  ['int16', 'int32'],
  ['uint8', 'int32'],
  ['uint16', 'int32'],
  ['uint32', 'int64'],
  ['uint64', 'int64'],
  ['long', 'int64'],
  ['base64', 'byte']
])

/** The platform's format for a format of a document, or `undefined` where there is none. */
export function platformFormat(format: string): string | undefined {
  if (knownFormats.has(format)) return format
  const lower = format.toLowerCase()
  return knownFormats.has(lower) ? lower : translatedFormats.get(lower)
}

const knownExtensions: ReadonlySet<string> = new Set([
  'x-ms-api-annotation',
  'x-ms-apihub-cached-response',
  'x-ms-apihub-obo',
  'x-ms-capabilities',
  'x-ms-connector-metadata',
  'x-ms-deployment-version',
  'x-ms-docs',
  'x-ms-dynamic-list',
  'x-ms-dynamic-properties',
  'x-ms-dynamic-schema',
  'x-ms-dynamic-tree',
  'x-ms-dynamic-values',
  'x-ms-editor',
  'x-ms-editor-options',
  'x-ms-enum',
  'x-ms-enum-values',
  'x-ms-keywords',
  'x-ms-localize',
  'x-ms-media-kind',
  'x-ms-no-generic-test',
  'x-ms-notification',
  'x-ms-notification-content',
  'x-ms-notification-url',
  'x-ms-openai-data',
  'x-ms-openai-manifest',
  'x-ms-openai-published-to-copilots',
  'x-ms-operation-context',
  'x-ms-pageable',
  'x-ms-parameter-location',
  'x-ms-parameterized-host',
  'x-ms-permission',
  'x-ms-require-user-confirmation',
  'x-ms-safe-operation',
  'x-ms-skip-url-encoding',
  'x-ms-summary',
  'x-ms-test-value',
  'x-ms-trigger',
  'x-ms-trigger-hint',
  'x-ms-trigger-metadata',
  'x-ms-trigger-value',
  'x-ms-url-encoding',
  'x-ms-visibility'
])

/** True for `x-ms-…` that are none of the platform's: mostly hints for generators of client code. */
export function isForeignExtension(name: string): boolean {
  return name.startsWith('x-ms-') && !knownExtensions.has(name)
}
