/** The OAuth client secrets in connection parameters: taken out when they arrive, kept apart, never shown. */
import { isObject } from '../../src/definition/json.ts'
import type { Json } from '../../src/definition/json.ts'
import type { SecretPlace } from './state.ts'

export interface SeparatedSecrets {
  /** The parameters without any secret. */
  readonly parameters: Json
  /** What was in them: a secret, or `undefined` where the key was there with nothing in it. */
  readonly sent: ReadonlyMap<SecretPlace, string | undefined>
  /** Every place that can have a secret. */
  readonly places: readonly SecretPlace[]
}

/** Takes the secrets out of `connectionParameters` or `connectionParameterSets`. */
export function separateSecrets(parameters: Json, place: string): SeparatedSecrets {
  const sent = new Map<SecretPlace, string | undefined>()
  const places: SecretPlace[] = []
  const strip = (value: Json, at: string): Json => {
    if (Array.isArray(value)) return value.map(item => strip(item, at + nameOf(item)))
    if (!isObject(value)) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => {
        if (name !== 'oAuthSettings' || !isObject(member)) return [name, strip(member, `${at}/${name}`)]
        places.push(at)
        const { clientSecret, ...rest } = member
        if (clientSecret !== undefined)
          sent.set(at, clientSecret === '' || typeof clientSecret !== 'string' ? undefined : clientSecret)
        return [name, rest]
      })
    )
  }
  return { parameters: strip(parameters, place), sent, places }
}

/** A set of parameters has a name of its own, so that a place means the same when their order changes. */
function nameOf(item: Json): string {
  const name = isObject(item) ? item['name'] : undefined
  return typeof name === 'string' ? `/${name}` : '/item'
}

/**
 * The secrets after an update: a key that was not sent keeps its secret, an empty one wipes it, and a place that is gone
 * takes its secret along.
 */
export function mergeSecrets(stored: Map<SecretPlace, string>, updates: readonly SeparatedSecrets[]): void {
  const places = new Set(updates.flatMap(update => update.places))
  for (const place of [...stored.keys()]) if (!places.has(place)) stored.delete(place)
  for (const { sent } of updates)
    for (const [place, secret] of sent) {
      if (secret === undefined) stored.delete(place)
      else stored.set(place, secret)
    }
}
