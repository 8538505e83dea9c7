/** The actions of an overlay document, checked. */

import { DefinitionError, type DefinitionFault } from '../../errors.ts'
import { isObject, objectAt, own, type Json, type JsonObject } from '../json.ts'

interface Target {
  /** How texts call the action: `actions[0]`. */
  readonly name: string
  /** A JSONPath expression, unchecked. */
  readonly target: string
}

export type Action =
  | (Target & { readonly kind: 'remove' })
  | (Target & { readonly kind: 'update'; readonly update: Json })
  | (Target & { readonly kind: 'nothing' })

/** @throws DefinitionError when the document is no overlay or one that isn't supported */
export function actionsOf(overlay: JsonObject): Action[] {
  checkVersion(overlay)
  if (!objectAt(overlay, 'info')) throw malformed('it has no "info" object', 'add "info" with "title" and "version"')
  const actions = own(overlay, 'actions')
  if (!Array.isArray(actions) || actions.length === 0) {
    const why = actions === undefined ? 'it has no "actions"' : 'its "actions" are no list with at least one action'
    throw malformed(why, 'list the actions, or leave the input "overlay-file" out')
  }
  return actions.map((action, index) => actionOf(action, `actions[${index}]`))
}

/** An error about the overlay; `what` is the same for all. */
export function overlayError(
  fault: DefinitionFault,
  why: string,
  advice: string,
  options?: ErrorOptions
): DefinitionError {
  return new DefinitionError(fault, { what: 'could not apply the overlay', why, advice }, options)
}

function checkVersion(overlay: JsonObject): void {
  const version = own(overlay, 'overlay')
  if (version === undefined) {
    throw malformed('it has no "overlay" and so is no OpenAPI Overlay', 'start it with "overlay: 1.0.0"')
  }
  if (typeof version === 'string' && /^1\.0\.\d+$/.test(version)) return
  const shown = JSON.stringify(version).slice(0, 40)
  if (typeof version === 'string' && /^\d+\.\d+\.\d+$/.test(version)) {
    const advice = 'write it for version 1.0 and say "overlay: 1.0.0"'
    throw overlayError('unsupported', `it follows version ${shown} of the specification, and 1.0 is supported`, advice)
  }
  throw malformed(`its "overlay" is ${shown} instead of a version such as "1.0.0"`, 'say "overlay: 1.0.0"')
}

function actionOf(action: Json, name: string): Action {
  if (!isObject(action))
    throw malformed(`${name} is no object`, 'give each action a "target" and an "update" or "remove"')
  const target = own(action, 'target')
  if (typeof target !== 'string') {
    throw malformed(`${name} has no "target" text`, 'give it a JSONPath expression such as "$.info"')
  }
  if (Object.hasOwn(action, 'copy')) {
    const why = `${name} has "copy", which came with version 1.1 of the specification, and 1.0 is supported`
    throw overlayError('unsupported', why, 'write what is to be copied as its "update"')
  }
  const remove = own(action, 'remove')
  if (remove !== undefined && typeof remove !== 'boolean') {
    throw malformed(`"remove" of ${name} is neither true nor false`, 'write "remove: true"')
  }
  // "update" has no impact if "remove" is true.
  if (remove === true) return { kind: 'remove', name, target }
  const update = own(action, 'update')
  if (update !== undefined) return { kind: 'update', name, target, update }
  if (remove === false) return { kind: 'nothing', name, target }
  throw malformed(`${name} has neither "update" nor "remove"`, 'say what is to be done with its target')
}

function malformed(why: string, advice: string): DefinitionError {
  return overlayError('not-openapi', why, advice)
}
