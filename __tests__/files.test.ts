/** Where a run may read and write: `..`, links, what isn't there yet, and what is exchanged at the last moment. */
import { execFileSync } from 'node:child_process'
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { ActionError } from '../src/errors.ts'
import { Files, leadsDown } from '../src/files.ts'
import { failureOf } from './collaborators.ts'

let base: string
let workspace: string
let outside: string
let files: Files

beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'files-'))
  workspace = path.join(base, 'workspace')
  outside = path.join(base, 'outside')
  for (const folder of [workspace, outside]) mkdirSync(folder)
  writeFileSync(path.join(outside, 'key'), 'of somebody else')
  files = new Files([workspace, path.join(base, 'temp')])
})
afterEach(() => {
  rmSync(base, { recursive: true, force: true })
})

/** A link of the workspace. */
function link(name: string, target: string): string {
  const place = path.join(workspace, name)
  symlinkSync(target, place)
  return place
}

describe('a place', () => {
  test.each([
    ['the workspace itself', '.', true],
    ['a file that is not there yet', 'a/b/c', true],
    ['a name that only begins with two dots', '..a/b', true],
    ['a way out and in again', '../workspace/a', true],
    ['a folder root that is not there yet', '../temp/a', true],
    ['a way out', '..', false],
    ['a way out and down', '../outside/key', false],
    ['a neighbour whose name begins alike', '../workspace-of-others/a', false],
    ['an absolute path', '/etc/hostname', false],
    ['no path at all', 'a\0b', false]
  ])('counts by where it is: %s', (_, way, inside) => {
    expect(files.holds(path.resolve(workspace, way))).toBe(inside)
  })

  test('counts by where its links lead', () => {
    mkdirSync(path.join(workspace, 'folder'))
    expect([
      files.holds(link('to-file', path.join(outside, 'key'))),
      files.holds(path.join(link('to-folder', outside), 'key')),
      files.holds(path.join(link('to-nothing', path.join(outside, 'gone')), 'key')),
      files.holds(link('up', '../outside/key')),
      files.holds(link('twice', 'to-folder')),
      files.holds(path.join(link('inward', 'folder'), 'new')),
      files.holds(link('later', 'folder/new'))
    ]).toEqual([false, false, false, false, false, true, true])
  })

  test('of links in a circle is nowhere', () => {
    link('one', 'two')
    expect(files.holds(link('two', 'one'))).toBe(false)
  })

  test('is found although the workspace is itself behind a link', () => {
    writeFileSync(path.join(workspace, 'icon.png'), 'x')
    const other = path.join(base, 'link')
    symlinkSync(workspace, other)
    for (const [root, way] of [
      [other, path.join(other, 'icon.png')],
      [other, path.join(workspace, 'icon.png')],
      [workspace, path.join(other, 'icon.png')]
    ] as const) {
      expect(new Files([root]).holds(way)).toBe(true)
    }
  })

  test.each([
    [String.raw`C:\work`, String.raw`c:\WORK\icon.png`, true],
    [String.raw`C:\work`, String.raw`C:\workshop\icon.png`, false],
    [String.raw`C:\work`, String.raw`C:\work\..\icon.png`, false],
    [String.raw`C:\work`, String.raw`D:\work\icon.png`, false],
    [String.raw`C:\work`, String.raw`\\server\share\icon.png`, false],
    [String.raw`C:\work`, String.raw`C:\work\..icon.png`, true]
  ])('on Windows: from %s to %s', (folder, file, inside) => {
    expect(leadsDown(folder, file, path.win32)).toBe(inside)
  })

  test('never leads out, whatever the way to it looks like', () => {
    mkdirSync(path.join(workspace, 'folder'))
    link('folder/out', outside)
    const step = fc.constantFrom('..', '.', 'folder', 'out', 'key', 'workspace', 'outside', 'new', '')
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), steps => {
        const way = path.resolve(workspace, steps.join('/'))
        if (files.holds(way)) expect(() => readFileSync(way, 'utf8')).toThrow()
      }),
      { numRuns: 300 }
    )
  })
})

