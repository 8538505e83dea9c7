/** Rules on operations themselves: their ids, texts, responses and media types. */
import { objectAt, own, stringAt } from '../../definition/json.ts'
import type { OperationNode } from '../model/nodes.ts'
import { at, documentPlace } from '../model/place.ts'
import { operationWords, quote, sentence } from '../model/words.ts'
import type { Rule } from './rule.ts'

/** The platform's limit of operations a connector. */
const mostOperations = 256

/** "Reduce the operation 'summary' property to be fewer than 120 characters" (the validator's published list). */
const longestSummary = 120

export const operations: readonly Rule[] = [
  {
    id: 'TotalOperationsCountExceedsMaxAllowed',
    section: 'Operations',
    severity: 'error',
    on: 'document',
    check(index, report) {
      const { length } = index.operations
      if (length <= mostOperations) return
      const message = `The document has ${length} operations, a connector at most ${mostOperations}: leave some out ('include-operations', 'exclude-operations').`
      report(at(documentPlace, 'paths'), message)
    }
  },
  {
    id: 'OperationIdRequired',
    section: 'Operations',
    severity: 'error',
    on: 'operation',
    check(operation, report) {
      if (own(operation.value, 'operationId') !== undefined) return
      report(
        operation.place,
        `${sentence(operationWords(operation))} has no 'operationId': give it one, flows refer to it.`
      )
    }
  },
  {
    id: 'OperationIdNotUnique',
    section: 'Operations',
    severity: 'error',
    on: 'operation',
    check(operation, report, index) {
      const first = operation.id === undefined ? undefined : index.operationsById.get(operation.id)
      if (first === undefined || first === operation) return
      const message = `The operationId ${quote(operation.id)} is used by ${quote(first.path.template)} and ${quote(operation.path.template)}: rename one.`
      report(at(operation.place, 'operationId'), message, operation)
    }
  },
  {
    id: 'OperationIdSanitized',
    section: 'Operations',
    severity: 'warning',
    on: 'operation',
    check(operation, report) {
      const sanitized = operation.id?.replaceAll(/[^A-Za-z0-9_-]/g, '')
      if (sanitized === operation.id) return
      const message = `The operationId ${quote(operation.id)} becomes ${quote(sanitized)} in the designer: use letters, digits and '_' only.`
      report(at(operation.place, 'operationId'), message, operation)
    }
  },
  {
    id: 'OperationSummaryTooLong',
    section: 'Operations',
    severity: 'warning',
    on: 'operation',
    check(operation, report) {
      const length = stringAt(operation.value, 'summary')?.length ?? 0
      if (length < longestSummary) return
      const message = `The 'summary' of ${operationWords(operation)} has ${length} characters: stay under ${longestSummary}.`
      report(at(operation.place, 'summary'), message, operation)
    }
  },
  {
    id: 'RestrictedCharactersInSummary',
    section: 'Operations',
    severity: 'warning',
    certification: true,
    on: 'operation',
    check(operation, report) {
      // The set stands in the validator's output (https://github.com/microsoft/PowerPlatformConnectors/pull/1095).
      const characters = new Set(stringAt(operation.value, 'summary')?.match(/[/\\<>*%&?]/g))
      if (characters.size === 0) return
      const message = `The 'summary' of ${operationWords(operation)} has ${quote([...characters].join(' '))}: put it without them.`
      report(at(operation.place, 'summary'), message, operation)
    }
  },
  {
    id: 'OperationMustHaveResponse',
    section: 'Operations',
    severity: 'error',
    on: 'operation',
    check(operation, report) {
      // The notification stands for a webhook's response: published webhooks have an empty list.
      if (operation.responses.length > 0 || operation.path.notificationContent !== undefined) return
      report(
        operation.place,
        `${sentence(operationWords(operation))} has no response: declare at least one.`,
        operation
      )
    }
  },
  {
    id: 'OperationShouldHaveSuccessfulResponse',
    section: 'Operations',
    severity: 'warning',
    on: 'operation',
    check(operation, report) {
      const { responses } = operation
      if (responses.length === 0 || responses.some(({ status }) => /^2\d\d$/.test(status) || status === 'default'))
        return
      const message = `${sentence(operationWords(operation))} has no successful response, only ${quote(responses.map(use => use.status).join(', '))}: declare one.`
      report(at(operation.place, 'responses'), message, operation)
    }
  },
  {
    id: 'OperationHasManyResponsesWithSchema',
    section: 'Operations',
    severity: 'info',
    on: 'operation',
    check(operation, report) {
      const statuses = withSchema(operation)
      if (statuses.length < 2) return
      const message = `${sentence(operationWords(operation))} has schemas for the responses ${quote(statuses.join(', '))}: the designer uses one only.`
      report(at(operation.place, 'responses'), message, operation)
    }
  },
  {
    id: 'SchemaDefinitionSetIncorrectly',
    section: 'Response',
    severity: 'info',
    on: 'operation',
    check(operation, report) {
      const statuses = withSchema(operation)
      const webhook = operation.path.notificationContent !== undefined
      if (webhook || statuses.some(status => status === '200' || status === '201')) return
      const elsewhere = statuses.filter(status => /^2\d\d$/.test(status) || status === 'default')
      if (elsewhere.length === 0) return
      const message = `${sentence(operationWords(operation))} has its schema on ${quote(elsewhere.join(', '))}: the designer shows the one of 200 or 201.`
      report(at(operation.place, 'responses'), message, operation)
    }
  },
  {
    id: 'DefaultResponseHasSchema',
    section: 'Response',
    severity: 'info',
    on: 'operation',
    check(operation, report) {
      if (!withSchema(operation).includes('default')) return
      const message = `The 'default' response of ${operationWords(operation)} has a schema: put it on the response that is expected.`
      report(at(operation.place, 'responses', 'default'), message, operation)
    }
  },
  {
    id: 'InvalidNextLinkNameValue',
    section: 'Operations',
    severity: 'warning',
    on: 'operation',
    check(operation, report) {
      const name = own(objectAt(operation.value, 'x-ms-pageable') ?? {}, 'nextLinkName')
      if (name === undefined || name === 'nextLink' || name === '@odata.nextLink') return
      const message = `'nextLinkName' of ${operationWords(operation)} is ${quote(name)}: the platform follows 'nextLink' and '@odata.nextLink' only.`
      report(at(operation.place, 'x-ms-pageable', 'nextLinkName'), message, operation)
    }
  }
]

/** The statuses whose response has a schema. */
function withSchema(operation: OperationNode): string[] {
  const holds = ({ response }: OperationNode['responses'][number]) =>
    response !== undefined && Object.keys(objectAt(response.value, 'schema') ?? {}).length > 0
  return operation.responses.filter(holds).map(use => use.status)
}
