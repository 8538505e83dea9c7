/**
 * The objects of Swagger 2.0 as data: which members they have, of what type, and which are required
 * (https://github.com/OAI/OpenAPI-Specification/blob/main/versions/2.0.md and its JSON schema).
 */
import { isObject, own, type Json, type JsonObject } from '../../definition/json.ts'

export type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object' | 'any'

export interface Shape {
  readonly members: Readonly<Record<string, JsonType>>
  readonly required: readonly string[]
}

const bounds = {
  multipleOf: 'number',
  maximum: 'number',
  exclusiveMaximum: 'boolean',
  minimum: 'number',
  exclusiveMinimum: 'boolean',
  maxLength: 'integer',
  minLength: 'integer',
  pattern: 'string',
  maxItems: 'integer',
  minItems: 'integer',
  uniqueItems: 'boolean',
  enum: 'array'
} as const
const simple = {
  ...bounds,
  type: 'string',
  format: 'string',
  items: 'object',
  collectionFormat: 'string',
  default: 'any'
} as const
const docs = { description: 'string', externalDocs: 'object' } as const
const mimes = { consumes: 'array', produces: 'array', schemes: 'array', security: 'array', tags: 'array' } as const

export const shapes = {
  root: {
    members: {
      ...mimes,
      swagger: 'any',
      info: 'object',
      host: 'string',
      basePath: 'string',
      paths: 'object',
      definitions: 'object',
      parameters: 'object',
      responses: 'object',
      securityDefinitions: 'object',
      externalDocs: 'object',
      'x-ms-connector-metadata': 'array'
    },
    required: ['swagger', 'info', 'paths']
  },
  info: {
    members: {
      title: 'string',
      version: 'string',
      description: 'string',
      termsOfService: 'string',
      contact: 'object',
      license: 'object'
    },
    required: ['title', 'version']
  },
  contact: { members: { name: 'string', url: 'string', email: 'string' }, required: [] },
  license: { members: { name: 'string', url: 'string' }, required: ['name'] },
  externalDocs: { members: { description: 'string', url: 'string' }, required: ['url'] },
  tag: { members: { name: 'string', ...docs }, required: ['name'] },
  path: {
    members: {
      $ref: 'any',
      get: 'object',
      put: 'object',
      post: 'object',
      delete: 'object',
      options: 'object',
      head: 'object',
      patch: 'object',
      parameters: 'array'
    },
    required: []
  },
  operation: {
    members: {
      ...docs,
      ...mimes,
      summary: 'string',
      operationId: 'string',
      parameters: 'array',
      responses: 'object',
      deprecated: 'boolean'
    },
    required: []
  },
  body: {
    members: {
      ...simple,
      name: 'string',
      in: 'string',
      description: 'string',
      required: 'boolean',
      schema: 'object'
    },
    required: ['name', 'in']
  },
  parameter: {
    members: {
      ...simple,
      name: 'string',
      in: 'string',
      description: 'string',
      required: 'boolean',
      allowEmptyValue: 'boolean',
      schema: 'object'
    },
    required: ['name', 'in', 'type']
  },
  items: { members: { ...simple, description: 'string', title: 'string' }, required: ['type'] },
  header: { members: { ...simple, description: 'string' }, required: ['type'] },
  response: {
    members: { description: 'string', schema: 'object', headers: 'object', examples: 'object' },
    required: ['description']
  },
  schema: {
    members: {
      ...bounds,
      ...docs,
      $ref: 'string',
      format: 'string',
      title: 'string',
      default: 'any',
      maxProperties: 'integer',
      minProperties: 'integer',
      required: 'array',
      type: 'any',
      items: 'object',
      allOf: 'array',
      properties: 'object',
      additionalProperties: 'any',
      discriminator: 'string',
      readOnly: 'boolean',
      xml: 'object',
      example: 'any'
    },
    required: []
  }
} as const satisfies Record<string, Shape>

/** The JSON type of a value; whole numbers are integers. */
export function jsonType(value: Json | undefined): string {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value
}

/** Whether a value is of a type; `undefined` and unknown types fit everything. */
export function hasType(value: Json, type: string | undefined): boolean {
  switch (type) {
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === type
    case 'integer':
      return Number.isInteger(value)
    case 'array':
      return Array.isArray(value)
    case 'object':
      return isObject(value)
    case undefined:
    default:
      return true
  }
}

/** The member of that name, when it is a number. */
export function numberAt(value: JsonObject, name: string): number | undefined {
  const member = own(value, name)
  return typeof member === 'number' ? member : undefined
}
