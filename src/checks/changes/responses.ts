/** What an update changes in the outputs of an operation. */
import { objectAt, own, type Json, type JsonObject } from '../../definition/json.ts'
import type { Operation } from '../../definition/operations.ts'
import { follow } from '../../definition/references.ts'
import { isTrigger, notificationContentOf } from './operation-pairs.ts'
import type { Pair } from './pair.ts'
import { isSameText, type Schema, type SchemaReader } from './schema-reader.ts'
import type { SchemaComparison } from './schemas.ts'

/** What the designers show as the result of an operation. */
interface Output {
  /** Where findings have it: `response/200`, or `notification` for what a webhook sends. */
  readonly at: string
  readonly schema: Schema | undefined
  /** By names in small letters, since HTTP doesn't tell capitals apart. */
  readonly headers: ReadonlyMap<string, Header>
}

interface Header {
  readonly at: string
  readonly schema: Schema
}

/** The order in which the designers look for the response that they show; then come other 2xx and `default`. */
const FIRST_CODES = ['200', '201', '202']

export function compareOutputs(before: Operation, after: Operation, schemas: SchemaComparison, pair: Pair): void {
  const old = outputOf(schemas.before, before)
  const current = outputOf(schemas.after, after)
  schemas.outputs(old?.schema, current?.schema, (old?.schema ? old : current)?.at ?? '', pair)
  for (const [name, { at, schema }] of old?.headers ?? []) {
    schemas.outputs(schema, current?.headers.get(name)?.schema, at, pair)
  }
  for (const [name, { at, schema }] of current?.headers ?? []) {
    if (!old?.headers.has(name)) schemas.outputs(undefined, schema, at, pair)
  }
  compareResponseTexts(before, after, schemas, pair)
}

/** A trigger whose path has `x-ms-notification-content` gives what is sent to it, not what answers its subscription. */
function outputOf(reader: SchemaReader, { pathItem, operation }: Operation): Output | undefined {
  const sent = isTrigger(operation) ? notificationContentOf({ pathItem, operation }) : undefined
  if (sent) return { at: 'notification', schema: schemaOf(reader, sent, false), headers: new Map() }
  const responses = objectAt(operation, 'responses') ?? {}
  const codes = Object.keys(responses)
  const success = [...FIRST_CODES, ...codes.filter(code => /^2\d\d$/.test(code)), 'default']
  const code = success.find(candidate => Object.hasOwn(responses, candidate))
  const listed = code === undefined ? undefined : responses[code]
  const response = follow(reader.root, listed)
  if (code === undefined || response === undefined) return undefined
  const schema = schemaOf(reader, response, response !== listed)
  return { at: `response/${code}`, schema, headers: readHeaders(reader, response, code) }
}

/** A schema without a type says nothing, and gives makers nothing. */
function schemaOf(reader: SchemaReader, holder: JsonObject, isShared: boolean): Schema | undefined {
  const schema = reader.read(own(holder, 'schema'), isShared)
  const { type, isDynamic } = schema.contents
  return type === undefined && !isDynamic ? undefined : schema
}

function readHeaders(reader: SchemaReader, response: JsonObject, code: string): Map<string, Header> {
  const headers = Object.entries(objectAt(response, 'headers') ?? {})
  return new Map(
    headers.map(([name, header]) => [
      name.toLowerCase(),
      { at: `response-header/${code}/${name}`, schema: reader.read(header) }
    ])
  )
}

function compareResponseTexts(before: Operation, after: Operation, schemas: SchemaComparison, pair: Pair): void {
  const description = (reader: SchemaReader, response: Json | undefined): Json | undefined => {
    const found = follow(reader.root, response)
    return found && own(found, 'description')
  }
  const old = objectAt(before.operation, 'responses') ?? {}
  for (const [code, response] of Object.entries(objectAt(after.operation, 'responses') ?? {})) {
    const was = own(old, code)
    if (was === undefined || code.startsWith('x-')) continue
    const isSame = isSameText(description(schemas.before, was), description(schemas.after, response))
    if (!isSame) pair.add('TextChanged', `response/${code}`)
  }
}
