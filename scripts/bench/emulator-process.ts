/** The emulator in a process of its own, so that its work isn't counted as the action's; spoken to over IPC. */
import { startEmulator } from '../../__tests__/emulator/emulator.ts'
import { dataverseInputs, emulatorInputs } from '../../__tests__/emulator/run-action.ts'
import { seedState } from '../../__tests__/emulator/seeds/state.ts'
import type { JsonObject } from '../../src/definition/json.ts'

/** What the bench asks for. */
export type Question =
  | { readonly ask: 'round-trip'; readonly milliseconds: number }
  /** All connectors as they are at the start, and the API's own document again or another one. */
  | { readonly ask: 'restore'; readonly document?: JsonObject }
  /** Calls and connections since the last time it was asked. */
  | { readonly ask: 'traffic' }

export interface Started {
  /** What a run needs at least, by backend. */
  readonly inputs: Readonly<Record<'power-apps' | 'dataverse', Readonly<Record<string, string>>>>
  readonly connectors: Readonly<Record<string, string>>
  readonly caFile: string
}

export interface Traffic {
  readonly calls: number
  readonly connections: number
}

const emulator = await startEmulator()
let connections = 0

function answer(question: Question): object {
  switch (question.ask) {
    case 'round-trip':
      emulator.network.roundTrip = question.milliseconds
      return {}
    case 'restore': {
      const { powerApps, dataverse, api } = seedState(0)
      emulator.state.powerApps.connectors.clear()
      for (const [name, connector] of powerApps.connectors) emulator.state.powerApps.connectors.set(name, connector)
      emulator.state.dataverse.rows.clear()
      for (const [id, row] of dataverse.rows) emulator.state.dataverse.rows.set(id, row)
      emulator.state.api.document = question.document ?? api.document
      return {}
    }
    case 'traffic': {
      const traffic: Traffic = { calls: emulator.requests.length, connections: emulator.connections - connections }
      connections = emulator.connections
      emulator.journal.clear()
      return traffic
    }
  }
}

process.on('message', question => process.send?.(answer(question as Question)))
process.on('disconnect', () => void emulator.close().then(() => process.exit(0)))
const started: Started = {
  inputs: { 'power-apps': emulatorInputs(emulator), dataverse: dataverseInputs(emulator) },
  connectors: emulator.ids.connectors,
  caFile: emulator.caFile
}
process.send?.(started)
