/** The connections of every `fetch` of the process: through the proxy that the environment names, and opened early. */
import type { Socket } from 'node:net'
import { buildConnector, EnvHttpProxyAgent, setGlobalDispatcher } from 'undici'

export interface Connections {
  /**
   * Opens connections to a host while something else is waited for; the next requests to that host use them. Nothing is
   * sent on them, and a connection that can't be opened is left to the request that needs it. With a proxy nothing is opened.
   */
  open(url: string, count: number): void
  /** Closes all connections. */
  close(): Promise<void>
}

const PROXY_VARIABLES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'] as const

/**
 * Sends every `fetch` of the process through the proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name, if any.
 * @param variables the environment, for whether there is a proxy
 */
export function connectionsOf(variables: Readonly<Record<string, string | undefined>>): Connections {
  const connect = buildConnector({})
  const early = new EarlyConnections(connect)
  // The timeouts of a request are the only ones: the update of a connector with custom code can be silent for minutes.
  const agent = new EnvHttpProxyAgent({
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (options, callback) => {
      early.take(options, callback)
    }
  })
  setGlobalDispatcher(agent)
  const hasProxy = PROXY_VARIABLES.some(name => variables[name])
  return {
    open: (url, count) => {
      if (!hasProxy) for (let number = 0; number < count; number++) early.open(new URL(url))
    },
    close: async () => {
      early.close()
      await agent.destroy()
    }
  }
}

/** Connections that were opened and that no request has taken yet. */
class EarlyConnections {
  readonly #connect: buildConnector.connector
  readonly #waiting = new Map<string, Promise<Socket | undefined>[]>()

  constructor(connect: buildConnector.connector) {
    this.#connect = connect
  }

  open({ protocol, hostname, host, port }: URL): void {
    const options = { protocol, hostname, host, port }
    const opened = new Promise<Socket | undefined>(resolve => {
      this.#connect(options, (_, socket) => {
        // Without a listener an error of an idle connection would end the process.
        socket?.on('error', () => undefined)
        resolve(socket ?? undefined)
      })
    })
    const waiting = this.#waiting.get(keyOf(options)) ?? []
    this.#waiting.set(keyOf(options), [...waiting, opened])
  }

  take(options: buildConnector.Options, callback: buildConnector.Callback): void {
    const opened = this.#waiting.get(keyOf(options))?.shift()
    if (!opened) {
      this.#connect(options, callback)
      return
    }
    void opened.then(socket => {
      // The other side may have closed it meanwhile.
      if (socket === undefined || socket.destroyed || socket.readyState !== 'open') this.#connect(options, callback)
      else callback(null, socket)
    })
  }

  close(): void {
    for (const opened of [...this.#waiting.values()].flat()) void opened.then(socket => socket?.destroy())
    this.#waiting.clear()
  }
}

function keyOf({ protocol, hostname, port }: Pick<buildConnector.Options, 'protocol' | 'hostname' | 'port'>): string {
  return `${protocol}//${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`
}
