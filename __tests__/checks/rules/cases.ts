/** The cases of all rules: what the tests try, and what docs/rules.md shows as examples. */
import { annotationCases } from './annotations.cases.ts'
import { connectorCases } from './connector.cases.ts'
import { documentCases } from './document.cases.ts'
import { dynamicCases } from './dynamic.cases.ts'
import { operationCases } from './operations.cases.ts'
import { parameterCases } from './parameters.cases.ts'
import { pathCases } from './paths.cases.ts'
import { schemaCases } from './schemas.cases.ts'
import type { Case } from './example.ts'

export const cases: readonly Case[] = [
  ...operationCases,
  ...pathCases,
  ...annotationCases,
  ...dynamicCases,
  ...parameterCases,
  ...schemaCases,
  ...documentCases,
  ...connectorCases
]
