/** Where the connector of a run is kept: the inputs that name it, and what it looks like there. */
import type { Emulator } from '../emulator/emulator.ts'
import { dataverseInputs, emulatorInputs } from '../emulator/run-action.ts'

export interface Backend {
  readonly name: string
  /** The inputs that a run needs at least. */
  readonly inputs: (emulator: Emulator) => Readonly<Record<string, string>>
  /** All of the connector but the mark of its state, to be compared with another one. */
  readonly photograph: (emulator: Emulator) => object
}

export const powerApps: Backend = {
  name: 'Power Apps',
  inputs: emulatorInputs,
  photograph: emulator => {
    const { changedTime: _, ...connector } = emulator.connector()
    return structuredClone(connector)
  }
}

export const dataverse: Backend = {
  name: 'Dataverse',
  inputs: emulator => ({
    'environment-id': '',
    'power-apps-url': '',
    'power-apps-resource': '',
    ...dataverseInputs(emulator)
  }),
  photograph: emulator => {
    const { version: _, modifiedOn: __, ...row } = emulator.row()
    return structuredClone(row)
  }
}
