/** One known change to an inlined definition for each rule, and changes that come near one and are none. */
import type { ChangeRule } from '../../../src/checks/changes/change.ts'
import { arrayAt, isObject, objectAt, stringAt, type Json, type JsonObject } from '../../../src/definition/json.ts'
import { operationsOf, type Operation } from '../../../src/definition/operations.ts'

export interface Expected {
  readonly rule: ChangeRule
  readonly operationId: string
  readonly path: string
}

/** The two sides, equal at first; a mutation may prepare both before it changes one. */
export interface Sides {
  readonly before: JsonObject
  readonly after: JsonObject
  beforeProperties?: JsonObject
  afterProperties?: JsonObject
}

/** One of the items by chance; a mutation that finds none of what it needs ends. */
export type Pick = <T>(items: readonly T[]) => T

/** Changes `after`, perhaps after it has prepared both sides, and says what has to be told. */
export type Mutation = (sides: Sides, pick: Pick) => readonly Expected[]

/** Thrown where a definition has no place for a mutation. */
export class NoPlace extends Error {}

/** A parameter, or a schema that makers see, on both sides. */
interface Site {
  readonly operationId: string
  readonly path: string
  readonly before: JsonObject
  readonly after: JsonObject
  /** The object around a field. */
  readonly parents?: { readonly before: JsonObject; readonly after: JsonObject; readonly name: string }
  readonly isParameter: boolean
}

const INPUTS = ['query', 'header', 'path', 'formData']

function operationPairs({ before, after }: Sides): [Operation, Operation][] {
  const current = [...operationsOf(after)]
  return [...operationsOf(before)].map((operation, index): [Operation, Operation] => {
    const counterpart = current[index]
    if (counterpart === undefined) throw new Error('the sides differ')
    return [operation, counterpart]
  })
}

function textAt(holder: JsonObject, name: string): string {
  return stringAt(holder, name) ?? ''
}

function isSeen(schema: JsonObject): boolean {
  return schema['x-ms-visibility'] !== 'internal' && !Object.keys(schema).some(name => name.startsWith('x-ms-dynamic-'))
}

function* fieldSites(site: Site, side: 'input' | 'output'): Generator<Site> {
  yield site
  if (site.before['allOf'] !== undefined) return
  const [old, current] = [objectAt(site.before, 'properties'), objectAt(site.after, 'properties')]
  for (const [name, field] of Object.entries(site.before['type'] === 'array' || !old ? {} : old)) {
    const after = current?.[name]
    if (!isObject(field) || !isObject(after) || !isSeen(field)) continue
    if (side === 'input' && field['readOnly'] === true) continue
    const parents = { before: site.before, after: site.after, name }
    const { operationId } = site
    yield* fieldSites(
      { operationId, path: `${site.path}/${name}`, before: field, after, parents, isParameter: false },
      side
    )
  }
  const [items, newItems] = [site.before['items'], site.after['items']]
  if (site.before['type'] !== 'array' || !isObject(items) || !isObject(newItems) || !isSeen(items)) return
  const { operationId, path } = site
  yield* fieldSites({ operationId, path: `${path}[]`, before: items, after: newItems, isParameter: false }, side)
}

function inputSites(sides: Sides): Site[] {
  return operationPairs(sides).flatMap(([old, current]) => {
    const after = arrayAt(current.operation, 'parameters') ?? []
    return (arrayAt(old.operation, 'parameters') ?? []).flatMap((parameter, index) => {
      const counterpart = after[index]
      if (!isObject(parameter) || !isObject(counterpart) || !isSeen(parameter)) return []
      const place = textAt(parameter, 'in')
      const site = { operationId: old.id, before: parameter, after: counterpart, isParameter: true }
      if (INPUTS.includes(place)) return [{ ...site, path: `${place}/${textAt(parameter, 'name')}` }]
      const [schema, newSchema] = [parameter['schema'], counterpart['schema']]
      if (!isObject(schema) || !isObject(newSchema) || !isSeen(schema)) return []
      return [...fieldSites({ ...site, path: 'body', before: schema, after: newSchema, isParameter: false }, 'input')]
    })
  })
}

