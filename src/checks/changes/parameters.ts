/** What an update changes in the inputs of an operation. */
import { own, stringAt, type JsonObject } from '../../definition/json.ts'
import { type EffectiveParameter, parametersOf, type Operation } from '../../definition/operations.ts'
import { templateOf, variablesOf } from './operation-pairs.ts'
import type { Pair } from './pair.ts'
import { isSameScalar, type SchemaReader } from './schema-reader.ts'
import { isOffered, type Input, type SchemaComparison } from './schemas.ts'

interface Parameter extends Input {
  /** `query`, `header`, `path`, `formData`, `body`. */
  readonly place: string
  readonly name: string
  /** Where findings have it: `query/limit`, `body`. */
  readonly at: string
}

/**
 * Pairs parameters by name and place. The body is one whatever it is called, so that its fields are compared; its name is
 * told as a change all the same: a flow calls a field `order/lines` where `order` is the name of the body, and can't be
 * saved with another (the service's error `WorkflowOperationParametersExtraParameter`).
 */
export function compareParameters(before: Operation, after: Operation, schemas: SchemaComparison, pair: Pair): void {
  const [old, current] = readDifferent(before, after, schemas)
  settleMoves(old, current, pair)
  const renamed = renamedVariables(before.path, after.path)
  for (const [key, was] of old) {
    const is = current.get(key)
    const newName = is === undefined && was.place === 'path' ? renamed.get(was.name) : undefined
    if (newName !== undefined && isOffered(was)) pair.add('ParameterRemoved', was.at, was.name, newName)
    else schemas.inputs(was, is, was.at, 'ParameterRemoved', pair)
    if (is !== undefined && was.place === 'body') compareBodyNames(was, is, pair)
  }
  for (const [key, is] of current) {
    if (!old.has(key)) schemas.inputs(undefined, is, is.at, 'ParameterRemoved', pair)
  }
}

/** The parameters of both sides by place and name, in document order, but for those that are the same to the letter. */
function readDifferent(
  before: Operation,
  after: Operation,
  schemas: SchemaComparison
): [Map<string, Parameter>, Map<string, Parameter>] {
  const old = parametersOf(schemas.before.root, before)
  const current = parametersOf(schemas.after.root, after)
  for (const [key, { listed }] of old) {
    if (isSameScalar(listed, current.get(key)?.listed)) {
      old.delete(key)
      current.delete(key)
    }
  }
  return [readParameters(schemas.before, old), readParameters(schemas.after, current)]
}

function readParameters(
  reader: SchemaReader,
  effective: ReadonlyMap<string, EffectiveParameter>
): Map<string, Parameter> {
  const parameters = new Map<string, Parameter>()
  for (const [key, { parameter, listed }] of effective) {
    const place = stringAt(parameter, 'in') ?? ''
    parameters.set(key, { ...readInput(reader, parameter, listed), place, ...naming(parameter, place) })
  }
  return parameters
}

function naming(parameter: JsonObject, place: string): Pick<Parameter, 'name' | 'at'> {
  const name = stringAt(parameter, 'name') ?? ''
  return { name, at: place === 'body' ? 'body' : `${place}/${name}` }
}

/** Parts of the path have to be there, whether or not the document says so. */
function readInput(reader: SchemaReader, parameter: JsonObject, listed: JsonObject): Input {
  const isRequired = own(parameter, 'required') === true || own(parameter, 'in') === 'path'
  if (own(parameter, 'in') !== 'body') return { schema: reader.read(listed), isRequired }
  return { schema: reader.read(own(parameter, 'schema'), listed !== parameter), isRequired, parameter }
}

/** Tells parameters that have moved, and takes them from both sides: what else has changed comes with the move. */
function settleMoves(old: Map<string, Parameter>, current: Map<string, Parameter>, pair: Pair): void {
  const arrived = new Map<string, string>()
  for (const [key, { name, place }] of current) if (!old.has(key) && place !== 'body') arrived.set(name, key)
  for (const [key, was] of arrived.size === 0 ? [] : [...old]) {
    const newKey = arrived.get(was.name)
    const is = newKey === undefined ? undefined : current.get(newKey)
    if (newKey === undefined || is === undefined) continue
    if (current.has(key) || was.place === 'body' || !isOffered(was)) continue
    old.delete(key)
    current.delete(newKey)
    pair.add('ParameterLocationChanged', was.at, was.place, is.place)
  }
  settleBodyMove(old, current, pair)
}

/** A body that is sent as a form, or the other way round: one change, not one of each field. */
function settleBodyMove(old: Map<string, Parameter>, current: Map<string, Parameter>, pair: Pair): void {
  const from = bodyPlace(old)
  const to = bodyPlace(current)
  if (from === undefined || to === undefined || from === to) return
  pair.add('ParameterLocationChanged', from, from, to)
  for (const parameters of [old, current]) {
    for (const [key, { place }] of parameters) if (place === 'body' || place === 'formData') parameters.delete(key)
  }
}

function bodyPlace(parameters: ReadonlyMap<string, Parameter>): string | undefined {
  const places = new Set([...parameters.values()].map(({ place }) => place))
  return ['body', 'formData'].find(place => places.has(place))
}

/** The new names of variables at the same place of the same path. */
function renamedVariables(before: string, after: string): Map<string, string> {
  if (before === after || templateOf(before) !== templateOf(after)) return new Map()
  const names = variablesOf(after)
  return new Map(
    variablesOf(before).flatMap((name, index): [string, string][] => {
      const newName = names[index] ?? name
      return newName === name ? [] : [[name, newName]]
    })
  )
}

function compareBodyNames(before: Parameter, after: Parameter, pair: Pair): void {
  if (before.name === after.name || !isOffered(before) || !isOffered(after)) return
  pair.add('ParameterRemoved', 'body', before.name, after.name)
}
