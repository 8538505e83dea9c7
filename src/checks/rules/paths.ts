/** Rules on path templates, and on telling paths apart. */
import { objectAt, own } from '../../definition/json.ts'
import type { DefinitionIndex, OperationNode } from '../model/nodes.ts'
import { at, documentPlace } from '../model/place.ts'
import { operationWords, quote, sentence } from '../model/words.ts'
import type { Report, Rule } from './rule.ts'

export const paths: readonly Rule[] = [
  {
    id: 'OperationPathMustStartWithSlash',
    section: 'Operations',
    severity: 'error',
    what: 'A path does not begin with a slash',
    why: 'Put behind the base path it makes another path.',
    mend: 'Begin it with `/`.',
    on: 'path',
    check({ template, place }, report) {
      if (!template.startsWith('/'))
        report(place, `Path ${quote(template)} does not begin with '/': put one before it.`)
    }
  },
  {
    id: 'OperationPathMayNotContainQueryOrFragment',
    section: 'Operations',
    severity: 'error',
    what: 'A path has a query or a fragment',
    why: 'Swagger 2.0 tells operations apart by the path alone, and the platform adds the query itself.',
    mend: 'Declare query parameters instead, or encode `?` and `#` where they belong to the path.',
    on: 'path',
    check({ template, place }, report) {
      if (!/[?#]/.test(template)) return
      report(
        place,
        `Path ${quote(template)} has a query or fragment: declare query parameters instead, or encode '?' and '#'.`
      )
    }
  },
  {
    id: 'OperationPathContainsUnsupportedCharacters',
    section: 'Operations',
    severity: 'error',
    what: 'A path has the wildcard `*`',
    why: 'A call goes to one path; nothing could fill in the wildcard.',
    mend: 'Use a path parameter.',
    on: 'path',
    check({ template, place }, report) {
      if (template.includes('*'))
        report(place, `Path ${quote(template)} has the wildcard '*': use a path parameter instead.`)
    }
  },
  {
    id: 'OperationPathVariablesContainDefaults',
    section: 'Operations',
    severity: 'error',
    what: 'A variable of a path sets a default, as `{id=1}`',
    why: 'That is a form of other tools. Here it becomes a part of the name, which no parameter has.',
    mend: 'Give the parameter a `default`.',
    on: 'path',
    check({ template, place }, report) {
      const variable = variables(template).find(name => name.includes('='))
      if (variable === undefined) return
      report(
        place,
        `Variable ${quote(`{${variable}}`)} of path ${quote(template)} sets a default: give the parameter a 'default' instead.`
      )
    }
  },
  {
    id: 'OperationPathTemplateNotValid',
    section: 'Operations',
    severity: 'error',
    what: 'A path has a brace without its partner',
    why: 'Nobody can tell where the variable ends.',
    mend: 'Close it in the same segment, or encode the brace.',
    on: 'path',
    check({ template, place }, report) {
      if (template.split('/').every(segment => /^(?:[^{}]|\{[^{}]+\})*$/.test(segment))) return
      report(
        place,
        `Path ${quote(template)} has a brace without its partner in the same segment: close the variable, or encode the brace.`
      )
    }
  },
  {
    id: 'PathItemRefNotSuppored',
    section: 'Not supported',
    severity: 'error',
    what: 'A path is a `$ref`',
    why: 'The service does not follow it, so the path has no operations.',
    mend: 'Write the operations out.',
    on: 'path',
    check({ template, place, value }, report) {
      if (own(value, '$ref') === undefined) return
      report(
        at(place, '$ref'),
        `Path ${quote(template)} is a '$ref' (${quote(own(value, '$ref'))}): write its operations out.`
      )
    }
  },
  {
    // The service compares the whole template, variable names included
    // (https://github.com/microsoft/powerapps-tools/issues/222).
    id: 'PathRedefined',
    section: 'Operations',
    severity: 'error',
    what: 'Two paths differ in case only',
    why: 'The service takes them for the same path and refuses the definition.',
    mend: 'Merge the two, or make a segment differ.',
    on: 'document',
    check({ root }, report) {
      const seen = new Map<string, string>()
      for (const template of Object.keys(objectAt(root, 'paths') ?? {})) {
        const first = seen.get(template.toLowerCase())
        if (first === undefined) seen.set(template.toLowerCase(), template)
        else
          report(
            at(documentPlace, 'paths', template),
            `Paths ${quote(first)} and ${quote(template)} differ in case only: merge them.`
          )
      }
    }
  },
  {
    id: 'DuplicateOperationPath',
    section: 'Operations',
    severity: 'error',
    what: 'Two operations have the same verb, and paths that differ in the names of their variables only',
    why: 'A call fits both, so nobody can tell which one is meant.',
    mend: 'Make a fixed segment differ, or leave one operation out with `exclude-operations`.',
    on: 'document',
    check(index, report) {
      const seen = new Map<string, OperationNode>()
      for (const operation of index.operations) {
        const { template } = operation.path
        const key = `${operation.method} ${template.toLowerCase().replaceAll(/\{[^{}]*\}/g, '{}')}`
        const first = seen.get(key)
        // Two spellings of one template are PathRedefined.
        if (first === undefined) seen.set(key, operation)
        else if (first.path.template.toLowerCase() !== template.toLowerCase()) {
          const message = `${sentence(operationWords(operation))} (${quote(template)}) can't be told from ${operationWords(first)} (${quote(first.path.template)}): make a fixed segment differ.`
          report(operation.place, message, operation)
        }
      }
    }
  },
  {
    id: 'PartialDuplicateOperationPath',
    section: 'Operations',
    severity: 'info',
    what: 'A value for a variable of a path can make it the path of another operation',
    why: 'With `/orders/{id}` and `/orders/latest` the id `latest` leads to the other operation.',
    mend: 'Nothing, if no such value occurs. Else make a fixed segment differ.',
    on: 'document',
    check: similarPaths
  },
  {
    id: 'OperationMissingPathParameter',
    section: 'Operations',
    severity: 'error',
    what: 'A variable of the path has no parameter',
    why: 'Nothing fills it in, and the call goes to a path with braces.',
    mend: 'Declare a parameter of that name with `in: path`.',
    on: 'operation',
    check(operation, report) {
      const declared = new Set(pathParameters(operation))
      // Where a reference leads nowhere, ParameterReferenceNotFound has said so.
      if (operation.parameters.some(use => use.parameter === undefined)) return
      for (const name of new Set(variables(operation.path.template))) {
        if (declared.has(name) || name.includes('=')) continue
        const message = `${sentence(operationWords(operation))} lacks the path parameter ${quote(name)} of ${quote(operation.path.template)}: declare it.`
        report(operation.place, message, operation)
      }
    }
  },
  {
    id: 'PathParameterNotDefinedInTemplate',
    section: 'Operations',
    severity: 'error',
    what: 'A path parameter does not occur in the path',
    why: 'Makers have to fill it in, and it goes nowhere.',
    mend: 'Put `{name}` into the path, or remove the parameter.',
    on: 'operation',
    check(operation, report) {
      const names = new Set(variables(operation.path.template))
      for (const { parameter, place } of operation.parameters) {
        if (parameter?.location !== 'path' || parameter.name === undefined || names.has(parameter.name)) continue
        const message = `Path parameter ${quote(parameter.name)} of ${operationWords(operation)} does not occur in ${quote(operation.path.template)}: put {${parameter.name}} into the path, or remove it.`
        report(place, message, operation)
      }
    }
  }
]

/** The names between braces. */
function variables(template: string): string[] {
  return [...template.matchAll(/\{([^{}]+)\}/g)].map(match => match[1] ?? '')
}

function pathParameters(operation: OperationNode): string[] {
  return operation.parameters.flatMap(({ parameter }) =>
    parameter?.location === 'path' && parameter.name !== undefined ? [parameter.name] : []
  )
}

interface Branch {
  readonly children: Map<string, Branch>
  operation: OperationNode | undefined
}

/** Finds paths such as `/orders/{id}` and `/orders/latest`: a value for `id` may lead to the other operation. */
function similarPaths(index: DefinitionIndex, report: Report): void {
  const roots = new Map<string, Branch>()
  for (const operation of index.operations) {
    let branch = branchOf(roots, operation.method)
    for (const segment of segments(operation)) branch = branchOf(branch.children, segment)
    branch.operation ??= operation
  }
  for (const operation of index.operations) {
    const root = roots.get(operation.method)
    const other = root && sibling(root, segments(operation), 0, false)
    if (other === undefined) continue
    const message = `${sentence(operationWords(operation))} (${quote(operation.path.template)}) also matches the path of ${operationWords(other)} (${quote(other.path.template)}): a value may lead to the wrong one.`
    report(operation.place, message, operation)
  }
}

/** The branch of that name, made where there is none. */
function branchOf(branches: Map<string, Branch>, name: string): Branch {
  const known = branches.get(name)
  if (known !== undefined) return known
  const made: Branch = { children: new Map(), operation: undefined }
  branches.set(name, made)
  return made
}

function segments(operation: OperationNode): string[] {
  return operation.path.template
    .toLowerCase()
    .split('/')
    .map(segment => (/^\{[^{}]*\}$/.test(segment) ? '{}' : segment))
}

/** An operation whose path has a fixed segment where this one has a variable, and otherwise agrees. */
function sibling(branch: Branch, rest: string[], from: number, differs: boolean): OperationNode | undefined {
  const segment = rest[from]
  if (segment === undefined) return differs ? branch.operation : undefined
  const same = branch.children.get(segment)
  const found = same && sibling(same, rest, from + 1, differs)
  if (found !== undefined || segment !== '{}') return found
  for (const [name, child] of branch.children) {
    if (name === '{}') continue
    const other = sibling(child, rest, from + 1, true)
    if (other !== undefined) return other
  }
  return undefined
}
