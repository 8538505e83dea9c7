import { describe, expect, test } from '@jest/globals'
import type { DocumentSource } from '../../src/api-document.ts'
import { loadInputs } from '../../src/inputs.ts'
import { type Given, inWorkspace, load, minimal, mistakesOf, sourceOf } from './source.ts'

function sourceFrom(given: Given, workspace?: string): DocumentSource {
  const inputs = load(given, workspace)
  if (inputs.mode === 'download') throw new Error('This mode has no document.')
  return inputs.definition.source
}

function headersOf(lines: string): unknown {
  const source = sourceFrom({ 'swagger-headers': lines })
  return source.kind === 'url' && source.headers
}

describe('the document comes', () => {
  test('from a URL, whose fragment is nothing for the server', () => {
    expect(sourceFrom({ 'swagger-url': 'https://a.example/doc?v=1#part' })).toMatchObject({
      kind: 'url',
      url: 'https://a.example/doc?v=1'
    })
  })

  test('from a file', () => {
    inWorkspace({ 'api.yaml': '' }, workspace => {
      expect(sourceFrom({ 'swagger-url': '', 'swagger-file': 'api.yaml', 'expected-version': '2' }, workspace)).toEqual(
        {
          kind: 'file',
          path: `${workspace}/api.yaml`,
          expectedVersion: '2'
        }
      )
    })
  })

  test('from one of the two', () => {
    expect(mistakesOf({ 'swagger-url': '' })).toEqual(['neither "swagger-url" nor "swagger-file" is given'])
    inWorkspace({ 'api.yaml': '' }, workspace => {
      expect(mistakesOf({ 'swagger-file': 'api.yaml' }, workspace)).toEqual([
        '"swagger-url" and "swagger-file" are both given: use one of them'
      ])
    })
  })
})

describe('a plain http address', () => {
  test('is a warning', () => {
    expect(load({ 'swagger-url': 'http://a.example/' }).warnings).toEqual([expect.stringContaining('"swagger-url"')])
  })

  test('is refused together with headers', () => {
    const mistakes = mistakesOf({ 'swagger-url': 'http://a.example/', 'swagger-headers': 'x-api-key: key' })
    expect(mistakes).toEqual([
      '"swagger-headers" would travel unencrypted to the http:// address of "swagger-url": use https://'
    ])
  })
})

describe('headers', () => {
  test.each<[string, string, object]>([
    ['one a line', 'X-Api-Key: key\n\nAccept: text/yaml', { 'x-api-key': 'key', accept: 'text/yaml' }],
    ['of Windows lines', 'x-a: 1\r\nx-b: 2\r\n', { 'x-a': '1', 'x-b': '2' }],
    ['whose values hold colons', 'x-a: http://b.example:80/c', { 'x-a': 'http://b.example:80/c' }],
    ['whose values hold commas', 'x-a: b, c', { 'x-a': 'b, c' }],
    ['without a space', 'x-a:b', { 'x-a': 'b' }],
    ['without a value', 'x-a:', { 'x-a': '' }]
  ])('are read %s', (_, lines, headers) => {
    expect(headersOf(lines)).toEqual(headers)
  })

  test('have values that are masked, the token of a scheme by itself too', () => {
    const source = sourceOf({ ...minimal, 'swagger-headers': 'authorization: Bearer abcdefgh\nx-key: k:1, 2' })
    loadInputs(source)
    expect(source.masked).toEqual(expect.arrayContaining(['Bearer abcdefgh', 'abcdefgh', 'k:1, 2']))
  })

  test.each<[string, string]>([
    ['x-a', 'line 1 of "swagger-headers" is not "Name: value"'],
    ['x-a: 1\n: value', 'line 2 of "swagger-headers" is not "Name: value"'],
    ['x a: 1', 'line 1 of "swagger-headers" is not "Name: value"'],
    ['x-a: \u{1F511}', 'line 1 of "swagger-headers" is not "Name: value"'],
    ['x-a: a\u0000b', 'line 1 of "swagger-headers" is not "Name: value"'],
    ['Host: b.example', '"swagger-headers" can not set Host'],
    ['content-length: 5', '"swagger-headers" can not set content-length']
  ])('%j are refused without a word of their values', (lines, mistake) => {
    expect(mistakesOf({ 'swagger-headers': lines })).toEqual([mistake])
  })
})
