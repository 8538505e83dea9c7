/**
 * The files of a run: in the job's workspace and in the runner's temp folder, and nowhere else.
 *
 * Paths are inputs, and what lies in a workspace came with somebody's commit, links among it. So a place counts by where it
 * really is, once `..` and links are followed, and that is looked at again right before a file is opened. A process that
 * exchanges folders at that very moment could still get between; it has the rights of this step already.
 */
import { randomUUID } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { isObject } from './definition/json.ts'
import { ActionError } from './errors.ts'

/** What is wrong with a place elsewhere, as the end of "…, which". */
export const LEADS_OUT = "leads out of the workspace and of the runner's temp folder: name a place in one of them"

/** As many links in a row as Linux follows (path_resolution(7)). */
const MOST_LINKS = 40

export class Files {
  readonly #roots: readonly string[]

  /** @param roots the folders that everything has to lie in, links followed */
  constructor(roots: readonly string[]) {
    this.#roots = roots
  }

  /** Whether a file or folder lies inside, or would once it is made. */
  holds(file: string): boolean {
    return this.#inside(file) !== undefined
  }

  /**
   * The bytes of a file that an input names.
   * @throws ActionError naming the input, when there is no such file inside
   */
  read(input: string, file: string): Uint8Array<ArrayBuffer> {
    const place = this.#inside(file)
    if (place === undefined) throw unreadable(input, file, `it ${LEADS_OUT}`)
    try {
      return readRegular(place)
    } catch (error) {
      throw unreadable(input, file, isMissing(error) ? 'there is no such file' : String(error), error)
    }
  }

  /**
   * Writes a file, and the folders on the way. It takes the place of whatever has its name, so that nothing is written through
   * a link.
   * @throws ActionError when the folder lies elsewhere or can't be written to
   */
  async write(file: string, content: string | Uint8Array): Promise<void> {
    const name = path.basename(file)
    try {
      const folder = await this.#folder(path.dirname(file))
      const fresh = path.join(folder, `.${name}.${randomUUID()}`)
      try {
        await writeFile(fresh, content, { flag: 'wx' })
        await rename(fresh, path.join(folder, name))
      } catch (error) {
        await rm(fresh, { force: true })
        throw error
      }
    } catch (error) {
      if (error instanceof ActionError) throw error
      throw unwritable(file, String(error), error)
    }
  }

  /** The real place of a folder, which is made when it isn't there. */
  async #folder(folder: string): Promise<string> {
    const before = this.#inside(folder)
    if (before !== undefined) await mkdir(before, { recursive: true })
    const place = before === undefined ? undefined : this.#inside(before)
    if (place === undefined) throw unwritable(folder, `it ${LEADS_OUT}`)
    return place
  }

  /** Where a file really is, or would be; `undefined` when that is elsewhere or can't be told. */
  #inside(file: string): string | undefined {
    const place = realPlace(file)
    if (place === undefined) return undefined
    const isInside = this.#roots.some(root => {
      const folder = realPlace(root)
      return folder !== undefined && leadsDown(folder, place)
    })
    return isInside ? place : undefined
  }
}

/**
 * Whether a file is the folder or lies under it. Both are absolute, with all links followed.
 * @param style of the paths; on Windows case doesn't matter, and there are several roots
 */
export function leadsDown(folder: string, file: string, style: path.PlatformPath = path): boolean {
  const way = style.relative(folder, file)
  return !style.isAbsolute(way) && way.split(style.sep)[0] !== '..'
}

/** With every link followed, also those to what isn't there yet; `undefined` when that can't be found out. */
function realPlace(file: string, links = MOST_LINKS): string | undefined {
  try {
    // The native one also makes the long names of Windows out of short ones.
    return realpathSync.native(file)
  } catch (error) {
    if (!isMissing(error) || links === 0) return undefined
  }
  const above = path.dirname(file)
  const folder = above === file ? file : realPlace(above, links)
  if (folder === undefined || above === file) return folder
  const place = path.join(folder, path.basename(file))
  const target = linkAt(place)
  return target === undefined ? place : realPlace(path.resolve(folder, target), links - 1)
}

function linkAt(place: string): string | undefined {
  try {
    return readlinkSync(place)
  } catch {
    return undefined
  }
}

/** Neither a link that came in the meantime nor what isn't a file, such as a pipe, which nobody may ever write to. */
function readRegular(place: string): Uint8Array<ArrayBuffer> {
  // Windows has neither flag, and `undefined` adds nothing.
  const file = openSync(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    if (!fstatSync(file).isFile()) throw new Error('it is not a file')
    return Uint8Array.from(readFileSync(file))
  } finally {
    closeSync(file)
  }
}

function isMissing(error: unknown): boolean {
  const code = isObject(error) ? error['code'] : undefined
  return code === 'ENOENT' || code === 'ENOTDIR'
}

function unreadable(input: string, file: string, why: string, cause?: unknown): ActionError {
  return new ActionError(
    { what: `could not use "${input}" (${file})`, why, advice: 'correct the file or the input' },
    { cause }
  )
}

function unwritable(file: string, why: string, cause?: unknown): ActionError {
  return new ActionError(
    { what: `could not write ${file}`, why, advice: 'see that the folder can be written to and the disk has room' },
    { cause }
  )
}
