/**
 * Jest's transform: removes the types with Node's own stripper, the one that runs our scripts and the emulator too, so a
 * file means the same everywhere. Stripping keeps every position, so stack traces and coverage need no source map.
 */
import { stripTypeScriptTypes } from 'node:module'

export default {
  process: source => ({ code: stripTypeScriptTypes(source) })
}
