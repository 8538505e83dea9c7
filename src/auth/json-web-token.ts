/** What a JSON web token says. Who it is for verifies it; here it is only read. */
import { isObject, type JsonObject } from '../definition/json.ts'

/** The claims; none when the text is no token. */
export function tokenClaims(token: string): JsonObject {
  return objectIn(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
}

/** The object that a JSON text holds; an empty one when it holds none. */
export function objectIn(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : {}
  } catch {
    return {}
  }
}
