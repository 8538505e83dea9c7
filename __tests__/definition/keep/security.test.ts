import { describe, expect, test } from '@jest/globals'
import type { Json, JsonObject } from '../../../src/definition/json.ts'
import { keepFromConnector } from '../../../src/definition/keep.ts'
import { at, withOperation } from '../documents.ts'

const key = { securityDefinitions: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } }, security: [{ key: [] }] }
const oauth = {
  securityDefinitions: { oauth: { type: 'oauth2', flow: 'accessCode' } },
  security: [{ oauth: ['read'] }]
}

function keep(api: JsonObject, connector: JsonObject, parts: 'security'[] = ['security']) {
  return keepFromConnector({ api, connector, keep: new Set(parts), explicit: {} })
}

describe("security is the connector's", () => {
  test('definitions and requirement replace those of the document', () => {
    const { definition, notes } = keep(withOperation({}, oauth), withOperation({}, key))
    expect(definition).toEqual(withOperation({}, key))
    expect(notes).toEqual([])
  })

  test('a connector without security stays without', () => {
    expect(keep(withOperation({}, oauth), withOperation({})).definition).toEqual(withOperation({}))
  })

  test("without keep the document's security counts", () => {
    expect(keep(withOperation({}, oauth), withOperation({}, key), []).definition).toEqual(withOperation({}, oauth))
  })
})

describe('security of an operation', () => {
  const both: Json = [{ oauth: [] }, { key: [] }]
  const cases: [string, JsonObject, JsonObject, Json | undefined, number][] = [
    ['none stays none', {}, {}, undefined, 0],
    ['what the connector defines stays', { security: [{ key: [] }] }, {}, [{ key: [] }], 0],
    ['an empty list, which turns security off, stays', { security: [] }, {}, [], 0],
    ["an alternative that it doesn't define goes", { security: both }, {}, [{ key: [] }], 1],
    ['with the last alternative the member goes', { security: [{ oauth: [] }] }, {}, undefined, 1],
    ['a combination with something undefined goes', { security: [{ key: [], oauth: [] }] }, {}, undefined, 1],
    ["the connector's own of that operation takes its place", { security: [{ oauth: [] }] }, { security: [] }, [], 1],
    ["the connector's own of that operation is kept", {}, { security: [{ key: [] }] }, [{ key: [] }], 0],
    ['a name from the prototype is none', { security: [{ constructor: [] }] }, {}, undefined, 1]
  ]
  test.each(cases)('%s', (_name, api, connector, expected, notes) => {
    const result = keep(withOperation(api, oauth), withOperation(connector, key))
    const operation = at(result.definition, '/paths/~1orders/get') as JsonObject
    expect(operation['security']).toEqual(expected)
    expect(result.notes).toHaveLength(notes)
  })

  test('the note counts operations and names what was asked for', () => {
    const asking = { responses: {}, security: [{ oauth: [], saml: [] }] }
    const api = withOperation({}, { paths: { '/a': { get: asking, put: asking } } })
    expect(keep(api, withOperation({}, key)).notes).toEqual([
      {
        subject: 'security',
        text: "2 operations asked for security that the connector doesn't define (oauth, saml) and now have the connector's"
      }
    ])
  })
})
