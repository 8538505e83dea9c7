/** Every case of the fault table: each call with each fault, once and always, and each service's connections. */
import type { Role } from '../emulator/exchange.ts'
import type { Fault } from '../emulator/faults.ts'
import type { ConnectionFault } from '../emulator/server.ts'
import { calls, connections, type FaultyCall } from './calls.ts'
import { type Expected, expectedOf, expectedOfConnection, faultsOf, type Outcome, type Times } from './expectations.ts'

export interface FaultCase {
  readonly call: FaultyCall
  /** As the table names it. */
  readonly name: string
  readonly fault:
    | { readonly kind: 'call'; readonly fault: Fault }
    | { readonly kind: 'connection'; readonly role: Role; readonly connection: ConnectionFault | 'refused' }
  readonly times: Times
  readonly expected: Expected
}

/** What a call that fails in this part of a run means for it. */
function failureOf({ section, call }: FaultyCall): Outcome {
  if (section === 'Telling') return 'updated with a warning'
  return call.startsWith('read-back') ? 'not proven' : 'nothing written'
}

export const times: readonly Times[] = ['once', 'always']

const ofCalls: readonly FaultCase[] = calls.flatMap(call =>
  Object.entries(faultsOf(call.kind)).flatMap(([name, fault]) =>
    times.map(time => ({
      call,
      name,
      fault: { kind: 'call' as const, fault },
      times: time,
      expected: expectedOf(call.kind, name, time, failureOf(call))
    }))
  )
)

const connectionFaults: Readonly<Record<string, ConnectionFault | 'refused'>> = {
  'connection refused': 'refused',
  'connection dropped before TLS': 'dropped',
  'a server without TLS': 'not TLS',
  'a certificate that nobody vouches for': 'unknown certificate'
}

const ofConnections: readonly FaultCase[] = connections.flatMap(([role, first]) => {
  const call = calls.find(({ name }) => name === first)
  if (!call) return []
  return Object.entries(connectionFaults).flatMap(([name, connection]) =>
    // The system either refuses connections to a port or doesn't.
    times
      .filter(time => connection !== 'refused' || time === 'always')
      .map(time => ({
        call,
        name,
        fault: { kind: 'connection' as const, role, connection },
        times: time,
        expected: expectedOfConnection(role, connection, time, failureOf(call))
      }))
  )
})

export const cases: readonly FaultCase[] = [...ofCalls, ...ofConnections]

/** "update, 502 without a body, always" */
export function titleOf({ call, name, times: time }: FaultCase): string {
  return `${call.name}, ${name}, ${time}`
}
