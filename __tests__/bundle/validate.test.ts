/** The mode validate: neither a connector nor credentials, with the compiled bundle. */
import { describe, expect } from '@jest/globals'
import { apiDocument, connectorDefinition } from '../emulator/seeds/orders-definition.ts'
import { errorOf, scenario } from './scenario.ts'

const alone = {
  mode: 'validate',
  'connector-id': '',
  'environment-id': '',
  'user-name': '',
  'password-secret': '',
  'tenant-id': '',
  'power-apps-url': '',
  'power-apps-resource': '',
  'authority-url': ''
}
const fromFile = { ...alone, 'swagger-url': '', 'swagger-file': 'api/swagger.json' }
const pretty = (value: object) => JSON.stringify(value, null, 2)

describe('the mode validate', () => {
  scenario('asks nobody but the API', async stage => {
    const run = await stage.run(alone)
    expect(run.outputs).toMatchObject({ operation: 'validated', changed: 'false', 'api-version': '1.4.0' })
    expect(stage.emulator.requests.map(({ call }) => call)).toEqual(['api-document'])
    expect([...run.files.keys()].some(name => name.endsWith('apiDefinition.swagger.json'))).toBe(true)
  })

  scenario('asks nobody at all for a file, and takes a document whose host the connector has', async stage => {
    const { host: _host, schemes: _schemes, ...document } = apiDocument
    const run = await stage.run(fromFile, { workspace: { 'api/swagger.json': pretty(document) } })
    expect(run.outputs['operation']).toBe('validated')
    expect(stage.emulator.requests).toEqual([])
  })

  scenario('holds a document against a baseline, from which it keeps', async stage => {
    const workspace = { 'api/swagger.json': pretty(apiDocument), 'baseline.json': pretty(connectorDefinition) }
    const run = await stage.run({ ...fromFile, 'baseline-file': 'baseline.json' }, { workspace })
    expect(run.outputs).toMatchObject({ operation: 'validated', 'operations-added': '1', 'operations-removed': '0' })
    const prepared = [...run.files].find(([name]) => name.endsWith('apiDefinition.swagger.json'))?.[1].toString('utf8')
    expect(prepared).toContain('x-ms-summary')
    expect(prepared).toContain('"host":"orders.contoso.example"')
  })

  const broken = {
    ...apiDocument,
    paths: {
      '/orders': {
        get: {
          operationId: 'Orders_List',
          parameters: [{ name: 'id', in: 'path', required: true, type: 'string' }],
          responses: { '200': { description: 'OK', schema: { type: 'array' } } }
        }
      }
    }
  }

  scenario('shows findings at their lines of the file, and fails for errors', async stage => {
    const text = pretty(broken)
    const run = await stage.run(fromFile, { workspace: { 'api/swagger.json': text } })
    expect(errorOf(run)).toMatch(/did not pass the checks.*by the rules for connectors/)
    const found = run.annotations.filter(({ properties }) => properties['file'] === 'api/swagger.json')
    expect(found.length).toBeGreaterThan(0)
    const lines = text.split('\n')
    const misplaced = found.find(({ message }) => message.includes('PathParameterNotDefinedInTemplate'))
    expect(lines[Number(misplaced?.properties['line']) - 1]).toMatch(/\{|"name": "id"|"in": "path"/)
    expect(Number(misplaced?.properties['line'])).toBeGreaterThan(
      lines.findIndex(line => line.includes('"parameters"'))
    )
  })

  scenario('shows findings at the lines of a document of OpenAPI 3, down to the field', async stage => {
    const line = { type: 'object', properties: { price: { type: 'number', default: 'free' } } }
    const schema = { type: 'object', properties: { lines: { type: 'array', items: line } } }
    const text = pretty({
      openapi: '3.0.3',
      info: { title: 'Orders', version: '1.4.0' },
      servers: [{ url: 'https://orders.contoso.example' }],
      paths: {
        '/orders': {
          post: {
            operationId: 'Orders_Create',
            requestBody: { content: { 'application/json': { schema } } },
            responses: { '204': { description: 'Created' } }
          }
        }
      }
    })
    const run = await stage.run(fromFile, { workspace: { 'api/swagger.json': text } })
    const found = run.annotations.find(({ message }) => message.includes('DefaultValueMustMatchType'))
    expect(text.split('\n')[Number(found?.properties['line']) - 1]?.trim()).toBe('"default": "free"')
  })

  scenario('fails for warnings only when told to', async stage => {
    const warned = {
      ...apiDocument,
      paths: {
        '/orders/{id}': {
          get: {
            operationId: 'Orders_Get',
            parameters: [{ name: 'id', in: 'path', required: true, type: 'string' }],
            responses: { '200': { description: 'OK' } }
          }
        }
      }
    }
    const workspace = { 'api/swagger.json': pretty(warned) }
    const lenient = await stage.run(fromFile, { workspace })
    expect(lenient.outputs['operation']).toBe('validated')
    expect(Number(lenient.outputs['warnings'])).toBeGreaterThan(0)
    const strict = await stage.run({ ...fromFile, 'fail-on-warnings': 'true' }, { workspace })
    expect(strict.exitCode).toBe(1)
  })
})
