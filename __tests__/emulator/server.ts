/** One origin: an HTTPS server on loopback that can be slow, refuse connections, and break off where it is told to. */
import { createServer as createHttpsServer } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { Credentials } from './certificate.ts'
import type { Answer } from './exchange.ts'

/** How an answer goes out. */
export type Delivery =
  | { readonly kind: 'whole' | 'cut-body'; readonly answer: Answer }
  | { readonly kind: 'drip'; readonly answer: Answer; readonly bytes: number; readonly everyMilliseconds: number }
  | { readonly kind: 'reset' | 'close' | 'hang' }

export interface RawRequest {
  readonly method: string
  /** Path and query as they came. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  readonly connection: number
  readonly onNewConnection: boolean
}

export interface Network {
  /** Milliseconds of one round trip: a new connection costs one for TCP and one for TLS 1.3, a request one more. */
  roundTrip: number
  /** Milliseconds that the service thinks about each request. */
  latency: number
}

/** What can go wrong before there is a connection that requests go over. */
export type ConnectionFault =
  /** Reset before the TLS handshake. */
  | 'dropped'
  /** Whatever listens there doesn't speak TLS. */
  | 'not TLS'
  /** A certificate that nobody vouches for. */
  | 'unknown certificate'

export interface Server {
  readonly port: number
  /** Lets the next connections fail. */
  disturb(fault: ConnectionFault, count: number): void
  /** Stops listening, so that the system refuses connections from now on. Those that are open stay. */
  stopListening(): Promise<void>
  close(): Promise<void>
}

interface Connection {
  readonly number: number
  requests: number
}

/**
 * Starts an origin.
 *
 * @param nextConnection gives every connection that finished its handshake its number
 * @param respond decides what is answered and how
 */
export async function listen(
  credentials: Credentials,
  network: Network,
  nextConnection: () => number,
  respond: (request: RawRequest) => Promise<Delivery>
): Promise<Server> {
  // The raw sockets, by the client's port: only they can be reset.
  const sockets = new Map<number | undefined, Socket>()
  const connections = new WeakMap<object, Connection>()
  let disturbance: { readonly fault: ConnectionFault; left: number } | undefined

  const https = createHttpsServer({ cert: credentials.certificate, key: credentials.key, keepAliveTimeout: 120_000 })
  const stranger = createHttpsServer({ cert: credentials.unknown.certificate, key: credentials.unknown.key })
  https.on('secureConnection', socket => connections.set(socket, { number: nextConnection(), requests: 0 }))
  https.on('request', (request, response) => {
    const connection = connections.get(request.socket) ?? { number: nextConnection(), requests: 0 }
    connection.requests += 1
    const reset = () => sockets.get(request.socket.remotePort)?.resetAndDestroy()
    void serve(request, response, { ...connection }, network, respond, reset).catch(reset)
  })

  const front = createTcpServer({ pauseOnConnect: true }, socket => {
    sockets.set(socket.remotePort, socket)
    socket.on('close', () => sockets.delete(socket.remotePort))
    socket.on('error', () => undefined)
    const fault = disturbance && disturbance.left-- > 0 ? disturbance.fault : undefined
    if (fault === 'dropped') socket.resetAndDestroy()
    else if (fault === 'not TLS') socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')
    else if (fault === 'unknown certificate') stranger.emit('connection', socket)
    else void delay(2 * network.roundTrip).then(() => https.emit('connection', socket))
  })
  await new Promise<void>(resolve => front.listen(0, '127.0.0.1', resolve))

  return {
    port: (front.address() as AddressInfo).port,
    disturb: (fault, count) => (disturbance = { fault, left: count }),
    stopListening: () =>
      new Promise<void>(resolve => {
        front.close(() => {
          resolve()
        })
      }),
    close: async () => {
      for (const socket of sockets.values()) socket.destroy()
      https.closeAllConnections()
      await new Promise(resolve => front.close(resolve))
    }
  }
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  connection: Connection,
  network: Network,
  respond: (request: RawRequest) => Promise<Delivery>,
  reset: () => void
): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const pause = network.roundTrip + network.latency
  if (pause > 0) await delay(pause)
  const delivery = await respond({
    method: request.method ?? 'GET',
    target: request.url ?? '/',
    headers: singleValues(request.headersDistinct),
    body: Buffer.concat(chunks),
    connection: connection.number,
    onNewConnection: connection.requests === 1
  })
  switch (delivery.kind) {
    case 'whole':
      writeHead(response, delivery.answer)
      response.end(request.method === 'HEAD' ? undefined : delivery.answer.body)
      return
    case 'cut-body':
      writeHead(response, delivery.answer)
      response.write(delivery.answer.body.subarray(0, Math.floor(delivery.answer.body.length / 2)))
      // Long enough for the half to arrive: a reset throws away what the other side hasn't read.
      await delay(50)
      reset()
      return
    case 'drip':
      writeHead(response, delivery.answer)
      for (let start = 0; start < delivery.answer.body.length && !response.destroyed; start += delivery.bytes) {
        response.write(delivery.answer.body.subarray(start, start + delivery.bytes))
        await delay(delivery.everyMilliseconds)
      }
      response.end()
      return
    case 'reset':
      reset()
      return
    case 'close':
      request.socket.end()
      return
    case 'hang':
      return
  }
}

function writeHead(response: ServerResponse, answer: Answer): void {
  const bodiless = answer.status === 204 || answer.status === 304
  const length = bodiless ? {} : { 'content-length': String(answer.body.length) }
  response.writeHead(answer.status, { ...length, ...answer.headers })
}

function singleValues(headers: NodeJS.Dict<string[]>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, values]) => [name, (values ?? []).join(', ')]))
}
