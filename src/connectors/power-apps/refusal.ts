/** The error for a refusal of the Power Apps service. */
import type { ActionError } from '../../errors.ts'
import { hintForService } from '../../hints.ts'
import type { HttpResponse } from '../../http.ts'
import { refusalBy } from '../service-errors.ts'

/** @param label what was tried: "download the connector" */
export function refusal(label: string, response: HttpResponse): ActionError {
  return refusalBy(label, response, 'the Power Apps service', hintForService)
}
