/** A connector whose parts are all of one state, although a service hands them out one by one. */
import { ActionError } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Connector } from './connector.ts'
import type { ConnectorStore } from './store.ts'

/** How often it is read at most. */
const READS = 3

/**
 * Reads the connector again as long as somebody changes it meanwhile.
 * @param connector as read by `download`
 * @throws ActionError when it does not come to rest
 */
export async function settled(
  store: Pick<ConnectorStore, 'download' | 'isUnchanged'>,
  connector: Connector,
  log: Log
): Promise<Connector> {
  let read = connector
  for (let reads = 1; !(await store.isUnchanged(read)); reads++) {
    if (reads === READS) {
      throw new ActionError({
        what: 'could not download the connector',
        why: `somebody else changed it while it was read, ${READS} times`,
        advice: 'run the job again when nobody works on it'
      })
    }
    log.info('Somebody else changed the connector while it was read: reading it again')
    read = await store.download()
  }
  return read
}
