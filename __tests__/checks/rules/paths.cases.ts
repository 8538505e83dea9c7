/** Cases of path templates, and of parameters of paths. */
import { list, read, type Case } from './example.ts'

const twin = (operationId: string) => ({ operationId, responses: { '200': { description: 'Done' } } })

export const pathCases: readonly Case[] = [
  {
    rule: 'OperationPathContainsUnsupportedCharacters',
    bad: { 'paths|/all/*|get': twin('All') },
    at: 'paths|/all/*',
    good: { 'paths|/all/-|get': twin('All') }
  },
  {
    rule: 'OperationPathMayNotContainQueryOrFragment',
    bad: { 'paths|/search?q=1|get': twin('Search') },
    at: 'paths|/search?q=1',
    good: { 'paths|/search%3Fq|get': twin('Search') }
  },
  {
    rule: 'OperationPathMustStartWithSlash',
    bad: { 'paths|search|get': twin('Search') },
    at: 'paths|search',
    good: { 'paths|x-search|get': twin('Search') }
  },
  {
    rule: 'OperationPathTemplateNotValid',
    bad: { 'paths|/a/{b/c}|get': twin('Search') },
    at: 'paths|/a/{b/c}',
    good: { 'paths|/a({b})/c|get': twin('Search') }
  },
  {
    rule: 'OperationPathVariablesContainDefaults',
    bad: { 'paths|/a/{b=1}|get': twin('Search') },
    at: 'paths|/a/{b=1}',
    good: { 'paths|/a=/{b}|get': twin('Search') }
  },
  {
    rule: 'PartialDuplicateOperationPath',
    bad: { 'paths|/orders/latest|get': twin('GetLatest') },
    at: read,
    good: { 'paths|/orders/latest/lines|get': twin('GetLatest') }
  },
  {
    rule: 'PathParameterMustBeRequired',
    bad: { [`${read}|parameters|0|required`]: undefined },
    at: `${read}|parameters|0`,
    good: { [`${list}|parameters|0|required`]: false }
  },
  {
    rule: 'PathParameterNotDefinedInTemplate',
    bad: { [`${read}|parameters|1`]: { name: 'Id', in: 'path', required: true, type: 'integer' } },
    at: `${read}|parameters|1`,
    good: { [`${read}|parameters|1`]: { name: 'Id', in: 'query', type: 'integer' } }
  },
  {
    rule: 'PathParametersContainDuplicateParameter',
    bad: {
      'paths|/orders|parameters': [
        { name: 'a', in: 'query', type: 'string' },
        { name: 'a', in: 'query', type: 'integer' }
      ]
    },
    at: 'paths|/orders|parameters|1',
    good: {
      'paths|/orders|parameters': [
        { name: 'a', in: 'query', type: 'string' },
        { name: 'A', in: 'query', type: 'string' }
      ]
    }
  },
  {
    rule: 'PathParametersContainMultipleBodyParameters',
    bad: {
      'paths|/hooks|parameters': [
        { name: 'a', in: 'body', schema: {} },
        { name: 'b', in: 'body', schema: {} }
      ]
    },
    at: 'paths|/hooks|parameters|1',
    good: { 'paths|/hooks|parameters': [{ name: 'a', in: 'body', schema: {} }] }
  },
  {
    rule: 'PathRedefined',
    bad: { 'paths|/Orders|put': twin('PutOrder') },
    at: 'paths|/Orders',
    good: { 'paths|/Orders/|put': twin('PutOrder') }
  }
]
