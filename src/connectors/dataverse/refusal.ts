/** The errors of Dataverse: `{"error":{"code","message"}}`, the code a number of 32 bits, often with another service's error in it. */
import type { ActionError } from '../../errors.ts'
import { hintForDataverse } from '../../hints.ts'
import type { HttpResponse } from '../../http.ts'
import { readServiceError, refusalBy } from '../service-errors.ts'

/** Numbers that decide what is done next. Source: Microsoft's reference of Web service error codes. */
const CODES = {
  /** The row has another version than `If-Match` says. */
  versionMismatch: '0x80060882',
  /** The table doesn't compare versions, so that `If-Match` with one is refused. */
  noConcurrency: '0x8006088d',
  /** There is no such row. */
  noSuchRow: '0x80040217'
} as const

/** @param label what was tried: "download the connector" */
export function refusal(label: string, response: HttpResponse): ActionError {
  return refusalBy(label, response, 'Dataverse', hintForDataverse)
}

/** True when the answer has this number, at whatever depth. */
export function hasCode(response: HttpResponse, name: keyof typeof CODES): boolean {
  const { code, wrappers } = readServiceError(response)
  return [...wrappers, code].some(each => each.toLowerCase() === CODES[name])
}

/** True when a service that Dataverse called gave the reason: Dataverse itself may have written the row all the same. */
export function isOfServiceBehind(response: HttpResponse): boolean {
  const { code, wrappers } = readServiceError(response)
  return wrappers.length > 0 || /^[A-Za-z]\w+$/.test(code)
}
