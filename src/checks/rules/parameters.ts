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
    what: 'A GET or HEAD has a body or form data',
    why: 'Such calls carry no body, so the value is never sent.',
    mend: 'Send it in the query, or use POST.',
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
    what: 'A parameter is named `connectionId`',
    why: 'The platform uses this name in its own calls.',
    mend: 'Rename the parameter.',
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
    what: 'The name of a parameter in form data has characters outside ASCII',
    why: 'Names stand in headers of the parts of a form, which hold ASCII only.',
    mend: 'Rename the parameter.',
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
    what: 'A path parameter is not `required`',
    why: 'A path without the value is another path.',
    mend: 'Add `"required": true`.',
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
    what: 'A text in the path has no `x-ms-url-encoding`',
    why: 'A value with `/` or a space leads the call to another path.',
    mend: 'Add `"x-ms-url-encoding": "single"`, in the API document, by an overlay or in the connector, which keeps its annotations.',
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
    what: 'A query parameter has `x-ms-url-encoding`',
    why: 'The mark is for paths. Queries are always encoded.',
    mend: 'Remove it.',
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
    what: 'A parameter is a header that only the sender of a request sets',
    why: 'The platform sets it itself, so the value of makers is lost.',
    mend: 'Remove the parameter.',
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
    what: '`allowEmptyValue` stands on a path or header parameter',
    why: 'Swagger 2.0 has it for the query and form data only.',
    mend: 'Remove it.',
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
    what: '`collectionFormat` has a value that connectors can not write',
    why: 'With `multi` a list becomes several parameters of one name, which the service refuses.',
    mend: 'Let the API take `csv`, or declare a plain text.',
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
    what: 'A body parameter says its type itself',
    why: 'The type of a body stands in its `schema`.',
    mend: 'Move the member into `schema`.',
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
    what: 'A body parameter has no `schema`',
    why: 'Nobody knows what to send.',
    mend: 'Add one.',
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
    what: 'A parameter outside the body has a `schema`',
    why: 'Swagger 2.0 has it for bodies only. In OpenAPI 3 all parameters have one.',
    mend: 'Say `type` and `format` on the parameter itself.',
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
    what: 'A file is a parameter outside form data',
    why: 'Files are sent as a part of a form, or as the whole body.',
    mend: 'Make it `in: formData`, and let the operation consume `multipart/form-data`.',
    on: 'parameter',
    check(parameter, report) {
      if (stringAt(parameter.value, 'type') !== 'file' || parameter.location === 'formData') return
      const message = `${sentence(parameterWords(parameter))} is a file in ${quote(parameter.location)}: files go into formData.`
      report(at(parameter.place, 'type'), message, parameter.users[0])
    }
  }
]
