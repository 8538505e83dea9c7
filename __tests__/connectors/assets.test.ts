import { describe, expect, test } from '@jest/globals'
import {
  type AssetKind,
  assertAsset,
  assetFault,
  imageType,
  MAX_ASSET_BYTES,
  newAssetFault
} from '../../src/connectors/assets.ts'
import { bytes, png } from './content.ts'

const code = 'using System.Net;\npublic class Script : ScriptBase\n{\n  // ü\n}\n'
const html = '<!DOCTYPE html><html><title>Unavailable</title></html>'

describe('what stands in the place of an icon or of custom code is not taken for it', () => {
  const kinds: readonly AssetKind[] = ['icon', 'script']
  const pages: readonly (readonly [string, string])[] = [
    ['a web page', html],
    ['a web page after white space', `\r\n\t${html}`],
    ['a web page after a byte order mark', `\uFEFF${html}`],
    ['a web page after a comment', `<!-- gateway -->\n${html}`],
    ['a web page with a picture in it', '<html><body><svg viewBox="0 0 1 1"></svg></body></html>'],
    ['a web page of few words', '<h1>503 Service Unavailable</h1>'],
    ['an error of storage', '\uFEFF<?xml version="1.0"?><Error><Code>BlobNotFound</Code></Error>'],
    ['an error of storage without a prolog', '<Error><Code>AuthenticationFailed</Code></Error>'],
    ['an error of the service', '{"error":{"code":"InternalServerError","message":"x"}}'],
    ['an error of another service', '{\n  "Message": "An error has occurred."\n}'],
    ['a list of errors', '[{"code":"x"}]'],
    ['nothing', '']
  ]
  test.each(kinds.flatMap(kind => pages.map(([name, text]) => [name, kind, text] as const)))(
    '%s for the %s',
    (_, kind, text) => {
      expect(assetFault(kind, bytes(text))).toMatch(
        /^it is (a web page or an error message|an error message|not an image|empty)$/
      )
    }
  )

  test('is told with the host that sent it', () => {
    expect(() => {
      assertAsset('script', bytes(html), 'storage.example')
    }).toThrow(
      "Could not download the connector's custom code: what storage.example sent can not be it: " +
        'it is a web page or an error message; nothing was changed; run the job again.'
    )
  })
})

describe('an icon that a connector has may be', () => {
  test.each([
    ['a PNG', png],
    ['a JPEG', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)],
    ['a GIF', bytes('GIF89a')],
    ['a BMP', bytes('BM0000')],
    ['an SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    [
      'an SVG after a prolog',
      bytes(
        '<?xml version="1.0"?>\n<!-- made by hand -->\n<!DOCTYPE svg PUBLIC "x">\n<svg/>'.replace('<svg/>', '<svg >')
      )
    ]
  ])('%s', (_, image) => {
    expect(assetFault('icon', image)).toBeUndefined()
  })
})

test('a new icon is any picture, so that a package can be put back', () => {
  expect(newAssetFault('icon', png)).toBeUndefined()
  expect(newAssetFault('icon', bytes('GIF89a'))).toBeUndefined()
  expect(newAssetFault('icon', bytes(html))).toBe('it is a web page or an error message')
  expect(newAssetFault('script', bytes(code))).toBeUndefined()
})

test.each([
  code,
  `\uFEFF${code}`,
  '[assembly: System.Reflection.AssemblyTitle("x")]\npublic class Script {}',
  '// <html> is only mentioned\nclass Script {}'
])('custom code is code: %j', text => {
  expect(assetFault('script', bytes(text))).toBeUndefined()
  expect(() => {
    assertAsset('script', bytes(text), 'storage.example')
  }).not.toThrow()
})

test('new custom code is UTF-8, and what a connector has already may be in another encoding', () => {
  const latin1 = Uint8Array.of(0x75, 0xfc, 0x72)
  expect(newAssetFault('script', latin1)).toBe('it is not text in UTF-8')
  expect(assetFault('script', latin1)).toBeUndefined()
})

test('an icon goes up as what it is', () => {
  expect([png, bytes('GIF89a'), bytes('<svg/>')].map(imageType)).toEqual(['image/png', 'image/gif', 'image/svg+xml'])
})

test('either may have a megabyte and not a byte more', () => {
  const icon = (size: number): Uint8Array => {
    const whole = new Uint8Array(size)
    whole.set(png)
    return whole
  }
  expect(assetFault('icon', icon(MAX_ASSET_BYTES))).toBeUndefined()
  expect(assetFault('icon', icon(MAX_ASSET_BYTES + 1))).toBe('it has 1,048,577 bytes, more than 1 MB')
})
