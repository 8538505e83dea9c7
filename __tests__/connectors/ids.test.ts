import { describe, expect, test } from '@jest/globals'
import { parseConnectorId, parseEnvironmentId, parseRowKey } from '../../src/connectors/ids.ts'

const name = 'shared_orders-20-28contoso-29-5f0123456789abcdef-5f8d3e1a7c5b9f2046'
const guid = '9b4f0a6e-52d8-4d0c-a1f7-6c83e21d5b90'

describe('a connector id', () => {
  test.each([
    ['its name', name, name],
    ['its name in the old form', 'shared_orders.5f0123456789abcdef', 'shared_orders.5f0123456789abcdef'],
    ['its name amid white space', ` ${name}\n`, name],
    ['its name percent-encoded', name.replaceAll('-', '%2D').replaceAll('_', '%5F'), name],
    ['its resource id', `/providers/Microsoft.PowerApps/apis/${name}`, name],
    ['its resource id percent-encoded', encodeURIComponent(`/providers/Microsoft.PowerApps/apis/${name}`), name],
    ['its resource id in other letters, slashes and all', `providers/microsoft.powerapps/APIS/${name}/`, name],
    ['its resource id with the scope', `/providers/Microsoft.PowerApps/scopes/admin/apis/${name}`, name]
  ])('is %s', (_, given, value) => {
    expect(parseConnectorId(given)).toEqual({ value })
  })

  test.each([
    ['orders', /"connector-id" is "orders"; valid are a name such as shared_/],
    ['shared_', /valid are/],
    ['shared_a/b', /valid are/],
    ['shared_a?x=1', /valid are/],
    // Decoded once, and no more.
    ['shared_a%255Fb', /valid are/],
    ['shared_%', /valid are/],
    ['shared_a\u0000', /valid are/],
    [`https://make.powerapps.com/environments/x/connections/${name}`, /valid are/],
    [
      guid,
      /GUID of a Dataverse row; the Power Apps backend needs the name that starts with "shared_".*"environment-url"/
    ],
    [`{${guid}}`, /GUID of a Dataverse row/]
  ])('is not "%s"', (given, mistake) => {
    expect(parseConnectorId(given)).toEqual({ mistake: expect.stringMatching(mistake) as unknown })
  })
})

describe('a row of Dataverse', () => {
  test.each([
    ['the GUID', guid, 'connectorid', guid],
    ['the GUID in braces and capitals', `{${guid.toUpperCase()}}`, 'connectorid', guid],
    ['the name', name, 'connectorinternalid', name],
    ['the name percent-encoded', ` ${name.replaceAll('-', '%2D')}\n`, 'connectorinternalid', name],
    ['the resource id', `/providers/Microsoft.PowerApps/apis/${name}`, 'connectorinternalid', name],
    ["the row's own name", 'contoso_orders-20-28contoso-29', 'name', 'contoso_orders-20-28contoso-29'],
    ["the row's own name percent-encoded", 'contoso%5Forders', 'name', 'contoso_orders']
  ])('is found by %s', (_, given, column, value) => {
    expect(parseRowKey(given)).toEqual({ value: { column, value } })
  })

  test.each([
    'Orders of Contoso',
    "contoso_o'clock",
    '5contoso',
    `${guid}0`,
    'https://contoso.crm.dynamics.com/x',
    'a)(b'
  ])('is not found by "%s"', given => {
    expect(parseRowKey(given)).toEqual({
      mistake: expect.stringMatching(/"connector-id" is ".*"; valid on Dataverse are the GUID/) as unknown
    })
  })
})

describe('an environment id', () => {
  test.each([guid, guid.toUpperCase(), `Default-${guid}`, `default-${guid}`])('is kept as given: %s', given => {
    expect(parseEnvironmentId(given)).toEqual({ value: given })
  })

  test.each(['Default', 'Default-contoso', `${guid}'`, `{${guid}}`, `unq-${guid}`])('is not "%s"', given => {
    expect(parseEnvironmentId(given)).toEqual({
      mistake: `"environment-id" is "${given}"; valid are a GUID and Default-<tenant GUID>, as in the maker portal's address`
    })
  })
})
