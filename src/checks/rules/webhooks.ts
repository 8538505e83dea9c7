/**
 * Rules on webhooks: an operation that subscribes, a field that takes the notification URL, and what is then sent
 * (https://learn.microsoft.com/connectors/custom-connectors/create-webhook-trigger).
 */
import { objectAt, own, stringAt } from '../../definition/json.ts'
import type { DefinitionIndex, OperationNode, SchemaNode } from '../model/nodes.ts'
import { at } from '../model/place.ts'
import { operationOf, operationWords, quote, schemaWords, sentence } from '../model/words.ts'
import type { Rule } from './rule.ts'

export const webhooks: readonly Rule[] = [
  {
    id: 'NotificationUrlNotAllowedInThisPosition',
    section: 'Webhooks',
    severity: 'warning',
    what: 'A field of a response is marked `x-ms-notification-url`',
    why: 'The platform hands its URL over in a request.',
    mend: 'Remove the mark, and set it on the field of the request.',
    on: 'schema',
    keywords: ['x-ms-notification-url'],
    check(node, report) {
      if (!isNotificationUrl(node) || node.root.input || !node.root.output) return
      const message = `${sentence(schemaWords(node))} is marked 'x-ms-notification-url' in a response: only a request can take the URL, remove the mark.`
      report(at(node.place, 'x-ms-notification-url'), message, operationOf(node))
    }
  },
  {
    id: 'NotificationUrlNotInternal',
    section: 'Webhooks',
    severity: 'warning',
    what: 'Makers see the field that takes the notification URL',
    why: 'The platform fills it in. What a maker puts there breaks the trigger.',
    mend: 'Add `"x-ms-visibility": "internal"`.',
    on: 'schema',
    keywords: ['x-ms-notification-url'],
    check(node, report) {
      if (!takesNotificationUrl(node) || isHidden(node)) return
      const message = `${sentence(schemaWords(node))} takes the notification URL but makers see it: add "x-ms-visibility": "internal".`
      report(node.place, message, operationOf(node))
    }
  },
  {
    id: 'NotificationUrlNotRequired',
    section: 'Webhooks',
    severity: 'warning',
    what: 'The field that takes the notification URL is optional',
    why: 'It may not be sent, and then the trigger never fires.',
    mend: 'Make the field, and the objects around it, required.',
    on: 'schema',
    keywords: ['x-ms-notification-url'],
    check(node, report) {
      if (!takesNotificationUrl(node) || isAlwaysSent(node)) return
      const message = `${sentence(schemaWords(node))} takes the notification URL but it, or an object around it, is optional: make all of them required.`
      report(node.place, message, operationOf(node))
    }
  },
  {
    id: 'NotificationUrlNotString',
    section: 'Webhooks',
    severity: 'error',
    what: 'The field that takes the notification URL is no text',
    why: 'The platform can not put its URL there.',
    mend: 'Make it of type `string`.',
    on: 'schema',
    keywords: ['x-ms-notification-url'],
    check(node, report) {
      if (!takesNotificationUrl(node) || node.type === 'string' || node.type === undefined) return
      report(
        node.place,
        `${sentence(schemaWords(node))} takes the notification URL but is of type ${quote(node.type)}: make it a string.`,
        operationOf(node)
      )
    }
  },
  {
    id: 'OperationMustHaveNotificationContentExtension',
    section: 'Operations',
    severity: 'warning',
    what: 'The path of a webhook has no `x-ms-notification-content`',
    why: 'Makers do not know what the trigger brings.',
    mend: 'Describe there what the API sends.',
    on: 'document',
    check(index, report) {
      const subscribing = webhookOperations(index)
      for (const operation of index.operations) {
        if (!isTrigger(operation) || !subscribing.has(operation) || hasContent(operation)) continue
        const message = `${sentence(operationWords(operation))} takes a notification URL but its path has no 'x-ms-notification-content': describe there what is sent.`
        report(operation.place, message, operation)
      }
    }
  },
  {
    id: 'WebhookOperationsMissingNotificationUrlProperty',
    section: 'Operations',
    severity: 'warning',
    what: 'A webhook has no field that takes the notification URL',
    why: 'The API never learns where to send, so the trigger never fires.',
    mend: 'Mark the field with `"x-ms-notification-url": true`.',
    on: 'document',
    check(index, report) {
      const subscribing = webhookOperations(index)
      for (const operation of index.operations) {
        if (!isTrigger(operation) || subscribing.has(operation) || !hasContent(operation)) continue
        const message = `${sentence(operationWords(operation))} is a webhook, but none of its fields is marked 'x-ms-notification-url': mark the one that takes the URL.`
        report(operation.place, message, operation)
      }
    }
  },
  {
    id: 'NotificationExtensionNotSupportedInWebhookOperation',
    section: 'Operations',
    severity: 'error',
    what: 'A webhook has `x-ms-notification`',
    why: 'The extension is for a polling trigger that names its webhook.',
    mend: 'Remove it.',
    on: 'document',
    check(index, report) {
      const subscribing = webhookOperations(index)
      for (const operation of index.operations) {
        if (own(operation.value, 'x-ms-notification') === undefined || !subscribing.has(operation)) continue
        const message = `${sentence(operationWords(operation))} is itself a webhook and has 'x-ms-notification': remove it.`
        report(at(operation.place, 'x-ms-notification'), message, operation)
      }
    }
  },
  {
    id: 'NotificationExtensionSupportedForTriggerOnly',
    section: 'Operations',
    severity: 'error',
    what: 'An operation that is no trigger has `x-ms-notification`',
    why: 'Only triggers are notified.',
    mend: 'Add `x-ms-trigger`, or remove the extension.',
    on: 'operation',
    check(operation, report) {
      if (own(operation.value, 'x-ms-notification') === undefined || isTrigger(operation)) return
      const message = `${sentence(operationWords(operation))} has 'x-ms-notification' but is no trigger: add 'x-ms-trigger', or remove it.`
      report(at(operation.place, 'x-ms-notification'), message, operation)
    }
  },
  {
    id: 'NotificationOperationMustBeWebhook',
    section: 'Operations',
    severity: 'error',
    what: '`x-ms-notification` names an operation that takes no notification URL',
    why: 'Nothing subscribes, so the trigger is never notified.',
    mend: 'Name the operation that subscribes.',
    on: 'document',
    check(index, report) {
      const subscribing = webhookOperations(index)
      for (const operation of index.operations) {
        const target = subscription(operation, index)
        if (target === undefined || subscribing.has(target)) continue
        const message = `'x-ms-notification' of ${operationWords(operation)} names ${quote(target.id)}, which takes no notification URL: name the operation that subscribes.`
        report(at(operation.place, 'x-ms-notification', 'operationId'), message, operation)
      }
    }
  },
  {
    id: 'ParamtersWithSameNameMustHaveSameTypeAndVisibility',
    section: 'Parameters',
    severity: 'warning',
    what: 'A trigger and the operation that subscribes for it differ in the type or visibility of a parameter',
    why: 'The platform hands the value of one on to the other.',
    mend: 'Make the two agree.',
    on: 'operation',
    check(operation, report, index) {
      const target = subscription(operation, index)
      for (const { parameter, place } of target === undefined ? [] : operation.parameters) {
        const twin = target?.parameters.find(use => use.parameter?.name === parameter?.name)?.parameter
        if (parameter === undefined || twin === undefined) continue
        const same = ['type', 'x-ms-visibility'].every(name => own(parameter.value, name) === own(twin.value, name))
        if (same) continue
        const message = `Parameter ${quote(parameter.name)} differs in type or visibility between ${operationWords(operation)} and ${quote(target?.id)}, which subscribes for it: make them agree.`
        report(place, message, operation)
      }
    }
  }
]

