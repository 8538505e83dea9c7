/** A connector's definition without faults, and small changes to it: what the cases of the rules are made of. */
import { isObject, pointer, type Json, type JsonObject } from '../../../src/definition/json.ts'

/** Where something stands, its segments separated by `|`: `paths|/orders|get|summary`. */
export type Path = string

/** New values by path, objects on the way made as needed; `undefined` deletes. */
export type Patch = Readonly<Record<Path, Json | undefined>>

/** One rule: a change that breaks it, where that is reported, and one that comes near but does not. */
export interface Case {
  readonly rule: string
  readonly bad: Patch
  readonly at: Path
  readonly good: Patch
  /** `properties` of apiProperties.json. */
  readonly properties?: JsonObject
  /** Those of the case that comes near, where they differ. */
  readonly goodProperties?: JsonObject
}

export const list = 'paths|/orders|get'
export const create = 'paths|/orders|post'
export const body = `${create}|parameters|0|schema`
export const read = 'paths|/orders/{id}|get'
export const upload = 'paths|/files|post'
export const hook = 'paths|/hooks|post'
export const order = 'definitions|Order'
export const status = 'definitions|Order|properties|status'

/** Nothing in it breaks a rule, those for certification included. */
export function example(): JsonObject {
  return {
    swagger: '2.0',
    info: {
      title: 'Contoso Orders',
      version: '1.0',
      description: 'Reads and writes the orders of the Contoso shop.',
      contact: { name: 'Contoso', url: 'https://contoso.example', email: 'help@contoso.example' }
    },
    host: 'api.contoso.example',
    basePath: '/v1',
    schemes: ['https'],
    consumes: ['application/json'],
    produces: ['application/json'],
    'x-ms-connector-metadata': [
      { propertyName: 'Website', propertyValue: 'https://contoso.example' },
      { propertyName: 'Privacy policy', propertyValue: 'https://contoso.example/privacy' },
      { propertyName: 'Categories', propertyValue: 'Commerce;Data' }
    ],
    securityDefinitions: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
    security: [{ key: [] }],
    paths: paths(),
    definitions: definitions()
  }
}

function paths(): JsonObject {
  const customer = parameter('customer', 'query', { type: 'string' })
  const kind = parameter('kind', 'path', { required: true, type: 'string', 'x-ms-url-encoding': 'single' })
  const id = parameter('id', 'path', { required: true, type: 'string', 'x-ms-url-encoding': 'single' })
  const file = parameter('file', 'formData', { required: true, type: 'file' })
  const orders = { type: 'array', items: { $ref: '#/definitions/Order' } }
  const customers = { type: 'array', items: { $ref: '#/definitions/Customer' } }
  const schema = { type: 'object', properties: { schema: { type: 'object' } } }
  return {
    '/orders': {
      get: operation('ListOrders', [customer], { '200': response(orders) }),
      post: operation('CreateOrder', [bodyOf('NewOrder')], { '201': response({ $ref: '#/definitions/Order' }) })
    },
    '/orders/{id}': { get: operation('GetOrder', [id], { '200': response({ $ref: '#/definitions/Order' }) }) },
    '/customers': { get: operation('ListCustomers', [], { '200': response(customers) }) },
    '/schemas/{kind}': { get: operation('GetSchema', [kind], { '200': response(schema) }) },
    '/files': {
      post: { ...operation('UploadFile', [file], { '204': response(undefined) }), consumes: ['multipart/form-data'] }
    },
    '/hooks': {
      'x-ms-notification-content': { schema: { $ref: '#/definitions/Order' } },
      post: { ...operation('OnOrder', [bodyOf('Hook')], { '201': response(undefined) }), 'x-ms-trigger': 'single' }
    }
  }
}

function definitions(): JsonObject {
  const text = { type: 'string' }
  const url = { type: 'string', 'x-ms-notification-url': true, 'x-ms-visibility': 'internal' }
  return {
    Order: { type: 'object', required: ['id'], properties: { id: text, status: { ...text, enum: ['open', 'paid'] } } },
    NewOrder: { type: 'object', required: ['customer'], properties: { customer: text, price: { type: 'number' } } },
    Customer: { type: 'object', properties: { id: text, name: text } },
    Hook: { type: 'object', required: ['url'], properties: { url } }
  }
}

function operation(operationId: string, parameters: Json[], responses: JsonObject): JsonObject {
  return { operationId, summary: operationId, description: `Does ${operationId}.`, parameters, responses }
}

function parameter(name: string, location: string, rest: JsonObject): JsonObject {
  return { name, in: location, description: `The ${name}.`, 'x-ms-summary': name, ...rest }
}

function bodyOf(definition: string): JsonObject {
  return { name: 'body', in: 'body', required: true, schema: { $ref: `#/definitions/${definition}` } }
}

function response(schema: JsonObject | undefined): JsonObject {
  return schema === undefined ? { description: 'Done' } : { description: 'Done', schema }
}

/** The example with a patch applied. */
export function patched(patch: Patch): JsonObject {
  // Through text, so that no two places share an object.
  const document = JSON.parse(JSON.stringify(example())) as JsonObject
  for (const [path, value] of Object.entries(patch)) set(document, path.split('|'), structuredClone(value))
  return document
}

export function pointerTo(path: Path): string {
  return path === '' ? '' : pointer(...path.split('|'))
}

function set(document: JsonObject, segments: readonly string[], value: Json | undefined): void {
  let current: Json = document
  for (const segment of segments.slice(0, -1)) current = step(current, segment)
  const last = segments.at(-1) ?? ''
  if (Array.isArray(current)) current[Number(last)] = value ?? null
  else if (!isObject(current)) throw new Error(`${segments.join('|')} leads through ${String(current)}`)
  else if (value === undefined) Reflect.deleteProperty(current, last)
  else current[last] = value
}

function step(current: Json, segment: string): Json {
  if (Array.isArray(current)) return (current[Number(segment)] ??= {})
  if (!isObject(current)) throw new Error(`${segment} of ${String(current)}`)
  return (current[segment] ??= {})
}