describe('reading', () => {
  test('gives the bytes of a file inside, also by a link that stays inside', () => {
    writeFileSync(path.join(workspace, 'icon.png'), 'bytes')
    expect(Buffer.from(files.read('icon-file', link('link', 'icon.png'))).toString()).toBe('bytes')
  })

  test.each([
    ['../outside/key', "it leads out of the workspace and of the runner's temp folder: name a place in one of them"],
    ['gone', 'there is no such file'],
    ['.', 'Error: it is not a file']
  ])('%s is refused with one sentence', (way, why) => {
    const file = path.resolve(workspace, way)
    expect(() => files.read('icon-file', file)).toThrow(
      `Could not use "icon-file" (${file}): ${why}; correct the file or the input.`
    )
  })

  test('follows no link that came after the inputs were read', () => {
    const file = path.join(workspace, 'script.csx')
    writeFileSync(file, 'x')
    expect(files.holds(file)).toBe(true)
    rmSync(file)
    link('script.csx', path.join(outside, 'key'))
    expect(() => files.read('script-file', file)).toThrow(/leads out of the workspace/)
  })

  const onUnix = process.platform === 'win32' ? test.skip : test
  onUnix('does not wait for a pipe that nobody writes to', () => {
    execFileSync('mkfifo', [path.join(workspace, 'pipe')])
    expect(() => files.read('icon-file', path.join(workspace, 'pipe'))).toThrow(/it is not a file/)
  })
})

describe('writing', () => {
  test('makes the folders on the way and leaves nothing else behind', async () => {
    await files.write(path.join(workspace, 'a', 'b', 'settings.json'), '{}')
    await files.write(path.join(workspace, 'a', 'b', 'settings.json'), '{"again":1}')
    expect(readdirSync(path.join(workspace, 'a', 'b'))).toEqual(['settings.json'])
    expect(readFileSync(path.join(workspace, 'a', 'b', 'settings.json'), 'utf8')).toBe('{"again":1}')
  })

  test.each([
    ['a link in its place', () => link('settings.json', path.join(outside, 'key'))],
    ['a link to nothing yet in its place', () => link('settings.json', path.join(outside, 'new'))],
    [
      'a second name of another file in its place',
      () => {
        linkSync(path.join(outside, 'key'), path.join(workspace, 'settings.json'))
      }
    ]
  ])('does not go through %s', async (_, arrange) => {
    arrange()
    await files.write(path.join(workspace, 'settings.json'), '{}')
    expect(readFileSync(path.join(workspace, 'settings.json'), 'utf8')).toBe('{}')
    expect(readFileSync(path.join(outside, 'key'), 'utf8')).toBe('of somebody else')
    expect(readdirSync(outside)).toEqual(['key'])
  })

  test.each([
    ['a folder that is a link', () => path.join(link('folder', outside), 'key')],
    ['a folder under one', () => path.join(link('folder', outside), 'deeper', 'key')],
    ['a folder that is a link to nothing yet', () => path.join(link('folder', path.join(outside, 'new')), 'key')],
    ['a way out', () => path.join(outside, 'key')]
  ])('is refused behind %s', async (_, way) => {
    const failure = await failureOf(files.write(way(), 'x'))
    expect(failure.message).toMatch(/^Could not write .*: it leads out of the workspace .*; see that the folder/)
    expect(readdirSync(outside)).toEqual(['key'])
    expect(readFileSync(path.join(outside, 'key'), 'utf8')).toBe('of somebody else')
  })

  test('where it can not is told in one sentence, and leaves no half of a file', async () => {
    mkdirSync(path.join(workspace, 'settings.json', 'full'), { recursive: true })
    const failure = await failureOf(files.write(path.join(workspace, 'settings.json'), '{}'))
    expect(failure).toBeInstanceOf(ActionError)
    expect(failure.message).toMatch(/^Could not write .*settings\.json: .*; see that the folder can be written to/)
    expect(readdirSync(workspace)).toEqual(['settings.json'])
  })
})
