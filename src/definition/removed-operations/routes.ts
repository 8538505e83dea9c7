/** Which verb and path a definition has room for. */

import { operationsOf, type Method, type Operation } from '../operations.ts'
import { objectAt, type JsonObject } from '../json.ts'

/** The verbs and paths in use. Paths that differ only in the names of their variables or in case are the same. */
export class Routes {
  readonly #taken = new Set<string>()
  /** Paths as the definition writes them, by their lower case. */
  readonly #written = new Map<string, string>()

  constructor(definition: JsonObject) {
    for (const { method, path } of operationsOf(definition)) this.#taken.add(route(method, path))
    for (const path of Object.keys(objectAt(definition, 'paths') ?? {})) this.#written.set(path.toLowerCase(), path)
  }

  /**
   * Where the operation can stand, or `undefined` when there is no room: its path, or the same in the capitals that the
   * definition has for it, since the service refuses paths that differ in case alone (rule `PathRedefined`).
   */
  pathFor({ method, path }: Pick<Operation, 'method' | 'path'>): string | undefined {
    if (this.#taken.has(route(method, path))) return undefined
    const written = this.#written.get(path.toLowerCase()) ?? path
    return variables(written) === variables(path) ? written : undefined
  }
}

function route(method: Method, path: string): string {
  return `${method} ${path.replaceAll(/\{[^{}]*\}/g, '{}').toLowerCase()}`
}

function variables(path: string): string {
  return (path.match(/\{[^{}]*\}/g) ?? []).join()
}
