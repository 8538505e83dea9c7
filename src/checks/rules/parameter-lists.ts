/** Rules on lists of parameters: one of each, one body. */
import { arrayAt, isObject, stringAt } from '../../definition/json.ts'
import type { OperationNode, ParameterNode, ParameterUse } from '../model/nodes.ts'
import { at } from '../model/place.ts'
import { operationWords, quote, sentence } from '../model/words.ts'
import type { Report, Rule } from './rule.ts'

export const parameterLists: readonly Rule[] = [
  {
    id: 'ParameterListContainsFormDataAndBody',
    section: 'Parameters',
    severity: 'error',
    what: 'An operation has both a body and form data',
    why: 'A request has one content.',
    mend: 'Use one of the two.',
    on: 'operation',
    check(operation, report) {
      const isIn = (location: string) => operation.parameters.some(use => use.parameter?.location === location)
      if (!isIn('body') || !isIn('formData')) return
      const message = `${sentence(operationWords(operation))} has both a body and form data: use one of them.`
      report(at(operation.place, 'parameters'), message, operation)
    }
  },
  {
    id: 'OperationParametersContainMultipleBodyParameters',
    section: 'Operations',
    severity: 'error',
    what: 'An operation has two body parameters',
    why: 'A request has one body.',
    mend: 'Make one object of the two.',
    on: 'operation',
    check(operation, report) {
      severalBodies(operation.ownParameters, operationWords(operation), report, operation)
    }
  },
  {
    id: 'PathParametersContainMultipleBodyParameters',
    section: 'Operations',
    severity: 'error',
    what: 'A path has two body parameters for its operations',
    why: 'A request has one body.',
    mend: 'Make one object of the two, on the operations that take it.',
    on: 'path',
    check(path, report) {
      severalBodies(path.parameters, `path ${quote(path.template)}`, report, undefined)
    }
  },
  {
    id: 'OperationParametersContainDuplicateParameter',
    section: 'Operations',
    severity: 'error',
    what: 'An operation has two parameters of one name in one location',
    why: 'The call could carry only one of them.',
    mend: 'Remove one.',
    on: 'operation',
    check(operation, report) {
      repeated(operation.ownParameters, operationWords(operation), report, operation)
    }
  },
  {
    id: 'PathParametersContainDuplicateParameter',
    section: 'Operations',
    severity: 'error',
    what: 'A path has two parameters of one name in one location',
    why: 'The call could carry only one of them.',
    mend: 'Remove one.',
    on: 'path',
    check(path, report) {
      repeated(path.parameters, `path ${quote(path.template)}`, report, undefined)
    }
  },
  {
    // The list has the same entry twice: one reference repeated. The same name under two spellings is the rule before.
    id: 'OperationParametersAreNotUnique',
    section: 'Operations',
    severity: 'error',
    what: 'An operation refers to one shared parameter twice',
    why: 'Each parameter is listed once.',
    mend: 'Remove one of the references.',
    on: 'operation',
    check(operation, report) {
      const seen = new Set<string>()
      arrayAt(operation.value, 'parameters')?.forEach((entry, position) => {
        const reference = isObject(entry) ? stringAt(entry, '$ref') : undefined
        if (reference === undefined) return
        if (seen.has(reference)) {
          const message = `${sentence(operationWords(operation))} lists the parameter ${quote(reference)} twice: remove one.`
          report(at(operation.place, 'parameters', position), message, operation)
        }
        seen.add(reference)
      })
    }
  }
]

function severalBodies(
  uses: readonly ParameterUse[],
  words: string,
  report: Report,
  operation: OperationNode | undefined
): void {
  const bodies = uses.filter(use => use.parameter?.location === 'body')
  for (const { place, parameter } of bodies.slice(1)) {
    report(
      place,
      `${sentence(words)} has a second body parameter, ${quote(parameter?.name)}: a request has one body.`,
      operation
    )
  }
}

function repeated(
  uses: readonly ParameterUse[],
  words: string,
  report: Report,
  operation: OperationNode | undefined
): void {
  const seen = new Map<string, ParameterNode>()
  for (const { place, parameter } of uses) {
    if (parameter?.name === undefined) continue
    const key = `${parameter.location ?? ''} ${parameter.name}`
    const first = seen.get(key)
    if (first === undefined) seen.set(key, parameter)
    // One shared parameter listed twice is OperationParametersAreNotUnique.
    else if (first !== parameter) {
      report(
        place,
        `${sentence(words)} has parameter ${quote(parameter.name)} in ${quote(parameter.location)} twice: remove one.`,
        operation
      )
    }
  }
}
