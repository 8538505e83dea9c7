import { afterEach, describe, expect, test } from '@jest/globals'
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { http as handle, HttpResponse as Answer } from 'msw'
import { setupServer } from 'msw/node'
import {
  bodyText,
  FetchHttp,
  type HttpRequest,
  type HttpResponse,
  isHtml,
  isTransientStatus,
  NetworkError,
  retryAfterSeconds
} from '../src/http.ts'
import { Retrier } from '../src/retry.ts'
import { Secrets } from '../src/secrets.ts'
import { failureOf, httpResponse, memoryLog, messageOf, testWorld } from './collaborators.ts'
import { startEmulator } from './emulator/emulator.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function listen(server: Server | TcpServer): Promise<string> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

interface Api {
  readonly origin: string
  readonly host: string
  readonly requests: IncomingMessage[]
}

/** A server on loopback whose answers come from the function; every request is remembered. */
async function api(answer: (request: IncomingMessage, response: ServerResponse, number: number) => void): Promise<Api> {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    request.resume()
    answer(request, response, requests.length)
  })
  const host = await listen(server)
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { origin: `http://${host}`, host, requests }
}

/** A server below HTTP: each connection is the function's. */
async function tcp(onConnection: (write: (text: string) => void, end: () => void) => void): Promise<string> {
  const sockets = new Set<{ destroy(): unknown }>()
  const server = createTcpServer(socket => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('data', () => undefined)
    onConnection(
      text => socket.write(text),
      () => socket.destroy()
    )
  })
  const host = await listen(server)
  closing.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return host
}

function request(url: string, parts: Partial<HttpRequest> = {}): HttpRequest {
  return {
    label: 'fetch the thing',
    method: 'GET',
    url,
    timeoutSeconds: 5,
    maxBytes: 1000,
    attempts: 1,
    repeatable: true,
    redirects: 'follow',
    ...parts
  }
}

describe('the time for an attempt covers', () => {
  const head = 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n'

  test.each([
    // A server that takes the connection and never answers the handshake.
    ['connecting', 'https', (): void => undefined],
    ['waiting for an answer', 'http', (): void => undefined],
    [
      'the answer to its last byte',
      'http',
      (write: (text: string) => void): void => {
        write(`${head}half`)
      }
    ]
  ] as const)('%s', async (_, scheme, onConnection) => {
    const host = await tcp(onConnection)
    const failure = await failureOf(testWorld().http.send(request(`${scheme}://${host}/`, { timeoutSeconds: 0.15 })))
    expect(failure.message).toBe(
      `Could not fetch the thing: no complete answer within 0.15 s from ${host}; run the job again.`
    )
    expect(failure).toMatchObject({ transient: true, unclear: true })
  })

  test('each attempt anew', async () => {
    const slow = await api((_, response, number) => {
      if (number > 1) response.end('ready')
    })
    const { http, log } = testWorld()
    const response = await http.send(request(slow.origin, { timeoutSeconds: 0.15, attempts: 2 }))
    expect(bodyText(response)).toBe('ready')
    expect(log.lines).toEqual(['fetch the thing: attempt 1 of 2 failed: no complete answer within 0.15 s, waiting 0 s'])
  })
})

