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
    what: 'The definition has more than 256 operations',
    why: 'A connector has 256 at most.',
    mend: 'Leave some out with `include-operations` or `exclude-operations`.',
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
    what: 'An operation has no `operationId`',
    why: 'Apps and flows hold on to an operation by this id.',
    mend: 'Give it one where the API is built, and never change it again.',
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
    what: 'Two operations have the same `operationId`',
    why: 'Apps and flows would not know which one is meant, and the service refuses the definition.',
    mend: 'Rename the one that is newer.',
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
    what: 'An `operationId` has characters that the designer takes out',
    why: 'Apps show and use the shorter name, so it is not what the document says, and two may become one.',
    mend: 'Use letters, digits, `_` and `-` only.',
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
    what: 'The summary of an operation has 120 characters or more',
    why: "It is the title of the operation in the designer, and Microsoft's validator wants fewer.",
    mend: 'Say it shorter, and put the rest into `description`.',
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
    what: 'The summary of an operation has one of the characters `/ \\ < > * % & ?`',
    why: 'Microsoft does not certify connectors with them.',
    mend: 'Put it without them.',
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
    what: 'An operation declares no response',
    why: 'The service refuses it, and makers would get no outputs.',
    mend: 'Declare at least one, such as `200` with a description.',
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
    what: 'An operation declares errors only',
    why: 'The designer takes the outputs from a successful response, so there are none.',
    mend: 'Declare what is answered when all is well.',
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
    what: 'Several responses of an operation have a schema',
    why: 'The designer shows the outputs of one of them.',
    mend: 'Nothing, if that is the right one. Else leave the schema on the response that makers need.',
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
    what: 'The schema of an operation stands on another response than 200 or 201',
    why: 'The designer takes the outputs from 200, or else from 201.',
    mend: 'Move the schema there if the API answers so.',
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
    what: 'The `default` response has a schema',
    why: 'It stands for all other answers, mostly errors, and the designer may show its fields as outputs.',
    mend: 'Put the schema on the response that is expected.',
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
    what: '`nextLinkName` of `x-ms-pageable` is an unusual name',
    why: 'The platform follows `nextLink` and `@odata.nextLink`. Under another name flows get the first page only.',
    mend: 'Let the API answer with one of these names, or read the pages in the flow.',
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
