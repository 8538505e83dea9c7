/** Operation ids: flows name an operation by its id, so each has one, and none changes when paths change places. */
import { at, type Context } from './context.ts'
import { fingerprint } from './names.ts'

/** An operation, by where it is. */
export interface OperationPlace {
  readonly path: string
  readonly method: string
  readonly pointer: string
  /** What the source says; anything but text counts as missing. */
  readonly id: unknown
}

/** The id of each operation by its key (`keyOf`). Made ones and second owners of one are losses. */
export function assignIds(context: Context, operations: readonly OperationPlace[]): Map<string, string> {
  const owners = Map.groupBy(operations, ({ id }) => (typeof id === 'string' && id !== '' ? id : undefined))
  const ids = new Map<string, string>()
  const taken = new Set<string>()
  for (const id of owners.keys()) if (id !== undefined) taken.add(id)
  for (const [id, all] of owners) {
    if (id === undefined) continue
    const [first, ...others] = inOrder(all)
    if (first !== undefined) ids.set(keyOf(first), id)
    for (const other of others) {
      const made = free(taken, `${id}_${fingerprint(keyOf(other))}`)
      ids.set(keyOf(other), made)
      const message = `another operation has the id "${id}" too, so this one is "${made}"; give it one of its own`
      context.losses.add('operation-id-duplicate', at(other.pointer, 'operationId'), message)
    }
  }
  const nameless = owners.get(undefined) ?? []
  for (const place of nameless) {
    const known = context.knownIds.get(keyOf(place))
    if (known === undefined || taken.has(known)) continue
    taken.add(known)
    ids.set(keyOf(place), known)
    const message = `the operation has no id, so it keeps the connector's: "${known}"`
    context.losses.add('operation-id-made', place.pointer, message)
  }
  const unknown = nameless.filter(place => !ids.has(keyOf(place)))
  for (const [place, made] of madeIds(unknown, taken)) {
    ids.set(keyOf(place), made)
    const message = `the operation has no id, so it is "${made}"; flows break if it gets another one later`
    context.losses.add('operation-id-made', place.pointer, message)
  }
  return ids
}

export function keyOf({ path, method }: { readonly path: string; readonly method: string }): string {
  return `${method} ${path}`
}

/** Ids from verb and path. Where several come out the same, all of them get a fingerprint, whichever comes first. */
function madeIds(places: readonly OperationPlace[], taken: Set<string>): [OperationPlace, string][] {
  const alike = Map.groupBy(inOrder(places), place => idFromPath(place.method, place.path))
  return [...alike].flatMap(([id, all]) =>
    all.map((place): [OperationPlace, string] => {
      const isAlone = all.length === 1 && !taken.has(id)
      return [place, free(taken, isAlone ? id : `${id}_${fingerprint(keyOf(place))}`)]
    })
  )
}

function free(taken: Set<string>, wanted: string): string {
  let id = wanted
  while (taken.has(id)) id = `${wanted}_${fingerprint(id)}`
  taken.add(id)
  return id
}

function inOrder(places: readonly OperationPlace[]): OperationPlace[] {
  return [...places].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
}

/** `get /pets/{petId}/photos` is `GetPetsByPetIdPhotos`. Long ones end in a fingerprint. */
function idFromPath(method: string, path: string): string {
  const parts = path.split(/[/?#&=]+/).flatMap(segment => {
    const words = segment.split(/[^A-Za-z0-9]+/).filter(word => word !== '')
    return /^\{[^{}]*\}$/.test(segment) && words.length > 0 ? ['By', ...words] : words
  })
  const id = [method, ...parts].map(word => word.charAt(0).toUpperCase() + word.slice(1)).join('')
  return id.length > 80 ? `${id.slice(0, 73)}_${fingerprint(`${method} ${path}`)}` : id
}