describe('another attempt', () => {
  test.each([408, 425, 429, 500, 502, 503, 504])('is made after HTTP %d', async status => {
    const busy = await api((_, response, number) => {
      response.writeHead(number === 1 ? status : 200).end('body')
    })
    const { http, log } = testWorld()
    expect((await http.send(request(busy.origin, { attempts: 4 }))).status).toBe(200)
    expect(log.lines).toEqual([`fetch the thing: attempt 1 of 4 failed: HTTP ${status}, waiting 0 s`])
  })

  test.each([200, 204, 304, 400, 401, 403, 404, 409, 410, 412, 413, 501, 505])(
    'is not made after HTTP %d',
    async status => {
      const settled = await api((_, response) => {
        response.writeHead(status).end()
      })
      const { http, log } = testWorld()
      expect((await http.send(request(settled.origin, { attempts: 4 }))).status).toBe(status)
      expect([settled.requests.length, log.lines]).toEqual([1, []])
    }
  )

  test.each<[number, number]>([
    [429, 2],
    [503, 2],
    [408, 1],
    [500, 1],
    [502, 1],
    [504, 1]
  ])('is made after HTTP %d %d times in all where the request may not be carried out twice', async (status, times) => {
    const busy = await api((_, response, number) => {
      response.writeHead(number === 1 ? status : 200).end('body')
    })
    const { http } = testWorld()
    await http.send(request(busy.origin, { method: 'POST', body: '{}', attempts: 4, repeatable: false }))
    expect(busy.requests).toHaveLength(times)
  })

  test('is made as often as the request allows, and the last answer is the answer', async () => {
    const down = await api((_, response, number) => {
      response.writeHead(503).end(`attempt ${number}`)
    })
    const { http, log } = testWorld()
    expect(bodyText(await http.send(request(down.origin, { attempts: 3 })))).toBe('attempt 3')
    expect(log.lines.at(-1)).toBe('fetch the thing: attempt 3 of 3 failed: HTTP 503, giving up')
  })

  test('is made where the caller finds an answer worth it, and sends the same again', async () => {
    const bodies: string[] = []
    const server = await api((incoming, response, number) => {
      incoming.on('data', chunk => bodies.push(String(chunk)))
      incoming.on('end', () => response.writeHead(number === 1 ? 409 : 201).end())
    })
    const { http } = testWorld()
    const response = await http.send(
      request(server.origin, {
        method: 'PUT',
        body: new TextEncoder().encode('content'),
        headers: { 'content-type': 'text/x-csx' },
        attempts: 2,
        isTransient: ({ status }) => status === 409
      })
    )
    expect([response.status, bodies]).toEqual([201, ['content', 'content']])
    expect(server.requests.map(({ method, headers }) => [method, headers['content-type']])).toEqual([
      ['PUT', 'text/x-csx'],
      ['PUT', 'text/x-csx']
    ])
  })

  test('comes after 1 s, and the log says so before', async () => {
    const down = await api((_, response) => {
      response.writeHead(503).end()
    })
    const stop = new AbortController()
    const log = memoryLog(() => {
      stop.abort()
    })
    const http = new FetchHttp(log, new Secrets(() => undefined), new Retrier(log, stop.signal), stop.signal)
    await expect(http.send(request(down.origin, { attempts: 4 }))).rejects.toMatchObject({ name: 'AbortError' })
    expect(log.lines).toEqual(['fetch the thing: attempt 1 of 4 failed: HTTP 503, waiting 1 s'])
  })

  test.each([
    [{ 'retry-after': '7' }, '', 'waiting 7 s'],
    [{}, 'Rate limit is exceeded. Try again in 12 seconds.', 'waiting 12 s'],
    [{ 'retry-after': '3600' }, '', 'giving up']
  ])('heeds what a 429 asks for: %j %s', async (headers, text, ending) => {
    const busy = await api((_, response) => {
      response.writeHead(429, headers).end(text)
    })
    const stop = new AbortController()
    const log = memoryLog(() => {
      stop.abort()
    })
    const http = new FetchHttp(log, new Secrets(() => undefined), new Retrier(log, stop.signal), stop.signal)
    await http.send(request(busy.origin, { attempts: 4 })).catch(() => undefined)
    expect(log.lines).toEqual([`fetch the thing: attempt 1 of 4 failed: HTTP 429, ${ending}`])
  })

  test('is not made without an answer where the request may have been carried out all the same', async () => {
    let connections = 0
    const host = await tcp((_, end) => {
      connections += 1
      setTimeout(end, 5)
    })
    const failure = await failureOf(
      testWorld().http.send(request(`http://${host}/`, { method: 'PATCH', body: '{}', attempts: 4, repeatable: false }))
    )
    expect(failure).toMatchObject({ transient: true, unclear: true })
    expect(connections).toBe(1)
  })

  test('is not made once the run has ended', async () => {
    const down = await api((_, response) => {
      response.writeHead(503).end()
    })
    const world = testWorld()
    world.stop()
    await expect(world.http.send(request(down.origin, { attempts: 4 }))).rejects.toMatchObject({ name: 'AbortError' })
    expect(down.requests).toHaveLength(0)
  })
})

