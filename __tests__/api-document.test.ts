import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type ApiDocument, describeSource, type DocumentSource, getApiDocument } from '../src/api-document.ts'
import type { JsonObject } from '../src/definition/json.ts'
import { messageOf, type TestWorld, testWorld } from './collaborators.ts'
import { type Emulator, startEmulator } from './emulator/emulator.ts'
import { type Answer, emptyAnswer, htmlAnswer } from './emulator/exchange.ts'
import { faults } from './emulator/faults.ts'
import { apiAnswers } from './emulator/orders-api.ts'

let emulator: Emulator

beforeAll(async () => {
  emulator = await startEmulator()
  emulator.trust()
})
afterEach(() => {
  emulator.clearFaults()
  emulator.journal.clear()
  emulator.state.api.queue.length = 0
})
afterAll(() => emulator.close())

type UrlSource = Extract<DocumentSource, { kind: 'url' }>

function source(changes: Partial<UrlSource> = {}): UrlSource {
  return {
    kind: 'url',
    url: emulator.addresses.swagger,
    headers: {},
    retries: 3,
    retryDelaySeconds: 5,
    timeoutSeconds: 5,
    expectedVersion: undefined,
    ...changes
  }
}

function get(changes: Partial<UrlSource> = {}, world: TestWorld = testWorld()): Promise<ApiDocument> {
  return getApiDocument(source(changes), world)
}

/** The answers that the API gives first. */
function first(...answers: Answer[]): void {
  emulator.state.api.queue.push(...answers)
}

describe('the document of a URL', () => {
  test.each(['json', 'yaml', 'withByteOrderMark', 'utf16', 'utf16BigEndian', 'plainText'] as const)(
    'is read as %s',
    async as => {
      // As text and back: the YAML writer takes only objects of this realm.
      first(apiAnswers[as](JSON.parse(JSON.stringify(emulator.state.api.document)) as JsonObject))
      const world = testWorld()
      const api = await get({}, world)
      expect([api.version, api.servedFrom?.href]).toEqual(['1.4.0', emulator.addresses.swagger])
      expect(api.document).toEqual(emulator.state.api.document)
      expect(world.log.lines).toEqual([
        `API document: Swagger 2.0, version 1.4.0, ${api.size.toLocaleString('en')} bytes, from ${emulator.addresses.swagger}`
      ])
    }
  )

  test('is asked for with the headers that are given', async () => {
    await get({ headers: { 'x-api-key': 'key', accept: 'text/yaml' } })
    expect(emulator.requests[0]?.headers).toMatchObject({ 'x-api-key': 'key', accept: 'text/yaml' })
  })

  test('may lie behind a redirect to another origin, which gets no header', async () => {
    const elsewhere = emulator.addresses.swagger.replace(emulator.addresses.api, emulator.addresses.mirror)
    first(apiAnswers.redirect(elsewhere))
    const api = await get({ headers: { 'x-api-key': 'key-of-the-api' } })
    expect(api.servedFrom?.href).toBe(elsewhere)
    expect(JSON.stringify(emulator.requests.at(-1)?.headers)).not.toContain('key-of-the-api')
  })

  test('is named in log and errors without its query, which can hold a key', async () => {
    const world = testWorld()
    const url = `${emulator.addresses.swagger}?code=the-key`
    await get({ url }, world)
    first(emptyAnswer(403))
    const text = [describeSource(source({ url })), ...world.log.lines, await messageOf(get({ url }))].join('\n')
    expect(text).not.toContain('the-key')
  })
})

