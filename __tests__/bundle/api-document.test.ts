/** Where the API's document comes from and in what condition, with the compiled bundle. */
import { describe, expect } from '@jest/globals'
import { apiDocument } from '../emulator/seeds/orders-definition.ts'
import { apiAnswers } from '../emulator/orders-api.ts'
import { faults } from '../emulator/faults.ts'
import { ids } from '../emulator/seeds/ids.ts'
import { errorOf, scenario } from './scenario.ts'

const plan = { mode: 'plan', 'swagger-retries': '2' }

describe('an API that starts up', () => {
  scenario(
    'is waited for, with a line for each attempt',
    async stage => {
      const run = await stage.run()
      expect(run.outputs['operation']).toBe('updated')
      expect(run.log).toContain('fetch the API document: attempt 1 of 6 failed: HTTP 503, waiting 0.01 s')
      expect(run.log).toContain('fetch the API document: attempt 2 of 6 failed: HTTP 503, waiting 0.01 s')
      expect(stage.count('api-document')).toBe(3)
    },
    { warmUp: 2 }
  )

  for (const [what, answer] of [
    ['a start-up page', apiAnswers.html()],
    ['an empty body', apiAnswers.empty()],
    ['half a document', apiAnswers.truncated(apiDocument)]
  ] as const) {
    scenario(`is waited for when it answers with ${what}`, async stage => {
      stage.emulator.state.api.queue.push(answer)
      const run = await stage.run(plan)
      expect(run.outputs['operation']).toBe('planned')
      expect(stage.count('api-document')).toBe(2)
    })
  }

  for (const fault of [faults.reset, faults.close, faults.cutBody, faults.status(404, 'html'), faults.throttled(0)]) {
    const name = fault.kind === 'answer' ? `HTTP ${fault.answer.status}` : fault.kind
    scenario(`is waited for after ${name}`, async stage => {
      stage.emulator.fault('api-document', fault)
      const run = await stage.run(plan)
      expect(run.outputs['operation']).toBe('planned')
      expect(stage.count('api-document')).toBe(2)
    })
  }

  scenario('is not waited for without end', async stage => {
    stage.emulator.state.api.instead = apiAnswers.starting()
    const run = await stage.run(plan)
    expect(stage.count('api-document')).toBe(3)
    expect(errorOf(run)).toMatch(/could not fetch the API document.*HTTP 503.*swagger-retries/i)
    expect(stage.count('update')).toBe(0)
  })

  scenario('that hangs is given up after "swagger-timeout"', async stage => {
    stage.emulator.fault({ call: 'api-document', times: Infinity }, faults.hang)
    const run = await stage.run({ ...plan, 'swagger-timeout': '0.5', 'swagger-retries': '1' })
    expect(errorOf(run)).toContain('no complete answer within 0.5 s')
  })
})

describe('an answer that stays', () => {
  for (const status of [401, 403, 400]) {
    scenario(`HTTP ${status} is not tried again`, async stage => {
      stage.emulator.fault({ call: 'api-document', times: Infinity }, faults.status(status))
      const run = await stage.run(plan)
      expect(errorOf(run)).toContain(`HTTP ${status}`)
      expect(stage.count('api-document')).toBe(1)
    })
  }

  for (const [what, answer, words] of [
    ['JSON that is no API description', apiAnswers.notOpenApi(), 'no API description'],
    ['an array', apiAnswers.array(apiDocument), 'array'],
    [
      'OpenAPI 4',
      apiAnswers.json({ openapi: '4.0.0', info: { title: 'Orders', version: '1' }, paths: {} }),
      'OpenAPI 4.0.0'
    ]
  ] as const) {
    scenario(`${what} is one clear error and not tried again`, async stage => {
      stage.emulator.state.api.instead = answer
      const run = await stage.run(plan)
      expect(errorOf(run)).toContain(words)
      expect(stage.count('api-document')).toBe(1)
    })
  }

  scenario('NaN in the document is told with its line', async stage => {
    stage.emulator.state.api.instead = apiAnswers.notANumber(apiDocument)
    expect(errorOf(await stage.run(plan))).toMatch(/NaN.*line 1|line 1.*NaN/)
  })
})

describe('every form of the document gives the same definition', () => {
  for (const form of ['yaml', 'withByteOrderMark', 'utf16', 'utf16BigEndian', 'plainText'] as const) {
    scenario(form, async stage => {
      const json = await stage.run()
      stage.emulator.state.api.instead = apiAnswers[form](apiDocument)
      const run = await stage.run({}, { env: { LANG: 'C', LC_ALL: 'C' } })
      expect(run.outputs['operation']).toBe('unchanged')
      expect(run.outputs['definition-sha256']).toBe(json.outputs['definition-sha256'])
    })
  }

  scenario('a file of the workspace', async stage => {
    const json = await stage.run()
    const workspace = { 'api/swagger.json': JSON.stringify(apiDocument) }
    const run = await stage.run({ 'swagger-url': '', 'swagger-file': 'api/swagger.json' }, { workspace })
    expect(run.outputs['operation']).toBe('unchanged')
    expect(run.outputs['definition-sha256']).toBe(json.outputs['definition-sha256'])
  })
})