describe('a failed connection is told in the words of its cause', () => {
  test('that was refused', async () => {
    const server = createTcpServer()
    const host = await listen(server)
    await new Promise(resolve => server.close(resolve))
    const { http, log } = testWorld()
    expect(await messageOf(http.send(request(`http://${host}/`, { attempts: 2 })))).toBe(
      `Could not fetch the thing: the connection was refused (ECONNREFUSED) from ${host}; ` +
        'check the address, and that the runner can reach it (firewall, proxy, private network).'
    )
    expect(log.lines[0]).toBe(
      'fetch the thing: attempt 1 of 2 failed: the connection was refused (ECONNREFUSED), waiting 0 s'
    )
  })

  test('that was closed before the answer, or amid it', async () => {
    const silent = await tcp((_, end) => {
      setTimeout(end, 20)
    })
    const halfway = await tcp((write, end) => {
      write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf')
      setTimeout(end, 20)
    })
    for (const host of [silent, halfway]) {
      const message = await messageOf(testWorld().http.send(request(`http://${host}/`)))
      expect(message).toContain('the connection was closed before the answer was complete')
    }
  })

  test('whose certificate nobody vouches for, without another attempt', async () => {
    const emulator = await startEmulator()
    closing.push(() => emulator.close())
    const { http, log } = testWorld()
    const failure = await failureOf(http.send(request(emulator.addresses.swagger, { attempts: 4 })))
    expect(failure.message).toContain('NODE_EXTRA_CA_CERTS')
    expect(failure).toMatchObject({ transient: false })
    expect(log.lines).toEqual([])
  })

  test('that does not speak HTTP, or no TLS', async () => {
    const chat = await tcp(write => {
      write('220 mail.contoso.example ESMTP\r\n')
    })
    expect(await messageOf(testWorld().http.send(request(`http://${chat}/`)))).toContain('the answer is not HTTP')
    const plain = await api((_, response) => {
      response.end()
    })
    const message = await messageOf(testWorld().http.send(request(`https://${plain.host}/`)))
    expect(message).toContain('does not speak TLS')
  })
})

describe('the limit of an answer', () => {
  test('is counted after decompression, and what passes it is not asked for again', async () => {
    const bomb = await api((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(5_000_000)))
    })
    const failure = await failureOf(testWorld().http.send(request(bomb.origin, { attempts: 4, maxBytes: 100_000 })))
    expect(failure.message).toBe(
      `Could not fetch the thing: the answer of ${bomb.host} is larger than 100,000 bytes; ` +
        'check that the address is the right one.'
    )
    expect(failure).toMatchObject({ transient: false })
    expect(bomb.requests).toHaveLength(1)
  })

  test('may be reached', async () => {
    const exact = await api((_, response) => {
      response.end('x'.repeat(1000))
    })
    expect((await testWorld().http.send(request(exact.origin))).body.byteLength).toBe(1000)
  })
})

