/** Where members and items stand: recorded while a document is parsed, looked up by JSON pointer. */

import { isObject, own, segmentsOf, type Json, type JsonObject } from '../json.ts'

/** For each object and array, by identity: the offset of each member's name, or of each item. */
export class Places {
  readonly #offsets = new Map<JsonObject | Json[], Map<string, number>>()

  record(container: JsonObject | Json[], name: string | number, offset: number): void {
    const offsets = this.#offsets.get(container)
    if (offsets) offsets.set(String(name), offset)
    else this.#offsets.set(container, new Map([[String(name), offset]]))
  }

  /** A copy's members stand where those of its original stand (YAML aliases). */
  recordCopy(copy: JsonObject | Json[], original: JsonObject | Json[]): void {
    const offsets = this.#offsets.get(original)
    if (offsets) this.#offsets.set(copy, offsets)
  }

  offsetOf(container: JsonObject | Json[], name: string): number | undefined {
    return this.#offsets.get(container)?.get(name)
  }

  /** The offset of what the pointer names, `undefined` where the document has no such thing. */
  find(root: Json, pointer: string): number | undefined {
    let value: Json | undefined = root
    let offset: number | undefined
    for (const segment of segmentsOf(pointer)) {
      if (!isObject(value) && !Array.isArray(value)) return undefined
      offset = this.offsetOf(value, segment)
      if (offset === undefined) return undefined
      value = isObject(value) ? own(value, segment) : value[Number(segment)]
    }
    return offset
  }
}