/** The operation that `x-ms-notification` of a polling trigger names. */
function subscription({ value }: OperationNode, index: DefinitionIndex): OperationNode | undefined {
  const id = stringAt(objectAt(value, 'x-ms-notification') ?? {}, 'operationId')
  return id === undefined ? undefined : index.operationsById.get(id)
}

function isTrigger({ value }: OperationNode): boolean {
  return own(value, 'x-ms-trigger') !== undefined
}

function hasContent({ path, value }: OperationNode): boolean {
  return path.notificationContent !== undefined || own(value, 'x-ms-notification-content') !== undefined
}

/** Published connectors have it as true and as "true". */
function isNotificationUrl({ value }: SchemaNode): boolean {
  const mark = own(value, 'x-ms-notification-url')
  return mark === true || mark === 'true'
}

function takesNotificationUrl(node: SchemaNode): boolean {
  return node.root.input && isNotificationUrl(node)
}

function isHidden(node: SchemaNode): boolean {
  for (let current: SchemaNode | undefined = node; current !== undefined; current = current.parent) {
    if (stringAt(current.value, 'x-ms-visibility') === 'internal') return true
  }
  const { parameter } = node.root
  return parameter !== undefined && stringAt(parameter.value, 'x-ms-visibility') === 'internal'
}

function isAlwaysSent(node: SchemaNode): boolean {
  if (node.kind === 'parameter') return own(node.value, 'required') === true
  for (let current = node; current.parent !== undefined; current = current.parent) {
    if (current.role === 'property' && !current.required) return false
  }
  return true
}

const known = new WeakMap<DefinitionIndex, Set<OperationNode>>()

/** The operations with a field for the notification URL, in a parameter, the body, or a definition the body leads to. */
function webhookOperations(index: DefinitionIndex): Set<OperationNode> {
  const seen = known.get(index)
  if (seen !== undefined) return seen
  const found = new Set<OperationNode>()
  for (const node of index.schemas) {
    if (!takesNotificationUrl(node)) continue
    for (const operation of index.usersOf(node.root)) found.add(operation)
  }
  known.set(index, found)
  return found
}