describe('an OpenAPI 3 document', () => {
  const openapi = {
    openapi: '3.0.3',
    info: { title: 'Orders', description: 'Orders of Contoso.', version: '2.0.0' },
    servers: [{ url: 'https://orders-blue.internal.contoso.example/api/v2' }],
    paths: {
      '/orders/{id}': {
        get: {
          operationId: 'Orders_Get',
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer', format: 'int32' } }],
          responses: {
            '200': {
              description: 'OK',
              content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } }
            }
          }
        },
        delete: {
          operationId: 'Orders_Delete',
          parameters: [
            { name: 'id', in: 'path', required: true, schema: { type: 'integer', format: 'int32' } },
            { name: 'session', in: 'cookie', schema: { type: 'string' } }
          ],
          responses: { '204': { description: 'Gone' } }
        }
      }
    },
    components: {
      schemas: {
        Order: { type: 'object', properties: { id: { type: 'integer' }, note: { type: 'string', nullable: true } } }
      }
    }
  }

  scenario("becomes the connector's Swagger 2.0, keeps what makers added, and tells what was lost", async stage => {
    stage.emulator.state.api.document = openapi
    const run = await stage.run()
    expect(run.outputs).toMatchObject({ operation: 'updated', 'operations-added': '1', 'api-version': '2.0.0' })
    const stored = stage.emulator.connector().definition.toString('utf8')
    expect(stored).toContain('"swagger": "2.0"')
    expect(stored).toContain('"x-nullable": true')
    expect(stored).toContain('x-ms-summary')
    expect(run.summary).toContain('A parameter in a cookie')
    expect((await stage.run()).outputs['operation']).toBe('unchanged')
  })
})

describe('"expected-version"', () => {
  scenario('waits until the new instance answers', async stage => {
    stage.emulator.state.api.queue.push(
      apiAnswers.ofVersion(apiDocument, '1.3.9'),
      apiAnswers.ofVersion(apiDocument, '1.3.9')
    )
    const run = await stage.run({ 'expected-version': '1.4.0' })
    expect(run.outputs).toMatchObject({ operation: 'updated', 'api-version': '1.4.0' })
    expect(run.log).toContain('attempt 2 of 6 failed: it is version 1.3.9')
  })

  scenario('that never comes fails the run before anything is written', async stage => {
    const run = await stage.run({ ...plan, 'expected-version': '9.9.9' })
    expect(errorOf(run)).toMatch(/"1\.4\.0".*"9\.9\.9"/)
  })
})

describe('"swagger-headers"', () => {
  const headers = { 'swagger-headers': 'X-Api-Key: key-of-the-api\nAuthorization: Bearer bearer-of-the-api' }
  const secrets = ['key-of-the-api', 'bearer-of-the-api']

  scenario(
    'are sent with the document and nowhere else',
    async stage => {
      await stage.run({ ...headers, mode: 'plan' })
      const carrying = stage.emulator.requests.filter(request => request.headers['x-api-key'] !== undefined)
      expect(carrying.map(({ call }) => call)).toEqual(['api-document'])
      expect(carrying[0]?.headers['authorization']).toBe('Bearer bearer-of-the-api')
    },
    { secrets }
  )

  scenario(
    'are not carried to another origin by a redirect',
    async stage => {
      stage.emulator.state.api.instead = apiAnswers.redirect(
        `${stage.emulator.addresses.mirror}/swagger/v1/swagger.json`
      )
      const run = await stage.run({ ...headers, mode: 'plan' })
      expect(run.outputs['operation']).toBe('planned')
      const mirrored = stage.emulator.requests.filter(({ role }) => role === 'mirror')
      expect(mirrored).toHaveLength(1)
      expect(mirrored[0]?.headers).not.toHaveProperty('x-api-key')
      expect(mirrored[0]?.headers).not.toHaveProperty('authorization')
    },
    { secrets }
  )
})

describe('a document that says where nothing is', () => {
  scenario('uses the host that served it when neither side has one', async stage => {
    const { host: _host, schemes: _schemes, ...rest } = apiDocument
    stage.emulator.state.api.instead = apiAnswers.json(rest)
    const run = await stage.run({ 'connector-id': ids.connectors.plain, keep: 'none' })
    expect(run.outputs['operation']).toBe('updated')
    const { backendService } = stage.emulator.connector(ids.connectors.plain).properties
    expect(JSON.stringify(backendService)).toMatch(/https:\/\/[^/]+\//)
  })

  scenario('takes "host", "base-path" and "scheme" before everything else', async stage => {
    const run = await stage.run({ host: 'api.contoso.example', 'base-path': '/v9', scheme: 'https' })
    expect(run.outputs['operation']).toBe('updated')
    expect(stage.emulator.connector().properties['backendService']).toEqual({
      serviceUrl: 'https://api.contoso.example/v9'
    })
  })
})

describe('hostile texts of a document', () => {
  scenario('are no commands to the runner and no markup in the summary', async stage => {
    const evil =
      '\r\n::error::pwned\n::add-mask::e\n##[error]pwned\n@everyone <img src=x> [l](https://evil.example) | `x`'
    const document = structuredClone(apiDocument)
    stage.emulator.state.api.instead = apiAnswers.json({
      ...document,
      info: { title: evil, version: evil },
      paths: {
        '/evil': { get: { operationId: 'Evil', summary: evil, responses: { '200': { description: evil } } } }
      }
    })
    const run = await stage.run(plan)
    expect(run.outputs['operation']).toBe('planned')
    expect(run.masked).not.toContain('e')
    expect(run.annotations.filter(({ properties }) => properties['title'] === undefined)).toEqual([])

    expect(run.summary.replaceAll(/(`+)[^`].*?[^`]\1(?!`)/g, '')).not.toMatch(/@everyone|<img|evil\.example/)
  })
})
