/** What the pipeline needs of a backend that keeps connectors. */
import type { ApiProperty, Connector, ConnectorContent } from './connector.ts'

/** A finding of the service's own validation. */
export interface ServiceFinding {
  readonly severity: 'error' | 'warning'
  /** JSON pointer into the definition; empty when the service names no place. */
  readonly pointer: string
  readonly message: string
}

/** What a backend finds wrong with content before it is written. */
export interface Validation {
  /** Who looked, for the log: "the validation of Power Apps". */
  readonly by: string
  readonly findings: readonly ServiceFinding[]
}

export interface ConnectorStore {
  /** The backend's name, for log and errors: "Power Apps". */
  readonly name: string
  /** The API properties that the backend has a place for. */
  readonly storable: readonly ApiProperty[]

  /**
   * Reads the connector with everything that belongs to it.
   * @throws ActionError when it isn't there, isn't a custom connector, may not be read, or can't be read whole
   */
  download(): Promise<Connector>

  /**
   * Whether the connector is still the one that was read, and so all its parts are of one state: services may hand them out
   * one by one.
   * @param connector as read by `download`
   */
  isUnchanged(connector: Connector): Promise<boolean>

  /**
   * Has the backend look at content for the connector that was read, or for a new one where the target names none; nothing
   * is written.
   * @throws ActionError when the service refuses to answer, or when `update` would refuse any content
   */
  validate(content: ConnectorContent): Promise<Validation>

  /**
   * Begins with what an update with the content needs and what changes nothing of the connector, while something else decides
   * whether there will be one. What goes wrong is told by `update`.
   */
  prepareUpdate(connector: Connector, content: ConnectorContent): void

  /**
   * Writes the content over the connector that was read.
   *
   * Returns when the service says, or shows, that it took the change; whether it stored what was sent is for a later
   * `download` to prove.
   * @param connector as read by `download`; when the service has another state by now, nothing is written
   * @param sending is called right before the change is sent for the first time: until then nothing can have been written
   * @throws ChangedInBetweenError when somebody else changed the connector since
   * @throws UnclearUpdateError when nothing tells whether the change was applied
   * @throws ActionError when the service refuses
   */
  update(connector: Connector, content: ConnectorContent, sending?: () => void): Promise<void>

  /**
   * Looks for connectors of the environment that makers see under this title.
   * @returns their ids, as the input `connector-id` takes them
   */
  findByTitle(title: string): Promise<readonly string[]>

  /**
   * Makes a connector; from then on it is the one that `download` and `update` are about.
   *
   * The request is sent once: a second one could make a second connector. After an unclear end the environment is searched
   * for what the first one made.
   * @param title what makers see, which no other connector of the environment has
   * @param sending is called right before the request is sent
   * @returns the new connector's id, as the input `connector-id` takes it
   * @throws UnclearCreationError when nothing tells whether it was made
   * @throws ActionError when the service refuses
   */
  create(title: string, content: ConnectorContent, sending?: () => void): Promise<string>
}