function outputSites(sides: Sides): Site[] {
  return operationPairs(sides).flatMap(([old, current]) => {
    const [path, before] = outputOf(old)
    const [, after] = outputOf(current)
    if (!isObject(before) || !isObject(after) || !isSeen(before) || before['type'] === undefined) return []
    return [...fieldSites({ operationId: old.id, path, before, after, isParameter: false }, 'output')]
  })
}

function outputOf({ operation, pathItem }: Operation): [string, Json | undefined] {
  const content = pathItem['x-ms-notification-content']
  if (operation['x-ms-trigger'] !== undefined && isObject(content)) return ['notification', content['schema']]
  const responses = objectAt(operation, 'responses') ?? {}
  const codes = Object.keys(responses)
  const code = ['200', '201', '202', ...codes.filter(name => name.startsWith('2')), 'default'].find(name =>
    codes.includes(name)
  )
  return [`response/${code ?? ''}`, objectAt(responses, code ?? '')?.['schema']]
}

const expected = (rule: ChangeRule, { operationId, path }: Pick_<Site>): Expected => ({ rule, operationId, path })
type Pick_<T> = { readonly [K in keyof T & ('operationId' | 'path')]: T[K] }

const isField = ({ parents }: Site): boolean => parents !== undefined
const isText = ({ before }: Site): boolean => before['type'] === 'string' && before['format'] === undefined
const isObjectSchema = ({ before, path }: Site): boolean =>
  before['type'] === 'object' &&
  !path.startsWith('query') &&
  before['allOf'] === undefined &&
  isObject(before['properties'])
const isNotUrl = ({ before }: Site): boolean => before['x-ms-notification-url'] === undefined

/** Makes a site a plain string on both sides, so that what comes next is the only change. */
function plainText(site: Site): void {
  for (const schema of [site.before, site.after]) {
    for (const name of ['enum', 'default', 'format']) Reflect.deleteProperty(schema, name)
    schema['type'] = 'string'
  }
}

function without(list: Json | undefined, name: string): Json[] {
  return Array.isArray(list) ? list.filter(item => item !== name) : []
}

function setRequired(site: Site, isRequired: boolean, sides: readonly ('before' | 'after')[]): void {
  for (const side of sides) {
    const parent = site.parents?.[side]
    if (parent === undefined) site[side]['required'] = isRequired
    else
      parent['required'] = [
        ...without(parent['required'], site.parents?.name ?? ''),
        ...(isRequired ? [site.parents?.name ?? ''] : [])
      ]
  }
}

function addField(site: Site, field: JsonObject): void {
  const properties = objectAt(site.after, 'properties') ?? {}
  site.after['properties'] = { ...properties, zzNew: field }
}

function addParameter({ operation }: Operation, parameter: JsonObject): void {
  operation['parameters'] = [
    ...(arrayAt(operation, 'parameters') ?? []),
    { name: 'zzNew', type: 'string', ...parameter }
  ]
}

function removeField({ after, parents }: Site): void {
  const parent = parents?.after
  if (parent === undefined) throw new Error(`no field around ${textAt(after, 'type')}`)
  const { [parents?.name ?? '']: _gone, ...others } = objectAt(parent, 'properties') ?? {}
  parent['properties'] = others
  parent['required'] = without(parent['required'], parents?.name ?? '')
}

function addOperation(side: JsonObject, path: string, operation: JsonObject): void {
  side['paths'] = {
    ...objectAt(side, 'paths'),
    [path]: { get: { responses: { 204: { description: 'Done' } }, ...operation } }
  }
}

function deleteOperation({ pathItem, method }: Operation): void {
  Reflect.deleteProperty(pathItem, method)
}

/** Operations that nothing else in the definition names. */
function removable(sides: Sides): [Operation, Operation][] {
  const text = JSON.stringify(sides.before)
  const all = operationPairs(sides)
  return all.filter(([{ id }]) => text.split(JSON.stringify(id)).length === 2)
}

