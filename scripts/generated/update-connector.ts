/** The parts of the reusable workflow that pass the action's inputs and outputs on, each under its own name. */
import { between } from './between.ts'
import type { Entry, Manifest } from './manifest.ts'
import { inputType } from './types.ts'

const FILE = '.github/workflows/update-connector.yml'

/** Inputs that are secrets, with the names that GitHub's settings allow for secrets. */
const SECRETS: Readonly<Record<string, string>> = {
  'swagger-headers': 'SWAGGER_HEADERS',
  'oauth-client-secret': 'CONNECTOR_OAUTH_SECRET',
  'client-secret': 'CONNECTOR_CLIENT_SECRET',
  'client-certificate': 'CONNECTOR_CERTIFICATE',
  'client-certificate-password': 'CONNECTOR_CERTIFICATE_PASSWORD',
  'password-secret': 'CONNECTOR_PASSWORD',
  'teams-webhook-url': 'TEAMS_WEBHOOK_URL'
}
/** Inputs that differ between environments, with the variable that is taken where the caller gives none. */
const VARIABLES: Readonly<Record<string, string>> = {
  'connector-id': 'CONNECTOR_ID',
  'environment-id': 'ENVIRONMENT_ID',
  'environment-url': 'ENVIRONMENT_URL',
  'app-id': 'APP_ID',
  'tenant-id': 'TENANT_ID',
  'user-name': 'CONNECTOR_USER'
}
/** The mode depends on the event here; the job's own token is there without being handed over. */
const OWN = ['mode', 'github-token']
/** Paths on a runner that is gone when a caller could read them: the workflow keeps these files as artifacts. */
const PATHS = ['report', 'definition-path', 'package-path']

export function withPassedInputs(workflow: string, { inputs, outputs }: Manifest): string {
  const passed = inputs.filter(({ name }) => !OWN.includes(name))
  const parts = {
    inputs: passed.filter(({ name }) => !(name in SECRETS)).map(declared),
    secrets: passed.flatMap(({ name }) =>
      SECRETS[name] === undefined ? [] : [`      ${SECRETS[name]}:\n        required: false`]
    ),
    outputs: kept(outputs).map(name => `      ${name}:\n        value: \${{ jobs.connector.outputs.${name} }}`),
    'outputs of the job': kept(outputs).map(name => `      ${name}: \${{ steps.connector.outputs.${name} }}`),
    'inputs of the action': passed.map(({ name }) => `          ${name}: \${{ ${valueOf(name)} }}`)
  }
  return Object.entries(parts).reduce(
    (text, [name, lines]) =>
      between(
        FILE,
        text,
        `# ${name}: made from action.yml by "npm run generate"`,
        `# end of ${name}`,
        lines.join('\n')
      ),
    workflow
  )
}

function kept(outputs: readonly Entry[]): string[] {
  return outputs.map(({ name }) => name).filter(name => !PATHS.includes(name))
}

/** A string that is not given is empty, which the action takes as not given; other types need their default. */
function declared(input: Entry): string {
  const { type } = inputType(input)
  const simple = type === 'boolean' ? 'boolean' : type === 'integer' || type === 'float' ? 'number' : 'string'
  const fallback = simple === 'string' ? '' : `\n        default: ${input.default}`
  return `      ${input.name}:\n        type: ${simple}${fallback}`
}

/**
 * On Dataverse the action takes the secret along with connection parameters only, and refuses it else. One that is stored in the
 * environment, for the connector's creation, is there in every run.
 */
const WHERE_SECRET_GOES =
  "inputs.api-properties-file != '' || inputs.settings-file != '' || (inputs.environment-url || vars.ENVIRONMENT_URL || '') == ''"

function valueOf(name: string): string {
  if (name === 'oauth-client-secret') return `((${WHERE_SECRET_GOES}) && secrets.CONNECTOR_OAUTH_SECRET) || ''`
  if (SECRETS[name] !== undefined) return `secrets.${SECRETS[name]}`
  // A file that the caller names stands in the place of the address that an environment has.
  if (name === 'swagger-url') return "inputs.swagger-url || (inputs.swagger-file == '' && vars.SWAGGER_URL) || ''"
  return VARIABLES[name] === undefined ? `inputs.${name}` : `inputs.${name} || vars.${VARIABLES[name]}`
}
