/** Real, small PNG files, made here: the connector's own icon, and the one of connectors without. */
import { crc32, deflateSync } from 'node:zlib'

const edge = 32

/** A square of one colour. */
function png(red: number, green: number, blue: number): Buffer {
  const row = Buffer.concat([Buffer.of(0), Buffer.alloc(3 * edge, Buffer.of(red, green, blue))])
  const header = Buffer.alloc(13)
  header.writeUInt32BE(edge, 0)
  header.writeUInt32BE(edge, 4)
  // Eight bits a channel, true colour.
  header.set([8, 2], 8)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: edge }, () => row)))),
    chunk('IEND', Buffer.alloc(0))
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(crc32(content))
  return Buffer.concat([length, content, checksum])
}

export const ordersIcon = png(0xd9, 0x3b, 0x1e)
export const newIcon = png(0x1e, 0x8a, 0x3b)
export const defaultIcon = png(0x00, 0x7e, 0xe5)
