/** Checks a connector's definition offline. */
import type { JsonObject } from '../definition/json.ts'
import type { Context, Finding } from './finding.ts'
import { indexDefinition } from './model/index.ts'
import type { DefinitionIndex, OperationNode } from './model/nodes.ts'
import { pointerOf, type Place } from './model/place.ts'
import { eachShapedObject } from './rules/objects.ts'
import type { Report, Rule, RuleNodes } from './rules/rule.ts'
import { rules } from './rules/table.ts'

/**
 * Applies every rule to a Swagger 2.0 definition.
 *
 * Takes any JSON object, however malformed, and never throws. The findings come by kind of place (document, objects, paths,
 * operations, parameters, responses, references, schemas, dynamic extensions), within a kind in the document's order: the
 * same document always gives the same list.
 */
export function checkDefinition(definition: JsonObject, context: Context = {}): Finding[] {
  const index = indexDefinition(definition, context)
  const findings: Finding[] = []
  const applicable = rules.filter(rule => rule.certification !== true || context.certification === true)

  run('document', [index])
  eachShapedObject(index, asker('object'))
  run('path', index.paths)
  run('operation', index.operations)
  run('parameter', index.parameters)
  run('response', index.responses)
  run('reference', index.references)
  run('schema', index.schemas)
  run('dynamic', index.dynamics)
  return findings

  function run<K extends keyof RuleNodes>(kind: K, nodes: readonly RuleNodes[K][]): void {
    const ask = asker(kind)
    for (const node of nodes) ask(node)
  }

  function asker<K extends keyof RuleNodes>(kind: K): (node: RuleNodes[K]) => void {
    const ofKind = applicable.filter(rule => rule.on === kind)
    return prepare(ofKind, index, findings)
  }
}

type Node = RuleNodes[keyof RuleNodes]
type Ask = (node: Node) => void

/** Asks the rules of one kind about a node, those about a member only where the node has it. */
function prepare(ofKind: readonly Rule[], index: DefinitionIndex, findings: Finding[]): Ask {
  const always: Ask[] = []
  const byKeyword = new Map<string, Ask[]>()
  for (const rule of ofKind) {
    const report = reporter(rule, findings)
    // `on` says which nodes a rule takes, which TypeScript cannot follow through the table.
    const check = rule.check.bind(rule) as (node: Node, report: Report, index: DefinitionIndex, keyword: string) => void
    const ask = (keyword: string) => (node: Node) => {
      check(node, report, index, keyword)
    }
    if (rule.keywords === undefined) always.push(ask(''))
    for (const keyword of rule.keywords ?? []) byKeyword.set(keyword, [...(byKeyword.get(keyword) ?? []), ask(keyword)])
  }
  return node => {
    for (const ask of always) ask(node)
    if (byKeyword.size === 0 || !('value' in node)) return
    for (const keyword in node.value) {
      const interested = byKeyword.get(keyword)
      if (interested !== undefined) for (const ask of interested) ask(node)
    }
  }
}

function reporter(rule: Rule, findings: Finding[]): Report {
  return (place: Place, message: string, operation?: OperationNode) => {
    const { id, severity } = rule
    const finding = { rule: id, severity, pointer: pointerOf(place), message }
    findings.push(operation?.id === undefined ? finding : { ...finding, operationId: operation.id })
  }
}
