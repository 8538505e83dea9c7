/**
 * `npm start`: shows the compiled action at work against the emulator, started the way a runner starts it. First an update on
 * the Power Apps service, then the same again; then, after the API has moved on, a plan, and an update on Dataverse.
 */
import { type Emulator, startEmulator } from '../__tests__/emulator/emulator.ts'
import { dataverseInputs, emulatorInputs, runAction } from '../__tests__/emulator/run-action.ts'
import { type JsonObject, objectAt } from '../src/definition/json.ts'

interface Step {
  readonly title: string
  readonly inputs: (emulator: Emulator) => Readonly<Record<string, string>>
  readonly before?: (document: JsonObject) => JsonObject
}

const steps: readonly Step[] = [
  { title: 'An update: the API got a new operation, and takes a moment to start', inputs: emulatorInputs },
  { title: 'The same again: nothing to do', inputs: emulatorInputs },
  {
    title: 'A plan: the API has moved on once more',
    inputs: emulator => ({ ...emulatorInputs(emulator), mode: 'plan' }),
    before: moveOn
  },
  {
    title: 'An update on Dataverse, which keeps the connector as a row of a table, by workload identity federation',
    inputs: emulator => ({
      ...dataverseInputs(emulator),
      'app-id': emulator.ids.application,
      'user-name': '',
      'password-secret': ''
    })
  }
]
const emulator = await startEmulator({ warmUp: 2 })
let failures = 0
for (const { title, inputs, before } of steps) {
  if (before) emulator.state.api.document = before(emulator.state.api.document)
  emulator.journal.clear()
  heading(title)
  const run = await runAction({ ...inputs(emulator), 'swagger-retry-delay': '1' }, { emulator, idToken: true })
  console.log(run.render())
  heading('outputs', '-')
  for (const [name, value] of Object.entries(run.outputs)) console.log(`${name.padEnd(20)} ${value}`)
  heading('job summary', '-')
  console.log(run.summary)
  const writes = emulator.requests.filter(({ call }) => call === 'update').length
  console.log(
    `exit code ${run.exitCode ?? 'none'}, ${Math.round(run.duration)} ms, ${emulator.requests.length} calls, ${writes} of them writing to the connector`
  )
  if (run.exitCode !== 0) failures++
}
await emulator.close()
process.exitCode = failures === 0 ? 0 : 1

/** The next version of the API: it can export orders, and no longer cancels them. */
function moveOn(document: JsonObject): JsonObject {
  const paths: JsonObject = {
    ...objectAt(document, 'paths'),
    '/orders/export': {
      get: {
        operationId: 'Orders_Export',
        summary: 'Export orders',
        responses: { '200': { description: 'A CSV file', schema: { type: 'string' } } }
      }
    }
  }
  delete paths['/orders/{id}/cancel']
  return { ...document, info: { ...objectAt(document, 'info'), version: '1.5.0' }, paths }
}

function heading(title: string, line = '='): void {
  console.log(`\n${title}\n${line.repeat(title.length)}\n`)
}
