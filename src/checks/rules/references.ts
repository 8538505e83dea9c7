/** Rules on `$ref`. */
import { isObject, objectAt, own, stringAt, type Json, type JsonObject } from '../../definition/json.ts'
import type { DefinitionIndex, ReferenceNode } from '../model/nodes.ts'
import { at, documentPlace } from '../model/place.ts'
import type { Section as Part } from '../model/references.ts'
import { quote, sentence } from '../model/words.ts'
import type { Report, Rule, RuleNodes } from './rule.ts'

type Kind = ReferenceNode['kind']

const parts: Readonly<Record<Kind, Part>> = { parameter: 'parameters', response: 'responses', schema: 'definitions' }

export const references: readonly Rule[] = [
  {
    id: 'ParameterReferenceNotFound',
    section: 'Parameters',
    severity: 'error',
    what: 'A reference leads to a parameter that the document does not hold',
    why: 'Nobody knows what is meant, and the service refuses the definition.',
    mend: 'Define it under `parameters`, or correct the reference.',
    on: 'reference',
    check: notFound('parameter')
  },
  {
    id: 'ParameterReferenceNotValid',
    section: 'Parameters',
    severity: 'error',
    what: 'A reference to a parameter does not begin with `#/parameters/`',
    why: 'The service finds shared parts only there, and in this document only.',
    mend: 'Move the part there and refer to it as `#/parameters/<name>`.',
    on: 'reference',
    check: notValid('parameter')
  },
  {
    id: 'ResponseReferenceNotFound',
    section: 'Response',
    severity: 'error',
    what: 'A reference leads to a response that the document does not hold',
    why: 'Nobody knows what is meant, and the service refuses the definition.',
    mend: 'Define it under `responses`, or correct the reference.',
    on: 'reference',
    check: notFound('response')
  },
  {
    id: 'ResponseReferenceNotValid',
    section: 'Response',
    severity: 'error',
    what: 'A reference to a response does not begin with `#/responses/`',
    why: 'The service finds shared parts only there, and in this document only.',
    mend: 'Move the part there and refer to it as `#/responses/<name>`.',
    on: 'reference',
    check: notValid('response')
  },
  {
    id: 'SchemaReferenceNotFound',
    section: 'Response',
    severity: 'error',
    what: 'A reference leads to a definition that the document does not hold',
    why: 'Nobody knows what is meant, and the service refuses the definition.',
    mend: 'Define it under `definitions`, or correct the reference.',
    on: 'reference',
    check: notFound('schema')
  },
  {
    id: 'SchemaReferenceNotValid',
    section: 'Response',
    severity: 'error',
    what: 'A reference to a schema does not begin with `#/definitions/`',
    why: 'The service finds shared parts only there, and in this document only.',
    mend: 'Move the part there and refer to it as `#/definitions/<name>`.',
    on: 'reference',
    check: notValid('schema')
  },
  {
    id: 'JsonPointerNotValid',
    section: 'Response',
    severity: 'error',
    what: 'A reference is no JSON pointer',
    why: 'Some characters have to be written in another way in it (RFC 6901), and nobody can tell what is meant.',
    mend: 'Write `~` as `~0`, `/` as `~1` and `%` as `%25`, or give the definition a plain name.',
    on: 'reference',
    check({ state, words, target, place, operation }, report) {
      if (state !== 'syntax') return
      const message = `${sentence(words())} refers to ${quote(target)}, which is no JSON pointer: write '~' as '~0', '/' as '~1', '%' as '%25'.`
      report(at(place, '$ref'), message, operation)
    }
  },
  {
    id: 'AdditionalPropertyNotAllowedAdjacentToRef',
    section: 'Properties',
    severity: 'warning',
    what: 'Something stands next to a `$ref`',
    why: 'The reference is taken alone. The description or mark next to it has no effect.',
    mend: 'Put it into what is referred to.',
    on: 'reference',
    check({ holder, words, place, operation }, report) {
      const name = Object.keys(holder).find(key => key !== '$ref')
      if (name === undefined) return
      const message = `${sentence(words())} has '${name}' next to '$ref', which is ignored: put it into what is referred to.`
      report(at(place, name), message, operation)
    }
  },
  {
    id: 'ParameterRefLoopNotAllowed',
    section: 'Parameters',
    severity: 'error',
    what: 'A shared parameter is itself a reference',
    why: 'The service does not follow a second reference.',
    mend: 'Write the parameter out.',
    on: 'document',
    check(index, report) {
      forwarding(index, 'parameters', report)
    }
  },
  {
    id: 'ResponseRefLoopNotAllowed',
    section: 'Parameters',
    severity: 'error',
    what: 'A shared response is itself a reference',
    why: 'The service does not follow a second reference.',
    mend: 'Write the response out.',
    on: 'document',
    check(index, report) {
      forwarding(index, 'responses', report)
    }
  },
  {
    // A definition that only points to another one is harmless (and in published connectors); a circle of them is not.
    id: 'SchemaRefLoopNotAllowed',
    section: 'Response',
    severity: 'error',
    what: 'Definitions refer to each other in a circle',
    why: 'Whoever follows the references never comes to a schema.',
    mend: 'Define one of them.',
    on: 'document',
    check(index, report) {
      for (const [name, target] of circles(index)) {
        const message = `Definition ${quote(name)} refers to ${quote(target)} and so in a circle: define it.`
        report(at(documentPlace, 'definitions', name, '$ref'), message)
      }
    }
  }
]

type Check = (node: RuleNodes['reference'], report: Report, index: DefinitionIndex) => void

function notFound(kind: Kind): Check {
  return (node, report) => {
    if (node.kind !== kind || node.state !== 'missing') return
    const message = `${sentence(node.words())} refers to ${quote(node.target)}, which the document doesn't hold: define it, or correct the reference.`
    report(at(node.place, '$ref'), message, node.operation)
  }
}

function notValid(kind: Kind): Check {
  return (node, report) => {
    if (node.kind !== kind || node.state !== 'prefix') return
    const message = `${sentence(node.words())} refers to ${quote(node.target)}: a ${kind} reference begins with '#/${parts[kind]}/'.`
    report(at(node.place, '$ref'), message, node.operation)
  }
}

/** Shared parameters and responses that are themselves references. */
function forwarding({ root }: DefinitionIndex, part: Part, report: Report): void {
  for (const [name, value] of Object.entries(objectAt(root, part) ?? {})) {
    const target = isObject(value) ? own(value, '$ref') : undefined
    if (target === undefined) continue
    report(
      at(documentPlace, part, name, '$ref'),
      `'${part}' has ${quote(name)} as a reference to ${quote(target)}: write it out there.`
    )
  }
}

/** The definitions whose references lead round in a circle, the first of each; every definition is passed once. */
function circles({ root, resolver }: DefinitionIndex): [string, string][] {
  const passed = new Set<JsonObject>()
  const found: [string, string][] = []
  for (const [name, start] of Object.entries(objectAt(root, 'definitions') ?? {})) {
    const chain = new Set<JsonObject>()
    let current: Json | undefined = start
    while (isObject(current) && !passed.has(current)) {
      const resolution = resolver.resolve(own(current, '$ref') ?? null, 'definitions')
      if (resolution.state !== 'found') break
      passed.add(current)
      chain.add(current)
      current = resolution.value
    }
    const target = isObject(start) ? stringAt(start, '$ref') : undefined
    if (target !== undefined && isObject(current) && chain.has(current)) found.push([name, target])
  }
  return found
}
