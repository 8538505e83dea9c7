/** What happened: every request with its answer, for assertions. */
import type { Answer, CallName, CallRequest } from './exchange.ts'
import type { Fault } from './faults.ts'

export interface RecordedRequest extends CallRequest {
  readonly number: number
  readonly call: CallName
  readonly connection: number
  readonly onNewConnection: boolean
  /** Milliseconds from the start of the emulator to the arrival of the request. */
  readonly time: number
  /** Milliseconds until the answer was ready. */
  duration?: number
  /** Absent while the answer is not ready, and where none is given. */
  answer?: Answer
  readonly fault?: Fault | undefined
}

export class Journal {
  readonly requests: RecordedRequest[] = []
  /** Connections whose handshake was finished. */
  connections = 0

  /** The requests of these calls, in their order. */
  of(...calls: readonly CallName[]): RecordedRequest[] {
    return this.requests.filter(request => calls.includes(request.call))
  }

  clear(): void {
    this.requests.length = 0
    this.connections = 0
  }
}
