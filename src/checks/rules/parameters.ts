/** Rules on single parameters: where they stand and what they may have. */
import { own, stringAt } from '../../definition/json.ts'
import { at } from '../model/place.ts'
import { operationWords, parameterWords, quote, sentence } from '../model/words.ts'
import type { Rule } from './rule.ts'

/** Headers that HTTP reserves for whoever sends the message (RFC 9110, 7; RFC 9112), here the platform's gateway. */
const senderHeaders = [
  'host',
  'content-length',
  'connection',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
  'expect',
  'keep-alive'
]

/** Members of a parameter that only make sense outside the body, where a schema says them. */
const typeMembers = [
  'type',
  'format',
  'items',
  'collectionFormat',
  'default',
  'enum',
  'maximum',
  'minimum',
  'pattern',
  'allowEmptyValue'
]

export const parameters: readonly Rule[] = [
  {
    id: 'BodyOrFormDataParameterInFetchOperationNotAllowed',
    section: 'Operations',
    severity: 'error',
    on: 'operation',
    check(operation, report) {
      if (operation.method !== 'get' && operation.method !== 'head') return
      for (const { parameter, place } of operation.parameters) {
        if (parameter?.location !== 'body' && parameter?.location !== 'formData') continue
        const message = `${sentence(operationWords(operation))} is a ${operation.method.toUpperCase()} with ${parameter.location} parameter ${quote(parameter.name)}: send it in the query, or use POST.`
        report(place, message, operation)
      }
    }
  },
  {
    id: 'ConnectionIdParameterNotAllowed',
    section: 'Operations',
    severity: 'error',
    on: 'parameter',
    check(parameter, report) {
      if (parameter.name !== 'connectionId') return
      const message = `${sentence(parameterWords(parameter))} has a name that the platform needs for itself: rename it.`
      report(at(parameter.place, 'name'), message, parameter.users[0])
    }
  },
  {
    id: 'InvalidFormDataParameterName',
    section: 'Operations',
    severity: 'error',
    on: 'parameter',
    check(parameter, report) {
      if (parameter.location !== 'formData' || /^[\x20-\x7e]*$/.test(parameter.name ?? '')) return
      const message = `${sentence(parameterWords(parameter))} is form data with characters outside ASCII in its name: rename it.`
      report(at(parameter.place, 'name'), message, parameter.users[0])
    }
  },
  {
    id: 'PathParameterMustBeRequired',
    section: 'Operations',
    severity: 'error',
    on: 'parameter',
    check(parameter, report) {
      if (parameter.location !== 'path' || own(parameter.value, 'required') === true) return
      report(
        parameter.place,
        `${sentence(parameterWords(parameter))} stands in the path: add "required": true.`,
        parameter.users[0]
      )
    }
  },
  {
    id: 'PathParameterMissingEncoding',
    section: 'Parameters',
    severity: 'warning',
    on: 'parameter',
    check(parameter, report) {
      const { value, location } = parameter
      // Numbers, true and false, and values from a fixed list need no encoding.
      if (location !== 'path' || stringAt(value, 'type') !== 'string' || own(value, 'enum') !== undefined) return
      if (own(value, 'x-ms-url-encoding') !== undefined) return
      const message = `${sentence(parameterWords(parameter))} stands in the path without "x-ms-url-encoding": "single": values with '/' or spaces break the request.`
      report(parameter.place, message, parameter.users[0])
    }
  },
  {
    id: 'QueryParameterEncodingNotSupported',
    section: 'Parameters',
    severity: 'info',
    on: 'parameter',
    check(parameter, report) {
      if (parameter.location !== 'query' || own(parameter.value, 'x-ms-url-encoding') === undefined) return
      const message = `${sentence(parameterWords(parameter))} stands in the query, where 'x-ms-url-encoding' has no effect: remove it.`
      report(at(parameter.place, 'x-ms-url-encoding'), message, parameter.users[0])
    }
  },
  {
    id: 'ReservedParameterIsUsed',
    section: 'Parameters',
    severity: 'warning',
    on: 'parameter',
    check(parameter, report) {
      if (parameter.location !== 'header' || !senderHeaders.includes(parameter.name?.toLowerCase() ?? '')) return
      const message = `${sentence(parameterWords(parameter))} is a header that only the sender of the request sets: remove it.`
      report(at(parameter.place, 'name'), message, parameter.users[0])
    }
  },
  {
    id: 'AllowEmptyValueOnlyValidForQueryFormData',
    section: 'Metadata',
    severity: 'error',
    on: 'parameter',
    check(parameter, report) {
      const { value, location, place } = parameter
      if (
        own(value, 'allowEmptyValue') !== true ||
        location === 'query' ||
        location === 'formData' ||
        location === 'body'
      )
        return
      const message = `${sentence(parameterWords(parameter))} (in ${quote(location)}) has 'allowEmptyValue': that is for query and formData only, remove it.`
      report(at(place, 'allowEmptyValue'), message, parameter.users[0])
    }
  },
  {
    id: 'CollectionFormatValueNotSupported',
    section: 'Not supported',
    severity: 'error',
    on: 'schema',
    keywords: ['collectionFormat'],
    check({ value, place, root }, report) {
      // 'multi' is refused (https://richardawilson.com/2024/06/overcoming-openapi-20-multi.html); 'csv' is in published connectors.
      const format = stringAt(value, 'collectionFormat')
      if (format === undefined || ['csv', 'ssv', 'tsv', 'pipes'].includes(format)) return
      const where = root.parameter === undefined ? 'a header' : parameterWords(root.parameter)
      const message = `'collectionFormat' of ${where} is ${quote(format)}, which connectors don't support: use 'csv' or a plain string.`
      report(at(place, 'collectionFormat'), message, root.parameter?.users[0])
    }
  },
  {
    id: 'BodyParameterPropertyNotValid',
    section: 'Properties',
    severity: 'error',
    on: 'parameter',
    check(parameter, report) {
      if (parameter.location !== 'body') return
      for (const name of typeMembers) {
        if (own(parameter.value, name) === undefined) continue
        const message = `${sentence(parameterWords(parameter))} is the body and has '${name}': say it in its 'schema'.`
        report(at(parameter.place, name), message, parameter.users[0])
      }
    }
  },
  {
    id: 'BodyParameterSchemaRequired',
    section: 'Response',
    severity: 'error',
    on: 'parameter',
    check(parameter, report) {
      if (parameter.location !== 'body' || own(parameter.value, 'schema') !== undefined) return
      report(
        parameter.place,
        `${sentence(parameterWords(parameter))} is the body and has no 'schema': add one.`,
        parameter.users[0]
      )
    }
  },
  {
    id: 'NonBodyParameterSchemaNotValid',
    section: 'Response',
    severity: 'error',
    on: 'parameter',
    check(parameter, report) {
      if (
        parameter.location === 'body' ||
        parameter.location === undefined ||
        own(parameter.value, 'schema') === undefined
      )
        return
      const message = `${sentence(parameterWords(parameter))} (in ${quote(parameter.location)}) has a 'schema': only a body has one, use 'type' here.`
      report(at(parameter.place, 'schema'), message, parameter.users[0])
    }
  },
  {
    id: 'FileParameterMustBeInFormData',
    section: 'Parameters',
    severity: 'error',
    on: 'parameter',
    check(parameter, report) {
      if (stringAt(parameter.value, 'type') !== 'file' || parameter.location === 'formData') return
      const message = `${sentence(parameterWords(parameter))} is a file in ${quote(parameter.location)}: files go into formData.`
      report(at(parameter.place, 'type'), message, parameter.users[0])
    }
  }
]
