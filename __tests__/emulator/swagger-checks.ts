/** The checks that the service makes of a definition: those of validation, and those of the update. */
import { isObject, pointer } from '../../src/definition/json.ts'
import type { Json, JsonObject } from '../../src/definition/json.ts'

const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch'])
const maximumBytes = 1024 * 1024
const maximumOperations = 256

interface Operation {
  readonly at: string
  readonly operation: JsonObject
}

function operations(definition: JsonObject): Operation[] {
  const paths = isObject(definition['paths']) ? definition['paths'] : {}
  return Object.entries(paths).flatMap(([path, item]) =>
    !isObject(item)
      ? []
      : Object.entries(item).flatMap(([method, operation]) =>
          methods.has(method) && isObject(operation) ? [{ at: pointer('paths', path, method), operation }] : []
        )
  )
}

/** Findings as validation answers them: `<Severity> : <JSON pointer> : <text>`. */
export function findings(definition: JsonObject): string[] {
  return [...rootFindings(definition), ...operationFindings(definition), ...referenceFindings(definition)]
}

function rootFindings(definition: JsonObject): string[] {
  const info = isObject(definition['info']) ? definition['info'] : {}
  return [
    ...(definition['swagger'] === '2.0' ? [] : ["Critical : /swagger : The value must be '2.0'."]),
    ...(typeof definition['host'] === 'string' && definition['host'] !== ''
      ? []
      : ["Error : /host : Required property 'host' is missing or empty."]),
    ...(typeof info['title'] === 'string' ? [] : ["Error : /info/title : Required property 'title' is missing."]),
    ...(isObject(definition['paths']) ? [] : ["Critical : /paths : Required property 'paths' is missing."])
  ]
}

function operationFindings(definition: JsonObject): string[] {
  const seen = new Set<string>()
  return operations(definition).flatMap(({ at, operation }) => {
    const id = operation['operationId']
    if (typeof id !== 'string' || id === '') return [`Error : ${at} : Property 'operationId' is required.`]
    if (seen.has(id)) return [`Error : ${at}/operationId : The operation id '${id}' is not unique.`]
    seen.add(id)
    return []
  })
}

function referenceFindings(definition: JsonObject): string[] {
  return [...references(definition, '')].flatMap(({ at, target }) =>
    resolves(definition, target) ? [] : [`Error : ${at} : The reference '${target}' could not be resolved.`]
  )
}

function* references(value: Json, at: string): Generator<{ at: string; target: string }> {
  if (!isObject(value) && !Array.isArray(value)) return
  for (const [name, member] of Object.entries(value)) {
    if (name === '$ref' && typeof member === 'string') yield { at: `${at}/$ref`, target: member }
    else yield* references(member, at + pointer(name))
  }
}

function resolves(definition: JsonObject, target: string): boolean {
  if (!target.startsWith('#/')) return false
  let value: Json | undefined = definition
  for (const segment of target.slice(2).split('/')) {
    const name = decodeURIComponent(segment).replaceAll('~1', '/').replaceAll('~0', '~')
    value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
  }
  return value !== undefined
}

/** Why an update with this definition is refused; empty when it isn't. */
export function updateErrors(definition: JsonObject): string[] {
  const size = Buffer.byteLength(JSON.stringify(definition))
  const count = operations(definition).length
  return [
    ...findings(definition),
    ...(size <= maximumBytes
      ? []
      : [`Error : / : The definition has ${size} bytes; at most ${maximumBytes} are allowed.`]),
    ...(count <= maximumOperations
      ? []
      : [`Error : /paths : The definition has ${count} operations; at most ${maximumOperations} are allowed.`])
  ]
}
