import { afterEach, describe, expect, test } from '@jest/globals'
import { execFile } from 'node:child_process'
import { createServer as createProxy } from 'node:http'
import { type AddressInfo, connect, type Server } from 'node:net'
import { promisify } from 'node:util'
import { startEmulator } from './emulator/emulator.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function listen(server: Server): Promise<string> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Fetches the address in a process of its own, as the action does. */
async function fetched(url: string, environment: Record<string, string>, before = ''): Promise<string> {
  const module = new URL('../src/connections.ts', import.meta.url).href
  const script = `
    import { connectionsOf } from ${JSON.stringify(module)}
    const connections = connectionsOf(process.env)
    ${before}
    console.log((await fetch(${JSON.stringify(url)})).status)
    await connections.close()`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    env: { PATH: process.env['PATH'], ...environment }
  })
  return stdout.trim()
}

describe('a proxy that the environment names', () => {
  test('is used for HTTPS, but not for the hosts that NO_PROXY names', async () => {
    const emulator = await startEmulator()
    const asked: (string | undefined)[] = []
    const proxy = createProxy().on('connect', ({ url = '' }, client) => {
      asked.push(url)
      const { hostname, port } = new URL(`http://${url}`)
      const target = connect(Number(port), hostname, () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n')
        target.pipe(client).pipe(target)
      })
      for (const end of [target, client]) end.on('error', () => undefined)
    })
    const HTTPS_PROXY = `http://${await listen(proxy)}`
    closing.push(
      () => emulator.close(),
      () => {
        proxy.closeAllConnections()
        proxy.close()
      }
    )
    const environment = { HTTPS_PROXY, NODE_EXTRA_CA_CERTS: emulator.caFile }
    const { swagger } = emulator.addresses
    expect(await fetched(swagger, environment)).toBe('200')
    expect(asked).toEqual([new URL(swagger).host])
    expect(await fetched(swagger, { ...environment, NO_PROXY: '127.0.0.1' })).toBe('200')
    expect(asked).toHaveLength(1)
  })
})

describe('a connection that is opened early', () => {
  /** Opens it, gives it time, fetches. @returns the status and how many connections the emulator saw */
  async function afterOpening(
    times: number,
    meanwhile: (emulator: Awaited<ReturnType<typeof startEmulator>>) => void = () => undefined,
    environment: Record<string, string> = {}
  ): Promise<{ readonly status: string; readonly connections: number }> {
    const emulator = await startEmulator()
    closing.push(() => emulator.close())
    meanwhile(emulator)
    const { swagger } = emulator.addresses
    const open = `connections.open(${JSON.stringify(swagger)}, ${times})
      await new Promise(resolve => setTimeout(resolve, 200))`
    const status = await fetched(swagger, { NODE_EXTRA_CA_CERTS: emulator.caFile, ...environment }, open)
    return { status, connections: emulator.connections }
  }

  test('is the one that the next request uses', async () => {
    expect(await afterOpening(1)).toEqual({ status: '200', connections: 1 })
  })

  test('is closed in the end when nothing used it', async () => {
    expect(await afterOpening(3)).toEqual({ status: '200', connections: 3 })
  })

  test('is left to the request where it was refused', async () => {
    expect(
      await afterOpening(1, emulator => {
        emulator.refuseConnections('api')
      })
    ).toEqual({ status: '200', connections: 1 })
  })

  test('is not opened past a proxy', async () => {
    const { connections } = await afterOpening(2, undefined, {
      HTTPS_PROXY: 'http://127.0.0.1:9',
      NO_PROXY: '127.0.0.1'
    })
    expect(connections).toBe(1)
  })
})
