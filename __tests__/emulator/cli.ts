/** The emulator alone: prints one JSON document that says where everything is, and runs until it is told to stop. */
import { parseArgs } from 'node:util'
import { startEmulator } from './emulator.ts'
import type { EmulatorOptions } from './emulator.ts'

const usage = `Usage: npm run emulator -- [options]

Plays Entra ID, GitHub's ID tokens, the Power Apps resource provider, blob storage, Dataverse and an API on loopback, each
on a port of its own. Prints one JSON document with addresses, ids, credentials, the variables of a job with the permission
id-token: write, and the file of the certificate authority; stops on Ctrl+C.

  --latency <ms>            what a service takes for each request (default 0)
  --round-trip <ms>         a round trip: two for a new connection, one for a request (default 0)
  --warm-up <n>             how often the API answers 503 before its document is there (default 2)
  --storage-suffix <name>   signed URLs as https://<account>.blob.<name>:<port>/… instead of the account in the path
  --audience <resource>     the audience that tokens must have (default https://service.powerapps.com/)
  --help                    this text
`

const { values } = parseArgs({
  options: {
    latency: { type: 'string', default: '0' },
    'round-trip': { type: 'string', default: '0' },
    'warm-up': { type: 'string', default: '2' },
    'storage-suffix': { type: 'string' },
    audience: { type: 'string' },
    help: { type: 'boolean', default: false }
  }
})

function number(name: 'latency' | 'round-trip' | 'warm-up'): number {
  const value = Number(values[name])
  if (Number.isFinite(value) && value >= 0) return value
  console.error(`--${name} needs a number from 0, not '${values[name]}'.`)
  process.exit(2)
}

if (values.help) {
  console.log(usage)
} else {
  const suffix = values['storage-suffix']
  const options: EmulatorOptions = {
    latency: number('latency'),
    roundTrip: number('round-trip'),
    warmUp: number('warm-up'),
    ...(suffix === undefined ? {} : { storageSuffix: suffix })
  }
  const emulator = await startEmulator(options)
  if (values.audience !== undefined) emulator.state.powerApps.audience = values.audience
  const { addresses, ids, credentials, idTokenVariables, caFile } = emulator
  console.log(JSON.stringify({ addresses, ids, credentials, idTokenVariables, caFile }, null, 2))
  const stop = () => void emulator.close().then(() => process.exit(0))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}