describe('a redirect', () => {
  const headers = { authorization: 'Bearer token-of-the-api', 'x-api-key': 'key-of-the-api', accept: 'text/yaml' }

  test('within the origin keeps every header', async () => {
    const server = await api(({ url }, response) => {
      if (url === '/new') response.end('here')
      else response.writeHead(301, { location: '/new' }).end()
    })
    const response = await testWorld().http.send(request(`${server.origin}/old`, { headers }))
    expect([bodyText(response), response.url]).toEqual(['here', `${server.origin}/new`])
    expect(server.requests[1]?.headers).toMatchObject(headers)
  })

  test('to another origin carries none of them there, and none back', async () => {
    const home: Api = await api(({ url }, response) => {
      if (url === '/back') response.end('home')
      else response.writeHead(307, { location: `${other.origin}/there` }).end()
    })
    const other: Api = await api((_, response) => {
      response.writeHead(302, { location: `${home.origin}/back` }).end()
    })
    const response = await testWorld().http.send(request(`${home.origin}/start`, { headers }))
    expect(bodyText(response)).toBe('home')
    for (const sent of [other.requests[0]?.headers, home.requests[1]?.headers]) {
      expect(sent).toBeDefined()
      expect(JSON.stringify(sent)).not.toMatch(/token-of-the-api|key-of-the-api/)
      expect(sent?.['user-agent']).toMatch(/^update-custom-connector\//)
    }
  })

  test('from HTTPS to HTTP is refused', async () => {
    const network = setupServer(
      handle.get('https://orders.example/v1', () =>
        Answer.text('', { status: 302, headers: { location: 'http://orders.example/v1?key=abc' } })
      )
    )
    network.listen({ onUnhandledFrame: 'error' })
    closing.push(() => {
      network.close()
    })
    const failure = await failureOf(testWorld().http.send(request('https://orders.example/v1', { attempts: 4 })))
    expect(failure).toBeInstanceOf(NetworkError)
    expect(failure.message).toBe(
      'Could not fetch the thing: https://orders.example redirects from HTTPS to http://orders.example; ' +
        'give the address that answers without such a redirect.'
    )
  })

  test.each([
    ['in a circle', '/again', 'redirects more than 5 times'],
    ['to something else than the web', 'data:text/plain,x', 'data:'],
    ['to what is no URL', 'http://[', 'redirects to something that is not a URL']
  ])('%s is refused', async (_, location, words) => {
    const server = await api((__, response) => {
      response.writeHead(302, { location }).end()
    })
    const { http, log } = testWorld()
    expect(await messageOf(http.send(request(server.origin, { attempts: 4 })))).toContain(words)
    expect(log.lines).toEqual([])
    expect(server.requests).toHaveLength(location === '/again' ? 6 : 1)
  })

  test('is an answer like any other where the caller wants it so, or where it has no location', async () => {
    const server = await api(({ url }, response) => {
      response.writeHead(302, url === '/nowhere' ? {} : { location: '/sign-in' }).end()
    })
    const { http } = testWorld()
    const returned = await http.send(request(`${server.origin}/there`, { redirects: 'return' }))
    expect([returned.status, returned.headers.get('location')]).toEqual([302, '/sign-in'])
    expect((await http.send(request(`${server.origin}/nowhere`))).status).toBe(302)
    expect(server.requests).toHaveLength(2)
  })

  test('to a signed URL makes its signature a secret', async () => {
    const server = await api(({ url }, response) => {
      if (url === '/') response.writeHead(302, { location: `http://${server.host}/blob?sig=Abc%2Bdefgh` }).end()
      else response.end('blob')
    })
    const { http, masked } = testWorld()
    await http.send(request(server.origin))
    expect(masked).toEqual(['Abc+defgh', 'Abc%2Bdefgh'])
  })
})

test('the debug log has a line for each answer, without the query of its address', async () => {
  const server = await api((_, response) => {
    response.end('body')
  })
  const { http, log } = testWorld()
  await http.send(request(`${server.origin}/doc.json?code=secret-key`))
  expect(log.debugLines).toEqual([
    expect.stringMatching(new RegExp(`^GET ${server.origin}/doc\\.json: HTTP 200, 4 bytes, \\d+ ms$`))
  ])
})

describe('what an answer asks to wait', () => {
  const soon = (seconds: number): string => new Date(Date.now() + seconds * 1000).toUTCString()

  test.each<[string, HttpResponse, number | undefined]>([
    ['is a number of seconds', httpResponse(503, '', { 'retry-after': '120' }), 120],
    ['is none when the time has passed', httpResponse(503, '', { 'retry-after': 'Fri, 31 Dec 1999 23:59:59 GMT' }), 0],
    ['can stand in the text of a 429', httpResponse(429, 'Rate limit is exceeded. Try again in 5 seconds.'), 5],
    ['can be a single second', httpResponse(429, { error: { message: 'try again in 1 second' } }), 1],
    ['is the header where there are both', httpResponse(429, 'Try again in 5 seconds.', { 'retry-after': '9' }), 9],
    ['is not read from the text of another status', httpResponse(503, 'Try again in 5 seconds.'), undefined],
    ['is unknown when the header makes no sense', httpResponse(429, '', { 'retry-after': 'soon' }), undefined],
    ['is unknown without a word', httpResponse(429), undefined]
  ])('%s', (_, response, seconds) => {
    expect(retryAfterSeconds(response)).toBe(seconds)
  })

  test('can be a date', () => {
    const seconds = retryAfterSeconds(httpResponse(503, '', { 'retry-after': soon(90) })) ?? 0
    expect(seconds).toBeGreaterThanOrEqual(88)
    expect(seconds).toBeLessThanOrEqual(91)
  })
})

test('transient are timeouts, throttling and what fails on the side of the server', () => {
  const statuses = [200, 302, 400, 401, 404, 408, 409, 425, 429, 500, 501, 502, 503, 504, 505, 599]
  expect(statuses.filter(status => isTransientStatus({ status }))).toEqual([408, 425, 429, 500, 502, 503, 504, 599])
})

test('a body is UTF-8 without its byte order mark, and never fails', () => {
  const bytes = (...values: number[]): HttpResponse => ({ ...httpResponse(200), body: Uint8Array.from(values) })
  expect(bodyText(bytes(0xef, 0xbb, 0xbf, 0xc3, 0xbc))).toBe('ü')
  expect(bodyText(bytes(0x61, 0xff))).toBe('a\uFFFD')
})

test.each<[boolean, string, string]>([
  [true, 'text/html; charset=utf-8', 'Sign in'],
  [true, 'application/xhtml+xml', ''],
  [true, 'application/json', '\uFEFF\n <!DOCTYPE html><title>x</title>'],
  [true, '', '<HTML lang="en">'],
  [false, 'application/json', '{"html":"<html>"}'],
  [false, 'text/plain', 'swagger: "2.0"'],
  [false, '', '']
])('it is %s that "%s" with %j is a web page', (expected, type, body) => {
  expect(isHtml(httpResponse(200, body, { 'content-type': type }))).toBe(expected)
})