describe('an app that starts up is waited for', () => {
  test.each<[string, Answer, RegExp]>([
    ['HTTP 404', emptyAnswer(404), /HTTP 404/],
    ['HTTP 408', emptyAnswer(408), /HTTP 408/],
    ['HTTP 425', emptyAnswer(425), /HTTP 425/],
    ['HTTP 429', emptyAnswer(429), /HTTP 429/],
    ['HTTP 500', emptyAnswer(500), /HTTP 500/],
    ['HTTP 503', apiAnswers.starting(), /HTTP 503/],
    ['a page', apiAnswers.html(), /it is an HTML page titled "Orders API is starting"/],
    ['an empty body', apiAnswers.empty(), /it is empty/],
    ['half a document', { ...emptyAnswer(200), body: Buffer.from('{"swagger": "2.0", "info": {') }, /./]
  ])('when it answers with %s', async (_, answer, reason) => {
    first(answer)
    const world = testWorld()
    expect((await get({}, world)).version).toBe('1.4.0')
    expect(world.log.lines).toHaveLength(2)
    expect(world.log.lines[0]).toMatch(/^fetch the API document: attempt 1 of 4 failed: .*, waiting 0(\.01)? s$/)
    expect(world.log.lines[0]).toMatch(reason)
  })

  test('when the connection fails', async () => {
    emulator.fault('api-document', faults.reset)
    const world = testWorld()
    await get({}, world)
    expect(world.log.lines[0]).toMatch(
      /attempt 1 of 4 failed: the connection was closed .* from 127\.0\.0\.1:\d+, waiting/
    )
  })

  test('when an old instance still answers', async () => {
    first(apiAnswers.ofVersion(emulator.state.api.document, '1.3.0'))
    const world = testWorld()
    expect((await get({ expectedVersion: '1.4.0' }, world)).version).toBe('1.4.0')
    expect(world.log.lines[0]).toBe(
      'fetch the API document: attempt 1 of 4 failed: it is version 1.3.0, waiting 0.01 s'
    )
  })

  test('as long as it asks for, but no longer than is sensible', async () => {
    first(emptyAnswer(503, { 'retry-after': '3600' }))
    const world = testWorld()
    expect(await messageOf(get({}, world))).toContain('HTTP 503')
    expect(world.log.lines).toEqual(['fetch the API document: attempt 1 of 4 failed: HTTP 503, giving up'])
  })

  test('but not for ever', async () => {
    first(apiAnswers.starting(), apiAnswers.starting())
    expect(await messageOf(get({ retries: 1 }))).toBe(
      `Could not fetch the API document: ${emulator.addresses.swagger} answered HTTP 503; check "swagger-url", and that ` +
        'the API is deployed and running; more or longer attempts: "swagger-retries", "swagger-retry-delay".'
    )
    expect(emulator.requests).toHaveLength(2)
  })

  test('but not past the version that is expected', async () => {
    expect(await messageOf(get({ expectedVersion: '2.0.0', retries: 1 }))).toBe(
      'Did not use the API document: its info.version is "1.4.0", and "expected-version" is "2.0.0"; ' +
        'check that the deployment of that version is complete, or correct "expected-version".'
    )
  })
})

describe('an answer that stays is not waited for', () => {
  test.each<[string, Answer, RegExp]>([
    ['HTTP 401', emptyAnswer(401), /HTTP 401; .*"swagger-headers"/],
    ['HTTP 403', htmlAnswer(403, 'No'), /HTTP 403; .*"swagger-headers"/],
    ['HTTP 400', emptyAnswer(400), /HTTP 400; check "swagger-url"/],
    ['HTTP 410', emptyAnswer(410), /HTTP 410/],
    ['HTTP 501', emptyAnswer(501), /HTTP 501/],
    ['something else than a description', apiAnswers.notOpenApi(), /no API description; it has "status"/],
    ['a list', { ...emptyAnswer(200), body: Buffer.from('[1]') }, /an array instead of an object/]
  ])('%s', async (_, answer, message) => {
    first(answer)
    const world = testWorld()
    expect(await messageOf(get({}, world))).toMatch(message)
    expect([emulator.requests.length, world.log.lines]).toEqual([1, []])
  })
})

describe('the document of a file', () => {
  async function fromFile(text: string | undefined, expectedVersion?: string): Promise<[ApiDocument, TestWorld]> {
    const folder = await mkdtemp(path.join(tmpdir(), 'document-'))
    const file = path.join(folder, 'api.yaml')
    const world = testWorld()
    try {
      if (text !== undefined) await writeFile(file, text)
      return [await getApiDocument({ kind: 'file', path: file, expectedVersion }, world), world]
    } finally {
      await rm(folder, { recursive: true })
    }
  }
  const yaml = 'swagger: "2.0"\ninfo:\n  title: Orders\n  version: 1.4\npaths: {}\n'

  test('is read, and its version may be a number', async () => {
    const [api, { log }] = await fromFile(yaml, '1.4')
    expect([api.version, api.servedFrom]).toEqual(['1.4', undefined])
    expect(log.lines).toEqual([
      expect.stringMatching(/^API document: Swagger 2.0, version 1.4, 62 bytes, from \/.*api.yaml$/)
    ])
  })

  test('may have no version, but not where one is expected', async () => {
    const without = yaml.replace(/ {2}version.*\n/, '')
    expect((await fromFile(without))[1].log.lines[0]).toContain('Swagger 2.0, without a version,')
    expect(await messageOf(fromFile(without, '1'))).toContain(
      'its info.version is missing, and "expected-version" is "1"'
    )
  })

  test('that is gone or is no document is an error with the name of the input or the file', async () => {
    expect(await messageOf(fromFile(undefined))).toMatch(
      /^Could not use "swagger-file" \(.*api\.yaml\): there is no such file/
    )
    expect(await messageOf(fromFile(''))).toMatch(/api\.yaml: it is empty/)
  })
})