function movePath(sides: Sides, { pathItem }: Operation, newPath: string): void {
  const entries = Object.entries(objectAt(sides.after, 'paths') ?? {})
  sides.after['paths'] = Object.fromEntries(
    entries.map(([key, item]) => (item === pathItem ? [newPath, item] : [key, item]))
  )
}

const alone = ([{ pathItem }]: [Operation, Operation]): boolean =>
  Object.keys(pathItem).filter(name => name !== 'parameters' && !name.startsWith('x-')).length === 1

function choose<T>(items: readonly T[], pick: Pick): T {
  if (items.length === 0) throw new NoPlace()
  return pick(items)
}

/** Renames an operation that code or a policy is for: it comes and goes, too. */
function renamed(sides: Sides, pick: Pick): { readonly id: string; readonly told: Expected[] } {
  const [{ id }, { operation }] = choose(removable(sides), pick)
  operation['operationId'] = 'ZzRenamed'
  return {
    id,
    told: [
      { rule: 'OperationRemoved', operationId: id, path: '' },
      { rule: 'OperationAdded', operationId: 'ZzRenamed', path: '' }
    ]
  }
}

/** Every rule of the table. */
export const mutations: Readonly<Record<ChangeRule, Mutation>> = {
  HostChanged: sides => {
    Object.assign(sides.before, { host: 'api.contoso.example' })
    Object.assign(sides.after, { host: 'api.fabrikam.example' })
    return [{ rule: 'HostChanged', operationId: '', path: 'host' }]
  },
  BasePathChanged: sides => {
    sides.after['basePath'] = `${textAt(sides.after, 'basePath')}/moved`.replace('//', '/')
    return [{ rule: 'BasePathChanged', operationId: '', path: 'basePath' }]
  },
  SchemeChanged: sides => {
    sides.before['schemes'] = ['https', 'http']
    sides.after['schemes'] = ['http', 'https']
    return [{ rule: 'SchemeChanged', operationId: '', path: 'schemes' }]
  },
  SecurityChanged: (sides, pick) => {
    const old = {
      type: 'oauth2',
      flow: 'accessCode',
      authorizationUrl: 'https://a.example',
      tokenUrl: 'https://t.example',
      scopes: { read: '', write: '' }
    }
    const [path, current] = pick([
      ['', { type: 'basic' }],
      ['/tokenUrl', { ...old, tokenUrl: 'https://u.example' }],
      ['/authorizationUrl', { ...old, authorizationUrl: 'https://b.example' }],
      ['/scopes', { ...old, scopes: { read: '' } }]
    ] as const)
    Object.assign(sides.before, { securityDefinitions: { signIn: old }, security: [] })
    Object.assign(sides.after, { securityDefinitions: { signIn: current }, security: [] })
    return [{ rule: 'SecurityChanged', operationId: '', path: `security/signIn${path}` }]
  },
  ScriptOperationMissing: (sides, pick) => {
    const { id, told } = renamed(sides, pick)
    sides.afterProperties = { scriptOperations: ['Other', id] }
    return [...told, { rule: 'ScriptOperationMissing', operationId: id, path: 'scriptOperations' }]
  },
  PolicyOperationMissing: (sides, pick) => {
    const { id, told } = renamed(sides, pick)
    const names = pick([id, [id], ['Other', id.toUpperCase()]])
    const policy = { title: 'Route', parameters: { 'x-ms-apimTemplate-operationName': names } }
    sides.beforeProperties = { policyTemplateInstances: [policy] }
    sides.afterProperties = { policyTemplateInstances: [{ title: 'All', parameters: {} }, policy] }
    return [...told, { rule: 'PolicyOperationMissing', operationId: id, path: 'policyTemplateInstances/1' }]
  },
  OperationRemoved: (sides, pick) => {
    const [{ id }, operation] = choose(removable(sides), pick)
    deleteOperation(operation)
    return [{ rule: 'OperationRemoved', operationId: id, path: '' }]
  },
  OperationHidden: (sides, pick) => {
    const visible = operationPairs(sides).filter(([{ operation }]) => operation['x-ms-visibility'] !== 'internal')
    const [{ id }, { operation }] = choose(visible, pick)
    operation['x-ms-visibility'] = 'internal'
    return [{ rule: 'OperationHidden', operationId: id, path: '' }]
  },
  PathChanged: (sides, pick) => {
    const [{ id }, operation] = choose(operationPairs(sides).filter(alone), pick)
    movePath(sides, operation, `${operation.path}/moved`)
    return [{ rule: 'PathChanged', operationId: id, path: '' }]
  },
  VerbChanged: (sides, pick) => {
    const [{ id }, { pathItem, method, operation }] = choose(operationPairs(sides).filter(alone), pick)
    Reflect.deleteProperty(pathItem, method)
    pathItem[method === 'patch' ? 'put' : 'patch'] = operation
    return [{ rule: 'VerbChanged', operationId: id, path: '' }]
  },
  TriggerKindChanged: (sides, pick) => {
    const [{ id, operation: before }, { operation: after, pathItem }] = choose(operationPairs(sides), pick)
    // Where the path says what a webhook sends, the mark alone decides what the output is.
    const kinds =
      pathItem['x-ms-notification-content'] === undefined ? ['single', 'batch', undefined] : ['single', 'batch']
    const kind = pick(kinds)
    for (const [operation, mark] of [
      [before, kind],
      [after, pick(kinds.filter(other => other !== kind))]
    ] as const) {
      Reflect.deleteProperty(operation, 'x-ms-trigger')
      if (mark !== undefined) operation['x-ms-trigger'] = mark
    }
    return [{ rule: 'TriggerKindChanged', operationId: id, path: '' }]
  },
  ParameterRemoved: (sides, pick) => {
    const sites = inputSites(sides).filter(({ path }) => path === 'body' || /^(query|header)\//.test(path))
    const site = choose(sites, pick)
    const pair = operationPairs(sides).find(([{ id }]) => id === site.operationId)
    const parameters = pair?.[1].operation['parameters']
    if (!pair || !Array.isArray(parameters)) throw new Error('no parameters')
    pair[1].operation['parameters'] = parameters.filter(
      parameter =>
        parameter !== site.after && !(site.path === 'body' && isObject(parameter) && parameter['in'] === 'body')
    )
    return [expected('ParameterRemoved', site)]
  },
  ParameterLocationChanged: (sides, pick) => {
    const all = inputSites(sides).filter(({ isParameter }) => isParameter)
    const names = (id: string): Json[] =>
      all.filter(site => site.operationId === id).map(({ before }) => before['name'] ?? '')
    const sites = all.filter(({ operationId, path, before }) => {
      return /^(query|header)\//.test(path) && names(operationId).filter(name => name === before['name']).length === 1
    })
    const site = choose(sites, pick)
    site.after['in'] = site.path.startsWith('query') ? 'header' : 'query'
    return [expected('ParameterLocationChanged', site)]
  },
  RequiredInputAdded: (sides, pick) => {
    const sites = inputSites(sides).filter(isObjectSchema)
    if (pick([true, sites.length === 0])) {
      const [{ id }, operation] = choose(operationPairs(sides), pick)
      const place = pick(['query', 'header'])
      addParameter(operation, { in: place, required: true })
      return [{ rule: 'RequiredInputAdded', operationId: id, path: `${place}/zzNew` }]
    }
    const site = choose(sites, pick)
    addField(site, { type: 'object', required: ['deeper'], properties: { deeper: { type: 'string' } } })
    site.after['required'] = [...without(site.after['required'], 'zzNew'), 'zzNew']
    return [{ rule: 'RequiredInputAdded', operationId: site.operationId, path: `${site.path}/zzNew` }]
  },
  InputBecameRequired: (sides, pick) => {
    const sites = inputSites(sides).filter(site => (site.isParameter || isField(site)) && isNotUrl(site))
    const site = choose(
      sites.filter(({ path, before }) => !path.startsWith('path/') && before['default'] === undefined),
      pick
    )
    setRequired(site, false, ['before'])
    setRequired(site, true, ['after'])
    return [expected('InputBecameRequired', site)]
  },
  InputTypeChanged: (sides, pick) => {
    const site = choose(inputSites(sides), pick)
    for (const schema of [site.before, site.after])
      for (const name of ['enum', 'default']) Reflect.deleteProperty(schema, name)
    site.after['type'] = site.before['type'] === 'boolean' ? 'string' : 'boolean'
    if (site.before['type'] === undefined) throw new NoPlace()
    return [expected('InputTypeChanged', site)]
  },
  InputFieldRemoved: (sides, pick) => {
    const site = choose(inputSites(sides).filter(isField), pick)
    if (pick([true, false])) removeField(site)
    else site.after['readOnly'] = true
    return [expected('InputFieldRemoved', site)]
  },
  InputEnumNarrowed: (sides, pick) => {
    const site = choose(inputSites(sides).filter(isText), pick)
    plainText(site)
    if (pick([true, false])) site.before['enum'] = ['a', 'b', 'c']
    site.after['enum'] = ['c', 'a']
    return [expected('InputEnumNarrowed', site)]
  },
  InputBecameInternal: (sides, pick) => {
    const site = choose(
      inputSites(sides).filter(site => site.isParameter || isField(site)),
      pick
    )
    site.after['x-ms-visibility'] = 'internal'
    return [expected('InputBecameInternal', site)]
  },
  OutputFieldRemoved: (sides, pick) => {
    const site = choose(outputSites(sides).filter(isField), pick)
    if (pick([true, false])) removeField(site)
    else site.after['x-ms-visibility'] = 'internal'
    return [expected('OutputFieldRemoved', site)]
  },
  OutputTypeChanged: (sides, pick) => {
    const site = choose(
      outputSites(sides).filter(({ before }) => before['type'] !== undefined),
      pick
    )
    for (const name of ['properties', 'required', 'items', 'enum', 'format']) Reflect.deleteProperty(site.after, name)
    const isList = site.before['type'] === 'array'
    Object.assign(
      site.after,
      isList ? { type: 'object', properties: { a: { type: 'string' } } } : { type: 'array', items: { type: 'string' } }
    )
    return [expected('OutputTypeChanged', site)]
  },
  DynamicOperationRemoved: (sides, pick) => {
    const site = choose(inputSites(sides).filter(isText), pick)
    const invocation = { operationId: 'ZzList', parameters: {}, 'value-path': 'id' }
    const [name, value] = pick([
      ['x-ms-dynamic-values', invocation],
      ['x-ms-dynamic-list', invocation],
      ['x-ms-dynamic-schema', invocation],
      ['x-ms-dynamic-properties', invocation],
      ['x-ms-dynamic-tree', { open: { operationId: 'ZzList' }, browse: {} }]
    ] as const)
    for (const schema of [site.before, site.after]) schema[name] = value
    addOperation(sides.before, '/zz', { operationId: 'ZzList' })
    return [{ rule: 'OperationRemoved', operationId: 'ZzList', path: '' }, expected('DynamicOperationRemoved', site)]
  },
  OperationAdded: sides => {
    addOperation(sides.after, '/zz', { operationId: 'ZzNew' })
    return [{ rule: 'OperationAdded', operationId: 'ZzNew', path: '' }]
  },
  OperationDeprecated: (sides, pick) => {
    const [{ id, operation: before }, { operation: after }] = choose(operationPairs(sides), pick)
    before['deprecated'] = false
    after['deprecated'] = true
    return [{ rule: 'OperationDeprecated', operationId: id, path: '' }]
  },
  InputAdded: (sides, pick) => {
    const sites = inputSites(sides).filter(isObjectSchema)
    if (pick([true, sites.length === 0])) {
      const [{ id }, operation] = choose(operationPairs(sides), pick)
      addParameter(operation, { in: 'query', ...pick<JsonObject>([{}, { required: true, default: 'a' }]) })
      return [{ rule: 'InputAdded', operationId: id, path: 'query/zzNew' }]
    }
    const site = choose(sites, pick)
    addField(site, { type: 'object', required: ['deeper'], properties: { deeper: { type: 'string' } } })
    return [{ rule: 'InputAdded', operationId: site.operationId, path: `${site.path}/zzNew` }]
  },
  InputEnumWidened: (sides, pick) => {
    const site = choose(inputSites(sides).filter(isText), pick)
    plainText(site)
    site.before['enum'] = ['a', 'b']
    if (pick([true, false])) site.after['enum'] = ['c', 'a', 'b']
    return [expected('InputEnumWidened', site)]
  },
  DefaultChanged: (sides, pick) => {
    const site = choose(inputSites(sides).filter(isText), pick)
    plainText(site)
    setRequired(site, false, site.path === 'body' || site.path.endsWith('[]') ? [] : ['before', 'after'])
    site.before['default'] = 'a'
    // Without its default what is required would have to be given.
    const isRequired = site.path === 'body' || site.path.startsWith('path/')
    if (pick([true, false]) || isRequired) site.after['default'] = 'b'
    return [expected('DefaultChanged', site)]
  },
  OutputFieldAdded: (sides, pick) => {
    const site = choose(outputSites(sides).filter(isObjectSchema), pick)
    addField(site, { type: 'object', properties: { deeper: { type: 'string' } } })
    return [{ rule: 'OutputFieldAdded', operationId: site.operationId, path: `${site.path}/zzNew` }]
  },
  OutputEnumWidened: (sides, pick) => {
    const site = choose(outputSites(sides).filter(isText), pick)
    plainText(site)
    site.before['enum'] = ['a', 'b']
    if (pick([true, false])) site.after['enum'] = ['b', 'c']
    return [expected('OutputEnumWidened', site)]
  },
  TextChanged: (sides, pick) => {
    const sites = [...inputSites(sides), ...outputSites(sides)]
    const operations = operationPairs(sides).map(([{ id, operation: before }, { operation: after }]) => {
      return { operationId: id, path: '', before, after, isParameter: false }
    })
    const site = choose([...sites, ...operations], pick)
    site.after['description'] = 'Other words'
    return [expected('TextChanged', site)]
  }
}

/** What comes near a rule and changes nothing for apps and flows. */
export const nearMisses: Readonly<Record<string, Mutation>> = {
  'a host in capitals, with the port of its scheme': sides => {
    sides.before['host'] = 'API.contoso.example'
    sides.after['host'] = 'api.Contoso.example:443'
    sides.before['schemes'] = []
    sides.after['schemes'] = ['https']
    return []
  },
  'a base path with a slash more': sides => {
    sides.before['basePath'] = '/v1'
    sides.after['basePath'] = '/v1/'
    return []
  },
  'a further way to sign in, and scope': sides => {
    const oauth = { type: 'oauth2', flow: 'application', tokenUrl: 'https://T.example/', scopes: { 'read write': '' } }
    sides.before['securityDefinitions'] = { one: oauth }
    sides.after['securityDefinitions'] = {
      other: { ...oauth, flow: 'accessCode', tokenUrl: 'https://t.example', scopes: { write: '', read: '', more: '' } },
      key: { type: 'apiKey', in: 'header', name: 'X' }
    }
    return []
  },
  'other names of variables in a path that no parameter has': (sides, pick) => {
    const [, operation] = choose(operationPairs(sides).filter(alone), pick)
    movePath(sides, operation, operation.path.replaceAll(/\{[^{}]+\}/g, '{}'))
    return []
  },
  'an operation that is shown': (sides, pick) => {
    const [{ operation: before }, { operation: after }] = choose(operationPairs(sides), pick)
    before['x-ms-visibility'] = 'internal'
    after['x-ms-visibility'] = 'important'
    return []
  },
  'a new hidden input that is filled in': (sides, pick) => {
    const [, operation] = choose(operationPairs(sides), pick)
    addParameter(operation, { in: 'query', required: true, default: 'a', 'x-ms-visibility': 'internal' })
    return []
  },
  'a new hidden input for the URL of a webhook': (sides, pick) => {
    const site = choose(inputSites(sides).filter(isObjectSchema), pick)
    addField(site, { type: 'string', 'x-ms-visibility': 'internal', 'x-ms-notification-url': true })
    site.after['required'] = [...without(site.after['required'], 'zzNew'), 'zzNew']
    return []
  },
  'a hidden input without a default that goes': (sides, pick) => {
    const [operation] = choose(operationPairs(sides), pick)
    addParameter(operation, { in: 'query', 'x-ms-visibility': 'internal' })
    return []
  },
  'a new field that is read only': (sides, pick) => {
    const site = choose(inputSites(sides).filter(isObjectSchema), pick)
    addField(site, { type: 'string', readOnly: true })
    site.after['required'] = [...without(site.after['required'], 'zzNew'), 'zzNew']
    return []
  },
  'a new output that is hidden': (sides, pick) => {
    addField(choose(outputSites(sides).filter(isObjectSchema), pick), { type: 'string', 'x-ms-visibility': 'internal' })
    return []
  },
  'an input that takes all numbers instead of whole ones': (sides, pick) => {
    const site = choose(
      inputSites(sides).filter(({ before }) => before['type'] === 'integer'),
      pick
    )
    site.after['type'] = 'number'
    return []
  },
  'an output that gives whole numbers only': (sides, pick) => {
    const site = choose(
      outputSites(sides).filter(({ before }) => before['type'] === 'number'),
      pick
    )
    site.after['type'] = 'integer'
    return []
  },
  'a format that leaves the value as it is': (sides, pick) => {
    const site = choose([...inputSites(sides), ...outputSites(sides)].filter(isText), pick)
    site.after['format'] = 'uuid'
    return []
  },
  'an optional input with a default that is required': (sides, pick) => {
    const sites = inputSites(sides).filter(site => isText(site) && (site.isParameter || isField(site)))
    const site = choose(
      sites.filter(({ path }) => !path.startsWith('path/')),
      pick
    )
    plainText(site)
    for (const schema of [site.before, site.after]) schema['default'] = 'a'
    setRequired(site, false, ['before'])
    setRequired(site, true, ['after'])
    return []
  },
  'an input that need not be given any more': (sides, pick) => {
    const sites = inputSites(sides).filter(site => site.isParameter || isField(site))
    const site = choose(
      sites.filter(({ path }) => !path.startsWith('path/')),
      pick
    )
    setRequired(site, true, ['before'])
    setRequired(site, false, ['after'])
    return []
  },
  'an enum in another order': (sides, pick) => {
    const site = choose([...inputSites(sides), ...outputSites(sides)].filter(isText), pick)
    plainText(site)
    site.before['enum'] = ['a', 'b']
    site.after['enum'] = ['b', 'a']
    return []
  },
  'an output with fewer values': (sides, pick) => {
    const site = choose(outputSites(sides).filter(isText), pick)
    plainText(site)
    if (pick([true, false])) site.before['enum'] = ['a', 'b']
    site.after['enum'] = ['b']
    return []
  },
  'an output that may be missing': (sides, pick) => {
    setRequired(choose(outputSites(sides).filter(isField), pick), false, ['after'])
    return []
  },
  'an example, a bound, an unknown extension': (sides, pick) => {
    const site = choose([...inputSites(sides), ...outputSites(sides)], pick)
    Object.assign(site.after, { example: 'x', maxLength: 5, 'x-other': { description: 'x' }, 'x-nullable': true })
    return []
  },
  'another version, tags, and a definition that nothing uses': (sides, pick) => {
    const [, { operation }] = choose(operationPairs(sides), pick)
    operation['tags'] = ['Other']
    sides.after['info'] = { ...objectAt(sides.after, 'info'), version: '99' }
    sides.after['x-unused'] = { type: 'string' }
    return []
  },
  'another response for a failure': (sides, pick) => {
    const [, { operation }] = choose(operationPairs(sides), pick)
    operation['responses'] = {
      ...objectAt(operation, 'responses'),
      409: { description: 'Conflict', schema: { type: 'string' } }
    }
    return []
  }
}
