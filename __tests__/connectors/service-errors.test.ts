import { describe, expect, test } from '@jest/globals'
import { refusal } from '../../src/connectors/power-apps/refusal.ts'
import { isTransientRefusal, readServiceError, requestId } from '../../src/connectors/service-errors.ts'
import { httpResponse } from '../collaborators.ts'

const envelope = (code: string, message: string, more: object = {}): object => ({ error: { code, message, ...more } })
const once = envelope(
  'ApiHubsRequestFailed',
  `Failed: ${JSON.stringify(envelope('BadRequest', 'No such thing.'))} (end)`
)
const twice = envelope('AzureResourceManagerRequestFailed', JSON.stringify(once))

describe('what the service says is dug out of', () => {
  test.each<[string, unknown, string, string[], string]>([
    ['an envelope', envelope('NotFound', 'It is not there.'), 'NotFound', [], 'It is not there.'],
    ['JSON within the message', once, 'BadRequest', ['ApiHubsRequestFailed'], 'No such thing.'],
    [
      'JSON within JSON',
      twice,
      'BadRequest',
      ['AzureResourceManagerRequestFailed', 'ApiHubsRequestFailed'],
      'No such thing.'
    ],
    ['an envelope without the outer member', { code: 'X', message: 'y' }, 'X', [], 'y'],
    ['the members of older services', { errorCode: 'X', errorMessage: 'y' }, 'X', [], 'y'],
    ['a message without a code', { error: { message: 'y' } }, '', [], 'y'],
    [
      'details',
      envelope('X', 'y', { details: [{ message: 'one' }, { code: 'q' }, { message: 'two\nthree' }] }),
      'X',
      [],
      'y — one — two three'
    ],
    [
      'the envelope of an older service within the message of Dataverse',
      envelope(
        '0x80040265',
        'ApiHubsRequestFailed: it said \'{"Code":"","Message":"Nullable object.","Details":[]}\'.'
      ),
      '',
      ['0x80040265'],
      'Nullable object.'
    ],
    [
      'JSON behind other braces',
      envelope('X', 'Row {6f-1} failed: {"error":{"code":"Y","message":"z"}}'),
      'Y',
      ['X'],
      'z'
    ],
    [
      'a message with braces that are no JSON',
      envelope('X', 'member {name} is {odd'),
      'X',
      [],
      'member {name} is {odd'
    ],
    ['a message with JSON that is no envelope', envelope('X', 'got {"a":1}'), 'X', [], 'got {"a":1}'],
    ['text', 'Service\n unavailable', '', [], 'Service unavailable'],
    ['an empty body', ' \n', '', [], 'no explanation (empty body)'],
    ['a page', '<html><head><title>502 Bad\nGateway</title></head></html>', '', [], 'a web page ("502 Bad Gateway")'],
    ['a page without a title', '<!DOCTYPE html><p>x', '', [], 'a web page'],
    ['JSON that says nothing', { status: 500 }, '', [], '{"status":500}'],
    ['an error that is only a word', { error: 'invalid' }, '', [], '{"error":"invalid"}'],
    ['an empty error', { error: null }, '', [], '{"error":null}']
  ])('%s', (_, body, code, wrappers, message) => {
    expect(readServiceError(httpResponse(400, body))).toEqual({ code, wrappers, message })
  })

  test('a message of any length, cut', () => {
    expect(readServiceError(httpResponse(400, 'x'.repeat(5000))).message).toBe(`${'x'.repeat(600)}…`)
  })

  test('wrappers of any depth, to an end', () => {
    let body = envelope('Innermost', 'x')
    for (let depth = 0; depth < 9; depth++) body = envelope(`Wrapper${depth}`, JSON.stringify(body))
    expect(readServiceError(httpResponse(400, body)).wrappers).toHaveLength(4)
  })
})

describe('a refusal', () => {
  const inApiHubs = (code: string): object => envelope('ApiHubsRequestFailed', JSON.stringify(envelope(code, 'x')))

  test.each<[number, unknown, boolean]>([
    [503, '', true],
    [502, '<html>', true],
    [429, '', true],
    [400, envelope('BadRequest', 'x'), false],
    [502, inApiHubs('BadRequest'), false],
    [500, inApiHubs('ValidationError'), false],
    [400, inApiHubs('InternalServerError'), true],
    [400, envelope('CustomScriptProvisioningFailed', 'x'), true],
    [502, envelope('CustomScriptProvisioningFailed', 'x'), true],
    [404, envelope('ApiResourceNotFound', 'x'), false],
    [200, envelope('CustomScriptProvisioningFailed', 'x'), false]
  ])('HTTP %d %j can pass: %s', (status, body, transient) => {
    expect(isTransientRefusal(httpResponse(status, body))).toBe(transient)
  })

  test('is one sentence with status, code, message and request id, and what to do', () => {
    const response = httpResponse(404, envelope('ApiResourceNotFound', 'Could not find it. '), {
      'x-ms-request-id': 'abc-1'
    })
    expect(refusal('download the connector', response).message).toBe(
      'Could not download the connector: the Power Apps service answered HTTP 404 ApiResourceNotFound: ' +
        'Could not find it (request id abc-1); check "connector-id" and "environment-id": ' +
        'a connector has another id in every environment.'
    )
    expect(refusal('read', httpResponse(502)).message).toBe(
      'Could not read: the Power Apps service answered HTTP 502: no explanation (empty body); run the job again later.'
    )
  })

  test('shows the code of the wrapper where the service behind has none', () => {
    const inner = '{"Code":"","Message":"Nullable object."}'
    expect(refusal('x', httpResponse(400, envelope('ApiHubsRequestFailed', inner))).parts.why).toBe(
      'the Power Apps service answered HTTP 400 ApiHubsRequestFailed: Nullable object'
    )
  })

  test.each([
    [{ 'x-ms-request-id': 'a', 'x-ms-correlation-request-id': 'b' }, 'a'],
    [{ 'x-ms-correlation-request-id': 'b' }, 'b'],
    [{ 'request-id': 'c' }, 'c'],
    [{ 'x-ms-service-request-id': 'd', req_id: 'e' }, 'd'],
    [{}, '']
  ])('has its request id from %j', (headers, id) => {
    expect(requestId(httpResponse(500, '', headers))).toBe(id)
  })
})
