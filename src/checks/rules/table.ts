/** All rules, in the order in which findings at one place are listed. */
import { annotations } from './annotations.ts'
import { bounds } from './bounds.ts'
import { capabilities } from './capabilities.ts'
import { certification } from './certification.ts'
import { connector } from './connector.ts'
import { documentRules } from './document.ts'
import { dynamicRules } from './dynamic-extensions.ts'
import { dynamicParameters } from './dynamic-parameters.ts'
import { limits } from './limits.ts'
import { mediaTypes } from './media-types.ts'
import { operations } from './operations.ts'
import { parameterLists } from './parameter-lists.ts'
import { parameters } from './parameters.ts'
import { paths } from './paths.ts'
import { references } from './references.ts'
import { responses } from './responses.ts'
import type { Rule } from './rule.ts'
import { schemas } from './schemas.ts'
import { security } from './security.ts'
import { structure } from './structure.ts'
import { values } from './values.ts'
import { webhooks } from './webhooks.ts'

export const rules: readonly Rule[] = [
  ...structure,
  ...documentRules,
  ...limits,
  ...paths,
  ...operations,
  ...mediaTypes,
  ...parameters,
  ...parameterLists,
  ...responses,
  ...references,
  ...schemas,
  ...bounds,
  ...values,
  ...dynamicRules,
  ...dynamicParameters,
  ...webhooks,
  ...annotations,
  ...capabilities,
  ...security,
  ...connector,
  ...certification
]
